import { describe, expect, test } from 'vitest'
import { createMemory, instantiateKernels } from '../../kernels/kernels.ts'
import { specialFunctions } from '../../kernels/special.ts'
import { testSequence } from '../../testing/kernel-arrays.ts'
import { testKernels } from '../../testing/kernels.ts'
import { END, flipDiagrams } from './diagram.ts'
import { advanceNetwork, flipRate } from './kernels.ts'
import { type BooleanNetwork, evaluate } from './network.ts'
import { readBooleanNetwork } from './read-network.ts'
import { SMALL, ensemble, networkFrom } from '../../testing/boolean-reference.ts'

function network(bnd: string, cfg = ''): BooleanNetwork {
  const read = readBooleanNetwork({ file: 'a.bnd', text: bnd }, [{ file: 'a.cfg', text: cfg }])
  if (!read.ok) throw new Error(JSON.stringify(read.mistake))
  return read.network
}

/** Five standard errors: a right program fails once in two million comparisons, and not at all with fixed seeds that pass. */
const SIGMAS = 5

test('one node is a telegraph process: mean and waiting time have closed forms', () => {
  const [up, down, samples, every] = [0.7, 0.3, 40_000, 0.25]
  const waits: number[] = []
  const first = new Set<number>()
  const onChange = (sample: number, time: number): void => {
    if (!first.has(sample)) waits.push(time)
    first.add(sample)
  }
  const one = network(`node A { rate_up = ${up}; rate_down = ${down}; }`, 'A.istate = 0;')
  const { times, nodes, standardError, states } = ensemble(one, {
    samples,
    until: 20,
    every,
    seed: 3,
    onChange,
  })
  const [level, speed] = [up / (up + down), up + down]
  const on = states.indexOf('A')
  for (const [window, from] of times.entries()) {
    // Mean over [t, t + h] of level (1 - e^(-speed t)).
    const decay = (Math.exp(-speed * from) - Math.exp(-speed * (from + every))) / (speed * every)
    const error = standardError[on]?.[window] ?? 0
    expect(Math.abs((nodes['A']?.[window] ?? 0) - level * (1 - decay))).toBeLessThan(SIGMAS * error)
  }
  // Exponential with mean 1/up; 20 time units leave out e^-14 of it.
  expect(waits.length).toBe(samples)
  const mean = waits.reduce((sum, wait) => sum + wait, 0) / samples
  expect(Math.abs(mean - 1 / up)).toBeLessThan(SIGMAS / up / Math.sqrt(samples))
  // Kolmogorov and Smirnov: above 2.8 / sqrt(n) with a chance of 2 e^(-2 * 2.8^2) = 3e-7.
  const sorted = waits.toSorted((a, b) => a - b)
  const distance = Math.max(
    ...sorted.map((wait, rank) => Math.abs(1 - Math.exp(-up * wait) - (rank + 0.5) / samples)),
  )
  expect(distance).toBeLessThan(2.8 / Math.sqrt(samples))
})

/** Probabilities of all states of a small network at time t, from its generator: uniformisation with 1e-12 of the mass left out. */
function masterEquation({ nodes }: BooleanNetwork, start: readonly number[], t: number): readonly number[] {
  const size = 2 ** nodes.length
  const bits = (state: number): readonly number[] => nodes.map((_, node) => (state >> node) & 1)
  const flips = Array.from({ length: size }, (_, state) =>
    nodes.map((node, k) => evaluate(bits(state)[k] === 1 ? node.down : node.up, bits(state))),
  )
  const most = Math.max(...flips.map((rates) => rates.reduce((a, b) => a + b, 0)))
  const jump = (p: readonly number[]): readonly number[] => {
    const next = p.map((value, state) => value * (1 - (flips[state] ?? []).reduce((a, b) => a + b, 0) / most))
    flips.forEach((rates, state) =>
      rates.forEach(
        (rate, node) =>
          (next[state ^ (1 << node)] = (next[state ^ (1 << node)] ?? 0) + ((p[state] ?? 0) * rate) / most),
      ),
    )
    return next
  }
  let [p, weight, mass] = [start, Math.exp(-most * t), 0]
  let sum = p.map(() => 0)
  for (let n = 1; mass < 1 - 1e-12; n++) {
    sum = sum.map((value, state) => value + weight * (p[state] ?? 0))
    mass += weight
    weight *= (most * t) / n
    p = jump(p)
  }
  return sum
}

test('four nodes that inhibit and feed each other follow the master equation', () => {
  const four = network(
    `node A { rate_up = B ? 0.1 : 2; rate_down = B ? 1 : 0.2; }
     node B { logic = !A | D; rate_up = @logic ? 1.5 : 0.05; rate_down = @logic ? 0.1 : 1; }
     node C { logic = A ^ B; rate_up = @logic ? 0.8 : 0; rate_down = @logic ? 0 : 0.4 + A + B; }
     node D { rate_up = C * 0.3; rate_down = 0.6; }`,
    'A.istate = 0; B.istate = 0; C.istate = 0; D.istate = 0;',
  )
  const [samples, every, until] = [40_000, 0.5, 6]
  const own = ensemble(four, { samples, every, until, seed: 11 })
  const start = Array.from({ length: 16 }, (_, state) => (state === 0 ? 1 : 0))
  const name = (state: number): string =>
    ['A', 'B', 'C', 'D'].filter((_, node) => ((state >> node) & 1) === 1).join(' -- ') || '<nil>'
  // Means over windows by Simpson's rule in four parts: its error, h^4/2880 times a fourth derivative below 4^4, is under 1e-6.
  const parts = 8
  const at = Array.from({ length: (until / every) * parts + 1 }, (_, k) =>
    masterEquation(four, start, (k * every) / parts),
  )
  for (let window = 0; window < until / every; window++) {
    for (let state = 0; state < 16; state++) {
      let exact = 0
      for (let k = 0; k <= parts; k++)
        exact += (k === 0 || k === parts ? 1 : k % 2 === 1 ? 4 : 2) * (at[window * parts + k]?.[state] ?? 0)
      const which = own.states.indexOf(name(state))
      const error = own.standardError[which]?.[window] ?? 0
      // Rare states are not normal: 10 / n is Bernstein's term for a chance of 6e-7.
      expect(Math.abs((own.probability[which]?.[window] ?? 0) - exact / (3 * parts))).toBeLessThan(
        SIGMAS * error + 10 / samples,
      )
    }
  }
})

describe('decision diagrams', () => {
  test.each(['cellfate.bnd', 'cellcycle.bnd', 'cell_fate_decision.bnd'])(
    'of %s give the rates of the formulas in random states',
    (file) => {
      const cfg =
        {
          'cellfate.bnd': 'cellfate.cfg',
          'cellcycle.bnd': 'cellcycle_runcfg.cfg',
          'cell_fate_decision.bnd': 'cell_fate_decision.cfg',
        }[file] ?? ''
      const { nodes } = networkFrom(SMALL, file, cfg)
      const made = flipDiagrams(nodes)
      if (!made.ok) throw new Error(made.message)
      const random = testSequence(5)
      for (let trial = 0; trial < 200; trial++) {
        const state = Uint8Array.from(nodes, () => (random() < 0.5 ? 1 : 0))
        for (const [k, node] of nodes.entries())
          expect(flipRate(made.diagrams, state, k)).toBe(
            evaluate(state[k] === 1 ? node.down : node.up, state),
          )
      }
    },
  )

  test('rates below zero or without bound are refused', () => {
    const of = (rate: string) =>
      flipDiagrams(
        network(`node A { rate_up = ${rate}; rate_down = 0; } node B { rate_up = 1; rate_down = 1; }`).nodes,
      )
    expect(of('1 - 2 * B')).toMatchObject({ ok: false, node: 0 })
    expect(of('1 / B')).toMatchObject({ ok: false, node: 0 })
    expect(of('B ? 1 / B : 0').ok).toBe(true)
  })
})

/** 300 samples of a network by the kernel in three blocks, with the flips of each. */
function byKernel(one: BooleanNetwork, steps: number, dt: number, seed: number) {
  const made = flipDiagrams(one.nodes)
  if (!made.ok) throw new Error(made.message)
  const { diagrams } = made
  const kernels = instantiateKernels(testKernels(), createMemory(64))
  const [samples, room, words] = [300, 64, Math.ceil(one.nodes.length / 32)]
  let next = Math.ceil(kernels.heapBase / 8) * 8
  const place = (length: number, bytes: number): number => {
    next += length * bytes
    return next - length * bytes
  }
  const [rates, times] = [place(diagrams.rates.length, 8), place(samples * room, 8)]
  const [roots, branches, state, nodes, counts] = [
    diagrams.roots.length,
    diagrams.branches.length,
    words * samples,
    samples * room,
    samples,
  ].map((n) => place(n, 4)) as [number, number, number, number, number]
  const u32 = (pointer: number, length: number) => new Uint32Array(kernels.memory.buffer, pointer, length)
  new Float64Array(kernels.memory.buffer, rates, diagrams.rates.length).set(diagrams.rates)
  u32(roots, diagrams.roots.length).set(diagrams.roots)
  u32(branches, diagrams.branches.length).set(diagrams.branches)
  const bit = (sample: number, node: number): number =>
    ((u32(state, words * samples)[(node >> 5) * samples + sample] ?? 0) >>> (node & 31)) & 1
  const plain = Array.from({ length: samples }, () => new Uint8Array(one.nodes.length))
  const random = testSequence(seed)
  for (const [sample, own] of plain.entries())
    for (let node = 0; node < own.length; node++) {
      own[node] = random() < 0.5 ? 1 : 0
      const at = (node >> 5) * samples + sample
      u32(state, words * samples)[at] =
        (u32(state, words * samples)[at] ?? 0) | ((own[node] ?? 0) << (node & 31))
    }
  const special = specialFunctions(kernels)
  let flips = 0
  for (let tick = 0; tick < steps; tick++) {
    const args = [
      state,
      samples,
      roots,
      one.nodes.length,
      branches,
      rates,
      times,
      nodes,
      counts,
      room,
      0,
      7,
      512,
      dt,
      seed,
      9,
      tick,
    ]
    for (const [begin, end] of [
      [0, 100],
      [100, 101],
      [101, samples],
    ])
      kernels.call('boolean_trace', [...args, begin ?? 0, end ?? 0])
    for (const [sample, own] of plain.entries()) {
      const expected = advanceNetwork(
        diagrams,
        own,
        dt,
        { seed: [seed, 9], lineage: [7 + sample, 0], tick, stream: 512 },
        special,
      )
      const count = u32(counts, samples)[sample] ?? 0
      const found = Array.from({ length: count }, (_, k) => ({
        time: new Float64Array(kernels.memory.buffer, times, samples * room)[sample * room + k],
        node: u32(nodes, samples * room)[sample * room + k],
      }))
      expect(found).toEqual(expected)
      expect(one.nodes.map((_, node) => bit(sample, node))).toEqual([...own])
      flips += count
    }
  }
  return flips
}

/** Seventy nodes in a ring, so that a state has three words. */
const many = network(
  Array.from(
    { length: 70 },
    (_, k) =>
      `node N${k} { logic = N${(k + 33) % 70} & !N${(k + 69) % 70}; rate_up = @logic ? 1 : 0.1; rate_down = @logic ? 0 : 0.7; }`,
  ).join('\n'),
)

test('the kernel does what the plain form does, to the bit, in any blocks', () => {
  expect(byKernel(networkFrom(SMALL, 'model.bnet'), 5, 1.5, 3)).toBeGreaterThan(1000)
  expect(byKernel(networkFrom(SMALL, 'cellcycle.bnd', 'cellcycle_runcfg.cfg'), 5, 0.4, 4)).toBeGreaterThan(
    1000,
  )
  expect(byKernel(many, 3, 1, 5)).toBeGreaterThan(1000)
  expect(END).toBe(2 ** 31)
})

test('more flips than one stream has draws go on with other numbers', () => {
  const one = network('node A { rate_up = 1000; rate_down = 1000; }', 'A.istate = 0;')
  const waits: number[] = []
  let last = 0
  ensemble(one, {
    samples: 1,
    until: 1,
    every: 1,
    seed: 5,
    onChange: (_, time) => {
      waits.push(time - last)
      last = time
    },
  })
  // 1000 flips expected, standard deviation 32; no waiting time comes twice.
  expect(Math.abs(waits.length - 1000)).toBeLessThan(160)
  expect(new Set(waits.map((wait) => wait.toPrecision(9))).size).toBe(waits.length)
})

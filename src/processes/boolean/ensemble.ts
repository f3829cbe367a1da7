import { stream } from '../../engine/random.ts'
import { viewOf } from '../../engine/columns.ts'
import { type Kernels, PAGE_BYTES } from '../../kernels/kernels.ts'
import { type Diagrams, flipDiagrams } from './diagram.ts'
import { drawEvent, drawStart, flipRate } from './kernels.ts'
import type { BooleanNetwork } from './network.ts'

export interface EnsembleOptions {
  /** Independent trajectories. */
  readonly samples: number
  /** End of each [time unit of the network]. */
  readonly until: number
  /** Length of the windows over which probabilities are averaged [time unit]. */
  readonly every: number
  /** A whole number from 0 to 2^32 - 1. */
  readonly seed: number
  /** Nodes that states are told by; those that are not internal unless said. */
  readonly visible?: readonly string[]
  /** True: one flip at the end of each window in place of continuous time (`discrete_time` of a configuration). */
  readonly isDiscrete?: boolean
  /** Called for each flip of a visible node: sample, time, and the states before and after by their indices in `states`. */
  readonly onChange?: (sample: number, time: number, from: number, to: number) => void
}

/** Probabilities over time, each the mean over a window of length `every` that begins at `times`. */
export interface EnsembleResult {
  readonly times: readonly number[]
  /** States of the visible nodes: the names of those that are 1, with ' -- ' between; '<nil>' for none. */
  readonly states: readonly string[]
  /** By state, by window: mean share of time, and its standard error. */
  readonly probability: readonly Float64Array[]
  readonly standardError: readonly Float64Array[]
  /** By visible node, by window. */
  readonly nodes: Readonly<Record<string, Float64Array>>
  /** States of all nodes that no flip leaves, as the samples ended in them, with their share. */
  readonly fixedPoints: readonly { readonly state: string; readonly probability: number }[]
}

const FLIPS = stream('boolean.flip')
const STARTS = stream('boolean.start')
const SCHEDULES = stream('boolean.schedule')

/** Samples that advance together. Chosen: their flips fit into a few megabytes. */
const BLOCK = 4096
/** Flips of a sample in one window for which there is room at first; doubled when it is not enough. */
const FIRST_ROOM = 32
/** Chosen: a network that flips more often in one window does not come to rest between its infinite rates. */
const MOST_ROOM = 1 << 20

/**
 * Runs a Boolean network many times without cells, with the code that runs it inside of cells, and returns the probability of each
 * state over time. `kernels` must be bound to a memory of its own (`loadKernels`). Time is in the units of the network.
 */
export function simulateBooleanEnsemble(
  network: BooleanNetwork,
  options: EnsembleOptions,
  kernels: Kernels,
): EnsembleResult {
  const made = flipDiagrams(network.nodes)
  if (!made.ok) throw new RangeError(`node ${network.nodes[made.node]?.name ?? ''}: ${made.message}`)
  const windows = Math.round(options.until / options.every)
  const tally = createTally(network, options, windows)
  for (let offset = 0; offset < options.samples; offset += BLOCK) {
    const samples = Math.min(BLOCK, options.samples - offset)
    const block = placeBlock(network, made.diagrams, kernels, samples, offset, options)
    tally.begin(block.bit, samples, offset)
    for (let window = 0; window < windows; window++) {
      for (const { node, probability } of dueIn(network, window * options.every, options.every)) {
        block.set(
          node,
          (sample) =>
            drawEvent(address(options.seed, offset + sample, window, SCHEDULES), node)[0] < probability,
        )
        tally.begin(block.bit, samples, offset)
      }
      const { times, nodes, counts, room } = block.advance(window)
      tally.window(window, times, nodes, counts, room)
    }
    tally.end(block.bit, made.diagrams, samples)
  }
  return tally.result()
}

function address(seed: number, sample: number, tick: number, use: number) {
  return { seed: [seed, 0], lineage: [sample, 0], tick, stream: use } as const
}

/** Flips of the schedule at the beginning of a window (those within a window count from the next one on). */
function dueIn(network: BooleanNetwork, from: number, every: number) {
  // Half a window of tolerance on both sides: times are multiples of windows up to rounding.
  return network.schedules.flatMap(({ node, steps }) =>
    steps
      .filter(({ time }) => Math.abs(time - from) < every / 2)
      .map(({ probability }) => ({ node, probability })),
  )
}

function placeBlock(
  network: BooleanNetwork,
  diagrams: Diagrams,
  kernels: Kernels,
  samples: number,
  offset: number,
  { seed, every, isDiscrete = false }: EnsembleOptions,
) {
  const words = Math.max(1, Math.ceil(network.nodes.length / 32))
  let room = isDiscrete ? 1 : FIRST_ROOM
  const constants = [diagrams.roots.length, diagrams.branches.length, 2 * diagrams.rates.length]
  const place = (rows: number) => {
    const start = Math.ceil(kernels.heapBase / 8) * 8
    const bytes =
      8 * diagrams.rates.length +
      8 * samples * rows +
      4 * (constants[0] ?? 0) +
      4 * (constants[1] ?? 0) +
      4 * samples * (words + 1 + rows)
    const missing = start + bytes - kernels.memory.buffer.byteLength
    if (missing > 0) kernels.memory.grow(Math.ceil(missing / PAGE_BYTES))
    let at = start
    const next = (type: 'f64' | 'u32', length: number) => {
      const pointer = at
      at += length * (type === 'f64' ? 8 : 4)
      return { pointer, view: viewOf(kernels.memory.buffer, type, pointer, length) }
    }
    return {
      rates: next('f64', diagrams.rates.length),
      times: next('f64', samples * rows),
      roots: next('u32', diagrams.roots.length),
      branches: next('u32', diagrams.branches.length),
      state: next('u32', samples * words),
      counts: next('u32', samples),
      nodes: next('u32', samples * rows),
    }
  }
  const fill = (rows: number) => {
    const placed = place(rows)
    placed.rates.view.set(diagrams.rates)
    placed.roots.view.set(diagrams.roots)
    placed.branches.view.set(diagrams.branches)
    return placed
  }
  let memory = fill(room)
  const setBit = (sample: number, node: number, value: boolean): void => {
    const at = (node >> 5) * samples + sample
    const word = memory.state.view[at] ?? 0
    memory.state.view[at] = value ? word | (1 << (node & 31)) : word & ~(1 << (node & 31))
  }
  memory.state.view.fill(0)
  for (let sample = 0; sample < samples; sample++) {
    const draw = (group: number): number => drawEvent(address(seed, offset + sample, 0, STARTS), group)[0]
    drawStart(network.starts, draw, (node, value) => setBit(sample, node, value !== 0))
  }
  const advance = (window: number) => {
    const before = memory.state.view.slice()
    for (;;) {
      const { state, roots, branches, rates, times, nodes, counts } = memory
      const pointers = [
        state.pointer,
        samples,
        roots.pointer,
        diagrams.roots.length,
        branches.pointer,
        rates.pointer,
        times.pointer,
        nodes.pointer,
        counts.pointer,
      ]
      kernels.call('boolean_trace', [
        ...pointers,
        room,
        isDiscrete ? 1 : 0,
        offset,
        FLIPS,
        every,
        seed,
        0,
        window,
        0,
        samples,
      ])
      if (isDiscrete || counts.view.every((count) => count < room))
        return { times: times.view, nodes: nodes.view, counts: counts.view, room }
      if (room >= MOST_ROOM) throw new RangeError('a network flips without end: check its largest rates')
      room *= 2
      memory = fill(room)
      memory.state.view.set(before)
    }
  }
  return {
    bit: (sample: number, node: number): number =>
      ((memory.state.view[(node >> 5) * samples + sample] ?? 0) >>> (node & 31)) & 1,
    set: (node: number, value: (sample: number) => boolean): void => {
      for (let sample = 0; sample < samples; sample++) setBit(sample, node, value(sample))
    },
    advance,
  }
}

type Bit = (sample: number, node: number) => number

/** Adds up how long samples are in which state, window by window. */
function createTally(
  network: BooleanNetwork,
  { every, samples: total, visible, onChange }: EnsembleOptions,
  windows: number,
) {
  const shown = network.nodes.flatMap(({ name, isInternal }, node) =>
    (visible === undefined ? !isInternal : visible.includes(name)) ? [node] : [],
  )
  const isShown = network.nodes.map((_, node) => shown.includes(node))
  const names = new Map<string, number>()
  const members: (readonly number[])[] = []
  const sums: Float64Array[] = []
  const squares: Float64Array[] = []
  const fixed = new Map<string, number>()
  const intern = (bits: readonly number[]): number => {
    const key = bits.join('')
    const known = names.get(key)
    if (known !== undefined) return known
    names.set(key, members.length)
    members.push(shown.filter((_, at) => bits[at] === 1))
    sums.push(new Float64Array(windows))
    squares.push(new Float64Array(windows))
    return members.length - 1
  }
  let states: Uint32Array = new Uint32Array(0)
  let bits: number[][] = []
  let first = 0

  const begin = (bit: Bit, samples: number, offset: number): void => {
    first = offset
    bits = Array.from({ length: samples }, (_, sample) => shown.map((node) => bit(sample, node)))
    states = Uint32Array.from(bits, intern)
  }
  const add = (state: number, window: number, time: number): void => {
    const share = time / every
    const [sum, square] = [sums[state], squares[state]]
    if (sum === undefined || square === undefined) return
    sum[window] = (sum[window] ?? 0) + share
    square[window] = (square[window] ?? 0) + share * share
  }
  const window = (
    at: number,
    times: ArrayLike<number>,
    nodes: ArrayLike<number>,
    counts: ArrayLike<number>,
    room: number,
  ): void => {
    for (let sample = 0; sample < states.length; sample++) {
      const count = counts[sample] ?? 0
      if (count === 0) add(states[sample] ?? 0, at, every)
      else follow(sample, at, times, nodes, sample * room, count)
    }
  }
  /** A sample that may come back to a state within a window counts once there, for its squares. */
  const follow = (
    sample: number,
    at: number,
    times: ArrayLike<number>,
    nodes: ArrayLike<number>,
    row: number,
    count: number,
  ): void => {
    const spent = new Map<number, number>()
    const stay = (state: number, time: number): void => void spent.set(state, (spent.get(state) ?? 0) + time)
    const own = bits[sample] ?? []
    let since = 0
    for (let k = row; k < row + count; k++) {
      const node = nodes[k] ?? 0
      if (isShown[node] !== true) continue
      const time = times[k] ?? 0
      const from = states[sample] ?? 0
      stay(from, time - since)
      const place = shown.indexOf(node)
      own[place] = 1 - (own[place] ?? 0)
      const to = intern(own)
      states[sample] = to
      since = time
      onChange?.(first + sample, at * every + time, from, to)
    }
    stay(states[sample] ?? 0, every - since)
    for (const [state, time] of spent) add(state, at, time)
  }
  const end = (bit: Bit, diagrams: Diagrams, samples: number): void => {
    const state = new Uint8Array(network.nodes.length)
    for (let sample = 0; sample < samples; sample++) {
      for (let node = 0; node < state.length; node++) state[node] = bit(sample, node)
      if (state.some((_, node) => flipRate(diagrams, state, node) > 0)) continue
      const name = stateName([...state.keys()].filter((node) => state[node] === 1))
      fixed.set(name, (fixed.get(name) ?? 0) + 1)
    }
  }
  const stateName = (nodes: readonly number[]): string =>
    nodes.length === 0 ? '<nil>' : nodes.map((node) => network.nodes[node]?.name ?? '').join(' -- ')
  const result = (): EnsembleResult => ({
    times: Array.from({ length: windows }, (_, at) => at * every),
    states: members.map(stateName),
    probability: sums.map((sum) => sum.map((value) => value / total)),
    standardError: sums.map((sum, state) =>
      sum.map((value, at) => {
        const mean = value / total
        return Math.sqrt(
          Math.max(0, (squares[state]?.[at] ?? 0) / total - mean * mean) / Math.max(1, total - 1),
        )
      }),
    ),
    nodes: Object.fromEntries(
      shown.map((node) => [
        network.nodes[node]?.name ?? '',
        Float64Array.from({ length: windows }, (_, at) =>
          members.reduce(
            (sum, on, state) => (on.includes(node) ? sum + (sums[state]?.[at] ?? 0) / total : sum),
            0,
          ),
        ),
      ]),
    ),
    fixedPoints: [...fixed]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([state, count]) => ({ state, probability: count / total })),
  })
  return { begin, window, end, result }
}

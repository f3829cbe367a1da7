import { describe, expect, test } from 'vitest'
import { specialFunctions } from '../../kernels/special.ts'
import { kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { type ResponseRow, hillResponse, respond } from './kernels.ts'

const special = specialFunctions(kernelBench(1).kernels)

const row = (signal: number, half: number, hill: number, alsoWhenDead = false): ResponseRow => ({
  signal,
  half,
  hill,
  alsoWhenDead,
})

describe('the Hill response', () => {
  test('of one signal: 0, half at the half-maximum, and the closed form between', () => {
    expect(hillResponse([row(0, 5, 4)], false, special)).toBe(0)
    for (const hill of [0.5, 1, 2, 8]) expect(hillResponse([row(5, 5, hill)], false, special)).toBe(0.5)
    // s = 2 half: 2^h / (1 + 2^h); powers of two are exact.
    expect(hillResponse([row(10, 5, 1)], false, special)).toBe(2 / 3)
    expect(hillResponse([row(10, 5, 3)], false, special)).toBe(8 / 9)
    expect(hillResponse([row(2.5, 5, 2)], false, special)).toBe(0.2)
  })

  test('of several signals: their powers add up before they saturate', () => {
    // (2/1)^1 + (3/1)^2 = 11
    expect(hillResponse([row(2, 1, 1), row(3, 1, 2)], false, special)).toBe(11 / 12)
  })

  test('of no signal, of a negative one, and of one beyond the range of numbers', () => {
    expect(hillResponse([], false, special)).toBe(0)
    expect(hillResponse([row(-3, 1, 0.5)], false, special)).toBe(0)
    expect(hillResponse([row(1e300, 1e-10, 8)], false, special)).toBe(1)
  })
})

/** The semantics, case by case, with values worked out by hand from U = b0 + (bM - b0) H(up), U + (bm - U) H(down). */
describe('a behaviour of base 2, raised to 10, lowered to 1', () => {
  const up = [row(1, 1, 1)] // H = 1/2
  const twoUp = [row(1, 1, 1), row(2, 1, 1)] // Z = 3, H = 3/4
  const down = [row(3, 1, 1)] // H = 3/4
  test.each([
    ['no rules', [], [], 2],
    ['raised', up, [], 6], // 2 + 8/2
    ['raised by two', twoUp, [], 8], // 2 + 8 * 3/4
    ['lowered', [], down, 1.25], // 2 - 1 * 3/4
    ['raised and lowered', up, down, 2.25], // 6 - 5 * 3/4
    ['raised by two and lowered', twoUp, down, 2.75], // 8 - 7 * 3/4
    ['raised rules without signal, lowered', [row(0, 1, 1)], down, 1.25],
  ])('%s', (_, ups, downs, expected) => {
    expect(respond({ base: 2, up: ups, upTo: 10, down: downs, downTo: 1 }, 2, false, special)).toBe(expected)
  })
})

const raising = (up: readonly ResponseRow[]) => ({ base: 2, up, upTo: 10, down: [], downTo: 0 })

describe('in a dead cell', () => {
  test('a behaviour keeps its class base when no rule speaks of the dead', () => {
    expect(respond(raising([row(9, 1, 1)]), 0.5, true, special)).toBe(0.5)
  })
  test('rules that do not speak of the dead count as a signal of zero', () => {
    // Only the second row counts: Z = 1, H = 1/2.
    expect(respond(raising([row(9, 1, 1), row(1, 1, 1, true)]), 0.5, true, special)).toBe(6)
    // In a live cell both do: Z = 10, H = 10/11, and 2 + 8 * 10/11.
    expect(respond(raising([row(9, 1, 1), row(1, 1, 1, true)]), 0.5, false, special)).toBe(2 + 8 * (10 / 11))
  })
})

function times<T>(n: number, make: (index: number) => T): T[] {
  return Array.from({ length: n }, (_, index) => make(index))
}

/** Mostly ordinary; some zero, negative, or so large that their powers overflow. */
function signalOf(random: () => number): number {
  const kind = random()
  if (kind < 0.2) return 0
  return kind < 0.25 ? 1e300 : 10 * random() - 1
}

/** Cells of random classes, behaviours and types with random numbers of rows, the same for kernel and reference. */
function randomCase(seed: number) {
  const random = testSequence(seed)
  const whole = (n: number): number => Math.floor(random() * n)
  const [cells, types, behaviours, signals] = [200, 3, 4, 5]
  const entries = times(behaviours * types, () => ({ up: whole(3), down: whole(3) }))
  const first = [0]
  for (const { up, down } of entries) first.push((first.at(-1) ?? 0) + up + down)
  const rows = first.at(-1) ?? 0
  return {
    cells,
    types,
    behaviours,
    classes: times(cells, () => whole(4 * types)),
    signals: times(signals, () => times(cells, () => signalOf(random))),
    first,
    middle: entries.map(({ up }, entry) => (first[entry] ?? 0) + up),
    up: entries.map(() => 5 * random()),
    down: entries.map(() => random()),
    isFrom: times(2 * entries.length, () => whole(2)),
    from: times(2 * entries.length, random),
    rowSignal: times(rows, () => whole(signals)),
    rowHalf: times(rows, () => 0.1 + 5 * random()),
    rowHill: times(rows, () => 0.5 + 8 * random()),
    rowWhenDead: times(rows, () => whole(2)),
    bases: times(behaviours, () => times(4 * types, random)),
  }
}

type Case = ReturnType<typeof randomCase>

function byKernel(c: Case): readonly (readonly number[])[] {
  const bench = kernelBench()
  const outputs = c.bases.map(() => bench.f64(times(c.cells, () => 0)))
  const pointers = (columns: readonly { pointer: number }[]): number =>
    bench.u32(columns.map((column) => column.pointer)).pointer
  const head = [bench.u16(c.classes).pointer, bench.u16(c.classes.map((cls) => cls % c.types)).pointer]
  const tables = [
    bench.u32(c.first),
    bench.u32(c.middle),
    bench.f64(c.up),
    bench.f64(c.down),
    bench.u8(c.isFrom),
  ]
  const rows = [bench.f64(c.from), bench.u32(c.rowSignal), bench.f64(c.rowHalf), bench.f64(c.rowHill)]
  const addresses = [pointers(c.signals.map(bench.f64)), pointers(c.bases.map(bench.f64)), pointers(outputs)]
  const middle = [...tables, ...rows, bench.u8(c.rowWhenDead)].map((array) => array.pointer)
  const args = [...head, c.types, c.behaviours, ...middle, ...addresses]
  // Two blocks: the result may not depend on where they meet.
  bench.kernels.call('rules_respond', [...args, 0, 70])
  bench.kernels.call('rules_respond', [...args, 70, c.cells])
  return outputs.map((output) => [...output.view])
}

function byReference(c: Case): readonly (readonly number[])[] {
  return times(c.behaviours, (b) => b).map((b) => times(c.cells, (cell) => referenceValue(c, b, cell)))
}

function referenceValue(c: Case, b: number, cell: number): number {
  const cls = c.classes[cell] ?? 0
  const isDead = cls >= c.types
  const entry = b * c.types + (cls % c.types)
  const rows = (begin = 0, end = 0): readonly ResponseRow[] =>
    c.rowSignal
      .slice(begin, end)
      .map((signal, k) =>
        row(
          c.signals[signal]?.[cell] ?? 0,
          c.rowHalf[begin + k] ?? 0,
          c.rowHill[begin + k] ?? 0,
          c.rowWhenDead[begin + k] === 1,
        ),
      )
  const classBase = c.bases[b]?.[cls] ?? 0
  const start = 2 * entry + (isDead ? 1 : 0)
  const rules = {
    base: c.isFrom[start] === 1 ? (c.from[start] ?? 0) : classBase,
    up: rows(c.first[entry], c.middle[entry]),
    upTo: c.up[entry] ?? 0,
    down: rows(c.middle[entry], c.first[entry + 1]),
    downTo: c.down[entry] ?? 0,
  }
  return respond(rules, classBase, isDead, special)
}

test.each([1, 2, 3, 4])('the kernel does what the reference does, to the bit (case %i)', (seed) => {
  const values = byKernel(randomCase(seed))
  expect(new Set(values.flat()).size).toBeGreaterThan(100)
  expect(values).toEqual(byReference(randomCase(seed)))
})

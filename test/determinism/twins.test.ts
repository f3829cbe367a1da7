import { describe, expect, test } from 'vitest'
import { compile } from '../../src/compile/compile.ts'
import { lineageText } from '../../src/engine/population.ts'
import type { World } from '../../src/engine/world.ts'
import { modelFrom } from '../../src/testing/run-model.ts'
import { runOn, startWorld } from '../../src/testing/start-run.ts'
import { rowsByLineage } from './rows-by-lineage.ts'

/**
 * Twins: two arms with one seed that differ by a treatment in one corner of a closed plane of 1 mm.
 *
 *     hermits . . . . . . . . readers     readers: rules and chemotaxis on fields
 *     .                             .     hermits: what they do depends on no field
 *     treated . . . . . . . . . . . .
 *
 * Every substrate forgets within sqrt(D / k) = 32 um, and the corners are 600 um and more apart.
 */
interface Treatment {
  /** Concentration that is held at a point in the treated corner, or in that of the readers [uM]. */
  readonly drug?: number
  readonly isForReaders?: boolean
  /** Release of a signal by each treated cell [molecules/min]. */
  readonly release?: number
  /** Share of the treated cells that is taken out at 60 min. */
  readonly depletion?: number
}

/** A way to solve transport, as a model asks for it. */
interface Scheme {
  readonly name: string
  /** Line of the document. */
  readonly line: string
  /** Largest difference of a field in a far corner, relative to the field's largest value. */
  readonly tail: number
}

/** The readers' fields begin 18 decay lengths from the treated cells: exp(-18) = 1.5e-8. An adaptive scheme has its tolerance. */
const SCHEMES: readonly Scheme[] = [
  { name: 'lod', line: 'transport: { scheme: lod }', tail: 1.5e-8 },
  { name: 'adaptive', line: 'transport: { scheme: adaptive }', tail: 0.01 },
]

const TICKS = 360

const points = (x: number, y: number, count: number, spacing: number): string =>
  Array.from(
    { length: count },
    (_, k) => `[${x + spacing * (k % 8)} um, ${y + spacing * Math.floor(k / 8)} um, 0 um]`,
  ).join(', ')

function plane(
  { drug = 0, isForReaders = false, release = 0, depletion = 0 }: Treatment,
  scheme: Scheme,
): string {
  const place = isForReaders ? 350 : -350
  return `format: 1
title: twins
domain: { size: [1000 um, 1000 um, 20 um] }
time: { stop: 1 day, fields: 1 min, mechanics: 1 min, phenotype: 6 min }
${scheme.line}
substrates:
  oxygen: { unit: mmHg, diffusion: 1000 um^2/min, decay: 1 1/min, initial: 38 mmHg, boundary: 38 mmHg }
  drug: { unit: uM, diffusion: 1000 um^2/min, decay: 1 1/min, fixed: [{ at: [${place} um, ${place} um, 0 um], value: ${drug} uM }] }
  signal: { unit: nM, diffusion: 1000 um^2/min, decay: 1 1/min }
cell types:
  treated:
    exchange: { oxygen: { uptake: 1 1/min }, drug: { uptake: 0.1 1/min }, signal: { export: ${release} molecules/min } }
    cycle: { model: live, rate: 0.001 1/min }
    death: { apoptosis: { rate: 0.0005 1/min, duration: 90 min } }
    rules:
      - drug increases apoptosis to 0.05 1/min, half at 0.2 uM, hill 2 [assumed]
      - signal decreases cycle entry to 0 1/min, half at 1e-6 nM, hill 2 [assumed]
  reader:
    exchange: { oxygen: { uptake: 1 1/min }, signal: { export: 50 molecules/min } }
    cycle: { model: live, rate: 0.003 1/min }
    death: { apoptosis: { rate: 0.0005 1/min, duration: 90 min } }
    transitions: { quiescent: 0.0005 1/min }
    rules:
      - oxygen decreases cycle entry to 0 1/min, half at 1 mmHg, hill 2 [assumed]
      - drug increases apoptosis to 0.05 1/min, half at 0.2 uM, hill 2 [assumed]
      - signal increases transition to quiescent to 0.01 1/min, half at 1e-5 nM, hill 2 [assumed]
  quiescent: {}
  scout:
    motility: { speed: 0.5 um/min, persistence: 10 min, bias: 0.5, chemotaxis: { signal: 1 } }
  hermit:
    motility: { speed: 0.5 um/min, persistence: 10 min }
    cycle: { model: live, rate: 0.003 1/min }
    death: { apoptosis: { rate: 0.001 1/min, duration: 60 min } }
    mechanics: { springs: { attachment: 0.01 1/min, detachment: 0.01 1/min } }
    transitions: { recluse: 0.001 1/min }
  recluse: {}
depletion: { treated: { share: ${depletion}, at: 60 min } }
initial:
  treated: { disc: { centre: [-350 um, -350 um, 0 um], radius: 60 um } }
  reader: { points: [${points(300, 300, 48, 14)}] }
  scout: { points: [${points(300, 400, 8, 14)}] }
  hermit: { points: [${points(-400, 300, 40, 16)}] }
`
}

const isReader = (x: number, y: number): boolean => x > 0 && y > 0
const isHermit = (x: number, y: number): boolean => x < 0 && y > 0
const isTreated = (x: number, y: number): boolean => x < 0 && y < 0

interface Life {
  readonly world: World
  /** Everything that happened, with the place where it did. */
  readonly events: readonly { readonly x: number; readonly y: number; readonly text: string }[]
}

/** An arm of the experiment, to its end. */
function live(treatment: Treatment, scheme: Scheme): Life {
  const world = startWorld(compile(modelFrom(plane(treatment, scheme))), { seed: 11 })
  const events: { x: number; y: number; text: string }[] = []
  const directions = new Map<string, string>()
  runOn(world, TICKS, () => {
    for (const { tick, kind, cell, type, other, cause, x, y } of world.events) {
      events.push({ x, y, text: [tick, kind, cell, type, other, cause].join(' ') })
    }
    events.push(...turnsOf(world, directions))
  })
  return { world, events }
}

/** Cells that have chosen a new direction in the last tick; `known` holds the direction of each. */
function turnsOf(world: World, known: Map<string, string>): Life['events'] {
  const turns: { x: number; y: number; text: string }[] = []
  const [xs, ys, directions] = [world.f64('cell.x'), world.f64('cell.y'), world.f64('motility.direction')]
  for (let slot = 0; slot < world.count; slot++) {
    const cell = lineageText(world, slot)
    const direction = `${directions[slot]} ${directions[world.capacity + slot]}`
    if (known.get(cell) !== direction && known.has(cell)) {
      turns.push({ x: xs[slot] ?? 0, y: ys[slot] ?? 0, text: `${world.tick} turn ${cell}` })
    }
    known.set(cell, direction)
  }
  return turns
}

/** Texts of the events in a corner. */
function eventsIn({ events }: Life, isThere: (x: number, y: number) => boolean): readonly string[] {
  return events.filter(({ x, y }) => isThere(x, y)).map(({ text }) => text)
}

const kindsOf = (events: readonly string[]): ReadonlySet<string> =>
  new Set(events.map((text) => text.split(' ')[1] ?? ''))

/** Rows of the cells in a corner, by lineage, without what they sense: a concentration that no rule of theirs reads. */
function rowsIn({ world }: Life, isThere: (x: number, y: number) => boolean) {
  const [xs, ys] = [world.f64('cell.x'), world.f64('cell.y')]
  const here = new Set<string>()
  for (let slot = 0; slot < world.count; slot++) {
    if (isThere(xs[slot] ?? 0, ys[slot] ?? 0)) here.add(lineageText(world, slot))
  }
  const sensed = new Set([...world.program.signals.values()].map(({ column }) => column))
  return new Map([...rowsByLineage(world, sensed)].filter(([lineage]) => here.has(lineage)))
}

/** Largest difference of a field where x and y exceed 100 um, relative to its largest value anywhere in either arm. */
function difference(a: World, b: World, substrate: string): number {
  const [ours, theirs] = [a.f32(`field/${substrate}`), b.f32(`field/${substrate}`)]
  const { shape, corner, voxel } = a.program.space
  let [most, largest] = [0, 0]
  ours.forEach((value, v) => {
    const x = corner[0] + voxel * ((v % shape[0]) + 0.5)
    const y = corner[1] + voxel * (Math.floor(v / shape[0]) + 0.5)
    largest = Math.max(largest, value, theirs[v] ?? 0)
    if (x > 100 && y > 100) most = Math.max(most, Math.abs(value - (theirs[v] ?? 0)))
  })
  return largest === 0 ? 0 : most / largest
}

const TREATMENTS: readonly (readonly [string, Treatment])[] = [
  ['a drug', { drug: 1 }],
  ['a secretion', { release: 5000 }],
  ['a depletion', { depletion: 0.9 }],
]

describe.each(SCHEMES)('twins with transport by $name', (scheme) => {
  const untreated = live({}, scheme)

  test('live: in the far corners all kinds of things happen', () => {
    expect(kindsOf(eventsIn(untreated, isReader))).toEqual(
      new Set(['division', 'death', 'removal', 'transition', 'turn']),
    )
    expect(kindsOf(eventsIn(untreated, isHermit))).toEqual(
      new Set(['division', 'death', 'removal', 'transition', 'turn']),
    )
  })

  test('would differ if the readers were treated', () => {
    const treated = live({ drug: 1, isForReaders: true }, scheme)
    expect(eventsIn(treated, isReader)).not.toEqual(eventsIn(untreated, isReader))
    expect(difference(treated.world, untreated.world, 'drug')).toBeGreaterThan(0.5)
    // Also by way of what they release themselves: fewer readers, less signal.
    expect(difference(treated.world, untreated.world, 'signal')).toBeGreaterThan(0.1)
  })

  describe.each(TREATMENTS)('and %s in one corner', (_, treatment) => {
    const treated = live(treatment, scheme)

    test('differ in that corner', () => {
      expect(eventsIn(treated, isTreated)).not.toEqual(eventsIn(untreated, isTreated))
    })

    test('live through the same events far from it', () => {
      expect(eventsIn(treated, isReader)).toEqual(eventsIn(untreated, isReader))
      expect(eventsIn(treated, isHermit)).toEqual(eventsIn(untreated, isHermit))
    })

    test.each(['oxygen', 'drug', 'signal'])('have the same %s there, but for the far tail', (substrate) => {
      expect(difference(treated.world, untreated.world, substrate)).toBeLessThan(scheme.tail)
    })

    test('have the same bits in cells that read no field', () => {
      const rows = rowsIn(untreated, isHermit)
      expect(rows.size).toBeGreaterThan(20)
      expect(rowsIn(treated, isHermit)).toEqual(rows)
    })
  })
})

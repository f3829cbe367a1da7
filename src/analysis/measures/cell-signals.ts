import type { Program } from '../../engine/program.ts'
import type { World } from '../../engine/world.ts'
import { canonicalUnit } from '../../units/dimension.ts'
import { parseQuantity } from '../../units/quantity.ts'
import {
  type Complaint,
  type MeasureFamily,
  type Meaning,
  type Slot,
  defineFamily,
  readerOf,
} from './family.ts'
import { type CellSet, forEachCell, slotsOf } from './selection.ts'
import { cellsSlot, notAmong, oneOf, statisticSlot } from './slots.ts'
import { statisticOf } from './statistic.ts'

/** A signal of which cells keep a column. */
interface KeptSignal {
  readonly name: string
  readonly unit: string
  readonly column: string
  readonly isLate?: boolean
}

/** Signals that have a column in this model, whether or not a rule reads them: traits, nodes and the like always have. */
function keptSignals({ offered, columns }: Program): readonly KeptSignal[] {
  const present = new Set(columns.map(({ name }) => name))
  return [...offered.values()].filter(({ column }) => present.has(column))
}

/** `<signal>`: one that cells keep. */
const signalSlot: Slot<KeptSignal> = {
  names: (program) => keptSignals(program).map(({ name }) => name),
  read: (text, program) => {
    const kept = keptSignals(program)
    const found = kept.find(({ name }) => name === text)
    if (found !== undefined) return { value: found }
    const offered = program.offered.get(text)
    if (offered === undefined) return notAmong('signal', text, [...program.offered.keys()])
    const what = offered.needs ?? `record: { signals: [${text}] }`
    return { problem: `cells keep no '${text}', since no rule of the model reads it: write ${what}` }
  },
}

/** A level as it is written, in whatever unit. */
const anyLevelSlot: Slot<{ readonly value: number; readonly unit: string; readonly written: string }> = {
  read: (text) => {
    const found = parseQuantity(text)
    if (!found.ok) return { problem: `'${text}': ${found.message}` }
    const unit = canonicalUnit(found.unit.dimension)
    return { value: { value: found.canonical, unit, written: text } }
  },
}

/** Columns that the phase `sensing` fills: before the first step they say nothing yet. */
const SENSED = 'signal/'

/** What the live cells of a set sense, or carry [unit of the signal]; not a number before they have sensed anything. */
function signalValues(world: World, cells: CellSet, { column, isLate = false }: KeptSignal): Float64Array {
  const values = world.f64(column)
  const isSensed = world.tick > 0 || !(isLate || column.startsWith(SENSED))
  return Float64Array.from(slotsOf(world, cells), (slot) => (isSensed ? (values[slot] ?? 0) : Number.NaN))
}

/** Statistics of what cells sense and carry, and shares of cells by it. */
export const signalFamilies: readonly MeasureFamily[] = [statisticFamily(), shareFamily()]

function statisticFamily(): MeasureFamily {
  const family = defineFamily({
    pattern: '<statistic> <signal> of <cells>',
    unit: 'of the signal',
    doc: 'over the live cells of a type or lineage, what they sense or carry: `mean`, `median`, `greatest` or a percentile such as `95th percentile` of any signal that rules may read (traits, receptors, concentrations, contacts, damage, displacement). A signal that a measure names is kept, also where no rule reads it. It is as old as the last step of the phenotype; what cells sense, and levels of networks, are not numbers at the start, before the first such step',
    slots: { statistic: statisticSlot, signal: signalSlot, cells: cellsSlot },
    names: () => [],
    measure: ({ statistic, signal, cells }) => ({
      unit: signal.unit,
      evaluate: (world) => statistic(signalValues(world, cells, signal)),
    }),
  })
  return { ...family, complaint: statisticComplaint }
}

/** Likeness of a name that has a statistic and a part that is right; chosen: what a name needs to be taken for what was meant. */
const LIKELY = 10

/** The pattern has hardly a letter of its own, so that a name counts as like it only where one of its parts is right. */
function statisticComplaint(name: string, program: Program): Complaint | undefined {
  const match = /^(mean|median|greatest|\S+ percentile) (.+) of (.+)$/.exec(name)
  if (match === null) return undefined
  const [, word = '', signal = '', cells = ''] = match
  const readings = [signalSlot.read(signal, program), cellsSlot.read(cells, program)]
  const problems = readings.flatMap((reading) => ('problem' in reading ? [reading.problem] : []))
  const [first] = problems
  const isLike = problems.length < readings.length || program.offered.has(signal)
  return first === undefined || !isLike || statisticOf(word) === undefined
    ? undefined
    : { text: first, likeness: LIKELY }
}

function shareFamily(): MeasureFamily {
  const pattern = 'fraction of <cells> with <signal> <above or below> <level>'
  const unit = '1'
  const doc =
    'share of the live cells of a type or lineage whose signal is above or below a level in its unit: `fraction of tumour with NFkB above 0.5`, `fraction of CD8 with displacement below 20 um`. Which signals there are, and when, is as for their means'
  const reader = readerOf({
    pattern,
    unit,
    doc,
    slots: {
      cells: cellsSlot,
      signal: signalSlot,
      'above or below': oneOf('side', { above: true, below: false }),
      level: anyLevelSlot,
    },
    names: () => [],
    measure: ({
      cells,
      signal,
      level,
      'above or below': isAbove,
    }): Meaning | { readonly problem: string } => {
      const { canonical, factor } = scaleOf(signal.unit)
      const said = (own: string): string => (own === '1' ? 'no unit' : own)
      if (level.unit !== canonical)
        return {
          problem: `'${level.written}' is in ${said(level.unit)}; ${signal.name} is in ${said(signal.unit)}`,
        }
      const bound = level.value / factor
      return { unit, evaluate: (world) => shareOf(signalValues(world, cells, signal), isAbove, bound) }
    },
  })
  return {
    pattern,
    unit,
    doc,
    names: () => [],
    resolve: (name, program) => {
      const meaning = reader.read(name, program)
      return meaning === undefined || 'problem' in meaning ? undefined : [{ name, doc: name, ...meaning }]
    },
    complaint: (name, program) => {
      const meaning = reader.read(name, program)
      return meaning !== undefined && 'problem' in meaning
        ? { text: meaning.problem, likeness: pattern.length }
        : reader.complaint(name, program)
    },
  }
}

/** The unit of a signal in canonical words, and how much one of it is in them: molecules are 1.66 ymol each. */
function scaleOf(unit: string): { readonly canonical: string; readonly factor: number } {
  const parsed = parseQuantity(unit === '1' ? '1' : `1 ${unit}`)
  return parsed.ok
    ? { canonical: canonicalUnit(parsed.unit.dimension), factor: parsed.canonical }
    : { canonical: unit, factor: 1 }
}

function shareOf(values: Float64Array, isAbove: boolean, level: number): number {
  if (values.length === 0 || values.some(Number.isNaN)) return Number.NaN
  return values.filter((value) => (isAbove ? value > level : value < level)).length / values.length
}

/** Sum of a behaviour over the live cells of a set, and how many they are. */
function behaviourSum(world: World, cells: CellSet, behaviour: string): { sum: number; count: number } {
  const total = { sum: 0, count: 0 }
  forEachCell(world, cells, 'live', (slot) => {
    total.sum += world.behaviourOf(behaviour, slot)
    total.count += 1
  })
  return total
}

function behaviourMean(world: World, cells: CellSet, behaviour: string): number {
  const { sum, count } = behaviourSum(world, cells, behaviour)
  return count === 0 ? Number.NaN : sum / count
}

function unitOfExport({ behaviours }: Program, name: string): string {
  return behaviours.get(name)?.unit ?? '1'
}

/** `<substrate>`: the behaviour by which cells export it. */
const exportSlot: Slot<string> = {
  names: (program) => program.substrates,
  read: (text, { substrates }) =>
    substrates.includes(text) ? { value: `${text} export` } : notAmong('substrate', text, substrates),
}

/** Sums and means of what cells do. */
export const behaviourFamilies: readonly MeasureFamily[] = [
  defineFamily({
    pattern: 'export of <substrate> by <cells>',
    unit: 'ymol/min (of the substrate and um^3/min)',
    doc: 'sum over the live cells of a type or lineage of what they export, as their rules make it: one molecule per second is 99.63 ymol/min. Secretion towards a saturation and uptake are not in it',
    slots: { substrate: exportSlot, cells: cellsSlot },
    names: () => [],
    measure: ({ substrate, cells }, program) => ({
      unit: unitOfExport(program, substrate),
      evaluate: (world) => behaviourSum(world, cells, substrate).sum,
    }),
  }),
  defineFamily({
    pattern: 'mean export of <substrate> by <cells>',
    unit: 'ymol/min (of the substrate and um^3/min)',
    doc: 'the same per live cell; not a number where there is none',
    slots: { substrate: exportSlot, cells: cellsSlot },
    names: () => [],
    measure: ({ substrate, cells }, program) => ({
      unit: unitOfExport(program, substrate),
      evaluate: (world) => behaviourMean(world, cells, substrate),
    }),
  }),
  defineFamily({
    pattern: 'mean speed of <cells>',
    unit: 'um/min',
    doc: 'mean over the live cells of a type or lineage of the speed of their own motion (`migration speed`), as their rules make it; what neighbours and walls let them do is another matter: see `mean displacement of <cells>`',
    slots: { cells: cellsSlot },
    names: () => [],
    measure: ({ cells }) => ({
      unit: 'um/min',
      evaluate: (world) => behaviourMean(world, cells, 'migration speed'),
    }),
  }),
]

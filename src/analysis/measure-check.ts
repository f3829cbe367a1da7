import { bandUnitMistake } from './judge-band.ts'
import { unitMistake } from './event-times.ts'
import { checkFittedMeasures } from './calibration/check-measures.ts'
import { adviseMeasure, resolveMeasure } from './measures.ts'
import { resolveEventMeasure } from './measures/rates.ts'
import { recordSection, timeSection } from '../compile/core-sections.ts'
import { compile } from '../compile/compile.ts'
import type { Model } from '../compile/model.ts'
import type { Program } from '../engine/program.ts'
import type { Experiment } from '../experiment/experiment.ts'
import { isComparison } from '../experiment/expectation-schema.ts'
import type { Relation } from '../experiment/relation-sentence.ts'
import { sectionOf } from '../model/assemble.ts'
import { parseDocument } from '../model/document.ts'
import type { Issue, Message, Path, TextSpan } from '../model/issue.ts'
import type { LocatedMap } from '../model/located.ts'
import { afterTheEnd, neverJudged, noTrend } from '../model/messages-compile.ts'
import { MATRIX_FIELDS } from './fibre-field.ts'
import { unknownName } from '../model/messages.ts'
import { issueAt } from '../model/reader.ts'

/**
 * What an experiment asks for that its models do not have: measures, times after the end, a field for the pictures; and
 * expectations that no comparison would ever judge.
 */
export function checkMeasures(experiment: Experiment): readonly Issue[] {
  const { root } = parseDocument(experiment.text, experiment.file)
  if (root?.kind !== 'map') return []
  return [
    ...unknownMeasures(experiment, root),
    ...eventUnits(experiment, root),
    ...bandUnits(experiment, root),
    ...lateTimes(experiment, root),
    ...unknownField(experiment, root),
    ...unknownSignal(experiment, root),
    ...unjudged(experiment, root),
    ...checkFittedMeasures(experiment, unknownMeasure).map(({ message, path }) =>
      issueAt(message, root, path, wholeText),
    ),
  ]
}

function unjudged({ data }: Experiment, root: LocatedMap): readonly Issue[] {
  return data.expect.flatMap((expected, index) => {
    if (!isComparison(expected)) return unjudgedRelation(expected, data, root, index)
    const { arm, against } = expected
    const isCompared = data.compare.some(
      (pair) => [pair.arm, pair.against].toSorted().join('\n') === [arm, against].toSorted().join('\n'),
    )
    return isCompared ? [] : [issueAt(neverJudged(arm, against), root, ['expect', index])]
  })
}

/** One time makes no trend. */
function unjudgedRelation(
  relation: Relation,
  { endpoints }: Experiment['data'],
  root: LocatedMap,
  index: number,
): readonly Issue[] {
  if (relation.kind !== 'trend') return []
  const at = endpoints[relation.endpoint]?.at
  if (Array.isArray(at) && at.length > 1) return []
  return [issueAt(noTrend(relation.endpoint), root, ['expect', index])]
}

/** A measure that an experiment names, and where. */
interface NamedMeasure {
  readonly measure: string
  readonly path: Path
  /** Where in the text at that path it stands; absent: it is all of it. */
  readonly span?: TextSpan
  /** True where a rate, which has no value at the start, would never give a number. */
  readonly needsStart?: boolean
}

function namedMeasures({ data }: Experiment): readonly NamedMeasure[] {
  const endpoints = Object.entries(data.endpoints).map(([name, { measure }]) => ({
    measure,
    path: ['endpoints', name, 'measure'],
  }))
  const events = Object.entries(data['times to event'] ?? {}).map(([name, event]) => {
    const isMap = 'when' in event
    const { measure } = isMap ? event.when : event
    const path = ['times to event', name, ...(isMap ? ['when'] : [])]
    return { measure, path, span: { offset: 0, length: measure.length } }
  })
  const responses = Object.entries(data.responses ?? {}).map(([name, { measure }]) => ({
    measure,
    path: ['responses', name, 'measure'],
    needsStart: true,
  }))
  return [...endpoints, ...events, ...responses]
}

/** Measures that do not exist in the model of some arm. */
function unknownMeasures(experiment: Experiment, root: LocatedMap): readonly Issue[] {
  const programs = experiment.arms.map(({ model }) => compile(model))
  return namedMeasures(experiment).flatMap(({ measure, path, span, needsStart = false }) => {
    const isKnown = (program: Program): boolean =>
      resolveMeasure(measure, program) !== undefined ||
      (!needsStart && resolveEventMeasure(measure, program) !== undefined)
    const lacking = programs.find((program) => !isKnown(program))
    if (lacking === undefined) return []
    return [
      issueAt(unknownMeasure(measure, lacking), root, path, span === undefined ? wholeText : () => span),
    ]
  })
}

/** Times to events whose bound has another dimension than their measure. */
function eventUnits({ data, arms }: Experiment, root: LocatedMap): readonly Issue[] {
  const [first] = arms
  if (first === undefined) return []
  const program = compile(first.model)
  return Object.entries(data['times to event'] ?? {}).flatMap(([name, event]) => {
    const isMap = 'when' in event
    const condition = isMap ? event.when : event
    const unit = measureUnit(condition.measure, program)
    const mistake = unit === undefined ? undefined : unitMistake(condition, unit)
    if (mistake === undefined) return []
    const message = { code: 'event-unit', severity: 'error', message: mistake } as const
    return [issueAt(message, root, ['times to event', name, ...(isMap ? ['when'] : [])], wholeText)]
  })
}

/** Bands whose bounds have another dimension than their endpoint. */
function bandUnits({ data, arms }: Experiment, root: LocatedMap): readonly Issue[] {
  const [first] = arms
  if (first === undefined || data.expect.every(({ kind }) => kind !== 'lies')) return []
  const program = compile(first.model)
  return data.expect.flatMap((expected, index) => {
    if (expected.kind !== 'lies') return []
    const unit = measureUnit(data.endpoints[expected.endpoint]?.measure ?? '', program)
    const mistake = unit === undefined ? undefined : bandUnitMistake(expected, unit)
    if (mistake === undefined) return []
    const message = { code: 'event-unit', severity: 'error', message: mistake } as const
    return [issueAt(message, root, ['expect', index], wholeText)]
  })
}

function measureUnit(measure: string, program: Program): string | undefined {
  return resolveMeasure(measure, program)?.[0]?.unit ?? resolveEventMeasure(measure, program)?.unit
}

/** Says which part of a name is wrong, where the rest of it is right; else which name is near, and where all of them stand. */
function unknownMeasure(name: string, program: Program): Message {
  const { problem, nearest } = adviseMeasure(name, program)
  const question = nearest === undefined ? '' : `did you mean '${nearest}'?  `
  const hint = problem ?? `${question}milieu describe MODEL --measures lists what a model has`
  return { ...unknownName('measure', name, []), hint }
}

/** Times of endpoints and pictures that no run reaches. */
function lateTimes({ data, arms }: Experiment, root: LocatedMap): readonly Issue[] {
  const stops = arms.map(({ model }) => sectionOf(model.data, timeSection).stop)
  const first = stops.toSorted((a, b) => a.value - b.value)[0]
  if (first === undefined) return []
  const endpoints = Object.entries(data.endpoints).flatMap(([name, { at }]) => {
    if (at === 'end') return []
    if ('value' in at) return [{ time: at, path: ['endpoints', name, 'at'] }]
    return at.flatMap((time, index) =>
      time === 'end' ? [] : [{ time, path: ['endpoints', name, 'at', index] }],
    )
  })
  const pictures = (data.pictures?.at ?? []).map((time, index) => ({ time, path: ['pictures', 'at', index] }))
  return [...endpoints, ...pictures]
    .filter(({ time }) => time.value > first.value)
    .map(({ time, path }) => issueAt(afterTheEnd(time, first), root, path, wholeText))
}

function unknownField({ data, arms }: Experiment, root: LocatedMap): readonly Issue[] {
  const model = arms[0]?.model
  const field = data.pictures?.field
  if (field === undefined || model === undefined) return []
  const names = [...model.data.substrates.map((substrate) => substrate.name), ...matrixFields(model)]
  if (names.includes(field)) return []
  return [issueAt(unknownName('substrate', field, names), root, ['pictures', 'field'], wholeText)]
}

/** States of the matrix that a picture can show; none without a matrix. */
function matrixFields(model: Model): readonly string[] {
  const columns = new Set(compile(model).columns.map(({ name }) => name))
  return Object.keys(MATRIX_FIELDS).filter((name) => columns.has(MATRIX_FIELDS[name] ?? ''))
}

/** A signal that no cell of the first arm keeps cannot colour it. */
function unknownSignal({ data, arms }: Experiment, root: LocatedMap): readonly Issue[] {
  const signal = data.pictures?.['colour cells by']
  const model = arms[0]?.model
  if (signal === undefined || model === undefined) return []
  const { offered, columns } = compile(model)
  const present = new Set(columns.map(({ name }) => name))
  const kept = [...offered.values()].filter(({ column }) => present.has(column)).map(({ name }) => name)
  if (kept.includes(signal)) return []
  return [issueAt(unknownName('signal', signal, kept), root, ['pictures', 'colour cells by'], wholeText)]
}

/** The value at a path is what is wrong, not its key. */
function wholeText(text: string): TextSpan {
  return { offset: 0, length: text.length }
}

/** Series of a model's `record` whose measure does not exist; `root` is the model's document. */
export function checkSeries(model: Model, root: LocatedMap): readonly Issue[] {
  const program = compile(model)
  return sectionOf(model.data, recordSection).series.flatMap((name, index) => {
    if (resolveMeasure(name, program) !== undefined || resolveEventMeasure(name, program) !== undefined)
      return []
    return [issueAt(unknownMeasure(name, program), root, ['record', 'series', index])]
  })
}

/** The single measures that a model's `record` asks for: a family such as `cell counts` stands for several. */
export function recordedMeasures(model: Model): readonly string[] {
  const program = compile(model)
  const { series } = sectionOf(model.data, recordSection)
  const names = series.flatMap((name) => {
    if (resolveEventMeasure(name, program) !== undefined) return [name]
    return (resolveMeasure(name, program) ?? []).map((measure) => measure.name)
  })
  return [...new Set(names)]
}

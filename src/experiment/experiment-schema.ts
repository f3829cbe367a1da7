import type { Infer, Schema } from '../model/kit.ts'
import type { LocatedMap } from '../model/located.ts'
import { comparisonForm, sameArm } from '../model/messages-compile.ts'
import { expectedForm } from '../model/messages.ts'
import { quantity } from '../model/schema-quantity.ts'
import { choice, count, text } from '../model/schema-scalar.ts'
import { sentence } from '../model/schema-sentence.ts'
import { sourcesSchema } from '../model/schema-sources.ts'
import { either, list, map, optional, record, withDefault } from '../model/schema.ts'
import { calibrationSchema } from './calibration-schema.ts'
import { cohortSchema, sweepSchema } from './design-schema.ts'
import { sensitivitySchema } from './sensitivity-schema.ts'
import { timesToEventSchema } from './event-schema.ts'
import { expectationSchema } from './expectation-schema.ts'
import { responsesSchema } from './response-schema.ts'
import { unknownPart } from './sentence-parts.ts'
import { synergySchema } from './synergy-schema.ts'

/** A part of a model document, kept as it stands: it is merged over the model before the model is read. */
const overlay: Schema<LocatedMap> = {
  kind: 'overlay',
  doc: 'changes to the model: the same keys as in a model file, or `set` with paths',
  absent: () => undefined,
  read(node, path, reader) {
    if (node.kind === 'map') return node
    if (node.kind === 'scalar' && node.value === null)
      return { kind: 'map', entries: new Map(), position: node.position }
    reader.report(expectedForm('a map', node, 'write {} for an arm without changes'), node, path)
    return undefined
  },
  jsonSchema: () => ({ type: 'object', description: 'changes to the model' }),
  write: () => ({}),
}

const instant = quantity({ unit: 'min', min: 0, doc: 'time since the start of a run' })

const end: Schema<'end'> = choice(['end'], { doc: 'the end of the run' })

const endpoint = record(
  {
    measure: text({ doc: 'what is read off the tissue; `milieu describe --measures` lists what there is' }),
    at: withDefault(
      either(
        { scalar: endOr(instant), list: list(endOr(instant), { doc: 'several times', min: 1 }) },
        { doc: 'when' },
      ),
      'end',
    ),
  },
  { doc: 'a number that answers the question' },
)

/** The word `end`, or a time. */
function endOr(time: typeof instant): Schema<'end' | Infer<typeof instant>> {
  return {
    ...time,
    kind: 'time',
    read: (node, path, reader) =>
      node.kind === 'scalar' && node.text === 'end'
        ? end.read(node, path, reader)
        : time.read(node, path, reader),
    jsonSchema: () => ({ anyOf: [end.jsonSchema(), time.jsonSchema()] }),
    write: (value) => (value === 'end' ? 'end' : time.write(value)),
  }
}

/** `<arm> against <arm>` */
const comparison = sentence<{ readonly arm: string; readonly against: string }>(
  (written, names) => {
    const match = /^(?<arm>.+) against (?<against>.+)$/d.exec(written.trim())
    if (match === null)
      return {
        ok: false,
        message: comparisonForm('<arm> against <arm>', 'anti-PD-1 against untreated'),
        offset: 0,
      }
    const { arm = '', against = '' } = match.groups ?? {}
    const mistake = unknownPart(match, { arm: 'arm', against: 'arm' }, names)
    if (mistake !== undefined) return mistake
    return arm === against
      ? { ok: false, message: sameArm(arm), offset: 0 }
      : { ok: true, value: { arm, against } }
  },
  ({ arm, against }) => `${arm} against ${against}`,
  {
    doc: 'two arms to compare',
    examples: ['anti-PD-1 against untreated'],
    next: (before) => {
      const against = /\sagainst\s+/.exec(before)
      return against === null
        ? [{ from: 0, of: 'arm', followedBy: ['against'] }]
        : [{ from: against.index + against[0].length, of: 'arm' }]
    },
  },
)

const pictures = record(
  {
    at: list(instant, { doc: 'times of the tissue pictures', min: 1, max: 6 }),
    field: optional(
      text({ doc: 'a substrate, or a state of the matrix such as `matrix density`, to show as a heat map' }),
    ),
    'colour cells by': optional(
      text({
        doc: 'a signal that cells keep, such as a node of their network or a trait: the cells are shown once more, coloured by it',
      }),
    ),
  },
  { doc: 'tissue pictures of the report' },
)

export const experimentSchema = record(
  {
    format: count({ min: 1, max: 1, doc: 'version of the experiment format' }),
    question: text({ doc: 'the question, in one sentence' }),
    model: text({ doc: 'the model file, relative to this one' }),
    seed: withDefault(count({ min: 0, doc: 'seed of the experiment' }), 1),
    replicates: count({ min: 1, max: 100_000, doc: 'runs per arm' }),
    pairing: withDefault(
      choice(['twins', 'independent'], { doc: 'whether replicate k shares its seed between arms' }),
      'twins',
    ),
    common: withDefault(overlay, {}),
    arms: map(undefined, overlay, { doc: 'conditions, by name; the first is the control' }),
    sweep: optional(sweepSchema),
    cohort: optional(cohortSchema),
    sensitivity: optional(sensitivitySchema),
    calibration: optional(calibrationSchema),
    endpoints: map(undefined, endpoint, { doc: 'what the answer consists of, by name' }),
    compare: list(comparison, { doc: 'pairs of arms', default: [] }),
    expect: list(expectationSchema, { doc: 'what is expected and why', default: [] }),
    'times to event': timesToEventSchema,
    responses: responsesSchema,
    synergy: synergySchema,
    pictures: optional(pictures),
    limits: list(text({ doc: 'a limit of the answer, in plain words' }), {
      doc: 'limits, printed in the report',
      default: [],
    }),
    sources: sourcesSchema,
  },
  { doc: 'one question to a model' },
)

export type ExperimentData = Infer<typeof experimentSchema>

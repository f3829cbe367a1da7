import type { Dictionary } from '../../engine/process.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { IssueSink } from '../../model/issue.ts'
import { unknownName, wrongUnit } from '../../model/messages.ts'
import {
  type Dimension,
  canonicalUnit,
  describeDimension,
  dimensionless,
  sameDimension,
} from '../../units/dimension.ts'
import { writeQuantity } from '../../units/quantity.ts'
import { requireUnit } from '../../units/unit.ts'
import { cellNetwork } from './cell-network.ts'
import type { InputWords } from './input.ts'
import { booleanSection } from './schema.ts'

/** Checks nodes, parameters and inputs of every network. */
export function validateBoolean(model: ModelData, sink: IssueSink, dictionary: Dictionary): void {
  for (const type of model.cellTypes) {
    const section = sectionOf(type, booleanSection)
    if (section === undefined) continue
    const path = ['cell types', type.name, 'boolean network']
    for (const { message, path: below, span } of cellNetwork(section).mistakes)
      sink.report(message, [...path, ...below], span === undefined ? undefined : () => span)
    for (const [node, input] of Object.entries(section.inputs))
      checkInput(input, [...path, 'inputs', node], sink, dictionary)
  }
}

function checkInput(
  { signal, level }: InputWords,
  path: readonly string[],
  sink: IssueSink,
  dictionary: Dictionary,
): void {
  const known = dictionary.signals.get(signal)
  const within = (part: string) => (text: string) => ({
    offset: Math.max(0, text.indexOf(part)),
    length: part.length,
  })
  if (known === undefined) {
    sink.report(unknownName('signal', signal, [...dictionary.signals.keys()]), path, within(signal))
    return
  }
  const found = requireUnit(level.unit).dimension
  const expected = requireUnit(known.unit === '1' ? '' : known.unit).dimension
  if (sameDimension(found, expected)) return
  const text = writeQuantity(level.value, level.unit)
  sink.report(
    wrongUnit(text, words(found), words(expected), writeQuantity(1, canonicalUnit(expected))),
    path,
    within(text),
  )
}

/** A dimension in words, without an example. */
function words(dimension: Dimension): string {
  if (sameDimension(dimension, dimensionless)) return 'a plain number'
  return describeDimension(dimension).split(', for example')[0] ?? ''
}

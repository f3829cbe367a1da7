import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { bodySection } from '../../model/body.ts'
import type { IssueSink, Path } from '../../model/issue.ts'
import type { Quantity } from '../../model/kit.ts'
import { needsBody, noSuchDrug } from '../../model/messages-compile.ts'
import { endsBefore } from '../../model/schema-spans.ts'
import { unknownName } from '../../model/messages.ts'
import { unitDimension } from '../../model/substrate-unit.ts'
import { sameDimension } from '../../units/dimension.ts'
import { writeQuantity } from '../../units/quantity.ts'
import { type KnownLevel, fullName, knownLevels } from './levels.ts'
import { notInLevelUnit } from './messages.ts'
import { type Variable, nichesSection } from './schema.ts'

const PLASMA = ' in plasma'

/** Reports niches without a body, organs and levels that are not there, and numbers in units that levels have not. */
export function validateNiches(model: ModelData, sink: IssueSink): void {
  const niches = sectionOf(model, nichesSection)
  if (niches === undefined) return
  if (sectionOf(model, bodySection) === undefined) sink.report(needsBody('niches'), ['niches'])
  const known = knownLevels(model)
  const organs = organsOf(model)
  for (const [organ, variables] of Object.entries(niches)) {
    if (organs !== undefined && !organs.includes(organ))
      sink.report(unknownName('organ', organ, organs), ['niches', organ])
    for (const [name, variable] of Object.entries(variables))
      checkVariable(variable, { organ, known, sink, path: ['niches', organ, name] })
  }
}

/** What other sections say, as far as it is needed here. */
interface Surroundings {
  readonly dissemination: { readonly organs?: Readonly<Record<string, unknown>> } | undefined
}

/** Organs that cells come to; undefined where a model does not say. */
function organsOf(model: ModelData): readonly string[] | undefined {
  // The cast states what the section of another process reads to; in a part of a model it may be missing.
  const { dissemination } = model.sections as unknown as Surroundings
  return dissemination?.organs === undefined ? undefined : Object.keys(dissemination.organs)
}

interface Place {
  readonly organ: string
  readonly known: ReadonlyMap<string, KnownLevel>
  readonly sink: IssueSink
  readonly path: Path
}

function checkVariable(variable: Variable, place: Place): void {
  const { path, sink } = place
  checkBlockers(variable['blocked by'], place)
  checkInfluences(variable['cleared by'], { ...place, path: [...path, 'cleared by'] })
  for (const [name, drive] of Object.entries(variable.drives)) {
    const at = [...path, 'drives', name]
    checkInfluences(drive['raised by'], { ...place, path: [...at, 'raised by'] })
    checkInfluences(drive['lowered by'], { ...place, path: [...at, 'lowered by'] })
    checkBlockers(drive['blocked by'], { ...place, path: at })
    drive['in proportion to'].forEach((level, index) => {
      levelAt(level, { ...place, path: [...at, 'in proportion to', index] })
    })
  }
  variable.depletion.forEach(({ from, until }, index) => {
    if (until !== undefined && until.value <= from.value)
      sink.report(endsBefore('depletion'), [...path, 'depletion', index, 'until'])
  })
}

function checkInfluences(written: Readonly<Record<string, { readonly half: Quantity }>>, place: Place): void {
  for (const [name, { half }] of Object.entries(written)) {
    const path = [...place.path, name]
    const level = levelAt(name, { ...place, path })
    if (level === undefined || isIn(half.unit, level.unit)) continue
    const text = writeQuantity(half.value, half.unit)
    place.sink.report(notInLevelUnit(text, fullName(name, place.organ, place.known), level.unit), [
      ...path,
      'half',
    ])
  }
}

function levelAt(name: string, { organ, known, sink, path }: Place): KnownLevel | undefined {
  const level = known.get(fullName(name, organ, known))
  if (level === undefined) sink.report(unknownName('level', name, [...known.keys()]), path)
  return level
}

function isIn(unit: string, wanted: string): boolean {
  const [found, expected] = [unitDimension(unit), unitDimension(wanted)]
  return found !== undefined && expected !== undefined && sameDimension(found, expected)
}

function checkBlockers(drugs: Readonly<Record<string, unknown>>, { known, sink, path }: Place): void {
  for (const name of Object.keys(drugs)) {
    if (known.has(`${name} in plasma`)) continue
    const there = [...known.keys()].flatMap((level) =>
      level.endsWith(PLASMA) ? [level.slice(0, -PLASMA.length)] : [],
    )
    sink.report(noSuchDrug(name, there), [...path, 'blocked by', name])
  }
}

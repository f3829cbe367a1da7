import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { IssueSink, Path } from '../../model/issue.ts'
import type { Quantity } from '../../model/kit.ts'
import { needsMatrix, upsideDown } from '../../model/messages-compile.ts'
import { notConcentration } from '../../model/messages-drugs.ts'
import { fitsSubstrate } from '../../model/substrate-unit.ts'
import { writeQuantity } from '../../units/quantity.ts'
import { bindsNothing, hindranceNeedsAdaptive, moreThanMost, noDirection, oneShape } from './messages.ts'
import { shapesOf } from './places.ts'
import { type MatrixSection, type Place, hindranceSection, makerSection, matrixSection } from './schema.ts'

/** Reports matrix that is used but not there, parts without a shape, too many fibres, and substrates of other units. */
export function validateMatrix(model: ModelData, sink: IssueSink): void {
  const section = sectionOf(model, matrixSection)
  validateUsers(model, section, sink)
  if (section === undefined) return
  for (const key of ['density', 'links', 'membrane'] as const)
    validatePlaces(section[key], ['matrix', key], sink)
  validateMost(section, sink)
  const { alignment } = section
  if (alignment?.direction.every(({ value }) => value === 0) === true)
    sink.report(noDirection(), ['matrix', 'alignment', 'direction'])
  validateSubstrates(model, section, sink)
}

function validateUsers(model: ModelData, section: MatrixSection | undefined, sink: IssueSink): void {
  // The cast states what the section of transport reads to, as far as it is needed here.
  const transport = model.sections['transport'] as { readonly scheme?: string } | undefined
  for (const substrate of model.substrates) {
    if (sectionOf(substrate, hindranceSection) === undefined) continue
    const path = ['substrates', substrate.name, 'hindrance']
    if (section === undefined) sink.report(needsMatrix("'hindrance'"), path)
    if (transport?.scheme === 'lod') sink.report(hindranceNeedsAdaptive(substrate.name), path)
  }
  for (const type of model.cellTypes) {
    const maker = sectionOf(type, makerSection)
    const path = ['cell types', type.name, 'matrix']
    if (maker === undefined) continue
    if (section === undefined) sink.report(needsMatrix("'matrix' of a cell type"), path)
    else checkMost('deposition up to', maker.most, section.most, [...path, 'most'], sink)
  }
}

/** Only what an author wrote can be too much. */
function checkMost(what: string, found: Quantity, most: Quantity, path: Path, sink: IssueSink): void {
  if (found.value <= most.value || found.provenance.isDefault === true) return
  const text = ({ value, unit }: Quantity): string => writeQuantity(value, unit)
  sink.report(moreThanMost(what, text(found), text(most)), path)
}

function validateMost({ density, most }: MatrixSection, sink: IssueSink): void {
  if ('provenance' in density) {
    checkMost('a density of', density, most, ['matrix', 'density'], sink)
    return
  }
  checkMost('a density of', density.initial, most, ['matrix', 'density', 'initial'], sink)
  density.regions.forEach(({ value }, index) =>
    checkMost('a density of', value, most, ['matrix', 'density', 'regions', index, 'value'], sink),
  )
}

function validatePlaces(spread: MatrixSection['density'], path: Path, sink: IssueSink): void {
  if ('provenance' in spread) return
  spread.regions.forEach((place, index) => {
    const at = [...path, 'regions', index]
    const { length } = shapesOf(place)
    if (length !== 1) sink.report(oneShape(length), at)
    checkBox(place, at, sink)
  })
}

function checkBox({ box }: Place, path: Path, sink: IssueSink): void {
  if (box === undefined) return
  for (const [axis, name] of (['x', 'y', 'z'] as const).entries())
    if ((box.low[axis]?.value ?? 0) > (box.high[axis]?.value ?? 0))
      sink.report(upsideDown(name), [...path, 'box'])
}

function validateSubstrates(model: ModelData, { proteases, binds }: MatrixSection, sink: IssueSink): void {
  const check = (name: string, path: Path): void => {
    if (!fitsSubstrate(model, name, 'nM')) sink.report(notConcentration(name), path)
  }
  for (const [name, protease] of Object.entries(proteases)) {
    check(name, ['matrix', 'proteases', name])
    for (const blocker of Object.keys(protease['blocked by']))
      check(blocker, ['matrix', 'proteases', name, 'blocked by', blocker])
  }
  for (const [name, { on }] of Object.entries(binds)) {
    check(name, ['matrix', 'binds', name])
    if (on.value === 0) sink.report(bindsNothing(name), ['matrix', 'binds', name, 'on'])
  }
}

import { compile } from '../compile/compile.ts'
import type { Model } from '../compile/model.ts'
import type { Program } from '../engine/program.ts'
import { measureChapters, resolveMeasure } from './measures.ts'
import { atSite, siteProgramsOf } from './measures/sites.ts'

/** A measure that a model has, in words. */
export interface ListedMeasure {
  readonly name: string
  readonly unit: string
  /** What it is. */
  readonly doc: string
  /** What it is about: `Cells`; of the sites of an organism `Cells in liver`. */
  readonly chapter: string
}

/** Every measure of a model that stands for one number, by chapter; those with free parts are left out. */
export function listMeasures(model: Model): readonly ListedMeasure[] {
  const program = compile(model)
  const sites = siteProgramsOf(program)
    .slice(1)
    .flatMap(({ name, program: own }) => listOf(own).map((measure) => measureOf(measure, name)))
  return [...listOf(program), ...sites]
}

function measureOf(measure: ListedMeasure, site: string): ListedMeasure {
  return { ...measure, name: atSite(measure.name, site), chapter: atSite(measure.chapter, site) }
}

function listOf(program: Program): readonly ListedMeasure[] {
  const listed = measureChapters.flatMap(({ title, families }) =>
    families.flatMap((family) =>
      family.names(program).flatMap((name): readonly ListedMeasure[] => {
        const found = resolveMeasure(name, program)
        // A name such as `cell counts` stands for several numbers, and none of them.
        return found?.length === 1 && found[0] !== undefined
          ? [{ name, unit: found[0].unit, doc: family.doc, chapter: title }]
          : []
      }),
    ),
  )
  return [...new Map(listed.map((measure) => [measure.name, measure])).values()]
}

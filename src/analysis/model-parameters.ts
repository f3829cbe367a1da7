import type { Model } from '../compile/model.ts'
import { allSections } from '../compile/parse-model.ts'
import { claimAt } from '../experiment/claim-words.ts'
import type { Path } from '../model/issue.ts'
import { type ParameterRow, parameterRows } from '../model/parameter-rows.ts'
import { type Source, referenceOf } from '../model/schema-sources.ts'
import type { ParameterSummary, SourceSummary } from './summary.ts'

/** Every number of a model that says something about biology; those that describe the run are settings and carry no evidence. */
export function parametersOf(model: Model): readonly ParameterSummary[] {
  return parameterRows(model.data, allSections())
    .filter(({ provenance }) => provenance.isSetting !== true)
    .map((row) => parameterOf(model, row))
}

/** A number of a model as pages list it. */
export function parameterOf(
  model: Model,
  { path, name, value, unit, provenance }: ParameterRow,
): ParameterSummary {
  return {
    path: readablePath(model, path.slice(0, -1)).join('.'),
    name: String(path.at(-1) ?? name),
    value,
    unit,
    kind: provenance.kind,
    ...(provenance.key === undefined ? {} : { source: provenance.key }),
    ...(provenance.note === undefined ? {} : { note: provenance.note }),
    ...(provenance.isDefault === true ? { isDefault: true } : {}),
  }
}

/** A rule or an edge by what it says instead of its place in the list. */
function readablePath(model: Model, path: Path): Path {
  const claim = claimAt(model.data, path)
  if (claim === undefined) return path
  const { words, depth } = claim
  return [...path.slice(0, depth - 1), words, ...path.slice(depth)]
}

/** Sources by key, as pages list them. */
export function sourcesOf(sources: Readonly<Record<string, Source>>): readonly SourceSummary[] {
  return Object.entries(sources).map(([key, source]) => {
    const note = typeof source === 'string' ? undefined : source.note
    return { key, text: referenceOf(source), ...(note === undefined ? {} : { note }) }
  })
}

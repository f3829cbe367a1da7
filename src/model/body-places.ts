import type { ModelData } from './assemble.ts'
import type { IssueSink, Path } from './issue.ts'
import { unknownName } from './messages.ts'

/** What the section `dissemination` says of where cells go, as far as others need it; undefined without it. */
export function disseminationOf({
  sections,
}: ModelData):
  | { readonly organs?: Readonly<Record<string, unknown>>; readonly ways?: Readonly<Record<string, unknown>> }
  | undefined {
  // The cast states what that section reads to.
  return sections['dissemination'] as ReturnType<typeof disseminationOf>
}

/** Reports a place of an organism that is neither its primary tissue nor an organ nor one of `others`, where organs are said. */
export function checkBodyPlace(
  model: ModelData,
  name: string,
  sink: IssueSink,
  path: Path,
  others: readonly string[] = [],
): void {
  const organs = Object.keys(disseminationOf(model)?.organs ?? {})
  const known = ['primary', ...organs, ...others]
  if (organs.length > 0 && !known.includes(name)) sink.report(unknownName('place', name, known), path)
}

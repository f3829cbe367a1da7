import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { bodySection } from '../../model/body.ts'
import type { IssueSink, Path } from '../../model/issue.ts'
import { needsBody } from '../../model/messages-compile.ts'
import { endsBefore } from '../../model/schema-spans.ts'
import { inPlasma } from './compile.ts'
import { entersTwice, notInPlasma } from './messages.ts'
import { type Pool, poolsSection } from './schema.ts'

/** Reports pools without a body, levels that nothing gives, types with two pools, and depletions that never are. */
export function validatePools(model: ModelData, sink: IssueSink): void {
  const pools = sectionOf(model, poolsSection)
  if (pools === undefined) return
  if (sectionOf(model, bodySection) === undefined) sink.report(needsBody('pools'), ['pools'])
  const there = [...inPlasma(model).keys()]
  for (const [name, pool] of Object.entries(pools)) {
    const path = ['pools', name]
    for (const [level, at] of levelsOf(pool)) {
      if (!there.includes(level)) sink.report(notInPlasma(level, there), [...path, ...at])
    }
    pool.depletion.forEach(({ from, until }, index) => {
      if (until !== undefined && until.value <= from.value)
        sink.report(endsBefore('depletion'), [...path, 'depletion', index, 'until'])
    })
    for (const [index, type] of pool.enters.entries()) {
      const others = Object.keys(pools).filter((other) => pools[other]?.enters.includes(type))
      if (others.length > 1 && others[0] !== name)
        sink.report(entersTwice(type, others), [...path, 'enters', index])
    }
  }
}

/** Names of levels that a pool speaks of, with where it does. */
function levelsOf(pool: Pool): readonly (readonly [string, Path])[] {
  const responses = (['production raised by', 'mobilised by', 'cleared by'] as const).flatMap((key) =>
    Object.entries(pool[key]).flatMap(([name, response]) => [
      [name, [key, name]] as const,
      ...blockers(response['blocked by'], [key, name]),
    ]),
  )
  const holds = Object.entries(pool['held back by']).flatMap(([name, hold]) =>
    blockers(hold['blocked by'], ['held back by', name]),
  )
  return [...responses, ...holds, ...blockers(pool['blocked by'], [])]
}

function blockers(
  drugs: Readonly<Record<string, unknown>>,
  path: Path,
): readonly (readonly [string, Path])[] {
  return Object.keys(drugs).map((name) => [name, [...path, 'blocked by', name]] as const)
}

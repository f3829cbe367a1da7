import type { BehaviourDeclaration, Dictionary, SignalDeclaration } from '../engine/process.ts'
import type { ModelData } from '../model/assemble.ts'
import type { Path } from '../model/issue.ts'
import type { AnyProcess } from './any-process.ts'

/** A name that two things have, and where an author gave it, if one did. */
export interface Clash {
  readonly name: string
  readonly place?: Path
}

/** Every signal and behaviour of a model, by name, with where in an organism it acts. Of two with one name the first counts; `clashes` names them. */
export function collectDictionary(
  model: { readonly data: ModelData },
  processes: readonly AnyProcess[],
): Dictionary & { readonly clashes: readonly Clash[] } {
  const signals = new Map<string, SignalDeclaration>()
  const behaviours = new Map<string, BehaviourDeclaration>()
  const clashes: Clash[] = []
  const add = <T extends Clash>(into: Map<string, T>, entry: T): void => {
    const before = into.get(entry.name)
    if (before === undefined) {
      into.set(entry.name, entry)
      return
    }
    const place = before.place ?? entry.place
    clashes.push({ name: entry.name, ...(place === undefined ? {} : { place }) })
  }
  for (const process of processes) {
    const actsIn = process.worksIn ?? 'tissue'
    for (const signal of process.signals?.(model.data) ?? []) add(signals, { actsIn, ...signal })
    for (const behaviour of process.behaviours?.(model.data) ?? []) add(behaviours, { actsIn, ...behaviour })
  }
  return { signals, behaviours, clashes }
}

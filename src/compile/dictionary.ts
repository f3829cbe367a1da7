import type { BehaviourDeclaration, Dictionary, SignalDeclaration } from '../engine/process.ts'
import type { ModelData } from '../model/assemble.ts'
import type { AnyProcess } from './any-process.ts'

/** Every signal and behaviour of a model, by name. Of two with one name the first counts; `clashes` names them. */
export function collectDictionary(
  model: { readonly data: ModelData },
  processes: readonly AnyProcess[],
): Dictionary & { readonly clashes: readonly string[] } {
  const signals = new Map<string, SignalDeclaration>()
  const behaviours = new Map<string, BehaviourDeclaration>()
  const clashes: string[] = []
  const add = <T extends { readonly name: string }>(into: Map<string, T>, entry: T): void => {
    if (into.has(entry.name)) clashes.push(entry.name)
    else into.set(entry.name, entry)
  }
  for (const process of processes) {
    for (const signal of process.signals?.(model.data) ?? []) add(signals, signal)
    for (const behaviour of process.behaviours?.(model.data) ?? []) add(behaviours, behaviour)
  }
  return { signals, behaviours, clashes }
}

import type { Dictionary, SignalDeclaration } from '../engine/process.ts'
import { type ModelData, sectionOf } from '../model/assemble.ts'
import type { IssueSink } from '../model/issue.ts'
import { signalNeeds } from '../model/messages-compile.ts'
import { unknownName } from '../model/messages.ts'
import { recordSection } from './core-sections.ts'
import { collectDictionary } from './dictionary.ts'
import type { Model } from './model.ts'
import { standardProcesses } from './order.ts'

/*
 * Signals that nobody reads are not computed. Those that measures name are, since keeping them changes nothing but what can be
 * measured: the model says which they are, under `record`, so that whoever compiles it gets the same columns.
 */

/** Signals that a model keeps for its measures: what `record: signals` lists, and what its series name. */
export function keptSignals(
  data: ModelData,
  offered: ReadonlyMap<string, SignalDeclaration>,
): readonly string[] {
  const { signals = [], series } = sectionOf(data, recordSection)
  return [...signals, ...signalsNamed(series, [...offered.keys()])].filter(
    (name) => offered.get(name)?.needs === undefined,
  )
}

/** Signals among those offered that names of measures speak of, as `mean NFkB of tumour` and `fraction of CD8 with damage above 1` do. */
export function signalsNamed(measures: readonly string[], offered: readonly string[]): readonly string[] {
  return offered.filter((signal) => measures.some((measure) => speaksOf(measure, signal)))
}

const STATISTIC = /^(?:mean|median|greatest|\d{1,2}(?:st|nd|rd|th) percentile) /

/** A name that only seems to speak of a signal costs a column, and nothing else. */
function speaksOf(measure: string, signal: string): boolean {
  const of = measure.replace(STATISTIC, '')
  if (of !== measure && of.startsWith(`${signal} of `)) return true
  return (
    measure.startsWith('fraction of ') &&
    (measure.includes(` with ${signal} above `) || measure.includes(` with ${signal} below `))
  )
}

/** The model, keeping besides the signals that these measures speak of; the same model where there are none. */
export function keepingSignals(model: Model, measures: readonly string[]): Model {
  const { signals: offered } = collectDictionary(model, standardProcesses)
  const possible = [...offered.values()].filter(({ needs }) => needs === undefined).map(({ name }) => name)
  const record = sectionOf(model.data, recordSection)
  const { signals = [] } = record
  const more = signalsNamed(measures, possible).filter((name) => !signals.includes(name))
  if (more.length === 0) return model
  const kept = { ...record, signals: [...signals, ...more] }
  const sections = { ...model.data.sections, [recordSection.key]: kept }
  return { ...model, data: { ...model.data, sections } }
}

/** Reports names under `record: signals` that are no signals, or that are kept only by another key. */
export function checkKeptSignals(data: ModelData, sink: IssueSink, { signals }: Dictionary): void {
  const names = sectionOf(data, recordSection).signals ?? []
  for (const [index, name] of names.entries()) {
    const path = [recordSection.key, 'signals', index]
    const found = signals.get(name)
    const all = (text: string) => ({ offset: 0, length: text.length })
    if (found === undefined) sink.report(unknownName('signal', name, [...signals.keys()]), path, all)
    else if (found.needs !== undefined) sink.report(signalNeeds(name, found.needs), path, all)
  }
}

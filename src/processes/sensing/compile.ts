import type { CompileContext, Usage } from '../../engine/process.ts'
import type { ModelData } from '../../model/assemble.ts'
import { type SensedSignal, type Sense, sensedSignals } from './signals.ts'

/** A used signal of one kind with the column that it fills. */
export type Sensed<K extends Sense['kind']> = Extract<Sense, { kind: K }> & { readonly column: string }

/** The signals that somebody listens to, by the way in which they are sensed. */
export interface SensingTables {
  readonly fields: readonly Sensed<'field'>[]
  readonly gradients: readonly Sensed<'gradient'>[]
  readonly times: readonly Sensed<'time'>[]
  /** Row k of `sensing.states` belongs to entry k. */
  readonly states: readonly Sensed<'state'>[]
  /** Row k of `sensing.contacts` belongs to entry k. */
  readonly contacts: readonly Sensed<'contact'>[]
  readonly markers: readonly Sensed<'marker'>[]
}

/** Registers a column for each signal in use; undefined when nobody listens to any. */
export function compileSensing(
  model: ModelData,
  context: CompileContext,
  usage: Usage,
): SensingTables | undefined {
  const used = sensedSignals(model).filter((signal) => usage.signals.has(signal.name))
  if (used.length === 0) return undefined
  for (const { column, unit, doc } of used)
    context.column({ name: column, group: 'cell', type: 'f64', unit, doc })
  const tables: SensingTables = {
    fields: ofKind(used, 'field'),
    gradients: ofKind(used, 'gradient'),
    times: ofKind(used, 'time'),
    states: ofKind(used, 'state'),
    contacts: ofKind(used, 'contact'),
    markers: ofKind(used, 'marker'),
  }
  context.table(
    'sensing.states',
    'f64',
    tables.states.flatMap((state) => state.weights),
  )
  context.table(
    'sensing.contacts',
    'f64',
    tables.contacts.flatMap((contact) => contact.weights),
  )
  for (const [name, width] of pointerTables(tables)) {
    const doc = 'addresses for the kernel, written each time the memory is laid out'
    context.column({ name, group: 'table', type: 'u32', unit: '1', width, doc, isScratch: true })
  }
  return tables
}

function pointerTables(tables: SensingTables): readonly (readonly [string, number])[] {
  return [
    ['sensing.pairSignals', tables.contacts.length + tables.markers.length],
    ['sensing.markerPointers', 2 * tables.markers.length],
  ]
}

function ofKind<K extends Sense['kind']>(signals: readonly SensedSignal[], kind: K): readonly Sensed<K>[] {
  return signals
    .filter(({ sense }) => sense.kind === kind)
    .map(({ sense, column }) => ({ ...sense, column }) as Sensed<K>) // the filter has just checked the kind
}

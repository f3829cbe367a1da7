import {
  APOPTOTIC,
  LIVE,
  NECROTIC,
  REQUEST_APOPTOSIS,
  REQUEST_LYSIS,
  REQUEST_NECROSIS,
  REQUEST_REMOVE,
} from '../../engine/columns.ts'
import type { SpecialFunctions } from '../../kernels/special.ts'

/** Columns of the cells [n] and tables [types], as in the kernel's arguments. */
export interface DeathArrays {
  readonly states: Uint8Array
  readonly types: Uint16Array
  readonly classes: Uint16Array
  readonly volume: Float64Array
  readonly requests: Uint8Array
  readonly pending: Uint32Array
  readonly elapsed: Float64Array
  readonly burstVolume: Float64Array
  readonly durations: Float64Array
  readonly isFixed: Uint8Array
  readonly clearances: Float64Array
}

/** What else a step needs: rates [1/min] of a cell and its draws in [0, 1). */
export interface DeathInputs {
  readonly apoptosis: (slot: number, cls: number) => number
  readonly necrosis: (slot: number, cls: number) => number
  readonly onset: (slot: number) => readonly [number, number]
  readonly removal: (slot: number) => number
  readonly special: SpecialFunctions
}

/** The plain form of `death_step`: one step of `dt` [min] for cells [begin, end). */
export function deathStep(a: DeathArrays, inputs: DeathInputs, dt: number, begin: number, end: number): void {
  for (let i = begin; i < end; i++) {
    const bits = requestOf(a, inputs, dt, i)
    if (bits === 0) continue
    a.requests[i] = (a.requests[i] ?? 0) | bits
    a.pending[0] = 1
  }
}

function requestOf(a: DeathArrays, inputs: DeathInputs, dt: number, i: number): number {
  const state = a.states[i] ?? LIVE
  if (state === LIVE) {
    const bits = onsetOf(a, inputs, dt, i)
    if (bits !== 0) a.elapsed[i] = dt
    return bits
  }
  if (state === NECROTIC) return (a.volume[i] ?? 0) >= (a.burstVolume[i] ?? 0) ? REQUEST_LYSIS : 0
  const time = (a.elapsed[i] ?? 0) + dt
  a.elapsed[i] = time
  const type = a.types[i] ?? 0
  const duration = (state === APOPTOTIC ? a.durations[type] : a.clearances[type]) ?? 0
  if (state === APOPTOTIC && a.isFixed[type] === 0) {
    return inputs.removal(i) < 1 - inputs.special.exp(-(1 / duration) * dt) ? REQUEST_REMOVE : 0
  }
  return time > duration - dt / 2 ? REQUEST_REMOVE : 0
}

function onsetOf(a: DeathArrays, inputs: DeathInputs, dt: number, i: number): number {
  const cls = a.classes[i] ?? 0
  const [first, second] = inputs.onset(i)
  if (first < 1 - inputs.special.exp(-inputs.apoptosis(i, cls) * dt)) return REQUEST_APOPTOSIS
  return second < 1 - inputs.special.exp(-inputs.necrosis(i, cls) * dt) ? REQUEST_NECROSIS : 0
}

import { LIVE, REQUEST_DIVIDE } from '../../engine/columns.ts'
import type { SpecialFunctions } from '../../kernels/special.ts'
import { DIVIDES, FIXED, GROWS_NEXT } from './compile.ts'
import { MOST_PHASES } from './models.ts'

/** Columns of the cells [n] and tables [types x MOST_PHASES], as in the kernel's arguments. */
export interface CycleArrays {
  readonly states: Uint8Array
  readonly types: Uint16Array
  readonly classes: Uint16Array
  readonly requests: Uint8Array
  readonly pending: Uint32Array
  readonly phases: Uint8Array
  readonly elapsed: Float64Array
  readonly nuclearTarget: Float64Array
  readonly next: Uint8Array
  readonly flags: Uint8Array
  /** 0 in cells that stay in phase 0; absent where all may leave it. */
  readonly mayDivide?: Uint8Array
}

/** What else a step needs: the rate of leaving a phase [1/min] and the draw in [0, 1) of a cell. */
export interface CycleInputs {
  readonly rate: (phase: number, slot: number, cls: number) => number
  readonly draw: (slot: number) => number
  readonly special: SpecialFunctions
}

/** The plain form of `cycle_step`: one step of `dt` [min] for cells [begin, end). */
export function cycleStep(a: CycleArrays, inputs: CycleInputs, dt: number, begin: number, end: number): void {
  for (let i = begin; i < end; i++) {
    if (a.states[i] !== LIVE) continue
    const phase = a.phases[i] ?? 0
    const row = (a.types[i] ?? 0) * MOST_PHASES + phase
    const flag = a.flags[row] ?? 0
    const time = (a.elapsed[i] ?? 0) + dt
    const isHeld = phase === 0 && a.mayDivide?.[i] === 0
    const rate = isHeld ? 0 : inputs.rate(phase, i, a.classes[i] ?? 0)
    if (!leaves(rate, (flag & FIXED) !== 0, time, dt, () => inputs.draw(i), inputs.special)) {
      a.elapsed[i] = time
      continue
    }
    a.elapsed[i] = 0
    a.phases[i] = a.next[row] ?? 0
    if ((flag & GROWS_NEXT) !== 0) a.nuclearTarget[i] = 2 * (a.nuclearTarget[i] ?? 0)
    if ((flag & DIVIDES) !== 0) {
      a.requests[i] = (a.requests[i] ?? 0) | REQUEST_DIVIDE
      a.pending[0] = 1
    }
  }
}

function leaves(
  rate: number,
  isFixed: boolean,
  time: number,
  dt: number,
  draw: () => number,
  special: SpecialFunctions,
): boolean {
  if (!(rate > 0)) return false
  return isFixed ? time > 1 / rate - dt / 2 : draw() < 1 - special.exp(-rate * dt)
}

import type { Process } from '../engine/process.ts'

/**
 * A process whose tables are nobody's business but its own: the compiler only hands them back.
 * Method parameters are bivariant, so every `Process<Tables>` is one.
 */
export type AnyProcess = Process<never> | Process

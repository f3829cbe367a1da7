import type { MemoryRunEnd, RunFiles, RunPlan } from '../../src/browser.ts'
import type { TrialDocuments } from './trial-api.ts'

export interface RunnerRequest extends TrialDocuments {
  readonly kernels: WebAssembly.Module
  readonly cores: number
  /** One i32: not zero asks the run to stop. Absent where memory cannot be shared: there a worker is ended instead. */
  readonly stop?: SharedArrayBuffer
}

/** What the worker of trials asks a runner (`runner.worker.ts`). */
export interface RunnerApi {
  open(request: RunnerRequest): void
  run(
    plan: RunPlan,
    files: RunFiles | undefined,
    onProgress: (share: number) => void,
    onCheckpoint: (files: RunFiles) => void,
  ): Promise<MemoryRunEnd>
}

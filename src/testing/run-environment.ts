import { resolveMeasure } from '../analysis/measures.ts'
import type { RunEnvironment } from '../experiment/run-job.ts'
import { testKernels } from './kernels.ts'

/** An environment for `runJob` whose clock counts its calls, so that tests do not depend on how fast a machine is. */
export function testEnvironment(more: Partial<RunEnvironment> = {}): RunEnvironment {
  let ms = 0
  return {
    kernels: testKernels(),
    resolveMeasure,
    now: () => (ms += 1),
    peakMegabytes: () => 100,
    host: { platform: 'test', node: 'test', cores: 1 },
    ...more,
  }
}

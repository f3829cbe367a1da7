import { availableParallelism, platform, arch } from 'node:os'
import { resolveMeasure } from '../../analysis/measures.ts'
import type { RunEnvironment } from '../../experiment/run-job.ts'

/** What a run needs, from this process. */
export function nodeEnvironment(kernels: WebAssembly.Module): RunEnvironment {
  return {
    kernels,
    resolveMeasure,
    now: () => performance.now(),
    peakMegabytes: () => Math.round(process.resourceUsage().maxRSS / 1024),
    host: { platform: `${platform()} ${arch()}`, node: process.version, cores: availableParallelism() },
  }
}

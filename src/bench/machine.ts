import { availableParallelism, cpus, loadavg } from 'node:os'

/** The machine in words: nothing that names it. */
export function machineText(): string {
  const [cpu] = cpus()
  const clock = cpu === undefined || cpu.speed === 0 ? '' : `, ${(cpu.speed / 1000).toFixed(1)} GHz`
  const load = (loadavg()[0] ?? 0).toFixed(1)
  return `${availableParallelism()} cores (${cpu?.model.trim() ?? 'unknown'}${clock}), ${process.platform} ${process.arch}, Node ${process.versions.node}, load ${load} at the end`
}

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const SCRIPT = fileURLToPath(new URL('../../scripts/slurm-cluster.sh', import.meta.url))

export interface SlurmCluster {
  /** Where configuration, logs and state are; gone after `stop`. */
  readonly folder: string
  /** Environment in which `sbatch`, `squeue` and others speak to this cluster. */
  readonly env: NodeJS.ProcessEnv
  /** Ends all jobs and daemons; rejects when a process is left. */
  stop(): Promise<void>
}

/**
 * Starts a Slurm of its own on this machine, or says why that cannot be done. Where `CI` is set it rejects instead: there the
 * tests on Slurm have to run.
 */
export async function startSlurm(nodes = 2): Promise<SlurmCluster | { readonly skipped: string }> {
  // In a folder with a short path: those of Unix sockets are limited.
  const folder = mkdtempSync(join(tmpdir(), 'slurm-'))
  const dismiss = watch(folder)
  const stop = async (): Promise<void> => {
    await dismiss()
    await run('bash', [SCRIPT, 'stop', folder])
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await run('bash', [SCRIPT, 'start', folder, String(nodes)])
    return { folder, env: { ...process.env, SLURM_CONF: join(folder, 'slurm.conf') }, stop }
  } catch (error) {
    await stop()
    return refuse(error)
  }
}

/**
 * Stops the cluster when this process ends without having done so, however it ends: a run of tests may be interrupted or killed.
 * Returns what calls the watch off.
 */
function watch(folder: string): () => Promise<void> {
  const script = 'tail --pid="$1" -f /dev/null; bash "$2" stop "$3" && rm -r "$3"'
  // In a group of its own, which outlives this one's.
  const guard = spawn('bash', ['-c', script, 'guard', String(process.pid), SCRIPT, folder], {
    detached: true,
    stdio: 'ignore',
  })
  guard.unref()
  const ended = once(guard, 'exit')
  return async () => {
    if (guard.pid !== undefined && guard.exitCode === null) process.kill(-guard.pid)
    await ended
  }
}

/** Rejects in CI; elsewhere says on standard error, too, that tests are skipped. */
function refuse(error: unknown): { readonly skipped: string } {
  const text = complaintOf(error)
  if (process.env['CI']) throw new Error(`Slurm has to start in CI: ${text}`)
  const skipped = text.split('\n').at(-1) ?? text
  process.stderr.write(`tests on Slurm are skipped: ${skipped}\n`)
  return { skipped }
}

/** What a command said on standard error before it failed. */
function complaintOf(error: unknown): string {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : ''
  return text === '' ? String(error) : text
}

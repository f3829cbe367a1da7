import type { Program } from '../../engine/program.ts'
import type { ExecuteOptions, Executor } from '../../experiment/executor.ts'
import { runStoredJob } from '../../experiment/stored-run.ts'
import { nodeEnvironment } from './environment.ts'
import { Execution } from './execution.ts'
import { nodeFiles } from './files.ts'
import { loadKernels } from './kernels.ts'
import { startTeamFor } from './node-team.ts'
import { guardedFiles } from './run-lock.ts'
import { failureFrom } from '../../experiment/run-failure.ts'
import type { RunEnd, RunTask, RunWatch, Runner } from './runner.ts'

/** Runs one job after the other in this very thread: for debuggers and profilers. Results are the same. */
export function serialExecutor(): Executor {
  return {
    name: 'serial',
    isBlocking: true,
    execute: (jobs, options) =>
      new Execution(jobs, options).run({ places: 1, hasSpare: false, startRunner: () => ownThread(options) }),
  }
}

function ownThread(options: ExecuteOptions): Runner {
  const kernels = loadKernels()
  const { threads = 1, checkpointEvery } = options
  const run = async ({ job, folder, ticket }: RunTask, watch: RunWatch): Promise<RunEnd> => {
    const environment = {
      ...nodeEnvironment(kernels),
      startTeam: (program: Program) => startTeamFor(program, { threads, cores: threads }, kernels),
      onProgress: (done: number, all: number) => {
        watch.onProgress(done / all)
        return !options.isStopping()
      },
    }
    try {
      const manifest = await runStoredJob(job, environment, {
        files: guardedFiles(nodeFiles, ticket),
        folder,
        ...(checkpointEvery === undefined ? {} : { checkpointEvery }),
        onBegin: ({ tick, time, program }, isGoingOn) =>
          watch.onBegun(tick / program.clock.stop, time, isGoingOn),
      })
      return { kind: 'done', manifest }
    } catch (error) {
      return { kind: 'failed', failure: failureFrom(error) }
    }
  }
  return { run, close: () => Promise.resolve() }
}

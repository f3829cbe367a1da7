import type { Command } from 'commander'
import type { ClusterOptions } from '../experiment/cluster-tasks.ts'
import { positiveNumber } from './arguments.ts'

/** What the command line says about jobs on a cluster. */
export interface ClusterArguments {
  readonly tasks?: number
  readonly runsPerTask?: number
  readonly slurmOptions?: string
  readonly slurmSetup?: string
  readonly slurmMilieu?: string
}

/** Adds the options that go with `--executor slurm`. */
export function addClusterOptions(command: Command): Command {
  return command
    .option(
      '--tasks <n>',
      'with slurm: number of tasks (default: of about 20 min, 200 at most)',
      positiveNumber,
    )
    .option('--runs-per-task <n>', 'with slurm: runs per task, instead of an estimate', positiveNumber)
    .option('--slurm-options <text>', 'for sbatch: "--partition=long --time=2:00:00 --cpus-per-task=4"')
    .option('--slurm-setup <shell>', 'before milieu starts on a node: "module load nodejs"')
    .option(
      '--slurm-milieu <command>',
      'starts milieu on a node (default: this node and program, by their paths)',
    )
}

/** The same for an executor; `secondsLeft` estimates what the runs that are left take on one core [s]. */
export function clusterOptions(given: ClusterArguments, secondsLeft?: () => number): ClusterOptions {
  const { tasks, runsPerTask, slurmOptions, slurmSetup, slurmMilieu } = given
  return {
    ...(tasks === undefined ? {} : { tasks }),
    ...(runsPerTask === undefined ? {} : { runsPerTask }),
    ...(slurmOptions === undefined ? {} : { options: slurmOptions }),
    ...(slurmSetup === undefined ? {} : { setup: slurmSetup }),
    ...(slurmMilieu === undefined ? {} : { program: slurmMilieu }),
    ...(secondsLeft === undefined ? {} : { secondsLeft }),
  }
}

/** What a user of a cluster says about the jobs that compute a study; each part has a default. */
export interface ClusterOptions {
  /** For the queue, as on its command line: `--partition=long --time=2:00:00`. */
  readonly options?: string
  /** Lines of shell before milieu starts on a node: `module load node`. */
  readonly setup?: string
  /** Shell command that starts milieu on a node; this very program by its path when absent. */
  readonly program?: string
  /** Number of tasks; chosen by what the runs take when absent. With `runsPerTask`: at most so many. */
  readonly tasks?: number
  readonly runsPerTask?: number
  /** Estimates what all runs that are left will take on one core [s]. */
  secondsLeft?(): number
}

/** What a task shall take [s]. Chosen: between 10 and 30 min, so that starting it costs nothing and losing it little. */
const TASK_TIME = 1200
/** Tasks at most where nobody says. Chosen: what clusters commonly let one user submit, with room for others. */
const MOST_TASKS = 200
/** What a run takes where nobody knows [s]. Chosen: ten runs to a task. */
const UNKNOWN_TIME = TASK_TIME / 10

/** What there is to do, and what is known about it. */
export interface ClusterWork {
  readonly runs: number
  /** On one core [s]; absent when nobody knows. */
  readonly seconds?: number
  /** Runs that a task computes at the same time. */
  readonly cores?: number
}

/** Number of tasks for a piece of work: never more than there are runs. */
export function taskCount(
  { runs, seconds = runs * UNKNOWN_TIME, cores = 1 }: ClusterWork,
  { tasks, runsPerTask }: Pick<ClusterOptions, 'tasks' | 'runsPerTask'> = {},
): number {
  const wanted =
    runsPerTask !== undefined
      ? Math.min(runs / runsPerTask, tasks ?? runs)
      : (tasks ?? Math.min(seconds / (TASK_TIME * cores), MOST_TASKS, runs / cores))
  return Math.max(1, Math.min(Math.ceil(wanted), runs))
}

/** Cores that options of sbatch ask for per task: runs at the same time. */
export function coresPerTask(options = ''): number {
  const [, cores] = /(?:^|\s)(?:--cpus-per-task(?:=|\s+)|-c\s*)(\d+)(?=\s|$)/.exec(options) ?? []
  return Math.max(1, Number(cores ?? 1))
}

/** What the exit codes of the command line mean. */
export const ExitCode = {
  done: 0,
  /** A model or experiment has mistakes; nothing was run. */
  mistakes: 1,
  /** Two runs differ, or a snapshot is not what the run wrote. */
  differs: 1,
  /** The command was not understood. */
  usage: 2,
  /** A run, or writing its results, failed. */
  failed: 3,
  /** Ctrl-C; what was computed is kept. */
  interrupted: 130,
} as const

import type { Command } from 'commander'
import {
  CHECKPOINT_HELP,
  collect,
  examples,
  positiveNumber,
  simulatedTime,
  wallTime,
  wholeNumber,
} from './arguments.ts'
import type { Terminal } from './terminal.ts'

type Finish = (code: number) => void

/** The verbs that go on with a run, or do one again: `resume`, `branch` and `replay`. */
export function addHistory(program: Command, terminal: Terminal, finish: Finish): void {
  addResume(program, terminal, finish)
  addBranch(program, terminal, finish)
  addReplay(program, terminal, finish)
}

function addReplay(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('replay')
    .description('do a steered run again, action by action, and say whether it comes to the same bits')
    .argument('<session>', 'session file (YAML), or a link that the Lab made')
    .option('--until <time>', 'simulated time to go to (default: where the session ended)', simulatedTime)
    .option('--threads <n>', 'threads within the run (default: chosen by its size)', positiveNumber)
    .option('--out <folder>', 'write session, model, series and the last state there')
    .option('--json', 'print what came of it as JSON')
    .addHelpText(
      'after',
      examples('milieu replay session.yaml', "milieu replay 'https://example.org/milieu/#/run/eJx...'"),
    )
    .action(async (source: string, options) => {
      const { replayCommand } = await import('./replay.ts')
      finish(await replayCommand(source, options, terminal))
    })
}

/** The verbs that hold runs against each other: `hash` and `compare`. */
export function addComparison(program: Command, terminal: Terminal, finish: Finish): void {
  addHash(program, terminal, finish)
  addCompare(program, terminal, finish)
}

function addResume(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('resume')
    .description('go on with a run that was stopped or killed; the result is as if it never had been')
    .argument('<folder>', 'folder of a run, or of its results')
    .option(
      '--until <time>',
      'simulated time to go to; beyond the end of the model it makes a longer run',
      simulatedTime,
    )
    .option('--threads <n>', 'threads within the run (default: chosen by its size)', positiveNumber)
    .option('--checkpoint-every <time>', CHECKPOINT_HELP, wallTime)
    .option('--quiet', 'print only the first and last values')
    .option('--json', 'print the manifest as JSON')
    .addHelpText(
      'after',
      examples('milieu resume results/first', 'milieu resume results/first --until "10 day"'),
    )
    .action(async (folder: string, options) => {
      const { resumeCommand } = await import('./resume.ts')
      finish(await resumeCommand(folder, options, terminal))
    })
}

function addBranch(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('branch')
    .description(
      'go back to a snapshot of a run, and on from there with a changed model: same history, same luck',
    )
    .argument('<run>', 'folder of a run or of its results, or a snapshot')
    .option('--at <time>', 'simulated time to go back to (default: the last snapshot)', simulatedTime)
    .option('--set <path=value>', 'change a value of the model; may be repeated', collect)
    .option('--therapy <what>', "a file with a therapy, the name of one of the model's, or 'none'")
    .option('--arms <file>', 'several branches side by side: a map from name to changes (YAML)')
    .option('--seed <n>', 'other luck from there on', wholeNumber)
    .option('--until <time>', "simulated time to go to (default: the model's end)", simulatedTime)
    .option('--out <folder>', 'where results go (default: beside those of the run)')
    .option('--cores <n>', 'runs at the same time (default: one per core)', positiveNumber)
    .option('--quiet', 'print only the table')
    .option('--json', 'print the manifests as JSON')
    .addHelpText(
      'after',
      examples(
        'milieu branch results/first --at "2 day" --set "cell types.tumour.cycle.rate=0.0005 1/min"',
        'milieu branch results/first --at "12 day" --arms schedules.yaml',
      ),
    )
    .action(async (run: string, options) => {
      const { branchCommand } = await import('./branch.ts')
      finish(await branchCommand(run, options, terminal))
    })
}

function addHash(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('hash')
    .description('compute the hash of each snapshot of a run, and hold it against what the run wrote')
    .argument('<run>', 'folder of a run or of its results, or a snapshot')
    .option('--columns', 'the hash of every column too')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('milieu hash results/first', 'milieu hash results/first --columns --json'))
    .action(async (run: string, options) => {
      const { hashCommand } = await import('./hash.ts')
      finish(hashCommand(run, options, terminal))
    })
}

function addCompare(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('compare')
    .description('find the first tick, column and cell in which two runs differ (exit code 0: none, 1: some)')
    .argument('<first>', 'folder of a run or of its results')
    .argument('<second>', 'another')
    .option('--exact', 'compute the ticks between two snapshots again, to find the very first')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('milieu compare results/first results/first-branch'))
    .action(async (first: string, second: string, options) => {
      const { compareCommand } = await import('./compare.ts')
      finish(await compareCommand(first, second, options, terminal))
    })
}

import { type Command, Option } from 'commander'
import {
  EXECUTOR_HELP,
  examples,
  positiveNumber,
  positiveShare,
  properShare,
  wholeNumber,
} from './arguments.ts'
import { addClusterOptions } from './cluster-arguments.ts'
import type { SensitivityCommandOptions } from './sensitivity.ts'
import type { Terminal } from './terminal.ts'

/** Adds the verbs that ask how much to believe an answer, and what it would take to check it. */
export function addTrustVerbs(program: Command, terminal: Terminal, finish: (code: number) => void): void {
  const command = program
    .command('sensitivity')
    .description('which numbers of the model the answer hangs on, those that are assumed named first')
    .argument('<experiment>', 'experiment with a part sensitivity (YAML)')
    .addOption(new Option('--method <name>', 'instead of that of the file').choices(['morris', 'sobol']))
    .option('--replicates <n>', 'runs per point and arm, instead of those of the file', positiveNumber)
    .option('--seed <n>', 'seed, instead of that of the file', wholeNumber)
    .option('--out <folder>', 'where results go (default: results/<name of the experiment>/sensitivity)')
    .option('--replace', 'take a folder that holds another study; its runs stay')
    .option('--into <folder>', 'results of a trial whose report is to tell it, too')
    .option('--cores <n>', 'runs at the same time (default: one per core)', positiveNumber)
    .option('--executor <name>', EXECUTOR_HELP)
    .option('--quiet', 'print only the answer')
    .option('--json', 'print the ranking as JSON')
  addClusterOptions(command)
    .addHelpText(
      'after',
      examples(
        'milieu sensitivity experiments/crc-sensitivity.yaml',
        'milieu sensitivity experiments/crc-sensitivity.yaml --into results/crc-anti-pd1',
      ),
    )
    .action(async (file: string, options: SensitivityCommandOptions) => {
      const { sensitivityCommand } = await import('./sensitivity.ts')
      finish(await sensitivityCommand(file, options, terminal))
    })
  addPower(program, terminal, finish)
}

function addPower(program: Command, terminal: Terminal, finish: (code: number) => void): void {
  program
    .command('power')
    .description('how many mice or patients a real study needs to see what a finished trial found')
    .argument('<results>', 'folder of a finished trial, or its experiment (YAML)')
    .option('--endpoint <name>', 'only this endpoint (default: all)')
    .option('--comparison <pair>', "only these arms: 'A against B' (default: all)")
    .option('--power <share>', 'chance to see the effect (default: 80 % and 90 %)', properShare)
    .option('--alpha <share>', 'two-sided bound on p (default: 5 %)', properShare)
    .option(
      '--between-subject-cv <share>',
      'how much real subjects differ, beside what the trial shows',
      positiveShare,
    )
    .option('--json', 'print the sizes as JSON')
    .addHelpText(
      'after',
      examples(
        'milieu power results/crc-cohort',
        "milieu power results/crc-anti-pd1 --between-subject-cv '40 %'",
      ),
    )
    .action(async (results: string, options) => {
      const { powerCommand } = await import('./power.ts')
      finish(powerCommand(results, options, terminal))
    })
}

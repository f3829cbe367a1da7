import { type Command, Option } from 'commander'
import { examples, positiveNumber, wholeNumber } from './arguments.ts'
import type { Terminal } from './terminal.ts'

/** Adds the verbs that ask how much to believe an answer, and what it would take to check it. */
export function addTrustVerbs(program: Command, terminal: Terminal, finish: (code: number) => void): void {
  program
    .command('sensitivity')
    .description('which numbers of the model the answer hangs on, those that are assumed named first')
    .argument('<experiment>', 'experiment with a part sensitivity (YAML)')
    .addOption(new Option('--method <name>', 'instead of that of the file').choices(['morris', 'sobol']))
    .option('--replicates <n>', 'runs per point and arm, instead of those of the file', positiveNumber)
    .option('--seed <n>', 'seed, instead of that of the file', wholeNumber)
    .option('--out <folder>', 'where results go (default: results/<name of the experiment>/sensitivity)')
    .option('--into <folder>', 'results of a trial whose report is to tell it, too')
    .option('--cores <n>', 'runs at the same time (default: one per core)', positiveNumber)
    .option('--quiet', 'print only the answer')
    .option('--json', 'print the ranking as JSON')
    .addHelpText(
      'after',
      examples(
        'milieu sensitivity experiments/crc-sensitivity.yaml',
        'milieu sensitivity experiments/crc-sensitivity.yaml --into results/crc-anti-pd1',
      ),
    )
    .action(async (file: string, options) => {
      const { sensitivityCommand } = await import('./sensitivity.ts')
      finish(await sensitivityCommand(file, options, terminal))
    })
}

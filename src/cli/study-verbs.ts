import type { Command } from 'commander'
import { CHECKPOINT_HELP, examples, positiveNumber, shareArgument, wallTime } from './arguments.ts'
import type { Terminal } from './terminal.ts'

type Finish = (code: number) => void

/** The verbs that work on the folder of a trial while it is computed: `work` and `status`. */
export function addStudyVerbs(program: Command, terminal: Terminal, finish: Finish): void {
  addWork(program, terminal, finish)
  addStatus(program, terminal, finish)
}

function addWork(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('work')
    .description('compute runs of a trial beside others, on any machine that sees its folder')
    .argument('<folder>', 'folder of a trial that was started or planned')
    .option('--share <k/n>', 'begin with the k-th of n shares, then help with the rest', shareArgument)
    .option('--batch <id>', 'only runs of this batch (default: all)')
    .option('--cores <n>', 'runs at the same time (default: one per core)', positiveNumber)
    .option('--wait', 'stay until everything is finished, also what others compute')
    .option('--tries <n>', 'leave runs alone that have failed so often, whoever tried', positiveNumber)
    .option('--checkpoint-every <time>', CHECKPOINT_HELP, wallTime)
    .option('--quiet', 'print only failures')
    .addHelpText(
      'after',
      examples('milieu work results/crc-anti-pd1', 'milieu work results/crc-anti-pd1 --share 3/16 --cores 4'),
    )
    .action(async (folder: string, options) => {
      const { workCommand } = await import('./work.ts')
      finish(await workCommand(folder, options, terminal))
    })
}

function addStatus(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('status')
    .description('how far a trial is: done, running and where, failed and why, time and disk')
    .argument('<folder>', 'folder of a trial')
    .option('--watch', 'stay and show what changes, until everything is finished')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      examples('milieu status results/crc-anti-pd1', 'milieu status results/crc-anti-pd1 --watch'),
    )
    .action(async (folder: string, options) => {
      const { statusCommand } = await import('./status.ts')
      finish(await statusCommand(folder, options, terminal))
    })
}

import { Command, CommanderError, Option } from 'commander'
import { isMilieuError } from '../engine/errors.ts'
import { ENGINE_VERSION } from '../experiment/run-plan.ts'
import {
  CHECKPOINT_HELP,
  EXECUTOR_HELP,
  examples,
  positiveNumber,
  wallTime,
  wholeNumber,
} from './arguments.ts'
import { addClusterOptions } from './cluster-arguments.ts'
import { ExitCode } from './exit-code.ts'
import { describeFileError } from './file-error.ts'
import { addComparison, addHistory } from './history-verbs.ts'
import { addLab } from './lab-verb.ts'
import { addStudyVerbs } from './study-verbs.ts'
import { type Terminal, createTerminal } from './terminal.ts'
import { addTrustVerbs } from './trust-verbs.ts'
import type { CalibrateOptions } from './calibrate.ts'
import type { TrialOptions } from './trial.ts'

const INTRODUCTION = 'Milieu: a virtual laboratory for the tumour microenvironment.'

const AFTERWORD = `
Examples:
  milieu trial experiments/crc-anti-pd1.yaml   answer a question: arms, twins, intervals, report
  milieu run models/first/model.yaml           run a model once
  milieu check my-model.yaml                   find every mistake before a run
  milieu describe models/first/model.yaml      the complete model, every default spelled out

Exit codes:
  0 done   1 mistakes in a file, nothing was run; or two runs differ   2 wrong usage   3 failed
  130 stopped by Ctrl-C or SIGTERM`

/*
 * Each verb loads what it needs when it is asked for: loading modules is most of what a short command costs.
 */

/** Runs the command line; returns the exit code (0 done, 1 mistakes in a file or runs that differ, 2 wrong usage, 3 failed, 130 interrupted). */
export async function main(argv: readonly string[]): Promise<number> {
  const terminal = createTerminal()
  endQuietlyOnClosedPipe()
  let code: number = ExitCode.done
  const program = createProgram((action) => {
    code = action
  }, terminal)
  if (argv.length === 0) {
    program.outputHelp()
    return ExitCode.done
  }
  try {
    await program.parseAsync([...argv], { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.done : ExitCode.usage
    terminal.error(describeFailure(error))
    return ExitCode.failed
  }
  return code
}

/** `milieu describe model.yaml | head` closes the pipe before everything is printed; that is no failure. */
function endQuietlyOnClosedPipe(): void {
  if (!process.stdout.listeners('error').includes(onOutputError)) process.stdout.on('error', onOutputError)
}

function onOutputError(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
  process.exit(ExitCode.done)
}

/** What a failure was, in words; anything unforeseen with its stack, for a bug report. */
function describeFailure(error: unknown): string {
  if (isMilieuError(error)) return `error: ${error.message}`
  const fileError = describeFileError(error)
  if (fileError !== undefined) return `error: ${fileError}`
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `Something unforeseen happened; please report it with these lines:\n${stack}`
}

function createProgram(finish: (code: number) => void, terminal: Terminal): Command {
  const program = new Command('milieu')
    .description(INTRODUCTION)
    .version(ENGINE_VERSION, '--version', 'print the version')
    .usage('<verb> [options]')
    .helpOption('-h, --help', 'print this help, or that of a verb')
    .helpCommand(false)
    .commandsGroup('Verbs:')
    .addHelpText('after', AFTERWORD)
    .configureHelp({ helpWidth: terminal.width })
    .exitOverride()
    .showHelpAfterError('(milieu --help lists the verbs; milieu VERB --help explains one)')
    .showSuggestionAfterError()

  addTrial(program, terminal, finish)
  addPlan(program, terminal, finish)
  addStudyVerbs(program, terminal, finish)
  addCalibrate(program, terminal, finish)
  addRun(program, terminal, finish)
  addHistory(program, terminal, finish)
  program
    .command('check')
    .description('find every mistake in a model, an experiment or a session; nothing is run')
    .argument('<file>', 'model, experiment or session (YAML)')
    .option('--notes', 'print notes too: numbers without a source, defaults')
    .option('--json', 'print the findings as JSON')
    .addHelpText(
      'after',
      examples('milieu check models/colorectal/model.yaml', 'milieu check my-model.yaml --json'),
    )
    .action(async (file: string, options) => {
      const { checkCommand } = await import('./check.ts')
      finish(checkCommand(file, options, terminal))
    })
  program
    .command('describe')
    .description('print what a model is: every default spelled out, in a form that can be read back')
    .argument('[model]', 'model (YAML)')
    .addOption(view('parameters', 'every number with unit, source and kind'))
    .addOption(view('signals', 'what its cells can sense'))
    .addOption(view('behaviours', 'what rules can modulate'))
    .addOption(view('order', 'what happens in a step, in order'))
    .addOption(view('measures', 'what a trial can read off it'))
    .addOption(view('memory', 'what is stored per cell and per voxel'))
    .addOption(view('sites', 'the tissues of an organism, and who meets whom'))
    .addOption(view('schema', 'the JSON Schema of model files, for editors (needs no model)'))
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      examples('milieu describe models/first/model.yaml', 'milieu describe --schema > milieu.schema.json'),
    )
    .action(async (model: string | undefined, options) => {
      const { describeCommand } = await import('./describe.ts')
      finish(describeCommand(model, options, terminal))
    })
  addEvidence(program, terminal, finish)
  program
    .command('analyse')
    .description('say what the runs of a trial show, also while some of them are missing')
    .argument('<folder>', 'folder of a trial')
    .option('--quiet', 'print only the answer')
    .option('--json', 'print the summary as JSON')
    .addHelpText('after', examples('milieu analyse results/crc-anti-pd1'))
    .action(async (folder: string, options) => {
      const { analyseCommand } = await import('./analyse-study.ts')
      finish(await analyseCommand(folder, options, terminal))
    })
  program
    .command('report')
    .description('write the report of a finished trial or run again')
    .argument('<folder>', 'folder of a trial or a run')
    .option('--quiet', 'print nothing but errors')
    .addHelpText('after', examples('milieu report results/crc-anti-pd1'))
    .action(async (folder: string, options) => {
      const { reportCommand } = await import('./report.ts')
      finish(reportCommand(folder, options, terminal))
    })
  addTrustVerbs(program, terminal, finish)
  addComparison(program, terminal, finish)
  addLab(program, terminal, finish)
  addBench(program, terminal, finish)
  for (const command of program.commands) {
    command
      .exitOverride()
      .configureHelp({ helpWidth: terminal.width })
      .helpOption('-h, --help', 'print this help')
  }
  return program
}

function addEvidence(program: Command, terminal: Terminal, finish: (code: number) => void): void {
  program
    .command('evidence')
    .description('what of the literature is in a model, which experiment shows it, and whether it came out')
    .argument('[model]', 'model (YAML, or the folder that holds model.yaml); without one, the whole ledger')
    .option('--claims', 'every statement of the ledger, also those that this model does not carry')
    .option('--picture <file>', 'draw who acts on whom (SVG)')
    .option('--page <file>', 'picture and tables as one page (HTML)')
    .option('--ledger <folder>', 'folder of another ledger (default: the one that is shipped)')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      examples(
        'milieu evidence models/colorectal',
        'milieu evidence models/liver-metastasis --page evidence.html',
      ),
    )
    .action(async (file: string | undefined, options) => {
      const { evidenceCommand } = await import('./evidence.ts')
      finish(evidenceCommand(file, options, terminal))
    })
}

const VIEWS = ['parameters', 'signals', 'behaviours', 'order', 'measures', 'memory', 'sites', 'schema']

/** One of the views of `describe`, of which only one is printed. */
function view(name: string, doc: string): Option {
  return new Option(`--${name}`, doc).conflicts(VIEWS.filter((other) => other !== name))
}

function addTrial(program: Command, terminal: Terminal, finish: (code: number) => void): void {
  const command = program
    .command('trial')
    .description('answer the question of an experiment: arms x replicates, effects with intervals, a report')
    .argument('<experiment>', 'experiment (YAML)')
    .option('--replicates <n>', 'replicates per arm, instead of those of the file', positiveNumber)
    .option('--seed <n>', 'seed of the trial, instead of that of the file', wholeNumber)
    .option('--out <folder>', 'where results go (default: results/<name of the experiment>)')
    .option('--cores <n>', 'runs at the same time (default: one per core)', positiveNumber)
    .option('--executor <name>', EXECUTOR_HELP)
    .option(
      '--resume',
      'go on with a trial that was begun, or say that there is none (going on is the default)',
    )
    .option('--replace', 'take a folder that holds another trial; runs that are in it stay')
    .option('--checkpoint-every <time>', CHECKPOINT_HELP, wallTime)
    .option('--quiet', 'print only the answer')
    .option('--json', 'print the summary as JSON')
  addClusterOptions(command)
    .addHelpText(
      'after',
      examples(
        'milieu trial experiments/crc-anti-pd1.yaml',
        'milieu trial experiments/crc-anti-pd1.yaml --replicates 8 --json',
        'milieu trial experiments/crc-cohort.yaml --executor slurm --slurm-options "--time=2:00:00"',
      ),
    )
    .action(async (file: string, options: TrialOptions) => {
      const { trialCommand } = await import('./trial.ts')
      finish(await trialCommand(file, options, terminal))
    })
}

function addPlan(program: Command, terminal: Terminal, finish: (code: number) => void): void {
  program
    .command('plan')
    .description('print what an experiment would run, what of it is there, and what the rest will take')
    .argument('<experiment>', 'experiment (YAML)')
    .option('--replicates <n>', 'replicates per arm, instead of those of the file', positiveNumber)
    .option('--seed <n>', 'seed of the trial, instead of that of the file', wholeNumber)
    .option('--cores <n>', 'cores to estimate for (default: all of this machine)', positiveNumber)
    .option('--out <folder>', 'lay the trial into a folder, for milieu work on any machine')
    .option('--json', 'print the plan as JSON, with every run')
    .addHelpText(
      'after',
      examples(
        'milieu plan experiments/spheroid-oxygen-sweep.yaml',
        'milieu plan experiments/crc-cohort.yaml --out results/cohort',
      ),
    )
    .action(async (file: string, options) => {
      const { planCommand } = await import('./plan.ts')
      finish(planCommand(file, options, terminal))
    })
}

function addCalibrate(program: Command, terminal: Terminal, finish: (code: number) => void): void {
  const command = program
    .command('calibrate')
    .description('fit numbers of a model to measurements, and check what the fit predicts')
    .argument('<experiment>', 'experiment with a calibration (YAML)')
    .option('--population <n>', 'particles of the posterior, instead of those of the file', positiveNumber)
    .option('--budget <n>', 'most runs of the fit, instead of those of the file', positiveNumber)
    .option('--seed <n>', 'seed of the calibration, instead of that of the file', wholeNumber)
    .option('--out <folder>', 'where results go (default: results/<name of the experiment>)')
    .option('--cores <n>', 'runs at the same time (default: one per core)', positiveNumber)
    .option('--executor <name>', EXECUTOR_HELP)
    .option('--quiet', 'print only the answer')
    .option('--json', 'print the summary as JSON')
  addClusterOptions(command)
    .addHelpText(
      'after',
      examples(
        'milieu calibrate experiments/measured-spheroid.yaml',
        'milieu calibrate experiments/measured-spheroid.yaml --population 40 --budget 400',
      ),
    )
    .action(async (file: string, options: CalibrateOptions) => {
      const { calibrateCommand } = await import('./calibrate.ts')
      finish(await calibrateCommand(file, options, terminal))
    })
}

function addRun(program: Command, terminal: Terminal, finish: (code: number) => void): void {
  program
    .command('run')
    .description('run a model once and write its report')
    .argument('<model>', 'model (YAML)')
    .option('--seed <n>', 'seed of the run', wholeNumber, 1)
    .option('--out <folder>', 'where results go (default: results/<name of the model>)')
    .option('--threads <n>', 'threads within the run (default: chosen by its size)', positiveNumber)
    .option('--checkpoint-every <time>', CHECKPOINT_HELP, wallTime)
    .option('--profile', 'print where the time went, phase by phase')
    .option('--quiet', 'print only the first and last values')
    .option('--json', 'print the manifest as JSON')
    .addHelpText(
      'after',
      examples('milieu run models/first/model.yaml', 'milieu run models/first/model.yaml --seed 7 --profile'),
    )
    .action(async (file: string, options) => {
      const { runCommand } = await import('./run.ts')
      finish(await runCommand(file, options, terminal))
    })
}

function addBench(program: Command, terminal: Terminal, finish: (code: number) => void): void {
  program
    .command('bench')
    .description('measure what this machine takes, scene by scene, and compare it with other machines')
    .option('--scene <name>', 'only scenes whose name begins so (again for more)', gathered)
    .option('--quick', 'the short scenes, with fewer repeats')
    .option('--repeats <n>', 'repeats per measurement (default: 7; 3 with --quick)', positiveNumber)
    .option(
      '--threads <n>',
      'measure on this many threads, too (default: one per core; --quick: 1)',
      positiveNumber,
    )
    .option('--against <machine>', "a machine of --list, a file that was saved, or 'none'")
    .option('--save <file>', 'write the results as CSV, too')
    .option('--list', 'print the names of scenes and machines')
    .option('--json', 'print the results as JSON')
    .addHelpText(
      'after',
      examples('milieu bench --quick', 'milieu bench --scene mechanics --scene "main job" --repeats 9'),
    )
    .action(async (options) => {
      const { benchCommand } = await import('./bench.ts')
      finish(await benchCommand(options, terminal))
    })
}

/** Values of an option that may be given again. */
function gathered(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

import type { Design } from '../experiment/design.ts'
import type { Experiment } from '../experiment/experiment.ts'
import type { RunPlan } from '../experiment/run-plan.ts'
import type { Estimate } from './plan-estimate.ts'
import { armDescription } from '../analysis/arm-description.ts'
import { taskCount } from '../experiment/cluster-tasks.ts'
import { formatNumber } from '../figures/number-format.ts'
import { columnsOf, wrap } from './columns.ts'
import { commandLine } from './execute.ts'
import { durationText } from './progress-line.ts'
import { type Terminal, counted } from './terminal.ts'

/** What `milieu plan` found out. */
export interface Planned {
  readonly experiment: Experiment
  readonly design: Design | undefined
  readonly replicates: number
  readonly seed: number
  readonly plans: readonly RunPlan[]
  /** Keys of those that are finished. */
  readonly finished: ReadonlySet<string>
  readonly estimate: Estimate
  readonly folder: string
  /** Present when the study was laid into the folder. */
  readonly batch?: string
}

/** How many there are of what multiplies to the runs. */
function countsOf({ experiment, design, replicates }: Planned) {
  const settings = new Set(design?.points.flatMap(({ setting }) => setting ?? [])).size
  const patients = new Set(design?.points.flatMap(({ patient }) => patient ?? [])).size
  return { arms: experiment.arms.length, settings, patients, replicates }
}

/** The plan for programs; every run with its key, which is the name of its folder. */
export function planData(planned: Planned): unknown {
  const { experiment, design, plans, finished, estimate, folder, batch, seed } = planned
  return {
    experiment: experiment.file,
    question: experiment.data.question,
    ...countsOf(planned),
    seed,
    parameters: (design?.parameters ?? []).map(({ name, paths, unit, arms, text, provenance }) => ({
      name,
      paths,
      unit,
      ...(arms === undefined ? {} : { arms }),
      is: text,
      source: provenance,
    })),
    finished: finished.size,
    estimate,
    cluster: clusterTasks(planned),
    folder,
    ...(batch === undefined ? {} : { batch }),
    runs: plans.map(({ key, arm, point, replicate }) => ({
      key,
      arm,
      ...placeOf(planned, point),
      replicate,
      isFinished: finished.has(key),
    })),
  }
}

function placeOf({ design }: Planned, index: number | undefined) {
  const point = index === undefined ? undefined : design?.points[index]
  return point === undefined
    ? {}
    : {
        ...(point.setting === undefined ? {} : { setting: point.setting }),
        ...(point.patient === undefined ? {} : { patient: point.patient }),
      }
}

/** The plan for people. */
export function planAnswer(planned: Planned, terminal: Terminal): string {
  const { experiment, plans, finished, folder, batch } = planned
  const width = terminal.answerWidth
  const { arms, settings, patients, replicates } = countsOf(planned)
  const product = [
    counted(arms, 'arm'),
    ...(settings === 0 ? [] : [counted(settings, 'setting')]),
    ...(patients === 0 ? [] : [counted(patients, 'patient')]),
    counted(replicates, experiment.data.pairing === 'twins' ? 'twin' : 'replicate'),
  ].join(' x ')
  // Arms that are the same model share their runs.
  const distinct = new Set(plans.map(({ key }) => key)).size
  const same = distinct < plans.length ? `, ${counted(distinct, 'different one')}` : ''
  return [
    '',
    ...wrap(experiment.data.question, width, ''),
    '',
    `  ${product} = ${counted(plans.length, 'run')}${same}, ${finished.size === 0 ? 'none' : counted(finished.size, 'run').split(' ')[0]} finished      seed ${planned.seed}`,
    '',
    armTable(planned, width),
    ...parameterTable(planned, width),
    '',
    ...costLines(planned, width),
    ...(batch === undefined ? [] : ['', ...commands(folder, distinct)]),
  ].join('\n')
}

function armTable({ experiment }: Planned, width: number): string {
  const [control] = experiment.arms
  const rows = experiment.arms.flatMap(({ name, model, changes }) => {
    const lines =
      control === undefined || model === control.model
        ? ['the model as written']
        : armDescription(control.model, model, changes)
    return lines.map((line, index) => [index === 0 ? '  arm' : '', index === 0 ? name : '', line])
  })
  return columnsOf(rows, width)
}

function parameterTable({ design }: Planned, width: number): readonly string[] {
  if (design === undefined) return []
  const rows = design.parameters.map(({ name, paths, text, arms, provenance }) => {
    const where = paths.length === 1 && paths[0] === name ? '' : `at ${paths.join(' and ')}`
    const only = arms === undefined ? '' : `in ${arms.join(', ')}`
    const source = provenance.key === undefined ? provenance.kind : `${provenance.kind}, ${provenance.key}`
    return ['  varies', name, [text, only, where, `[${source}]`].filter((part) => part !== '').join(' ')]
  })
  return ['', columnsOf(rows, width)]
}

function costLines(planned: Planned, width: number): readonly string[] {
  const { estimate, plans, finished } = planned
  if (estimate.seconds === 0 && finished.size > 0) return [`  time     ${estimate.basis}`]
  const rest = finished.size > 0 && finished.size < plans.length ? ' for the rest' : ''
  return [
    columnsOf(
      [
        [
          '  time',
          ` about ${durationText(estimate.seconds)} on ${counted(estimate.cores, 'core')}${rest}, ${estimate.basis}`,
        ],
        ['  cluster', ` ${clusterText(planned)}`],
        ['  disk', ` about ${bytesText(estimate.bytes)}${rest}`],
      ],
      width,
    ),
  ]
}

/** How a cluster would share the work, if nobody says otherwise. */
function clusterText(planned: Planned): string {
  const { tasks, seconds } = clusterTasks(planned)
  return `${counted(tasks, 'task')} of about ${durationText(seconds)}${tasks === 1 ? '' : ' each'} with --executor slurm`
}

function clusterTasks({ estimate, plans, finished }: Planned) {
  const left = new Set(plans.filter(({ key }) => !finished.has(key)).map(({ key }) => key))
  const seconds = estimate.seconds * estimate.cores
  const tasks = taskCount({ runs: left.size, seconds })
  return { tasks, seconds: seconds / tasks }
}

/** 1.2 GB, with prefixes of ten. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  return `${formatNumber(Number((bytes / 1000 ** power).toPrecision(2)))} ${units[power]}`
}

/** Shares that the example of a command names; chosen: a common size of a job array. */
const SHARES = 50

function commands(folder: string, runs: number): readonly string[] {
  const shares = Math.min(SHARES, runs)
  return [
    columnsOf([
      [`  laid into ${folder}`, ''],
      [
        `  ${commandLine('milieu', 'work', folder)}`,
        'computes it here; again in another terminal: both share it',
      ],
      [
        `  ${commandLine('milieu', 'work', folder, '--share', `1/${shares}`)}`,
        `one of ${counted(shares, 'task')} of a job array, on any machine that sees the folder`,
      ],
    ]),
  ]
}

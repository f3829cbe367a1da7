import type { SearchOptions, Stage } from '../analysis/calibration/search.ts'
import type { CalibrationAnswer } from '../analysis/calibration/summarise.ts'
import type { Calibration } from '../experiment/calibration.ts'
import type { Experiment } from '../experiment/experiment.ts'
import { formatTogether } from '../figures/number-format.ts'
import { columnsOf, wrap } from './columns.ts'
import { type Terminal, counted } from './terminal.ts'

/** Question and size of a calibration, before it runs. */
export function calibrationHeader(
  experiment: Experiment,
  { data, parameters, targets }: Calibration,
  { population, budget, seed }: SearchOptions,
): string {
  const fitted = targets.filter((target) => !target.isHeldBack)
  const measurements = (list: typeof targets): number =>
    list.reduce((sum, { values }) => sum + values.length, 0)
  const held = measurements(targets) - measurements(fitted)
  const facts = [
    counted(parameters.length, 'parameter'),
    `${counted(measurements(fitted), 'measurement')} to fit, ${held} held back`,
    ...(data.method === 'cma-es' ? [] : [counted(population, 'particle')]),
    `at most ${counted(budget, 'run')}`,
  ]
  return `\n${experiment.data.question}\n\n  ${facts.join(', ')}      ${data.method}  seed ${seed}\n`
}

/** What stands before the progress line: where the search is. */
export function stageText({ step, generation, tolerance, acceptance, runs, budget }: Stage): string {
  if (step === 'check') return '  check of predictions'
  if (step === 'estimate') return `  estimate, generation ${generation}, run ${runs} of ${budget}`
  const parts = [
    `  population ${generation}`,
    ...(tolerance === undefined ? [] : [`tolerance ${tolerance.toPrecision(3)}`]),
    ...(acceptance === undefined ? [] : [`accepted ${Math.round(100 * acceptance)} %`]),
    `run ${runs} of ${budget}`,
  ]
  return parts.join(', ')
}

/** The end of a calibration: what the data say of each parameter, how well it predicts, and where everything is. */
export function calibrationAnswer(
  answer: CalibrationAnswer,
  terminal: Terminal,
  places: readonly string[],
): string {
  const { remarks, limits } = answer
  const blocks = [
    parameterLines(answer, terminal),
    scoreLines(answer, terminal),
    ...(remarks.length === 0 ? [] : [remarks.flatMap((remark) => wrap(remark, terminal.width))]),
    limits.flatMap((limit) => wrap(limit, terminal.width)),
    ...(places.length === 0 ? [] : [placeLines(places)]),
  ]
  return blocks.map((lines) => lines.join('\n')).join('\n\n')
}

function parameterLines(
  { parameters, generations }: CalibrationAnswer,
  { width }: Terminal,
): readonly string[] {
  const hasPosterior = generations.length > 0
  const rows = parameters.map(({ name, unit, prior, posterior, point }) => {
    const [median = '', low = '', high = '', best = ''] = formatTogether([
      posterior.median,
      posterior.low,
      posterior.high,
      point ?? null,
    ])
    return [
      name,
      ...(hasPosterior ? [median, `${low} to ${high}`] : []),
      ...(point === undefined ? [] : [best]),
      unit,
      ...(hasPosterior ? [`${Math.round(100 * (1 - posterior.shrinkage))} %`] : []),
      prior.text,
    ]
  })
  const hasPoint = parameters.some(({ point }) => point !== undefined)
  const header = [
    '',
    ...(hasPosterior ? ['median', '95 % interval'] : []),
    ...(hasPoint ? ['estimate'] : []),
    'unit',
    ...(hasPosterior ? ['of prior'] : []),
    'prior',
  ]
  return columnsOf([header, ...rows], width).split('\n')
}

function scoreLines({ scores }: CalibrationAnswer, { width }: Terminal): readonly string[] {
  const share = (value: number | null): string => (value === null ? '' : `${Math.round(100 * value)} %`)
  const rows = scores.map((score) => [
    score.isHeldBack ? 'held back' : 'fitted',
    score.condition,
    score.quantity,
    String(score.measurements),
    score.error === null
      ? ''
      : `${Number(score.error.toPrecision(2))} ${score.unit === '1' ? '' : score.unit}`.trim(),
    share(score.relativeError),
    share(score.coverage50),
    share(score.coverage95),
  ])
  const header = ['', 'condition', 'quantity', 'n', 'error', 'relative', 'in 50 %', 'in 95 %']
  return columnsOf([header, ...rows], width).split('\n')
}

function placeLines(places: readonly string[]): readonly string[] {
  const command = places.at(-1) ?? ''
  return [...places.slice(0, -1).map((path) => `  ${label(path)}${path}`), `  again    ${command}`]
}

function label(path: string): string {
  return path.endsWith('.html') ? 'report   ' : 'fitted   '
}

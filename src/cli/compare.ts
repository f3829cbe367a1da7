import { timeSection } from '../compile/core-sections.ts'
import { type ComparedRun, type RunDifference, runDifference } from '../analysis/run-difference.ts'
import { formatTime } from '../figures/number-format.ts'
import { sectionOf } from '../model/assemble.ts'
import { listNames } from '../model/messages.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { loadKernels } from '../platform/node/kernels.ts'
import { columnsOf, wrap } from './columns.ts'
import { ExitCode } from './exit-code.ts'
import { endedRun, findRun, modelOf } from './find-run.ts'
import { type Terminal, counted } from './terminal.ts'

export interface CompareOptions {
  readonly exact?: boolean
  readonly json?: boolean
}

/** `milieu compare`: where two runs part, to the number; says so when they do not. */
export async function compareCommand(
  first: string,
  second: string,
  options: CompareOptions,
  terminal: Terminal,
): Promise<number> {
  const [a, b] = [comparedRun(first), comparedRun(second)]
  const difference = await runDifference(a, b, {
    files: nodeFiles,
    kernels: loadKernels(),
    isExact: options.exact === true,
  })
  const isSame = isIdentical(difference)
  if (options.json === true) {
    const runs = [a, b].map(({ folder, manifest }) => ({ folder, key: manifest.key }))
    terminal.print(JSON.stringify({ identical: isSame, runs, ...difference }, undefined, 2))
  } else terminal.print(text(a, b, difference, options, terminal))
  if (difference.compared === 0) {
    terminal.error('the two have no snapshot at the same time: only their series could be compared')
    return ExitCode.failed
  }
  return isSame ? ExitCode.done : ExitCode.differs
}

function comparedRun(path: string): ComparedRun {
  const run = findRun(path)
  return { folder: run.folder, manifest: endedRun(run), model: modelOf(run).model }
}

function isIdentical({ state, series, onlyIn, compared }: RunDifference): boolean {
  return compared > 0 && state === undefined && series === undefined && onlyIn.flat().length === 0
}

function text(
  a: ComparedRun,
  b: ComparedRun,
  difference: RunDifference,
  options: CompareOptions,
  terminal: Terminal,
): string {
  const stop = Math.max(stopOf(a), stopOf(b))
  const at = ({ tick, time }: { tick: number; time: number }): string =>
    `tick ${tick.toLocaleString('en-GB')} (${formatTime(time, stop)})`
  const { state, series, sameUntil, compared } = difference
  const lines: string[] = []
  if (isIdentical(difference)) {
    const upTo = sameUntil === undefined ? '' : `, up to ${at(sameUntil)}`
    lines.push(
      `  identical: ${counted(compared, 'common snapshot')}${upTo}, and every common value of the series`,
    )
  }
  if (state !== undefined) {
    const how = difference.isExact ? 'at' : sameUntil === undefined ? 'from' : 'by'
    lines.push(terminal.colours.bold(`  they part ${how} ${at(state)}`))
    lines.push('', stateTable(a, b, state), '')
    if (sameUntil !== undefined) lines.push(`  the same at ${at(sameUntil)}${exactHint(difference, options)}`)
    const others = state.columns.filter((name) => name !== state.column)
    if (others.length > 0) lines.push(...wrap(`also different: ${listNames(others)}`, terminal.width))
  } else if (sameUntil !== undefined && !isIdentical(difference)) {
    lines.push(`  the state is the same in ${counted(compared, 'common snapshot')}, up to ${at(sameUntil)}`)
  }
  if (series !== undefined) {
    const [left, right] = series.values
    lines.push(
      `  series: '${series.measure}' differs first at ${formatTime(series.time, stop)}: ${left} and ${right}`,
    )
  }
  for (const [index, names] of difference.onlyIn.entries())
    if (names.length > 0)
      lines.push(
        ...wrap(`only in the ${index === 0 ? 'first' : 'second'}: ${listNames(names)}`, terminal.width),
      )
  return lines.join('\n')
}

function exactHint({ isExact }: RunDifference, { exact }: CompareOptions): string {
  if (isExact) return ''
  return exact === true
    ? '; computed again from there they stay the same: what parted them is not in model, seed or state'
    : '; --exact finds the first tick between the two'
}

function stateTable(a: ComparedRun, b: ComparedRun, state: NonNullable<RunDifference['state']>): string {
  const { site, column, group, row, component, values, lineages } = state
  const where: Readonly<Record<string, string>> = {
    cell: 'cell in slot',
    voxel: 'voxel',
    vessel: 'vessel point',
  }
  const rows = where[group]
  const place = rows === undefined ? column : `${column}, ${rows} ${row.toLocaleString('en-GB')}`
  const part = component === 0 ? '' : `, component ${component}`
  const line = (run: ComparedRun, k: 0 | 1): readonly string[] => [
    '',
    run.folder,
    values[k] === undefined ? 'no such row' : String(values[k]),
    lineages[k] === undefined ? '' : `lineage ${lineages[k]}`,
  ]
  const world = site === undefined ? '' : `${site}: `
  return `  ${world}${place}${part}\n${columnsOf([line(a, 0), line(b, 1)])}`
}

function stopOf({ model }: ComparedRun): number {
  return sectionOf(model.data, timeSection).stop.value
}

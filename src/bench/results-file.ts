/** Results as CSV: one file per machine, committed, so that others can compare. */
import { readdirSync } from 'node:fs'
import { readCsv } from '../compile/csv.ts'
import { MilieuError } from '../engine/errors.ts'
import { readFile } from '../platform/node/read-file.ts'
import { packageFolder } from './open-world.ts'
import type { Quantity, SceneResult } from './result.ts'

const FOLDER = 'bench/results'
const HEADER = 'scene,threads,quantity,unit,median,fastest,wall,ratio to plain,repeats'

/** What another machine came to. */
export interface Comparison {
  readonly name: string
  /** That machine, in words. */
  readonly machine: string
  /** Medians by scene, threads, quantity and unit. */
  readonly medians: ReadonlyMap<string, number>
}

/** Rows for a file: one per quantity and one per phase. */
export function csvText(results: readonly SceneResult[], machine: string, repeats: number): string {
  const rows = results.flatMap((result) => [
    ...result.quantities.map((quantity) => rowOf(result, quantity, repeats)),
    ...result.phases.map(([phase, share]) =>
      rowOf(result, { name: `phase ${phase}`, unit: '%', median: 100 * share }, repeats),
    ),
  ])
  return [`# ${machine}`, HEADER, ...rows, ''].join('\n')
}

function rowOf({ scene, threads }: SceneResult, quantity: Quantity, repeats: number): string {
  const { name, unit, median, fastest, wall, ratio } = quantity
  const numbers = [median, fastest, wall, ratio].map((value) =>
    value === undefined ? '' : String(Number(value.toPrecision(4))),
  )
  return [scene, threads, name.includes(',') ? `"${name}"` : name, unit, ...numbers, repeats].join(',')
}

/** Names of the machines whose results ship. */
export function machineNames(): readonly string[] {
  return readdirSync(packageFolder + FOLDER)
    .filter((name) => name.endsWith('.csv'))
    .map((name) => name.slice(0, -'.csv'.length))
    .toSorted()
}

/** Results of a machine that ship, or of a file that was saved. */
export function readComparison(name: string): Comparison {
  const path = name.endsWith('.csv') ? name : `${packageFolder}${FOLDER}/${name}.csv`
  const file = readFile(path)
  if (!file.ok)
    throw new MilieuError(
      'Usage',
      `no results of a machine '${name}' (${file.reason}); there are: ${machineNames().join(', ')}`,
    )
  return parseResults(name, file.text)
}

/** Reads what `csvText` wrote. */
export function parseResults(name: string, text: string): Comparison {
  const [first = '', ...lines] = text.split('\n')
  const rows = readCsv(lines.join('\n'))
  const isOurs = first.startsWith('# ') && !('mistake' in rows) && rows[0]?.fields.join(',') === HEADER
  if (!isOurs) throw new MilieuError('Usage', `${name} holds no results of a benchmark`)
  const medians = rows.slice(1).map(({ fields }) => {
    const [scene = '', threads = '', quantity = '', unit = '', median = ''] = fields
    return [keyOf(scene, Number(threads), quantity, unit), Number(median)] as const
  })
  return { name: name.replace(/^.*[\\/]|\.csv$/g, ''), machine: first.slice(2), medians: new Map(medians) }
}

/** What the other machine came to in the same quantity of the same scene. */
export function medianOf(
  comparison: Comparison,
  { scene, threads }: SceneResult,
  { name, unit }: Quantity,
): number | undefined {
  return comparison.medians.get(keyOf(scene, threads, name, unit))
}

function keyOf(scene: string, threads: number, quantity: string, unit: string): string {
  return JSON.stringify([scene, threads, quantity, unit])
}

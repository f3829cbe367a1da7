import { availableParallelism, cpus, loadavg } from 'node:os'
import { styleText } from 'node:util'
import type { Quantity, SceneResult } from './result.ts'

/** The machine in words: nothing that names it. */
export function machineText(): string {
  const [cpu] = cpus()
  const clock = cpu === undefined || cpu.speed === 0 ? '' : `, ${(cpu.speed / 1000).toFixed(1)} GHz`
  const load = (loadavg()[0] ?? 0).toFixed(1)
  return `${availableParallelism()} cores (${cpu?.model.trim() ?? 'unknown'}${clock}), ${process.platform} ${process.arch}, Node ${process.versions.node}, load ${load} at the end`
}

/** Four significant digits at most, thousands separated. */
function shown(value: number | undefined): string {
  if (value === undefined) return ''
  if (value >= 100) return Math.round(value).toLocaleString('en-GB')
  return value.toLocaleString('en-GB', { maximumSignificantDigits: 3 })
}

/** One scene as text: what it is, its numbers, and where the time went. */
export function sceneText(result: SceneResult): string {
  const name = Math.max(40, ...result.quantities.map((quantity) => quantity.name.length))
  const lines = result.quantities.map((quantity) => {
    const ratio = quantity.ratio === undefined ? '' : `${shown(quantity.ratio)} x`
    const cells = [shown(quantity.median), shown(quantity.fastest), ratio].map((cell) => cell.padStart(11))
    return `  ${quantity.name.padEnd(name)} ${quantity.unit.padEnd(5)}${cells.join('')}`
  })
  const phases = result.phases.slice(0, 6).map(([phase, share]) => `${phase} ${Math.round(100 * share)} %`)
  const where = phases.length === 0 ? [] : [`  ${phases.join(', ')}`]
  return ['', `${styleText('bold', result.scene)}   ${result.title}`, ...lines, ...where].join('\n')
}

/** What stands above the columns. */
export function headText(): string {
  return `${' '.repeat(49)}${['median', 'fastest', 'ratio'].map((word) => word.padStart(11)).join('')}`
}

/** Rows for `bench/results`, one per quantity and one per phase. */
export function csvText(results: readonly SceneResult[], machine: string, repeats: number): string {
  const row = (scene: string, { name, unit, median, fastest, ratio }: Quantity): string =>
    [scene, quoted(name), unit, digits(median), digits(fastest), digits(ratio), repeats].join(',')
  const rows = results.flatMap((result) => [
    ...result.quantities.map((quantity) => row(result.scene, quantity)),
    ...result.phases.map(([phase, share]) =>
      row(result.scene, { name: `phase ${phase}`, unit: '%', median: 100 * share }),
    ),
  ])
  return [`# ${machine}`, 'scene,quantity,unit,median,fastest,ratio to plain,repeats', ...rows, ''].join('\n')
}

function quoted(text: string): string {
  return text.includes(',') ? `"${text}"` : text
}

function digits(value: number | undefined): string {
  return value === undefined ? '' : String(Number(value.toPrecision(4)))
}

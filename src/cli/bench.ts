import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { setFlagsFromString } from 'node:v8'
import { type Scene, catalogue, choose } from '../bench/catalogue.ts'
import { growthOfCost, overall, speedUps } from '../bench/conclusions.ts'
import { machineText } from '../bench/machine.ts'
import type { LeftOut, SceneResult } from '../bench/result.ts'
import { type Comparison, csvText, machineNames, readComparison } from '../bench/results-file.ts'
import { type TableStyle, endText, headText, sceneText } from '../bench/table.ts'
import { isMilieuError } from '../engine/errors.ts'
import { ENGINE_VERSION } from '../experiment/run-plan.ts'
import { ExitCode } from './exit-code.ts'
import type { Terminal } from './terminal.ts'

export interface BenchOptions {
  readonly scene?: readonly string[]
  readonly repeats?: number
  readonly threads?: number
  readonly against?: string
  readonly save?: string
  readonly quick?: boolean
  readonly json?: boolean
  readonly list?: boolean
}

/** Repeats per measurement; chosen: a median of seven shrugs off three disturbed ones. */
const REPEATS = 7
const QUICK_REPEATS = 3

/** `milieu bench`: what this machine takes for scenes that everybody can run. */
export async function benchCommand(options: BenchOptions, terminal: Terminal): Promise<number> {
  if (options.list === true) return list(terminal)
  const scenes = choose(options.scene ?? [], options.quick === true)
  if (scenes.length === 0) {
    terminal.error('error: no scene has that name; milieu bench --list prints them')
    return ExitCode.usage
  }
  const comparison = comparisonFor(options, terminal)
  if (comparison === 'unknown') return ExitCode.usage
  const threads = options.threads ?? (options.quick === true ? 1 : availableParallelism())
  // Kernels come from the optimising compiler at once. Otherwise it works beside the first second of a run, and on a busy
  // machine longer: what is measured would depend on when it is done.
  setFlagsFromString('--no-liftoff')
  const repeats = options.repeats ?? (options.quick === true ? QUICK_REPEATS : REPEATS)
  const style = styleOf(terminal)
  if (options.json !== true) terminal.print(headText(style, comparison))
  const all = await runScenes(scenes, { repeats, threads }, terminal, (result) => {
    if (options.json !== true) terminal.print(sceneText(result, style, comparison))
  })
  const results = all.filter(isResult)
  const machine = machineText()
  if (options.json === true) terminal.print(jsonText(all, machine, repeats, comparison))
  else terminal.print(endText(results, machine, style, comparison))
  if (options.save !== undefined) writeFileSync(options.save, csvText(results, machine, repeats))
  return ExitCode.done
}

function isResult(result: SceneResult | LeftOut): result is SceneResult {
  return !('reason' in result)
}

function list(terminal: Terminal): number {
  const width = Math.max(...catalogue.map(({ name }) => name.length))
  for (const { name, effort, isThreaded } of catalogue) {
    const notes = [effort === 'usual' ? '' : effort, isThreaded ? 'threads' : ''].filter(
      (note) => note !== '',
    )
    terminal.print(`  ${name.padEnd(width)}  ${terminal.colours.dim(notes.join(', '))}`.trimEnd())
  }
  terminal.print(`\n  machines to compare with: ${machineNames().join(', ')}`)
  return ExitCode.done
}

/** The machine that was asked for, or the first whose results ship. */
function comparisonFor(options: BenchOptions, terminal: Terminal): Comparison | 'unknown' | undefined {
  const name = options.against ?? machineNames()[0]
  if (name === undefined || name === 'none') return undefined
  try {
    return readComparison(name)
  } catch (error) {
    if (!isMilieuError(error, 'Usage')) throw error
    terminal.error(`error: ${error.message}`)
    return 'unknown'
  }
}

function styleOf(terminal: Terminal): TableStyle {
  return {
    width: Number.isFinite(terminal.answerWidth) ? terminal.answerWidth : terminal.width,
    bold: terminal.colours.bold,
    dim: terminal.colours.dim,
  }
}

async function runScenes(
  scenes: readonly Scene[],
  { repeats, threads }: { readonly repeats: number; readonly threads: number },
  terminal: Terminal,
  onResult: (result: SceneResult | LeftOut) => void,
): Promise<readonly (SceneResult | LeftOut)[]> {
  const results: (SceneResult | LeftOut)[] = []
  for (const [index, scene] of scenes.entries()) {
    for (const count of scene.isThreaded && threads > 1 ? [1, threads] : [1]) {
      const many = count === 1 ? '' : `, ${count} threads`
      terminal.progress(`  ${scene.name}${many}   ${index + 1} of ${scenes.length}`)
      const result = await scene.run({ repeats, threads: count })
      results.push(result)
      onResult(result)
      if ('reason' in result) break
    }
  }
  terminal.progress()
  return results
}

function jsonText(
  all: readonly (SceneResult | LeftOut)[],
  machine: string,
  repeats: number,
  comparison: Comparison | undefined,
): string {
  const results = all.filter(isResult)
  return JSON.stringify(
    {
      engine: ENGINE_VERSION,
      machine,
      repeats,
      results,
      leftOut: all.filter((result) => !isResult(result)),
      growth: growthOfCost(results),
      speedUps: speedUps(results),
      ...(comparison === undefined
        ? {}
        : {
            against: { name: comparison.name, machine: comparison.machine, ...overall(results, comparison) },
          }),
    },
    undefined,
    2,
  )
}

/** `npm run bench`: runs the scenes and prints what they cost. `--help` says how. */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { exchange, mechanics, transport } from './kernel-scenes.ts'
import { living, mainJob, startUp, tumourImmune } from './model-scenes.ts'
import { csvText, headText, machineText, sceneText } from './output.ts'
import { population } from './population-scenes.ts'
import type { SceneResult } from './result.ts'

const HELP = `npm run bench -- [options]

  --scene NAME   only scenes whose name begins with NAME (again for more)
  --repeats N    repeats per measurement (default 7); medians are reported
  --json         print JSON
  --save NAME    write bench/results/NAME.csv, too
  --list         print the names of the scenes

A ratio tells how many times faster a kernel is than its plain TypeScript form, measured in turn with it.`

type Scene = (repeats: number) => SceneResult | undefined

const scenes: readonly (readonly [string, Scene])[] = [
  ['transport 2-D 1', (n) => transport({ dimensions: 2, edge: 200, substrates: 1 }, n)],
  ['transport 2-D 5', (n) => transport({ dimensions: 2, edge: 200, substrates: 5 }, n)],
  ['transport 3-D 1', (n) => transport({ dimensions: 3, edge: 100, substrates: 1 }, n)],
  ['transport 3-D 5', (n) => transport({ dimensions: 3, edge: 100, substrates: 5 }, n)],
  ['exchange', exchange],
  ['mechanics 2-D 10000', (n) => mechanics({ dimensions: 2, cells: 10_000 }, n)],
  ['mechanics 3-D 10000', (n) => mechanics({ dimensions: 3, cells: 10_000 }, n)],
  ['mechanics 3-D 100000', (n) => mechanics({ dimensions: 3, cells: 100_000 }, n)],
  ['population 1000', (n) => population(1000, n)],
  ['population 100000', (n) => population(100_000, n)],
  ['living tissue 2-D', (n) => living(2, n)],
  ['living tissue 3-D', (n) => living(3, n)],
  ['tumour-immune sample', tumourImmune],
  ['main job', mainJob],
  ['start-up', startUp],
]

// Kernels come from the optimising compiler at once. Otherwise it works beside the first second of a run, and on a busy
// machine longer: what is measured would depend on when it is done.
setFlagsFromString('--no-liftoff')

function main(): number {
  const { values } = parseArgs({
    options: {
      scene: { type: 'string', multiple: true },
      repeats: { type: 'string', default: '7' },
      json: { type: 'boolean', default: false },
      save: { type: 'string' },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return say(HELP)
  if (values.list) return say(scenes.map(([name]) => name).join('\n'))
  const repeats = Number(values.repeats)
  if (!Number.isSafeInteger(repeats) || repeats < 1)
    return complain(`--repeats takes a whole number above 0, not '${values.repeats}'.`)
  const wanted = scenes.filter(([name]) => values.scene?.some((start) => name.startsWith(start)) ?? true)
  if (wanted.length === 0) return complain('No scene has that name; --list prints them.')
  const results = runScenes(wanted, repeats, values.json)
  const machine = machineText()
  if (values.json) say(JSON.stringify({ machine, repeats, results }, undefined, 2))
  else say(`\n${machine}`)
  if (values.save !== undefined) save(values.save, csvText(results, machine, repeats))
  return 0
}

function runScenes(wanted: typeof scenes, repeats: number, isQuiet: boolean): readonly SceneResult[] {
  if (!isQuiet) say(headText())
  return wanted.flatMap(([name, scene]) => {
    const result = scene(repeats)
    if (!isQuiet)
      say(
        result === undefined
          ? `\n${name}   left out: its files are not there, or have mistakes`
          : sceneText(result),
      )
    return result === undefined ? [] : [result]
  })
}

function save(name: string, text: string): void {
  const file = `bench/results/${name}.csv`
  writeFileSync(new URL(`results/${name}.csv`, import.meta.url), text)
  console.error(`written: ${file}`)
}

function say(text: string): number {
  console.log(text)
  return 0
}

function complain(text: string): number {
  console.error(text)
  return 2
}

process.exitCode = main()

/** The scenes by name, and which of them a benchmark runs when nobody names one. */
import { executorScene } from './executor-scene.ts'
import { analysisScene } from './analysis-scene.ts'
import { boolean } from './boolean-scene.ts'
import { adaptiveTransport, exchange, transport } from './kernel-scenes.ts'
import {
  type FileScene,
  MAIN_MODEL,
  SAMPLE_MODEL,
  TUMOUR_3D_MODEL,
  ecosystem,
  organism,
  fileScene,
  growth,
  living,
} from './model-scenes.ts'
import { cycling, network } from './network-scene.ts'
import { mechanics } from './packed-scenes.ts'
import { population } from './population-scenes.ts'
import type { LeftOut, SceneOptions, SceneResult } from './result.ts'
import { startUp } from './start-up.ts'
import { wholeField } from './whole-field.ts'

/** A scene that can be asked for. */
export interface Scene {
  readonly name: string
  /** `quick`: in every list; `usual`: unless only quick ones are wanted; `long`: by name only. */
  readonly effort: 'quick' | 'usual' | 'long'
  /** True when it is worth running on several threads, too. */
  readonly isThreaded: boolean
  run(options: SceneOptions): Promise<SceneResult | LeftOut> | SceneResult | LeftOut
}

type Run = Scene['run']

const scene = (name: string, run: Run, effort: Scene['effort'] = 'usual', isThreaded = true): Scene => ({
  name,
  effort,
  isThreaded,
  run,
})

const media = ([2, 3] as const).flatMap((dimensions) =>
  [1, 5].map((substrates) => ({ dimensions, substrates, edge: dimensions === 2 ? 200 : 100 })),
)

const file = (name: string, path: string, minutes: number, scheme?: 'lod' | 'adaptive'): Scene => {
  const described: FileScene = {
    scene: name,
    file: path,
    minutes,
    ...(scheme === undefined ? {} : { scheme }),
  }
  const run: Run = (options) => fileScene(described, options)
  return scene(name, run)
}

/** Every scene, in the order in which they run. */
export const catalogue: readonly Scene[] = [
  ...media.map((medium) =>
    scene(
      `transport ${medium.dimensions}-D ${medium.substrates}`,
      (options) => transport({ ...medium, scheme: 'lod' }, options),
      medium.dimensions === 2 ? 'quick' : 'usual',
    ),
  ),
  ...media.map((medium) =>
    scene(
      `transport ${medium.dimensions}-D ${medium.substrates} adaptive`,
      (options) => adaptiveTransport({ ...medium, scheme: 'adaptive' }, options),
      medium.dimensions === 2 ? 'quick' : 'usual',
    ),
  ),
  scene('exchange', exchange, 'quick'),
  scene('mechanics 2-D 10000', (options) => mechanics({ dimensions: 2, cells: 10_000 }, options)),
  scene('mechanics 3-D 10000', (options) => mechanics({ dimensions: 3, cells: 10_000 }, options), 'quick'),
  scene('mechanics 3-D 100000', (options) => mechanics({ dimensions: 3, cells: 100_000 }, options)),
  scene('mechanics 3-D 1000000', (options) => mechanics({ dimensions: 3, cells: 1_000_000 }, options)),
  scene('network 100000', (options) => network(100_000, options)),
  scene('network cycling 100000', (options) => cycling(100_000, options)),
  scene('boolean 100000', (options) => boolean(100_000, options)),
  scene('growth', growth),
  scene('population 1000', (options) => population(1000, options), 'usual', false),
  scene('population 100000', (options) => population(100_000, options), 'usual', false),
  scene('living tissue 2-D', (options) => living(2, options), 'quick', false),
  scene('living tissue 3-D', (options) => living(3, options), 'usual', false),
  file('tumour-immune sample', SAMPLE_MODEL, 30, 'lod'),
  file('tumour-immune sample adaptive', SAMPLE_MODEL, 30, 'adaptive'),
  file('tumour-immune 3-D', TUMOUR_3D_MODEL, 6, 'lod'),
  file('tumour-immune 3-D adaptive', TUMOUR_3D_MODEL, 6, 'adaptive'),
  file('main job', MAIN_MODEL, 360),
  scene('main job lod', (options) =>
    fileScene(
      { scene: 'main job lod', file: MAIN_MODEL, minutes: 360, scheme: 'lod', step: '0.005 min' },
      options,
    ),
  ),
  scene('ecosystem 2-D', (options) => ecosystem(2, options)),
  scene('ecosystem 3-D', (options) => ecosystem(3, options), 'long'),
  scene('organism', organism),
  scene('start-up', startUp, 'quick', false),
  scene('executor', executorScene, 'long', false),
  scene('analysis 10000', (options) => analysisScene(10_000, options), 'long', false),
  scene('whole field trial', wholeField, 'long', false),
]

/** The scenes whose names begin with one of `starts`; without any, those that are run unasked. */
export function choose(starts: readonly string[], isQuick: boolean): readonly Scene[] {
  if (starts.length > 0) return catalogue.filter(({ name }) => starts.some((start) => name.startsWith(start)))
  return catalogue.filter(({ effort }) => effort === 'quick' || (effort === 'usual' && !isQuick))
}

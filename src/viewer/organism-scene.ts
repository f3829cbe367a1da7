import { type BodyNumber, bodyNumbers } from '../analysis/body-numbers.ts'
import type { Model } from '../compile/model.ts'
import { PRIMARY } from '../engine/organism.ts'
import type { Program } from '../engine/program.ts'
import { sectionOf } from '../model/assemble.ts'
import { disseminationSection } from '../processes/dissemination/schema.ts'
import type { Scene } from './frame.ts'
import { sceneOf } from './scene.ts'

/** What an organism has to show beside its primary tissue. */
export interface OrganismScene {
  /** Tissues at other sites, in the order of the model; each is laid out when its first colony begins. */
  readonly sites: readonly SiteScene[]
  /** Organs in the order in which cells that leave through vessels come by, then the others. */
  readonly organs: readonly string[]
  /** What is known of blood, marrow and organs, in the order in which `bodyMeasures` measures it. */
  readonly numbers: readonly BodyNumber[]
}

/** A tissue at a site. */
export interface SiteScene {
  readonly name: string
  readonly scene: Scene
}

/** The sites of an organism; undefined where the model describes one tissue alone. */
export function organismScene(model: Model, program: Program): OrganismScene | undefined {
  const { organism } = program
  if (organism === undefined) return undefined
  return {
    sites: organism.sites.flatMap(({ name, program: own }) => {
      const site = model.sites?.find((each) => each.name === name)
      return site === undefined ? [] : [{ name, scene: sceneOf(site.model, own) }]
    }),
    organs: organsAlong(model),
    numbers: bodyNumbers(program),
  }
}

/** The way of those that leave a tissue through its vessels. */
const VESSELS = 'blood'

function organsAlong({ data }: Model): readonly string[] {
  const section = sectionOf(data, disseminationSection)
  const passed = section?.ways[VESSELS] ?? []
  return [...new Set([...passed, ...Object.keys(section?.organs ?? {})])].filter((name) => name !== PRIMARY)
}

/** The ecosystem as an organism: a primary, a liver and a lung, with all of its processes in each. */
import { createInner } from '../engine/create-world.ts'
import { siteNames } from '../engine/organism.ts'
import type { Program } from '../engine/program.ts'
import type { World } from '../engine/world.ts'
import { ECOSYSTEM_MODEL, type TissueSize, ecosystemText } from './ecosystem-scene.ts'
import { programOf } from './open-world.ts'

/** How large the tissues of an organism are. */
export interface OrganismSize {
  readonly primary: TissueSize
  readonly liver: TissueSize
  readonly lung: TissueSize
}

/** Text of the model of the ecosystem as an organism; each site is a piece of it with a colony in its middle. */
export function organismText({ primary, ...sites }: OrganismSize): string {
  const places = Object.entries(sites).map(([name, size]) => [`  ${name}:`, ...siteLines(size)].join('\n'))
  return `${ecosystemText(primary)}
body: { tissue stands for: 1000 mm^3, blood: "5 L [assumed]" }
sites:
${places.join('\n')}
`
}

/** The same, compiled. */
export function organismProgram(size: OrganismSize): Program {
  return programOf(organismText(size), ECOSYSTEM_MODEL)
}

/** Lays out all sites at once: a scene does not wait for colonies. */
export function layOutSites(host: World): World {
  for (const name of siteNames(host.program)) createInner(host, name)
  return host
}

/** What the site says about places: those of the model at another size. */
function siteLines(size: TissueSize): readonly string[] {
  const lines = ecosystemText(size).split('\n')
  return ['domain', 'vessel network', 'initial'].flatMap((key) => {
    const start = lines.findIndex((line) => line.startsWith(`${key}:`))
    const rest = lines.slice(start + 1)
    const length = rest.findIndex((line) => line !== '' && !line.startsWith(' '))
    const end = length === -1 ? lines.length : start + 1 + length
    return lines.slice(start, end).map((line) => `    ${line}`)
  })
}

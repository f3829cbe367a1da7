import { type ReadFile, loadInto, mergeMaps } from '../model/include.ts'
import type { Issue, Path } from '../model/issue.ts'
import type { Located, LocatedMap } from '../model/located.ts'
import { keyNotOfSite } from '../model/messages-compile.ts'
import { expectedForm } from '../model/messages.ts'

/** Where an author writes what is different at each site, and where a stored model has each site in full. */
export const SITES = 'sites'
export const SITE_MODELS = 'site models'

/** What is a place and not biology: a site has its own, or none. */
const PLACES = [
  'domain',
  'initial',
  'tissue',
  'vessels',
  'vessel network',
  'passage',
  'injections',
  'membranes',
  'lymphatic points',
  'ligations',
  'ablations',
  'record',
] as const
/** What the organism has once. A site has it too, as the host wrote it: rules speak of levels in the blood everywhere. */
const BODY = [
  'body',
  'dissemination',
  'factors',
  'pools',
  'niches',
  'resection',
  'time',
  'format',
  SITES,
  SITE_MODELS,
] as const

/** A site's document. */
export interface SiteDocument {
  readonly name: string
  readonly root: LocatedMap
  /** Where the author wrote it. */
  readonly path: Path
}

/** A document without its sites, and the documents of these. */
export interface Split {
  readonly host: LocatedMap
  readonly sites: readonly SiteDocument[]
  readonly issues: readonly Issue[]
}

/** Takes the sites out of an organism's document; files that were `included` already are not loaded again. */
export function splitSites(root: LocatedMap, read: ReadFile, included: readonly string[]): Split {
  const issues: Issue[] = []
  const stored = mapsIn(root, SITE_MODELS, issues).map(({ name, node }): SiteDocument => ({
    name,
    root: node,
    path: [SITE_MODELS, name],
  }))
  const overlays = mapsIn(root, SITES, issues).map(({ name, node }) => {
    const parts = loadInto(node, read, included)
    issues.push(...parts.issues, ...misplaced(node, name))
    return { name, root: [...parts.parts, without(node, ['include', ...BODY])].reduce(mergeMaps) }
  })
  const written = without(root, [SITES, SITE_MODELS])
  const sites = overlays.map(({ name, root: overlay }): SiteDocument => {
    const own = [without(written, PLACES), exchangeOf(written), overlay].reduce(mergeMaps)
    return {
      name,
      root: overlays.reduce((site, other) => withKinds(site, other.root), own),
      path: [SITES, name],
    }
  })
  const host = overlays.reduce((base, { root: overlay }) => withKinds(base, overlay), written)
  return { host, sites: [...sites, ...stored], issues }
}

/** What vessels exchange is the substances' and the wall's: a drug reaches every place. Where they are, and whom they let in, is a place. */
function exchangeOf(host: LocatedMap): LocatedMap {
  const vessels = host.entries.get('vessels')
  const none: LocatedMap = { ...host, entries: new Map() }
  if (vessels?.node.kind !== 'map') return none
  const exchange = vessels.node.entries.get('exchange')
  if (exchange === undefined) return none
  const node = { ...vessels.node, entries: new Map([['exchange', exchange]]) }
  return { ...host, entries: new Map([['vessels', { ...vessels, node }]]) }
}

/** Kinds of things of which all places of an organism have the same list, and where their numbers come from. */
const KINDS = ['cell types', 'substrates', 'sources'] as const

/** The document with what only a site defines: a cell must be someone wherever it goes. What both define stays the host's here. */
function withKinds(host: LocatedMap, site: LocatedMap): LocatedMap {
  const entries = KINDS.flatMap((kind) => {
    const [ours, theirs] = [host.entries.get(kind)?.node, site.entries.get(kind)]
    if (theirs?.node.kind !== 'map') return []
    const known = ours?.kind === 'map' ? [...ours.entries.keys()] : []
    return [[kind, { key: theirs.key, node: without(theirs.node, known) }] as const]
  })
  return mergeMaps(host, { kind: 'map', entries: new Map(entries), position: host.position })
}

function mapsIn(
  root: LocatedMap,
  key: string,
  issues: Issue[],
): readonly { readonly name: string; readonly node: LocatedMap }[] {
  const list = root.entries.get(key)?.node
  if (list === undefined) return []
  const wrong = (node: Located, path: Path): void =>
    void issues.push({
      ...expectedForm('a map', node, 'for example liver: { include: [library/liver-field] }'),
      path,
      position: node.position,
    })
  if (list.kind !== 'map') {
    wrong(list, [key])
    return []
  }
  return [...list.entries].flatMap(([name, { node }]) => {
    if (node.kind === 'map') return [{ name, node }]
    wrong(node, [key, name])
    return []
  })
}

function misplaced(site: LocatedMap, name: string): readonly Issue[] {
  const own = [...site.entries]
    .filter(([key]) => BODY.some((each) => each === key))
    .map(([key, { key: position }]) => ({ ...keyNotOfSite(key), path: [SITES, name, key], position }))
  const injections = site.entries.get('injections')?.node
  const intoBlood = (injections?.kind === 'map' ? [...injections.entries] : []).flatMap(
    ([injection, { node }]) => {
      const into = node.kind === 'map' ? node.entries.get('into') : undefined
      const path = [SITES, name, 'injections', injection, 'into']
      return into === undefined ? [] : [{ ...keyNotOfSite('into'), path, position: into.key }]
    },
  )
  return [...own, ...intoBlood]
}

function without(map: LocatedMap, keys: readonly string[]): LocatedMap {
  return { ...map, entries: new Map([...map.entries].filter(([key]) => !keys.includes(key))) }
}

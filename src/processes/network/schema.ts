import type { Path } from '../../model/issue.ts'
import type { Infer, Provenance, Quantity, Schema, Section } from '../../model/kit.ts'
import { readDefault } from '../../model/reader.ts'
import { joinedList } from '../../model/schema-joined-list.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { sourcedSentence } from '../../model/schema-sentence.ts'
import { map, optional, record } from '../../model/schema.ts'
import type { Amount } from '../../model/sentence-words.ts'
import { EDGE_EXAMPLE, duplicateEdge } from './messages.ts'
import { nextInEdge } from './next.ts'
import { type EdgeOf, type EdgeWords, type PerInput, claimOf, parseEdge, writeEdge } from './sentence.ts'

/** One hypothesis: what drives a node, or moves amount between two. Its numbers share its source. */
export interface Edge extends EdgeOf<Quantity> {
  readonly provenance: Provenance
}

/** What editors check while an author types; the parser says more. */
const PATTERN = '^.+ (activates?|inhibits?|becomes?) .+$'

const EXAMPLES = [
  `${EDGE_EXAMPLE} [assumed]`,
  'CIN and not MIIP activate cytosolic DNA, half at 0.5 and 1, hill 1 and 2 [assumed, key]',
  'STING activates NFkB2, half at 0.5, hill 2, tau 6 h, delay 4 h in 3 stages [assumed]',
  'free STING becomes blocked STING at 0.5 1/h, by STING inhibitor, half at 1000 nM, hill 1 [fitted, key]',
  'MIIP inhibits motility programme, in proportion, strength 40 % [assumed]',
]

const words = sourcedSentence(parseEdge, writeEdge, {
  doc: 'an edge: what activates or inhibits a node, or which node becomes which',
  examples: EXAMPLES,
  next: nextInEdge,
})

/** One edge as a sentence with its source. */
export const edgeSchema: Schema<Edge> = {
  ...words,
  absent: () => undefined,
  read: (node, path, reader) => {
    const edge = words.read(node, path, reader)
    return edge === undefined ? undefined : withSources(edge)
  },
  jsonSchema: () => ({ ...words.jsonSchema(), pattern: PATTERN }),
}

const AMOUNTS = ['rate', 'half', 'hill', 'strength', 'tau', 'delay'] as const

function withSources(edge: EdgeWords & { readonly provenance: Provenance }): Edge {
  const { provenance } = edge
  const sourced = ({ value, unit }: Amount): Quantity => ({ value, unit, provenance })
  const all = (values: PerInput): PerInput<Quantity> =>
    'value' in values ? sourced(values) : values.map(sourced)
  const numbers = AMOUNTS.flatMap((key) => {
    const values = edge[key]
    return values === undefined ? [] : [[key, all(values)] as const]
  })
  // The spread carries amounts in its type only: each was just replaced.
  const read = { ...edge, ...Object.fromEntries(numbers) } as Edge
  const { strength } = read
  if (strength?.value !== 1) return read
  // Full strength is what an edge has unless it says less.
  return { ...read, strength: { ...strength, provenance: { kind: 'assumed', isDefault: true } } }
}

const edges = joinedList(edgeSchema, {
  doc: 'edges: what drives the nodes; those of included files are joined',
  keyOf: claimOf,
  duplicate: (edge, line) => duplicateEdge(claimOf(edge), line),
})

const level = (doc: string) => quantity({ unit: '1', min: 0, doc })

const node = record(
  {
    basal: quantity({
      unit: '1',
      min: 0,
      default: '0',
      source: 'chosen: off unless something drives it',
      doc: 'level to which it is driven without any active edge',
    }),
    maximum: quantity({
      unit: '1',
      min: 0,
      default: '1',
      source: 'chosen: levels are relative to the highest',
      doc: 'level to which it is driven when activating edges saturate',
    }),
    tau: optional(
      quantity({ unit: 'min', positive: true, doc: 'time constant with which it follows what drives it' }),
    ),
    expression: quantity({
      unit: '1',
      min: 0,
      default: '1',
      source: 'chosen: as in the cells that the network describes',
      doc: 'how much of it there is: a factor on the level to which it is driven, and on `start`',
    }),
    start: optional(level('level in new cells; settled for what they first sense unless said')),
    clamped: optional(level('level at which it is held, whatever drives it')),
  },
  { doc: 'a node: a level inside of the cell' },
)

export type Node = Infer<typeof node>

const network = record(
  { nodes: map(undefined, node, { doc: 'nodes by name; each is a signal', default: {} }), edges },
  { doc: 'the network inside cells of this type' },
)

export type Network = Infer<typeof network>

/** A network in which every node that an edge names as its target has an entry. */
const completed: Schema<Network> = {
  ...network,
  read: (located, path, reader) => {
    const read = network.read(located, path, reader)
    return read === undefined ? undefined : withImpliedNodes(read, path)
  },
}

function withImpliedNodes({ nodes, edges: list }: Network, path: Path): Network {
  const named = list.flatMap(({ from, target }) => (from === undefined ? [target] : [from, target]))
  const implied = named
    .filter((name) => !Object.hasOwn(nodes, name))
    .map((name): [string, Node] => [name, readDefault(node, {}, [...path, 'nodes', name])])
  const all = [...Object.entries(nodes), ...implied]
  return { nodes: Object.fromEntries(all.toSorted(([a], [b]) => (a < b ? -1 : 1))), edges: list }
}

const section = optional(completed)

/** `cell types.<name>.network` */
export const networkSection: Section<Network | undefined> = {
  place: 'cell type',
  key: 'network',
  schema: section,
}

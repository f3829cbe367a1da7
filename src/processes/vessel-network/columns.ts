import type { ColumnDeclaration } from '../../engine/columns.ts'
import {
  NETWORK_NODES,
  NETWORK_REVISION,
  NETWORK_SEGMENTS,
  NETWORK_VERSION,
  NODE_LIKE,
  NO_NODE,
} from '../../engine/vessel-points.ts'

/** Version of the graph at which flow was last solved. */
export const NETWORK_SOLVED = 'network.solved'
/** How often something that grows found no free row. */
export const NETWORK_WAITS = 'network.waits'

type More = Pick<ColumnDeclaration, 'initial' | 'isScratch'>

const column =
  (group: ColumnDeclaration['group'], type: ColumnDeclaration['type']) =>
  (name: string, unit: string, doc: string, more: More = {}): ColumnDeclaration => ({
    name,
    group,
    type,
    unit,
    doc,
    ...more,
  })

const node = column('vessel', 'f64')
const segment = column('segment', 'f64')
const end = column('segment', 'u32')
const counter = column('world', 'u32')

/** All that a network of living vessels stores (ADR 26). */
export const NETWORK_COLUMNS: readonly ColumnDeclaration[] = [
  node('vessel.x', 'um', 'position of a node'),
  node('vessel.y', 'um', 'position of a node'),
  node('vessel.z', 'um', 'position of a node'),
  column('vessel', 'u8')('vessel.kind', '1', '0 absent, 1 held, 2 wall, 3 tip of a sprout'),
  node('vessel.pressure', 'mmHg', 'pressure of the blood; given where held'),
  node('vessel.flow', 'um^3/min', 'blood through the node: half of the sum over its segments'),
  node('vessel.carries', '1', 'share of the wall of a node that open lumen with flow serves'),
  node('vessel.squeezed', '1', 'what pressure from outside leaves of the radius at a node, 0 to 1'),
  node('vessel.pericytes', '1', 'share of the wall that pericytes cover'),
  node('vessel.leak', '1', 'permeability to large molecules relative to a mature wall'),
  node('vessel.age', 'min', 'time since the node came'),
  end('segment.first', '1', 'node at one end', { initial: NO_NODE }),
  end('segment.second', '1', 'node at the other end', { initial: NO_NODE }),
  segment('segment.radius', 'um', 'radius of the lumen when not squeezed'),
  segment('segment.open', '1', 'what pressure from outside leaves of the radius, 0 to 1'),
  segment('segment.flow', 'um^3/min', 'flow of blood from first to second node'),
  counter(NETWORK_NODES, '1', 'rows of nodes that may be in use'),
  counter(NETWORK_SEGMENTS, '1', 'rows of segments that may be in use'),
  counter(NETWORK_VERSION, '1', 'changes of the graph so far'),
  counter(NETWORK_REVISION, '1', 'changes so far of what nodes carry, leak or give'),
  counter(NETWORK_SOLVED, '1', 'one more than the version at which flow was solved; 0 = never'),
  counter(NETWORK_WAITS, '1', 'how often something that grows found no free row'),
]

/** Beside those, where the domain cuts vessels of a tissue. */
export const LIKE_COLUMN: ColumnDeclaration = column('vessel', 'u32')(
  NODE_LIKE,
  '1',
  'node whose blood is like that which comes in from outside',
  { initial: NO_NODE },
)

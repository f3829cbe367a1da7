import type { Infer, Section } from '../../model/kit.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { count, text } from '../../model/schema-scalar.ts'
import { list, map, optional, record } from '../../model/schema.ts'
import { inputSchema } from './input.ts'
import type { TextFile } from './read-network.ts'

const rate = (doc: string) => optional(quantity({ unit: '1/h', min: 0, doc }))

const node = record(
  {
    logic: optional(
      text({ doc: 'when the node tends to 1, for example A and not B; for nodes without a file' }),
    ),
    up: rate('rate from 0 to 1 while the logic holds; 1 per time unit unless said'),
    down: rate('rate from 1 to 0 while it does not; 1 per time unit unless said'),
    start: optional(
      quantity({
        unit: '1',
        min: 0,
        max: 1,
        doc: 'probability that it is 1 at first; without it and without a configuration 0',
      }),
    ),
    clamped: optional(count({ min: 0, max: 1, doc: 'held at 0 (knocked out) or at 1 (always on)' })),
  },
  { doc: 'a node: its logic, or what is different from the file' },
)

const network = record(
  {
    file: optional(text({ doc: '.bnd or .bnet file, beside the model or in a folder above' })),
    configuration: list(text({ doc: 'a .cfg file' }), {
      doc: 'configurations of the file; later ones replace what earlier ones say',
      default: [],
    }),
    'time unit': quantity({
      unit: 'h',
      positive: true,
      default: '1 h',
      source: 'assumed, files do not say it',
      doc: 'what 1 means where the file has a time: rates are per this',
    }),
    parameters: map(
      undefined,
      quantity({ unit: '1', doc: 'value in place of the one in the configurations' }),
      {
        doc: 'parameters of the file, by name with or without the $',
        default: {},
      },
    ),
    nodes: map(undefined, node, {
      doc: 'nodes with their logic, or changes to nodes of the file',
      default: {},
    }),
    inputs: map(undefined, inputSchema, {
      doc: 'nodes that follow a signal, each with its sentence',
      default: {},
    }),
  },
  { doc: 'a network of switches that flip at random, as the logic of the others says' },
)

/** `cell types.<name>.boolean network` */
export const booleanSection: Section<BooleanSection | undefined> = {
  place: 'cell type',
  key: 'boolean network',
  schema: optional(network),
}

/** What an author wrote of a network, and, once they were found, the texts of its files. */
export type BooleanSection = Infer<typeof network> & { readonly texts?: NetworkTexts }

/** The texts of a network's files, by the names that the author gave them. */
export interface NetworkTexts {
  readonly network: TextFile
  readonly configurations: readonly TextFile[]
}

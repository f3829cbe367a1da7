import { placesOf } from '../analysis/organism/places.ts'
import type { Model } from '../compile/model.ts'
import { PRIMARY } from '../engine/organism.ts'
import type { Program } from '../engine/program.ts'
import { formatExact } from '../figures/number-format.ts'
import { sectionOf } from '../model/assemble.ts'
import { disseminationSection } from '../processes/dissemination/schema.ts'
import { columnsOf } from './columns.ts'

/** A place of an organism, as `describe --sites` prints it. */
interface SiteRow {
  readonly name: string
  /** Edges [um]. */
  readonly size: readonly number[]
  readonly cells: number
  /** Lesions that begin in its tissue; absent where no cell comes to it. */
  readonly lesions?: number
}

/** The places of an organism, the ways between them, and who meets whom; a model without a body says so. */
export function sitesView(model: Model, program: Program): { readonly data: unknown; readonly text: string } {
  const { organism, clock } = program
  if (organism === undefined)
    return { data: { sites: [] }, text: "The model has no section 'body': it is one tissue." }
  const section = sectionOf(model.data, disseminationSection)
  const rows = rowsOf(model, section)
  const ways = section?.ways ?? {}
  const numbers = Object.keys(section?.organs ?? {}).filter((name) => rows.every((row) => row.name !== name))
  const meetings = organism.blood.meetings.map(({ process, gather, deliver }) => ({
    process,
    does: [
      ...(gather === undefined ? [] : ['reads the tissues']),
      ...(deliver === undefined ? [] : ['writes to the tissues']),
    ],
  }))
  const minutes = clock.every.phenotype * clock.tick
  const lines = [
    columnsOf(rows.map((row) => [row.name, sizeText(row), `${row.cells} cells at the start`, fateText(row)])),
    ...(numbers.length === 0 ? [] : ['', `Organs that are numbers alone: ${numbers.join(', ')}.`]),
    ...wayLines(ways),
    '',
    `A cell of the primary that leaves stands for ${formatExact(Number(organism.weight.toPrecision(3)))}.`,
    `All meet every ${minutes} min, in this order:`,
    ...meetings.map(({ process, does }) => `  ${process}${does.length === 0 ? '' : `: ${does.join(', ')}`}`),
  ]
  return {
    data: { sites: rows, numbers, ways, weight: organism.weight, everyMinutes: minutes, meetings },
    text: lines.join('\n'),
  }
}

function rowsOf(
  model: Model,
  section:
    | {
        readonly organs: Readonly<
          Record<string, { readonly field?: { readonly lesions: number } | undefined }>
        >
      }
    | undefined,
): readonly SiteRow[] {
  return placesOf(model).map(({ name, domain }): SiteRow => {
    const own = name === PRIMARY ? model : model.sites?.find((site) => site.name === name)?.model
    const lesions = section?.organs[name]?.field?.lesions
    const cells = own?.initialCells.length ?? 0
    return { name, size: domain.size, cells, ...(lesions === undefined ? {} : { lesions }) }
  })
}

function sizeText({ size }: SiteRow): string {
  return `${size.map((edge) => formatExact(edge)).join(' x ')} um`
}

function fateText({ name, lesions }: SiteRow): string {
  if (name === PRIMARY) return 'the tissue of the model itself'
  if (lesions === undefined) return 'no lesion begins in its tissue'
  return `laid out when its first colony begins; ${lesions} of its lesions ${lesions === 1 ? 'begins' : 'begin'} there`
}

function wayLines(ways: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const rows = Object.entries(ways).map(([way, beds]) => [`  ${way}`, beds.join(', then ')])
  return rows.length === 0
    ? []
    : ['', 'Ways of those who leave, and the beds that they pass first:', columnsOf(rows)]
}

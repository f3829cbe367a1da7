import { measureChapters, measureNames } from '../analysis/measures.ts'
import { eventFamilies } from '../analysis/measures/rates.ts'
import { atSite, siteProgramsOf } from '../analysis/measures/sites.ts'
import { compile } from '../compile/compile.ts'
import { collectDictionary } from '../compile/dictionary.ts'
import { standardProcesses } from '../compile/order.ts'
import type { Model } from '../compile/model.ts'
import { allSections, parseModel } from '../compile/parse-model.ts'
import { ELEMENT_BYTES } from '../engine/columns.ts'
import { STEP_PHASES, type Program } from '../engine/program.ts'
import { gridColumns } from '../engine/neighbour-grid.ts'
import { writeModel, writtenForm } from '../model/assemble.ts'
import { editorSchema } from '../model/editor-schema.ts'
import { parameterRows } from '../model/parameter-rows.ts'
import { readFile } from '../platform/node/read-file.ts'
import { otherVerb } from './check.ts'
import { columnsOf, wrap } from './columns.ts'
import { ExitCode } from './exit-code.ts'
import { reportIssues } from './issues.ts'
import { sitesView } from './sites-view.ts'
import { type Terminal, quietTerminal } from './terminal.ts'

export interface DescribeOptions {
  readonly parameters?: boolean
  readonly signals?: boolean
  readonly behaviours?: boolean
  readonly order?: boolean
  readonly measures?: boolean
  readonly memory?: boolean
  readonly sites?: boolean
  readonly schema?: boolean
  readonly json?: boolean
}

/** `milieu describe`: one view of a model. */
export function describeCommand(
  file: string | undefined,
  options: DescribeOptions,
  terminal: Terminal,
): number {
  if (options.schema === true) {
    terminal.print(JSON.stringify(editorSchema(allSections()), undefined, 2))
    return ExitCode.done
  }
  if (file === undefined) {
    terminal.error('which model? milieu describe MODEL, for example milieu describe models/first/model.yaml')
    return ExitCode.usage
  }
  const other = otherVerb(file, 'model', readFile)
  if (other !== undefined) {
    terminal.error(other)
    return ExitCode.usage
  }
  const { model, issues } = parseModel(file, readFile)
  if (reportIssues(issues, model === undefined ? terminal : quietTerminal(terminal)) || model === undefined)
    return ExitCode.mistakes
  const view = viewOf(model, options, terminal.answerWidth)
  terminal.print(options.json === true ? JSON.stringify(view.data, undefined, 2) : view.text)
  return ExitCode.done
}

interface View {
  readonly data: unknown
  readonly text: string
}

/** `width`: characters per line, infinite when the text goes to another program. */
function viewOf(model: Model, options: DescribeOptions, width: number): View {
  if (options.parameters === true) return parameterView(model, width)
  if (options.signals === true) return dictionaryView(model, 'signals', width)
  if (options.behaviours === true) return dictionaryView(model, 'behaviours', width)
  const program = compile(model)
  if (options.order === true) return orderView(program)
  if (options.measures === true) return measureView(program, width)
  if (options.memory === true) return memoryView(program, width)
  if (options.sites === true) return sitesView(model, program)
  const text = writeModel(model.data, allSections())
  return { data: writtenForm(model.data), text: `# model ${model.hash}\n${text}`.trimEnd() }
}

function parameterView(model: Model, width: number): View {
  const rows = parameterRows(model.data, allSections())
  const lines = rows.map(({ name, text, provenance }) => [
    name,
    text,
    provenance.isSetting === true ? 'setting' : provenance.kind,
    provenance.key ?? '',
  ])
  return { data: rows, text: columnsOf(lines, width) }
}

function dictionaryView(model: Model, what: 'signals' | 'behaviours', width: number): View {
  const entries = [...collectDictionary(model, standardProcesses)[what].values()]
  return {
    data: entries,
    text: columnsOf(
      entries.map((entry) => [entry.name, entry.unit, entry.doc]),
      width,
    ),
  }
}

function orderView(program: Program): View {
  const rows = STEP_PHASES.flatMap((phase) => program.activities[phase])
  const lines = rows.map(({ phase, process, name }) => [phase, process, name])
  const hooks = program.hooks.map((hooked) => ['commit', hooked.process, 'population'])
  return { data: [...lines, ...hooks], text: columnsOf([...lines, ...hooks]) }
}

function measureView(program: Program, width: number): View {
  const chapters = [
    ...measureChapters,
    { title: 'Rates, from the events of a finished run', families: eventFamilies },
  ]
  const families = chapters.flatMap((chapter) =>
    chapter.families.map(({ pattern, unit, doc }) => ({ chapter: chapter.title, pattern, unit, doc })),
  )
  const names = measureNames(program)
  const sites = siteProgramsOf(program).map(({ name }) => name)
  const lines = chapters.flatMap((chapter) => [
    chapter.title,
    ...chapter.families.flatMap(({ pattern, unit, doc }) => [
      `  ${pattern}   [${unit}]`,
      ...wrap(doc, width, '      '),
    ]),
    '',
  ])
  return {
    data: { families, names, ...(sites.length === 0 ? {} : { sites }) },
    text: [
      ...lines,
      'In this model, beside those with free parts:',
      ...names.map((name) => `  ${name}`),
      ...siteLines(program),
    ].join('\n'),
  }
}

/** How measures of a tissue of an organism are named, and those that only a site has. */
function siteLines(program: Program): readonly string[] {
  const [, ...sites] = siteProgramsOf(program)
  if (sites.length === 0) return []
  const here = new Set(measureNames(program))
  const own = sites.flatMap(({ name, program: site }) =>
    measureNames(site).flatMap((measure) => (here.has(measure) ? [] : [`  ${atSite(measure, name)}`])),
  )
  const all = sites.map(({ name }) => `in ${name}`).join(', ')
  return [
    '',
    `Of every tissue of this organism, with the site after the name (${all}); without one, of the primary:`,
    `  ${atSite('live cells', sites[0]?.name ?? '')}`,
    ...own,
  ]
}

function memoryView(program: Program, width: number): View {
  const searching = gridColumns(program)
  const all = [...program.columns, ...searching]
  const rows = all.filter((column) => column.group === 'cell' || column.group === 'voxel')
  const bytes = (column: (typeof rows)[number]): number => (column.width ?? 1) * ELEMENT_BYTES[column.type]
  const total = (columns: typeof rows): number => columns.reduce((sum, column) => sum + bytes(column), 0)
  const of = (group: 'cell' | 'voxel'): typeof rows => rows.filter((column) => column.group === group)
  const perCell = total(of('cell'))
  const perVoxel = total(of('voxel'))
  const search = total(searching.filter(({ group }) => group === 'cell'))
  const working = total(of('cell').filter(({ isScratch }) => isScratch === true))
  const lines = rows.map((c) => [c.group, c.name, `${bytes(c)} B`, c.unit, c.doc])
  const sums = [
    `${perCell} bytes per cell: ${perCell - working} of state, ${search} for the search for neighbours, ${working - search} of other working memory;`,
    `beside them, lists of neighbours take ${ELEMENT_BYTES.u32} bytes per entry.`,
    `${perVoxel} bytes per voxel.`,
  ]
  return {
    data: {
      columns: rows,
      perCell,
      perCellState: perCell - working,
      perCellSearch: search,
      perListEntry: ELEMENT_BYTES.u32,
      perVoxel,
    },
    text: `${columnsOf(lines, width)}\n\n${sums.join('\n')}`,
  }
}

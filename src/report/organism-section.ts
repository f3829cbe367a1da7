import type { CascadeStep, LesionSummary, SeedingSummary } from '../analysis/organism/organism-summary.ts'
import type { OrganismSummary, TrialSummary } from '../analysis/summary.ts'
import { cloneKeyColour } from '../figures/clone-colour.ts'
import { formatCount } from '../figures/count-text.ts'
import { funnelFigure, shareText } from '../figures/funnel.ts'
import { formatNumber, formatTime } from '../figures/number-format.ts'
import { placeFigure } from '../figures/place-maps.ts'
import { seedingNames, seedingTree } from '../figures/seeding-tree.ts'
import { survivalFigure } from '../figures/survival.ts'
import type { FigureContext } from '../figures/theme.ts'
import { timeCourse } from '../figures/time-course.ts'
import { armHead } from './effects-section.ts'
import { figure, paragraph, section, table, text } from './html.ts'
import type { Column, Markup } from './html.ts'
import { htmlLegend } from './key-figure-section.ts'
import { pageColumn } from './page-widths.ts'

/** Width of a map of a place on the page [pt]. */
const MAP_WIDTH = 150
/** Arms whose maps and lesions are shown; chosen: a page of them. */
const MOST_ARMS = 4
/** Times to events that are drawn here; chosen: the others stand in their own section. */
const MOST_EVENTS = 2
/** Rows of a table of lesions that are open at once. */
const MOST_ROWS = 12
/** Name of the series that says how many would be alive. */
const SURROGATE = 'survival surrogate'

/** The organism as a whole: how far cells got, what each place looks like, how long it took, who seeded what. */
export function organismSection(summary: TrialSummary, context: FigureContext): Markup {
  const { organism } = summary
  if (organism === undefined) return ''
  return section(
    'organism',
    'Organism',
    funnels(organism, context),
    maps(organism, summary, context),
    survival(summary, context),
    seedingPart(organism, summary, context),
  )
}

function funnels({ cascades = [] }: OrganismSummary, context: FigureContext): Markup {
  const organs = [...new Set(cascades.flatMap((cascade) => cascade.organs.map(({ organ }) => organ)))]
  if (organs.length === 0) return ''
  const drawings = organs.map((organ) => `<div>${funnelFigure(cascades, organ, context, pageColumn)}</div>`)
  const caption =
    'Cells that took each step by the end of the run, on a logarithmic scale; between the bars the share that went on. Cells of a tissue count as those that it stands for. Diamonds: numbers expected of the same rates, where chance drew others.'
  return [
    '<h3>How far cells got</h3>',
    figure(`<div class="courses">${drawings.join('')}</div>`, caption),
    funnelTable(cascades, organs, context),
  ].join('\n')
}

/** The same as numbers, where more arms are compared than the figure writes shares for. */
function funnelTable(
  cascades: NonNullable<OrganismSummary['cascades']>,
  organs: readonly string[],
  context: FigureContext,
): Markup {
  if (cascades.length < 3) return ''
  const names = cascades[0]?.organs[0]?.steps.map(({ name }) => name) ?? []
  const columns: Column[] = [
    { head: 'organ' },
    { head: 'arm' },
    ...names.map((name) => ({ head: text(name), numeric: true })),
  ]
  const rows = organs.flatMap((organ) =>
    cascades.map(({ arm, organs: own }) => {
      const steps = own.find((each) => each.organ === organ)?.steps ?? []
      return [text(organ), armHead(arm, context), ...steps.map((step, k) => stepCell(step, steps[k - 1]))]
    }),
  )
  return `<details><summary>The numbers</summary>${table(columns, rows)}</details>`
}

function stepCell(step: CascadeStep, before: CascadeStep | undefined): Markup {
  const share = before === undefined ? undefined : shareText(before.mean, step.mean)
  const more = share === undefined ? '' : `<br><small>${text(share)}</small>`
  return `${text(formatNumber(step.mean))}${more}`
}

function maps(organism: OrganismSummary, summary: TrialSummary, context: FigureContext): Markup {
  const arms = summary.arms
    .map(({ name }) => name)
    .filter((arm) => organism.maps.some((map) => map.arm === arm))
  // A single place is shown under Tissue.
  if (arms.length === 0 || organism.places.length === 1) return ''
  const shown = arms.slice(0, MOST_ARMS)
  const strips = shown.map((arm) => {
    const head = arms.length > 1 ? `<h4>${armHead(arm, context)}</h4>` : ''
    const panels = organism.places.map(
      ({ name }) => `<div>${placeFigure(summary, organism, { arm, place: name }, context, MAP_WIDTH)}</div>`,
    )
    return `${head}<div class="panels">${panels.join('')}</div>`
  })
  const legend = htmlLegend(
    organism.maps.flatMap(({ picture }) => picture ?? []),
    summary,
  )
  const time = Math.max(...organism.maps.map((map) => map.time))
  const which = summary.replicates > 1 ? ' First replicate of each arm.' : ''
  const left = arms.length > shown.length ? ` ${arms.length - shown.length} more arms are not shown.` : ''
  const caption = `Every tissue at ${formatTime(time, summary.duration)}, each on its own scale. A place without a tissue has no colony: there the organ is numbers.${which}${left}`
  return [
    '<h3>Every place</h3>',
    figure(`<div class="stack">${strips.join('')}</div>${legend}`, caption),
  ].join('\n')
}

function survival(summary: TrialSummary, context: FigureContext): Markup {
  const events = (summary.survival ?? []).slice(0, MOST_EVENTS)
  const surrogate = summary.series.find(({ measure }) => measure === SURROGATE)
  const drawings = [
    ...events.map((event) => survivalFigure(summary, event, context, { width: pageColumn, height: 200 })),
    ...(surrogate === undefined
      ? []
      : [timeCourse(summary, surrogate, context, { width: pageColumn, height: 200 })]),
  ]
  if (drawings.length === 0) return ''
  const curves =
    events.length === 0
      ? ''
      : 'Curves of times to events: Kaplan\u2013Meier, with their numbers under Times to event.'
  const formula =
    surrogate === undefined || summary.organism?.hazard === undefined
      ? ''
      : ` Survival surrogate, drawn as time courses are: no death is simulated; it is exp(\u2212\u222bh dt) with ${summary.organism.hazard}.`
  const panels = drawings.map((drawing) => `<div>${drawing}</div>`).join('')
  return ['<h3>How long it took</h3>', figure(`<div class="courses">${panels}</div>`, curves + formula)].join(
    '\n',
  )
}

function seedingPart(organism: OrganismSummary, summary: TrialSummary, context: FigureContext): Markup {
  const shown = organism.seedings.slice(0, MOST_ARMS)
  if (shown.length === 0) return ''
  if (shown.every(({ lesions }) => lesions.length === 0))
    return [`<h3>Who seeded what</h3>`, paragraph('No colony began anywhere in the runs shown.')].join('\n')
  const found = shown.filter(({ lesions }) => lesions.length > 0)
  // Lesions without ancestors and without days make a list, not a tree.
  const drawn = found.filter(
    ({ tree, lesions }) => tree !== undefined || lesions.some(({ kind }) => kind === 'tissue'),
  )
  const trees = drawn.map((seeding) => {
    const name = summary.arms.length > 1 ? seeding.arm : 'Lesions'
    return `<div>${seedingTree(seeding, context, pageColumn, name)}</div>`
  })
  const tables = found.map((seeding) => lesionTable(seeding, summary))
  return [
    trees.length === 0 ? '<h3>Lesions</h3>' : '<h3>Who seeded what</h3>',
    trees.length === 0
      ? ''
      : figure(`<div class="courses">${trees.join('')}</div>`, seedingCaption(shown, summary)),
    ...tables,
  ].join('\n')
}

function seedingCaption(seedings: readonly SeedingSummary[], summary: TrialSummary): string {
  const none = seedings.filter(({ lesions }) => lesions.length === 0).map(({ arm }) => arm)
  const hasClones = seedings.some(({ tree }) => tree !== undefined)
  return [
    summary.replicates > 1 ? 'First replicate of each arm.' : '',
    hasClones
      ? 'Thick lines: clones from their founding on, in the colours that they have in pictures; beneath each the lesions that it seeded, from when their founder settled.'
      : 'The model follows no clones, so that lesions have no ancestors here.',
    'Filled marks: lesions in a tissue, with area by cells; hollow ones: metastases that are numbers of an organ; crosses: lesions of which no cell is left.',
    none.length === 0 ? '' : `No colony began in ${none.join(', ')}.`,
  ]
    .filter((part) => part !== '')
    .join(' ')
}

function lesionTable(seeding: SeedingSummary, summary: TrialSummary): Markup {
  const names = seeding.tree === undefined ? undefined : seedingNames(seeding)
  const columns: Column[] = [
    { head: 'place' },
    { head: 'what' },
    { head: 'begun', numeric: true },
    ...(names === undefined ? [] : [{ head: 'clone' }]),
    { head: 'cells', numeric: true },
  ]
  const rows = seeding.lesions.map((lesion) => [
    text(lesion.place),
    text(whatText(lesion)),
    text(lesion.begun === null ? 'not followed' : formatTime(lesion.begun, summary.duration)),
    ...(names === undefined ? [] : [cloneCell(lesion, names)]),
    text(cellsText(lesion)),
  ])
  const all = seeding.counts.reduce((sum, { count }) => sum + count, 0)
  const listed = seeding.lesions.reduce((sum, { count }) => sum + count, 0)
  const more =
    all === listed ? '' : paragraph(`${formatNumber(all - listed)} smaller ones are not listed.`, 'quiet')
  const name = summary.arms.length > 1 ? `Lesions of ${seeding.arm}` : 'Lesions'
  const isOpen = rows.length <= MOST_ROWS && (summary.arms.length === 1 || seeding.tree === undefined)
  return `<details${isOpen ? ' open' : ''}><summary>${text(name)}</summary>${table(columns, rows)}${more}</details>`
}

function whatText({ kind, count }: LesionSummary): string {
  if (kind === 'tissue') return 'in its tissue'
  return `${formatNumber(count)} ${count === 1 ? kind.replace(/es$/, 'is') : kind}`
}

function cellsText({ cells }: LesionSummary): string {
  if (cells === null) return '\u2013'
  return cells === 0 ? 'gone' : formatCount(Math.round(cells))
}

function cloneCell({ clone }: LesionSummary, names: ReadonlyMap<string, string>): Markup {
  if (clone === undefined) return text('\u2013')
  const colour = cloneKeyColour(clone)
  return `<span class="clone"><i style="background:${colour}"></i>${text(names.get(clone) ?? 'another')}</span>`
}

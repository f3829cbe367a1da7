import type { CloneSummary } from '../analysis/clone-pictures.ts'
import type { TrialSummary } from '../analysis/summary.ts'
import { cloneFish } from '../figures/clone-fish.ts'
import { cloneTreeFigure } from '../figures/clone-tree.ts'
import type { FigureContext } from '../figures/theme.ts'
import { figure, section } from './html.ts'
import type { Markup } from './html.ts'
import { pageColumn } from './page-widths.ts'

/** Traits of which trees are drawn; chosen: more would say little. */
export const MOST_TRAITS = 2

/** The clones of each arm over time and the tree of their descent; nothing where mutants found no subclones. */
export function cloneSection(summary: TrialSummary, context: FigureContext): Markup {
  const clones = summary.clones ?? []
  if (clones.length === 0) return ''
  return section('clones', 'Clones', ...clones.map((each) => armFigure(each, summary, context)))
}

function armFigure(clones: CloneSummary, summary: TrialSummary, context: FigureContext): Markup {
  const drawings = [
    cloneFish(clones, context, pageColumn),
    ...clones.traits
      .slice(0, MOST_TRAITS)
      .map((trait) => cloneTreeFigure(clones, trait, context, pageColumn)),
  ]
  const { times } = clones.tree
  const which = [
    summary.arms.length > 1 ? `${clones.arm}.` : '',
    summary.replicates > 1 ? `Replicate ${clones.replicate + 1} of ${summary.replicates}.` : '',
    summary.organism === undefined ? '' : 'In the primary tissue.',
    'Live cells of each clone: a mutant founds a clone of its own, which is drawn inside of its parent.',
    `Counted in ${times.length} states, straight lines between them.`,
    'In the tree, width goes with the square root of the most cells that a clone had, dashes skip clones that are not drawn, and a bar ends those of which no cell is left.',
  ]
  const panels = drawings.map((drawing) => `<div>${drawing}</div>`).join('')
  return figure(`<div class="courses">${panels}</div>`, which.filter((part) => part !== '').join(' '))
}

import { create } from 'zustand'
import type { RunInfo } from '../workers/run-api.ts'

/** Names of the series that the reader chose; absent: the first ones of the model. */
export const useSeriesChoice = create<{ readonly names?: readonly string[] | undefined }>()(() => ({}))

/** Chosen: as many curves of cells as can be told apart, and two more charts, without scrolling. */
const FIRST_TYPES = 8
const FIRST_OTHERS = 2

/** What is shown of a model that nobody has chosen curves of: tumours and other cells, and the first of other units. */
export function firstSeries({ series, scene }: Pick<RunInfo, 'series' | 'scene'>): readonly string[] {
  const tumoursFirst = scene.types.toSorted(
    (a, b) => Number(b.lineage === 'tumour') - Number(a.lineage === 'tumour'),
  )
  const cells = tumoursFirst
    .flatMap((type) => series.filter((each) => isCountOf(each.name, type.name)))
    .slice(0, FIRST_TYPES)
  const others = [...new Set(series.map((each) => each.unit))]
    .filter((unit) => unit !== cells[0]?.unit)
    .flatMap((unit) => series.filter((each) => each.unit === unit).slice(0, 1))
  return [...cells, ...others.slice(0, cells.length === 0 ? FIRST_TYPES : FIRST_OTHERS)].map(
    ({ name }) => name,
  )
}

/** True for `tumour cells` of `tumour`, and `mural cells` of `mural cell`. */
function isCountOf(series: string, type: string): boolean {
  return series === type || series === `${type} cells` || series === `${type}s`
}

/** The series that are shown, and how to change that. */
export function useChosenSeries(info: RunInfo | undefined): {
  readonly chosen: ReadonlySet<string>
  toggle(name: string): void
} {
  const names = useSeriesChoice((state) => state.names)
  const shown = names ?? (info === undefined ? [] : firstSeries(info))
  return {
    chosen: new Set(shown),
    toggle: (name) =>
      useSeriesChoice.setState({
        names: shown.includes(name) ? shown.filter((other) => other !== name) : [...shown, name],
      }),
  }
}

/** For series that are about no cell type. Okabe and Ito's palette, safe for colour-blind readers, as it reads on both themes. */
const OTHERS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#8a7a00', '#56b4e9']

/** A colour per series: that of the cell type that its name begins or ends with; the same type keeps its colour everywhere. */
export function lineColours({ series, scene }: RunInfo): readonly string[] {
  const types = scene.types.toSorted((a, b) => b.name.length - a.name.length)
  let others = 0
  const taken = new Set<string>()
  return series.map(({ name, unit }) => {
    const type =
      types.find((each) => isCountOf(name, each.name)) ??
      types.find((each) => ` ${name} `.includes(` of ${each.name} `))
    const key = `${type?.name ?? ''} ${unit}`
    if (type === undefined || taken.has(key)) return OTHERS[others++ % OTHERS.length] ?? '#888888'
    taken.add(key)
    return type.colour
  })
}

import type { InitialCell } from '../engine/program.ts'
import { type Space, isInside } from '../engine/space.ts'
import { type ModelData, sectionOf } from '../model/assemble.ts'
import type { Issue, IssueSink } from '../model/issue.ts'
import type { LocatedMap } from '../model/located.ts'
import {
  bandTooFar,
  emptyBand,
  noNetworkToFollow,
  outsideDomain,
  upsideDown,
} from '../model/messages-compile.ts'
import { issueAt } from '../model/reader.ts'
import { vesselsSection } from '../processes/vasculature/schema.ts'
import { vesselNetworkSection } from '../processes/vessel-network/schema.ts'
import { initialSection } from './core-sections.ts'
import { REACH } from './vessel-distance.ts'

type Point = readonly [number, number, number]

const AXES = ['x', 'y', 'z'] as const

/** Initial cells, vessel points and vessels outside the box: one issue per type, at the point when the author wrote it. */
export function outsideIssues(
  data: ModelData,
  space: Space,
  cells: readonly InitialCell[],
  root: LocatedMap,
): readonly Issue[] {
  return [
    ...cellIssues(data, space, cells, root),
    ...vesselIssues(data, space, root),
    ...lineIssues(data, space, root),
  ]
}

function cellIssues(
  data: ModelData,
  space: Space,
  cells: readonly InitialCell[],
  root: LocatedMap,
): readonly Issue[] {
  return data.cellTypes.flatMap(({ name }, type) => {
    const outside = cells.filter((cell) => cell.type === type && !isInside(space, cell.x, cell.y, cell.z))
    const [first] = outside
    if (first === undefined) return []
    const points = sectionOf(data, initialSection)[name]?.points ?? []
    const point = points.findIndex(([x, y, z]) => !isInside(space, x.value, y.value, z.value))
    const path = point < 0 ? ['initial', name] : ['initial', name, 'points', point]
    const what =
      outside.length === 1
        ? `a cell of type '${name}'`
        : `${outside.length} cells of type '${name}', the first`
    return [issueAt(outsideDomain(what, [first.x, first.y, first.z], ...box(space)), root, path)]
  })
}

function vesselIssues(data: ModelData, space: Space, root: LocatedMap): readonly Issue[] {
  const points = sectionOf(data, vesselsSection)?.points ?? []
  return points.flatMap((point, index) => {
    const [x, y, z] = [point[0].value, point[1].value, point[2].value]
    if (isInside(space, x, y, z)) return []
    return [
      issueAt(outsideDomain('a vessel point', [x, y, z], ...box(space)), root, ['vessels', 'points', index]),
    ]
  })
}

/** Corners of vessels of a network outside the box. */
function lineIssues(data: ModelData, space: Space, root: LocatedMap): readonly Issue[] {
  const lines = sectionOf(data, vesselNetworkSection)?.lines ?? []
  return lines.flatMap(({ points }, line) =>
    points.flatMap((point, index) => {
      const at = [point[0].value, point[1].value, point[2].value] as const
      if (isInside(space, ...at)) return []
      const path = ['vessel network', 'lines', line, 'points', index]
      return [issueAt(outsideDomain('a vessel', at, ...box(space)), root, path)]
    }),
  )
}

function box({ corner, size }: Space): readonly [low: Point, high: Point] {
  return [corner, [corner[0] + size[0], corner[1] + size[1], corner[2] + size[2]]]
}

/** Reports boxes of scattered cells whose lowest corner is above the highest. */
export function checkBoxes(data: ModelData, sink: IssueSink): void {
  for (const [name, placement] of Object.entries(sectionOf(data, initialSection))) {
    const { low, high } = placement.box ?? {}
    const axis = low?.findIndex((coordinate, k) => coordinate.value > (high?.[k]?.value ?? 0)) ?? -1
    if (axis >= 0) sink.report(upsideDown(AXES[axis] ?? 'x'), ['initial', name, 'box', 'low', axis])
  }
}

/** Reports cells that are to follow vessels where there are none, and bands around vessels that hold nothing. */
export function checkBands(data: ModelData, sink: IssueSink): void {
  const hasNetwork = sectionOf(data, vesselNetworkSection) !== undefined
  for (const [name, placement] of Object.entries(sectionOf(data, initialSection))) {
    for (const key of ['along vessels', 'packed'] as const) {
      const written = placement[key]
      if (written === undefined) continue
      const path = ['initial', name, key]
      if (!hasNetwork) sink.report(noNetworkToFollow(key), path)
      const [least, largest] = written.distance ?? []
      if (least === undefined || largest === undefined) continue
      if (least.value > largest.value) sink.report(emptyBand(), [...path, 'distance'])
      if (largest.value > REACH) sink.report(bandTooFar(REACH), [...path, 'distance'])
    }
  }
}

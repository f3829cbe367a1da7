import { compile } from '../compile/compile.ts'
import type { Model } from '../compile/model.ts'
import type { CellEvent } from '../engine/events.ts'
import { loadSnapshot } from '../engine/snapshot.ts'
import { sectionOf } from '../model/assemble.ts'
import { clonesSection } from '../processes/clones/schema.ts'
import type { Files } from '../store/files.ts'
import { readRunFile } from '../store/run-store.ts'
import { type CloneCensus, cloneCensus } from './clone-census.ts'
import { mutatingTraits } from './clone-traits.ts'
import { type CloneTree, cloneTree, parentsOf } from './clone-tree.ts'
import type { AnalysedRun } from './trial-runs.ts'

/** The clones of one run over time. Plain data. */
export interface CloneSummary {
  readonly arm: string
  readonly replicate: number
  /** Traits that mutate, in alphabetical order. */
  readonly traits: readonly string[]
  readonly tree: CloneTree
}

/** States that are read for the clones of a run. Chosen: a picture is not finer, and each costs the reading of a state. */
const MOST_STATES = 40

/** Whether mutants of the model found subclones. */
export function followsSubclones({ data }: Model): boolean {
  return sectionOf(data, clonesSection)?.subclones === true
}

/** The clones of a run from its states, and from its events where it kept those of subclones; undefined with fewer than two states. */
export function clonesOfRun(
  files: Files,
  run: AnalysedRun,
  model: Model,
  kernels: WebAssembly.Module,
  events: readonly CellEvent[],
): CloneSummary | undefined {
  const program = compile(model)
  const traits = mutatingTraits(model)
  const censuses = spread(run.manifest.snapshots, MOST_STATES).flatMap(({ file }): readonly CloneCensus[] => {
    const bytes = readRunFile(files, run.folder, run.manifest, file)
    const census = cloneCensus(loadSnapshot(program, bytes, kernels), traits)
    return census === undefined ? [] : [census]
  })
  if (censuses.length < 2) return undefined
  const tree = cloneTree(censuses, parentsOf(events, program.clock.tick))
  return { arm: run.arm, replicate: run.replicate, traits, tree }
}

/** At most `most` of a list: the first, the last, and evenly between. */
function spread<T>(values: readonly T[], most: number): readonly T[] {
  if (values.length <= most) return values
  return values.filter(
    (_, index) =>
      index === 0 ||
      Math.floor((index * (most - 1)) / (values.length - 1)) !==
        Math.floor(((index - 1) * (most - 1)) / (values.length - 1)),
  )
}

import { useElementSize } from '@mantine/hooks'
import { branchPath, newestTick } from './history-path.ts'
import { clockText } from './pace.ts'
import { useRun } from './run-store.ts'
import { goTo } from './timeline.tsx'
import { type Thumbnail, useThumbnails } from './thumbnails.ts'
import { BranchTree } from './branch-tree.tsx'
import classes from './watch.module.css'

/** Chosen: small pictures in which nests and belts can still be told apart [px]. */
const PICTURE = 72

/** The history of the run: pictures along its time, and its branches beneath. */
export function HistoryPanel() {
  const { ref, width } = useElementSize()
  const history = useRun((state) => state.history)
  const isTree = (history?.branches.length ?? 0) > 1
  return (
    <div className={classes['history']} ref={ref}>
      <Filmstrip places={Math.max(3, Math.floor((width - (isTree ? 224 : 24)) / PICTURE))} isTree={isTree} />
      {isTree ? <BranchTree /> : <Teach />}
    </div>
  )
}

function Teach() {
  return (
    <p className={`${classes['quiet']} ${classes['small']}`} style={{ margin: '8px 0 0' }}>
      Pictures of the run, oldest first; choose one to go back there. Doing something else in the past begins
      a branch, which is drawn here.
    </p>
  )
}

/** Pictures of the way to the newest state of the current branch, each in the place of its time. */
function Filmstrip({ places, isTree }: { readonly places: number; readonly isTree: boolean }) {
  const info = useRun((state) => state.info)
  const history = useRun((state) => state.history)
  const tick = useRun((state) => state.now?.tick ?? 0)
  const kept = useThumbnails((state) => state.kept)
  if (info === undefined || history === undefined) return null
  const end = Math.max(info.stop, newestTick(history))
  const along = onPath(kept, history)
  const shown = Array.from({ length: places }, (_, place) => {
    const [from, to] = [(place * end) / places, ((place + 1) * end) / places]
    return { from, to, picture: along.find((each) => each.tick >= from && each.tick < to) }
  })
  return (
    <div
      className={classes['strip']}
      data-tree={isTree || undefined}
      style={{ height: PICTURE - 4 }}
      role="group"
      aria-label="Pictures of the run"
    >
      {shown.map(({ from, to, picture }) =>
        picture === undefined ? (
          <span key={from} style={{ flex: '1 1 0' }} />
        ) : (
          <button
            key={from}
            type="button"
            aria-label={`Go to ${clockText(picture.tick * info.tick)}`}
            title={clockText(picture.tick * info.tick)}
            aria-current={tick >= from && tick < to}
            onClick={() => void goTo(picture.tick)}
          >
            <img src={picture.picture} alt="" />
          </button>
        ),
      )}
    </div>
  )
}

/** Those of a branch's own stretch, and of its parents up to where it leaves them. */
function onPath(kept: readonly Thumbnail[], history: Parameters<typeof branchPath>[0]): readonly Thumbnail[] {
  const path = branchPath(history)
  return path
    .flatMap(({ id }, index) => {
      const leaves = path[index + 1]?.from ?? Number.POSITIVE_INFINITY
      return kept.filter(({ branch, tick }) => branch === id && tick <= leaves)
    })
    .toSorted((a, b) => a.tick - b.tick)
}

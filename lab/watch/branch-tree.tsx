import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import type { Branch, RunInfo } from '../workers/run-api.ts'
import { branchName, renameBranch, useBranchNames } from './branch-names.ts'
import { currentRun } from './current-run.ts'
import { type BranchRow, branchRows } from './history-path.ts'
import { clockText } from './pace.ts'
import { useRun } from './run-store.ts'
import { forgetThumbnails } from './thumbnails.ts'
import classes from './watch.module.css'

/** Height of a branch's line [px]. */
const ROW = 24

/** Branches as lines over the same time as the pictures above: each begins where it leaves another. */
export function BranchTree() {
  const history = useRun(({ history }) => history)
  const info = useRun(({ info }) => info)
  const tick = useRun(({ now }) => now?.tick ?? 0)
  if (history === undefined || info === undefined) return null
  const rows = branchRows(history.branches)
  const end = Math.max(info.stop, ...history.branches.map(({ to }) => to))
  return (
    <ul className={classes['branches']} aria-label="Branches">
      {rows.map((row) => (
        <li key={row.branch.id}>
          <BranchButton row={row} isCurrent={row.branch.id === history.current} info={info} />
          <BranchLine
            row={row}
            end={end}
            at={row.branch.id === history.current ? tick : undefined}
          />
          <BranchMenu branch={row.branch} isFirst={row.branch.parent === undefined} />
        </li>
      ))}
    </ul>
  )
}

interface BranchButtonProps {
  readonly row: BranchRow
  readonly isCurrent: boolean
  readonly info: RunInfo
}

function BranchButton({ row: { branch, depth }, isCurrent, info }: BranchButtonProps) {
  const names = useBranchNames(({ names }) => names)
  const name = branchName(names, branch)
  return (
    <button
      type="button"
      className={`${classes['plain']} ${classes['small']}`}
      aria-current={isCurrent}
      title={`${name}: from ${clockText(branch.from * info.tick)} to ${clockText(branch.to * info.tick)}`}
      style={{
        paddingLeft: 12 * depth,
        fontWeight: isCurrent ? 600 : 400,
        overflow: 'hidden',
        textOverflow: 'ellipsis',
        whiteSpace: 'nowrap',
      }}
      onClick={() => void currentRun()?.seek(branch.to, branch.id)}
    >
      {name}
    </button>
  )
}

/** A branch's stretch of time, its actions, and where one is on it. */
function BranchLine({
  row: { branch, row, parentRow },
  end,
  at,
}: {
  readonly row: BranchRow
  readonly end: number
  readonly at: number | undefined
}) {
  const x = (tick: number): string => `${(100 * tick) / Math.max(1, end)}%`
  const stroke = at === undefined ? 'var(--quiet-text)' : 'var(--accent)'
  return (
    <svg aria-hidden="true">
      {parentRow !== undefined && (
        <line
          x1={x(branch.from)}
          x2={x(branch.from)}
          y1={ROW / 2 - ROW * (row - parentRow)}
          y2={ROW / 2}
          stroke={stroke}
        />
      )}
      <line x1={x(branch.from)} x2={x(branch.to)} y1={ROW / 2} y2={ROW / 2} stroke={stroke} strokeWidth={2} />
      <circle cx={x(branch.to)} cy={ROW / 2} r={3} fill={stroke} />
      {branch.actions.map(({ tick, label }) => (
        <svg key={`${tick} ${label}`} x={x(tick)} y={ROW / 2} overflow="visible">
          <path d="M0-5L5 0 0 5-5 0z" fill="var(--panel)" stroke={stroke} strokeWidth={1.5} />
        </svg>
      ))}
      {at !== undefined && <circle cx={x(at)} cy={ROW / 2} r={5} fill="var(--accent)" />}
    </svg>
  )
}

function BranchMenu({ branch, isFirst }: { readonly branch: Branch; readonly isFirst: boolean }) {
  const name = branchName(useBranchNames(({ names }) => names), branch)
  const forget = (): void => {
    forgetThumbnails([branch.id])
    void currentRun()?.forget(branch.id)
  }
  const rename = (): void => {
    const given = globalThis.prompt('Name of this branch', name)
    if (given !== null && given.trim() !== '') renameBranch(branch.id, given.trim())
  }
  return (
    <Menu position="top-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={24} aria-label={`What to do with ${name}`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={rename}>Rename</Menu.Item>
        <Menu.Item disabled={isFirst} onClick={forget}>
          Forget it and what leaves it
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

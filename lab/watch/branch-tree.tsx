import { ActionIcon, Menu, TextInput } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import type { Branch, History, RunInfo } from '../workers/run-api.ts'
import { branchKey, branchName, renameBranch, useBranchNames } from './branch-names.ts'
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
  const history = useRun((state) => state.history)
  const info = useRun((state) => state.info)
  const tick = useRun((state) => state.now?.tick ?? 0)
  const [renamed, rename] = useState<string | undefined>(undefined)
  if (history === undefined || info === undefined) return null
  const rows = branchRows(history.branches)
  const end = Math.max(info.stop, ...history.branches.map((each) => each.to))
  return (
    <ul className={classes['branches']} aria-label="Branches">
      {rows.map((row) => (
        <li key={row.branch.id}>
          {renamed === row.branch.id ? (
            <NameField history={history} branch={row.branch} onEnd={() => rename(undefined)} />
          ) : (
            <BranchButton row={row} history={history} info={info} />
          )}
          <BranchLine row={row} end={end} at={row.branch.id === history.current ? tick : undefined} />
          <BranchMenu history={history} branch={row.branch} onRename={() => rename(row.branch.id)} />
        </li>
      ))}
    </ul>
  )
}

interface BranchButtonProps {
  readonly row: BranchRow
  readonly history: History
  readonly info: RunInfo
}

function BranchButton({ row: { branch, depth }, history, info }: BranchButtonProps) {
  const names = useBranchNames((state) => state.names)
  const name = branchName(names, history, branch)
  const isCurrent = branch.id === history.current
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

interface BranchProps {
  readonly history: History
  readonly branch: Branch
}

/** A field in the place of a branch's name; enter keeps what it says, escape what was there. */
function NameField({ history, branch, onEnd }: BranchProps & { readonly onEnd: () => void }) {
  const [name, setName] = useState(() => branchName(useBranchNames.getState().names, history, branch))
  const keep = (): void => {
    if (name.trim() !== '') renameBranch(branchKey(history, branch), name.trim())
    onEnd()
  }
  return (
    <TextInput
      size="xs"
      aria-label="Name of this branch"
      value={name}
      autoFocus
      onFocus={({ currentTarget }) => currentTarget.select()}
      onChange={({ currentTarget }) => setName(currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Enter') keep()
        if (event.key === 'Escape') onEnd()
      }}
    />
  )
}

function BranchMenu({ history, branch, onRename }: BranchProps & { readonly onRename: () => void }) {
  const name = branchName(
    useBranchNames((state) => state.names),
    history,
    branch,
  )
  const forget = (): void => {
    forgetThumbnails([branch.id])
    void currentRun()?.forget(branch.id)
  }
  return (
    <Menu position="top-end" returnFocus={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={24} aria-label={`What to do with ${name}`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onRename}>Rename</Menu.Item>
        <Menu.Item disabled={branch.parent === undefined} onClick={forget}>
          Forget it and what leaves it
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

import { Button, Group, Switch, Text } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconX } from '@tabler/icons-react'
import type { CellCard, CellFact } from '../workers/run-api.ts'
import { CellNetwork } from './cell-network.tsx'
import { CellRules } from './cell-rules.tsx'
import { chooseNext } from './choose-cell.ts'
import { pickClone } from './clone-store.ts'
import { currentRun } from './current-run.ts'
import { useDesk } from './desk-store.ts'
import { NumberTable } from './fact-table.tsx'
import { Curve } from '../charts/curve.tsx'
import { cloneName } from '../view/clone-entries.ts'
import { clockText } from './pace.ts'
import { useRun } from './run-store.ts'
import { useTypeNetwork } from './type-network.ts'
import { IconButton } from './transport.tsx'
import { unitText } from './unit-text.ts'
import classes from './watch.module.css'

/** What is known about the chosen cell. */
export function CellPanel() {
  const card = useRun((state) => state.card)
  const selected = useRun((state) => state.selected)
  const network = useTypeNetwork(card?.type)
  if (selected === undefined || card === undefined) return <NoCell />
  return (
    <div>
      <Heading card={card} />
      <Events card={card} />
      <CellRules card={card} network={network} />
      <Facts title="Signals it senses" facts={card.facts.filter((each) => each.group === 'signal')} />
      <Facts title="Behaviours" facts={card.facts.filter((each) => each.group === 'behaviour')} />
      <Facts title="Traits" facts={card.facts.filter((each) => each.group === 'trait')} />
      <CellNetwork card={card} drawing={network.drawing} />
      <CellHistory card={card} />
      <Facts title="Body" facts={card.facts.filter((each) => each.group === 'cell')} />
    </div>
  )
}

function NoCell() {
  return (
    <div>
      <h2>No cell chosen</h2>
      <Text size="sm" className={classes['quiet']} mb={12}>
        Click a cell in the tissue to see what it senses, which rules act on it now, and what became of it.
        Keys: n and p go from cell to cell.
      </Text>
      <Button size="xs" variant="default" onClick={() => chooseNext(1)}>
        Choose the first cell
      </Button>
    </div>
  )
}

function Heading({ card }: { readonly card: CellCard }) {
  const isFollowing = useRun((state) => state.isFollowing)
  const colour = useRun((state) => state.info?.scene.types.find((each) => each.name === card.type)?.colour)
  const [x, y, z] = card.position
  return (
    <header>
      <Group gap={4} wrap="nowrap">
        <span className={classes['swatch']} style={{ background: colour }} />
        <Text fw={600} style={{ flex: 1 }}>
          {card.type}
        </Text>
        <IconButton label="Previous cell (p)" onClick={() => chooseNext(-1)}>
          <IconChevronLeft size={16} />
        </IconButton>
        <IconButton label="Next cell (n)" onClick={() => chooseNext(1)}>
          <IconChevronRight size={16} />
        </IconButton>
        <IconButton label="Leave this cell (escape)" onClick={() => void currentRun()?.select(undefined)}>
          <IconX size={16} />
        </IconButton>
      </Group>
      <Text size="xs" className={classes['quiet']}>
        {card.state}
        {card.phase === undefined ? '' : `, ${card.phase}`}
        {card.age === undefined ? '' : `, ${clockText(card.age)} old`}
        {card.site === undefined ? '' : `, in the ${card.site}`}
        {card.site !== 'blood' &&
          `, at ${x.toFixed(0)}, ${y.toFixed(0)}, ${z.toFixed(0)} µm, radius ${card.radius.toFixed(1)} µm`}
        {card.clone !== undefined && <Clone founder={card.clone} />}
      </Text>
      <Text size="xs" className={classes['quiet']}>
        lineage <code>{card.lineage}</code>
        {card.mother !== undefined && <Mother lineage={card.mother} />}
      </Text>
      <Switch
        mt={8}
        size="xs"
        label="Keep it in view"
        checked={isFollowing}
        onChange={({ currentTarget }) => useRun.setState({ isFollowing: currentTarget.checked })}
      />
    </header>
  )
}

/** The cell's clone; choosing it lets it stand out. */
function Clone({ founder }: { readonly founder: string }) {
  return (
    <>
      ,{' '}
      <button
        type="button"
        className={classes['plain']}
        style={{ textDecoration: 'underline' }}
        title={`Let it stand out in the tissue: ${founder}`}
        onClick={() => {
          void pickClone(currentRun(), founder)
          useDesk.getState().show('clones')
        }}
      >
        {cloneName(founder)}
      </button>
    </>
  )
}

function Mother({ lineage }: { readonly lineage: string }) {
  return (
    <>
      , daughter of{' '}
      <button
        type="button"
        className={classes['plain']}
        style={{ textDecoration: 'underline' }}
        onClick={() => void currentRun()?.select(lineage)}
      >
        <code>{lineage}</code>
      </button>
    </>
  )
}

function Facts({ title, facts }: { readonly title: string; readonly facts: readonly CellFact[] }) {
  if (facts.length === 0) return null
  return (
    <section className={classes['section']}>
      <h3>{title}</h3>
      <NumberTable numbers={facts} />
    </section>
  )
}

/** What was measured of the cell since it was chosen. */
function CellHistory({ card }: { readonly card: CellCard }) {
  const { times, values } = card.history
  const units = new Map(card.facts.map(({ name, unit }) => [name, unit]))
  const names = Object.keys(values).filter((name) => isMoving(values[name] ?? []))
  if (times.length < 2 || names.length === 0)
    return (
      <section className={classes['section']}>
        <h3>History</h3>
        <Text size="xs" className={classes['quiet']}>
          Curves of this cell grow here while the run plays.
        </Text>
      </section>
    )
  return (
    <section className={classes['section']}>
      <h3>History</h3>
      {names.slice(0, MOST_CURVES).map((name) => (
        <div key={name}>
          <Text size="xs">
            {name.replace(/ \[1\]$/, '')}{' '}
            <span className={classes['quiet']}>{bracketed(units.get(name))}</span>
          </Text>
          <Curve
            label={`${name} of this cell over time`}
            unit={units.get(name) ?? ''}
            times={times}
            lines={[{ name, colour: '#3f8fd2', values: values[name] ?? [] }]}
            height={72}
            together="cell"
          />
        </div>
      ))}
    </section>
  )
}

/** Chosen: what moves first, as many as can be compared by eye. */
const MOST_CURVES = 6

function bracketed(unit = ''): string {
  return unitText(unit) === '' ? '' : `[${unitText(unit)}]`
}

function isMoving(values: readonly number[]): boolean {
  return values.some((value) => value !== values[0])
}

function Events({ card }: { readonly card: CellCard }) {
  if (card.events.length === 0) return null
  return (
    <section className={classes['section']}>
      <h3>What happened to it</h3>
      <ul className={`${classes['log']} ${classes['small']}`}>
        {card.events.map(({ time, text }, index) => (
          <li key={`${index} ${time}`}>
            <span className={classes['number']}>{clockText(time)}</span>
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

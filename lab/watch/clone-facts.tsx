import { Button, Switch } from '@mantine/core'
import { type ClonePick, cloneKeyColour, formatNumber } from '../../src/browser.ts'
import { cloneName } from '../view/clone-entries.ts'
import type { LivingClones } from '../workers/run-api.ts'
import { shareText } from './clone-rows.ts'
import { pickClone } from './clone-store.ts'
import { currentRun } from './current-run.ts'
import { type Fact, FactTable } from './fact-table.tsx'
import { clockText } from './pace.ts'
import { useView } from './view-store.ts'
import styles from './clones.module.css'
import classes from './watch.module.css'

/** What is known of the clone that stands out. */
export function CloneFacts({ clones }: { readonly clones: LivingClones }) {
  const picked = useView(({ options }) => options.look.clone)
  if (picked === undefined) return null
  const { key } = picked
  return (
    <section className={classes['section']} aria-label={cloneName(key)}>
      <h3>
        <span className={classes['swatch']} style={{ background: cloneKeyColour(key) }} />
        {cloneName(key)}
      </h3>
      <FactTable facts={factsOf(picked, clones)} />
      {clones.hasDescent && (
        <Switch
          size="xs"
          mt={8}
          label="Its subclones stand out, too"
          checked={picked.subclones !== undefined}
          onChange={({ currentTarget }) => void pickClone(currentRun(), key, currentTarget.checked)}
        />
      )}
      <Button
        size="compact-xs"
        variant="default"
        mt={8}
        className={styles['all'] ?? ''}
        onClick={() => void pickClone(currentRun(), undefined)}
      >
        Show all cells alike
      </Button>
    </section>
  )
}

function factsOf(
  { key }: ClonePick,
  { tree, cells, own, places = {}, subclones, hasDescent }: LivingClones,
): readonly Fact[] {
  const node = tree.nodes.find((each) => each.key === key)
  const size = own ?? 0
  const facts: Fact[] = [
    { name: 'live cells', value: size === 0 ? 'none' : `${formatNumber(size)}, ${shareText(size, cells)}` },
  ]
  for (const [place, count] of Object.entries(places))
    facts.push({ name: `in the ${place}`, value: formatNumber(count) })
  if (!hasDescent) return facts
  facts.push({ name: 'living subclones known', value: formatNumber(subclones?.length ?? 0) })
  if (node === undefined) return facts
  const { generation, since, parent, traits } = node
  facts.push(
    { name: 'generation', value: String(generation) },
    { name: 'founded', value: generation === 0 && since === 0 ? 'at the start' : clockText(since) },
  )
  if (parent !== undefined) facts.push({ name: 'came from', value: cloneName(parent) })
  for (const [name, mean] of Object.entries(traits))
    facts.push({ name: `mean ${name}`, value: formatNumber(mean) })
  return facts
}

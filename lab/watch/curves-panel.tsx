import { Chip, Text } from '@mantine/core'
import { useState } from 'react'
import { formatNumber } from '../../src/browser.ts'
import { unitText } from './unit-text.ts'
import { Curve, type Line } from '../charts/curve.tsx'
import { actionsAlong } from './history-path.ts'
import { clockText } from './pace.ts'
import { useRun } from './run-store.ts'
import { byUnit, rowAt } from './series-table.ts'
import { lineColours, useChosenSeries } from './series-choice.ts'
import classes from './watch.module.css'

/** Live curves of the model: one chart per unit, read off together; which are shown is the reader's choice. */
export function CurvesPanel() {
  const info = useRun((state) => state.info)
  const { chosen, toggle } = useChosenSeries(info)
  const [isChoosing, choose] = useState(false)
  if (info === undefined) return <Empty />
  if (info.series.length === 0)
    return (
      <Text size="sm" className={classes['quiet']}>
        This model records no series. Add some under <code>record: series</code> in Edit.
      </Text>
    )
  const nameAt = (index: number): string => info.series[index]?.name ?? ''
  const order = [...chosen]
  const place = (index: number): number => order.indexOf(nameAt(index))
  const groups = byUnit(info.series).map(({ unit, indices }) => ({
    unit,
    indices: indices.filter((index) => chosen.has(nameAt(index))).toSorted((a, b) => place(a) - place(b)),
  }))
  return (
    <div>
      {groups
        .filter((each) => each.indices.length > 0)
        .map(({ unit, indices }) => (
          <Chart key={unit} unit={unit} indices={indices} />
        ))}
      <Chip size="xs" variant="light" checked={isChoosing} onChange={choose} mt={8}>
        Choose curves
      </Chip>
      {isChoosing && (
        <fieldset style={{ border: 0, margin: '8px 0 0', padding: 0 }}>
          <legend className={`${classes['small']} ${classes['quiet']}`}>Curves that are shown</legend>
          {info.series.map(({ name, unit }) => (
            <label key={name} style={{ display: 'block', fontSize: 12, padding: '4px 0' }}>
              <input type="checkbox" checked={chosen.has(name)} onChange={() => toggle(name)} /> {name}{' '}
              <span className={classes['quiet']}>{unitText(unit) === '' ? '' : `[${unitText(unit)}]`}</span>
            </label>
          ))}
        </fieldset>
      )}
    </div>
  )
}

function Empty() {
  return (
    <Text size="sm" className={classes['quiet']}>
      Curves appear when the run begins.
    </Text>
  )
}

/** The curves of one unit with their values, now or where the pointer reads. */
function Chart({ unit, indices }: { readonly unit: string; readonly indices: readonly number[] }) {
  const info = useRun((state) => state.info)
  const series = useRun((state) => state.series)
  const history = useRun((state) => state.history)
  const now = useRun((state) => state.now?.time ?? 0)
  const [read, setRead] = useState<number | undefined>(undefined)
  if (info === undefined) return null
  const times = series?.times ?? []
  const colours = lineColours(info)
  const lines = indices.map((index): Line => ({
    name: info.series[index]?.name ?? '',
    colour: colours[index] ?? '#888888',
    values: series?.values[index] ?? [],
  }))
  const row = read ?? rowAt(times, now)
  const marks = (history === undefined ? [] : actionsAlong(history)).map(({ tick, label }) => ({
    time: tick * info.tick,
    label,
  }))
  return (
    <section style={{ marginBottom: 12 }}>
      <h3>
        {lines.length === 1 ? lines[0]?.name : titleOf(unit)}{' '}
        <span className={classes['quiet']} style={{ fontWeight: 400 }}>
          {unitText(unit) === '' ? '' : `[${unitText(unit)}]`}
          {read === undefined || times.length === 0 ? '' : ` at ${clockText(times[read] ?? 0)}`}
        </span>
      </h3>
      <Curve
        label={`${lines.map((each) => each.name).join(', ')} over time${unit === '' ? '' : ` in ${unit}`}`}
        unit={unit}
        times={times}
        lines={lines}
        marks={marks}
        now={now}
        together="watch"
        onRead={setRead}
      />
      <table className={classes['facts']}>
        <tbody>
          {lines.map(({ name, colour, values }) => (
            <tr key={name}>
              <th scope="row">
                <span className={classes['swatch']} style={{ background: colour }} />
                {name}
              </th>
              <td className={classes['number']}>{formatNumber(values[row] ?? Number.NaN)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function titleOf(unit: string): string {
  return unit === 'cells' || unit === '' ? 'Numbers' : 'Values'
}

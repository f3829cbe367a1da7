import { useComputedColorScheme } from '@mantine/core'
import { useState } from 'react'
import { type ArmStyle, formatNumber, formatUnit } from '../../src/browser.ts'
import { Curve } from '../charts/curve.tsx'
import { rowAt } from '../watch/series-table.ts'
import { useCompare } from './compare-store.ts'
import type { ArmView } from './lockstep.ts'
import classes from './compare.module.css'

/** One chart per series, one line per arm, all on one time axis. */
export function CompareCurves({ styles }: { readonly styles: ReadonlyMap<string, ArmStyle> }) {
  const { arms } = useCompare()
  const scheme = useComputedColorScheme('light')
  const info = arms.find((arm) => arm.info !== undefined)?.info
  if (info === undefined) return null
  return (
    <div
      className={classes['curves']}
      key={scheme}
      role="region"
      aria-label="Curves of all arms"
      tabIndex={0}
    >
      {info.series.map(({ name, unit }) => (
        <SeriesChart key={name} name={name} unit={unit} arms={arms} styles={styles} />
      ))}
    </div>
  )
}

interface SeriesChartProps {
  readonly name: string
  readonly unit: string
  readonly arms: readonly ArmView[]
  readonly styles: ReadonlyMap<string, ArmStyle>
}

function SeriesChart({ name, unit, arms, styles }: SeriesChartProps) {
  const [read, setRead] = useState<number | undefined>(undefined)
  const time = arms.find(({ state }) => state !== undefined)?.state?.time ?? 0
  // Arms that have one run more or less than another still share the times of the shortest.
  const running = arms.filter(({ series, info }) => series !== undefined && info !== undefined)
  const times =
    running.map(({ series }) => series?.times ?? []).toSorted((a, b) => a.length - b.length)[0] ?? []
  const lines = running.map((arm) => {
    const index = arm.info?.series.findIndex((series) => series.name === name) ?? -1
    const values = arm.series?.values[index] ?? new Float64Array(times.length).fill(Number.NaN)
    const style = styles.get(arm.name)
    return {
      name: arm.name,
      colour: style?.colour ?? '#808080',
      dash: style?.dash ?? '',
      values: values.subarray(0, times.length),
    }
  })
  const row = read ?? rowAt(times, time)
  return (
    <section className={classes['chart']}>
      <h3>
        {name} {unit !== '' && unit !== '1' && <span className={classes['quiet']}>[{formatUnit(unit)}]</span>}
      </h3>
      <Curve
        label={`${name} over time, by arm`}
        unit={unit}
        times={times}
        lines={lines}
        together="compare"
        onRead={setRead}
      />
      <dl className={classes['values']}>
        {lines.map((line) => (
          <div key={line.name}>
            <dt style={{ color: line.colour }}>{line.name}</dt>
            <dd>{numberText(line.values[row])}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function numberText(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? 'none' : formatNumber(value)
}

import { Text, useComputedColorScheme } from '@mantine/core'
import { useState } from 'react'
import {
  type ArmStyle,
  type TrialSummary,
  formatNumber,
  formatUnit,
  seriesBandName,
} from '../../src/browser.ts'
import { Curve } from '../charts/curve.tsx'
import { durationWords } from '../watch/pace.ts'
import { rowAt } from '../watch/series-table.ts'
import { useCompare } from './compare-store.ts'
import { comparedSeries } from './compared-series.ts'
import type { ArmView } from './lockstep.ts'
import { ArmMark } from './arm-mark.tsx'
import { linesOf } from './curve-lines.ts'
import { effectsAt } from './twin-effects.ts'
import { useTwins } from './twins.ts'
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
      {comparedSeries(info).map(({ name, unit }) => (
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
  const summary = useTwins((state) => state.summary)
  const series = summary?.series.find(({ measure }) => measure === name)
  const now = arms.find(({ state }) => state !== undefined)?.state?.time ?? 0
  const { times, lines } = linesOf({ arms, name, styles, series })
  const row = read ?? rowAt(times, now)
  const shown = lines.filter(({ isMedian }) => !isMedian)
  return (
    <section className={classes['chart']}>
      <h3>
        {name} {unit !== '' && unit !== '1' && <span className={classes['quiet']}>[{formatUnit(unit)}]</span>}
      </h3>
      <Curve
        label={`${name} over time, by arm${series === undefined ? '' : `; bands: ${seriesBandName(series)}`}`}
        unit={unit}
        times={times}
        lines={lines}
        now={now}
        together="compare"
        onRead={setRead}
      />
      <dl className={classes['values']}>
        {shown.map((line) => (
          <div key={line.name}>
            <dt>
              <ArmMark colour={line.colour} dash={styles.get(line.name)?.dash ?? ''} /> {line.name}
            </dt>
            <dd>{numberText(line.values[row])}</dd>
          </div>
        ))}
      </dl>
      {summary !== undefined && <Effects summary={summary} measure={name} time={times[row] ?? now} />}
    </section>
  )
}

/** What twins say at the time that is read off. */
function Effects({
  summary,
  measure,
  time,
}: {
  readonly summary: TrialSummary
  readonly measure: string
  readonly time: number
}) {
  const effects = effectsAt(summary, measure, time)
  if (effects.length === 0)
    return (
      <Text size="xs" className={classes['quiet']}>
        {summary.arms.length < 2 ? '' : 'Effects are read off from the first sixth of the time on.'}
      </Text>
    )
  const control = summary.arms[0]?.name ?? ''
  return (
    <>
      {effects.map(({ arm, at, difference, how, verdict }) => (
        <Text key={arm} size="xs" className={classes['effect']}>
          At {durationWords(at)}, {arm} less {control}: {difference} ({how}), {verdict}.
        </Text>
      ))}
    </>
  )
}

function numberText(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? 'none' : formatNumber(value)
}

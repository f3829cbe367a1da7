import { ActionIcon, NativeSelect, SegmentedControl, Slider, Text } from '@mantine/core'
import { IconPlayerPauseFilled, IconPlayerPlayFilled, IconPlayerSkipBack } from '@tabler/icons-react'
import { useState } from 'react'
import { SPEEDS, clockText } from '../watch/pace.ts'
import { useCompare } from './compare-store.ts'
import type { Comparison } from './comparison.ts'
import { ReproduceArms } from './reproduce-arms.tsx'
import { SiteSelect } from './shown-site.tsx'
import classes from './compare.module.css'

/** One clock for all arms: play, go to a time, side by side or difference. */
export function CompareControls({ comparison }: { readonly comparison: Comparison }) {
  const { isPlaying, phase, speed, mode, arms } = useCompare()
  const isReady = phase === 'ready'
  const label = isPlaying ? 'Pause all arms (space)' : 'Play all arms (space)'
  return (
    <div className={classes['controls']} role="group" aria-label="Time of all arms">
      <ActionIcon
        variant="filled"
        disabled={!isReady}
        aria-label={label}
        title={label}
        onClick={() => (isPlaying ? comparison.pause() : comparison.play())}
      >
        {isPlaying ? <IconPlayerPauseFilled size={18} /> : <IconPlayerPlayFilled size={18} />}
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        disabled={!isReady}
        aria-label="To the beginning"
        title="To the beginning"
        onClick={() => void comparison.seek(0)}
      >
        <IconPlayerSkipBack size={18} />
      </ActionIcon>
      <NativeSelect
        size="xs"
        w={132}
        aria-label="Speed: simulated time per second"
        value={String(speed)}
        data={SPEEDS.map(({ name }, value) => ({ value: String(value), label: name }))}
        onChange={({ currentTarget }) => useCompare.setState({ speed: Number(currentTarget.value) })}
      />
      <TimeSlider comparison={comparison} />
      <SegmentedControl
        size="xs"
        aria-label="What the tiles show"
        value={mode}
        disabled={arms.length < 2}
        data={[
          { value: 'side', label: 'Side by side' },
          { value: 'difference', label: 'Difference' },
        ]}
        onChange={(value) => value !== mode && comparison.changeMode()}
      />
      <SiteSelect comparison={comparison} />
      <ReproduceArms comparison={comparison} />
    </div>
  )
}

function TimeSlider({ comparison }: { readonly comparison: Comparison }) {
  const { arms, tick, wayTo, phase } = useCompare()
  const [dragged, drag] = useState<number | undefined>(undefined)
  const info = arms.find((arm) => arm.info !== undefined)?.info
  const shown = dragged ?? tick
  const aim = dragged ?? wayTo ?? tick
  const length = info?.tick ?? 0
  return (
    <div className={classes['time']}>
      <span className={classes['clock']}>{clockText(shown * length)}</span>
      <Slider
        size="sm"
        min={0}
        max={info?.stop ?? 1}
        step={Math.max(1, Math.round(60 / Math.max(length, 1e-6)))}
        label={null}
        disabled={phase !== 'ready'}
        thumbLabel="Time of all arms"
        value={aim}
        onChange={drag}
        onChangeEnd={(value) => {
          drag(undefined)
          void comparison.seek(value)
        }}
        style={{ flex: 1 }}
      />
      <Text size="xs" className={classes['quiet']} role="status">
        {wayTo === undefined
          ? `of ${clockText((info?.stop ?? 0) * length)}`
          : `on the way to ${clockText(wayTo * length)}`}
      </Text>
    </div>
  )
}

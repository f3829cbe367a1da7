import { ActionIcon, Button, NativeSelect, Tooltip } from '@mantine/core'
import {
  IconCamera,
  IconChevronLeft,
  IconChevronRight,
  IconGitBranch,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipForward,
  IconPlayerStopFilled,
  IconRosetteDiscountCheck,
  IconVideo,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { branchHere, currentRun } from './current-run.ts'
import { newestTick } from './history-path.ts'
import { clockText, durationWords, lengthText, SPEEDS, speedText } from './pace.ts'
import { filmOrSave, savePicture } from './film.ts'
import { useRun } from './run-store.ts'
import { type StepSize, stepTicks, STEP_SIZES, useDesk } from './desk-store.ts'
import { Timeline } from './timeline.tsx'
import classes from './watch.module.css'

/** Like beneath a video: where one is, and how one goes on. */
export function Transport() {
  return (
    <div className={classes['transport']} role="group" aria-label="Time">
      <Timeline />
      <div className={classes['controls']}>
        <PlayButtons />
        <Clock />
        <SpeedSelect />
        <span className={classes['spring']} />
        <TakeButtons />
      </div>
    </div>
  )
}

function PlayButtons() {
  const isPlaying = useRun(({ isPlaying }) => isPlaying)
  const isReady = useRun(({ phase, now }) => phase === 'ready' && now?.problem === undefined)
  const isBack = useRun(({ now, history }) => now !== undefined && now.tick < newestTick(history))
  const step = useDesk(({ step }) => step)
  const go = (direction: 1 | -1): void => void currentRun()?.step(direction * stepTicks(step))
  return (
    <>
      <IconButton
        label={isPlaying ? 'Pause (space)' : 'Play (space)'}
        variant="filled"
        disabled={!isReady}
        onClick={() => (isPlaying ? currentRun()?.pause() : currentRun()?.play())}
      >
        {isPlaying ? <IconPlayerPauseFilled size={18} /> : <IconPlayerPlayFilled size={18} />}
      </IconButton>
      <IconButton label={`Back by ${step} (left arrow)`} disabled={!isReady} onClick={() => go(-1)}>
        <IconChevronLeft size={18} />
      </IconButton>
      <IconButton label={`On by ${step} (right arrow)`} disabled={!isReady} onClick={() => go(1)}>
        <IconChevronRight size={18} />
      </IconButton>
      <NativeSelect
        size="xs"
        w={84}
        aria-label="Size of a step"
        value={step}
        data={STEP_SIZES.map((size) => ({ value: size, label: size }))}
        onChange={({ currentTarget }) => useDesk.setState({ step: currentTarget.value as StepSize })} // one of the options
      />
      {isBack && (
        <IconButton
          label="To the newest state (end)"
          disabled={!isReady}
          onClick={() => void currentRun()?.newest()}
        >
          <IconPlayerSkipForward size={18} />
        </IconButton>
      )}
    </>
  )
}

function Clock() {
  const time = useRun(({ now, scrub, info }) =>
    scrub === undefined || info === undefined ? (now?.time ?? 0) : scrub * info.tick,
  )
  const stop = useRun(({ info }) => (info === undefined ? 0 : info.stop * info.tick))
  return (
    <>
      <span className={classes['clock']} data-clock title={`${durationWords(time)} of simulated time`}>
        {clockText(time)}
      </span>
      <span className={classes['beside']}>
        <span>of {lengthText(stop)}</span>
        <Reached />
      </span>
    </>
  )
}

/** The speed that is really reached, where it is not what was asked for. */
function Reached() {
  const wanted = useRun(({ speed }) => SPEEDS[speed]?.perSecond ?? 0)
  const reached = useRun(({ reached }) => reached)
  // a run that keeps up with nine tenths of what was asked looks the same
  if (reached === undefined || (wanted < Infinity && reached > 0.9 * wanted)) return null
  return <span title="The speed that this machine reaches now">at {speedText(reached)}</span>
}

function SpeedSelect() {
  const speed = useRun(({ speed }) => speed)
  return (
    <NativeSelect
      size="xs"
      w={152}
      aria-label="Speed: simulated time per second"
      value={speed}
      data={SPEEDS.map(({ name }, value) => ({ value: String(value), label: name }))}
      onChange={({ currentTarget }) => useRun.setState({ speed: Number(currentTarget.value) })}
    />
  )
}

function TakeButtons() {
  const isReady = useRun(({ phase }) => phase === 'ready')
  return (
    <>
      <IconButton label="Begin a branch here (b)" disabled={!isReady} onClick={() => void branchHere()}>
        <IconGitBranch size={18} />
      </IconButton>
      <Button
        size="xs"
        px={8}
        variant="default"
        disabled={!isReady}
        leftSection={<IconRosetteDiscountCheck size={16} />}
        onClick={() => useDesk.getState().open('reproduce')}
      >
        Reproduce
      </Button>
    </>
  )
}

/** Buttons on the tissue: what is seen as a picture or a video. */
export function CameraCorner() {
  const isFilming = useDesk(({ isFilming }) => isFilming)
  return (
    <div className={classes['corner']}>
      <IconButton label="Save a picture" onClick={() => void savePicture()}>
        <IconCamera size={18} />
      </IconButton>
      <IconButton
        label={isFilming ? 'Stop the video and save it' : 'Record a video'}
        isOn={isFilming}
        onClick={() => void filmOrSave()}
      >
        {isFilming ? <IconPlayerStopFilled size={18} /> : <IconVideo size={18} />}
      </IconButton>
    </div>
  )
}

interface IconButtonProps {
  readonly label: string
  readonly onClick: () => void
  readonly children: ReactNode
  readonly disabled?: boolean
  readonly isOn?: boolean
  readonly variant?: 'filled' | 'subtle'
}

/** A button with a picture; its name is told to screen readers and on hover. */
export function IconButton({
  label,
  onClick,
  children,
  disabled = false,
  isOn,
  variant = 'subtle',
}: IconButtonProps) {
  return (
    <Tooltip label={label} openDelay={400}>
      <ActionIcon
        size={32}
        variant={isOn === true ? 'light' : variant}
        color={variant === 'filled' ? 'blue' : isOn === true ? 'red' : 'gray'}
        aria-label={label.replace(/ \(.*\)$/, '')}
        aria-pressed={isOn}
        disabled={disabled}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  )
}

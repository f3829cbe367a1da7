import { describe, expect, it } from 'vitest'
import { clockText, due, durationWords, SPEEDS, speedText } from './pace.ts'

const HOUR_PER_SECOND = { name: '1 h per s', perSecond: 60 }

describe('what is due', () => {
  it('is simulated time in proportion to wall time, whatever the frames', () => {
    // an hour per second is 240 ticks of 0.25 min; sixty frames of 1000/60 ms make a second
    let [ticks, owed] = [0, 0]
    for (let frame = 0; frame < 60; frame++) {
      const next = due(HOUR_PER_SECOND, 1000 / 60, owed, 0.25)
      ticks += next.ticks
      owed = next.owed
    }
    // rounding of the last frame may leave one tick for the next
    expect(ticks).toBeGreaterThanOrEqual(239)
    expect(ticks).toBeLessThanOrEqual(240)
  })

  it('makes up for no more than a tenth of a second', () => {
    expect(due(HOUR_PER_SECOND, 60_000, 0, 0.25).ticks).toBe(24)
  })

  it('lets a tick come due that is longer than that', () => {
    // a tick of 6 min takes 6 s at 1 min per s
    const slow = { name: '', perSecond: 1 }
    expect(due(slow, 16, 5_970, 6)).toMatchObject({ ticks: 0, owed: 5_986 })
    expect(due(slow, 16, 5_990, 6)).toMatchObject({ ticks: 1, owed: 0 })
  })

  it('has no end where nothing holds the run back', () => {
    expect(due(SPEEDS.at(-1) ?? HOUR_PER_SECOND, 16, 0, 0.25).ticks).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('times for people', () => {
  it('are a clock', () => {
    expect([0, 255, 1440, 1695].map(clockText)).toEqual(['00:00', '04:15', '1 d 00:00', '1 d 04:15'])
  })
  it('do not fall short by what sums of tenths are short of', () => {
    expect(clockText(0.1 * 3 * 200)).toBe('01:00')
    expect(clockText(59.9999999999)).toBe('01:00')
  })
  it('are words', () => {
    expect([0, 1440, 3075].map(durationWords)).toEqual(['the beginning', '1 day', '2 days 3 h 15 min'])
  })
  it('are speeds', () => {
    expect([2.25, 22, 90, 2880].map(speedText)).toEqual(['2.3 min per s', '22 min per s', '1.5 h per s', '2.0 d per s'])
  })
})

import { expect, it } from 'vitest'
import { colourMapHex } from './colour-map.ts'
import {
  contrastRatio,
  desaturate,
  hexFromLinear,
  linearFromHex,
  linearFromOklab,
  mixHex,
  oklabFromLinear,
} from './colour-space.ts'
import { perceivedDistance } from './colour-vision.ts'

it('comes back from OKLab to the same bytes', () => {
  for (const hex of ['#000000', '#ffffff', '#cd5c34', '#046b58', '#d0b3ff']) {
    expect(hexFromLinear(linearFromOklab(oklabFromLinear(linearFromHex(hex))))).toBe(hex)
  }
})

it('has the contrast that WCAG states for black on white', () => {
  expect(contrastRatio('#000000', '#ffffff')).toBeCloseTo(21, 6)
})

it('makes grey of a colour without its chroma', () => {
  const [red, green, blue] = linearFromHex(desaturate('#cd5c34', 1))
  // One level of 255 in the dark half of the scale is less than 0.01 of linear light.
  expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(0.01)
})

it('mixes to the ends', () => {
  expect(mixHex('#cd5c34', '#046b58', 0)).toBe('#cd5c34')
  expect(mixHex('#cd5c34', '#046b58', 1)).toBe('#046b58')
})

it('brings red and green together without green cones, and leaves grey as it is', () => {
  expect(perceivedDistance('#c04000', '#608000', 'deutan')).toBeLessThan(
    0.5 * perceivedDistance('#c04000', '#608000', 'normal'),
  )
  expect(perceivedDistance('#808080', '#ffffff', 'deutan')).toBeCloseTo(
    perceivedDistance('#808080', '#ffffff', 'normal'),
    3,
  )
})

it.each(['viridis', 'cividis', 'mako'] as const)(
  '%s grows lighter from end to end, for every reader',
  (name) => {
    const lightness = Array.from(
      { length: 18 },
      (_, step) => oklabFromLinear(linearFromHex(colourMapHex(name, step * 15)))[0],
    )
    for (let step = 1; step < lightness.length; step++) {
      expect(lightness[step]).toBeGreaterThan(lightness[step - 1] ?? 1)
    }
  },
)

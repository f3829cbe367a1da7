import { linearFromHex, oklabFromLinear } from './colour-space.ts'
import type { Rgb } from './colour-space.ts'

/** How a reader sees colour: normally, or with one of the three cones missing. */
export type ColourVision = 'normal' | 'protan' | 'deutan' | 'tritan'

type Matrix = readonly [Rgb, Rgb, Rgb]

/**
 * Linear-light simulation at full severity.
 * Source: Machado, Oliveira, Fernandes (2009), doi:10.1109/TVCG.2009.113, tables for severity 1.0.
 */
const simulations: Readonly<Record<Exclude<ColourVision, 'normal'>, Matrix>> = {
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

/** What a reader with `vision` sees of a linear colour. */
function simulate(colour: Rgb, vision: ColourVision): Rgb {
  if (vision === 'normal') return colour
  const [first, second, third] = simulations[vision]
  return [project(first, colour), project(second, colour), project(third, colour)]
}

/**
 * How different two `#rrggbb` colours look to a reader with `vision`, as distance in OKLab
 * (0.02 is about the least difference one notices side by side: CSS Color 4, deltaEOK).
 */
export function perceivedDistance(first: string, second: string, vision: ColourVision): number {
  const a = oklabFromLinear(simulate(linearFromHex(first), vision))
  const b = oklabFromLinear(simulate(linearFromHex(second), vision))
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
}

function project(row: Rgb, [red, green, blue]: Rgb): number {
  const value = row[0] * red + row[1] * green + row[2] * blue
  return Math.min(1, Math.max(0, value))
}

import { exp, log } from './elementary.ts'

/** Share from 0 to 1 at a level, of which `half` gives a half: Hill's function, the same bits in every engine. */
export function saturation(level: number, half: number, hill: number): number {
  if (!(level > 0)) return 0
  return hill === 1 ? level / (half + level) : 1 / (1 + exp(hill * log(half / level)))
}

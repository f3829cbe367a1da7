import type { World } from '../../engine/world.ts'
import { exp } from '../../math/elementary.ts'
import { COLONIES_PREFIX } from './columns.ts'
import { type CompiledOrgan, type DisseminationTables, forkStreams } from './compile.ts'
import { type Draws, FEW, createFork } from './forks.ts'
import { type Rows, type Sums, bindBehaviour } from './views.ts'

/** What one step does to a row at an organ. */
type AtOrgan = (slot: number) => void

/** Binds, organ by organ, what becomes of a row there within `dt` [min]. */
export function bindOrgans(
  world: World,
  { organs }: DisseminationTables,
  rows: Rows,
  sums: Sums,
  { draws, dt }: { readonly draws: Draws; readonly dt: number },
): readonly AtOrgan[] {
  return organs.map((organ, index) => {
    const parts = { world, organ, index, rows, sums, draws, dt }
    if (organ.isHome) return bindArrested(parts)
    const steps = [bindGrowth(parts), bindMicro(parts), bindSolitary(parts), bindArrested(parts)]
    return (slot) => {
      // From the last state to the first: nobody makes two steps in one.
      for (let k = 0; k < steps.length; k++) steps[k]?.(slot)
    }
  })
}

interface Parts {
  readonly world: World
  readonly organ: CompiledOrgan
  readonly index: number
  readonly rows: Rows
  readonly sums: Sums
  readonly draws: Draws
  readonly dt: number
}

/** Arrested cells extravasate or die; in the primary tissue who extravasates is to settle in it. */
function bindArrested({ world, organ, index, rows, sums, draws, dt }: Parts): AtOrgan {
  const [leave, die] = rates(world, organ, ['extravasation', 'death of arrested cells'])
  const fork = createFork(forkStreams(`arrested in ${organ.name}`, ['extravasation', 'death']))
  const { drawn, expected } = rows
  return (slot) => {
    const [n, mean] = [drawn.arrested[slot] ?? 0, expected.arrested[slot] ?? 0]
    if (n === 0 && mean < FEW) return
    fork.rates[0] = leave(slot)
    fork.rates[1] = die(slot)
    draws.part(slot, fork, n, mean, dt)
    const [out = 0, dead = 0] = fork.drawn
    const [meanOut = 0, meanDead = 0] = fork.expected
    drawn.arrested[slot] = n - out - dead
    expected.arrested[slot] = mean - meanOut - meanDead
    const [pair, size] = [rows.pairOf(slot), rows.size[slot] ?? 1]
    sums.happened('extravasated', index, pair, out * size, meanOut * size)
    sums.happened('died arrested', index, pair, dead * size, meanDead * size)
    if (organ.isHome) {
      rows.settling[slot] = (rows.settling[slot] ?? 0) + out
      sums.happened('settled', index, pair, out * size, meanOut * size)
      return
    }
    drawn.solitary[slot] = (drawn.solitary[slot] ?? 0) + out
    expected.solitary[slot] = (expected.solitary[slot] ?? 0) + meanOut
  }
}

/** Solitary cells begin to grow, fall asleep or die; dormant ones awake, which is to begin to grow, or die. */
function bindSolitary(parts: Parts): AtOrgan {
  const { world, organ, index, rows, sums, draws, dt } = parts
  const [begin, sleep, die] = rates(world, organ, ['initiation', 'dormancy', 'death of solitary cells'])
  const [awake, dieAsleep] = rates(world, organ, ['awakening', 'death of dormant cells'])
  const fork = createFork(forkStreams(`solitary in ${organ.name}`, ['initiation', 'dormancy', 'death']))
  const asleep = createFork(forkStreams(`dormant in ${organ.name}`, ['awakening', 'death']))
  const grow = bindBeginning(parts)
  const { drawn, expected } = rows
  return (slot) => {
    const [n, mean] = [drawn.solitary[slot] ?? 0, expected.solitary[slot] ?? 0]
    const [m, meanAsleep] = [drawn.dormant[slot] ?? 0, expected.dormant[slot] ?? 0]
    if (n === 0 && mean < FEW && m === 0 && meanAsleep < FEW) return
    fork.rates[0] = begin(slot)
    fork.rates[1] = sleep(slot)
    fork.rates[2] = die(slot)
    draws.part(slot, fork, n, mean, dt)
    asleep.rates[0] = awake(slot)
    asleep.rates[1] = dieAsleep(slot)
    draws.part(slot, asleep, m, meanAsleep, dt)
    const [begun = 0, fallen = 0, dead = 0] = fork.drawn
    const [meanBegun = 0, meanFallen = 0, meanDead = 0] = fork.expected
    const [woken = 0, deadAsleep = 0] = asleep.drawn
    const [meanWoken = 0, meanDeadAsleep = 0] = asleep.expected
    drawn.solitary[slot] = n - begun - fallen - dead
    expected.solitary[slot] = mean - meanBegun - meanFallen - meanDead
    drawn.dormant[slot] = m + fallen - woken - deadAsleep
    expected.dormant[slot] = meanAsleep + meanFallen - meanWoken - meanDeadAsleep
    const [pair, size] = [rows.pairOf(slot), rows.size[slot] ?? 1]
    sums.happened('fell asleep', index, pair, fallen * size, meanFallen * size)
    sums.happened('died solitary', index, pair, dead * size, meanDead * size)
    sums.happened('awoke', index, pair, woken * size, meanWoken * size)
    sums.happened('died dormant', index, pair, deadAsleep * size, meanDeadAsleep * size)
    sums.happened('began to grow', index, pair, (begun + woken) * size, (meanBegun + meanWoken) * size)
    grow(slot, begun + woken, meanBegun + meanWoken)
  }
}

/** Metastases begin: the first ones in the tissue of the organ, where it has one, the others as numbers. */
function bindBeginning({
  world,
  organ,
  index,
  rows,
  sums,
}: Parts): (slot: number, n: number, mean: number) => void {
  const colonies = world.f64(COLONIES_PREFIX + organ.name)
  const { drawn, expected } = rows
  return (slot, n, mean) => {
    expected.micro[slot] = (expected.micro[slot] ?? 0) + mean
    if (n === 0) return
    const size = rows.size[slot] ?? 1
    const inTissue = Math.min(n, Math.max(0, organ.lesions - (colonies[0] ?? 0)))
    if (inTissue > 0) {
      colonies[0] = (colonies[0] ?? 0) + inTissue
      rows.settling[slot] = (rows.settling[slot] ?? 0) + inTissue
      sums.happened('settled', index, rows.pairOf(slot), inTissue * size, 0)
    }
    const rest = n - inTissue
    if (rest === 0) return
    drawn.micro[slot] = (drawn.micro[slot] ?? 0) + rest
    rows.microCells[slot] = (rows.microCells[slot] ?? 0) + rest * size
    rows.largest[slot] = Math.max(rows.largest[slot] ?? 0, size)
  }
}

/** Micrometastases grow out or vanish, with their share of the cells. */
function bindMicro({ world, organ, index, rows, sums, draws, dt }: Parts): AtOrgan {
  const [out, vanish] = rates(world, organ, ['outgrowth', 'loss of micrometastases'])
  const fork = createFork(forkStreams(`micrometastases in ${organ.name}`, ['outgrowth', 'loss']))
  const { drawn, expected, microCells, macroCells, largest } = rows
  return (slot) => {
    const [n, mean] = [drawn.micro[slot] ?? 0, expected.micro[slot] ?? 0]
    if (n === 0 && mean < FEW) return
    fork.rates[0] = out(slot)
    fork.rates[1] = vanish(slot)
    draws.part(slot, fork, n, mean, dt)
    const [grown = 0, gone = 0] = fork.drawn
    const [meanGrown = 0, meanGone = 0] = fork.expected
    drawn.micro[slot] = n - grown - gone
    drawn.macro[slot] = (drawn.macro[slot] ?? 0) + grown
    expected.micro[slot] = mean - meanGrown - meanGone
    expected.macro[slot] = (expected.macro[slot] ?? 0) + meanGrown
    const [pair, size] = [rows.pairOf(slot), rows.size[slot] ?? 1]
    sums.happened('grew out', index, pair, grown * size, meanGrown * size)
    sums.happened('vanished', index, pair, gone * size, meanGone * size)
    if (grown + gone === 0) return
    const each = (microCells[slot] ?? 0) / n
    macroCells[slot] = (macroCells[slot] ?? 0) + each * grown
    microCells[slot] = each * (n - grown - gone)
    if (drawn.micro[slot] === 0 && drawn.macro[slot] === 0) largest[slot] = 0
  }
}

/** Cells of metastases multiply: exponentially, up to a number for each. */
function bindGrowth({ world, organ, rows, dt }: Parts): AtOrgan {
  const [growth] = rates(world, organ, ['growth'])
  const { drawn, microCells, macroCells, largest } = rows
  const { largestMicro, largestMacro } = organ
  return (slot) => {
    const [micro, macro] = [drawn.micro[slot] ?? 0, drawn.macro[slot] ?? 0]
    if (micro + macro === 0) return
    const factor = exp(growth(slot) * dt)
    microCells[slot] = Math.min((microCells[slot] ?? 0) * factor, micro * largestMicro)
    macroCells[slot] = Math.min((macroCells[slot] ?? 0) * factor, macro * largestMacro)
    largest[slot] = Math.min((largest[slot] ?? 0) * factor, macro > 0 ? largestMacro : largestMicro)
  }
}

type Rate = (slot: number) => number

function rates<const N extends readonly string[]>(
  world: World,
  { name }: CompiledOrgan,
  names: N,
): { readonly [K in keyof N]: Rate } {
  return names.map((each) => bindBehaviour(world, `${each} in ${name}`)) as { readonly [K in keyof N]: Rate } // one for each name
}

import { describe, expect, it } from 'vitest'
import { NODE_HELD, NODE_TIP, NODE_WALL, NO_NODE } from '../../src/engine/vessel-points.ts'
import { compile } from '../../src/compile/compile.ts'
import { branchWorld } from '../../src/engine/branch.ts'
import { loadSnapshot, saveSnapshot } from '../../src/engine/snapshot.ts'
import { stateHash } from '../../src/engine/state-hash.ts'
import { createStepper, runUntil } from '../../src/engine/step.ts'
import type { World } from '../../src/engine/world.ts'
import { startNodeTeam } from '../../src/platform/node/node-team.ts'
import { testKernels } from '../../src/testing/kernels.ts'
import { modelFrom, runModel } from '../../src/testing/run-model.ts'
import { startWorld } from '../../src/testing/start-run.ts'

/*
 * Angiogenesis on the graph of living vessels: laws of single mechanisms against arithmetic, then what follows from all of them.
 * Fields are held where a law is tested, so that nothing but the mechanism is in the number.
 */

interface Text {
  readonly growth: string
  readonly lines?: string
  readonly substrates?: string
  readonly size?: string
  readonly more?: string
}

/** Two vessels along y, 300 um apart; steps of 6 min. */
const model = ({ growth, lines, substrates, size, more = '' }: Text): string => `format: 1
title: angiogenesis
domain: { size: [${size ?? '400 um, 200 um, 20 um'}], voxel: 20 um }
time: { stop: 60 day, fields: 6 min, mechanics: 6 min, phenotype: 6 min }
substrates:
${substrates ?? gradient}
cell types:
  tumour: {}
vessel network:
  node spacing: 20 um
  lines:
${lines ?? twoVessels}
${growth}
${more}`

const gradient = `  VEGF: { unit: nM, diffusion: 1000 um^2/min, boundary: { x low: 0 nM, x high: 4 nM, y low: closed, y high: closed, z low: closed, z high: closed } }`
const flat = (level: string): string => `  VEGF: { unit: nM, diffusion: 0 um^2/min, initial: ${level} }`

const twoVessels = `    - { points: [[-150 um, -100 um, 0 um], [-150 um, 100 um, 0 um]], pressures: [25 mmHg, 24 mmHg] }
    - { points: [[150 um, -100 um, 0 um], [150 um, 100 um, 0 um]], pressures: [16 mmHg, 15 mmHg] }`
const oneVessel = `    - { points: [[-150 um, -100 um, 0 um], [-150 um, 100 um, 0 um]], pressures: [25 mmHg, 15 mmHg] }`

const sprouting = (more = ''): string =>
  `  sprouting: { by: { substrate: VEGF, half: 0.5 nM, hill: 2 }, least: 0.01 nM${more} }`

const rowsOf = (world: World, kind: number): readonly number[] =>
  [...world.u8('vessel.kind').keys()].filter((row) => world.u8('vessel.kind')[row] === kind)

const STEP = 6
const HOUR = 60 / STEP
const DAY = 24 * HOUR

const nodesOf = (world: World): number =>
  rowsOf(world, NODE_TIP).length + rowsOf(world, NODE_WALL).length + rowsOf(world, NODE_HELD).length

/** Rate at which every wall that may sprout does so at once. */
const AT_ONCE = ', rate: 1000 1/min'
/** Tips that neither wander nor are pulled. */
const STRAIGHT = ', direction: { random: 0, gradient: 0 }'

describe('tips', () => {
  // One tip only: the next would have to be 10 mm away. It leaves in the first step and goes on in all later ones.
  it.each([
    ['saturated', '1000 nM', 30],
    ['hardly stimulated', '0.0101 nM', 6.2],
    ['half stimulated', '0.5 nM', 18.1],
  ])('that are %s have the speed of the law', (_, level, speed) => {
    const growth = sprouting(`${AT_ONCE}${STRAIGHT}, exclusion: 10 mm`)
    const lines = '    - { points: [[0 um, -30 um, 0 um], [0 um, 30 um, 0 um]] }'
    const { world, run } = runModel(
      model({ growth, lines, substrates: flat(level), size: '4000 um, 100 um, 20 um' }),
    )
    const before = nodesOf(world)
    const hours = 48
    run(hours * HOUR)
    // Nodes come every 20 um of the way; the first stands 20 um off the vessel at once.
    const way = speed * (hours - STEP / 60)
    expect(nodesOf(world) - before).toBe(1 + Math.floor(way / 20 + 1e-9))
    expect(rowsOf(world, NODE_TIP)).toHaveLength(1)
  })

  // Membrane of 80 % that plasmin-like enzyme cuts at 0.01 1/min: half is left after ln(0.8/0.5)/0.01 = 47 min, and 8 steps of 6 min have passed then.
  it.each([
    ['stands', '', 0],
    ['has been cut', '0.01 1/(nM min)', 1],
  ])('leave a vessel in membrane only when it %s', (_, cut, sprouts) => {
    const growth = sprouting(`${AT_ONCE}${STRAIGHT}, exclusion: 10 mm, membrane stops: 50 %`)
    const proteases = cut === '' ? '' : `, proteases: { enzyme: { membrane: ${cut} } }`
    const { world, run } = runModel(
      model({
        growth,
        lines: '    - { points: [[0 um, -30 um, 0 um], [0 um, 30 um, 0 um]] }',
        substrates: `${flat('1000 nM')}\n  enzyme: { unit: nM, diffusion: 0 um^2/min, decay: 0 1/min, initial: 1 nM }`,
        more: `matrix: { membrane: { initial: 80 % }${proteases} }`,
      }),
    )
    run(7)
    expect(rowsOf(world, NODE_TIP)).toHaveLength(0)
    run(12)
    expect(rowsOf(world, NODE_TIP)).toHaveLength(sprouts)
  })

  it('do not cross membrane that stands across their way', () => {
    const growth = sprouting(`${AT_ONCE}, exclusion: 10 mm, membrane stops: 50 %`)
    const layer = 'membrane: { regions: [ { layer: { axis: x, at: 50 um, thickness: 20 um }, value: 1 } ] }'
    const { world, run } = runModel(model({ growth, lines: oneVessel, more: `matrix: { ${layer} }` }))
    run(20 * DAY)
    const furthest = Math.max(
      ...[...rowsOf(world, NODE_TIP), ...rowsOf(world, NODE_WALL)].map(
        (row) => world.f64('vessel.x')[row] ?? NaN,
      ),
    )
    expect(furthest).toBeGreaterThan(0)
    expect(furthest).toBeLessThan(40)
  })

  it('keep their distance: a vessel in a flat field has one sprout per exclusion length', () => {
    const growth = sprouting(`${AT_ONCE}${STRAIGHT}, exclusion: 80 um`)
    const lines = '    - { points: [[0 um, -1000 um, 0 um], [0 um, 1000 um, 0 um]] }'
    const { world } = runModel(
      model({ growth, lines, substrates: flat('10 nM'), size: '400 um, 2000 um, 20 um' }),
      { ticks: 1 },
    )
    const tips = rowsOf(world, NODE_TIP)
    // The vessel has its nodes every 20 um; a tip 20 um to the side keeps those within 77 um along it quiet, so that every fourth sprouts
    // where rows follow the vessel, and at least every seventh where they do not.
    expect(tips.length).toBeLessThanOrEqual(26)
    expect(tips.length).toBeGreaterThanOrEqual(14)
    const y = world.f64('vessel.y')
    const along = tips.map((row) => y[row] ?? 0).toSorted((a, b) => a - b)
    const gaps = along.slice(1).map((value, index) => value - (along[index] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThan(77)
  })

  it('find a source of VEGF up its gradient, at a plausible speed, and there is no sprout without it', () => {
    const reached = (growth: string): number => {
      const { world, run } = runModel(model({ growth, lines: oneVessel }), { seed: 4 })
      let hours = 0
      const isThere = (): boolean => world.f64('vessel.x').some((x) => x > 170)
      while (!isThere() && hours < 240) run(++hours * HOUR)
      return hours
    }
    const hours = reached(sprouting())
    // 320 um at 30 um/h at most are 11 h, at 6.2 um/h at least 52 h; a sprout of some node comes within the first days.
    expect(hours).toBeGreaterThan(11)
    expect(hours).toBeLessThan(120)
    const { world } = runModel(
      model({ growth: sprouting(AT_ONCE), lines: oneVessel, substrates: flat('0.009 nM') }),
      { ticks: 10 * DAY },
    )
    expect(rowsOf(world, NODE_TIP)).toHaveLength(0)
  })

  it('stop when VEGF is gone, and retract to the vessel after a while', () => {
    const substrates = '  VEGF: { unit: nM, diffusion: 0 um^2/min, initial: 10 nM, decay: 0.1 1/h }'
    const growth = sprouting(`${AT_ONCE}${STRAIGHT}, exclusion: 10 mm, patience: 1 day`)
    const lines = '    - { points: [[0 um, -100 um, 0 um], [0 um, 100 um, 0 um]] }'
    const { world, run } = runModel(model({ growth, lines, substrates, size: '4000 um, 200 um, 20 um' }))
    const before = nodesOf(world)
    // VEGF falls below 0.01 nM after ln(1000)/0.1 = 69 h.
    run(70 * HOUR)
    const grown = nodesOf(world)
    expect(grown).toBeGreaterThan(before + 30)
    run(70 * HOUR + DAY - HOUR)
    expect(nodesOf(world)).toBe(grown)
    run(30 * DAY)
    expect(nodesOf(world)).toBe(before)
    expect(rowsOf(world, NODE_TIP)).toHaveLength(0)
  })

  it('stay in the domain, and wait where there is no room', () => {
    const growth = `${sprouting(AT_ONCE)}
  rooms: { nodes: 30, segments: 60 }`
    const { world } = runModel(model({ growth, substrates: flat('10 nM') }), { ticks: 3 * DAY })
    expect(nodesOf(world)).toBe(30)
    expect(world.u32('network.waits')[0]).toBeGreaterThan(0)
    const inside = (axis: 'x' | 'y', half: number): boolean =>
      world.f64(`vessel.${axis}`).every((value) => Math.abs(value) <= half)
    expect([inside('x', 200), inside('y', 100)]).toEqual([true, true])
  })
})

describe('blockers', () => {
  const sprouts = (blocker: string): number => {
    const substrates = `${flat('4 nM')}
  anti: { unit: nM, diffusion: 0 um^2/min, initial: ${blocker} }`
    const growth =
      '  sprouting: { by: { substrate: VEGF, half: 0.5 nM, hill: 2, blocked by: { anti: 1 nM } }, least: 0.01 nM }'
    const { world } = runModel(model({ growth, substrates }), { ticks: 2 * DAY })
    return rowsOf(world, NODE_TIP).length + rowsOf(world, NODE_WALL).length - 18
  }

  it('of VEGFR2 slow sprouting down and stop it', () => {
    const free = sprouts('0 nM')
    expect(free).toBeGreaterThan(10)
    // 10 nM leave 4/11 nM to be felt, 1000 nM leave 4/1001 nM, below what makes walls sprout.
    expect(sprouts('10 nM')).toBeLessThan(free)
    expect(sprouts('1000 nM')).toBe(0)
  })
})

describe('pericytes', () => {
  const walls = (level: string, blocker: string): World => {
    const substrates = `${flat('0 nM')}
  PDGF-B: { unit: nM, diffusion: 0 um^2/min, initial: ${level} }
  imatinib: { unit: nM, diffusion: 0 um^2/min, initial: ${blocker} }`
    const growth = `${sprouting()}
  pericytes:
    by: { substrate: PDGF-B, half: 0.3 nM, blocked by: { imatinib: 100 nM } }
    start: 0
    coating: 0.5 1/day
    loss: 0.1 1/day
    loss when open: 0.1 1/day
  leak: { bare: 5, activated: 3 }`
    return runModel(model({ growth, substrates }), { ticks: 30 * DAY }).world
  }

  it('cover walls as their kinetics say, and walls leak as they are bare', () => {
    const world = walls('0.3 nM', '0 nM')
    // Half of 0.5/day against 0.1/day, over 30 days.
    const [coating, loss] = [0.25, 0.1]
    const expected = (coating / (coating + loss)) * (1 - Math.exp(-(coating + loss) * 30))
    const wall = rowsOf(world, NODE_WALL)[0] ?? 0
    expect(world.f64('vessel.pericytes')[wall]).toBeCloseTo(expected, 6)
    expect(world.f64('vessel.leak')[wall]).toBeCloseTo(1 + 4 * (1 - expected), 6)
  })

  it('are lost where PDGFRb is blocked, and walls leak more', () => {
    const [free, blocked] = [walls('0.3 nM', '0 nM'), walls('0.3 nM', '900 nM')]
    const mean = (world: World, column: string): number =>
      world.f64(column)[rowsOf(world, NODE_WALL)[0] ?? 0] ?? 0
    expect(mean(blocked, 'vessel.pericytes')).toBeLessThan(0.5 * mean(free, 'vessel.pericytes'))
    expect(mean(blocked, 'vessel.leak')).toBeGreaterThan(1.5 * mean(free, 'vessel.leak'))
  })
})

describe('Tie2', () => {
  const after = (ang2: string, vegf: string, days: number): number => {
    const substrates = `${flat(vegf)}
  ANG2: { unit: nM, diffusion: 0 um^2/min, initial: ${ang2} }`
    const growth = `${sprouting(', closed: 0')}
  tie2: { opened by: { substrate: ANG2 } }
  regression: { withdrawal: 0.5 1/day }`
    const { world } = runModel(model({ growth, substrates, lines: oneVessel }), { ticks: days * DAY })
    return nodesOf(world)
  }
  const START = 11

  it('opened by ANG2 lets walls sprout with VEGF and regress without, and closed keeps them quiet', () => {
    expect(after('0 nM', '4 nM', 3)).toBe(START)
    expect(after('0 nM', '0 nM', 3)).toBe(START)
    expect(after('30 nM', '4 nM', 3)).toBeGreaterThan(START)
    expect(after('30 nM', '0 nM', 3)).toBeLessThan(START)
  })
})

describe('regression', () => {
  const SIZE = '2000 um, 2000 um, 20 um'
  /** Ninety vessels without blood, each of some twenty nodes of wall. */
  const dry = Array.from({ length: 90 }, (_, index) => {
    const [x, y] = [-950 + 210 * (index % 9), -950 + 200 * Math.floor(index / 9)]
    return `    - { points: [[${x} um, ${y} um, 0 um], [${x + 150} um, ${y} um, 0 um]] }`
  }).join('\n')

  const left = (growth: string, days: number): { readonly before: number; readonly after: number } => {
    const text = model({ growth, lines: dry, size: SIZE, substrates: flat('0 nM') })
    const { world, run } = runModel(text, { seed: 2 })
    const before = nodesOf(world)
    run(days * DAY)
    return { before, after: nodesOf(world) }
  }

  it('spares vessels without flow for a time and takes them at their hazard afterwards', () => {
    const growth = '  regression: { unperfused: 1 day, hazard: 0.2 1/day, protection: 1 }'
    const young = left(growth, 1)
    expect(young.after).toBe(young.before)
    const { before, after } = left(growth, 3)
    // Binomial; a node also goes when both of its neighbours have, which only lowers what is left: at most e^-0.4, and 3 % of them are
    // lonely by then (square of what has gone).
    const expected = before * Math.exp(-0.4)
    const lonely = before * Math.exp(-0.4) * (1 - Math.exp(-0.4)) ** 2
    const deviation = Math.sqrt(expected * (1 - Math.exp(-0.4)))
    expect(after).toBeLessThan(expected + 5 * deviation)
    expect(after).toBeGreaterThan(expected - 2 * lonely - 5 * deviation)
  })

  it('leaves vessels alone that are wider than said', () => {
    const law = '  regression: { unperfused: 0 min, hazard: 2 1/day, protection: 1, widest: 8 um }'
    const wide = left(`  radius: 10 um\n${law}`, 2)
    expect(wide.after).toBe(wide.before)
    const narrow = left(`  radius: 8 um\n${law}`, 2)
    // e^-4 of them are left, and fewer for the lonely.
    expect(narrow.after).toBeLessThan(narrow.before / 20)
  })

  it('is slower where pericytes protect', () => {
    const covered = `  pericytes: { by: { substrate: VEGF, half: 1 nM }, loss: 0 1/day, loss when open: 0 1/day, coating: 0 1/day }
  regression: { unperfused: 0 min, hazard: 0.5 1/day, protection: 5 }`
    const bare = covered.replace('coating: 0', 'start: 0, coating: 0')
    expect(left(covered, 3).after).toBeGreaterThan(1.5 * left(bare, 3).after)
  })
})

describe('secretion', () => {
  it.each(['adaptive', 'lod'])('adds up to rate x nodes x time under %s', (scheme) => {
    const substrates = `${flat('0 nM')}
  PDGF-B: { unit: nM, diffusion: 600 um^2/min }`
    const growth = '  secretes: { PDGF-B: { walls: 1000 molecules/min } }'
    const text = model({ growth, substrates, lines: oneVessel, more: `transport: { scheme: ${scheme} }` })
    const { world } = runModel(text, { ticks: 100 })
    const total = world.f32('field/PDGF-B').reduce((sum, value) => sum + value, 0) * 20 ** 3
    // 1 molecule is 1.66054 ymol; fields are f32, so that their sum is known to some 1e-6.
    const expected = START_NODES * 1000 * 1.6605390671738467 * 600
    expect(Math.abs(total / expected - 1)).toBeLessThan(1e-5)
  })
  const START_NODES = 11
})

describe('what follows from it', () => {
  /** Sum of the flows into each node, and the largest flow of a segment [um^3/min]. */
  const balance = (world: World): { readonly net: Float64Array; readonly most: number } => {
    const net = new Float64Array(world.layout.sizes.vessel)
    const [first, second, flow] = [
      world.u32('segment.first'),
      world.u32('segment.second'),
      world.f64('segment.flow'),
    ]
    let most = 0
    for (let s = 0; s < (world.u32('network.segments')[0] ?? 0); s++) {
      const [a, b, q] = [first[s] ?? 0, second[s] ?? 0, flow[s] ?? 0]
      if (a >= net.length) continue
      net[a] = (net[a] ?? 0) - q
      net[b] = (net[b] ?? 0) + q
      most = Math.max(most, Math.abs(q))
    }
    return { net, most }
  }

  const flowing = (world: World, from: number): readonly number[] =>
    rowsOf(world, NODE_WALL).filter((row) => row >= from && (world.f64('vessel.flow')[row] ?? 0) > 1)

  it('sprouts carry no blood until they join; then it flows through the loop, and none is lost at a node', () => {
    const { world, run } = runModel(model({ growth: sprouting() }), { seed: 3 })
    const start = nodesOf(world)
    let hours = 0
    // Two trees have two segments fewer than nodes; a segment beyond that closes a loop or joins the two.
    const loops = (): number =>
      world.u32('segment.first').filter((node) => node !== NO_NODE).length - start + 2
    const grown = (): number => nodesOf(world) - start
    while (flowing(world, start).length === 0 && hours < 240) {
      run(++hours * HOUR)
      if (loops() === grown()) expect(flowing(world, start)).toHaveLength(0)
    }
    expect(flowing(world, start).length).toBeGreaterThan(0)
    expect(loops()).toBeGreaterThan(grown())
    run(10 * DAY)
    const { net, most } = balance(world)
    const free = [...rowsOf(world, NODE_WALL), ...rowsOf(world, NODE_TIP)]
    // Pressures are solved to 1e-12 of the flow that comes in.
    for (const row of free) expect(Math.abs(net[row] ?? 0)).toBeLessThan(1e-9 * most)
    for (const row of rowsOf(world, NODE_TIP)) expect(world.f64('vessel.flow')[row]).toBeLessThan(1e-9 * most)
    const total = rowsOf(world, NODE_HELD).reduce((sum, row) => sum + (net[row] ?? 0), 0)
    expect(Math.abs(total)).toBeLessThan(1e-8 * most)
  })

  const FULL = `${sprouting(', branching: 0.05 1/h')}
  tie2: { opened by: { substrate: ANG2 } }
  pericytes: { by: { substrate: PDGF-B, half: 0.3 nM } }
  leak: {}
  regression: { unperfused: 1 day, withdrawal: 0.1 1/day, critical shear: 0.1 Pa }
  secretes:
    PDGF-B: { walls: 1000 molecules/min, tips: 5000 molecules/min }
    ANG2: { walls: 2000 molecules/min, by: { substrate: VEGF, half: 0.5 nM }, rest: 0.1 }`
  const FIELDS = `${gradient}
  PDGF-B: { unit: nM, diffusion: 600 um^2/min, decay: 0.012 1/min }
  ANG2: { unit: nM, diffusion: 600 um^2/min, decay: 0.003 1/min }`

  it('a run that is saved and taken up again, or cut into other blocks, has the same bits', () => {
    const text = model({ growth: FULL, substrates: FIELDS })
    const program = compile(modelFrom(text))
    const whole = startWorld(program, { seed: 7 })
    runUntil(createStepper(whole), 2 * DAY)
    const loaded = loadSnapshot(program, saveSnapshot(whole), testKernels())
    runUntil(createStepper(whole), 4 * DAY)
    runUntil(createStepper(loaded), 4 * DAY)
    const cut = startWorld(program, { seed: 7, block: 7 })
    runUntil(createStepper(cut), 4 * DAY)
    expect(nodesOf(whole)).toBeGreaterThan(40)
    expect([stateHash(loaded), stateHash(cut)]).toEqual([stateHash(whole), stateHash(whole)])
  })

  it('two threads give the bits of one', async () => {
    const program = compile(modelFrom(model({ growth: FULL, substrates: FIELDS })))
    const alone = startWorld(program, { seed: 7 })
    runUntil(createStepper(alone), DAY)
    const team = await startNodeTeam(2, testKernels(), { sharesAll: true })
    const together = startWorld(program, { seed: 7, team })
    runUntil(createStepper(together), DAY)
    expect(stateHash(together)).toBe(stateHash(alone))
    await team.close()
  })

  it('a run that is taken into a model with a blocker keeps its vessels, and they stop growing', () => {
    const fields = `${FIELDS}\n  anti: { unit: nM, diffusion: 0 um^2/min, initial: 0 nM }`
    const before = compile(modelFrom(model({ growth: FULL, substrates: fields })))
    const after = compile(
      modelFrom(
        model({
          growth: FULL.replace('hill: 2 }', 'hill: 2, blocked by: { anti: 1 nM } }'),
          substrates: fields,
        }),
      ),
    )
    const world = startWorld(before, { seed: 7 })
    runUntil(createStepper(world), 3 * DAY)
    const { world: branch } = branchWorld(world, after, { kernels: testKernels(), seed: 7 })
    expect(nodesOf(branch)).toBe(nodesOf(world))
    branch.f32('field/anti').fill(1e6)
    const tips = rowsOf(branch, NODE_TIP).length
    runUntil(createStepper(branch), 5 * DAY)
    expect(rowsOf(branch, NODE_TIP).length).toBeLessThanOrEqual(tips)
    expect(nodesOf(branch)).toBeLessThanOrEqual(nodesOf(world))
  })

  it('a block of tissue grows its vessels in all three dimensions', () => {
    const substrates = gradient.replace('z low: closed, z high: closed', 'z low: 0 nM, z high: 4 nM')
    const lines =
      '    - { points: [[-50 um, -100 um, -50 um], [-50 um, 100 um, -50 um]], pressures: [25 mmHg, 15 mmHg] }'
    const { world } = runModel(
      model({ growth: sprouting(), lines, substrates, size: '200 um, 200 um, 200 um' }),
      {
        ticks: 5 * DAY,
      },
    )
    expect(Math.max(...world.f64('vessel.z'))).toBeGreaterThan(50)
    expect(Math.max(...world.f64('vessel.x'))).toBeGreaterThan(50)
    expect(world.f64('vessel.z').every((z) => Math.abs(z) <= 100)).toBe(true)
  })
})

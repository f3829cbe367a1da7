import { describe, expect, test } from 'vitest'
import { columnHashes, stateHash } from '../../engine/state-hash.ts'
import type { World } from '../../engine/world.ts'
import { modelFrom, refusal, runModel } from '../../testing/run-model.ts'

interface Options {
  readonly more?: string
  readonly boundary?: string
  readonly depth?: number
  readonly host?: string
}

/** Cells that neither move nor live: only what is done to them changes anything. */
const model = ({ more = '', boundary = 'closed', depth = 20, host = '{}' }: Options = {}): string => {
  // Out of the reach of the walls, which push.
  const height = depth === 20 ? 0 : depth / 2 - 20
  return `format: 1
title: interventions
domain: { size: [400 um, 400 um, ${depth} um], voxel: 20 um, boundary: ${boundary} }
time: { stop: 1 day, fields: 2 min, mechanics: 2 min, phenotype: 6 min }
cell types:
  tumour: { mechanics: { repulsion: 0 um/min, adhesion: 0 um/min } }
  host: ${host}
initial:
  tumour: { box: { low: [-190 um, -190 um, ${-height} um], high: [190 um, 190 um, ${height} um], count: 800 } }
  host: { box: { low: [-190 um, -190 um, ${-height} um], high: [190 um, 190 um, ${height} um], count: 100 } }
${more}`
}

const PLACE = 'at: 10 min, centre: [50 um, 0 um, 0 um], radius: 80 um'
/** Ticks of 2 min: the step at 10 min is the sixth. */
const BEFORE = 5

type Cell = { readonly key: string; readonly type: string; readonly at: readonly number[] }

function cellsOf(world: World): readonly Cell[] {
  return Array.from({ length: world.count }, (_, slot) => ({
    key: `${world.u32('cell.lineageLow')[slot]} ${world.u32('cell.lineageHigh')[slot]}`,
    type: world.program.cellTypes[world.cells.type[slot] ?? 0] ?? '',
    at: [world.cells.x[slot] ?? 0, world.cells.y[slot] ?? 0, world.cells.z[slot] ?? 0],
  }))
}

/** Distance to the middle of the place [um] in the plane. */
const distance = ({ at: [x = 0, y = 0] }: Cell, centre = [50, 0]): number =>
  Math.hypot(x - (centre[0] ?? 0), y - (centre[1] ?? 0))

/** Cells before and after the tick in which something is done; nothing moves in that tick, since nothing pushes. */
function around(text: string): {
  readonly before: readonly Cell[]
  readonly after: readonly Cell[]
  readonly world: World
} {
  const { world, run } = runModel(text)
  run(BEFORE)
  const before = cellsOf(world)
  run(BEFORE + 1)
  return { before, after: cellsOf(world), world }
}

const still = 'mechanics: { repulsion: 0 um/min, adhesion: 0 um/min }'
const options = (more: string, rest: Omit<Options, 'more'> = {}): string =>
  model({ host: `{ ${still} }`, more, ...rest })

describe('an ablation', () => {
  test('takes all cells whose centre lies in the place, at its time, and no other', () => {
    const { before, after, world } = around(options(`ablations: { cut: { ${PLACE} } }\n`))
    expect(after).toEqual(before.filter((cell) => distance(cell) > 80))
    expect(before.length - after.length).toBeGreaterThan(80)
    expect(world.events.filter(({ kind }) => kind === 'removal').length).toBe(before.length - after.length)
  })

  test('takes of the types that it names only', () => {
    const { before, after } = around(options(`ablations: { cut: { cell types: [host], ${PLACE} } }\n`))
    expect(after).toEqual(before.filter((cell) => cell.type !== 'host' || distance(cell) > 80))
    expect(after.length).toBeLessThan(before.length)
  })

  test('reaches across periodic faces', () => {
    const cut = 'ablations: { cut: { at: 10 min, centre: [180 um, 0 um, 0 um], radius: 60 um } }\n'
    const { before, after } = around(options(cut, { boundary: 'periodic' }))
    const isTaken = (cell: Cell) => Math.min(distance(cell, [180, 0]), distance(cell, [-220, 0])) <= 60
    expect(after).toEqual(before.filter((cell) => !isTaken(cell)))
    expect(before.filter((cell) => distance(cell, [-220, 0]) <= 60).length).toBeGreaterThan(5)
  })

  test('is a ball in three dimensions', () => {
    const { before, after } = around(options(`ablations: { cut: { ${PLACE} } }\n`, { depth: 200 }))
    const inBall = ({ at: [x = 0, y = 0, z = 0] }: Cell) => Math.hypot(x - 50, y, z) <= 80
    expect(after).toEqual(before.filter((cell) => !inBall(cell)))
    expect(before.filter((cell) => distance(cell) <= 80 && !inBall(cell)).length).toBeGreaterThan(5)
  })

  test('of a share takes a binomial number of them', () => {
    const { before, after } = around(
      options(
        `ablations: { cut: { ${PLACE}, radius: 150 um, share: 30 % } }\n`.replace(', radius: 80 um', ''),
      ),
    )
    const n = before.filter((cell) => distance(cell) <= 150).length
    // Five standard deviations of a binomial number: a miss means a bug.
    expect(Math.abs(before.length - after.length - 0.3 * n)).toBeLessThan(5 * Math.sqrt(n * 0.3 * 0.7))
    expect(n).toBeGreaterThan(200)
  })

  test('and another one in the same tick choose independently', () => {
    const cut = (name: string) => `${name}: { ${PLACE}, share: 50 % }`.replace('80 um', '150 um')
    const { before, after } = around(options(`ablations: { ${cut('one')}, ${cut('two')} }\n`))
    const n = before.filter((cell) => distance(cell) <= 150).length
    // Half of a half is left; the same half twice would leave 0.5 n, 9 standard deviations away.
    expect(Math.abs(before.length - after.length - 0.75 * n)).toBeLessThan(5 * Math.sqrt(n * 0.75 * 0.25))
  })

  test('takes the dead as well', () => {
    const dying = `{ ${still}, death: { apoptosis: { rate: 1 1/min, duration: 1 day } } }`
    const { world, run } = runModel(model({ host: dying, more: `ablations: { cut: { ${PLACE} } }\n` }))
    run(BEFORE)
    expect([...world.cells.state.subarray(0, world.count)].some((state) => state !== 0)).toBe(true)
    run(BEFORE + 1)
    expect(cellsOf(world).filter((cell) => distance(cell) <= 80)).toEqual([])
  })
})

describe('an injection', () => {
  const text = (name = 'transfer', more = '') =>
    options(`injections: { ${name}: { cell type: host, count: 60, ${PLACE} }${more} }\n`)
  const newOf = ({ before, after }: ReturnType<typeof around>) => {
    const known = new Set(before.map(({ key }) => key))
    return after.filter(({ key }) => !known.has(key))
  }

  test('brings so many cells of the type to the place, evenly, at its time', () => {
    const done = around(text())
    const came = newOf(done)
    expect(came.map(({ type }) => type)).toEqual(Array<string>(60).fill('host'))
    expect(came.every((cell) => distance(cell) <= 80)).toBe(true)
    expect(done.after.slice(0, done.before.length)).toEqual(done.before)
    const events = done.world.events.filter(({ kind }) => kind === 'arrival')
    expect(events.map(({ cause }) => cause)).toEqual(Array<string>(60).fill('injection transfer'))
    // Evenly: a quarter lies within half the radius; five standard deviations of a binomial number.
    const inner = came.filter((cell) => distance(cell) <= 40).length
    expect(Math.abs(inner - 15)).toBeLessThan(5 * Math.sqrt(60 * 0.25 * 0.75))
  })

  test('has a luck of its own for each name, and keeps it when another one comes', () => {
    const alone = newOf(around(text()))
    const both = newOf(around(text('transfer', `, second: { cell type: host, count: 60, ${PLACE} }`)))
    expect(both.length).toBe(120)
    expect(new Set(both.map(({ key }) => key)).size).toBe(120)
    expect(new Set(both.map(({ at }) => at.join())).size).toBe(120)
    const kept = both.filter(({ key }) => alone.some((cell) => cell.key === key))
    expect(kept.map(({ at }) => at)).toEqual(alone.map(({ at }) => at))
  })

  test('brings cells of the volume that it says', () => {
    const { world } = around(text().replace('count: 60', 'count: 60, volume: 123 um^3'))
    expect([...world.f64('cell.volume').subarray(world.count - 60, world.count)]).toEqual(
      Array<number>(60).fill(123),
    )
  })

  test('stays in the domain', () => {
    const { after } = around(text().replace('centre: [50 um, 0 um, 0 um]', 'centre: [200 um, 200 um, 0 um]'))
    expect(after.every(({ at: [x = 0, y = 0] }) => Math.abs(x) <= 200 && Math.abs(y) <= 200)).toBe(true)
  })
})

describe('a model', () => {
  test('without interventions, or with none written down, is what it was', () => {
    const plain = modelFrom(model())
    expect(plain.data.sections['ablations']).toBeUndefined()
    const [none, empty] = [
      runModel(model(), { ticks: 20 }),
      runModel(model({ more: 'ablations: {}\ninjections: {}\n' }), { ticks: 20 }),
    ]
    expect(columnHashes(empty.world)).toEqual(columnHashes(none.world))
  })

  test('that intervenes later is the same until then, and has no further state', () => {
    const more = `ablations: { cut: { ${PLACE} } }\ninjections: { in: { cell type: host, count: 5, ${PLACE} } }\n`
    const [without, withIt] = [model(), model({ more })].map(
      (text) => runModel(text, { ticks: BEFORE }).world,
    )
    if (without === undefined || withIt === undefined) throw new Error('no world')
    expect(stateHash(withIt)).toBe(stateHash(without))
  })

  test.each([
    [
      'ablations: { cut: { at: 3 min, centre: [0 um, 0 um, 0 um], radius: 5 um } }',
      /'at' of 3 min is not a whole multiple/,
    ],
    [
      'ablations: { cut: { cell types: [], at: 2 min, centre: [0 um, 0 um, 0 um], radius: 5 um } }',
      /names no cell type/,
    ],
    [
      'ablations: { cut: { cell types: [tumor], at: 2 min, centre: [0 um, 0 um, 0 um], radius: 5 um } }',
      /tumour/,
    ],
    ['ablations: { cut: { at: 2 min, centre: [0 um, 900 um, 0 um], radius: 5 um } }', /outside the domain/],
    ['ablations: { cut: { at: 2 min, centre: [0 um, 0 um, 0 um], radius: 0 um } }', /more than zero/],
    ['ablations: { cut: { at: 2 min, centre: [0 um, 0 um, 0 um], radius: 5 um, share: 2 } }', /share/],
    [
      'injections: { in: { cell type: host, count: 0, at: 2 min, centre: [0 um, 0 um, 0 um], radius: 5 um } }',
      /count/,
    ],
    [
      'injections: { in: { cell type: nobody, count: 1, at: 2 min, centre: [0 um, 0 um, 0 um], radius: 5 um } }',
      /nobody/,
    ],
  ])('says what is wrong with %s', (more, expected) => {
    expect(refusal(model({ more: `${more}\n` }))).toMatch(expected)
  })
})

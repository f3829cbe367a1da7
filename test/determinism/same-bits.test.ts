import { describe, expect, test } from 'vitest'
import { compile } from '../../src/compile/compile.ts'
import { stateHash } from '../../src/engine/state-hash.ts'
import type { World } from '../../src/engine/world.ts'
import { livingTissue } from '../../src/bench/living-tissue.ts'
import { modelFrom } from '../../src/testing/run-model.ts'
import { runOn, runTo, startWorld } from '../../src/testing/start-run.ts'

const TICKS = 132

describe.each([2, 3] as const)('a run in %d dimensions', (dimensions) => {
  const program = compile(modelFrom(livingTissue({ dimensions })))
  const reference = stateHash(runTo(program, TICKS))

  test('is the same when it is repeated, and another with another seed', () => {
    expect(stateHash(runTo(program, TICKS))).toBe(reference)
    expect(stateHash(runTo(program, TICKS, { seed: 2 }))).not.toBe(reference)
    // The high word of the seed counts too.
    expect(stateHash(runTo(program, TICKS, { seed: 1 + 2 ** 32 }))).not.toBe(reference)
  })

  test.each([1, 7, 100_000])('does not depend on blocks of %d items', (block) => {
    expect(stateHash(runTo(program, TICKS, { block }))).toBe(reference)
  })

  test.each([0, 1, 40])('does not depend on a margin of %d um of the neighbour lists', (skin) => {
    expect(stateHash(runTo(program, TICKS, { skin }))).toBe(reference)
  })

  test('does not depend on how long its phases take', () => {
    let ms = 0
    expect(stateHash(runTo(program, TICKS, { now: () => (ms += 17 * (ms % 5)) }))).toBe(reference)
  })

  test('does not notice that its state is hashed in between', () => {
    const world = runOn(startWorld(program), TICKS, (current) => void stateHash(current))
    expect(stateHash(world)).toBe(reference)
  })

  test('keeps nothing between ticks but its state', () => {
    expect(stateHash(runOn(startWorld(program), TICKS, spoilScratch))).toBe(reference)
  })
})

/** Overwrites all working memory of cells and grid with what no run would leave there. */
function spoilScratch(world: World): void {
  for (const [name, { declaration }] of world.layout.columns) {
    if (declaration.isScratch !== true || declaration.group === 'table') continue
    const isReal = declaration.type === 'f64' || declaration.type === 'f32'
    if (declaration.group !== 'vessel') world.view(name).fill(isReal ? Number.NaN : 1)
  }
  world.neighboursAreStale = true
  world.binsAreStale = true
}

describe('the room that a world begins with', () => {
  const crowd = '  M2: { box: { low: [-110 um, -90 um, 0 um], high: [110 um, 90 um, 0 um], count: 240 } }'
  const program = compile(modelFrom(livingTissue({ initial: crowd })))

  test('does not change results, though the memory has to grow', () => {
    const small = runTo(program, TICKS, { capacity: 1 })
    const large = runTo(program, TICKS, { capacity: 4096 })
    expect(large.capacity).toBe(4096)
    expect(small.capacity).toBeLessThan(4096)
    expect(small.layoutVersion).toBeGreaterThan(large.layoutVersion)
    expect(stateHash(small)).toBe(stateHash(large))
  })
})

describe('the form of a document', () => {
  const yaml = livingTissue()
  const hash = stateHash(runTo(yaml, TICKS))

  test('in other units is the same model and the same run', () => {
    const replaced: readonly (readonly [string, string])[] = [
      ['duration: 90 min', 'duration: 1.5 h'],
      ['phenotype: 6 min', 'phenotype: 0.1 h'],
      ['stop: 1 day', 'stop: 1440 min'],
      ['voxel: 20 um', 'voxel: 0.02 mm'],
      ['diffusion: 100000 um^2/min', 'diffusion: 0.1 mm^2/min'],
    ]
    const other = replaced.reduce((text, [from, to]) => {
      expect(text).toContain(from)
      return text.replace(from, to)
    }, yaml)
    expect(modelFrom(other).hash).toBe(modelFrom(yaml).hash)
    expect(stateHash(runTo(other, TICKS))).toBe(hash)
  })

  test('with its sections in another order is the same model and the same run', () => {
    const sections = yaml.split(/\n(?=\S)/)
    expect(sections.length).toBeGreaterThan(8)
    const other = sections.toReversed().join('\n')
    expect(modelFrom(other).hash).toBe(modelFrom(yaml).hash)
    expect(stateHash(runTo(other, TICKS))).toBe(hash)
  })

  test('with the keys of a cell type in another order is the same run', () => {
    const [from, to] = [
      [
        '    motility: { speed: 1 um/min, persistence: 10 min }',
        '    cycle: { model: live, rate: 0.001 1/min }',
      ],
      [
        '    cycle: { model: live, rate: 0.001 1/min }',
        '    motility: { persistence: 10 min, speed: 1 um/min }',
      ],
    ].map((lines) => lines.join('\n'))
    const other = yaml.replace(from ?? '', to ?? '')
    expect(other).not.toBe(yaml)
    expect(stateHash(runTo(other, TICKS))).toBe(hash)
  })

  test('with other pictures, records, title and sources is the same run', () => {
    const other = yaml
      .replace('title: living tissue', 'title: another')
      .replace('  M2:\n', "  M2:\n    display: { lineage: myeloid, colour: '#d9480f' }\n")
    expect(stateHash(runTo(`${other}\nrecord: { snapshots: every 1 h }`, TICKS))).toBe(hash)
  })
})

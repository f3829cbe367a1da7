import { describe, expect, test } from 'vitest'
import { compile } from '../compile/compile.ts'
import { livingTissue } from '../bench/living-tissue.ts'
import { testKernels } from '../testing/kernels.ts'
import { plainProgram } from '../testing/plain-world.ts'
import { modelFrom } from '../testing/run-model.ts'
import { runTo } from '../testing/start-run.ts'
import type { ColumnDeclaration } from './columns.ts'
import { isMilieuError } from './errors.ts'
import type { Program } from './program.ts'
import { layoutHash, loadSnapshot, readHeader, saveSnapshot } from './snapshot.ts'
import { columnHashes } from './state-hash.ts'

const program = compile(modelFrom(livingTissue()))
const world = runTo(program, 40)
const bytes = saveSnapshot(world)

/** The code of the error that loading throws. */
function codeOf(changed: Uint8Array, into: Program = program): string {
  try {
    loadSnapshot(into, changed, testKernels())
  } catch (error) {
    return isMilieuError(error) ? error.code : `not ours: ${String(error)}`
  }
  return 'no error'
}

describe('a snapshot', () => {
  test('holds the state, to the bit', () => {
    const loaded = loadSnapshot(program, bytes, testKernels())
    expect(columnHashes(loaded)).toEqual(columnHashes(world))
    expect([loaded.count, loaded.tick, loaded.capacity]).toEqual([world.count, 40, world.capacity])
  })

  test('says what it is', () => {
    const header = readHeader(bytes)
    expect(header.modelHash).toBe(program.modelHash)
    expect(header.layoutHash).toBe(layoutHash(program))
    expect(header.count).toBe(world.count)
    expect(header.columns).toContain('field/oxygen')
    expect(header.columns).not.toContain('grid.start')
    expect(header.columns).not.toContain('table.behaviours')
  })

  test('may lie anywhere in a buffer', () => {
    const padded = new Uint8Array(bytes.length + 13)
    padded.set(bytes, 5)
    const loaded = loadSnapshot(program, padded.subarray(5, 5 + bytes.length), testKernels())
    expect(columnHashes(loaded)).toEqual(columnHashes(world))
  })

  test('is not changed by what the world does afterwards', () => {
    const own = runTo(program, 40)
    const saved = saveSnapshot(own)
    own.f64('cell.x').fill(0)
    expect(saved).toEqual(bytes)
  })
})

describe('a file that is not the snapshot it should be', () => {
  test('is refused when it is cut off anywhere', () => {
    const lengths = [0, 3, 7, 8, 10, 15, 16, 17, 100, 300, bytes.length - 1]
    expect(lengths.map((length) => codeOf(bytes.slice(0, length)))).toEqual(
      lengths.map((length) => (length < 8 ? 'NotASnapshot' : 'SnapshotTruncated')),
    )
  })

  test('is refused with bytes behind its end', () => {
    expect(codeOf(new Uint8Array([...bytes, 0]))).toBe('SnapshotTruncated')
  })

  test('is refused when it is something else', () => {
    expect(codeOf(new TextEncoder().encode('format: 1\ntitle: not a snapshot but a model'))).toBe(
      'NotASnapshot',
    )
  })

  test('is refused when another version of the format wrote it', () => {
    const other = bytes.slice()
    other[8] = 2
    expect(codeOf(other)).toBe('SnapshotVersion')
  })

  test.each([
    ['a substrate more', livingTissue({ substrates: '  x: { unit: nM, diffusion: 1 um^2/min }' })],
    ['another number of voxels', livingTissue().replace('[240 um, 200 um,', '[240 um, 220 um,')],
    [
      'a corner elsewhere',
      livingTissue().replace('voxel: 20 um,', 'voxel: 20 um, corner: [-130 um, -100 um, -10 um],'),
    ],
    ['cell types of other names', livingTissue().replaceAll('M2', 'M1')],
    ['a vessel more', livingTissue().replace('points: [[-80', 'points: [[0 um, 0 um, 0 um], [-80')],
  ])('is refused by a model with %s', (_, yaml) => {
    expect(codeOf(bytes, compile(modelFrom(yaml)))).toBe('SnapshotOfOtherModel')
  })

  test('is refused by a model with as many voxels in another shape', () => {
    const empty = (size: string): Program =>
      compile(
        modelFrom(
          `format: 1\ntitle: x\ndomain: { size: ${size} }\ntime: { stop: 1 day }\ncell types: { a: {} }`,
        ),
      )
    const saved = saveSnapshot(runTo(empty('[40 um, 60 um, 20 um]'), 0))
    expect(codeOf(saved, empty('[40 um, 60 um, 20 um]'))).toBe('no error')
    expect(codeOf(saved, empty('[60 um, 40 um, 20 um]'))).toBe('SnapshotOfOtherModel')
  })

  test('is welcome in a model with other parameters: that is how runs branch', () => {
    expect(
      codeOf(bytes, compile(modelFrom(livingTissue().replace('rate: 0.002 1/min }', 'rate: 0.003 1/min }')))),
    ).toBe('no error')
  })
})

describe('the hash of the layout', () => {
  const column: ColumnDeclaration = {
    name: 'test.x',
    group: 'cell',
    type: 'f64',
    unit: '1',
    doc: 'x',
    width: 2,
  }
  const hashOf = (more: Partial<ColumnDeclaration>): string =>
    layoutHash(plainProgram({ columns: [{ ...column, ...more }] }))

  test.each([
    ['name', { name: 'test.y' }],
    ['type', { type: 'f32' }],
    ['width', { width: 3 }],
    ['group', { group: 'voxel' }],
    ['use as scratch', { isScratch: true }],
  ] as const)('changes with the %s of a column', (_, more) => {
    expect(hashOf(more)).not.toBe(hashOf({}))
  })

  test('does not change with its description', () => {
    expect(hashOf({ doc: 'y' })).toBe(hashOf({}))
  })
})

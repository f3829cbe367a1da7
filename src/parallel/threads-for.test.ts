import { expect, test } from 'vitest'
import { packedScene, transportScene } from '../bench/scenes.ts'
import { compile } from '../compile/compile.ts'
import { livingTissue } from '../bench/living-tissue.ts'
import { modelFrom } from '../testing/run-model.ts'
import { threadsFor } from './threads-for.ts'

const threads = (yaml: string, cores: number): number => threadsFor(compile(modelFrom(yaml)), cores)

test('small worlds have one thread, a thousand cells two, large worlds as many as there are cores', () => {
  expect(threads(livingTissue(), 16)).toBe(1)
  expect(threads(packedScene({ dimensions: 2, cells: 500 }), 16)).toBe(1)
  const some = packedScene({ dimensions: 2, cells: 1000 })
  expect([0, 1, 2, 16].map((cores) => threads(some, cores))).toEqual([1, 1, 2, 2])
  const cells = packedScene({ dimensions: 3, cells: 20_000 })
  expect([1, 2, 3.5, 16].map((cores) => threads(cells, cores))).toEqual([1, 2, 3, 5])
  const voxels = transportScene({ dimensions: 3, edge: 100, substrates: 2, scheme: 'lod' })
  expect([0, 4, 64].map((cores) => threads(voxels, cores))).toEqual([1, 4, 10])
})

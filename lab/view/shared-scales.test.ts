import { expect, test } from 'vitest'
import type { Frame, Scene } from '../../src/browser.ts'
import { sharedScales } from './shared-scales.ts'
import { DEFAULT_OPTIONS, type ViewOptions } from './view-options.ts'

function tissue(size: number, range: readonly [number, number]) {
  const scene: Scene = {
    size: [size, size, 20],
    corner: [0, 0, 0],
    voxel: 20,
    shape: [size / 20, size / 20, 1],
    types: [],
    layers: [{ kind: 'field', name: 'oxygen', unit: 'mmHg', map: 'cividis' }],
    colourings: [{ kind: 'type' }],
  }
  const frame: Frame = {
    tick: 0,
    time: 0,
    count: 0,
    spheres: new Float32Array(),
    type: new Uint8Array(),
    state: new Uint8Array(),
    fields: [{ name: 'oxygen', values: new Float32Array(), range }],
  }
  return { scene, frame }
}

const options: ViewOptions = DEFAULT_OPTIONS

test('tissues side by side share scales that are wide enough for all', () => {
  const scales = sharedScales([tissue(100, [5, 30]), tissue(60, [1, 20]), tissue(40, [10, 38])], options)
  expect(scales?.fields['oxygen']).toEqual([1, 38])
})

test('scales widen with time and never narrow, whatever the sizes of tissues', () => {
  const first = sharedScales([tissue(100, [5, 30]), tissue(60, [1, 20])], options)
  const later = sharedScales([tissue(100, [6, 20]), tissue(60, [2, 40])], options, first)
  expect(later?.fields['oxygen']).toEqual([1, 40])
})

test('another first tissue begins anew', () => {
  const first = sharedScales([tissue(100, [5, 30])], options)
  expect(sharedScales([tissue(80, [6, 20])], options, first)?.fields['oxygen']).toEqual([6, 20])
})

import { describe, expect, test } from 'vitest'
import type { Scene } from '../../src/browser.ts'
import { cameraFrom, firstOptions, optionsFrom } from './first-view.ts'

const scene: Scene = {
  size: [100, 100, 20],
  corner: [0, 0, 0],
  voxel: 20,
  shape: [5, 5, 1],
  types: [
    { name: 'tumour', lineage: 'tumour', colour: '#aa0000' },
    { name: 'CAF', lineage: 'stroma', colour: '#aaaa00' },
  ],
  layers: [
    { kind: 'field', name: 'CXCL12', unit: 'nM', map: 'viridis' },
    { kind: 'field', name: 'oxygen', unit: 'mmHg', map: 'mako' },
  ],
  colourings: [{ kind: 'type' }, { kind: 'state' }],
}

describe('what is shown of a model', () => {
  test('is oxygen beneath the cells where nobody has chosen', () => {
    expect(firstOptions(scene).fields.map(({ name }) => name)).toEqual(['oxygen'])
    expect(optionsFrom(undefined, scene)).toEqual(firstOptions(scene))
  })

  test('is what was kept', () => {
    const kept = {
      ...firstOptions(scene),
      look: { colouring: 'state', hidden: ['CAF'] },
      contacts: true,
      fields: [],
    }
    expect(optionsFrom(JSON.parse(JSON.stringify(kept)), scene)).toEqual(kept)
  })

  test('leaves out what the model does not have, and what is no option', () => {
    const odd = {
      look: { colouring: 'network/STING', hidden: ['nobody', 3] },
      cells: 'yes',
      fields: [{ name: 'gone' }, { name: 'CXCL12', opacity: 7, range: [0, Number.NaN], map: 'rainbow' }, 4],
      clip: [
        [0, 1],
        [1, 0],
        [0, 1],
      ],
    }
    const found = optionsFrom(odd, scene)
    expect(found.look).toEqual({ colouring: 'type', hidden: [] })
    expect(found.cells).toBe(true)
    expect(found.clip).toEqual(firstOptions(scene).clip)
    expect(found.fields).toMatchObject([{ name: 'CXCL12', opacity: 0.7 }])
    expect(found.fields[0]).not.toHaveProperty('range')
    expect(found.fields[0]).not.toHaveProperty('map')
  })

  test('lets a clone stand out where there are clones, and takes only what is a key', () => {
    const withClones: Scene = { ...scene, colourings: [...scene.colourings, { kind: 'clone' }] }
    const clone = { key: '0123456789abcdef', subclones: ['fedcba9876543210', 'a clone', 7] }
    const kept = { look: { colouring: 'clone', hidden: [], clone } }
    const picked = { key: clone.key, subclones: ['fedcba9876543210'] }
    expect(optionsFrom(kept, withClones).look.clone).toEqual(picked)
    expect(optionsFrom(kept, scene).look).toEqual({ colouring: 'type', hidden: [] })
    const odd = { look: { clone: { key: 'mine' } } }
    expect(optionsFrom(odd, withClones).look.clone).toBeUndefined()
  })

  test('is seen from where it was, when that is whole', () => {
    const camera = { centre: [1, 2, 3], height: 80, azimuth: -90, elevation: 90 }
    expect(cameraFrom(camera)).toEqual(camera)
    expect(cameraFrom({ ...camera, height: 0 })).toBeUndefined()
    expect(cameraFrom({ ...camera, centre: [1, 2] })).toBeUndefined()
  })
})

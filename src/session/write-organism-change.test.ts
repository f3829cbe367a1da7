import { expect, test } from 'vitest'
import { parseExperiment } from '../experiment/experiment.ts'
import type { Model } from '../compile/model.ts'
import { TINY_ORGANISM } from '../testing/organism-model.ts'
import { ablationChange, bloodInjectionChange, injectionChange, resectionChange } from './write-change.ts'

const TEXT = `${TINY_ORGANISM}dissemination: { ways: { portal: [liver] }, organs: { liver: {}, lung: {} } }\n`

/** The model with changes, as an arm that has them. */
function changed(...changes: readonly string[]): Model {
  const arm = changes.map((text) => text.replaceAll(/^/gm, '    ')).join('\n')
  const experiment = `format: 1
question: What do changes do?
model: organism.yaml
replicates: 1
arms:
  untreated: {}
  treated:
${arm === '' ? '    {}' : arm}
endpoints: { burden: { measure: tumour cells, at: end } }
`
  const { experiment: found, issues } = parseExperiment('trials/a.yaml', (path) =>
    path === 'trials/a.yaml'
      ? { ok: true, text: experiment }
      : path.endsWith('organism.yaml')
        ? { ok: true, text: TEXT }
        : { ok: false, reason: 'no such file' },
  )
  expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
  const model = found?.arms.find(({ name }) => name === 'treated')?.model
  if (model === undefined) throw new Error('no arm')
  return model
}

const sectionOfSite = (model: Model, site: string, key: string): unknown =>
  model.sites?.find(({ name }) => name === site)?.model.data.sections[key]

test('what is done to a site is done there alone, and twice has two names', () => {
  const place = { centre: [0, 0, 0] as const, radius: 10, tick: 5, site: 'liver' }
  const model = changed()
  const once = changed(ablationChange(model, place))
  expect(Object.keys(sectionOfSite(once, 'liver', 'ablations') as object)).toEqual(['at tick 5'])
  expect(sectionOfSite(once, 'lung', 'ablations')).toBeUndefined()
  expect(once.data.sections['ablations']).toBeUndefined()
  expect(ablationChange(once, place)).toContain('at tick 5 (2)')
  expect(injectionChange(model, { ...place, cellType: 'tumour', count: 3 })).toContain('sites')
  expect(() => ablationChange(model, { ...place, site: 'brain' })).toThrow("no site 'brain'")
})

test('a tissue is taken out, and cells come with the blood', () => {
  const model = changed()
  const more = changed(
    resectionChange(model, { site: 'liver', tick: 7 }),
    bloodInjectionChange(model, { cellType: 'tumour', count: 1000, way: 'portal', tick: 7 }),
  )
  expect(more.data.sections['resection']).toMatchObject({ 'at tick 7': { site: 'liver', at: { value: 7 } } })
  expect(more.data.sections['injections']).toMatchObject({ 'at tick 7': { into: 'portal', count: 1000 } })
  expect(resectionChange(more, { tick: 7 })).toContain('at tick 7 (2)')
})

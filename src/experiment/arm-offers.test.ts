import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { listMeasures } from '../analysis/measure-list.ts'
import { parseModel } from '../compile/parse-model.ts'
import { readFile } from '../platform/node/read-file.ts'
import { armOffers } from './arm-offers.ts'
import { parseExperiment } from './experiment.ts'

const texts = Object.fromEntries(
  globSync(['models/**/*.yaml', 'experiments/*.yaml']).map((path) => [
    path.replaceAll('\\', '/'),
    readFileSync(path, 'utf8'),
  ]),
)
const { model } = parseModel('models/liver-metastasis/model.yaml', readFile)
if (model === undefined) throw new Error('the shipped model reads')
const offers = armOffers(model, texts)

/** Issues of an experiment whose second arm does what is offered. */
function mistakesOf(arm: string): readonly string[] {
  const text = `format: 1
question: What does it do?
model: models/liver-metastasis/model.yaml
replicates: 1
arms: { control: {}, other: ${arm} }
endpoints: { burden: { measure: tumour cells } }
`
  const { issues } = parseExperiment('trial.yaml', (path) =>
    path === 'trial.yaml' ? { ok: true, text } : readFile(path),
  )
  return issues.filter(({ severity }) => severity === 'error').map(({ message }) => message)
}

describe('what arms are offered', () => {
  test('has the drugs of the model with the doses of shipped trials, and those of the library with their part', () => {
    expect(offers.drugs).toContainEqual({
      name: 'anti-SPP1',
      label: 'anti-SPP1',
      dose: '10 mg/kg',
      isKnownDose: true,
    })
    expect(offers.drugs).toContainEqual({
      name: 'plerixafor',
      label: 'plerixafor',
      dose: '1.92 mg/kg',
      isKnownDose: true,
    })
    const other = offers.drugs.find(({ name }) => name === 'anti-IL-10')
    expect(other?.include).toBe('library/anti-il-10')
    const names = offers.drugs.map(({ label }) => label)
    expect(new Set(names).size).toBe(names.length)
  })

  test('has genes with names for people, none of them zero', () => {
    expect(offers.genes).toContainEqual(
      expect.objectContaining({
        path: 'cell types.CAF.network.nodes.beta-catenin.expression',
        name: 'beta-catenin in CAF',
      }),
    )
    expect(offers.genes.every(({ text }) => Number.parseFloat(text) !== 0)).toBe(true)
  })

  test('is understood by an experiment', () => {
    const genes = offers.genes.slice(0, 3).map(({ path }) => `${path}: 50 %`)
    expect(mistakesOf(`{ knock down: { ${genes.join(', ')} } }`)).toEqual([])
    expect(mistakesOf('{ therapy: { anti-SPP1: { dose: 10 mg/kg } } }')).toEqual([])
    expect(mistakesOf('{ knock down: { cell types.CAF.nothing: 50 % } }')).not.toEqual([])
  })

  test('counts the cells of each type at the start', () => {
    expect(offers.types.reduce((sum, { cells }) => sum + cells, 0)).toBe(model.initialCells.length)
    expect(offers.stop).toBe('14 day')
  })

  test('has numbers of cells where a model counts them', () => {
    const culture = parseModel('models/caf-culture/model.yaml', readFile).model
    expect(culture && armOffers(culture, texts).counts).toEqual([
      { path: 'initial.CAF.box.count', name: 'CAF at the start', text: '86 cells' },
      { path: 'initial.tumour.box.count', name: 'tumour at the start', text: '20 cells' },
    ])
  })

  test('has every measure that stands for one number, with unit and words', () => {
    const measures = listMeasures(model)
    const find = (name: string) => measures.find((measure) => measure.name === name)
    expect(find('tumour cells')).toMatchObject({ unit: 'cells', chapter: 'Cells' })
    expect(find('cell counts')).toBeUndefined()
    expect(measures.every(({ doc }) => doc !== '')).toBe(true)
  })
})

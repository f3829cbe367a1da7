import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseModel } from '../../compile/parse-model.ts'
import { readFile } from '../../platform/node/read-file.ts'
import { type CellPoints, extractCells } from './extract-cells.ts'
import { type TissueDocuments, plainName, tissueDocument } from './tissue-document.ts'
import { type TissuePlan, firstCrop, thinningSpacing, wholeVoxels } from './tissue-plan.ts'
import { tissueTarget } from './tissue-target.ts'
import { tissueWarnings } from './tissue-warnings.ts'

const dialect = { delimiter: ',', decimal: '.', hasHeader: true } as const
const slide = readFileSync('data/crc-visium-hd-p2/cells.csv', 'utf8')

function modelAt(path: string) {
  const { model } = parseModel(path, readFile)
  if (model === undefined) throw new Error(`${path} has errors`)
  return { model, target: tissueTarget(path, model), modelText: readFileSync(path, 'utf8') }
}

/** Reads a model again with the documents of a tissue. */
function reread(documents: TissueDocuments) {
  const own: Readonly<Record<string, string>> = {
    [documents.model]: documents.modelText,
    [documents.tablePath]: documents.tableText,
  }
  return parseModel(documents.model, (path) => {
    const text = own[path]
    return text === undefined ? readFile(path) : { ok: true, text }
  })
}

describe('the shipped slide in the shipped model', () => {
  const { model, target, modelText } = modelAt('models/colorectal/model.yaml')
  const points = extractCells(slide, dialect, { x: 0, y: 1, label: 2 })
  const plan: TissuePlan = {
    factor: 1,
    crop: { x: 200, y: 180, width: 500, height: 500 },
    labels: target.labels,
    spacing: thinningSpacing(target, target.labels),
  }
  const documents = tissueDocument({ points, plan, target, modelText, source: 'my slide.csv' })

  test('gives the cells that the model ships with', () => {
    const { model: again } = reread(documents)
    expect(again?.initialCells).toEqual(model.initialCells)
    expect(again?.vessels).toEqual(model.vessels)
  })

  test('leaves all else of the text as it was', () => {
    const lines = new Set(documents.modelText.split('\n'))
    const gone = modelText.split('\n').filter((line) => !lines.has(line))
    expect(
      gone.filter(
        (line) =>
          !/^(title|description|domain| {2}(file|corner|A real field|lymphocyte-rich))|^ {4}(Vascular Fibroblast|Unknown III)/.test(
            line,
          ),
      ),
    ).toEqual([])
    expect(documents.modelText).toContain('# dividing lymphocytes of a kind')
    expect(documents.modelText).toContain('tissue of my-slide')
  })

  test('the same slide in pixels of half a micrometre gives the same cells', () => {
    const pixels: CellPoints = {
      ...points,
      x: points.x.map((value) => value * 2),
      y: points.y.map((value) => value * 2),
    }
    const scaled = tissueDocument({
      points: pixels,
      plan: { ...plan, factor: 0.5 },
      target,
      modelText,
      source: 'my slide.csv',
    })
    expect(scaled.tableText).toBe(documents.tableText)
  })
})

describe('models that place cells themselves', () => {
  test.each([
    'models/liver-colony/model.yaml',
    'models/tumour-spheroid/model.yaml',
    'models/first/model.yaml',
    'models/xenograft/model.yaml',
  ])('%s takes a slide instead', (path) => {
    const { target, modelText } = modelAt(path)
    const points = extractCells(slide, dialect, { x: 0, y: 1, label: 2 })
    const type = target.types[0]?.name ?? ''
    const labels = Object.fromEntries(points.labels.map((label) => [label, type]))
    const plan = { factor: 1, crop: firstCrop(points.x, points.y, target), labels, spacing: {} }
    const { model, issues } = reread(tissueDocument({ points, plan, target, modelText, source: 'a.csv' }))
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
    const { x, y, width, height } = plan.crop
    const inside = points.x.filter(
      (value, index) =>
        value >= x && value < x + width && (points.y[index] ?? 0) >= y && (points.y[index] ?? 0) < y + height,
    )
    expect(model?.initialCells.length).toBe(inside.length)
    expect(model?.vessels).toEqual([])
  })

  test('heights are moved into a domain that is deep enough', () => {
    const { target, modelText } = modelAt('models/xenograft/model.yaml')
    const table = `x,y,z,l\n${[0, 100, 1000].map((z) => `${z},${z},${z + 5000},t`).join('\n')}\n`
    const points = extractCells(table, dialect, { x: 0, y: 1, z: 2, label: 3 })
    const crop = wholeVoxels({ x: 0, y: 0, width: 1200, height: 1200 }, target.voxel)
    const labels = { t: target.types[0]?.name ?? '' }
    const { model, issues } = reread(
      tissueDocument({
        points,
        plan: { factor: 1, crop, labels, spacing: {} },
        target,
        modelText,
        source: 'a.csv',
      }),
    )
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(model?.initialCells.map(({ z }) => z)).toEqual([-500, -400, 500])
  })
})

test('names of files become names of documents', () => {
  expect(['C:\\a\\Meine Folie (2).csv', 'x/y.tsv', '...', 'a.csv.gz'].map(plainName)).toEqual([
    'Meine-Folie-2',
    'y',
    'slide',
    'a',
  ])
})

describe('warnings', () => {
  const { target } = modelAt('models/colorectal/model.yaml')
  /** A lattice of tumour cells [units] with a third of the rows of another label. */
  const lattice = (step: number, count: number): CellPoints => {
    const rows = Array.from({ length: count ** 2 }, (_, index) => {
      const [i, j] = [index % count, Math.floor(index / count)]
      return `${i * step},${j * step},${index % 3 === 0 ? 'odd' : 'Tumor II'}`
    })
    return extractCells(`x,y,l\n${rows.join('\n')}\n`, dialect, { x: 0, y: 1, label: 2 })
  }
  const codes = (points: CellPoints, plan: Partial<TissuePlan>): readonly string[] => {
    const crop = { x: 0, y: 0, width: 500, height: 500 }
    const labels = { 'Tumor II': 'tumour', odd: 'CAF' }
    return tissueWarnings(points, { factor: 1, crop, labels, spacing: {}, ...plan }, target).map(
      ({ code }) => code,
    )
  }

  test('a plausible tissue has none', () => {
    expect(codes(lattice(18, 28), {})).toEqual([])
  })
  test('labels that are not decided come first, with their number', () => {
    const found = tissueWarnings(
      lattice(18, 28),
      {
        factor: 1,
        crop: { x: 0, y: 0, width: 500, height: 500 },
        labels: { 'Tumor II': 'tumour' },
        spacing: {},
      },
      target,
    )
    expect(found[0]).toMatchObject({ code: 'labels undecided', severity: 'error' })
    expect(found[0]?.finding).toContain('262 of 784 cells: odd (262)')
  })
  test('pixels taken for micrometres', () => {
    expect(codes(lattice(40, 13), {})).toContain('wrong unit')
  })
  test('bins that overlap, and thinning that settles it', () => {
    const points = lattice(8, 63)
    expect(codes(points, {})).toEqual(['too dense', 'overlaps'])
    const spacing = { tumour: 15, CAF: 15 }
    const settled = tissueWarnings(
      points,
      {
        factor: 1,
        crop: { x: 0, y: 0, width: 500, height: 500 },
        labels: { 'Tumor II': 'tumour', odd: 'CAF' },
        spacing,
      },
      target,
    )
    expect(settled.map(({ code, severity }) => [code, severity])).toEqual([['overlaps', 'note']])
  })
  test('cells of several images, until one is chosen', () => {
    const rows = Array.from(
      { length: 200 },
      (_, index) => `${(index % 20) * 18},${Math.floor(index / 20) * 18},Tumor II,${index % 2}`,
    )
    const text = `x,y,l,image\n${rows.join('\n')}\n`
    const read = (imageIs?: string) =>
      extractCells(text, dialect, {
        x: 0,
        y: 1,
        label: 2,
        image: 3,
        ...(imageIs === undefined ? {} : { imageIs }),
      })
    expect(codes(read(), {})).toContain('several images')
    expect(codes(read('1'), {})).not.toContain('several images')
  })
  test('cells at one place', () => {
    const text = `x,y,l\n${Array.from({ length: 60 }, (_, index) => `${(index % 30) * 15},${(index % 30) * 15},Tumor II`).join('\n')}\n`
    expect(codes(extractCells(text, dialect, { x: 0, y: 1, label: 2 }), {})).toContain('same place')
  })
  test('a field beside the tissue, one with an empty border, one that cuts', () => {
    const points = lattice(18, 28)
    expect(codes(points, { crop: { x: 5000, y: 0, width: 500, height: 500 } })).toContain('nothing inside')
    expect(codes(points, { crop: { x: -200, y: 0, width: 700, height: 500 } })).toEqual(['empty border'])
    expect(codes(points, { crop: { x: 100, y: 100, width: 200, height: 200 } })).toEqual(['cut out'])
  })
  test('more than a page can run', () => {
    const points = lattice(8, 320)
    const crop = { x: 0, y: 0, width: 2560, height: 2560 }
    const found = tissueWarnings(
      points,
      { factor: 1, crop, labels: { 'Tumor II': 'tumour', odd: 'ignore' }, spacing: {} },
      target,
    )
    expect(found.find(({ code }) => code === 'too many cells')?.finding).toBe(
      '102,400 cells and 16,384 voxels need about 109 MB, and more as cells divide',
    )
  })
  test('no tumour in a model of a tumour', () => {
    expect(codes(lattice(18, 28), { labels: { 'Tumor II': 'CAF', odd: 'CAF' } })).toEqual(['no tumour'])
  })
})

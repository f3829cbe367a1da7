/**
 * Makes the picture of the README's section "Around the cell": `npm run docs:ecosystem`. It runs models/ecosystem/along.yaml with seed 1
 * to the instant at which vessels around the nest have closed, and draws cells and oxygen as the report does. Needs a Chromium.
 */
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import type { CellTypeSummary } from '../src/analysis/summary.ts'
import { pictureOf } from '../src/analysis/tissue-pictures.ts'
import { compile } from '../src/compile/compile.ts'
import { displaySection } from '../src/compile/core-sections.ts'
import { parseModel } from '../src/compile/parse-model.ts'
import { createWorld } from '../src/engine/create-world.ts'
import { createStepper, runUntil } from '../src/engine/step.ts'
import { formatTime } from '../src/figures/number-format.ts'
import { svgDocument, textElement, translated } from '../src/figures/svg.ts'
import { columnWidth, paperTheme as theme } from '../src/figures/theme.ts'
import { tissueLegend } from '../src/figures/tissue-legend.ts'
import {
  type TissueLayer,
  colourBar,
  groundOf,
  panelHeight,
  panelLabel,
  scaleBar,
  tissuePanel,
} from '../src/figures/tissue.ts'
import { sectionOf } from '../src/model/assemble.ts'
import { loadKernels } from '../src/platform/node/kernels.ts'
import { readFile } from '../src/platform/node/read-file.ts'
import { findBrowser } from '../test/web/browser.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const MODEL = 'models/ecosystem/along.yaml'
const TARGET = join(root, 'docs/images/ecosystem.png')
/** When to look [h]. Chosen by looking. */
const HOURS = 48
/** Largest picture that the README should make people load [bytes]. */
const LARGEST = 600_000
/** Width on the page [px], and pixels for each. */
const [WIDTH, SCALE] = [900, 1.4]
/** Between the two panels [pt]. */
const GAP = 8
/** Width of the colour bar [pt]. */
const BAR = 90

const { model } = parseModel(MODEL, (file) => readFile(join(root, file)))
if (model === undefined) throw new Error(`${MODEL} has mistakes`)
const program = compile(model)
const world = createWorld(program, { kernels: loadKernels(), seed: 1 })
runUntil(createStepper(world), Math.round((HOURS * 60) / program.clock.tick))
const picture = await photographed(figure())
if (picture.length > LARGEST)
  throw new Error(`the picture has ${picture.length} bytes, more than ${LARGEST}: nothing was written`)
writeFileSync(TARGET, picture)
process.stderr.write(`${TARGET}: ${picture.length} bytes\n`)

/** Cells on the left, oxygen on the right; vessels, fibres and the line of hypoxia on both. */
function figure(): string {
  const { size, corner: origin, voxel } = program.space
  const ground = groundOf({ size, origin, voxel })
  const tissue = pictureOf(world, 'ecosystem', 1, { fields: ['oxygen'] })
  const types = cellTypes()
  const width = (columnWidth.two - GAP) / 2
  const height = panelHeight(ground, width)
  const boxAt = (column: number) => ({ x: column * (width + GAP), y: 14, width, height })
  const [field] = tissue.fields
  if (field === undefined) throw new Error('there is no oxygen')
  const most = Math.ceil(Math.max(...field.values))
  const oxygen: TissueLayer = { kind: 'field', substrate: 'oxygen', range: [0, most] }
  const legend = tissueLegend([tissue], types, columnWidth.two, theme)
  const ends = ['0', String(most)] as const
  const content = [
    textElement('Cells', { x: 0, y: 7.5, 'font-weight': 600 }),
    tissuePanel(tissue, types, ground, boxAt(0)),
    tissuePanel(tissue, types, ground, boxAt(1), oxygen),
    panelLabel(formatTime(world.time, 1440 * 14), boxAt(0), theme),
    scaleBar(ground, boxAt(0), theme),
    translated(width + GAP, 0, colourBar(field, ends, 'Oxygen [mmHg]', BAR, theme)),
    translated(0, 14 + height + 7, legend.content),
  ]
  const title = `The microenvironment of a carcinoma after ${HOURS} h: cells, vessels, fibres and oxygen`
  return svgDocument(
    { width: columnWidth.two, height: 14 + height + 7 + legend.height, title },
    theme,
    content.join(''),
  )
}

function cellTypes(): readonly CellTypeSummary[] {
  return (model?.data.cellTypes ?? []).map((type) => {
    const { lineage, colour } = sectionOf(type, displaySection)
    return { name: type.name, lineage, ...(colour === undefined ? {} : { colour }) }
  })
}

/** Lets a browser draw, since it knows how to set text. */
async function photographed(svg: string): Promise<Uint8Array> {
  const found = findBrowser()
  if ('reason' in found) throw new Error(`no picture: ${found.reason}`)
  const browser = await chromium.launch({
    executablePath: found.path,
    args: ['--no-sandbox', '--disable-gpu'],
  })
  try {
    const page = await browser.newPage({
      deviceScaleFactor: SCALE,
      viewport: { width: WIDTH, height: 600 },
    })
    await page.setContent(
      `<style>body{margin:0;background:#fff}svg{display:block;width:100%;height:auto}</style>${svg}`,
    )
    return await page.locator('body > svg').screenshot()
  } finally {
    await browser.close()
  }
}

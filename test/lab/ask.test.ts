import type { Page } from 'playwright-core'
import { unzipSync } from 'fflate'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { parseExperiment } from '../../src/experiment/experiment.ts'
import { jobsOf, planRuns } from '../../src/experiment/plan-runs.ts'
import { runJob } from '../../src/experiment/run-job.ts'
import { nodeEnvironment } from '../../src/platform/node/environment.ts'
import { loadKernels } from '../../src/platform/node/kernels.ts'
import { readFile } from '../../src/platform/node/read-file.ts'
import { describeLab, expectAccessible, until } from './lab-browser.ts'

const FILE = 'experiments/question.yaml'

/** State hashes of the runs of a trial in Node, in the order of its plan. */
function hashesInNode(text: string): readonly string[] {
  const { experiment } = parseExperiment(FILE, (path) =>
    path === FILE ? { ok: true, text } : readFile(path),
  )
  if (experiment === undefined) throw new Error('the text that the page wrote reads')
  return jobsOf(experiment, planRuns(experiment)).map(
    (job) => runJob(job, nodeEnvironment(loadKernels())).stateHash,
  )
}

/** Begins the question of a knock-down in the first tumour. */
async function begin(page: Page, stop: string): Promise<void> {
  await page.getByLabel('Model', { exact: true }).first().click()
  await page.getByRole('option', { name: 'A first tumour' }).click()
  await page.getByRole('button', { name: /As it is against a knock-down half of oxygen/ }).click()
  await enter(page, 'Runs per arm', '2')
  await enter(page, 'Simulated time', stop)
}

async function enter(page: Page, label: string, value: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true })
  await field.fill(value)
  await field.press('Enter')
}

/** Serves a folder without any header that a page needs to share memory. */
async function bareServer(folder: string): Promise<{ readonly address: string; close(): void }> {
  const types: Readonly<Record<string, string>> = {
    html: 'text/html',
    js: 'text/javascript',
    css: 'text/css',
    svg: 'image/svg+xml',
  }
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').replace(/\?.*/, '').replace(/\/$/, '/index.html')
    const file = `${folder}${path}`
    if (!existsSync(file)) return response.writeHead(404).end()
    const type = types[file.slice(file.lastIndexOf('.') + 1)] ?? 'application/octet-stream'
    return response.writeHead(200, { 'content-type': type }).end(readFileSync(file))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // it listens on a port, not on a pipe
  return { address: `http://127.0.0.1:${port}/`, close: () => server.close() }
}

const textOf = (page: Page): Promise<string> => page.getByLabel('Text of the experiment').inputValue()

describeLab('a question', (lab) => {
  test('is built, run and answered, with the bits of the command line', () =>
    lab.withPage(
      'desktop',
      'light',
      async (page) => {
        await begin(page, '12 h')
        await page.getByText(/^4 runs of 55 cells, about .* on .* cores?, .* of memory/).waitFor()
        await expectAccessible(page)
        const text = await textOf(page)
        expect(text).toContain('knock down: { cell types.tumour.exchange.oxygen.uptake: 50 % }')
        await page.getByRole('button', { name: 'Run the trial' }).click()
        // What is being written stays; a notice leads to the result.
        await page.getByRole('button', { name: 'Read the report' }).click()
        const report = page.frameLocator('iframe[title=Report]')
        await report.getByRole('heading', { name: 'Answer' }).waitFor()
        // Its one script works in the frame, though the page allows no script in text.
        await expect.poll(() => report.locator('#parameter-count').textContent()).toMatch(/of \d+ parameters/)
        await report.getByText('Hash of every run').click()
        const hashes = await report.locator('#reproduce td code').allTextContents()
        expect(hashes).toEqual(hashesInNode(text))
        expect(new Set(hashes).size).toBe(4)
        expect(await report.locator('#reproduce pre').textContent()).toBe(`milieu trial ${FILE}`)
        await expectAccessible(page)

        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('button', { name: /^Everything/ }).click(),
        ])
        const files = unzipSync(readFileSync(await download.path()))
        expect(new TextDecoder().decode(files['experiment.yaml'])).toBe(text)
        expect(Object.keys(files).filter((name) => /^runs\/[^/]+\/manifest.json$/.test(name))).toHaveLength(4)
        expect(Object.keys(files)).toEqual(
          expect.arrayContaining(['report.html', 'tables/runs.csv', 'study.json']),
        )
        await page.getByRole('button', { name: 'All results' }).click()
        await page.getByRole('button', { name: 'Read', exact: true }).waitFor()
      },
      { route: '#/ask' },
    ))

  test('is paused, survives a reload of the page, and goes on', () =>
    lab.withPage(
      'desktop',
      'dark',
      async (page) => {
        await begin(page, '4 day')
        await page.getByRole('button', { name: 'Run the trial' }).click()
        await page.getByText(/days\/s per core/).waitFor()
        // It goes on while another page is open.
        await page.getByRole('link', { name: 'Tissue', exact: true }).click()
        await until(page, "location.hash === '#/tissue'")
        await page
          .getByRole('link', { name: /^A trial runs, \d+ % done: What does half of oxygen/ })
          .waitFor()
        await page.getByRole('link', { name: 'Ask', exact: true }).click()
        await page.getByRole('button', { name: 'Pause' }).click()
        await page.getByRole('button', { name: 'Pause' }).waitFor({ state: 'detached' })
        await page.reload()
        await page.getByText('Results', { exact: true }).click()
        await page.getByText(/Paused: \d of 4 runs/).waitFor()
        await expectAccessible(page)
        await page.getByRole('button', { name: 'Go on' }).click()
        await page.getByRole('button', { name: 'Read the report' }).click({ timeout: 90_000 })
        await page
          .frameLocator('iframe[title=Report]')
          .getByRole('heading', { name: 'Answer' })
          .waitFor({ timeout: 90_000 })
        await page.getByRole('button', { name: 'All results' }).click()
        await page.getByRole('button', { name: /^Delete/ }).click()
        await page.getByText(/No trial of this project/).waitFor()
      },
      { route: '#/ask' },
    ))

  test('is paused and goes on where memory cannot be shared, too', async () => {
    const server = await bareServer('dist/lab')
    try {
      await lab.withPage(
        'desktop',
        'light',
        async (page) => {
          expect(await page.evaluate('crossOriginIsolated')).toBe(false)
          await begin(page, '4 day')
          await page.getByRole('button', { name: 'Run the trial' }).click()
          await page.getByText(/days\/s per core/).waitFor()
          await page.getByRole('button', { name: 'Pause' }).click()
          await page.getByText('Results', { exact: true }).click()
          await page.getByRole('button', { name: 'Go on' }).click()
          await page.getByRole('button', { name: 'Read the report' }).click({ timeout: 90_000 })
          await page
            .frameLocator('iframe[title=Report]')
            .getByRole('heading', { name: 'Answer' })
            .waitFor({ timeout: 90_000 })
        },
        { address: server.address, route: '#/ask' },
      )
    } finally {
      server.close()
    }
  })

  test('that ships opens in the same form; a mistake is told at its place and goes again', () =>
    lab.withPage(
      'phone',
      'light',
      async (page) => {
        await page
          .getByRole('button', { name: /^Does anti-PD-1 free CD8 T cells to clear tumour nests\? / })
          .click()
        const text = await textOf(page)
        expect(text).toBe(readFileSync('experiments/crc-anti-pd1.yaml', 'utf8'))
        await page.getByText('Dose of anti-PD-1').waitFor()
        await page.getByText(/Only in the text, and kept as they are: times to event/).waitFor()
        await expectAccessible(page)
        const measure = page.getByLabel('Measure', { exact: true }).first()
        await measure.fill('tumor cells')
        await measure.press('Enter')
        const section = page.getByRole('region', { name: 'Endpoints' })
        await section.getByText(/unknown measure 'tumor cells'/).waitFor()
        await page.getByText(/1 mistake to correct/).waitFor()
        expect(await textOf(page)).toContain('# A tenth more than at the start')
        await measure.fill('tumour cells')
        await measure.press('Enter')
        await section.getByText(/unknown measure/).waitFor({ state: 'detached' })
        await expect.poll(() => textOf(page)).toBe(text)
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
      },
      { route: '#/ask' },
    ))
})

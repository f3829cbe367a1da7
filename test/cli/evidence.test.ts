import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Workbench, createWorkbench } from './workbench.ts'

let bench: Workbench
const colorectal = `${process.cwd()}/models/colorectal/model.yaml`
beforeAll(() => {
  bench = createWorkbench()
})
afterAll(() => bench.remove())

test('prints mechanisms, their numbers, sentences and claims, and ends with what must be none', async () => {
  const { code, stdout, stderr } = await bench.milieu(['evidence', colorectal])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^M09 {2}recruitment through vessels {2}1 fitted$/m)
  expect(stdout).toMatch(
    /^ {2}vessels: CXCL12 decreases entry to 0\.2, half at 2 nM, hill 2 \[fitted, spqsp\]$/m,
  )
  expect(stdout).toMatch(/^ {4}I-S2-019 {2}CXCL12 keeps CD8 T cells out\. \(S2; 2 of 4 elements\)$/m)
  expect(stdout).toMatch(/^statements of S0, S1, S2, S3, S4 without a mechanism: none$/m)
  expect(stdout).toMatch(/^sentences of the model without a mechanism: none$/m)
  expect(stdout).toMatch(/^numbers of the model without a kind: none$/m)
})

test('a number without a kind is counted', async () => {
  const { stdout } = await bench.milieu(['evidence', 'model.yaml'])
  expect(stdout).toMatch(
    /^numbers of the model without a kind: [1-9]\d* \(milieu check --notes says where\)$/m,
  )
})

test('takes the folder of a model', async () => {
  const [folder, file] = await Promise.all([
    bench.milieu(['evidence', colorectal.replace('/model.yaml', '/')]),
    bench.milieu(['evidence', colorectal]),
  ])
  expect(folder).toEqual(file)
})

test('without a model it tells what became of the whole ledger, and which models ship', async () => {
  const { code, stdout } = await bench.milieu(['evidence'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^S0 {2}67 statements: \d+ in models/m)
  expect(stdout).toMatch(/^statements of S0, S1, S2, S3, S4 without a mechanism: none$/m)
  expect(stdout).toMatch(/^ {2}milieu evidence models\/liver-metastasis$/m)
  const { claims, models } = JSON.parse((await bench.milieu(['evidence', '--json'])).stdout)
  expect(claims).toHaveLength(231)
  expect(models).toContain('orthotopic')
})

test('--claims lists every statement of the ledger', async () => {
  const { stdout } = await bench.milieu(['evidence', colorectal, '--claims'])
  expect(new Set(stdout.match(/I-S\d-\d{3}/g))).toHaveProperty('size', 231)
})

test('--json prints JSON and nothing else', async () => {
  const { stdout } = await bench.milieu(['evidence', colorectal, '--json'])
  const { mechanisms, claims } = JSON.parse(stdout)
  expect(claims).toHaveLength(231)
  expect(mechanisms.map(({ mechanism }: { mechanism: string }) => mechanism)).toContain('M09')
})

test('writes picture and page, whose lines lead to rows that are there', async () => {
  const args = ['evidence', colorectal, '--picture', bench.path('a.svg'), '--page', bench.path('a.html')]
  const { code, stdout } = await bench.milieu(args)
  expect(code).toBe(0)
  expect(stdout).toMatch(/^picture {2}.*a\.svg\npage {5}.*a\.html$/m)
  expect(readFileSync(bench.path('a.svg'), 'utf8')).toMatch(/^<svg /)
  const page = readFileSync(bench.path('a.html'), 'utf8')
  const links = [...page.matchAll(/href="#(interaction-\d+|claim-[\w-]+)"/g)].map(([, id]) => id ?? '')
  expect(links.length).toBeGreaterThan(25)
  for (const id of links) expect(page).toContain(`id="${id}"`)
})

test('a ledger with a mistake is told with its place, and nothing is written', async () => {
  bench.write('claims.csv', 'claim,document\nC,D\n')
  const args = ['evidence', 'model.yaml', '--ledger', bench.folder, '--picture', bench.path('b.svg')]
  const { code, stderr } = await bench.milieu(args)
  expect(code).toBe(1)
  expect(stderr).toMatch(/claims\.csv:1:1 {2}error {2}the columns are not claim, document, sentence/)
  expect(existsSync(bench.path('b.svg'))).toBe(false)
})

test('an experiment is not a model', async () => {
  const { code, stderr } = await bench.milieu(['evidence', 'trial.yaml'])
  expect(code).toBe(2)
  expect(stderr).toContain('trial.yaml')
})

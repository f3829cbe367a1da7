import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ENGINE_VERSION } from '../../src/experiment/run-plan.ts'
import { type Workbench, createWorkbench } from './workbench.ts'

/* What the command line says about itself, and about words that it does not understand. */

let bench: Workbench
beforeAll(() => void (bench = createWorkbench()))
afterAll(() => bench.remove())

const VERBS = [
  'trial',
  'work',
  'status',
  'run',
  'resume',
  'branch',
  'check',
  'describe',
  'report',
  'hash',
  'compare',
  'bench',
  'sensitivity',
  'power',
  'lab',
]

// oxlint-disable-next-line no-control-regex -- escape sequences are what this looks for
const ESCAPE = /\u001b/

test('milieu alone, and milieu --help, print the verbs, examples and exit codes', async () => {
  const [alone, help] = await Promise.all([bench.milieu([]), bench.milieu(['--help'])])
  expect(alone).toMatchObject({ code: 0, stdout: help.stdout, stderr: '' })
  expect(help.code).toBe(0)
  for (const verb of VERBS) expect(help.stdout).toMatch(new RegExp(`^  ${verb} `, 'm'))
  expect(help.stdout).toMatch(/Examples:\n {2}milieu trial/)
  expect(help.stdout).toContain('Exit codes:')
})

test.each(VERBS)('milieu %s --help has examples and fits 100 columns', async (verb) => {
  const { code, stdout, stderr } = await bench.milieu([verb, '--help'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(new RegExp(`Examples:\n  milieu ${verb} `))
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100)
  expect(stdout).not.toMatch(ESCAPE)
})

test('--version prints the version and nothing else', async () => {
  expect(await bench.milieu(['--version'])).toEqual({ code: 0, stdout: `${ENGINE_VERSION}\n`, stderr: '' })
})

describe('what is not understood exits with 2, prints nothing on standard output, and suggests', () => {
  test.each([
    [['chekc', 'model.yaml'], /unknown command 'chekc'\n\(Did you mean check\?\)/],
    [['check', 'model.yaml', '--jsno'], /unknown option '--jsno'\n\(Did you mean --json\?\)/],
    [['run'], /missing required argument 'model'/],
    [['run', 'model.yaml', 'other.yaml'], /too many arguments/],
    [['run', 'model.yaml', '--seed', 'one'], /argument 'one' is invalid. Expected a whole number/],
    [['run', 'model.yaml', '--seed', '1e3'], /argument '1e3' is invalid/],
    [
      ['trial', 'trial.yaml', '--cores', '0'],
      /argument '0' is invalid. Expected a whole number, one or more/,
    ],
    [['trial', 'trial.yaml', '--replicates', '-1'], /argument '-1' is invalid/],
    [['describe', 'model.yaml', '--order', '--memory'], /cannot be used with option/],
    [['describe'], /which model\?/],
    [['trial', 'model.yaml'], /model.yaml is a model, not an experiment: milieu run model.yaml runs it/],
    [['run', 'trial.yaml'], /trial.yaml is an experiment, not a model: milieu trial trial.yaml runs it/],
    [['describe', 'trial.yaml'], /trial.yaml is an experiment, not a model/],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await bench.milieu(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/\n {4}at /) // no stack
  })
})

import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Workbench, createWorkbench } from './workbench.ts'

/* What `milieu lab` says where it cannot serve; that it serves is tested by every test of the Lab. */

let bench: Workbench
let other: Server
let taken: string
beforeAll(async () => {
  bench = createWorkbench()
  other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  taken = String((other.address() as AddressInfo).port) // listening on a port
})
afterAll(() => {
  other.close()
  bench.remove()
})

test('a port that another program has is an error that names a way out, and nothing is printed', async () => {
  const { code, stdout, stderr } = await bench.milieu(['lab', '--port', taken])
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
  // Without a built page that is what is said, and how to build it.
  expect(stderr).toMatch(/port \d+ is taken by another program; --port 0|npm run build:lab/)
})

test.each(['70000', '-1', 'eighty', '1e3'])('%s is no port', async (port) => {
  const { code, stderr } = await bench.milieu(['lab', '--port', port])
  expect(code).toBe(2)
  expect(stderr).toContain('Expected a whole number from 0 to 65535')
})

import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabServer, startLabServer } from './lab-server.ts'

let parent: string
let server: LabServer
beforeAll(async () => {
  parent = realpathSync(mkdtempSync(join(tmpdir(), 'milieu-lab-')))
  const folder = join(parent, 'lab')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  mkdirSync(join(parent, 'lab-secrets'))
  writeFileSync(join(folder, 'index.html'), '<title>Lab</title>')
  writeFileSync(join(folder, 'assets/index-1a2b.js'), 'export {}')
  writeFileSync(join(folder, 'kernels.wasm'), 'wasm')
  writeFileSync(join(folder, '.hidden'), 'secret')
  writeFileSync(join(parent, 'secret.txt'), 'secret')
  writeFileSync(join(parent, 'lab-secrets/secret.txt'), 'secret')
  symlinkSync(join(parent, 'secret.txt'), join(folder, 'link.txt'))
  symlinkSync(parent, join(folder, 'up'))
  symlinkSync(join(folder, 'kernels.wasm'), join(folder, 'inside.wasm'))
  server = await startLabServer({ folder, port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await server.close()
  rmSync(parent, { recursive: true })
})

/** Sends a path as it stands: `fetch` would tidy it up before a server could be wrong. */
function ask(path: string, method = 'GET', headers: Readonly<Record<string, string>> = {}) {
  return new Promise<{ status: number; headers: IncomingMessage['headers']; body: string }>(
    (resolve, reject) => {
      const asked: ClientRequest = request(
        { host: '127.0.0.1', port: server.port, path, method, headers },
        (response) => {
          let body = ''
          response.setEncoding('utf8')
          response.on('data', (part: string) => (body += part))
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
          )
        },
      )
      asked.on('error', reject)
      asked.end()
    },
  )
}

test('the page comes isolated, with its policy, and is asked for again', async () => {
  const { status, headers, body } = await ask('/?anything')
  expect({ status, body }).toEqual({ status: 200, body: '<title>Lab</title>' })
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  })
  const policy = headers['content-security-policy'] ?? ''
  expect(policy).toContain("default-src 'self'")
  expect(policy).not.toMatch(/unsafe-eval(?<!wasm-unsafe-eval)|https?:|\*/)
  expect(await ask('/', 'GET', { 'If-None-Match': String(headers.etag) })).toMatchObject({ status: 304 })
})

test('files with a hash in their name are kept for ever, and types are right', async () => {
  expect((await ask('/assets/index-1a2b.js')).headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
  })
  expect((await ask('/kernels.wasm')).headers).toMatchObject({ 'content-type': 'application/wasm' })
  expect(await ask('/inside.wasm')).toMatchObject({ status: 200 })
  expect(await ask('/kernels.wasm', 'HEAD')).toMatchObject({ status: 200, body: '' })
})

test.each([
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e%2fsecret.txt',
  '/..%5csecret.txt',
  '/..\\secret.txt',
  '/%252e%252e/secret.txt',
  '/../lab-secrets/secret.txt',
  '//secret.txt',
  '/index.html%00.js',
  '/%00',
  '/%',
  '/%ff',
  '/.hidden',
  '/link.txt',
  '/up/secret.txt',
  '/assets',
  '/assets/',
  '/no-such-file',
])('%s is not there', async (path) => {
  const { status, body } = await ask(path)
  expect(status).toBe(404)
  expect(body).not.toContain('secret')
})

test('nothing can be sent to it', async () => {
  expect(await ask('/', 'POST')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } })
})

test('a port that is taken is passed over only where others are allowed', async () => {
  const folder = join(parent, 'lab')
  const taken = { folder, port: server.port, host: '127.0.0.1' }
  await expect(startLabServer(taken)).rejects.toMatchObject({ code: 'EADDRINUSE' })
  const other = await startLabServer({ ...taken, otherPorts: 20 })
  expect(other.port).toBeGreaterThan(server.port)
  await other.close()
})

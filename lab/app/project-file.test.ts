import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { projectFileName, readProjectFile, writeProjectFile } from './project-file.ts'
import { projectOf } from './project.ts'

const project = {
  ...projectOf('models/first/model.yaml', 'First: what if?'),
  files: { 'models/first/model.yaml': 'format: 1\ntitle: µm\n', 'my/tissue.csv': 'x,y\n1,2\n' },
  arms: { treated: 'set: {}' },
  experiment: 'question: why?',
}

test('a project that is written and read is the same work with another id', () => {
  const read = readProjectFile(writeProjectFile(project))
  expect(read).toEqual({ ok: true, project: { ...project, id: expect.any(String) as string } })
  expect(read.ok && read.project.id).not.toBe(project.id)
  expect(projectFileName(project)).toBe('first-what-if.milieu.zip')
  expect(projectFileName({ ...project, name: '?!' })).toBe('project.milieu.zip')
})

const withMain = (main: unknown) => zipSync({ 'project.json': strToU8(JSON.stringify(main)) })

test.each([
  ['nothing', new Uint8Array(), /not a zip file/],
  ['another zip', zipSync({ 'a.txt': strToU8('a') }), /no project.json/],
  ['half a file', writeProjectFile(project).slice(0, 200), /not a zip file, or it is damaged/],
  ['a later format', withMain({ format: 2 }), /format is 2/],
  ['no name', withMain({ format: 1 }), /no name/],
  ['no session', withMain({ format: 1, name: 'a', model: 'b', arms: {} }), /session/],
  [
    'a seed that is text',
    withMain({
      format: 1,
      name: 'a',
      model: 'b',
      arms: {},
      session: { format: 1, model: 'b', seed: '1', actions: [] },
    }),
    /seed/,
  ],
  ['a list', withMain([]), /format is undefined/],
])('%s is refused in a sentence', (_, bytes, why) => {
  const read = readProjectFile(bytes)
  expect(read.ok ? '' : read.why).toMatch(why)
})

test('no bytes make it throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(399), (noise, at) => {
      const bytes = writeProjectFile(project)
      bytes.set(noise.subarray(0, Math.max(0, bytes.length - at)), Math.min(at, bytes.length))
      expect(() => readProjectFile(bytes)).not.toThrow()
    }),
    { numRuns: 200, seed: 6 },
  )
})

import fc from 'fast-check'
import { deflateSync, strToU8 } from 'fflate'
import { describe, expect, test } from 'vitest'
import { decodeSession, encodeSession, linkPayload, sessionLink } from './link.ts'
import { parseSession, writeSession } from './session-document.ts'
import type { Session } from './session.ts'

const steered: Session = {
  format: 1,
  model: 'models/colorectal/model.yaml',
  modelHash: '0123456789abcdef0123456789abcdef',
  files: { 'models/mine.yaml': 'format: 1\ntitle: "mine"  # with a comment\n' },
  changes: 'set: { time.stop: 3 day }',
  seed: 9_007_199_254_740_991,
  actions: [
    {
      tick: 0,
      change: 'therapy:\n  "anti-PD-1 at tick 0": { drug: anti-PD-1, dose: 3 mg/kg }\n',
      label: 'anti-PD-1, 3 mg/kg',
    },
    { tick: 0, change: 'include: [library/il-10]', label: '' },
    { tick: 120, change: 'knock down: { cell types.tumour.traits.STING: 80 % }', label: 'STING −80 %' },
  ],
  reached: { tick: 400, hash: '00ff00ff00ff00ff' },
}

const payloadOf = (value: unknown): string =>
  Buffer.from(deflateSync(strToU8(typeof value === 'string' ? value : JSON.stringify(value)))).toString(
    'base64url',
  )

const errorsOf = (payload: string): readonly string[] =>
  decodeSession(payload).issues.map(({ message, hint }) => `${message}; ${hint ?? ''}`)

/** Any text at all, halves of surrogate pairs included. */
const anyText = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
  maxLength: 60,
})

const sessions = (texts: fc.Arbitrary<string>): fc.Arbitrary<Session> =>
  fc
    .record(
      {
        format: fc.constant(1 as const),
        model: texts.filter((name) => name.trim() !== ''),
        modelHash: texts,
        files: fc.dictionary(fc.oneof(texts, fc.constant('__proto__'), fc.constant('constructor')), texts, {
          maxKeys: 4,
        }),
        changes: texts,
        seed: fc.maxSafeNat(),
        actions: fc.array(fc.record({ tick: fc.nat(1e6), change: texts, label: texts }), { maxLength: 5 }),
        reached: fc.record({ tick: fc.integer({ min: 1e6, max: 4_294_967_295 }), hash: texts }),
      },
      { requiredKeys: ['format', 'model', 'seed', 'actions'] },
    )
    .map((session) => ({ ...session, actions: session.actions.toSorted((a, b) => a.tick - b.tick) }))

describe('a link', () => {
  test('reads back to its session, in letters that need no escape', () => {
    const payload = encodeSession(steered)
    expect(payload).toMatch(/^[\w-]+$/)
    expect(decodeSession(payload)).toEqual({ session: steered, issues: [] })
    const link = sessionLink('https://example.org/milieu/?theme=dark#/gallery', steered)
    expect(link).toBe(`https://example.org/milieu/?theme=dark#/run/${payload}`)
    expect(linkPayload(link)).toBe(payload)
    expect(linkPayload('https://example.org/milieu/#/gallery')).toBeUndefined()
  })

  test('is the same for the same session', () => {
    expect(encodeSession(structuredClone(steered))).toBe(encodeSession(steered))
  })

  test('reads back whatever a session holds', () => {
    fc.assert(
      fc.property(sessions(anyText), (session) => {
        expect(decodeSession(encodeSession(session)).session).toEqual(session)
      }),
    )
  })

  test('that was cut anywhere says so, and never throws', () => {
    const payload = encodeSession(steered)
    for (let length = 0; length < payload.length; length++) {
      const { session, issues } = decodeSession(payload.slice(0, length))
      expect(session).toBeUndefined()
      expect(issues.length).toBeGreaterThan(0)
    }
  })

  test('in which anything was changed gives a session or an issue, and never throws', () => {
    const payload = encodeSession(steered)
    fc.assert(
      fc.property(fc.nat(payload.length - 1), fc.string({ minLength: 1, maxLength: 3 }), (at, text) => {
        const { session, issues } = decodeSession(
          payload.slice(0, at) + text + payload.slice(at + text.length),
        )
        expect(session !== undefined || issues.some(({ severity }) => severity === 'error')).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('that holds any JSON gives a session or an issue', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        expect(decodeSession(payloadOf(value)).issues.length).toBeGreaterThan(0)
      }),
    )
  })

  test('that unpacks to a gigabyte is refused before it does', () => {
    // 9 MB of zeros pack to 9 kB: the limit is met after a few pieces, whatever would come then.
    const bomb = Buffer.from(deflateSync(new Uint8Array(9_000_000))).toString('base64url')
    expect(bomb.length).toBeLessThan(20_000)
    expect(errorsOf(bomb)[0]).toContain('more than 8 MB')
    expect(errorsOf('A'.repeat(4_000_001))[0]).toContain('more than 4 million characters')
  })

  test('nested to the end of the stack is refused', () => {
    expect(errorsOf(payloadOf('['.repeat(300_000) + ']'.repeat(300_000))).length).toBe(1)
  })

  test.each([
    ['', /nothing in it/],
    ['not base64!', /characters that do not belong/],
    ['AAAA', /cannot be unpacked|no session|too early/],
    [payloadOf('{'), /no session/],
    [payloadOf('null'), /expected a map/],
    [payloadOf({ ...steered, format: 2 }), /'2'/],
    [payloadOf({ format: 1, model: 'm.yaml', seed: -1 }), /out of range/],
    [payloadOf({ format: 1, model: 'm.yaml', seed: 0.5 }), /0\.5/],
    [payloadOf({ format: 1, model: 'm.yaml', seed: 1e300 }), /out of range|1e\+300/],
    [payloadOf({ format: 1, model: '', seed: 1 }), /names no model/],
    [payloadOf({ format: 1, model: 'm.yaml' }), /seed/],
    [payloadOf('{"format":1,"model":"m.yaml","seed":1,"__proto__":{"polluted":1}}'), /__proto__/],
    [payloadOf({ format: 1, model: 'm.yaml', seed: 1, extra: 1 }), /extra/],
    [payloadOf({ format: 1, model: 'm.yaml', seed: 1, files: { a: {} } }), /text/],
    [
      payloadOf({ format: 1, model: 'm.yaml', seed: 1, actions: [{ tick: 2 ** 33, change: 'x' }] }),
      /out of range/,
    ],
    [
      payloadOf({
        format: 1,
        model: 'm.yaml',
        seed: 1,
        actions: [
          { tick: 5, change: 'x' },
          { tick: 4, change: 'x' },
        ],
      }),
      /happens at tick 4/,
    ],
    [
      payloadOf({
        format: 1,
        model: 'm.yaml',
        seed: 1,
        actions: [{ tick: 5, change: 'x' }],
        reached: { tick: 4, hash: 'h' },
      }),
      /ends at tick 4/,
    ],
  ])('with a mistake says which: %#', (payload, expected) => {
    expect(decodeSession(payload).session).toBeUndefined()
    expect(errorsOf(payload).join('\n')).toMatch(expected)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })
})

describe('a session file', () => {
  test('reads back to its session', () => {
    expect(parseSession(writeSession(steered), 'session.yaml')).toEqual({ session: steered, issues: [] })
    const printable = fc
      .string({ unit: 'grapheme', maxLength: 40 })
      .filter((text) => !text.includes('\ufffd'))
    fc.assert(
      fc.property(sessions(printable), (session) => {
        expect(parseSession(writeSession(session), 'session.yaml').session).toEqual(session)
      }),
    )
  })

  test('is readable, and says where its mistakes are', () => {
    const source = `format: 1
model: models/first/model.yaml
seed: 7
actions:
  - tick: 100
    label: slower
    change: |
      knock down: { cell types.tumour.cycle.rate: 50 % }
  - tick: 90
    change: "{}"
    colour: red
`
    const { session, issues } = parseSession(source, 'mine.yaml')
    expect(session).toBeUndefined()
    expect(issues.map(({ position }) => [position?.file, position?.line, position?.column])).toEqual([
      ['mine.yaml', 11, 5],
    ])
    const ordered = parseSession(source.replace('    colour: red\n', ''), 'mine.yaml')
    expect(ordered.issues.map(({ message, position }) => [position?.line, message])).toEqual([
      [9, 'this action happens at tick 90, the one before it at tick 100'],
    ])
    expect(
      parseSession(source.replace('tick: 90', 'tick: 190').replace('    colour: red\n', ''), 'mine.yaml')
        .session?.actions[0],
    ).toEqual({
      tick: 100,
      label: 'slower',
      change: 'knock down: { cell types.tumour.cycle.rate: 50 % }\n',
    })
  })
})

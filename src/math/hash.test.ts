import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, contentHash, fnv1a32 } from './hash.ts'
import { sha256, sha256Hex, toHex } from './sha256.ts'

describe('fnv1a32', () => {
  // Test vectors published by the hash's authors (isthe.com/chongo/tech/comp/fnv; RFC 9923).
  it.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])("'%s'", (text, expected) => {
    expect(fnv1a32(text)).toBe(expected)
  })
})

describe('sha256', () => {
  // Examples of FIPS 180-2, appendix B (also on NIST's page of example values), and the empty message.
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ])('%.60s', (text, expected) => {
    expect(sha256Hex(text)).toBe(expected)
  })

  it('agrees with the platform at every padding length', () => {
    for (let length = 0; length <= 200; length += 1) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 0xff)
      expect(toHex(sha256(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'))
    }
  })
})

describe('contentHash', () => {
  it('is the first 128 bits of SHA-256 over sorted JSON', () => {
    const expected = createHash('sha256').update('{"a":[1,"µ",null],"b":{"c":0.1,"d":true}}').digest('hex')
    expect(contentHash({ b: { d: true, c: 0.1 }, a: [1, 'µ', null] })).toBe(expected.slice(0, 32))
  })

  it('depends on content, survives JSON, ignores key order', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).toReversed())
        expect(contentHash(reversed)).toBe(contentHash(value))
        expect(contentHash(JSON.parse(JSON.stringify(value)))).toBe(contentHash(value))
        expect(contentHash([value])).not.toBe(contentHash(value))
      }),
    )
  })

  it('treats an undefined key as absent and -0 as 0, as JSON does', () => {
    expect(contentHash({ a: 1, b: undefined })).toBe(contentHash({ a: 1 }))
    expect(contentHash(-0)).toBe(contentHash(0))
  })

  it.each([
    [Number.NaN],
    [Infinity],
    [undefined],
    [[undefined]],
    [() => 1],
    [1n],
    [new Map()],
    [new Float64Array(2)],
    [{ when: new Date(0) }],
  ])('refuses what JSON cannot hold: %s', (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError)
  })

  it('refuses holes, which JSON would turn into null', () => {
    const holed: unknown[] = [1]
    holed.length = 3
    expect(() => contentHash(holed)).toThrow(TypeError)
  })
})

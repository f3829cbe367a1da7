import { sha256Hex } from './sha256.ts'

/**
 * Two hashes: a quick 32-bit one that turns names into numbers (streams of randomness), and a 128-bit content hash
 * that identifies models and results.
 */

/** Offset basis and prime of the 32-bit FNV-1a hash (G. Fowler, L. C. Noll, K.-P. Vo; RFC 9923). */
const fnvBasis = 0x811c9dc5
const fnvPrime = 0x01000193

/** Hexadecimal digits kept of a content hash; chosen: 128 bits make a collision among 1e15 models a 1e-9 event. */
const contentDigits = 32

/** Returns the 32-bit FNV-1a hash of a text's UTF-8 bytes, as an unsigned integer. */
export function fnv1a32(text: string): number {
  let hash = fnvBasis
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, fnvPrime)
  return hash >>> 0
}

/** Returns 32 hexadecimal digits that depend on a JSON value's content only, not on the order of its keys. */
export function contentHash(value: unknown): string {
  return sha256Hex(canonicalJson(value)).slice(0, contentDigits)
}

/**
 * Writes a JSON value with sorted keys and no spaces, following JSON.stringify elsewhere: keys that hold undefined are
 * left out. Throws a TypeError for what JSON cannot hold, since a value that is silently dropped would make two
 * different models look the same.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') return canonicalNumber(value)
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(',')}]`
  if (!isPlainObject(value)) throw new TypeError(`cannot hash ${describeKind(value)}: it is not a JSON value`)
  const keys = Object.keys(value).filter((key) => value[key] !== undefined)
  return `{${keys
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`)
    .join(',')}}`
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`cannot hash ${value}: it is not a JSON value`)
  return JSON.stringify(value)
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

function describeKind(value: unknown): string {
  return typeof value === 'object'
    ? `a ${value?.constructor.name ?? 'value'}`
    : `a value of type ${typeof value}`
}

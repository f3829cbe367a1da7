import { Inflate, deflateSync } from 'fflate'
import type { Issue } from '../model/issue.ts'
import { badLink } from '../model/messages-session.ts'
import { type Written, locatedFrom } from '../model/reader.ts'
import { type ParsedSession, readSession, writtenSession } from './session-document.ts'
import type { Session } from './session.ts'

/*
 * A session as the end of a link: JSON, deflated, in base64url. It stands behind the `#`, so that it never reaches a server. Whoever
 * opens a link opens what a stranger wrote: its size is bounded before it is unpacked, while it is, and it is read as any document is.
 */

/** Longest payload that is read [characters]. Chosen: twice what the address bar of any browser takes. */
const LONGEST = 4_000_000

/** Most that a payload may unpack to [bytes]. Chosen: some hundred models, and a tenth of a second to read. */
const LARGEST = 8_000_000

/** Bytes that are unpacked at once. Deflate packs at most 1032 to one, so that a bomb is noticed within a megabyte. */
const PIECE = 1024

/** What stands in messages for the file of a session that came by a link. */
const LINK = 'link'

/** Before the payload in a link. */
const ROUTE = '#/run/'

/** The session as letters, digits, `-` and `_`. */
export function encodeSession(session: Session): string {
  return toBase64Url(deflateSync(new TextEncoder().encode(asciiJson(writtenSession(session))), { level: 9 }))
}

/** Reads what `encodeSession` wrote; anything else gives an issue that says what is wrong. Never throws. */
export function decodeSession(payload: string): ParsedSession {
  const refuse = (reason: string): ParsedSession => ({ issues: [linkIssue(reason)] })
  if (payload === '') return refuse('there is nothing in it')
  if (payload.length > LONGEST) return refuse(`it has more than ${LONGEST / 1e6} million characters`)
  const packed = fromBase64Url(payload)
  if (packed === undefined)
    return refuse('it has characters that do not belong into it, or its end is missing')
  const unpacked = inflate(packed)
  if (typeof unpacked === 'string') return refuse(unpacked)
  try {
    // JSON has no values that `Written` does not allow.
    const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(unpacked)) as Written
    return readSession(locatedFrom(value, LINK))
  } catch (error) {
    // Texts that are no UTF-8 or no JSON, and nesting beyond what the stack bears.
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError)
      return refuse('what it unpacks to is no session')
    throw error
  }
}

/** A link that opens a session in the Lab at `base`. */
export function sessionLink(base: string, session: Session): string {
  return `${base.replace(/#.*$/s, '')}${ROUTE}${encodeSession(session)}`
}

/** The payload of a link; undefined when it is none. */
export function linkPayload(link: string): string | undefined {
  const at = link.indexOf(ROUTE)
  return at < 0 ? undefined : link.slice(at + ROUTE.length).trim()
}

function linkIssue(reason: string): Issue {
  return { ...badLink(reason), path: [], position: { file: LINK, line: 1, column: 1, length: 1 } }
}

/** JSON in ASCII alone, so that half of a surrogate pair survives, too. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Unpacks piece by piece and stops where it grows too large; a text says what is wrong. */
function inflate(packed: Uint8Array): Uint8Array | string {
  const parts: Uint8Array[] = []
  let size = 0
  let isWhole = false
  try {
    const stream = new Inflate((part, isLast) => {
      parts.push(part)
      size += part.length
      isWhole ||= isLast
    })
    for (let at = 0; at < packed.length; at += PIECE) {
      stream.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length)
      if (size > LARGEST) return `it unpacks to more than ${LARGEST / 1e6} MB`
    }
  } catch {
    return 'it cannot be unpacked; a part of it is missing or was changed'
  }
  return isWhole ? joined(parts, size) : 'it ends too early'
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** RFC 4648, section 5, without padding. */
function toBase64Url(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3)
    const word = (a << 16) | (b << 8) | c
    const digits = [18, 12, 6, 0].map((shift) => ALPHABET[(word >> shift) & 63]).join('')
    text += digits.slice(0, Math.min(bytes.length - at, 3) + 1)
  }
  return text
}

function fromBase64Url(text: string): Uint8Array | undefined {
  if (text.length % 4 === 1) return undefined
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let word = 0
  let bits = 0
  let at = 0
  for (let k = 0; k < text.length; k++) {
    const digit = DIGITS.get(text.charCodeAt(k))
    if (digit === undefined) return undefined
    word = ((word << 6) | digit) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes[at++] = (word >> bits) & 255
    }
  }
  return bytes
}

const DIGITS: ReadonlyMap<number, number> = new Map(
  Array.from(ALPHABET, (character, value) => [character.charCodeAt(0), value] as const),
)

import type { Names } from '../model/kit.ts'
import { unknownName } from '../model/messages.ts'
import type { SentenceMistake } from '../model/schema-sentence.ts'

/**
 * The first named group of a match (made with the flag `d`) that names nothing of its kind; where a name may be of
 * several kinds, they are joined by `|`.
 */
export function unknownPart(
  match: RegExpExecArray,
  kinds: Readonly<Record<string, string>>,
  names: Names,
): SentenceMistake | undefined {
  for (const [group, kind] of Object.entries(kinds)) {
    const name = match.groups?.[group] ?? ''
    const known = kind.split('|').flatMap((each) => names.get(each) ?? [])
    const offset = match.indices?.groups?.[group]?.[0] ?? 0
    const what = kind.replace('|', ' or ')
    if (!known.includes(name))
      return { ok: false, message: unknownName(what, name, known), offset, length: name.length }
  }
  return undefined
}

import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { checkProject } from './project-check.ts'
import { type Project, newProjectId } from './project.ts'

/** Version of the file's layout. */
const FORMAT = 1
/** Largest file, unpacked [bytes]: a tissue of a few million cells; a page has no memory for more. Chosen. */
const LARGEST = 512 * 2 ** 20
const MAIN = 'project.json'
/** Documents are files of their own, so that people and other programs can read them. */
const DOCUMENTS = 'documents/'

export type ReadProject =
  | { readonly ok: true; readonly project: Project }
  | { readonly ok: false; readonly why: string }

/** A project as one file to keep or to hand on: a zip with `project.json` and every document. */
export function writeProjectFile(project: Project): Uint8Array<ArrayBuffer> {
  const { files, ...rest } = project
  const documents = Object.entries(files).map(([path, text]) => [DOCUMENTS + path, strToU8(text)] as const)
  const main = strToU8(`${JSON.stringify({ format: FORMAT, ...rest }, undefined, 2)}\n`)
  const packed = zipSync({ [MAIN]: main, ...Object.fromEntries(documents) })
  return new Uint8Array(packed) // the library does not say that its memory is not shared
}

/** Reads such a file, which anybody may have written; the project gets an id of its own. */
export function readProjectFile(bytes: Uint8Array): ReadProject {
  let unpacked = 0
  try {
    const entries = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (name !== MAIN && !name.startsWith(DOCUMENTS)) return false
        unpacked += originalSize
        return unpacked <= LARGEST
      },
    })
    if (unpacked > LARGEST) return wrong(`it is larger than ${LARGEST / 2 ** 20} MB when unpacked`)
    return projectIn(entries)
  } catch {
    return wrong('it is not a zip file, or it is damaged')
  }
}

function projectIn(entries: Readonly<Record<string, Uint8Array>>): ReadProject {
  const main = entries[MAIN]
  if (main === undefined) return wrong(`there is no ${MAIN} in it`)
  // Anything may stand there; `checkProject` looks.
  const { format, ...rest } = JSON.parse(strFromU8(main)) as Record<string, unknown>
  if (format !== FORMAT) return wrong(`its format is ${String(format)}, this Lab reads ${FORMAT}`)
  const files = Object.fromEntries(
    Object.entries(entries)
      .filter(([name]) => name !== MAIN && !name.endsWith('/'))
      .map(([name, text]) => [name.slice(DOCUMENTS.length), strFromU8(text)]),
  )
  const project = checkProject({ ...rest, files, id: newProjectId() })
  return typeof project === 'string' ? wrong(project) : { ok: true, project }
}

function wrong(why: string): ReadProject {
  return { ok: false, why: `This file is no project: ${why}. What was open is still open.` }
}

/** Name of the file for a project. */
export function projectFileName({ name }: Project): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
  return `${plain === '' ? 'project' : plain}.milieu.zip`
}

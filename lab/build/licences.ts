import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** What the service worker is made of: it is built after everything else, from these alone. */
const OF_SERVICE_WORKER = ['workbox-core', 'workbox-precaching', 'workbox-routing', 'workbox-strategies']
/** Parts of its standard library are compiled into the kernels. */
const OF_KERNELS = ['assemblyscript']

/** Two plugins that know of each other: one for the page, one for its workers. */
export interface LicencePlugins {
  readonly page: Plugin
  readonly workers: () => Plugin
}

/** Writes `licences.txt`: the licence of Milieu and of every package of which something is in the built page or its workers. */
export function licences(): LicencePlugins {
  const packages = new Set([...OF_SERVICE_WORKER, ...OF_KERNELS])
  const collect = (moduleIds: readonly string[]): void => {
    for (const id of moduleIds) {
      const name = packageOf(id)
      if (name !== undefined) packages.add(name)
    }
  }
  const plugin = (isPage: boolean): Plugin => ({
    name: 'milieu-licences',
    apply: 'build',
    generateBundle(_options, bundle) {
      for (const part of Object.values(bundle)) if (part.type === 'chunk') collect(part.moduleIds)
      // Workers are bundled while the page's modules are read: all are known by now.
      if (isPage) this.emitFile({ type: 'asset', fileName: 'licences.txt', source: textOf([...packages]) })
    },
  })
  return { page: plugin(true), workers: () => plugin(false) }
}

function packageOf(moduleId: string): string | undefined {
  return /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(moduleId)?.[1]?.replaceAll('\\', '/')
}

function textOf(packages: readonly string[]): string {
  const own = readFileSync(join(root, 'LICENSE'), 'utf8').trim()
  const parts = packages.toSorted().map((name) => sectionOf(name))
  return [
    `Milieu Lab contains Milieu and parts of ${packages.length} other packages, each under its own licence.`,
    `Milieu\n\n${own}`,
    ...parts,
  ].join(`\n\n${'-'.repeat(80)}\n\n`)
}

interface Manifest {
  readonly version: string
  readonly license?: string
  readonly homepage?: string
  readonly repository?: string | { readonly url?: string }
}

function sectionOf(name: string): string {
  const folder = join(root, 'node_modules', name)
  // What registries demand of a package.
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  const { version, license = 'no licence is named', homepage } = manifest
  const repository =
    typeof manifest.repository === 'string' ? manifest.repository : (manifest.repository?.url ?? '')
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each))
  const text = file === undefined ? '' : `\n\n${readFileSync(join(folder, file), 'utf8').trim()}`
  // The Mozilla licence asks to say where the source is; the others lose nothing by it.
  const source = repository === '' ? (homepage ?? '') : repository.replace(/^git\+/, '').replace(/\.git$/, '')
  return `${name} ${version}, ${license}${source === '' ? '' : `\nsource: ${source}`}${text}\n`
}

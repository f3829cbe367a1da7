import type { Frame, FrameRequest } from '../../src/browser.ts'
import type { RunHandle } from '../workers/open-run.ts'
import { useRun } from './run-store.ts'
import { useSites } from './site-store.ts'

/** Chosen: two are enough to hand one back; those of a drag would pile up otherwise. */
const MOST_SPENT = 3

/** Pictures of the sites of an organism, taken at the tick at which the run stands. */
export class SiteFrames {
  readonly #handle: RunHandle
  /** Frames before those that are shown; of two nobody draws the older one any more. */
  readonly #spent = new Map<string, Frame[]>()

  constructor(handle: RunHandle) {
    this.#handle = handle
  }

  /** Asks for the sites' pictures; nothing where the model describes one tissue. */
  async take(request: FrameRequest): Promise<void> {
    await this.#each(async (site) => {
      const spent = this.#spent.get(site) ?? []
      const old = spent.length > 1 ? spent.shift() : undefined
      return this.#handle.siteFrame(site, request, old)
    })
  }

  /** Likewise of the state that is kept nearest to a tick. */
  async preview(tick: number, request: FrameRequest): Promise<void> {
    await this.#each((site) => this.#handle.run.preview(tick, request, site))
  }

  async #each(ask: (site: string) => Promise<Frame | undefined>): Promise<void> {
    const sites = useRun.getState().info?.organism?.sites ?? []
    if (sites.length === 0) return
    const found = await Promise.all(sites.map(async ({ name }) => [name, await ask(name)] as const))
    const before = useSites.getState().frames
    for (const { name } of sites) this.#keep(name, before[name])
    useSites.setState({ frames: Object.fromEntries(found) })
  }

  #keep(site: string, frame: Frame | undefined): void {
    if (frame === undefined) return
    const spent = this.#spent.get(site) ?? []
    this.#spent.set(site, [...spent, frame].slice(-MOST_SPENT))
  }
}

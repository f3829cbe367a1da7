import { NativeSelect } from '@mantine/core'
import { PRIMARY, type Scene } from '../../src/browser.ts'
import { useCompare } from './compare-store.ts'
import type { Comparison } from './comparison.ts'
import type { ArmView } from './lockstep.ts'

/** The scene of the tissue that tiles show: the primary, or a site of an organism. */
export function shownScene({ info }: ArmView, site: string): Scene | undefined {
  return info?.organism?.sites.find(({ name }) => name === site)?.scene ?? info?.scene
}

/** Which tissue of an organism all tiles show; nothing where the model describes one tissue. */
export function SiteSelect({ comparison }: { readonly comparison: Comparison }) {
  const arms = useCompare((state) => state.arms)
  const site = useCompare((state) => state.site)
  const sites = arms.find(({ info }) => info !== undefined)?.info?.organism?.sites ?? []
  if (sites.length === 0) return null
  return (
    <NativeSelect
      size="xs"
      w={104}
      aria-label="Tissue that all arms show"
      value={site}
      data={[PRIMARY, ...sites.map(({ name }) => name)]}
      onChange={({ currentTarget }) => {
        // another tissue has another size: each arm fits its own again
        useCompare.setState({ site: currentTarget.value, camera: undefined })
        comparison.show()
      }}
    />
  )
}

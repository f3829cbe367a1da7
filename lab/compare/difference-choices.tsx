import { NativeSelect } from '@mantine/core'
import type { Scene } from '../../src/browser.ts'
import { useCompare } from './compare-store.ts'
import type { Comparison } from './comparison.ts'
import { controlOf } from './use-differences.ts'

/** Which arm others are compared with, and what is told of the cells that both have. */
export function DifferenceChoices({
  scene,
  comparison,
}: {
  readonly scene: Scene
  readonly comparison: Comparison
}) {
  const { arms, against, change, options } = useCompare()
  const control = controlOf(arms, against)
  const numbers = scene.colourings.flatMap((each) => (each.kind === 'number' ? [each] : []))
  const choose = (value: string): void => {
    if (value === '' || value === 'moved')
      useCompare.setState({ change: value === 'moved' ? 'moved' : undefined })
    else
      useCompare.setState({
        change: 'number',
        options: { ...options, look: { ...options.look, colouring: value } },
      })
    comparison.show()
  }
  return (
    <>
      <NativeSelect
        size="xs"
        mb="xs"
        label="First: the arm that others are compared with"
        value={control?.name ?? ''}
        data={arms.map(({ name }) => name)}
        onChange={({ currentTarget }) => useCompare.setState({ against: currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        mb="sm"
        label="Cells in both, coloured by"
        value={change === 'number' ? options.look.colouring : (change ?? '')}
        data={[
          { value: '', label: 'nothing: which cells differ' },
          { value: 'moved', label: 'how far apart they are' },
          ...numbers.map(({ key, name }) => ({ value: key, label: `difference of ${name}` })),
        ]}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      />
    </>
  )
}

import { Text } from '@mantine/core'

export default function RunLinkPage({ payload }: { readonly payload: string }) {
  return <Text>{payload}</Text>
}

import { Title } from '@mantine/core'

export default function TissuePage() {
  return <Title order={1}>Tissue</Title>
}

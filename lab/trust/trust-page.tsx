import { Title } from '@mantine/core'

export default function TrustPage() {
  return <Title order={1}>Trust</Title>
}

import { Title } from '@mantine/core'

export default function WatchPage() {
  return <Title order={1}>Watch</Title>
}

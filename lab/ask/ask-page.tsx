import { Title } from '@mantine/core'

export default function AskPage() {
  return <Title order={1}>Ask</Title>
}

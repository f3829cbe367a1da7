import { Title } from '@mantine/core'

export default function EditPage() {
  return <Title order={1}>Edit</Title>
}

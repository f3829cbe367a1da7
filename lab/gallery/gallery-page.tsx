import { Title } from '@mantine/core'

export default function GalleryPage() {
  return <Title order={1}>Gallery</Title>
}

import './gallery.css'
import { Loader, Text, TextInput, Title } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { ShippedIndex } from '../app/shipped-index.ts'
import { About } from '../app/about.tsx'
import { shippedIndex } from '../app/shipped.ts'
import { FirstView } from './first-view.tsx'
import { ModelCard } from './model-card.tsx'
import { TrialCard } from './trial-card.tsx'

/** Models and trials to begin with. */
export default function GalleryPage() {
  const [index, setIndex] = useState<ShippedIndex | Error>()
  useEffect(() => {
    shippedIndex().then(setIndex, (error: unknown) => setIndex(toError(error)))
  }, [])
  return (
    <div className="gallery">
      <FirstView index={index instanceof Error ? undefined : index} />
      {index === undefined && (
        <Text role="status" c="dimmed">
          <Loader size="xs" mr="xs" /> Reading what ships with the Lab
        </Text>
      )}
      {index instanceof Error && (
        <Text role="alert">The list of models could not be read: {index.message}. Load the page again.</Text>
      )}
      {index !== undefined && !(index instanceof Error) && <Cards index={index} />}
      <footer className="gallery-about">
        <About />
      </footer>
    </div>
  )
}

function Cards({ index: { models, trials } }: { readonly index: ShippedIndex }) {
  const [words, setWords] = useState('')
  const titles = new Map(models.map(({ path, title }) => [path, title]))
  const shownModels = models.filter(({ path, title, description }) =>
    hasWords(words, path, title, description),
  )
  const shownTrials = trials.filter((trial) =>
    hasWords(words, trial.path, trial.question, trial.model, ...trial.arms),
  )
  const found = shownModels.length + shownTrials.length
  return (
    <>
      <TextInput
        type="search"
        aria-label="Find models and trials"
        placeholder="Find: PD-1, macrophage, liver, spheroid"
        leftSection={<IconSearch size={16} stroke={1.5} aria-hidden="true" />}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        maw={400}
      />
      <Text size="sm" c="dimmed" role="status" mt={4}>
        {found === 0
          ? 'Nothing has these words. Fewer or shorter ones find more.'
          : `${shownModels.length} models, ${shownTrials.length} trials`}
      </Text>
      {shownModels.length > 0 && <Title order={2}>Models to watch and steer</Title>}
      <div className="gallery-models">
        {shownModels.map((model) => (
          <ModelCard key={model.path} model={model} />
        ))}
      </div>
      {shownTrials.length > 0 && <Title order={2}>Questions as trials</Title>}
      <div className="gallery-trials">
        {shownTrials.map((trial) => (
          <TrialCard key={trial.path} trial={trial} titles={titles} />
        ))}
      </div>
    </>
  )
}

/** True when every word stands in one of the texts. */
function hasWords(words: string, ...texts: readonly string[]): boolean {
  const all = texts.join(' ').toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word))
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

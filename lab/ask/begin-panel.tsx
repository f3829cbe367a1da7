import { Button, Group, Select, Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useProject } from '../app/project.ts'
import { shippedIndex, shippedTexts } from '../app/shipped.ts'
import type { ShippedIndex } from '../app/shipped-index.ts'
import type { ModelOffers } from '../workers/trial-api.ts'
import classes from './ask.module.css'
import { type Preset, presetsFor } from './presets.ts'
import { desk } from './trial-client.ts'
import { countWords } from './words.ts'
import { watchArms } from '../arms/watch-arms.ts'
import { modelName, modelPath } from '../arms/model-name.ts'
import { trialDocuments } from './trial-documents.ts'

interface BeginPanelProps {
  /** Absent where there is no question yet to go back to. */
  readonly onCancel: (() => void) | undefined
  onBegin(text: string): void
}

/** Where there is no question yet: what one is, and ways to begin. */
export function BeginPanel({ onBegin, onCancel }: BeginPanelProps) {
  const project = useProject((state) => state.project)
  const [model, setModel] = useState(project.model)
  const index = useShippedIndex()
  const offers = useOffersOf(model)
  const own = Object.keys(project.files).filter((path) => /(^|\/)model\.yaml$/.test(path))
  const shipped = index?.models.map(({ path, title }) => ({ value: path, label: title })) ?? []
  const others = own.filter((path) => shipped.every(({ value }) => value !== path))
  const models = [...shipped, ...others.map((path) => ({ value: path, label: `${path} (your own)` }))]
  const trials = index?.trials.filter((trial) => modelPath(trial.model) === model) ?? []
  const open = async (path: string): Promise<void> => {
    const text = (await shippedTexts())[path] ?? ''
    // A reader's own arms stay; where there are none, those of the trial can be watched at once.
    if (Object.keys(project.arms).length === 0 && project.session.actions.length === 0) watchArms(text)
    onBegin(text)
  }
  return (
    <Stack gap="lg" maw={720}>
      <Text>
        A question becomes a trial: the same tissue several times over, once as it is and once with each
        change. The report says what differs, and how sure that is.
      </Text>
      <Select
        label="Model"
        data={models}
        value={model}
        allowDeselect={false}
        searchable
        onChange={(value) => value !== null && setModel(value)}
      />
      <Choices
        heading="Begin with"
        choices={presets(model, offers).map((preset) => ({ ...preset, act: () => onBegin(preset.text) }))}
      />
      {trials.length > 0 && (
        <Choices
          heading="Or open a trial that ships with this model"
          choices={trials.map(({ path, question, arms, replicates }) => ({
            name: question,
            what: `${countWords(arms.length, 'arm')}, ${countWords(replicates, 'replicate')}`,
            act: () => void open(path),
          }))}
        />
      )}
      {onCancel !== undefined && (
        <Group>
          <Button variant="default" onClick={onCancel}>
            Back to my question
          </Button>
        </Group>
      )}
    </Stack>
  )
}

interface Choice {
  readonly name: string
  readonly what: string
  act(): void
}

function Choices({ heading, choices }: { readonly heading: string; readonly choices: readonly Choice[] }) {
  return (
    <Stack gap={4} component="section">
      <Title order={2}>{heading}</Title>
      {choices.length === 0 && <Text c="dimmed">Reading the model</Text>}
      {choices.map(({ name, what, act }) => (
        <UnstyledButton key={name} className={classes['choice']} onClick={act}>
          <span>{name}</span>
          <span className={classes['what']}>{what}</span>
        </UnstyledButton>
      ))}
    </Stack>
  )
}

function presets(model: string, offers: ModelOffers | undefined): readonly Preset[] {
  return offers === undefined ? [] : presetsFor(model, offers)
}

/** What ships; undefined until it is known. */
export function useShippedIndex(): ShippedIndex | undefined {
  const [index, setIndex] = useState<ShippedIndex>()
  useEffect(() => void shippedIndex().then(setIndex), [])
  return index
}

function useOffersOf(model: string): ModelOffers | undefined {
  const project = useProject((state) => state.project)
  const [offers, setOffers] = useState<ModelOffers>()
  useEffect(() => {
    let isOld = false
    setOffers(undefined)
    const ask = async (): Promise<void> => {
      // Only to find the tables of the model: there is no question yet.
      const { texts } = await trialDocuments({ ...project, model }, modelName(model))
      const answer = await desk().offers(model, texts)
      if (!isOld && answer.ok) setOffers(answer.value)
    }
    void ask()
    return () => {
      isOld = true
    }
  }, [model, project])
  return offers
}

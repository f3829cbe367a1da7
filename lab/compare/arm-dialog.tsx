import {
  Button,
  Modal,
  NumberInput,
  SegmentedControl,
  Select,
  Text,
  TextInput,
  Textarea,
} from '@mantine/core'
import { useState } from 'react'
import type { Handles } from '../workers/run-api.ts'
import { type ArmChoice, armText } from './arm-texts.ts'
import { addArm } from './use-arms.ts'
import classes from './compare.module.css'

type Way = 'Drug' | 'Gene' | 'Without' | 'Text'
const WAYS: readonly Way[] = ['Drug', 'Gene', 'Without', 'Text']

interface ArmDialogProps {
  readonly handles: Handles
  readonly isOpen: boolean
  readonly onClose: () => void
}

/** Makes an arm: a drug, a gene, cells left out, or any change as an experiment writes it. */
export function ArmDialog({ handles, isOpen, onClose }: ArmDialogProps) {
  const [way, setWay] = useState<Way>('Drug')
  const add = (name: string, text: string): void => {
    addArm(name, text)
    onClose()
  }
  return (
    <Modal opened={isOpen} onClose={onClose} title="Another arm" closeButtonProps={{ 'aria-label': 'Close' }}>
      <SegmentedControl
        fullWidth
        size="xs"
        mb="sm"
        aria-label="What the arm changes"
        value={way}
        data={[...WAYS]}
        onChange={(value) => setWay(WAYS.find((each) => each === value) ?? 'Drug')}
      />
      {way === 'Drug' && <DrugArm handles={handles} onAdd={add} />}
      {way === 'Gene' && <GeneArm handles={handles} onAdd={add} />}
      {way === 'Without' && <WithoutArm handles={handles} onAdd={add} />}
      {way === 'Text' && <TextArm onAdd={add} />}
    </Modal>
  )
}

interface FormProps {
  readonly handles: Handles
  readonly onAdd: (name: string, text: string) => void
}

function DrugArm({ handles: { drugs }, onAdd }: FormProps) {
  const [name, setName] = useState(drugs[0]?.name)
  const drug = drugs.find((each) => each.name === name)
  const [dose, setDose] = useState(drug?.dose ?? '')
  const [start, setStart] = useState('0 day')
  if (drug === undefined)
    return <Nothing text="No drug of this model or of the library fits; choose Text to write one." />
  const choice: ArmChoice = {
    kind: 'dose',
    drug: drug.name,
    dose,
    start,
    ...(drug.include === undefined ? {} : { include: drug.include }),
  }
  return (
    <Form onAdd={() => onAdd(drug.name, armText(choice))}>
      <Select
        label="Drug"
        data={drugs.map((each) => each.name)}
        value={drug.name}
        allowDeselect={false}
        searchable
        onChange={(value) => {
          setName(value ?? drug.name)
          setDose(drugs.find((each) => each.name === value)?.dose ?? '')
        }}
      />
      <TextInput
        label="Dose, with its unit"
        value={dose}
        onChange={({ currentTarget }) => setDose(currentTarget.value)}
      />
      <TextInput
        label="First given at"
        value={start}
        onChange={({ currentTarget }) => setStart(currentTarget.value)}
      />
    </Form>
  )
}

function GeneArm({ handles: { genes }, onAdd }: FormProps) {
  const [path, setPath] = useState(genes[0]?.path)
  const [way, setWay] = useState('Down')
  const [share, setShare] = useState(80)
  const [times, setTimes] = useState(3)
  const gene = genes.find((each) => each.path === path)
  if (gene === undefined)
    return <Nothing text="This model has no networks or traits that could be knocked down." />
  const isDown = way === 'Down'
  const choice: ArmChoice = isDown
    ? { kind: 'knock down', path: gene.path, share: share / 100 }
    : { kind: 'overexpress', path: gene.path, times }
  const name = `${gene.name} in ${gene.cellType} ${isDown ? `down ${share} %` : `up ${times} times`}`
  return (
    <Form onAdd={() => onAdd(name, armText(choice))}>
      <Select
        label="Gene, and the cells that it is changed in"
        data={genes.map((each) => ({ value: each.path, label: `${each.name} in ${each.cellType}` }))}
        value={gene.path}
        allowDeselect={false}
        searchable
        onChange={(value) => setPath(value ?? gene.path)}
      />
      <SegmentedControl
        size="xs"
        aria-label="Direction"
        value={way}
        data={['Down', 'Up']}
        onChange={setWay}
      />
      {isDown ? (
        <NumberInput
          label="By how much [%]"
          min={1}
          max={100}
          value={share}
          onChange={(value) => setShare(Number(value))}
        />
      ) : (
        <NumberInput
          label="To how many times"
          min={1}
          max={100}
          value={times}
          onChange={(value) => setTimes(Number(value))}
        />
      )}
    </Form>
  )
}

function WithoutArm({ handles: { types }, onAdd }: FormProps) {
  const [type, setType] = useState(types[0] ?? '')
  return (
    <Form onAdd={() => onAdd(`without ${type}`, armText({ kind: 'without', type }))}>
      <Select
        label="Cells that are left out"
        data={[...types]}
        value={type}
        allowDeselect={false}
        onChange={(value) => setType(value ?? type)}
      />
    </Form>
  )
}

function TextArm({ onAdd }: Pick<FormProps, 'onAdd'>) {
  const [name, setName] = useState('changed')
  const [text, setText] = useState('set:\n  cell types.tumour.cycle.rate: 0.0005 1/min\n')
  return (
    <Form onAdd={() => onAdd(name, text)}>
      <TextInput label="Name" value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} />
      <Textarea
        label="What it changes, as an arm of an experiment is written"
        autosize
        minRows={5}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        classNames={{ input: classes['code'] ?? '' }}
      />
    </Form>
  )
}

function Form({ onAdd, children }: { readonly onAdd: () => void; readonly children: React.ReactNode }) {
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault()
        onAdd()
      }}
    >
      {children}
      <Button type="submit">Add the arm</Button>
    </form>
  )
}

function Nothing({ text }: { readonly text: string }) {
  return <Text size="sm">{text}</Text>
}

import { Alert, Button, Code, Group, Progress, Stack, Table, Text } from '@mantine/core'
import { IconAlertTriangle, IconFileUpload } from '@tabler/icons-react'
import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import { openShippedSlide, openSlide, useTissue } from './tissue-store.ts'

/** What a table of cells looks like: three rows say it. */
const EXAMPLE = [
  ['x_um', 'y_um', 'cell_type'],
  ['12.0', '15.5', 'Tumor'],
  ['29.1', '14.0', 'CD8 T'],
  ['70.5', '60.2', 'Endothelial'],
] as const

/** Takes files that are dropped anywhere on what it holds. */
export function DropZone({ children }: { readonly children: ReactNode }) {
  const [isOver, setIsOver] = useState(false)
  const over = (event: DragEvent): void => {
    event.preventDefault()
    setIsOver(true)
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setIsOver(false)
    const [file] = event.dataTransfer.files
    if (file !== undefined) void openSlide(file)
  }
  return (
    <div
      className="tissue-drop"
      data-over={isOver}
      data-testid="drop"
      onDragOver={over}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      {children}
    </div>
  )
}

/** Chooses a file by hand or keyboard, or takes the slide that ships. */
export function OpenButtons({ isFirst = false }: { readonly isFirst?: boolean }) {
  const input = useRef<HTMLInputElement>(null)
  const isBusy = useTissue(({ busy }) => busy !== undefined)
  return (
    <Group gap="xs">
      <input
        ref={input}
        type="file"
        hidden
        accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,.h5ad"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? []
          if (file !== undefined) void openSlide(file)
          currentTarget.value = ''
        }}
      />
      <Button
        size={isFirst ? 'sm' : 'xs'}
        variant={isFirst ? 'filled' : 'default'}
        disabled={isBusy}
        leftSection={<IconFileUpload size={16} aria-hidden />}
        onClick={() => input.current?.click()}
      >
        {isFirst ? 'Choose a file' : 'Another file'}
      </Button>
      <Button
        size={isFirst ? 'sm' : 'xs'}
        variant="default"
        disabled={isBusy}
        onClick={() => void openShippedSlide()}
      >
        Use the shipped slide
      </Button>
    </Group>
  )
}

/** How much of a file has been read. */
export function ReadingProgress() {
  const busy = useTissue((state) => state.busy)
  if (busy === undefined) return null
  return (
    <div role="status">
      <Text size="sm">
        {busy.what}: {Math.round(busy.share * 100)} %
      </Text>
      <Progress value={busy.share * 100} size="xs" aria-label={busy.what} />
    </div>
  )
}

/** Why a file is no table of cells, and what to do. */
export function Refusal() {
  const refusal = useTissue((state) => state.refusal)
  const hasSlide = useTissue((state) => state.slide !== undefined)
  if (refusal === undefined) return null
  return (
    <Alert
      color="red"
      variant="outline"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      title={`${refusal.file} was not opened`}
      className="tissue-refusal"
      withCloseButton
      closeButtonLabel="Close this message"
      onClose={() => useTissue.setState({ refusal: undefined })}
    >
      <Text size="sm">{sentence(refusal.message)}</Text>
      <Text size="sm" component="div">
        {refusal.code === 'anndata' ? <AnnDataHint hint={refusal.hint} /> : sentence(refusal.hint)}
      </Text>
      {hasSlide && <Text size="sm">The slide that was open is as it was.</Text>}
    </Alert>
  )
}

function AnnDataHint({ hint }: { readonly hint: string }) {
  const colon = hint.indexOf(':')
  const [language, code] = [hint.slice(0, colon), hint.slice(colon + 2)]
  return (
    <>
      Until then export a table, {language}: <Code block>{code.split('; ').join('\n')}</Code>
    </>
  )
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.)]$/.test(first) ? first : `${first}.`
}

/** What to bring, shown while there is nothing. */
export function EmptyState() {
  const [header, ...rows] = EXAMPLE
  return (
    <div className="tissue-empty">
      <Stack gap="md" maw={680}>
        <Text size="lg">Run a model on the cells of your own slide.</Text>
        <Text size="sm">
          Drop a table here: one row per cell, with its position and a label. Tables of QuPath, CellProfiler,
          HALO, inForm, Xenium, CosMx, MERSCOPE, Visium, MCMICRO and squidpy are recognised by the names of
          their columns; any other text with commas, tabs or semicolons will do.
        </Text>
        <OpenButtons isFirst />
        <Table
          className="tissue-example"
          withTableBorder
          withColumnBorders
          aria-label="What a table of cells looks like"
        >
          <Table.Thead>
            <Table.Tr>
              {header.map((name) => (
                <Table.Th key={name}>{name}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row[0]}>
                {row.map((field) => (
                  <Table.Td key={field}>{field}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Text size="sm" c="dimmed">
          You then choose columns and unit, a model, what each label becomes, and a field. The file is read in
          this page and never leaves your machine.
        </Text>
      </Stack>
      <figure className="tissue-figure">
        <img src="cards/colorectal.webp" alt="" width={640} height={360} />
        <figcaption>
          What comes of it: half a millimetre of the shipped slide, a colorectal carcinoma, with the
          colorectal model. Tumour cells are red, fibroblasts ochre, macrophages blue, lymphocytes green.
        </figcaption>
      </figure>
    </div>
  )
}

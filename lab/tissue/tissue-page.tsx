import './tissue.css'
import { NativeSelect, Text, Title } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { DropZone, EmptyState, OpenButtons, ReadingProgress, Refusal } from './drop-zone.tsx'
import { FieldSection } from './field-section.tsx'
import { LabelSection } from './label-section.tsx'
import { OutcomeSection, WarningList } from './outcome-section.tsx'
import { SlidePreview } from './slide-preview.tsx'
import { ColumnSection, FirstRows } from './table-section.tsx'
import { type Slide, chooseTarget, fitOf, useTissue } from './tissue-store.ts'

/** Brings a tissue of the reader's own into a model. */
export default function TissuePage() {
  const slide = useTissue((state) => state.slide)
  return (
    <DropZone>
      <header className="tissue-header">
        <Title order={1} size={20}>
          Tissue
        </Title>
        {slide !== undefined && <OpenButtons />}
      </header>
      <Refusal />
      <ReadingProgress />
      {slide === undefined ? <EmptyState /> : <Workbench slide={slide} />}
    </DropZone>
  )
}

function Workbench({ slide }: { readonly slide: Slide }) {
  const [highlighted, setHighlighted] = useState<string>()
  const { target, outcome } = useTissue()
  const { inspection, points, file } = slide
  const notices = [...inspection.notices, ...points.notices]
  return (
    <div className="tissue-bench">
      <div className="tissue-left">
        <SlidePreview slide={slide} highlighted={highlighted} />
        <Text size="xs" c="dimmed" my={4}>
          Drag the frame or its corners; drag beside it to move the slide; Shift and drag for a new frame; the
          wheel zooms.
        </Text>
        {outcome !== undefined && outcome.warnings.length > 0 && (
          <Section name="Before it runs">
            <WarningList warnings={outcome.warnings} />
          </Section>
        )}
        <Section name="Table">
          <Text size="sm">
            {file.name}: {inspection.rows.toLocaleString('en-GB')} rows, {inspection.columns.length} columns;{' '}
            {points.x.length.toLocaleString('en-GB')} cells.
          </Text>
          {notices.length > 0 && (
            <ul className="tissue-notices" aria-label="Notices about the table">
              {notices.map(({ code, text }) => (
                <li key={code}>{text.charAt(0).toUpperCase() + text.slice(1)}.</li>
              ))}
            </ul>
          )}
          <FirstRows slide={slide} />
        </Section>
      </div>
      <div className="tissue-right">
        <Section name="Columns">
          <ColumnSection slide={slide} />
        </Section>
        <Section name="Model">
          <ModelChoice />
        </Section>
        <Section name="Field">
          <FieldSection />
        </Section>
        {target !== undefined && (
          <Section name="Labels">
            <LabelSection slide={slide} onHighlight={setHighlighted} />
          </Section>
        )}
        <OutcomeSection />
      </div>
    </div>
  )
}

function Section({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <section className="tissue-section" aria-label={name}>
      <Title order={2} size={14}>
        {name}
      </Title>
      {children}
    </section>
  )
}

/** Which model gets the tissue; those that know most of its cells come first. */
function ModelChoice() {
  const { targets, target } = useTissue()
  return (
    <NativeSelect
      size="xs"
      aria-label="Model that gets the tissue"
      description="share of the cells whose label finds a cell type by itself"
      inputWrapperOrder={['input', 'description']}
      value={target?.path ?? ''}
      onChange={({ currentTarget: { value } }) => chooseTarget(value)}
      data={targets.map((candidate) => ({
        value: candidate.path,
        label: `${Math.round(100 * fitOf(candidate))} %  ${candidate.title}`,
      }))}
    />
  )
}

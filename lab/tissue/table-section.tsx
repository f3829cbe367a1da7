import { NativeSelect, NumberInput, Table, Text } from '@mantine/core'
import { unitOffers } from '../../src/browser.ts'
import { type Slide, chooseColumns, chooseFactor, useTissue } from './tissue-store.ts'

/** Parts that a column may play. */
const ROLES = [
  { key: 'x', name: 'x', isNeeded: true },
  { key: 'y', name: 'y', isNeeded: true },
  { key: 'z', name: 'z', isNeeded: false },
  { key: 'label', name: 'Label', isNeeded: false },
  { key: 'id', name: 'Name of a cell', isNeeded: false },
  { key: 'image', name: 'Image', isNeeded: false },
] as const

/** Images that are offered one by one; more are hardly told apart in a list. */
const MOST_IMAGES = 200

/** Which columns hold what, and how long a unit of the table is. */
export function ColumnSection({ slide }: { readonly slide: Slide }) {
  const { columns, inspection } = slide
  const { guess } = inspection
  return (
    <>
      <div className="tissue-roles">
        {ROLES.map(({ key, name, isNeeded }) => {
          const chosen = columns[key]
          const reason = guess[key]?.column === chosen ? guess[key]?.reason : undefined
          return (
            <NativeSelect
              key={key}
              size="xs"
              label={key === 'x' && columns.xMax !== undefined ? 'x (lower edge)' : name}
              description={chosen === undefined ? 'none' : (reason ?? 'chosen by you')}
              value={chosen === undefined ? '' : String(chosen)}
              onChange={({ currentTarget: { value } }) => {
                const column = value === '' ? undefined : Number(value)
                const edges = key === 'x' || key === 'y' ? { xMax: undefined, yMax: undefined } : {}
                void chooseColumns({
                  [key]: column,
                  ...edges,
                  ...(key === 'image' ? { imageIs: undefined } : {}),
                })
              }}
              data={[
                ...(isNeeded ? [] : [{ value: '', label: '(none)' }]),
                ...inspection.columns.map((column) => ({ value: String(column.index), label: column.name })),
              ]}
            />
          )
        })}
      </div>
      <ImageChoice slide={slide} />
      <UnitChoice slide={slide} />
    </>
  )
}

/** Which of several images is read: positions of two do not belong together. */
function ImageChoice({ slide: { points, columns } }: { readonly slide: Slide }) {
  if (points.images.length < 2) return null
  const images = points.images.slice(0, MOST_IMAGES)
  return (
    <NativeSelect
      size="xs"
      mt="xs"
      label={`${points.images.length} images in this table`}
      description="cells of different images would lie over each other"
      value={columns.imageIs ?? ''}
      onChange={({ currentTarget: { value } }) =>
        void chooseColumns({ imageIs: value === '' ? undefined : value })
      }
      data={[
        { value: '', label: 'all together' },
        ...images.map(({ name, rows }) => ({
          value: name,
          label: `${name} (${rows.toLocaleString('en-GB')} cells)`,
        })),
      ]}
    />
  )
}

function UnitChoice({ slide }: { readonly slide: Slide }) {
  const factor = useTissue((state) => state.factor)
  const isOffered = unitOffers.some((offer) => offer.factor === factor)
  return (
    <div className="tissue-unit">
      <div className="tissue-roles tissue-factor">
        <NativeSelect
          size="xs"
          label="Unit of the coordinates"
          value={isOffered ? String(factor) : 'own'}
          onChange={({ currentTarget: { value } }) => value !== 'own' && chooseFactor(Number(value))}
          data={[
            ...unitOffers.map((offer) => ({ value: String(offer.factor), label: offer.name })),
            { value: 'own', label: 'another' },
          ]}
        />
        <NumberInput
          size="xs"
          label="um per unit"
          value={factor}
          min={0.0001}
          max={100_000}
          step={0.05}
          hideControls
          onChange={(value) => typeof value === 'number' && value !== factor && chooseFactor(value)}
        />
      </div>
      <Text size="xs" {...(slide.unit.confidence === 'unsure' ? {} : { c: 'dimmed' })} mt={4}>
        {slide.unit.confidence === 'unsure' ? 'Please check the unit: ' : ''}
        {slide.unit.reason}.
      </Text>
    </div>
  )
}

/** The first rows as they stand in the file, with what is read from them marked. */
export function FirstRows({ slide }: { readonly slide: Slide }) {
  const { inspection, columns } = slide
  const roleOf = (index: number): string | undefined => ROLES.find(({ key }) => columns[key] === index)?.name
  const isEdge = (index: number): boolean => columns.xMax === index || columns.yMax === index
  return (
    <div className="tissue-rows" tabIndex={0} role="region" aria-label="First rows of the table">
      <Table fz="xs" verticalSpacing={2} withColumnBorders>
        <Table.Thead>
          <Table.Tr>
            {inspection.columns.map(({ index, name, kind, missing }) => (
              <Table.Th key={name} data-role={roleOf(index)}>
                {name}
                <span className="tissue-kind">
                  {roleOf(index) ?? (isEdge(index) ? 'upper edge' : kind)}
                  {missing > 0 && `, ${missing.toLocaleString('en-GB')} missing`}
                </span>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {inspection.head.slice(0, 8).map((row, line) => (
            // Rows have no name of their own, and never change place.
            <Table.Tr key={line}>
              {inspection.columns.map(({ index, name }) => (
                <Table.Td key={name} data-role={roleOf(index)}>
                  {row[index] ?? ''}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

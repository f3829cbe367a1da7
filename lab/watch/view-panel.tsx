import { Checkbox, Select } from '@mantine/core'
import type { Colouring, Scene } from '../../src/browser.ts'
import type { Preset } from '../view/camera.ts'
import { FieldControls } from '../view/field-controls.tsx'
import { Legend } from '../view/legend.tsx'
import { CameraButtons, ClipControls } from '../view/space-controls.tsx'
import { VESSEL_COLOURS, type ViewOptions } from '../view/view-options.ts'
import { useRun } from './run-store.ts'
import { focusedTissue, useSites } from './site-store.ts'
import { useView } from './view-store.ts'
import classes from './watch.module.css'

/** What is drawn and in which colours. */
export function View() {
  useRun((state) => state.info)
  useSites(({ focus }) => focus)
  const scene = focusedTissue()?.scene
  if (scene === undefined) return null
  return (
    <>
      <Colours scene={scene} />
      <Layers scene={scene} />
      <Sides scene={scene} />
    </>
  )
}

function setOptions(options: ViewOptions): void {
  useView.setState({ options })
}

function Colours({ scene }: { readonly scene: Scene }) {
  const focus = useSites((state) => state.focus)
  const options = useView((state) => state.options)
  const scales = useView((state) => state.scales)
  // counts change with the numbers, ten times a second, not with every picture
  useRun((state) => state.now)
  const frame = focusedTissue()?.frame
  const site = useRun(({ info }) => (info?.organism === undefined ? undefined : focus))
  return (
    <section className={classes['section']}>
      <h2>
        Colours
        {site !== undefined && <span className={classes['quiet']}> of the {site}</span>}
      </h2>
      <Select
        size="xs"
        mb={8}
        aria-label="Colour cells by"
        searchable
        allowDeselect={false}
        data={groupsOf(scene.colourings)}
        value={options.look.colouring}
        onChange={(value) =>
          value !== null && setOptions({ ...options, look: recoloured(options.look, value) })
        }
      />
      {frame !== undefined && scales !== undefined && (
        <>
          <Legend scene={scene} frame={frame} options={options} scales={scales} onChange={setOptions} />
          {options.look.colouring === 'type' && (
            <p className={`${classes['quiet']} ${classes['small']}`} style={{ margin: '4px 0 0' }}>
              {options.look.hidden.length === 0
                ? 'Click a cell type to dim it.'
                : 'Types that are struck out are dimmed; click one to show it.'}
            </p>
          )}
        </>
      )}
    </section>
  )
}

/** Another colouring has another scale; what is dimmed stays so. */
function recoloured(before: ViewOptions['look'], colouring: string): ViewOptions['look'] {
  const { range: _, ...look } = before
  return { ...look, colouring }
}

const NAMES = { type: 'cell type', state: 'state of life', clone: 'clone' } as const
const GROUPS = { network: 'Networks', trait: 'Traits', signal: 'Signals', cell: 'Cell' } as const

function groupsOf(colourings: readonly Colouring[]) {
  const plain = colourings.flatMap((each) =>
    each.kind === 'number' ? [] : [{ value: each.kind, label: `by ${NAMES[each.kind]}` }],
  )
  const numbers = Object.entries(GROUPS).map(([group, name]) => ({
    group: name,
    items: colourings.flatMap((each) =>
      each.kind === 'number' && each.group === group ? [{ value: each.key, label: `by ${each.name}` }] : [],
    ),
  }))
  return [{ group: 'Kinds', items: plain }, ...numbers.filter((each) => each.items.length > 0)]
}

/** Small words beside boxes that are large enough to be hit. */
const SMALL = { label: { fontSize: 12 } } as const

function Layers({ scene }: { readonly scene: Scene }) {
  const options = useView((state) => state.options)
  const frame = focusedTissue()?.frame
  const has = (kind: string): boolean => scene.layers.some((layer) => layer.kind === kind)
  const toggles = [
    { name: 'cells', label: 'Cells', isThere: true },
    { name: 'contacts', label: 'Contacts of cells', isThere: true },
    { name: 'vessels', label: 'Vessels', isThere: has('vessels') },
    { name: 'fibres', label: 'Fibres of the matrix', isThere: has('fibres') },
    { name: 'membranes', label: 'Membranes', isThere: has('membrane') },
  ] as const
  return (
    <section className={classes['section']}>
      <h2>Layers</h2>
      {toggles
        .filter((each) => each.isThere)
        .map(({ name, label }) => (
          <Checkbox
            key={name}
            my={4}
            styles={SMALL}
            label={label}
            checked={options[name]}
            onChange={({ currentTarget }) => setOptions({ ...options, [name]: currentTarget.checked })}
          />
        ))}
      <VesselColours scene={scene} />
      {has('field') && (
        <>
          <h3 style={{ marginTop: 8 }}>Fields</h3>
          <FieldControls
            scene={scene}
            options={options}
            onChange={setOptions}
            {...(frame === undefined ? {} : { frame })}
          />
        </>
      )}
    </section>
  )
}

const VESSEL_NAMES = {
  plain: 'as vessels',
  flow: 'by flow',
  pericytes: 'by pericyte cover',
  perfusion: 'by whether blood flows',
} as const

/** What vessels that live are coloured by; nothing where vessels are points. */
function VesselColours({ scene }: { readonly scene: Scene }) {
  const options = useView((state) => state.options)
  const layer = scene.layers.find((each) => each.kind === 'vessels')
  if (layer?.kind !== 'vessels' || layer.network === undefined || !options.vessels) return null
  const { hasPericytes } = layer.network
  const offered = VESSEL_COLOURS.filter((colour) => colour !== 'pericytes' || hasPericytes)
  return (
    <Select
      size="xs"
      my={6}
      label="Colour vessels"
      styles={SMALL}
      allowDeselect={false}
      data={offered.map((value) => ({ value, label: VESSEL_NAMES[value] }))}
      value={options.vesselColour}
      onChange={(value) =>
        setOptions({ ...options, vesselColour: offered.find((each) => each === value) ?? 'plain' })
      }
    />
  )
}

/** From where the tissue is seen, and where one in space is cut open. */
function Sides({ scene }: { readonly scene: Scene }) {
  const options = useView((state) => state.options)
  const look = (preset: Preset): void => {
    const camera = useView.getState().view?.preset(preset)
    if (camera !== undefined) useView.setState({ camera })
  }
  return (
    <section className={classes['section']}>
      <h2>Look from</h2>
      <CameraButtons scene={scene} onPreset={look} />
      {scene.shape[2] > 1 && <h3 style={{ marginTop: 8 }}>Cut open</h3>}
      <ClipControls scene={scene} options={options} onChange={setOptions} />
    </section>
  )
}

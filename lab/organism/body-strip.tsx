import { useElementSize } from '@mantine/hooks'
import { PRIMARY, formatNumber } from '../../src/browser.ts'
import { type LiveBody, type NamedValue, namedValues, valueOf } from './body-state.ts'
import { FlowDots } from './flow-dots.tsx'
import { OrganNumbers } from './organ-numbers.tsx'
import { PoolBars } from './pool-bars.tsx'
import { type Flows, dotScale, flowsOf } from './vessel-flows.ts'
import classes from './organism.module.css'

/** The way back through the rest of the body, the vessel on which organs lie, and their middles [px]. */
const [BACK, LINE, ORGANS, HEIGHT] = [13, 44, 44, 74] as const
/** Radius of an organ, and of the ring that tells of its niche [px]. */
const [ORGAN, RING] = [15, 20] as const

/** Short enough for an organ. */
const COMPACT = new Intl.NumberFormat('en-GB', { notation: 'compact' })

/** Width of the first and the last column, in widths of an organ's: less is told there. */
const END = 0.6

/** Middle of a column, in widths of an organ's; 0 for the first. */
function middleOf(index: number, organs: number): number {
  if (index === 0) return END / 2
  return index > organs ? END * 1.5 + organs : END + index - 0.5
}

interface BodyStripProps {
  readonly body: LiveBody
  /** False where pools are told elsewhere. */
  readonly hasPools?: boolean
}

/** The blood between the tissues: what is on its way, what stays where, and the pools. */
export function BodyStrip({ body, hasPools = true }: BodyStripProps) {
  const { organs } = body
  const pools = namedValues(body, 'pool')
  const flows = flowsOf(
    rateOf(body, 'shed'),
    organs.map((organ) => rateOf(body, 'everArrested', organ)),
  )
  const scale = dotScale(flows)
  return (
    <section className={classes['strip']} aria-label="Blood">
      <div className={classes['way']}>
        <Circulation body={body} organs={organs} flows={flows} scale={scale} />
        <div
          className={classes['columns']}
          style={{ gridTemplateColumns: `${END}fr repeat(${organs.length}, minmax(0, 1fr)) ${END}fr` }}
        >
          <div>
            <strong>{PRIMARY}</strong>
            <Shed body={body} />
          </div>
          {organs.map((organ) => (
            <div key={organ}>
              <strong>{organ}</strong>
              <OrganNumbers organ={organ} body={body} niche={mainNiche(body, organ)} />
            </div>
          ))}
          <div>
            <strong>rest of the body</strong>
            {flows.along.some((flow) => flow > 0) && (
              <div className={classes['dotScale']}>one dot: {formatNumber(scale)} cells a day</div>
            )}
          </div>
        </div>
      </div>
      {hasPools && pools.length > 0 && (
        <div className={classes['poolPart']}>
          <h3>In blood, 1 is normal</h3>
          <PoolBars pools={pools} />
        </div>
      )}
    </section>
  )
}

function Shed({ body }: { readonly body: LiveBody }) {
  const counts = [
    { words: 'left so far', value: valueOf(body, 'shed') },
    { words: 'came back', value: valueOf(body, 'returned') },
  ]
  return (
    <dl className={classes['numbers']}>
      {counts.map(({ words, value }) =>
        value === undefined ? null : (
          <div key={words}>
            <dt>{words}</dt>
            <dd>{formatNumber(value)}</dd>
          </div>
        ),
      )}
    </dl>
  )
}

interface CirculationProps {
  readonly body: LiveBody
  readonly organs: readonly string[]
  readonly flows: Flows
  /** Cells per day that one dot stands for. */
  readonly scale: number
}

/** Vessels as a quiet diagram: from the primary past the organs and back through the rest of the body. */
function Circulation({ body, organs, flows, scale }: CirculationProps) {
  const { ref, width } = useElementSize()
  const step = width / (organs.length + 2 * END)
  const at = (index: number): number => middleOf(index, organs.length) * step
  return (
    <div ref={ref} className={classes['circulation']}>
      <p className={classes['inBlood']}>
        <InBlood body={body} />
      </p>
      {width > 0 && (
        <svg width={width} height={HEIGHT} role="img" aria-label={described(body, organs)}>
          <path className={classes['vessel']} d={backPath(at(0), at(organs.length + 1))} />
          <path className={classes['vessel']} d={`M${at(0)} ${LINE}H${at(organs.length + 1)}`} />
          <Dots flows={flows} scale={scale} at={at} isMoving={body.isMoving} />
          <circle className={classes['organ']} cx={at(0)} cy={ORGANS} r={ORGAN} />
          {organs.map((organ, index) => (
            <Organ key={organ} body={body} organ={organ} x={at(index + 1)} />
          ))}
          <circle className={classes['organ']} cx={at(organs.length + 1)} cy={ORGANS} r={ORGAN - 5} />
        </svg>
      )}
    </div>
  )
}

function rateOf({ numbers, rates }: LiveBody, role: 'shed' | 'everArrested', organ?: string): number {
  return valueOf({ numbers, values: rates }, role, organ) ?? Number.NaN
}

/** From the rest of the body back to the primary, above all. */
function backPath(left: number, right: number): string {
  const r = 12
  return `M${right} ${LINE}V${BACK + r}a${r} ${r} 0 0 0 ${-r} ${-r}H${left + r}a${r} ${r} 0 0 0 ${-r} ${r}V${LINE}`
}

interface DotsProps {
  readonly flows: Flows
  readonly scale: number
  readonly at: (index: number) => number
  readonly isMoving: boolean
}

function Dots({ flows, scale, at, isMoving }: DotsProps) {
  const last = flows.along.length
  const [left, right] = [at(0), at(last)]
  const back = right - left + 2 * (LINE - BACK)
  return (
    <>
      {flows.along.map((flow, index) => (
        <FlowDots
          key={index}
          path={`M${at(index) + RING} ${LINE}H${at(index + 1) - RING}`}
          length={at(index + 1) - at(index) - 2 * RING}
          count={flow / scale}
          isMoving={isMoving}
        />
      ))}
      <FlowDots
        path={backPath(left, right)}
        length={back}
        count={(flows.along.at(-1) ?? 0) / scale}
        isMoving={isMoving}
      />
    </>
  )
}

/** An organ on the vessel: metastases in it, and its niche as a ring around it. */
function Organ({ body, organ, x }: { readonly body: LiveBody; readonly organ: string; readonly x: number }) {
  const niche = mainNiche(body, organ)
  const metastases = (valueOf(body, 'micro', organ) ?? 0) + (valueOf(body, 'macro', organ) ?? 0)
  const share = Math.min(1, Math.max(0, niche?.value ?? 0))
  const around = 2 * Math.PI * RING
  return (
    <g>
      <title>{organTitle(organ, metastases, niche)}</title>
      <circle
        className={classes['organ']}
        cx={x}
        cy={ORGANS}
        r={ORGAN}
        data-settled={metastases > 0 || undefined}
      />
      {niche !== undefined && (
        <g transform={`rotate(-90 ${x} ${ORGANS})`}>
          <circle className={classes['ring']} cx={x} cy={ORGANS} r={RING} />
          <circle
            className={classes['niche']}
            cx={x}
            cy={ORGANS}
            r={RING}
            strokeDasharray={`${(share * around).toFixed(2)} ${around.toFixed(2)}`}
          />
        </g>
      )}
      <text className={classes['inOrgan']} x={x} y={ORGANS + 4}>
        {COMPACT.format(metastases)}
      </text>
    </g>
  )
}

function organTitle(organ: string, metastases: number, niche: NamedValue | undefined): string {
  const colonies = `${organ}: ${formatNumber(metastases)} colonies, small and large`
  return niche === undefined ? colonies : `${colonies}; ring: ${niche.name} ${formatNumber(niche.value)} of 1`
}

/** The variable of an organ that is called niche, else the first. */
function mainNiche(body: LiveBody, organ: string): NamedValue | undefined {
  const all = namedValues(body, 'niche', organ)
  return all.find(({ name }) => name === 'niche') ?? all[0]
}

function InBlood({ body }: { readonly body: LiveBody }) {
  const circulating = valueOf(body, 'circulating')
  if (circulating === undefined) return 'blood'
  const clusters = valueOf(body, 'clusters')
  const cloaked = valueOf(body, 'cloaked')
  const sample = body.numbers.findIndex(({ role }) => role === 'sample')
  const parts = [
    `${formatNumber(circulating)} cells in the blood`,
    ...(clusters === undefined
      ? []
      : [`${formatNumber(clusters)} ${clusters === 1 ? 'cluster' : 'clusters'}`]),
    ...(Number.isFinite(cloaked) ? [`${formatNumber(100 * (cloaked ?? 0))} % cloaked`] : []),
    ...(sample < 0 ? [] : [sampleText(body, sample)]),
  ]
  return parts.join(', ')
}

function sampleText({ numbers, values }: LiveBody, at: number): string {
  const volume = numbers[at]?.name.replace(/^CTC /, '') ?? ''
  return `${formatNumber(values[at] ?? Number.NaN)} ${volume}`
}

/** The picture in words. */
function described(body: LiveBody, organs: readonly string[]): string {
  const circulating = valueOf(body, 'circulating')
  const blood = circulating === undefined ? '' : ` ${formatNumber(circulating)} cells circulate.`
  return `From the ${PRIMARY} through ${organs.join(', then ')} and the rest of the body.${blood}`
}

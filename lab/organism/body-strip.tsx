import { useElementSize } from '@mantine/hooks'
import { PRIMARY, formatNumber, withUnit } from '../../src/browser.ts'
import { type LiveBody, namedValues, organsOf, valueOf } from './body-state.ts'
import { FlowDots } from './flow-dots.tsx'
import { OrganNumbers } from './organ-numbers.tsx'
import { PoolBars } from './pool-bars.tsx'
import { type Flows, dotScale, flowsOf } from './vessel-flows.ts'
import classes from './organism.module.css'

/** The way back through the rest of the body, the vessel on which organs lie, and their middles [px]. */
const [BACK, LINE, ORGANS, HEIGHT] = [13, 44, 44, 74] as const
/** Radius of an organ, and of the ring that tells of its niche [px]. */
const [ORGAN, RING] = [15, 20] as const

/** The blood between the tissues: what is on its way, what stays where, and the pools. */
export function BodyStrip(body: LiveBody) {
  const organs = organsOf(body.numbers)
  const pools = namedValues(body, 'pool')
  return (
    <section className={classes['strip']} aria-label="Blood">
      <div className={classes['way']}>
        <Circulation body={body} organs={organs} />
        <div
          className={classes['columns']}
          style={{ gridTemplateColumns: `repeat(${organs.length + 2}, minmax(0, 1fr))` }}
        >
          <div>
            <strong>{PRIMARY}</strong>
            <Shed body={body} />
          </div>
          {organs.map((organ) => (
            <div key={organ}>
              <strong>{organ}</strong>
              <OrganNumbers organ={organ} numbers={body.numbers} values={body.values} />
            </div>
          ))}
          <div>
            <strong>rest of the body</strong>
          </div>
        </div>
      </div>
      {pools.length > 0 && (
        <div className={classes['poolPart']}>
          <h3>In blood, 1 is normal</h3>
          <PoolBars pools={pools} />
        </div>
      )}
    </section>
  )
}

function Shed({ body }: { readonly body: LiveBody }) {
  const shed = valueOf(body, 'shed')
  if (shed === undefined) return null
  return (
    <dl className={classes['numbers']}>
      <div>
        <dt>left so far</dt>
        <dd>{formatNumber(shed)}</dd>
      </div>
    </dl>
  )
}

/** Vessels as a quiet diagram: from the primary past the organs and back through the rest of the body. */
function Circulation({ body, organs }: { readonly body: LiveBody; readonly organs: readonly string[] }) {
  const { ref, width } = useElementSize()
  const step = width / (organs.length + 2)
  const at = (index: number): number => (index + 0.5) * step
  const flows = flowsOf(
    rateOf(body, 'shed'),
    organs.map((organ) => rateOf(body, 'everArrested', organ)),
  )
  const scale = dotScale(flows)
  return (
    <div ref={ref} className={classes['circulation']}>
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
      <p className={classes['inBlood']}>
        <InBlood body={body} />
      </p>
      {flows.along.some((flow) => flow > 0) && (
        <p className={classes['dotScale']}>one dot: {formatNumber(scale)} cells per day</p>
      )}
    </div>
  )
}

function rateOf({ numbers, rates }: LiveBody, role: 'shed' | 'everArrested', organ?: string): number {
  const at = numbers.findIndex((each) => each.role === role && each.organ === organ)
  return rates[at] ?? Number.NaN
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
      <circle
        className={classes['organ']}
        cx={x}
        cy={ORGANS}
        r={ORGAN}
        data-settled={metastases > 0 || undefined}
      />
      {niche !== undefined && (
        <g transform={`rotate(-90 ${x} ${ORGANS})`}>
          <title>{`${niche.name}: ${formatNumber(niche.value)}`}</title>
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
        {formatNumber(metastases)}
      </text>
    </g>
  )
}

/** The variable of an organ that is called niche, else the first. */
function mainNiche(body: LiveBody, organ: string) {
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
    ...(clusters === undefined ? [] : [`${formatNumber(clusters)} clusters`]),
    ...(Number.isFinite(cloaked) ? [`${formatNumber(100 * (cloaked ?? 0))} % cloaked`] : []),
    ...(sample < 0 ? [] : [sampleText(body, sample)]),
  ]
  return parts.join(', ')
}

function sampleText({ numbers, values }: LiveBody, at: number): string {
  const volume = numbers[at]?.name.replace(/^CTC /, '') ?? ''
  return `${withUnit(formatNumber(values[at] ?? Number.NaN), '')} ${volume}`
}

/** The picture in words. */
function described(body: LiveBody, organs: readonly string[]): string {
  const circulating = valueOf(body, 'circulating')
  const blood = circulating === undefined ? '' : ` ${formatNumber(circulating)} cells circulate.`
  return `From the ${PRIMARY} through ${organs.join(', then ')} and the rest of the body.${blood}`
}

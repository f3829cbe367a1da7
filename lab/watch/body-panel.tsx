import { Text } from '@mantine/core'
import { BodyStrip } from '../organism/body-strip.tsx'
import { type LiveBody, namedValues } from '../organism/body-state.ts'
import { Funnels } from '../organism/funnels.tsx'
import organism from '../organism/organism.module.css'
import { PoolBars } from '../organism/pool-bars.tsx'
import { NumberTable } from './fact-table.tsx'
import { useSites } from './site-store.ts'
import { useBody } from './use-body.ts'
import classes from './watch.module.css'
import { useIsSmall } from './use-is-small.ts'

/** What is known of the body around the tissues: how far cells got, marrow and blood, factors, niches. */
export function BodyPanel() {
  const body = useBody()
  const cascades = useSites((state) => state.body?.cascades) ?? []
  const isSmall = useIsSmall()
  if (body.numbers.length === 0)
    return (
      <Text size="sm" className={classes['quiet']}>
        Nothing is known of this body beside its tissues. Add <code>dissemination</code>, <code>pools</code>,{' '}
        <code>factors</code> or <code>niches</code> in Edit.
      </Text>
    )
  return (
    <div className={organism['body']}>
      {isSmall && <BodyStrip body={body} hasPools={false} />}
      {cascades.length > 0 && (
        <section className={classes['section']}>
          <h3>How far cells got</h3>
          <Funnels cascades={cascades} />
        </section>
      )}
      <Niches body={body} />
      <Levels body={body} />
    </div>
  )
}

function Niches({ body }: { readonly body: LiveBody }) {
  const organs = [
    ...new Set(body.numbers.flatMap(({ role, organ }) => (role === 'niche' ? (organ ?? []) : []))),
  ]
  return organs.map((organ) => (
    <section key={organ} className={classes['section']}>
      <h3>
        Niche of the {organ} <Quiet text="1 is full" />
      </h3>
      <PoolBars pools={namedValues(body, 'niche', organ)} end={1} normal="of what there is room for" />
    </section>
  ))
}

function Levels({ body }: { readonly body: LiveBody }) {
  const pools = namedValues(body, 'pool')
  const reserves = namedValues(body, 'reserve')
  const factors = namedValues(body, 'factor')
  return (
    <>
      {pools.length > 0 && (
        <section className={classes['section']}>
          <h3>
            In the blood <Quiet text="1 is normal" />
          </h3>
          <PoolBars pools={pools} />
        </section>
      )}
      {reserves.length > 0 && (
        <section className={classes['section']}>
          <h3>
            Ready in the marrow <Quiet text="1: normal in the blood" />
          </h3>
          <PoolBars pools={reserves} normal="what is normal in the blood" />
        </section>
      )}
      {factors.length > 0 && (
        <section className={classes['section']}>
          <h3>Free in plasma</h3>
          <NumberTable numbers={factors} />
        </section>
      )}
    </>
  )
}

function Quiet({ text }: { readonly text: string }) {
  return (
    <span className={classes['quiet']} style={{ fontWeight: 400 }}>
      {text}
    </span>
  )
}

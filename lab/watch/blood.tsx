import { BodyStrip } from '../organism/body-strip.tsx'
import { useBody } from './use-body.ts'
import { useIsSmall } from './use-is-small.ts'

/** The blood beneath the tissues of an organism; a small screen has it among its tabs. */
export function Blood() {
  const body = useBody()
  const isSmall = useIsSmall()
  return isSmall || body.numbers.length === 0 ? null : <BodyStrip body={body} />
}

import { useMediaQuery } from '@mantine/hooks'
import { BodyStrip } from '../organism/body-strip.tsx'
import { useBody } from './use-body.ts'

/** The blood beneath the tissues of an organism; a small screen has it among its tabs. */
export function Blood() {
  const body = useBody()
  const isSmall = useMediaQuery('(max-width: 800px)', undefined, { getInitialValueInEffect: false })
  return isSmall === true || body.numbers.length === 0 ? null : <BodyStrip body={body} />
}

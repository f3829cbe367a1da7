import { useMediaQuery } from '@mantine/hooks'

/** Whether the screen is one of a phone: Watch then has one tissue at a time, and tabs in place of panels. */
export function useIsSmall(): boolean {
  return useMediaQuery('(max-width: 800px)', undefined, { getInitialValueInEffect: false })
}

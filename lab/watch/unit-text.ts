import { formatUnit } from '../../src/browser.ts'

/** A unit for people; shares and levels have none. */
export function unitText(unit: string): string {
  return unit === '1' ? '' : formatUnit(unit)
}

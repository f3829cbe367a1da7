import { type ArmStyle, armStyles, darkArms, lightArms } from '../../src/browser.ts'

/** Colour and dash of each arm by name: the first is the control; the same as in reports. */
export function stylesOf(names: readonly string[], isDark: boolean): ReadonlyMap<string, ArmStyle> {
  const arms = names.map((name, index) => ({
    name,
    role: index === 0 ? ('control' as const) : ('treatment' as const),
    description: [],
    doses: [],
  }))
  return armStyles(arms, isDark ? darkArms : lightArms)
}

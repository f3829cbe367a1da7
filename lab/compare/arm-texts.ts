import { stringify } from 'yaml'

/** What an arm may be made to do, as a form says it. */
export type ArmChoice =
  | {
      readonly kind: 'dose'
      readonly drug: string
      readonly dose: string
      /** When it is given first, as an author writes it: `0 day`. */
      readonly start: string
      /** Part of the library that brings the drug. */
      readonly include?: string
    }
  | { readonly kind: 'knock down'; readonly path: string; readonly share: number }
  | { readonly kind: 'overexpress'; readonly path: string; readonly times: number }
  | { readonly kind: 'without'; readonly type: string }

/** The text of an arm, as an experiment writes it. */
export function armText(choice: ArmChoice): string {
  return stringify(armOf(choice), { lineWidth: 0 })
}

function armOf(choice: ArmChoice): Readonly<Record<string, unknown>> {
  if (choice.kind === 'dose') {
    const { drug, dose, start, include } = choice
    return { ...(include === undefined ? {} : { include: [include] }), therapy: { [drug]: { dose, start } } }
  }
  if (choice.kind === 'knock down')
    return { 'knock down': { [choice.path]: `${Math.round(100 * choice.share)} %` } }
  return choice.kind === 'overexpress'
    ? { overexpress: { [choice.path]: `${choice.times} times` } }
    : { without: [choice.type] }
}

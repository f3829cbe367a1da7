import { stringify } from 'yaml'
import type { FormChange } from '../ask/experiment-form.ts'

/** The text of an arm that gives a drug from the start, as an experiment writes it. */
export function doseText(drug: string, dose: string): string {
  return stringify({ therapy: { [drug]: { dose, start: '0 day' } } }, { lineWidth: 0 })
}

/** A name for an arm by what it changes: `anti-PD-1`, `STING down 50 %, without CAF`. */
export function nameOfChanges(changes: readonly FormChange[]): string {
  return changes.flatMap((change) => nameOfChange(change)).join(', ')
}

function nameOfChange({ kind, what, value }: FormChange): readonly string[] {
  const last = what.slice(what.lastIndexOf('.') + 1)
  switch (kind) {
    case 'dose':
      return [what]
    case 'knock down':
      return [`${last} down ${value}`]
    case 'overexpress':
      return [`${last} up ${value}`]
    case 'scale':
      return [`${last} x ${value}`]
    case 'set':
      return [`${last} ${value.replace(/ *\[.*\]$/, '')}`]
    case 'without':
      return [`without ${what}`]
    case 'include':
      return []
    default:
      return kind satisfies never
  }
}

import { Group } from '@mantine/core'
import { formatNumber } from '../../src/browser.ts'
import type { CellCard, CellRule } from '../workers/run-api.ts'
import { Bar } from './bar.tsx'
import { type TypeNetwork, openInEdit } from './type-network.ts'
import { unitText } from './unit-text.ts'
import classes from './watch.module.css'

/** Rules of the cell's type, with how far each is open, on what evidence it stands, and the way to its line. */
export function CellRules({ card, network }: { readonly card: CellCard; readonly network: TypeNetwork }) {
  if (card.rules.length === 0) return null
  return (
    <section className={classes['section']}>
      <h3>Rules that act on it now</h3>
      {card.rules.map((rule, index) => (
        <Rule
          key={`${index} ${rule.text}`}
          rule={rule}
          said={`${card.type}: ${rule.text}`}
          network={network}
        />
      ))}
    </section>
  )
}

interface RuleProps {
  readonly rule: CellRule
  /** As the whole model says it. */
  readonly said: string
  readonly network: TypeNetwork
}

function Rule({ rule: { text, response, signal, unit = '', source, kind }, said, network }: RuleProps) {
  const at = network.places.get(said)
  const evidence = [kind, network.references.get(said) ?? source].filter((word) => word !== undefined)
  return (
    <div className={classes['rule']}>
      <Group justify="space-between" wrap="nowrap" gap={8} align="start">
        <span>{text}</span>
        <span className={classes['number']}>{(100 * response).toFixed(0)} %</span>
      </Group>
      <Bar share={response} />
      <div className={classes['quiet']}>
        {[`reads ${`${formatNumber(signal)} ${unitText(unit)}`.trim()}`, ...evidence].join(', ')}
        {at !== undefined && (
          <>
            {' '}
            <button
              type="button"
              className={classes['plain']}
              style={{ textDecoration: 'underline' }}
              title={`Open ${at.file}, line ${at.line}, in Edit`}
              onClick={() => openInEdit(at)}
            >
              {at.file.split('/').at(-1)}:{at.line}
            </button>
          </>
        )}
      </div>
    </div>
  )
}

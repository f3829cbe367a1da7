import { Text } from '@mantine/core'
import type { ModelTrust, TrustChanges } from '../../src/browser.ts'

/** What the reader has changed of a model that ships, counted and one by one; nothing where it is as shipped. */
export function YourChanges({ trust: { changes } }: { readonly trust: ModelTrust }) {
  if (changes === undefined) return null
  const { numbers, added, removed } = changes
  if (numbers.length + added.length + removed.length === 0) return null
  return (
    <details className="trust-changes">
      <summary>Changed by you: {countsOf(changes)}</summary>
      <ul>
        {numbers.map(({ name, was, is }) => (
          <li key={name}>
            {name.split('.').join(' \u203a ')}: {was === '' ? 'not there' : was} becomes{' '}
            {is === '' ? 'nothing' : is}
          </li>
        ))}
        {removed.map((text) => (
          <li key={text}>without: {text}</li>
        ))}
        {added.map((text) => (
          <li key={text}>new: {text}</li>
        ))}
      </ul>
      <Text size="sm" c="dimmed">
        Sources beside numbers that you changed are those of the text as it stands; whether they still support
        the number is for you to say.
      </Text>
    </details>
  )
}

function countsOf({ numbers, added, removed }: TrustChanges): string {
  // A rule that reads otherwise now is one that went and one that came.
  const rules = Math.max(added.length, removed.length)
  const counted = (count: number, noun: string): readonly string[] =>
    count === 0 ? [] : [`${count} ${noun}${count === 1 ? '' : 's'}`]
  return [...counted(numbers.length, 'number'), ...counted(rules, 'rule')].join(', ')
}

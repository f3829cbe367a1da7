import { Autocomplete } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { Path } from '../../src/browser.ts'
import { desk } from './desk.ts'
import { useAnswer } from './use-answer.ts'

/** A sentence of a small grammar: what may come next is offered, word by word; it is written on Enter or when one leaves it. */
export function SentenceInput(props: {
  readonly label: string
  readonly path: Path
  readonly text: string
  readonly write: (text: string) => void
}) {
  const { label, path, text, write } = props
  const [typed, setTyped] = useState(text)
  const [isOpen, setIsOpen] = useState(false)
  const offers = useOffers(path, typed, isOpen)
  // Enter and leaving the field must not write the same twice: the text comes back a moment later.
  const written = useRef(text)
  useEffect(() => {
    written.current = text
    setTyped(text)
  }, [text])
  const done = (): void => {
    setIsOpen(false)
    if (typed.trim() === written.current) return
    written.current = typed.trim()
    write(typed.trim())
  }
  return (
    <Autocomplete
      size="xs"
      aria-label={label}
      placeholder={text === '' ? 'one more' : undefined}
      data={[...offers]}
      value={typed}
      filter={({ options }) => options}
      maxDropdownHeight={220}
      dropdownOpened={isOpen && offers.length > 0}
      onChange={(value) => {
        setTyped(value)
        setIsOpen(true)
      }}
      // Choosing a word asks for the next one.
      onOptionSubmit={(value) => setTyped(value)}
      onFocus={() => setIsOpen(true)}
      onBlur={done}
      onKeyDown={(event) => {
        const isChoosing = event.currentTarget.getAttribute('aria-activedescendant') !== null
        if (event.key === 'Enter' && !isChoosing) done()
        if (event.key === 'Escape') {
          setIsOpen(false)
          setTyped(text)
        }
      }}
    />
  )
}

/** What may follow, asked while the field has the focus; only the newest answer counts. */
function useOffers(path: Path, typed: string, isAsked: boolean): readonly string[] {
  const [offers, setOffers] = useState<readonly string[]>([])
  const ask = isAsked ? () => desk().continuations(path, typed) : undefined
  useAnswer(ask, (found) => setOffers([...new Set(found)].slice(0, MOST_OFFERED)), [typed, isAsked])
  return offers
}

/** Chosen: every behaviour of the largest shipped model; typing narrows the list. */
const MOST_OFFERED = 300

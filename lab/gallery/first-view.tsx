import { Title } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { Link, useLocation } from 'wouter'
import type { ShippedIndex } from '../app/shipped-index.ts'
import { Hero } from './hero.tsx'
import { openTrial } from './open-shipped.ts'

/** What one may ask first, in short; the trials say it in full. Chosen: a drug, a combination, a number. */
const QUESTIONS: readonly (readonly [path: string, question: string])[] = [
  ['experiments/crc-anti-pd1.yaml', 'Does anti-PD-1 free T cells to clear tumour nests?'],
  [
    'experiments/spp1-liver-metastasis.yaml',
    'What must be blocked before anti-PD-1 works in a liver metastasis?',
  ],
  ['experiments/spheroid-oxygen-sweep.yaml', 'How much oxygen does a spheroid need to grow?'],
]

/** One sentence, three questions, a tissue that moves. */
export function FirstView({ index }: { readonly index: ShippedIndex | undefined }) {
  const [, go] = useLocation()
  return (
    <section className="gallery-first" aria-labelledby="first-title">
      <div className="gallery-first-text">
        <Title order={1} id="first-title">
          A laboratory for tumours and the tissue around them, computed cell by cell in this page.
        </Title>
        <p>Ask a question, or press on the tissue to watch it and step in. Nothing leaves your machine.</p>
        <ul className="gallery-questions">
          {QUESTIONS.map(([path, question]) => (
            <li key={path}>
              <Link
                href="/ask"
                onClick={(event) => {
                  event.preventDefault()
                  const trial = index?.trials.find((each) => each.path === path)
                  if (trial !== undefined) void openTrial(trial).then(() => go('/ask'))
                }}
              >
                {question}
                <IconArrowRight size={18} stroke={1.5} aria-hidden="true" />
              </Link>
            </li>
          ))}
        </ul>
      </div>
      <Hero />
    </section>
  )
}

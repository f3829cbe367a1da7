import { Link, useLocation } from 'wouter'
import type { ShippedTrial } from '../app/shipped-index.ts'
import { modelPath, openTrial, pictureOf } from './open-shipped.ts'

/** Arms that are named. Chosen: two lines. */
const MOST = 4

interface TrialCardProps {
  readonly trial: ShippedTrial
  /** Titles of models by path. */
  readonly titles: ReadonlyMap<string, string>
}

/** A shipped trial: its question, its arms, its size. */
export function TrialCard({ trial, titles }: TrialCardProps) {
  const [, go] = useLocation()
  const { question, model, arms, replicates } = trial
  const path = modelPath(model)
  const more = arms.length > MOST ? ` and ${arms.length - MOST} more` : ''
  return (
    <article className="gallery-card gallery-trial">
      <img src={pictureOf(path)} alt="" width={96} height={54} loading="lazy" />
      <div className="gallery-card-text">
        <h3>
          <Link
            href="/ask"
            onClick={(event) => {
              // The page is opened with its question in place.
              event.preventDefault()
              void openTrial(trial).then(() => go('/ask'))
            }}
          >
            {question}
          </Link>
        </h3>
        <p className="gallery-facts">
          {arms.slice(0, MOST).join(', ')}
          {more}; {replicates === 1 ? '1 replicate' : `${replicates} replicates`} per arm
        </p>
        {titles.has(path) && <p className="gallery-facts">{titles.get(path)}</p>}
      </div>
    </article>
  )
}

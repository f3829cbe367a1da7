import { Link } from 'wouter'
import { formatDuration, formatNumber } from '../../src/browser.ts'
import type { ShippedModel } from '../app/shipped-index.ts'
import { openModel, pictureOf } from './open-shipped.ts'

/** A shipped model: what it looks like, what it is, on what it rests. */
export function ModelCard({ model }: { readonly model: ShippedModel }) {
  const { path, title, description, cells, size, stop, sources } = model
  const [width, height, depth] = size.map((length) => formatNumber(length))
  return (
    <article className="gallery-card">
      <img src={pictureOf(path)} alt="" width={640} height={360} loading="lazy" />
      <div className="gallery-card-text">
        <h3>
          <Link href="/watch" onClick={() => openModel(model)}>
            {title}
          </Link>
        </h3>
        {description !== '' && <p className="gallery-description">{description}</p>}
        <p className="gallery-facts">
          {formatNumber(cells)} cells, {width} x {height} x {depth} µm, {formatDuration(stop)};{' '}
          {sources.length === 0
            ? 'every number is assumed'
            : `rests on ${sources.length === 1 ? '1 source' : `${sources.length} sources`}`}
        </p>
        {sources.length > 0 && <Sources texts={sources} />}
      </div>
    </article>
  )
}

function Sources({ texts }: { readonly texts: readonly string[] }) {
  return (
    <details className="gallery-sources">
      <summary>Sources</summary>
      <ul>
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </details>
  )
}

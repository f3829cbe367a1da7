import { useReducedMotion } from '@mantine/hooks'
import { Component, type ReactNode, Suspense, lazy, useState } from 'react'
import { Link } from 'wouter'
import { projectOf, useProject } from '../app/project.ts'
import { pictureOf } from './open-shipped.ts'

// What draws and what computes come after the words.
const LiveTissue = lazy(() => import('./live-tissue.tsx'))

const MODEL = 'models/colorectal/model.yaml'
const NAME = 'Colorectal carcinoma'

/** The tissue of the first view: a picture at once, the tissue itself as soon as it moves. Pressing it opens it. */
export function Hero() {
  const isStill = useReducedMotion(true)
  const [isMoving, setMoving] = useState(false)
  return (
    <figure className="gallery-hero" data-moving={isMoving || undefined}>
      <Link
        className="gallery-stage"
        href="/watch"
        onClick={() => useProject.getState().open(projectOf(MODEL, NAME))}
        aria-label={`Watch: ${NAME}`}
      >
        <img src={pictureOf(MODEL)} alt="" width={640} height={360} />
        {!isStill && (
          // Moves for the eye only: whoever wants to point into it opens it.
          <div className="gallery-live" inert>
            <OrPicture>
              <Suspense>
                <LiveTissue model={MODEL} onMove={() => setMoving(true)} />
              </Suspense>
            </OrPicture>
          </div>
        )}
      </Link>
      <figcaption>
        Tumour nests (red), fibroblasts (ochre), macrophages (blue) and lymphocytes (green) of a patient’s
        colorectal carcinoma{isMoving ? ', with its vessels (rings), computed as you look' : ''}
      </figcaption>
    </figure>
  )
}

/** The picture stays where the tissue cannot be drawn. */
class OrPicture extends Component<{ readonly children: ReactNode }, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError(): { readonly hasFailed: boolean } {
    return { hasFailed: true }
  }

  override render(): ReactNode {
    return this.state.hasFailed ? undefined : this.props.children
  }
}

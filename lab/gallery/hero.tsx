import { Link } from 'wouter'
import { projectOf, useProject } from '../app/project.ts'
import { pictureOf } from './open-shipped.ts'

const MODEL = 'models/colorectal/model.yaml'
const NAME = 'Colorectal carcinoma'

/** The tissue of the first view; pressing it opens it. */
export function Hero() {
  return (
    <figure className="gallery-hero">
      <Link
        href="/watch"
        onClick={() => useProject.getState().open(projectOf(MODEL, NAME))}
        aria-label={`Watch: ${NAME}`}
      >
        <img src={pictureOf(MODEL)} alt="" width={640} height={360} />
      </Link>
      <figcaption>
        Tumour nests (red), fibroblasts (ochre), macrophages (blue) and lymphocytes (green) of a patient’s
        colorectal carcinoma
      </figcaption>
    </figure>
  )
}

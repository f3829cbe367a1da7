import { useProject } from '../app/project.ts'
import { TRIAL_PATH } from '../workers/desk-api.ts'
import { useDesk } from './desk.ts'
import { openFile } from './editing.ts'

/** The documents that the model consists of, one's own marked by a dot and by words. */
export function FileTabs({ file }: { readonly file: string }) {
  const project = useProject((state) => state.project)
  const check = useDesk((state) => state.check)
  const files = [
    ...new Set([
      project.model,
      ...(project.experiment === undefined ? [] : [TRIAL_PATH]),
      ...(check?.files ?? []),
      file,
    ]),
  ]
  return (
    <nav className="edit-files" aria-label="Documents of the model">
      {files.map((path) => {
        const isOwn = path === TRIAL_PATH || project.files[path] !== undefined
        const errors =
          check?.issues.filter((issue) => issue.file === path && issue.severity === 'error').length ?? 0
        return (
          <button
            key={path}
            type="button"
            aria-current={path === file ? 'true' : undefined}
            title={`${path}${isOwn ? ' (yours)' : ' (as shipped)'}`}
            onClick={() => openFile(path)}
          >
            {nameOf(path)}
            {isOwn && <span className="edit-own"> yours</span>}
            {errors > 0 && (
              <span className="edit-count"> {errors === 1 ? '1 error' : `${errors} errors`}</span>
            )}
          </button>
        )
      })}
    </nav>
  )
}

/** Short: the model's folder for a model, the part's name for a part. */
function nameOf(path: string): string {
  if (path === TRIAL_PATH) return 'trial'
  const [folder = '', name = ''] = path.split('/').slice(-2)
  return name === 'model.yaml' ? folder : name.replace(/\.ya?ml$/, '')
}

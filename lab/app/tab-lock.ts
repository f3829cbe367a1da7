/** Longest that a page which is loaded again waits for its former self to let go [ms]. Chosen: a page is torn down in less. */
const PATIENCE = 1000

let letGo: (() => void) | undefined

/**
 * Takes a project for this tab and lets go of the one before; false when another tab has it. The browser frees what a closed or
 * crashed tab held. Pages that come by plain http have no locks: there, two tabs may overwrite each other.
 */
export async function takeProject(id: string): Promise<boolean> {
  // Not everywhere, though its type says so.
  const locks = navigator.locks as LockManager | undefined
  if (locks === undefined) return true
  letGo?.()
  letGo = undefined
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(PATIENCE)
    locks
      .request(`milieu-project-${id}`, { signal }, () => {
        resolve(true)
        return new Promise<void>((release) => {
          letGo = release
        })
      })
      .catch(() => resolve(false))
  })
}

import { updateIsolation } from './isolation.ts'
import { notify } from './notices.ts'
import { saveNow } from './saving.ts'

/** What a waiting version is told; `service-worker.ts` listens for it. */
const TAKE_OVER = 'take over'

/** Lets the Lab work offline, and says when a newer version is ready. The Lab works without it, too. */
export async function installWorker(): Promise<void> {
  // Not everywhere, though its type says so: plain http, private windows.
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined
  if (container === undefined || !import.meta.env.PROD) {
    updateIsolation('none')
    return
  }
  const hadVersion = container.controller !== null
  // Another version took over: its files do not fit to what this page has loaded. The first one finds a page of its own version.
  container.addEventListener('controllerchange', () => {
    if (hadVersion) void saveNow().then(() => window.location.reload())
    else updateIsolation('ready')
  })
  try {
    const registration = await container.register('service-worker.js', { updateViaCache: 'none' })
    watch(registration, container)
    if (container.controller !== null) updateIsolation('ready')
  } catch {
    updateIsolation('none')
  }
}

function watch(registration: ServiceWorkerRegistration, container: ServiceWorkerContainer): void {
  if (registration.waiting !== null && container.controller !== null) announce(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && container.controller !== null) announce(worker)
    })
  })
}

function announce(worker: ServiceWorker): void {
  notify({
    message:
      'A new version of the Lab is ready. It takes the place of this one when all tabs of the Lab are closed, or now: your work is saved, and every open tab of the Lab loads again.',
    action: { label: 'Use it now', run: () => worker.postMessage(TAKE_OVER) },
  })
}

import { create } from 'zustand'

interface Isolation {
  /** Why threads may not share memory, and what to do; undefined where they may. */
  readonly why?: string
  /** True when loading the page again gives it all cores. */
  readonly canReload: boolean
}

/** Whether this page may share memory between threads. */
export const useIsolation = create<Isolation>()(() => isolationNow('pending'))

/** Says anew what is so, once the service worker is in charge or cannot be. */
export function updateIsolation(worker: 'pending' | 'ready' | 'none'): void {
  useIsolation.setState(isolationNow(worker), true)
}

function isolationNow(worker: 'pending' | 'ready' | 'none'): Isolation {
  if (window.crossOriginIsolated) return { canReload: false }
  if (!window.isSecureContext)
    return {
      why: 'The page came by plain http from another machine, and browsers share memory between threads only where it comes by https or from this machine itself.',
      canReload: false,
    }
  if (worker === 'pending')
    return {
      why: 'The server does not send the headers that threads need; the Lab is being stored here and will add them itself.',
      canReload: false,
    }
  if (worker === 'ready' && !wasTried())
    return {
      why: 'The server does not send the headers that threads need. The Lab adds them itself from its second visit on: load it again.',
      canReload: true,
    }
  return {
    why: 'The server does not send the headers that threads need, and this browser does not let the page add them. How to host the Lab stands in its documentation: Cross-Origin-Opener-Policy: same-origin, Cross-Origin-Embedder-Policy: require-corp.',
    canReload: false,
  }
}

/** True when this page already came through its service worker, headers and all, and that was not enough. */
function wasTried(): boolean {
  const [entry] = performance.getEntriesByType('navigation')
  return entry instanceof PerformanceNavigationTiming && entry.workerStart > 0
}

/// <reference lib="webworker" />
/*
 * Keeps all files of one version of the Lab, so that it works without a network, and hands them out with the headers that threads
 * need, also where the server does not send them. A newer version waits until the reader asks for it: a page never gets files of two.
 */
import { PrecacheController, type PrecacheEntry, PrecacheRoute } from 'workbox-precaching'

declare const self: ServiceWorkerGlobalScope
/** Every file of the build with its revision; put in by `build/service-worker.ts`. */
declare const LAB_FILES: (PrecacheEntry | string)[]

/** What the page sends when the reader wants the newer version. */
const TAKE_OVER = 'take over'

const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

const files = new PrecacheController({
  plugins: [{ cacheWillUpdate: ({ response }) => Promise.resolve(response.ok ? isolated(response) : null) }],
})
files.addToCacheList(LAB_FILES)
const route = new PrecacheRoute(files, { ignoreURLParametersMatching: [/./], cleanURLs: false })

self.addEventListener('install', (event) => {
  event.waitUntil(files.install(event))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(files.activate(event).then(() => self.clients.claim()))
})

self.addEventListener('message', ({ data }) => {
  if (data === TAKE_OVER) void self.skipWaiting()
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (url.origin !== self.location.origin || request.method !== 'GET') return
  const params = route.match({ url, request, event, sameOrigin: true })
  if (params === undefined || typeof params !== 'object' || params === null) return
  event.respondWith(Promise.resolve(route.handler.handle({ event, request, url, params: params as never })))
})

/** The same response with the headers that isolate a page. */
function isolated(response: Response): Response {
  const headers = new Headers(response.headers)
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value)
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
}

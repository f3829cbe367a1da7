/** What the Lab's page may load and run: its own files and nothing else. Goes into the page itself and into the server's headers. */
export const LAB_POLICY = [
  "default-src 'self'",
  // WebAssembly is compiled in the page; text is never evaluated.
  "script-src 'self' 'wasm-unsafe-eval'",
  // Components and editors place themselves by style attributes.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "worker-src 'self' blob:",
  "connect-src 'self' blob: data:",
  "frame-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'none'",
].join('; ')

/** Files that are sent with these may share memory between workers. */
export const ISOLATION_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const

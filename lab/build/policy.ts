import type { Plugin } from 'vite'
import { LAB_POLICY } from '../../src/platform/node/lab-policy.ts'

/** Writes the policy into the page itself, for servers that send none. Not while developing: Vite's own helpers are inline scripts. */
export function policy(): Plugin {
  return {
    name: 'milieu-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: LAB_POLICY },
        injectTo: 'head-prepend',
      },
    ],
  }
}

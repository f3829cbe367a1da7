import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { withOutputs } from '../../scripts/docs-console.ts'
import { CONSOLE_PAGES, generatedFiles } from '../../scripts/generate-docs.ts'

/* Pages that follow from the code are as the code says now; `npm run docs` writes them. */

describe('generated pages', () => {
  test.each(Object.entries(generatedFiles()))('%s', (path, content) => {
    expect(readFileSync(path, 'utf8'), 'run npm run docs').toBe(content)
  })
})

describe('what commands print', () => {
  test.each(CONSOLE_PAGES)('%s', (path) => {
    const text = readFileSync(path, 'utf8')
    expect(text, 'run npm run docs').toBe(withOutputs(text))
  })
})

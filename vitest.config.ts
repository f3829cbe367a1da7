import { defineConfig } from 'vitest/config'

/** Two tiers over the same tree: `commit` runs on every push, `nightly` holds the long statistical suites. */
export default defineConfig({
  test: {
    reporters: ['default', './test/plain-totals.ts'],
    projects: [
      {
        test: {
          name: 'commit',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'lab/**/*.test.ts'],
          exclude: ['**/*.nightly.test.ts', 'node_modules/**'],
          testTimeout: 120_000,
        },
      },
      {
        test: { name: 'nightly', include: ['src/**/*.nightly.test.ts', 'test/**/*.nightly.test.ts'], testTimeout: 3_600_000 },
      },
    ],
  },
})

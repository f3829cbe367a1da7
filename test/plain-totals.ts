import type { Reporter, TestModule } from 'vitest/node'

/** Prints the totals of a run as one plain line, for people and for programs that look for it. */
export default class PlainTotals implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const totals = { passed: 0, failed: errors.length, skipped: 0 }
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state !== 'pending') totals[state] += 1
      }
      // A file that cannot be loaded has no tests, but it has failed.
      if (module.state() === 'failed' && module.errors().length > 0) totals.failed += 1
    }
    process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`)
  }
}

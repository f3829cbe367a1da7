/** The command line run from the sources, for tests: what `bin/milieu.js` does with the built package. */
import { main } from '../../src/cli/main.ts'

process.exitCode = await main(process.argv.slice(2))

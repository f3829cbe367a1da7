/** `npm run bench`: the same as `milieu bench`, from the sources. */
import { main } from '../src/cli/main.ts'

process.exitCode = await main(['bench', ...process.argv.slice(2)])

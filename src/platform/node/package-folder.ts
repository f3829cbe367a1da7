import { fileURLToPath } from 'node:url'

/** Folder of the package with what it ships beside programs: models, experiments, evidence; ends with a slash. */
export const packageFolder = fileURLToPath(new URL('../../../', import.meta.url)).replaceAll('\\', '/')

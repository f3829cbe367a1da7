#!/usr/bin/env node
import module from 'node:module'

// Compiled code of the modules is kept between calls, in the system's folder for temporary files: a fifth of start-up.
module.enableCompileCache?.()
const { main } = await import('../dist/cli/main.js')

process.exitCode = await main(process.argv.slice(2))

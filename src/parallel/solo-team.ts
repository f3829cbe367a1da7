import { soloHome } from './solo-home.ts'
import type { Team } from './team.ts'

/** A team of the calling thread alone: a memory in which one world after the other can live. */
export function soloTeam(module: WebAssembly.Module): Team {
  return { ...soloHome(module), threads: 1, computed: () => [0], close: async () => {} }
}

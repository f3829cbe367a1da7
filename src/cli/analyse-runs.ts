import { nodeFiles } from '../platform/node/files.ts'
import { loadKernels } from '../platform/node/kernels.ts'
import { type AnalyseInput, analyse } from '../report/analyse.ts'
import type { Analysis } from '../report/results.ts'
import { openLedger } from './open-evidence.ts'

/** Reads the runs of a trial from this machine's disk and says what they show. */
export function analyseRuns(input: AnalyseInput): Promise<Analysis> {
  return analyse({ files: nodeFiles, kernels: loadKernels(), ledger: openLedger }, input)
}

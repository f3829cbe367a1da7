/**
 * Milieu's public interface in a browser: what `index.ts` offers, less what needs Node, and with what a page needs beside it.
 * The Lab is built on this file alone (docs/adr/0024-the-lab.md).
 */

// Reading a model
export { allSections, hasErrors, parseModel } from './compile/parse-model.ts'
export type { Model } from './compile/model.ts'
export type { ParsedModel, ParseOptions } from './compile/parse-model.ts'
export { compile } from './compile/compile.ts'
export { formatIssues } from './model/format-issue.ts'
export type { Issue, Position, Severity } from './model/issue.ts'
export type { ReadFile, ReadResult } from './model/include.ts'
export { jsonSchema, sectionOf, writeModel } from './model/assemble.ts'
export { parameterRows } from './model/parameter-rows.ts'

// Sessions
export type { Session, SessionAction, SessionEnd } from './session/session.ts'

// What is shown
export { cellTypeColour } from './figures/palette.ts'
export type {
  Colouring,
  Frame,
  FrameField,
  FrameRequest,
  Scene,
  SceneLayer,
  SceneType,
} from './viewer/frame.ts'

// Worlds in workers
export { EngineHost } from './platform/browser/engine-host.ts'
export { EngineError } from './platform/browser/engine-error.ts'
export { serveBrowserTeam, startBrowserTeam } from './platform/browser/browser-team.ts'
export type { ThreadSupport } from './platform/browser/thread-support.ts'

// Trials
export { parseExperiment } from './experiment/experiment.ts'
export type { Experiment } from './experiment/experiment.ts'
export { armOffers } from './experiment/arm-offers.ts'
export type { ArmOffers, OfferedDrug, OfferedNumber, OfferedType } from './experiment/arm-offers.ts'
export { jobsOf, planRuns } from './experiment/plan-runs.ts'
export type { RunPlan } from './experiment/run-plan.ts'
export type { Progress } from './experiment/executor.ts'
export { listMeasures } from './analysis/measure-list.ts'
export type { ListedMeasure } from './analysis/measure-list.ts'
export type { TrialSummary } from './analysis/summary.ts'
export { answerSentences, trialLine } from './report/answer.ts'
export type { RunManifest } from './store/run-store.ts'
export { ENDED, TrialExecution } from './platform/browser/trial-execution.ts'
export type {
  KeptRun,
  KeptRuns,
  TrialOutcome,
  TrialRunner,
  TrialWatch,
} from './platform/browser/trial-execution.ts'
export { runInMemory } from './platform/browser/trial-run.ts'
export type { MemoryRunEnd, RunFiles } from './platform/browser/trial-run.ts'
export { concludeTrial, estimateTrial, openTrial, textReader } from './platform/browser/trial-study.ts'
export type { TrialEstimate, TrialResults } from './platform/browser/trial-study.ts'

// Evidence
export { modelTrust } from './analysis/evidence/model-trust.ts'
export type { ModelTrust } from './analysis/evidence/model-trust.ts'
export type { ModelClaim, ShownClaim } from './analysis/evidence/model-evidence.ts'
export { outcomeText } from './analysis/evidence/outcome-rows.ts'
export type { EvidenceKind, ParameterSummary, SourceSummary } from './analysis/summary.ts'
export { formatExact, formatUnit } from './figures/number-format.ts'

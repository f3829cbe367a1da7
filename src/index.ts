/**
 * Milieu's public interface, listed by hand. Five calls make a program:
 * `parseModel -> compile -> createWorld -> createStepper / runUntil -> measure`.
 */

// Reading a model
export { allSections, hasErrors, parseModel } from './compile/parse-model.ts'
export type { Model } from './compile/model.ts'
export type { ParsedModel, ParseOptions } from './compile/parse-model.ts'
export { formatIssues, issuesToJson } from './model/format-issue.ts'
export type { Issue, Position, Severity } from './model/issue.ts'
export type { ReadFile, ReadResult } from './model/include.ts'
export type { Provenance, Quantity, Section, SourceKind } from './model/kit.ts'
export { jsonSchema, sectionOf, writeModel } from './model/assemble.ts'
export type { ModelData } from './model/assemble.ts'
export { parameterRows } from './model/parameter-rows.ts'

// Tables and program
export { compile } from './compile/compile.ts'
export { standardProcesses } from './compile/order.ts'
export type { Activity, Program, StepPhase } from './engine/program.ts'

// Processes of your own
export { defineProcess } from './engine/process.ts'
export type {
  BehaviourDeclaration,
  CompileContext,
  Process,
  SignalDeclaration,
  Usage,
} from './engine/process.ts'
export type { ColumnDeclaration } from './engine/columns.ts'
export { quantity } from './model/schema-quantity.ts'
export { choice, count, flag, text } from './model/schema-scalar.ts'
export { list, map, optional, record, withDefault } from './model/schema.ts'
export {
  LIVE,
  REQUEST_APOPTOSIS,
  REQUEST_DIVIDE,
  REQUEST_NECROSIS,
  REQUEST_REMOVE,
} from './engine/columns.ts'
export { request } from './engine/population.ts'
export { stream, uniformPair } from './engine/random.ts'
export { specialFunctions } from './kernels/special.ts'

// Boolean networks without cells
export { readBooleanNetwork } from './processes/boolean/read-network.ts'
export { simulateBooleanEnsemble } from './processes/boolean/ensemble.ts'
export type { BooleanNetwork } from './processes/boolean/network.ts'
export type { EnsembleOptions, EnsembleResult } from './processes/boolean/ensemble.ts'

// World and step
export { loadKernels } from './platform/node/kernels.ts'
export { createWorld } from './engine/create-world.ts'
export type { WorldOptions } from './engine/create-world.ts'
export type { World } from './engine/world.ts'
export { createStepper, runUntil } from './engine/step.ts'
export type { Profile, Stepper } from './engine/step.ts'
export type { CellEvent } from './engine/events.ts'
export { loadSnapshot, saveSnapshot } from './engine/snapshot.ts'
export { columnHashes, stateHash } from './engine/state-hash.ts'
export { branchWorld } from './engine/branch.ts'
export type { Branch } from './engine/branch.ts'
export { worldDifference } from './engine/world-difference.ts'
export type { WorldDifference } from './engine/world-difference.ts'
export { MilieuError, NumericalError, isMilieuError } from './engine/errors.ts'

// Sessions
export {
  act,
  beginSession,
  enact,
  prepareAction,
  replaySession,
  sessionAt,
  sessionUntil,
} from './session/replay.ts'
export type {
  ActedWorld,
  PreparedAction,
  Refusal,
  ReplayEnvironment,
  Replayed,
  ReplayedAction,
  SessionEnvironment,
  SessionWorld,
} from './session/replay.ts'
export type { Session, SessionAction, SessionEnd } from './session/session.ts'
export { actionName, sessionModel, sessionReader } from './session/session-model.ts'
export type { SessionModel } from './session/session-model.ts'
export { decodeSession, encodeSession, linkPayload, sessionLink } from './session/link.ts'
export { parseSession, writeSession } from './session/session-document.ts'
export type { ParsedSession } from './session/session-document.ts'
export {
  ablationChange,
  bloodInjectionChange,
  doseChange,
  injectionChange,
  knockDownChange,
  ligationChange,
  nextStep,
  overexpressChange,
  resectionChange,
} from './session/write-change.ts'
export type { ChangePlace, Dose } from './session/write-change.ts'

// Measures
export { measureNames, resolveMeasure } from './analysis/measures.ts'
export { measure } from './analysis/measure.ts'
export { eventMeasureAt, eventSeries, resolveEventMeasure } from './analysis/measures/rates.ts'
export type { EventMeasure, RecordedRun } from './analysis/measures/event-measure.ts'
export { readRecordedRun } from './analysis/recorded-run.ts'
export type { Measure } from './record/measure.ts'

// Trials: plan, compute, read
export { parseExperiment } from './experiment/experiment.ts'
export { jobsOf, planRuns } from './experiment/plan-runs.ts'
export type { Experiment } from './experiment/experiment.ts'
export type { Executor, Outcome, Progress } from './experiment/executor.ts'
export type { RunJob, RunPlan } from './experiment/run-plan.ts'
export { designOf } from './experiment/design-of.ts'
export type { Design } from './experiment/design.ts'
export { localExecutor } from './platform/node/local-executor.ts'
export { nodeFiles } from './platform/node/files.ts'
export { readFile } from './platform/node/read-file.ts'
export { readManifest, readSeries } from './store/run-store.ts'
export type { RunManifest } from './store/run-store.ts'
export { openStudy } from './experiment/open-study.ts'
export { studyOutcomes } from './analysis/study-runs.ts'
export { readRuns } from './analysis/trial-runs.ts'
export type { AnalysedRun } from './analysis/trial-runs.ts'

// Results of trials. Statistics as functions are not here: tables go to R, Python and SQL, which have them all.
export { runsTable } from './analysis/run-rows.ts'
export { summarise, trialData } from './analysis/summarise.ts'
export { summaryTables } from './analysis/summary-tables.ts'
export { tableCsv, tableParquet } from './store/table-file.ts'
export type { Table } from './store/table-file.ts'
export type { TrialSummary } from './analysis/summary.ts'
export { renderReport } from './report/render-report.ts'
export { renderFigures } from './report/render-figures.ts'

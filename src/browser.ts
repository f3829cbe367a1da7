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
export { textReader } from './model/include.ts'
export type { ReadFile, ReadResult } from './model/include.ts'
export { jsonSchema, sectionOf, writeModel } from './model/assemble.ts'
export { parameterRows } from './model/parameter-rows.ts'

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
export { depletionChange, poolDepletionChange } from './session/deplete-change.ts'
export type { Depleting, PoolDepleting } from './session/deplete-change.ts'

export { cellCard, followedFacts } from './session/cell-card.ts'
export type { CellCard, CellFact } from './session/cell-card.ts'
export type { CellRule } from './session/cell-rules.ts'
export type { CellHistory } from './session/followed-cells.ts'
export { handlesOf } from './session/handles.ts'
export type { Handles } from './session/handles.ts'
export type { Kept, SpillStore } from './session/kept-states.ts'
export { modelAt, worldAt } from './session/sites.ts'
export { PRIMARY } from './engine/organism.ts'
export type { Answer, History, HistoryBranch, Problem, RunState, SeriesRows } from './session/run-state.ts'
export { SteeredRun } from './session/steered-run.ts'
export type { SteerOptions } from './session/steer-options.ts'

// Names of what is kept
export { fnv1a32 } from './math/hash.ts'

// What is shown
export { cascadeSummary, cascadesOf } from './analysis/organism/cascade.ts'
export type { Cascade } from './analysis/organism/cascade.ts'
export { funnelFigure } from './figures/funnel.ts'
export { bodyMeasures } from './analysis/body-numbers.ts'
export type { BodyNumber, BodyRole } from './analysis/body-numbers.ts'
export type { Measure } from './record/measure.ts'
export type { Program } from './engine/program.ts'
export { colourMapFor, colourMapTable } from './figures/colour-map.ts'
export type { ColourMapName } from './figures/colour-map.ts'
export {
  formatDuration,
  formatNumber,
  formatTicks,
  formatTime,
  formatTogether,
  formatUnit,
  withUnit,
} from './figures/number-format.ts'
export { cloneKeyColour } from './figures/clone-colour.ts'
export { cellTypeColour, tissueGround, vesselLumen, vesselWall } from './figures/palette.ts'
export { flowRange, flowShare, vesselCoverTable, vesselFlowTable, widerFlow } from './figures/vessel-map.ts'
export { roundBelow } from './figures/scale.ts'
export {
  DIMMED,
  HOLLOW,
  MOVED_MAP,
  NUMBER_MAP,
  PRESENCE_COLOURS,
  STATE_COLOURS,
  WITHOUT_NUMBER,
  carriersOf,
  cellColours,
  cloneColour,
  pickedClones,
  scaleOf,
  stateColour,
} from './viewer/cell-colours.ts'
export type { CellLook, ClonePick } from './viewer/cell-colours.ts'
export { IN_BOTH, ONLY_HERE, ONLY_THERE, differenceOf } from './viewer/difference.ts'
export type { CellChange, DifferenceFrame } from './viewer/difference.ts'
export { differenceTable } from './viewer/difference-map.ts'
export { buffersOf, packFrame, rangeOf } from './viewer/pack-frame.ts'
export { TIP_NUMBERS, TUBE_NUMBERS } from './viewer/pack-vessels.ts'
export { pickDisc, pickSphere } from './viewer/pick.ts'
export type { Ray } from './viewer/pick.ts'
export { organismScene } from './viewer/organism-scene.ts'
export type { OrganismScene, SiteScene } from './viewer/organism-scene.ts'
export { sceneOf } from './viewer/scene.ts'
export { STATE_NAMES, describeFrame, tallyOf } from './viewer/tally.ts'
export type { Tally } from './viewer/tally.ts'
export type {
  Colouring,
  Frame,
  FrameField,
  FrameRequest,
  Scene,
  SceneLayer,
  SceneType,
} from './viewer/frame.ts'

// Clones
export { cloneCensus, hasSubclones } from './analysis/clone-census.ts'
export type { CloneCensus, CloneCount } from './analysis/clone-census.ts'
export { livingClones } from './analysis/living-clones.ts'
export type { CloneRequest, LivingClones } from './analysis/living-clones.ts'
export { cloneTree, largestClones, parentsOf } from './analysis/clone-tree.ts'
export type { CloneNode, CloneTree, LargestClones, Parentage } from './analysis/clone-tree.ts'

// Tissues of the reader's own
export { CellExtractor } from './formats/cell-table/extract-cells.ts'
export type { CellPoints, ColumnChoice } from './formats/cell-table/extract-cells.ts'
export type { ColumnGuess, TableColumn } from './formats/cell-table/guess-columns.ts'
export { CellTableInspector, annDataRefusal } from './formats/cell-table/inspect-cell-table.ts'
export type { TableInspection, TableRefusal } from './formats/cell-table/inspect-cell-table.ts'
export type { TableNotice } from './formats/cell-table/notice.ts'
export { suggestLabels } from './formats/cell-table/suggest-labels.ts'
export type { LabelSuggestion } from './formats/cell-table/suggest-labels.ts'
export { plainName, tissueDocument } from './formats/cell-table/tissue-document.ts'
export type { TissueDocuments } from './formats/cell-table/tissue-document.ts'
export { cellsInside, firstCrop, thinningSpacing, wholeVoxels } from './formats/cell-table/tissue-plan.ts'
export type { Crop, TissuePlan } from './formats/cell-table/tissue-plan.ts'
export { tissueTarget } from './formats/cell-table/tissue-target.ts'
export type { TissueTarget } from './formats/cell-table/tissue-target.ts'
export { tissueWarnings } from './formats/cell-table/tissue-warnings.ts'
export type { TissueWarning } from './formats/cell-table/tissue-warnings.ts'
export { unitGuess, unitOffers } from './formats/cell-table/unit-guess.ts'
export type { UnitGuess } from './formats/cell-table/unit-guess.ts'

// Worlds in workers
export { siteNames } from './engine/organism.ts'
export { EngineHost } from './platform/browser/engine-host.ts'
export { EngineError } from './platform/browser/engine-error.ts'
export { serveBrowserTeam, startBrowserTeam } from './platform/browser/browser-team.ts'
export type { ThreadRequest } from './platform/browser/browser-team.ts'
export { messagesRead } from './platform/browser/messages-read.ts'
export type { ThreadSupport } from './platform/browser/thread-support.ts'
export type { WorkerScope } from './platform/browser/web-worker.ts'

// Trials
export { parseExperiment } from './experiment/experiment.ts'
export type { Experiment } from './experiment/experiment.ts'
export { armOffers } from './experiment/arm-offers.ts'
export type { ArmOffers, OfferedNumber, OfferedType } from './experiment/arm-offers.ts'
export type { OfferedDrug, OfferedGene } from './experiment/what-to-change.ts'
export { jobsOf, planRuns } from './experiment/plan-runs.ts'
export { ENGINE_VERSION } from './experiment/run-plan.ts'
export type { RunPlan } from './experiment/run-plan.ts'
export type { Progress } from './experiment/executor.ts'
export { listMeasures } from './analysis/measure-list.ts'
export type { ListedMeasure } from './analysis/measure-list.ts'
export type { EffectSummary, SeriesSummary, TrialSummary } from './analysis/summary.ts'
export { armBand, seriesBandName } from './figures/band.ts'
export { effectText, levelName, verdictText } from './figures/effect-text.ts'
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
export { concludeTrial, estimateTrial, openTrial } from './platform/browser/trial-study.ts'
export type { TrialEstimate, TrialResults } from './platform/browser/trial-study.ts'

// Evidence
export { modelTrust } from './analysis/evidence/model-trust.ts'
export type { ModelTrust } from './analysis/evidence/model-trust.ts'
export type { TrustChanges, TrustNumber } from './analysis/evidence/trust-numbers.ts'
export type { ModelClaim, ShownClaim } from './analysis/evidence/model-evidence.ts'
export { outcomeText } from './analysis/evidence/outcome-rows.ts'
export type { EvidenceKind, SourceSummary } from './analysis/summary.ts'
export { formatExact } from './figures/number-format.ts'

// Arms
export { armStyles, darkArms, lightArms } from './figures/palette.ts'
export type { ArmStyle } from './figures/palette.ts'

// Editing
export { assistContext } from './compile/assist-context.ts'
export { experimentAssistContext } from './experiment/assist-experiment.ts'
export { assistWith, continuationsOf, placedIssues } from './model/assist/assist.ts'
export type { PlacedIssue } from './model/assist/assist.ts'
export type { Completion, Completions } from './model/assist/completion.ts'
export type { AssistContext } from './model/assist/context.ts'
export type { Hover } from './model/assist/hover.ts'
export { editText } from './model/assist/edit-text.ts'
export type { TextChange } from './model/assist/edit-text.ts'
export { formOf } from './model/assist/form.ts'
export type { FormField, MissingField } from './model/assist/form.ts'
export { pathAt } from './model/assist/path-at.ts'
export { includedFiles } from './model/assist/included-files.ts'
export { locate } from './model/reader.ts'
export { modelNetwork } from './analysis/evidence/model-network.ts'
export type { EdgeDetails, ModelNetwork } from './analysis/evidence/model-network.ts'
export type { GraphEdge, GraphNode, InteractionGraph } from './analysis/evidence/graph.ts'
export { networkFigure } from './figures/network.ts'
export { paperTheme } from './figures/theme.ts'
export type { Theme } from './figures/theme.ts'
export type { Path } from './model/issue.ts'
export type { Written } from './model/reader.ts'

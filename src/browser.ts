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

// Evidence
export { modelTrust } from './analysis/evidence/model-trust.ts'
export type { ModelTrust } from './analysis/evidence/model-trust.ts'
export type { ModelClaim, ShownClaim } from './analysis/evidence/model-evidence.ts'
export { outcomeText } from './analysis/evidence/outcome-rows.ts'
export type { EvidenceKind, ParameterSummary, SourceSummary } from './analysis/summary.ts'
export { formatExact, formatUnit } from './figures/number-format.ts'

// Editing
export { assistContext } from './compile/assist-context.ts'
export { experimentAssistContext } from './experiment/assist-experiment.ts'
export { assistWith, continuationsOf, placedIssues } from './model/assist/assist.ts'
export type { PlacedIssue } from './model/assist/assist.ts'
export type { Completion, Completions } from './model/assist/complete.ts'
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

import { expect, test } from 'vitest'
import * as api from '../../src/index.ts'

test('the public names are these, and a change to them is a decision', () => {
  expect(Object.keys(api).toSorted()).toMatchInlineSnapshot(`
    [
      "LIVE",
      "MilieuError",
      "NumericalError",
      "REQUEST_APOPTOSIS",
      "REQUEST_DIVIDE",
      "REQUEST_NECROSIS",
      "REQUEST_REMOVE",
      "ablationChange",
      "act",
      "actionName",
      "allSections",
      "beginSession",
      "bloodInjectionChange",
      "branchWorld",
      "choice",
      "columnHashes",
      "compile",
      "count",
      "createStepper",
      "createWorld",
      "decodeSession",
      "defineProcess",
      "designOf",
      "doseChange",
      "enact",
      "encodeSession",
      "eventMeasureAt",
      "eventSeries",
      "flag",
      "formatIssues",
      "hasErrors",
      "injectionChange",
      "isMilieuError",
      "issuesToJson",
      "jobsOf",
      "jsonSchema",
      "knockDownChange",
      "ligationChange",
      "linkPayload",
      "list",
      "loadKernels",
      "loadSnapshot",
      "localExecutor",
      "map",
      "measure",
      "measureNames",
      "nextStep",
      "nodeFiles",
      "openStudy",
      "optional",
      "overexpressChange",
      "parameterRows",
      "parseExperiment",
      "parseModel",
      "parseSession",
      "planRuns",
      "prepareAction",
      "quantity",
      "readBooleanNetwork",
      "readFile",
      "readManifest",
      "readRecordedRun",
      "readRuns",
      "readSeries",
      "record",
      "renderFigures",
      "renderReport",
      "replaySession",
      "request",
      "resectionChange",
      "resolveEventMeasure",
      "resolveMeasure",
      "runUntil",
      "runsTable",
      "saveSnapshot",
      "sectionOf",
      "sessionAt",
      "sessionLink",
      "sessionModel",
      "sessionReader",
      "sessionUntil",
      "simulateBooleanEnsemble",
      "specialFunctions",
      "standardProcesses",
      "stateHash",
      "stream",
      "studyOutcomes",
      "summarise",
      "summaryTables",
      "tableCsv",
      "tableParquet",
      "text",
      "trialData",
      "uniformPair",
      "withDefault",
      "worldDifference",
      "writeModel",
      "writeSession",
    ]
  `)
})

test('five calls make a program', () => {
  const yaml = `
format: 1
title: one cell
domain: { size: [100 um, 100 um, 20 um] }
time: { stop: 1 h }
cell types: { tumour: {} }
initial: { tumour: { points: [[0 um, 0 um, 0 um]] } }
`
  const { model, issues } = api.parseModel('model.yaml', () => ({ ok: true, text: yaml }))
  expect(api.hasErrors(issues)).toBe(false)
  if (model === undefined) return
  const world = api.createWorld(api.compile(model), { kernels: api.loadKernels(), seed: 1 })
  api.runUntil(api.createStepper(world), 600)
  expect(api.measure(world, 'tumour cells')).toEqual({ value: 1, unit: 'cells' })
  expect(() => api.measure(world, 'tumor cells')).toThrow("did you mean 'tumour cells'?")
})

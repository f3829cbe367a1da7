import type { Infer } from '../model/kit.ts'
import { quantity } from '../model/schema-quantity.ts'
import { choice, count, flag, reference, text, unitName } from '../model/schema-scalar.ts'
import { list, map, optional, record, withDefault } from '../model/schema.ts'
import { variedSchema } from './varied-schema.ts'

/** Runs that one calibration may ask for; chosen: the list of their keys still fits into memory. */
const MOST_RUNS = 1_000_000

/** Particles of a population at least; chosen: fewer say nothing about a distribution. */
const FEWEST_PARTICLES = 10

const column = (doc: string, name: string) => text({ doc, default: name })

const columns = record(
  {
    condition: column('which experiment a row belongs to', 'condition'),
    subject: column('the animal, spheroid or well that was measured', 'subject'),
    time: column('when, with its unit in brackets behind the name: `time [day]`', 'time'),
    quantity: column('what was measured', 'quantity'),
    value: column('the number', 'value'),
    unit: column('its unit', 'unit'),
  },
  { doc: 'names of the columns of the table' },
)

const dataTime = (doc: string) => quantity({ unit: 'min', setting: true, doc })

const data = record(
  {
    file: text({ doc: 'a table in long form (CSV): one row per number that was measured' }),
    columns: withDefault(columns, {}),
    'time unit': optional(
      unitName({ doc: 'unit of the times, where the name of their column does not say' }),
    ),
    start: withDefault(dataTime('time in the table at which a run begins'), '0 min'),
    from: optional(dataTime('rows before this time in the table are left out')),
    until: optional(dataTime('rows after this time in the table are left out')),
    reference: optional(text({ doc: 'where the data come from' })),
    licence: withDefault(text({ doc: 'under which licence they may be used' }), 'not stated'),
  },
  { doc: 'what was measured' },
)

const measuredQuantity = record(
  {
    measure: text({
      doc: 'what stands for it in the model; `milieu describe --measures` lists what there is',
    }),
    'relative to': optional(
      choice(['start'], { doc: 'divides each subject, and each run, by its own value at the first time' }),
    ),
    scale: withDefault(
      choice(['linear', 'log'], { doc: 'whether differences or ratios are compared' }),
      'linear',
    ),
    scatter: withDefault(
      choice(['each time', 'pooled'], {
        doc: 'whether each time has the scatter of its own subjects, or all times share one',
      }),
      'each time',
    ),
    error: optional(
      text({
        doc: 'stated standard deviation of a measurement instead of the scatter of subjects, in the unit in which it is compared; a plain number on a log scale',
      }),
    ),
    weight: withDefault(
      quantity({ unit: '1', positive: true, setting: true, doc: 'weight of the quantity in the distance' }),
      '1',
    ),
  },
  { doc: 'how a measured quantity is compared with the model' },
)

const holdBack = record(
  {
    conditions: list(text({ doc: 'a condition of the table' }), {
      doc: 'conditions that the fit does not see',
      default: [],
    }),
    quantities: list(text({ doc: 'a quantity of the table' }), {
      doc: 'quantities that the fit does not see',
      default: [],
    }),
    after: optional(dataTime('what was measured after this time in the table is held back')),
  },
  { doc: 'measurements that only the check of predictions sees' },
)

/** `calibration:` */
export const calibrationSchema = record(
  {
    data,
    conditions: map(undefined, reference('arm', { doc: 'an arm' }), {
      doc: 'which arm stands for which condition of the table; other conditions are left out',
    }),
    quantities: map(undefined, measuredQuantity, {
      doc: 'which measure stands for which quantity of the table; other quantities are left out',
    }),
    'hold back': withDefault(holdBack, {}),
    parameters: variedSchema,
    method: withDefault(
      choice(['abc-smc', 'cma-es', 'both'], {
        doc: 'a posterior (abc-smc), a point estimate (cma-es), or first the estimate and then the posterior',
      }),
      'abc-smc',
    ),
    population: withDefault(
      count({ min: FEWEST_PARTICLES, max: MOST_RUNS, doc: 'particles of the posterior' }),
      100,
    ),
    budget: count({ min: 1, max: MOST_RUNS, doc: 'most runs of the model for the fit' }),
    generations: optional(count({ min: 1, max: 1000, doc: 'most populations after the first' })),
    tolerance: optional(
      quantity({
        unit: '1',
        min: 0,
        setting: true,
        doc: 'distance at which the search ends, in standard deviations of the measurements',
      }),
    ),
    'least acceptance': withDefault(
      quantity({
        unit: '1',
        min: 0.001,
        max: 1,
        setting: true,
        doc: 'the search ends when a smaller share of proposals is accepted',
      }),
      '3 %',
    ),
    robust: withDefault(
      flag({ doc: 'compares absolute instead of squared differences: outliers count for less' }),
      false,
    ),
    predictions: withDefault(
      count({ min: 10, max: 10_000, doc: 'runs per arm, drawn from the posterior, that check predictions' }),
      40,
    ),
  },
  { doc: 'fits numbers of the model to measurements; `milieu calibrate` runs it' },
)

export type CalibrationData = Infer<typeof calibrationSchema>
export type MeasuredQuantity = CalibrationData['quantities'][string]

import { sensitivityTable } from './sensitivity/table.ts'
import type { Cell, ColumnKind, Table } from '../store/table-file.ts'
import type { TrialSummary } from './summary.ts'

/** Columns in their order, with what they hold. */
type Kinds = Readonly<Record<string, ColumnKind>>

/** A table from its rows; without rows it has its columns all the same, so that readers find them. */
function tableOf<K extends Kinds>(kinds: K, rows: readonly { readonly [N in keyof K]: Cell }[]): Table {
  return {
    columns: Object.entries(kinds).map(([name, kind]) => ({
      name,
      kind,
      values: rows.map((row) => row[name] ?? null),
    })),
  }
}

/** The tables that follow from a summary, long form: one row per value, so that any tool can group them. */
export function summaryTables(summary: TrialSummary): Readonly<Record<string, Table>> {
  const always = {
    endpoints: endpointsTable(summary),
    effects: effectsTable(summary),
    parameters: parametersTable(summary),
  }
  const parts: Readonly<Record<string, readonly [part: unknown, make: (of: TrialSummary) => Table]>> = {
    survival: [summary.survival, survivalTable],
    relations: [summary.relations, relationsTable],
    'survival-comparisons': [summary.survival, survivalComparisonsTable],
    responses: [summary.responses, responsesTable],
    twins: [summary.twins, twinsTable],
    synergy: [summary.synergy, synergyTable],
    sweep: [summary.sweep, sweepTable],
    'sweep-effects': [summary.sweep, sweepEffectsTable],
    'sweep-correlations': [summary.sweep, correlationsTable],
    biomarkers: [summary.biomarkers, biomarkersTable],
    sensitivity: [summary.sensitivity, ({ sensitivity = [] }) => sensitivityTable(sensitivity)],
  }
  const asked = Object.entries(parts).filter(([, [part]]) => part !== undefined)
  return { ...always, ...Object.fromEntries(asked.map(([name, [, make]]) => [name, make(summary)])) }
}

function endpointsTable({ endpoints }: TrialSummary): Table {
  const rows = endpoints.flatMap(({ name, unit, at, values }) =>
    Object.entries(values).flatMap(([arm, list]) =>
      list.map((value, subject) => ({
        endpoint: name,
        arm,
        replicate: subject + 1,
        time_min: at,
        unit,
        value,
      })),
    ),
  )
  const kinds = { endpoint: 'text', arm: 'text', replicate: 'whole', time_min: 'number' } as const
  return tableOf({ ...kinds, unit: 'text', value: 'number' }, rows)
}

function effectsTable({ effects }: TrialSummary): Table {
  return tableOf(
    {
      endpoint: 'text',
      arm: 'text',
      against: 'text',
      difference: 'number',
      low: 'number',
      high: 'number',
      ratio: 'number',
      ratio_low: 'number',
      ratio_high: 'number',
      p: 'number',
      p_holm: 'number',
      p_benjamini_hochberg: 'number',
      level: 'number',
      method: 'text',
      n: 'whole',
      verdict: 'text',
      needed: 'whole',
      expected: 'text',
      expected_met: 'text',
    },
    effects.map((effect) => ({
      endpoint: effect.endpoint,
      arm: effect.arm,
      against: effect.against,
      difference: effect.estimate,
      low: effect.low,
      high: effect.high,
      ratio: effect.ratio ?? null,
      ratio_low: effect.ratioLow ?? null,
      ratio_high: effect.ratioHigh ?? null,
      p: effect.p ?? null,
      p_holm: effect.holm ?? null,
      p_benjamini_hochberg: effect.falseDiscovery ?? null,
      level: effect.level,
      method: effect.method,
      n: effect.n,
      verdict: effect.verdict,
      needed: effect.needed ?? null,
      expected: effect.expected?.text ?? null,
      expected_met: effect.expected?.met ?? null,
    })),
  )
}

function parametersTable({ parameters }: TrialSummary): Table {
  const isNumeric = parameters.every(({ value }) => typeof value === 'number')
  return tableOf(
    { parameter: 'text', value: isNumeric ? 'number' : 'text', unit: 'text', kind: 'text', source: 'text' },
    parameters.map(({ path, name, value, unit, kind, source }) => ({
      parameter: `${path}.${name}`,
      value: isNumeric ? value : String(value),
      unit,
      kind,
      source: source ?? '',
    })),
  )
}

/** Expectations about more than the difference of two arms. */
function relationsTable({ relations = [] }: TrialSummary): Table {
  return tableOf(
    {
      expected: 'text',
      expected_met: 'text',
      statistic: 'text',
      estimate: 'number',
      low: 'number',
      high: 'number',
      unit: 'text',
      n: 'whole',
      method: 'text',
      note: 'text',
    },
    relations.map(({ text, met, judgedBy }) => ({
      expected: text,
      expected_met: met,
      statistic: judgedBy?.statistic ?? null,
      estimate: judgedBy?.estimate ?? null,
      low: judgedBy?.low ?? null,
      high: judgedBy?.high ?? null,
      unit: judgedBy?.unit ?? null,
      n: judgedBy?.n ?? null,
      method: judgedBy?.method ?? null,
      note: judgedBy?.note ?? null,
    })),
  )
}

function survivalTable({ survival = [] }: TrialSummary): Table {
  const rows = survival.flatMap(({ name, arms }) =>
    Object.entries(arms).flatMap(([arm, { time, share, low, high }]) =>
      time.map((time_min, k) => ({
        event: name,
        arm,
        time_min,
        share_without: share[k] ?? null,
        low: low[k] ?? null,
        high: high[k] ?? null,
      })),
    ),
  )
  const kinds = { event: 'text', arm: 'text', time_min: 'number', share_without: 'number' } as const
  return tableOf({ ...kinds, low: 'number', high: 'number' }, rows)
}

function survivalComparisonsTable({ survival = [] }: TrialSummary): Table {
  return tableOf(
    {
      event: 'text',
      arm: 'text',
      against: 'text',
      test: 'text',
      chi_square: 'number',
      p: 'number',
      hazard_ratio: 'number',
      low: 'number',
      high: 'number',
      mean_time_difference_min: 'number',
      mean_time_low_min: 'number',
      mean_time_high_min: 'number',
      up_to_min: 'number',
      expected: 'text',
      expected_met: 'text',
      note: 'text',
    },
    survival.flatMap(({ name, comparisons }) =>
      comparisons.map((found) => ({
        event: name,
        arm: found.arm,
        against: found.against,
        test: found.test,
        chi_square: found.chiSquare,
        p: found.p,
        hazard_ratio: found.hazardRatio,
        low: found.low,
        high: found.high,
        mean_time_difference_min: found.meanTime?.difference ?? null,
        mean_time_low_min: found.meanTime?.low ?? null,
        mean_time_high_min: found.meanTime?.high ?? null,
        up_to_min: found.meanTime?.upTo ?? null,
        expected: found.expected?.text ?? null,
        expected_met: found.expected?.met ?? null,
        note: found.note ?? null,
      })),
    ),
  )
}

function responsesTable({ responses = [] }: TrialSummary): Table {
  const rows = responses.flatMap(({ name, measure, arms }) =>
    Object.entries(arms).flatMap(([arm, subjects]) =>
      subjects.map(({ subject, best, last }) => ({
        response: name,
        measure,
        arm,
        subject,
        lowest_change_percent: best,
        last_change_percent: last,
      })),
    ),
  )
  const kinds = { response: 'text', measure: 'text', arm: 'text', subject: 'text' } as const
  return tableOf({ ...kinds, lowest_change_percent: 'number', last_change_percent: 'number' }, rows)
}

function twinsTable({ twins = [] }: TrialSummary): Table {
  return tableOf(
    {
      endpoint: 'text',
      arm: 'text',
      against: 'text',
      factor: 'number',
      low: 'number',
      high: 'number',
      n: 'whole',
    },
    twins.map(({ endpoint, arm, against, factor, low, high, n }) => ({
      endpoint,
      arm,
      against,
      factor,
      low,
      high,
      n,
    })),
  )
}

function synergyTable({ synergy = [] }: TrialSummary): Table {
  const names = ['endpoint', 'control', 'a', 'b', 'both', 'model', 'verdict', 'method', 'note'] as const
  const texts = Object.fromEntries(names.map((name) => [name, 'text'])) as Record<
    (typeof names)[number],
    'text'
  > // one entry per name
  return tableOf(
    { ...texts, excess: 'number', low: 'number', high: 'number', n: 'whole' },
    synergy.map((found) => ({
      endpoint: found.endpoint,
      control: found.control,
      a: found.a,
      b: found.b,
      both: found.both ?? null,
      model: found.model,
      verdict: found.verdict,
      method: found.method,
      note: found.note ?? null,
      excess: found.excess,
      low: found.low,
      high: found.high,
      n: found.n,
    })),
  )
}

function sweepTable({ sweep = [] }: TrialSummary): Table {
  const rows = sweep.flatMap(({ endpoint, unit, arms }) =>
    Object.entries(arms).flatMap(([arm, settings]) =>
      settings.map(({ median, low, high }, setting) => ({
        endpoint,
        unit,
        arm,
        setting: setting + 1,
        median,
        low,
        high,
      })),
    ),
  )
  const kinds = { endpoint: 'text', unit: 'text', arm: 'text', setting: 'whole' } as const
  return tableOf({ ...kinds, median: 'number', low: 'number', high: 'number' }, rows)
}

function sweepEffectsTable({ sweep = [] }: TrialSummary): Table {
  const rows = sweep.flatMap(({ endpoint, unit, effects }) =>
    effects.flatMap(({ arm, against, settings }) =>
      settings.map(({ estimate, low, high }, setting) => ({
        endpoint,
        unit,
        arm,
        against,
        setting: setting + 1,
        difference: estimate,
        low,
        high,
      })),
    ),
  )
  const kinds = { endpoint: 'text', unit: 'text', arm: 'text', against: 'text', setting: 'whole' } as const
  return tableOf({ ...kinds, difference: 'number', low: 'number', high: 'number' }, rows)
}

function correlationsTable({ sweep = [] }: TrialSummary): Table {
  const rows = sweep.flatMap(({ endpoint, correlations }) =>
    correlations.map(({ parameter, arm, rho, low, high, p, falseDiscovery, n }) => ({
      endpoint,
      parameter,
      arm,
      rho,
      low,
      high,
      p,
      p_benjamini_hochberg: falseDiscovery,
      n,
    })),
  )
  const kinds = { endpoint: 'text', parameter: 'text', arm: 'text', rho: 'number' } as const
  const tests = { p: 'number', p_benjamini_hochberg: 'number', n: 'whole' } as const
  return tableOf({ ...kinds, low: 'number', high: 'number', ...tests }, rows)
}

function biomarkersTable({ biomarkers = [] }: TrialSummary): Table {
  const kinds = { parameter: 'text', endpoint: 'text', arm: 'text', against: 'text', rho: 'number' } as const
  return tableOf(
    { ...kinds, low: 'number', high: 'number', p: 'number', p_benjamini_hochberg: 'number', n: 'whole' },
    biomarkers.map(({ parameter, endpoint, arm, against, rho, low, high, p, falseDiscovery, n }) => ({
      parameter,
      endpoint,
      arm,
      against: against ?? null,
      rho,
      low,
      high,
      p,
      p_benjamini_hochberg: falseDiscovery,
      n,
    })),
  )
}

import type { Design, DesignPoint } from '../experiment/design.ts'
import type { DesignSummary } from './summary.ts'

/** What varies in a trial beside its arms, as plain data. */
export function designSummary(design: Design, layout?: string): DesignSummary {
  const settings = firstOf(design.points, ({ setting }) => setting)
  const patients = firstOf(design.points, ({ patient }) => patient)
  return {
    parameters: design.parameters.map(({ name, paths, unit, text, provenance }, k) => ({
      name,
      paths,
      unit,
      text,
      varies: variesBy(design, k),
      kind: provenance.kind,
      ...(provenance.key === undefined ? {} : { source: provenance.key }),
    })),
    ...(layout === undefined ? {} : { layout }),
    settings: Math.max(1, settings.length),
    patients: patients.length,
    settingValues: settings.map(({ values }) => values),
    patientValues: patients.map(({ values }) => values),
  }
}

/** The first point of each setting, or of each patient, in their order. */
function firstOf(
  points: readonly DesignPoint[],
  numberOf: (point: DesignPoint) => number | undefined,
): readonly DesignPoint[] {
  const first = new Map<number, DesignPoint>()
  for (const point of points) {
    const number = numberOf(point)
    if (number !== undefined && !first.has(number)) first.set(number, point)
  }
  return [...first].toSorted(([a], [b]) => a - b).map(([, point]) => point)
}

/** Whether parameter k differs between patients of one setting, or else between settings. */
export function variesBy({ points }: Design, k: number): 'setting' | 'patient' {
  const seen = new Map<number, number | undefined>()
  for (const { setting = 0, patient, values } of points) {
    if (patient === undefined) return 'setting'
    if (seen.has(setting) && seen.get(setting) !== values[k]) return 'patient'
    seen.set(setting, values[k])
  }
  // A single patient differs from nobody; without a sweep it is the patient's all the same.
  return points.every(({ setting }) => setting === undefined) ? 'patient' : 'setting'
}

/** How the time in a phase is distributed. */
export type Distribution = 'fixed' | 'exponential'

/** One phase of a cycle model and its way out; phases follow one another in a ring. */
export interface PhaseData {
  readonly name: string
  /** As an author would write it; a phase has either a rate of leaving it or a duration. */
  readonly rate?: string
  readonly duration?: string
  readonly distribution: Distribution
  /** Entering the phase doubles the target of the nuclear solids, so that the cell grows. */
  readonly growsAtEntry?: boolean
  /** Leaving the phase divides the cell. */
  readonly dividesAtExit?: boolean
}

/** Source of every number below: values of MCF-7 cells and of flow cytometry as given with the field's cycle models. */
export const CYCLE_SOURCE = 'fitted, doi:10.1371/journal.pcbi.1005991'

/** The most phases that a model may have: behaviours address phases 0 to 5. */
export const MOST_PHASES = 6

export const modelNames = [
  'live',
  'Ki67 basic',
  'Ki67 advanced',
  'flow cytometry',
  'flow cytometry separated',
  'cycling quiescent',
] as const

export type CycleModelName = (typeof modelNames)[number]

/** The cycle models as graphs: phase k leads to phase k + 1, the last to the first. Cells begin in the first. */
export const CYCLE_MODELS: Readonly<Record<CycleModelName, readonly PhaseData[]>> = {
  live: [
    {
      name: 'live',
      rate: '0.00072 1/min',
      distribution: 'exponential',
      growsAtEntry: true,
      dividesAtExit: true,
    },
  ],
  'Ki67 basic': [
    { name: 'Ki67-', duration: '4.59 h', distribution: 'exponential' },
    { name: 'Ki67+', duration: '15.5 h', distribution: 'fixed', growsAtEntry: true, dividesAtExit: true },
  ],
  'Ki67 advanced': [
    { name: 'Ki67-', duration: '3.62 h', distribution: 'exponential' },
    {
      name: 'Ki67+ premitotic',
      duration: '13 h',
      distribution: 'fixed',
      growsAtEntry: true,
      dividesAtExit: true,
    },
    { name: 'Ki67+ postmitotic', duration: '2.5 h', distribution: 'fixed' },
  ],
  'flow cytometry': [
    { name: 'G0/G1', rate: '0.00324 1/min', distribution: 'exponential' },
    { name: 'S', rate: '0.00208 1/min', distribution: 'exponential', growsAtEntry: true },
    { name: 'G2/M', rate: '0.00333 1/min', distribution: 'exponential', dividesAtExit: true },
  ],
  'flow cytometry separated': [
    { name: 'G0/G1', rate: '0.00335 1/min', distribution: 'exponential' },
    { name: 'S', rate: '0.00208 1/min', distribution: 'exponential', growsAtEntry: true },
    { name: 'G2', rate: '0.00417 1/min', distribution: 'exponential' },
    { name: 'M', rate: '0.0167 1/min', distribution: 'exponential', dividesAtExit: true },
  ],
  'cycling quiescent': [
    { name: 'quiescent', duration: '4.59 h', distribution: 'exponential' },
    { name: 'cycling', duration: '15.5 h', distribution: 'fixed', growsAtEntry: true, dividesAtExit: true },
  ],
}

/** What a trial found, part by part, beside its effects: plain data, as all of `summary.ts`. */

/** A number, or `null` where it could not be computed. */
export type MaybeNumber = number | null

/** What the trial expected of an effect, and whether it came. */
export interface ExpectedOutcome {
  readonly text: string
  readonly met: 'met' | 'not met' | 'unsettled'
  /** Key into `TrialSummary.sources`. */
  readonly source?: string
  readonly judgedBy?: JudgedBy
}

/** The number by which an expectation was judged. */
export interface JudgedBy {
  /** What it is: `difference`, `share of the change`, `rho`. */
  readonly statistic: string
  readonly estimate: MaybeNumber
  /** 95 % interval. */
  readonly low: MaybeNumber
  readonly high: MaybeNumber
  readonly unit: string
  readonly method: string
  /** Subjects, pairs or runs behind it. */
  readonly n: number
  /** Why it is not settled, or what else one must know. */
  readonly note?: string
}

/** Median with the interval of the replicates (which one: `EndpointSummary.interval`). */
export interface ArmStatistics {
  readonly median: MaybeNumber
  readonly low: MaybeNumber
  readonly high: MaybeNumber
}

/** A run that did not give a result. */
export interface FailedRun {
  readonly key: string
  readonly arm: string
  readonly replicate: number
  readonly point?: number
  readonly error: string
}

/** What became of the planned runs. */
export interface RunsSummary {
  readonly planned: number
  readonly finished: number
  /** The first few that failed. */
  readonly failed: readonly FailedRun[]
  readonly failures: number
}

/** How many times fewer replicates twins need than runs with seeds of their own, for one effect. */
export interface TwinSummary {
  readonly endpoint: string
  readonly arm: string
  readonly against: string
  /** (variance of arm + variance of against) / variance of the difference within pairs. */
  readonly factor: number
  /** 95 % interval; null for an end that so few pairs leave open. */
  readonly low: MaybeNumber
  readonly high: MaybeNumber
  readonly n: number
}

/** Time to an event in every arm. */
export interface SurvivalSummary {
  /** As the experiment calls it: `progression`. */
  readonly name: string
  /** What counts: `tumour cells rises above 120 % of its lowest`. */
  readonly text: string
  /** True when the event is what one hopes for (clearance): curves are then drawn as the share that has had it. */
  readonly isGood: boolean
  /** arm -> curve. */
  readonly arms: Readonly<Record<string, SurvivalCurve>>
  /** Times [min] of the numbers at risk beneath the curves. */
  readonly riskTimes: readonly number[]
  readonly comparisons: readonly SurvivalComparison[]
  /** How subjects are counted and when they are censored, in words. */
  readonly note: string
}

/** A Kaplan-Meier curve: `share[i]` holds from `time[i]` to `time[i + 1]`. */
export interface SurvivalCurve {
  /** [min], ascending, beginning with 0. */
  readonly time: readonly number[]
  /** Share without the event, with its 95 % band; where the share is 0 no band is defined: low is 0, high stays. */
  readonly share: readonly number[]
  readonly low: readonly number[]
  readonly high: readonly number[]
  /** Times at which subjects were censored [min], each once. */
  readonly censored: readonly number[]
  /** Subjects at risk at `riskTimes`. */
  readonly atRisk: readonly number[]
  readonly n: number
  readonly events: number
  /** Median time to the event with its interval [min]; null where it was not reached. */
  readonly median: MaybeNumber
  readonly medianLow: MaybeNumber
  readonly medianHigh: MaybeNumber
}

/** Two arms' times to an event. */
export interface SurvivalComparison {
  readonly arm: string
  readonly against: string
  /** `log-rank` or `log-rank, stratified by twin pair`. */
  readonly test: string
  readonly chiSquare: MaybeNumber
  readonly p: MaybeNumber
  /** Hazard ratio `arm / against` of the arms as wholes, with its interval; null where no event allows one, and for an end that is open (infinite). */
  readonly hazardRatio: MaybeNumber
  readonly low: MaybeNumber
  readonly high: MaybeNumber
  /** Difference of restricted mean times without the event [min], arm - against. */
  readonly meanTime?: {
    readonly difference: number
    readonly low: number
    readonly high: number
    readonly upTo: number
  }
  /** What was expected of the times, and whether it came. */
  readonly expected?: ExpectedOutcome
  readonly note?: string
}

/** Change of one measure in every subject: what waterfall and spider plots show. */
export interface ResponseSummary {
  readonly name: string
  readonly measure: string
  readonly unit: string
  /** [min]; the first is the baseline. */
  readonly times: readonly number[]
  readonly arms: Readonly<Record<string, readonly SubjectResponse[]>>
  /** Changes [%] from which on a subject counts as progressing or responding, where the experiment says so. */
  readonly progressionAbove?: number
  readonly responseBelow?: number
}

export interface SubjectResponse {
  /** `twin 3`, `patient 12`. */
  readonly subject: string
  /** Change from baseline at each of `times` [%]; empty beyond the first subjects, which are examples. */
  readonly change: readonly MaybeNumber[]
  /** Lowest change after baseline [%]. */
  readonly best: MaybeNumber
  /** Change at the end [%]. */
  readonly last: MaybeNumber
}

/** Whether two treatments together do more than expected. */
export interface SynergySummary {
  readonly endpoint: string
  /** Arms: control, each alone, both; or the two doses of a grid. */
  readonly control: string
  readonly a: string
  readonly b: string
  readonly both?: string
  /** `Bliss`, `highest single agent`, `Loewe`. */
  readonly model: string
  /** Effect beyond what is expected, in the endpoint's inhibition [fraction]; positive: synergy. */
  readonly excess: MaybeNumber
  readonly low: MaybeNumber
  readonly high: MaybeNumber
  readonly verdict: 'synergy' | 'antagonism' | 'unsettled'
  readonly n: number
  readonly method: string
  /** Of a dose grid: doses along both axes, inhibition and excess at each pair, [a][b]. */
  readonly grid?: {
    readonly dosesA: readonly number[]
    readonly dosesB: readonly number[]
    readonly unitA: string
    readonly unitB: string
    readonly inhibition: readonly (readonly MaybeNumber[])[]
    readonly excess: readonly (readonly MaybeNumber[])[]
  }
  readonly note?: string
}

/** An endpoint over the settings of a sweep. */
export interface SweepSummary {
  readonly endpoint: string
  readonly unit: string
  /** arm -> one entry per setting. */
  readonly arms: Readonly<Record<string, readonly ArmStatistics[]>>
  /** Of each comparison, one effect per setting. */
  readonly effects: readonly {
    readonly arm: string
    readonly against: string
    readonly settings: readonly {
      readonly estimate: MaybeNumber
      readonly low: MaybeNumber
      readonly high: MaybeNumber
    }[]
  }[]
  /** Rank correlation of each parameter with the endpoint over all settings, by arm. */
  readonly correlations: readonly {
    readonly parameter: string
    readonly arm: string
    readonly rho: MaybeNumber
    readonly low: MaybeNumber
    readonly high: MaybeNumber
    readonly p: MaybeNumber
    /** p corrected for all correlations of the sweep (Benjamini-Hochberg). */
    readonly falseDiscovery: MaybeNumber
    /** Settings. */
    readonly n: number
  }[]
}

/** How an endpoint, or an effect, hangs on what differs between virtual patients. */
export interface BiomarkerSummary {
  readonly parameter: string
  readonly endpoint: string
  /** An arm, or a comparison: then the benefit is what is correlated. */
  readonly arm: string
  readonly against?: string
  readonly rho: MaybeNumber
  readonly low: MaybeNumber
  readonly high: MaybeNumber
  readonly p: MaybeNumber
  /** p corrected for all correlations with what differs between patients (Benjamini-Hochberg). */
  readonly falseDiscovery: MaybeNumber
  /** Patients. */
  readonly n: number
}

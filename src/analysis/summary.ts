/**
 * What a finished trial says, as plain data: the only thing the report, the figures and the end of a
 * terminal run read. It survives JSON unchanged: no NaN, no typed arrays, no dates. A value that could
 * not be computed (a density over no area, an interval from one replicate) is `null`, never zero.
 * Arrays are columnar; times are in minutes, lengths in micrometres.
 */

import type { CloneSummary } from './clone-pictures.ts'
import type { InteractionGraph } from './evidence/graph.ts'
import type { TrialClaim } from './evidence/trial-claims.ts'
import type { CascadeSummary, SeedingSummary } from './organism/organism-summary.ts'
import type {
  ArmStatistics,
  BiomarkerSummary,
  ExpectedOutcome,
  MaybeNumber,
  ResponseSummary,
  RunsSummary,
  SurvivalSummary,
  SweepSummary,
  SynergySummary,
  TwinSummary,
} from './summary-results.ts'

/** One administration of a treatment. */
export interface DoseMark {
  /** When it is given [min]. */
  readonly time: number
  /** What is given, for people: "anti-PD-1, 3 mg/kg". */
  readonly label: string
}

/** One condition of the trial. */
export interface ArmSummary {
  readonly name: string
  readonly role: 'control' | 'treatment'
  /** What differs from the model as written, one sentence each. */
  readonly description: readonly string[]
  readonly doses: readonly DoseMark[]
  /** Names of the arms that this one combines; its colour is their blend, drawn dashed. */
  readonly parts?: readonly string[]
}

/** A family of cell types; decides the default hue. */
export type Lineage = 'tumour' | 'myeloid' | 'lymphoid' | 'stroma' | 'endothelium' | 'epithelium' | 'other'

/** A cell type as pictures show it. */
export interface CellTypeSummary {
  readonly name: string
  /** `#rrggbb` from the model file; absent: the default of the palette. */
  readonly colour?: string
  readonly lineage: Lineage
  /** Cells of this type at the start, mean over the replicates of the control. */
  readonly initial?: number
}

/** One measure over time, in every arm and subject. */
export interface SeriesSummary {
  readonly measure: string
  readonly label: string
  readonly unit: string
  /** [min], ascending. */
  readonly times: readonly number[]
  /** arm -> [subject][time]; with many subjects only the first few, as examples: `bands` has them all. */
  readonly values: Readonly<Record<string, readonly (readonly MaybeNumber[])[]>>
  /** arm -> quantiles over all subjects at each time. */
  readonly bands?: Readonly<Record<string, SeriesBand>>
}

/** Quantiles over subjects at each time, [time] each. */
export interface SeriesBand {
  readonly median: readonly MaybeNumber[]
  /** 2.5 % and 97.5 %. */
  readonly low: readonly MaybeNumber[]
  readonly high: readonly MaybeNumber[]
  /** Subjects that got there. */
  readonly n: readonly number[]
}

/** What varies in the trial beside its arms: a sweep, a virtual cohort, or both. */
export interface DesignSummary {
  readonly parameters: readonly {
    readonly name: string
    readonly paths: readonly string[]
    readonly unit: string
    /** `lognormal, median 3 1/h, cv 40 %` */
    readonly text: string
    /** Whether the settings of the sweep differ in it, or the virtual patients. */
    readonly varies: 'setting' | 'patient'
    readonly kind: EvidenceKind
    readonly source?: string
  }[]
  /** How the sweep was laid out: `grid`, `latin hypercube`, `sobol`. */
  readonly layout?: string
  /** Settings of the sweep; 1 where there is none. */
  readonly settings: number
  /** Virtual patients; 0 where there is no cohort: then replicates are the subjects. */
  readonly patients: number
  /**
   * [setting][parameter] and [patient][parameter]: the values that were taken, in the parameters' units. Parameters that vary
   * by patient have the first patient's value in `settingValues`, and the other way round.
   */
  readonly settingValues: readonly (readonly number[])[]
  readonly patientValues: readonly (readonly number[])[]
}

/** One number per run: a measure at a time. The first endpoint is the primary one. */
export interface EndpointSummary {
  readonly name: string
  readonly measure: string
  readonly label: string
  readonly unit: string
  /** When it is read [min]. */
  readonly at: number
  /**
   * arm -> [subject]: replicate after replicate, or with virtual patients patient after patient with their replicates
   * together; mean over the settings of a sweep. Subject k of two arms are twins when the trial's pairing says so.
   */
  readonly values: Readonly<Record<string, readonly MaybeNumber[]>>
  readonly summary: Readonly<Record<string, ArmStatistics>>
  /** What `low` and `high` of `summary` are; absent: "range of the replicates". */
  readonly interval?: string
}

/** The difference `arm - against` of one endpoint. */
export interface EffectSummary {
  /** Name of the endpoint. */
  readonly endpoint: string
  readonly arm: string
  readonly against: string
  /** Difference, in the endpoint's unit. */
  readonly estimate: MaybeNumber
  readonly low: MaybeNumber
  readonly high: MaybeNumber
  /** `arm / against`: of geometric means where all values are positive, of means where some are zero. */
  readonly ratio?: number
  /** What is divided; absent: geometric means. */
  readonly ratioOf?: 'means'
  readonly ratioLow?: number
  readonly ratioHigh?: number
  /** Two-sided p of no difference, and the same corrected for all effects of the trial (Holm; Benjamini-Hochberg). */
  readonly p?: number
  readonly holm?: number
  readonly falseDiscovery?: number
  /** Confidence level of the interval [fraction], such as 0.95. */
  readonly level: number
  /** How the interval was made: "paired t, 4 twin pairs". */
  readonly method: string
  /** Replicates (pairs, when twins) that the estimate rests on. */
  readonly n: number
  readonly verdict: 'higher' | 'lower' | 'unsettled'
  /** Replicates per arm that would probably settle an unsettled effect of this size. */
  readonly needed?: number
  readonly expected?: ExpectedOutcome
}

/** Cells of one picture. */
export interface CellColumns {
  /** [um] */
  readonly x: readonly number[]
  /** [um] */
  readonly y: readonly number[]
  /** [um] */
  readonly radius: readonly number[]
  /** Index into `TrialSummary.cellTypes`. */
  readonly type: readonly number[]
  /** 0 live, 1 apoptotic, 2 necrotic. */
  readonly state: readonly number[]
}

/** Where vessels cross the picture. */
export interface VesselColumns {
  /** [um] */
  readonly x: readonly number[]
  /** [um] */
  readonly y: readonly number[]
  /** Outer radius [um]; absent: a capillary's. */
  readonly radius?: readonly number[]
}

/** Vessels that live: the tubes between their nodes. */
export interface NetworkColumns {
  /** Ends of each tube: x, y, x, y [um]. */
  readonly ends: readonly (readonly [number, number, number, number])[]
  /** Of the lumen as it is open [um]. */
  readonly radius: readonly number[]
  /** Size of the flow [um^3/min]; 0 where none flows. */
  readonly flow: readonly number[]
  /** Tips of sprouts: x, y [um] and the direction in which they go, of length 1 or 0. */
  readonly tips: readonly (readonly [number, number, number, number])[]
}

/** Fibres of the matrix in a plane of voxels, x fastest, lowest y first. */
export interface FibreColumns {
  readonly nx: number
  /** Edge of a voxel [um]. */
  readonly voxel: number
  /** Lower left corner of voxel (0, 0) [um]. */
  readonly origin: readonly [x: number, y: number]
  /** Main direction in the plane times the degree of alignment, 0 to 1. */
  readonly x: readonly number[]
  readonly y: readonly number[]
  /** Share of the volume [1]. */
  readonly density: readonly number[]
}

/** A family of substrates; decides the colour map. */
export type SubstrateClass = 'nutrient' | 'factor' | 'drug' | 'matrix' | 'other'

/** One field of one picture: a plane of voxels. */
export interface FieldSummary {
  readonly substrate: string
  readonly unit: string
  readonly class?: SubstrateClass
  /** Voxels along x and y. */
  readonly nx: number
  readonly ny: number
  /** Edge of a voxel [um]. */
  readonly voxel: number
  /** Lower left corner of voxel (0, 0) [um]. */
  readonly origin: readonly [x: number, y: number]
  /** [ny * nx], x fastest, lowest y first. */
  readonly values: readonly number[]
}

/** What the cells of a picture sense or carry. */
export interface CellSignal {
  readonly name: string
  readonly unit: string
  /** Of each cell of the picture; 0 in types that do not have it. */
  readonly values: readonly number[]
}

/** A picture of the tissue: one run at one time. */
export interface TissueSummary {
  readonly arm: string
  readonly replicate: number
  /** [min] */
  readonly time: number
  readonly cells: CellColumns
  readonly vessels: VesselColumns
  /** Where vessels live. */
  readonly network?: NetworkColumns
  /** Where the matrix has directions. */
  readonly fibres?: FibreColumns
  readonly fields: readonly FieldSummary[]
  /** What cells are coloured by, where the experiment asks for it. */
  readonly signal?: CellSignal
  /** How substrates fall with the distance from vessels, where an endpoint asks how deep they get. */
  readonly profiles?: readonly ProfileSummary[]
}

/** What a trial of organisms says beside what it says of their primary tissue. Plain data. */
export interface OrganismSummary {
  /** The tissues, the primary first. */
  readonly places: readonly OrganismPlace[]
  /** The end of the first replicate of each arm; one picture per arm and place. */
  readonly maps: readonly PlacePicture[]
  /** How many cells got how far, per arm; absent where nobody counts them. */
  readonly cascades?: readonly CascadeSummary[]
  /** Who seeded what, in the first replicate of each arm. */
  readonly seedings: readonly SeedingSummary[]
  /** Formula of the hazard of death with its numbers, where the model has one. */
  readonly hazard?: string
}

/** A tissue of an organism. */
export interface OrganismPlace {
  readonly name: string
  readonly domain: TrialSummary['domain']
}

/** What a place looked like at a time. */
export interface PlacePicture {
  readonly arm: string
  readonly place: string
  /** [min] */
  readonly time: number
  /** Live cells, and what it looked like; absent while no colony has begun in it. */
  readonly cells?: number
  /** Set where it was taken out, and nothing has come since. */
  readonly isVacant?: true
  readonly picture?: TissueSummary
}

/** Means of a substrate in classes of distance from vessels, one voxel wide. */
export interface ProfileSummary {
  readonly substrate: string
  readonly unit: string
  /** [um] */
  readonly distances: readonly number[]
  readonly values: readonly number[]
}

/** How a number is known. */
export type EvidenceKind = 'measured' | 'fitted' | 'assumed'

/** One parameter of the model. */
export interface ParameterSummary {
  /** Where it stands in the model file: "cell types.CD8.motility". */
  readonly path: string
  readonly name: string
  readonly value: number | string | boolean
  readonly unit: string
  /** Key into `TrialSummary.sources`. */
  readonly source?: string
  readonly kind: EvidenceKind
  readonly note?: string
  /** The model says nothing about it, so the default of its process stands. */
  readonly isDefault?: boolean
}

/** A rule or process of the model as a sentence. */
export interface MechanismSummary {
  /** Whose it is: a cell type, or "vessels". */
  readonly subject?: string
  readonly text: string
  /** Key into `TrialSummary.sources`. */
  readonly source?: string
  readonly kind: EvidenceKind
}

/** A reference. */
export interface SourceSummary {
  readonly key: string
  /** "doi:10...", an address, or the reference in words. */
  readonly text: string
  /** What was measured, in what. */
  readonly note?: string
}

/** Over which values of a parameter the difference of two arms keeps the direction that it has on average. */
export interface DirectionSummary {
  readonly sign: 'higher' | 'lower'
  /** Share of all points that have this direction [0-1]; the same for all parameters of an output. */
  readonly share: number
  /** Least and largest value of the parameter, in its unit, between which most points have it; absent: nowhere. */
  readonly from?: number
  readonly to?: number
  /** As the author wrote it; `times` for factors. */
  readonly unit: string
  /** Whether that is all that was tried. */
  readonly isWhole: boolean
}

/** How much an endpoint hangs on a parameter: shares of its variance, or the size of elementary effects. */
export interface SensitivitySummary {
  /** Of the difference of two arms: over which values of the parameter it keeps its direction. */
  readonly direction?: DirectionSummary
  readonly endpoint: string
  /** The arm whose endpoint it is; with `against` the difference of two; absent: of all runs. */
  readonly arm?: string
  readonly against?: string
  readonly parameter: string
  /** How the parameter is known; absent: as `TrialSummary.parameters` says of it. */
  readonly kind?: EvidenceKind
  /** First-order share of the variance [0-1]; of a screening mu*, the mean size of its effects, in the endpoint's unit. */
  readonly index: number
  readonly low?: number
  readonly high?: number
  /** Total-order share, with what the parameter does together with others [0-1]. */
  readonly total?: number
  readonly totalLow?: number
  readonly totalHigh?: number
  /** Of a screening: standard deviation of its effects, large where they hang on other parameters; in the endpoint's unit. */
  readonly sigma?: number
  /** Of a screening: mean of its effects with their signs; near 0 beside a large mu* where they go both ways. */
  readonly mu?: number
  /** Of a screening with replicates: the mu* that luck alone would give a number without any effect; same unit. */
  readonly luck?: number
  /** Share of the variance of a single run that its seed explains [0-1]; absent with one replicate. */
  readonly noise?: number
  /** What `low` and `high` are: `95 % CI, bootstrap over 512 samples`. */
  readonly interval?: string
  /** `Sobol indices, 512 x 8 runs`; `Morris screening, 20 trajectories`. */
  readonly method: string
}

/** What is needed to get the same numbers again. */
export interface ProvenanceSummary {
  readonly version: string
  readonly modelHash: string
  readonly planHash: string
  readonly seed: number
  /** run -> hash of its final state; of a large trial the first few, since `tables/runs` has them all. */
  readonly stateHashes: Readonly<Record<string, string>>
  readonly host: { readonly cores: number; readonly node: string }
  /** run -> wall time [s], of the same runs. */
  readonly wallTime: Readonly<Record<string, number>>
  /** Peak memory of the whole trial [MB]. */
  readonly peakMemory: number
  readonly command: string
}

/** Divisions and deaths of one arm, mean per replicate over the whole run. */
export interface EventCounts {
  readonly divisions: number
  readonly deaths: number
}

/** Everything the report, the figures and the terminal say about a trial. */
export interface TrialSummary {
  readonly question: string
  readonly title: string
  readonly model: { readonly title: string; readonly hash: string; readonly file: string }
  readonly arms: readonly ArmSummary[]
  /** Replicates per arm. */
  readonly replicates: number
  /** What `replicate` counts in tables and values of endpoints: replicates, or patients times replicates. */
  readonly subjects?: number
  readonly pairing: 'twins' | 'independent'
  readonly seed: number
  /** [min] */
  readonly duration: number
  readonly domain: {
    /** Edges [um, um, um]. */
    readonly size: readonly [number, number, number]
    /** Edge of a voxel [um]. */
    readonly voxel: number
    /** Lower corner [um, um, um]; absent: the domain is centred on zero. */
    readonly origin?: readonly [number, number, number]
  }
  /** Cells at the start, mean over the replicates of the control. */
  readonly initialCells: number
  readonly cellTypes: readonly CellTypeSummary[]
  readonly series: readonly SeriesSummary[]
  readonly endpoints: readonly EndpointSummary[]
  /** In the order of the question, the primary endpoint's first. */
  readonly effects: readonly EffectSummary[]
  readonly tissue: readonly TissueSummary[]
  /** Clones of the first replicate of each arm over time, where mutants found subclones. */
  readonly clones?: readonly CloneSummary[]
  /** All places of an organism, where the models have a body. */
  readonly organism?: OrganismSummary
  readonly parameters: readonly ParameterSummary[]
  readonly mechanisms?: readonly MechanismSummary[]
  /** Who acts on whom in the model. */
  readonly network?: InteractionGraph
  /** Statements of the literature that expectations of this trial show. */
  readonly claims?: readonly TrialClaim[]
  readonly sources: readonly SourceSummary[]
  readonly sensitivity?: readonly SensitivitySummary[]
  readonly design?: DesignSummary
  readonly runs?: RunsSummary
  readonly twins?: readonly TwinSummary[]
  readonly survival?: readonly SurvivalSummary[]
  readonly responses?: readonly ResponseSummary[]
  readonly synergy?: readonly SynergySummary[]
  readonly sweep?: readonly SweepSummary[]
  readonly biomarkers?: readonly BiomarkerSummary[]
  /** Expectations about more than the difference of two arms, and whether they came. */
  readonly relations?: readonly ExpectedOutcome[]
  readonly provenance: ProvenanceSummary
  /** What this trial cannot say, in plain words. */
  readonly limits: readonly string[]
  /** arm -> counts. */
  readonly events?: Readonly<Record<string, EventCounts>>
}

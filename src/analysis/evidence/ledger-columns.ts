/** Columns of the tables, in order. */
export const ledgerColumns = {
  claims: [
    'claim',
    'document',
    'sentence',
    'type',
    'statement',
    'citation',
    'mechanisms',
    'status',
    'carried by',
    'shown by',
    'note',
  ],
  entities: ['entity', 'name', 'kind', 'states', 'documents', 'mention', 'status', 'carried by', 'note'],
  documents: ['document', 'title', 'citation', 'read as'],
  mechanisms: ['mechanism', 'name', 'what it covers'],
  frozen: ['experiment', 'model', 'hash', 'frozen', 'note'],
  outcomes: [
    'experiment',
    'split',
    'expectation',
    'outcome',
    'statistic',
    'estimate',
    'low',
    'high',
    'unit',
    'replicates',
    'version',
    'date',
  ],
} as const

/** Whether an expectation came, when it was last computed. */
export interface OutcomeRow {
  readonly experiment: string
  /** `C`: numbers may have been tuned on the experiment; `V`: its model was frozen before it ran. */
  readonly split: string
  readonly expectation: string
  readonly outcome: string
  /** What was estimated: `difference`, `ratio`, `rho`. */
  readonly statistic: string
  readonly estimate: string
  readonly low: string
  readonly high: string
  readonly unit: string
  readonly replicates: string
  readonly version: string
  readonly date: string
}

/** The model of a validation trial, as it was before the trial ran. */
export interface FrozenRow {
  readonly experiment: string
  readonly model: string
  readonly hash: string
  readonly frozen: string
  readonly note: string
}

/**
 * The rules of PhysiCell's sample `rules_sample` as sentences, row by row: [cell type, sentence].
 * Numbers as in its table; "transform to" is `transition to`, "phagocytose" is `phagocytosis of`.
 */
export const PHYSICELL_SAMPLE_RULES: readonly (readonly [type: string, sentence: string])[] = [
  ['malignant epithelial cell', 'oxygen decreases necrosis to 0 1/min, half at 3.75 mmHg, hill 8'],
  ['malignant epithelial cell', 'oxygen increases cycle entry to 0.003333 1/min, half at 21.5 mmHg, hill 4'],
  ['malignant epithelial cell', 'pressure decreases cycle entry to 0 1/min, half at 1, hill 4'],
  [
    'malignant epithelial cell',
    'apoptotic increases apoptotic debris secretion to 0.017 1/min, half at 0.1, hill 10, also when dead',
  ],
  [
    'malignant epithelial cell',
    'necrotic increases necrotic debris secretion to 0.017 1/min, half at 0.1, hill 10, also when dead',
  ],
  ['malignant epithelial cell', 'oxygen decreases migration speed to 0 um/min, half at 5 mmHg, hill 4'],
  ['malignant epithelial cell', 'damage increases apoptosis to 0.1 1/min, half at 5, hill 8'],
  [
    'M0 macrophage',
    'necrotic debris increases transition to M1 macrophage to 0.05 1/min, half at 0.005, hill 4',
  ],
  ['M0 macrophage', 'apoptotic debris decreases migration speed to 0.1 um/min, half at 0.005, hill 4'],
  ['M0 macrophage', 'necrotic debris decreases migration speed to 0.1 um/min, half at 0.005, hill 4'],
  ['M0 macrophage', 'volume decreases phagocytosis of apoptotic cell to 0 1/min, half at 6000 um^3, hill 4'],
  ['M0 macrophage', 'volume decreases phagocytosis of necrotic cell to 0 1/min, half at 6000 um^3, hill 4'],
  ['M1 macrophage', 'oxygen decreases transition to M2 macrophage to 0.0001 1/min, half at 5 mmHg, hill 8'],
  ['M1 macrophage', 'apoptotic debris decreases migration speed to 0.1 um/min, half at 0.005, hill 4'],
  ['M1 macrophage', 'necrotic debris decreases migration speed to 0.1 um/min, half at 0.005, hill 4'],
  ['M1 macrophage', 'volume decreases phagocytosis of apoptotic cell to 0 1/min, half at 6000 um^3, hill 4'],
  ['M1 macrophage', 'volume decreases phagocytosis of necrotic cell to 0 1/min, half at 6000 um^3, hill 4'],
  ['M2 macrophage', 'apoptotic debris decreases migration speed to 0.1 um/min, half at 0.005, hill 4'],
  ['M2 macrophage', 'necrotic debris decreases migration speed to 0.1 um/min, half at 0.005, hill 4'],
  ['M2 macrophage', 'volume decreases phagocytosis of apoptotic cell to 0 1/min, half at 6000 um^3, hill 4'],
  ['M2 macrophage', 'volume decreases phagocytosis of necrotic cell to 0 1/min, half at 6000 um^3, hill 4'],
  [
    'effector T cell',
    'pro-inflammatory factor increases attack malignant epithelial cell to 0.01 1/min, half at 1, hill 4',
  ],
  [
    'effector T cell',
    'contact with malignant epithelial cell decreases migration speed to 0.01 um/min, half at 0.1, hill 10',
  ],
  ['effector T cell', 'pro-inflammatory factor increases migration speed to 1 um/min, half at 0.01, hill 4'],
  [
    'effector T cell',
    'anti-inflammatory factor increases transition to exhausted T cell to 0.001 1/min, half at 0.5, hill 4',
  ],
  [
    'exhausted T cell',
    'anti-inflammatory factor decreases migration speed to 0.001 um/min, half at 0.5, hill 4',
  ],
  [
    'exhausted T cell',
    'contact with malignant epithelial cell decreases migration speed to 0.01 um/min, half at 0.1, hill 10, also when dead',
  ],
]

const TYPES = [...new Set(PHYSICELL_SAMPLE_RULES.map(([type]) => type))]

const SUBSTRATES = [
  'apoptotic debris',
  'necrotic debris',
  'pro-inflammatory factor',
  'anti-inflammatory factor',
]

/** A model with the types, substrates and rules of the sample; only what the rules need is given. */
export function physicellSampleModel(): string {
  return [
    'format: 1',
    'title: rules of the sample',
    'domain: { size: [200 um, 200 um, 20 um], voxel: 20 um }',
    'time: { stop: 1 h, fields: 6 min, mechanics: 6 min, phenotype: 6 min }',
    'substrates:',
    '  oxygen: { unit: mmHg, diffusion: 100000 um^2/min, decay: 0.1 1/min }',
    ...SUBSTRATES.map((name) => `  ${name}: { unit: '1', diffusion: 1000 um^2/min, decay: 1 1/min }`),
    'cell types:',
    ...TYPES.flatMap((type) => [
      `  ${type}:`,
      '    rules:',
      ...PHYSICELL_SAMPLE_RULES.filter(([of]) => of === type).map(([, sentence]) => `      - ${sentence}`),
    ]),
  ].join('\n')
}

/** A kind of cell as people name it, and what stands in for it where a model does not have it. */
export interface CellConcept {
  readonly name: string
  /** Against a label after `normalisedLabel`. */
  readonly patterns: readonly RegExp[]
  /** Nearest kinds, the nearer first: offered, never chosen. */
  readonly near: readonly string[]
}

/**
 * In the order in which they are tried: what is said of a cell beside its lineage comes first (`CD3+CD4+FOXP3+` is a regulatory
 * cell). Markers as in common panels of multiplexed imaging of tumours.
 */
export const cellConcepts: readonly CellConcept[] = [
  {
    name: 'debris',
    patterns: [/\b(debris|artefact|artifact|background|out of focus|exclude|autofluorescen\w*)\b/],
    near: [],
  },
  {
    name: 'lymphatic',
    patterns: [/\blymphatic/, /\blyve1\b/, /\bpdpn\b/, /\bd2 40\b/],
    near: ['mural cell', 'endothelium'],
  },
  {
    name: 'endothelium',
    patterns: [
      /\bendotheli/,
      /\bcd31\b/,
      /\bpecam1\b/,
      /\bcd34\b/,
      /\bvessels?\b/,
      /\bvascular ec\b/,
      /\bvwf\b/,
    ],
    near: [],
  },
  {
    name: 'regulatory T cell',
    patterns: [/\bt ?reg\b/, /\bregulatory t\b/, /\bfoxp3\b/],
    near: ['CD4 T cell'],
  },
  {
    name: 'CD8 T cell',
    patterns: [/\bcd8a?\b/, /\bcytotoxic t\b/, /\bctl\b/, /\bcytotoxic cell\b/],
    near: ['CD4 T cell'],
  },
  {
    name: 'CD4 T cell',
    patterns: [/\bcd4\b/, /\bhelper t\b/, /\bt helper\b/, /\bth\d*\b/],
    near: ['CD8 T cell'],
  },
  {
    name: 'T cell',
    patterns: [/\bt cell\b/, /\bt lymphocyte\b/, /\bcd3[deg]?\b/],
    near: ['CD8 T cell', 'CD4 T cell'],
  },
  {
    name: 'natural killer cell',
    patterns: [/\bnk\b/, /\bnatural killer\b/, /\bcd56\b/, /\bncam1\b/],
    near: ['other immune cell'],
  },
  {
    name: 'plasma cell',
    patterns: [/\bplasma( cell)?\b/, /\bplasmablast\b/, /\bcd138\b/],
    near: ['B cell', 'other immune cell'],
  },
  {
    name: 'B cell',
    patterns: [/\bb cell\b/, /\bmature b\b/, /\bb lymphocyte\b/, /\bcd20\b/, /\bcd19\b/, /\bms4a1\b/],
    near: ['plasma cell', 'other immune cell'],
  },
  {
    name: 'dendritic cell',
    patterns: [/\bdendritic\b/, /\b[cpm]?(reg)?dc\b/, /\bcd11c\b/, /\bc?dc ?[i12]+\b/],
    near: ['other immune cell', 'macrophage'],
  },
  {
    name: 'suppressor cell',
    patterns: [/\bmdsc\b/, /\bmyeloid derived suppressor\b/],
    near: ['macrophage', 'monocyte', 'other immune cell'],
  },
  {
    name: 'M2 macrophage',
    patterns: [/\bm2\b/, /\bcd163\b/, /\bcd206\b/, /\bmrc1\b/, /\btam\b/, /\bspp1 macrophage\b/],
    near: ['macrophage', 'M1 macrophage'],
  },
  { name: 'M1 macrophage', patterns: [/\bm1\b/], near: ['macrophage', 'M2 macrophage'] },
  {
    name: 'macrophage',
    patterns: [/\bmacrophage\b/, /\bmac\b/, /\bmacs\b/, /\bcd68\b/, /\bkupffer\b/, /\bhistiocyte\b/],
    near: ['M1 macrophage', 'M2 macrophage', 'monocyte', 'myeloid'],
  },
  {
    name: 'monocyte',
    patterns: [/\bmonocyte\b/, /\bmono\b/, /\bcd14\b/],
    near: ['macrophage', 'other immune cell'],
  },
  {
    name: 'neutrophil',
    patterns: [/\bneutrophil\b/, /\bgranulocyte\b/, /\bcd66b\b/, /\bmpo\b/, /\bpmn\b/],
    near: ['other immune cell', 'suppressor cell'],
  },
  { name: 'mast cell', patterns: [/\bmast\b/, /\btryptase\b/], near: ['other immune cell'] },
  {
    name: 'myeloid',
    patterns: [/\bmyeloid\b/, /\bcd11b\b/],
    near: ['macrophage', 'monocyte', 'other immune cell'],
  },
  {
    name: 'mural cell',
    patterns: [
      /\bpericyte\b/,
      /\bmural\b/,
      /\bsmooth muscle\b/,
      /\bv?smc?\b/,
      /\benteric glial?\b/,
      /\bcd146\b/,
    ],
    near: ['fibroblast'],
  },
  {
    name: 'fibroblast',
    patterns: [
      /\b[im][a-z]*caf\b/,
      /\bcaf\b/,
      /\b(myo)?fibroblast\b/,
      /\bstroma\b/,
      /\bstromal\b/,
      /\bfap\b/,
      /\basma\b/,
      /\bvim(entin)?\b/,
      /\bcol1a1\b/,
      /\bstellate\b/,
    ],
    near: ['mural cell', 'mesenchymal stromal cell'],
  },
  {
    name: 'mesenchymal stromal cell',
    patterns: [/\bmsc\b/, /\bmesenchymal st(em|romal)\b/],
    near: ['fibroblast'],
  },
  {
    name: 'other immune cell',
    patterns: [/\bimmune\b/, /\bleu[kc]ocyte\b/, /\bcd45\b/, /\blymphocyte\b/, /\blymphoid\b/],
    near: [],
  },
  { name: 'hepatocyte', patterns: [/\bhepatocyte\b/], near: ['epithelium'] },
  {
    name: 'tumour',
    patterns: [
      /\btumour\b/,
      /\bmalignant\b/,
      /\bcancer\b/,
      /\bcarcinoma\b/,
      /\bneoplas\w*/,
      /\bmelanoma\b/,
      /\bglioma\b/,
      /\bpan ?ck\b/,
      /\b(pan ?)?cytokeratin\b/,
      /\bck\b/,
      /\bsox10\b/,
    ],
    near: ['epithelium'],
  },
  {
    name: 'epithelium',
    patterns: [
      /\bepitheli/,
      /\benterocyte\b/,
      /\bgoblet\b/,
      /\bepcam\b/,
      /\be ?cadherin\b/,
      /\bkeratinocyte\b/,
    ],
    near: ['tumour', 'hepatocyte'],
  },
]

/**
 * A label as it is compared: lower case, British, singular, words apart; markers that are negative (`CD4-`, `CD4neg`) are left
 * out, positive ones stand by themselves.
 */
export function normalisedLabel(label: string): string {
  return label
    .toLowerCase()
    .normalize('NFKC')
    .replace(/tumor/g, 'tumour')
    .replace(/α/g, 'a')
    .replace(/\b[a-z][a-z0-9]*(?:-(?=$|[,;/|+ ]|cd\d)|neg\b|\(-\))/g, ' ')
    .replace(/(\+|pos\b|hi\b|high\b|\(\+\))/g, ' ')
    .replace(/[^a-z0-9]+/g, ' ')
    .replace(
      /\b(cell|macrophage|monocyte|neutrophil|fibroblast|pericyte|hepatocyte|lymphocyte|granulocyte|leukocyte|leucocyte|caf|treg|tam|mdsc|msc|dc|tumour|cancer|enterocyte|nk|histiocyte)s\b/g,
      '$1',
    )
    .replace(/\s+/g, ' ')
    .trim()
}

/** The kind of cell that a label, or the name of a cell type, speaks of. */
export function conceptOf(label: string): CellConcept | undefined {
  const text = normalisedLabel(label)
  return cellConcepts.find(({ patterns }) => patterns.some((pattern) => pattern.test(text)))
}

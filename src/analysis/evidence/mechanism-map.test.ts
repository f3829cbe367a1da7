import { expect, test } from 'vitest'
import { mechanismsAt } from './mechanism-map.ts'

/* Where parts of an organism belong: by place, and for rules by what they change and read. Sections of tissues are seen in the shipped models. */

test.each([
  ['body.blood', 'M21'],
  ['dissemination.shear death', 'M21'],
  ['dissemination.clusters.share', 'M21'],
  ['dissemination.cloaking.binding', 'M22'],
  ['dissemination.ways.portal', 'M23'],
  ['dissemination.organs.liver.share of output', 'M23'],
  ['dissemination.organs.liver.arrest', 'M23'],
  ['dissemination.organs.liver.extravasation', 'M24'],
  ['dissemination.organs.liver.death of arrested cells', 'M21'],
  ['dissemination.organs.liver.death of solitary cells', 'M25'],
  ['dissemination.organs.liver.outgrowth', 'M25'],
  ['pools.monocytes.marrow.reserve', 'M27'],
  ['pools.monocytes.mobilised by.CCL2.half', 'M27'],
  ['pools.monocytes.mobilised by.CCL2.blocked by.antagonist', 'M28'],
  ['pools.monocytes.blocked by.antagonist', 'M28'],
  ['pools.monocytes.depletion.0.to share', 'M28'],
  ['factors.CCL2.half-life', 'M01'],
  ['factors.CCL2.neutralised by.antibody', 'M28'],
  ['factors.CCL2.given.0.rate', 'M29'],
  ['niches.lung.macrophages.drives.recruitment.rate', 'M26'],
  ['niches.lung.macrophages.drives.recruitment.blocked by.drug', 'M28'],
  ['niches.lung.macrophages.depletion.0.to share', 'M28'],
])('%s belongs to %s', (path, mechanism) => {
  expect(mechanismsAt(path.split('.'))).toEqual([mechanism])
})

test.each([
  ['NK cells in blood', 'NK killing', ['M03', 'M21', 'M27']],
  ['platelet cloak', 'death of arrested cells in lung', ['M03', 'M21', 'M22']],
  ['niche in lung', 'arrest in lung', ['M03', 'M23', 'M26']],
  ['macrophages in liver', 'extravasation in liver', ['M03', 'M24', 'M26']],
  ['EMT', 'initiation in liver', ['M03', 'M25']],
  ['EMT', 'death of dormant cells in liver', ['M03', 'M25']],
  ['time in blood', 'cluster share', ['M03', 'M21']],
  ['CCL2 in plasma', 'shear death', ['M03', 'M21', 'M01']],
  ['EGFR signalling', 'migration speed', ['M03', 'M07', 'M11']],
])('a rule by which %s changes %s', (signal, behaviour, mechanisms) => {
  expect(mechanismsAt(['cell types', 'tumour', 'rules', 0], { signal, behaviour })).toEqual(mechanisms)
})

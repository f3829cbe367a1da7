/** Models of many cells with networks inside, as text, for the scenes of network-scene.ts. */

/** Nodes of the cycling network; chosen: about as many as the loops of the shipped models have. */
export const CYCLING_NODES = 20

/** A square with room for 10^5 cells; steps as shipped models have them, though only networks are stepped. */
function head(title: string): readonly string[] {
  return [
    'format: 1',
    `title: ${title}`,
    'domain: { size: [4000 um, 4000 um, 20 um], voxel: 20 um }',
    'time: { stop: 30 day, fields: 6 min, mechanics: 6 min, phenotype: 6 min }',
  ]
}

function placed(type: string, cells: number): readonly string[] {
  return [
    'initial:',
    `  ${type}: { box: { low: [-2000 um, -2000 um, 0 um], high: [2000 um, 2000 um, 0 um], count: ${cells} } }`,
    '',
  ]
}

/**
 * Cells with three nodes that inhibit each other round and round, fifteen that follow one after the other, and two that become
 * each other. A trait that differs from cell to cell drives the first, so that no two cells are in step. No biology: a
 * network that never comes to rest.
 */
export function cyclingNetworks(cells: number): string {
  const edge = (text: string): string => `        - ${text} [assumed]`
  const ring = [0, 1, 2].map((k) => edge(`N${k} inhibits N${(k + 1) % 3}, half at 0.3, hill 8, tau 1 h`))
  const chain = Array.from({ length: CYCLING_NODES - 5 }, (_, k) =>
    edge(
      `N${k + 2} and vigour activate N${k + 3}, half at 0.4 and 1, hill ${k % 2 === 0 ? 2 : 4} and 1, tau 1 h`,
    ),
  )
  const starts = Array.from({ length: CYCLING_NODES - 2 }, (_, k) => {
    const basal = k < 3 ? ', basal: 1' : ''
    return `        N${k}: { start: ${k === 0 ? 1 : 0}${basal} }`
  })
  return [
    ...head('cycling networks'),
    'cell types:',
    '  cell:',
    '    traits: { vigour: { value: 1, spread: 0.3, min: 0.1 } }',
    '    network:',
    '      nodes:',
    ...starts,
    '        free: { start: 1 }',
    '      edges:',
    ...ring,
    edge('vigour inhibits N0, half at 2, hill 2'),
    ...chain,
    edge('free becomes bound at 1 1/h, by N5, half at 0.3, hill 2'),
    edge('bound becomes free at 0.5 1/h'),
    ...placed('cell', cells),
  ].join('\n')
}

/**
 * Cells with the network of the shipped colorectal tumour cell: chromosomes, STING with its inhibitor, NFkB2, interferon,
 * oxygen and the way to a mesenchymal state. Traits differ from cell to cell. The text stands in the folder of the models.
 */
export function tumourNetworks(cells: number): string {
  return [
    ...head('networks of tumour cells'),
    'include: [library/sting, library/sting-interferon, library/sting-inhibitor, library/hif]',
    'cell types:',
    '  tumour:',
    '    traits: { MIIP: { spread: 0.3 }, CIN: { spread: 0.3 } }',
    ...placed('tumour', cells),
  ].join('\n')
}

/** Nodes in each of the three chains of the Boolean network. Chosen: 30 nodes in all, about as many as published cell fates have. */
const CHAIN = 10

/**
 * Cells with a Boolean network of three chains whose ends shut each other off and whose beginnings start again: fates that
 * compete, and never rest. Each node flips about once an hour. No biology.
 */
export function booleanNetworks(cells: number): string {
  const chains = ['A', 'B', 'C']
  const nodes = chains.flatMap((chain, c) => {
    const rivals = chains.filter((other) => other !== chain).map((other) => `not ${other}${CHAIN - 1}`)
    return Array.from({ length: CHAIN }, (_, k) => {
      const before = `${chain}${k - 1}`
      const beside = `${chains[(c + 1) % chains.length]}${k}`
      if (k === 0) return `        ${chain}0: { logic: not ${chain}${CHAIN - 1}, start: 0.5 }`
      const logic =
        k === CHAIN - 1 ? [before, ...rivals].join(' and ') : `${before} and (not ${beside} or ${chain}0)`
      return `        ${chain}${k}: { logic: ${logic}, start: 0.5 }`
    })
  })
  return [
    ...head('boolean networks'),
    'cell types:',
    '  cell:',
    '    boolean network:',
    '      nodes:',
    ...nodes,
    ...placed('cell', cells),
  ].join('\n')
}

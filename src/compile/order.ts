import { circulationProcess } from '../processes/circulation/index.ts'
import { bindingProcess } from '../processes/binding/index.ts'
import { booleanProcess } from '../processes/boolean/index.ts'
import { exchangeProcess } from '../processes/exchange/index.ts'
import { cycleProcess } from '../processes/cycle/index.ts'
import { clonesProcess } from '../processes/clones/index.ts'
import { displacementProcess } from '../processes/displacement/index.ts'
import { disseminationProcess } from '../processes/dissemination/index.ts'
import { deathProcess } from '../processes/death/index.ts'
import { factorsProcess } from '../processes/factors/index.ts'
import { fateProcess } from '../processes/fate/index.ts'
import { hierarchyProcess } from '../processes/hierarchy/index.ts'
import { interactionProcess } from '../processes/interaction/index.ts'
import { interventionProcess } from '../processes/intervention/index.ts'
import { ledgerProcess } from '../processes/ledger/index.ts'
import { lymphNodeProcess } from '../processes/lymph-node/index.ts'
import { matrixProcess } from '../processes/matrix/index.ts'
import { mechanicsProcess } from '../processes/mechanics/index.ts'
import { membraneProcess } from '../processes/membrane/index.ts'
import { metabolismProcess } from '../processes/metabolism/index.ts'
import { motilityProcess } from '../processes/motility/index.ts'
import { networkProcess } from '../processes/network/index.ts'
import { nichesProcess } from '../processes/niches/index.ts'
import { passageProcess } from '../processes/passage/index.ts'
import { poolsProcess } from '../processes/pools/index.ts'
import { reactionsProcess } from '../processes/reactions/index.ts'
import { rulesProcess } from '../processes/rules/index.ts'
import { sensingProcess } from '../processes/sensing/index.ts'
import { therapyProcess } from '../processes/therapy/index.ts'
import { transportProcess } from '../processes/transport/index.ts'
import { vasculatureProcess } from '../processes/vasculature/index.ts'
import { vesselNetworkProcess } from '../processes/vessel-network/index.ts'
import { volumeProcess } from '../processes/volume/index.ts'
import { vesiclesProcess } from '../processes/vesicles/index.ts'
import type { AnyProcess } from './any-process.ts'

/**
 * The built-in processes. Within a phase, activities run in this order, and so do population hooks in commit:
 * - interventions: vessels are tied, drugs given, types depleted, then passages, then ablations and injections; none of them reads another;
 * - sources: steps are chosen, then cells, vessels and reactions state what they take and give: all add to one loss and gain;
 * - fields: substances spread, then cells (exchange, then metabolism and binding: all add to one loss and gain, and lactate is made of
 *   the glucose that the step took) and vessels give and take; then what bound and turned each other in the medium is booked (or, under lod,
 *   they do), then matrix takes what is left of them; then what vesicles brought is counted;
 * - forces: pairs, walls and springs, then a cell's own motion, then membranes; these also have the last word on where cells
 *   moved and, in commit, on where the cycle put daughters;
 * - sensing: what is bound to a cell and what is around it, then what its receptors make of it, and how far it has come;
 * - response: networks, then rules, which read what the networks have come to (a rule never drives a network), then the release
 *   of vesicles that follows from rules;
 * - growth: matrix, by cells as large as they were in this step, then volume, damage, then the reach that follows from size;
 * - decisions: change of type, death, cycle (a cell that dies does not divide), then the hierarchy (who becomes a stem cell cycles
 *   from the next step on), arrivals, then who leaves through vessels, then through lymphatics (who goes already does not go twice);
 *   last, vessels that live change and their flow is solved, so that until then everyone sees the same vessels, and afterwards none
 *   that carry what they no longer carry;
 * - in the blood of an organism: dissemination decides last, by what pools, factors and niches are now; at a meeting it takes up who left tissues,
 *   and after the blood's tick it settles who got out of the blood;
 * - commit: pairs first (ingestion, attacks, springs), then passages, which take away and move whoever is left, then what
 *   single cells asked for; at a division traits drift and mutate before clones look who mutated;
 * - meetings of an organism: drugs are in the blood as in the host, then factors have come from tissues, pools of cells follow from
 *   both, and organs from all of these.
 */
export const standardProcesses: readonly AnyProcess[] = [
  transportProcess,
  exchangeProcess,
  metabolismProcess,
  bindingProcess,
  vasculatureProcess,
  sensingProcess,
  therapyProcess,
  reactionsProcess,
  matrixProcess,
  displacementProcess,
  networkProcess,
  booleanProcess,
  rulesProcess,
  vesiclesProcess,
  volumeProcess,
  interactionProcess,
  mechanicsProcess,
  motilityProcess,
  fateProcess,
  deathProcess,
  cycleProcess,
  hierarchyProcess,
  membraneProcess,
  clonesProcess,
  passageProcess,
  interventionProcess,
  circulationProcess,
  lymphNodeProcess,
  disseminationProcess,
  vesselNetworkProcess,
  ledgerProcess,
  factorsProcess,
  poolsProcess,
  nichesProcess,
]

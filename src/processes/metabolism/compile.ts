import { LIFE_STATES } from '../../engine/columns.ts'
import type { BehaviourDeclaration, CompileContext, SignalDeclaration, Usage } from '../../engine/process.ts'
import { meanDeclaration } from '../../engine/source-columns.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { substrateUnit, unitDimension } from '../../model/substrate-unit.ts'
import { dimensionOf, sameDimension } from '../../units/dimension.ts'
import { type Acidity, type Metabolism, aciditySection, metabolismSection } from './schema.ts'

/**
 * Oxygen dissolved in tissue per partial pressure [nM/mmHg]. Chosen: as of water and plasma at 37 degrees; diffusion constants D and K of a
 * rat carcinosarcoma (Grote and others 1977) give 1060.
 */
export const OXYGEN_SOLUBILITY = 1300
/** Carbon dioxide dissolved in plasma at 37 degrees per partial pressure [nM/mmHg]; 0.0307 mM/mmHg, the textbook value. */
export const CARBON_DIOXIDE_SOLUBILITY = 30_700

export const OXYGEN = 'oxygen'
export const GLUCOSE = 'glucose'
export const LACTATE = 'lactate'
export const OXYGEN_FACTOR = 'oxygen consumption'
export const GLUCOSE_FACTOR = 'glucose consumption'
export const POOL = 'metabolism.lactate'
export const YIELDS = 'metabolism.yields'
/** The table of pH: bicarbonate [nM], dissolved carbon dioxide [nM], floor, lactate and buffer by their index (-1: none). */
export const ACIDITY = 'acidity.constants'

const MMHG = dimensionOf({ pressure: 1 })

/** What one type takes up of one substrate: at most [unit um^3/min] per cell of resting volume. */
interface TypeUptake {
  readonly most: number
  readonly half: number
}

export interface CompiledAcidity {
  readonly lactate: string
  readonly buffer: string | undefined
  /** [nM] */
  readonly bicarbonate: number
  readonly dissolved: number
  readonly floor: number
}

export interface MetabolismTables {
  /** By type; absent where no type takes it up. */
  readonly oxygen: readonly TypeUptake[] | undefined
  readonly glucose: readonly TypeUptake[] | undefined
  readonly hasLactate: boolean
  /** Columns of signals in use. */
  readonly glycolysis: string | undefined
  readonly atp: string | undefined
  readonly ph: string | undefined
  readonly acidity: CompiledAcidity | undefined
}

const SIGNALS = { atp: 'ATP', glycolysis: 'glycolysis', ph: 'pH' } as const

function metabolisms(model: ModelData): readonly (Metabolism | undefined)[] {
  return model.cellTypes.map((type) => sectionOf(type, metabolismSection))
}

/** True when some type of the model has a metabolism. */
function isMetabolic(model: ModelData): boolean {
  return metabolisms(model).some((section) => section !== undefined)
}

/** The factors on uptake, in models whose cells have a metabolism; the dead take nothing up. */
export function metabolismBehaviours(model: ModelData): readonly BehaviourDeclaration[] {
  if (!isMetabolic(model)) return []
  const sections = metabolisms(model)
  return ([OXYGEN, GLUCOSE] as const).map((what) => ({
    name: `${what} consumption`,
    unit: '1',
    doc: `uptake of ${what} by metabolism, relative to what the type says`,
    base: sections.map((section) => (section?.[what] === undefined ? 0 : 1)),
    whenDead: 0,
  }))
}

/** Energy where cells have a metabolism, pH where the model has acidity. */
export function metabolismSignals(model: ModelData): readonly SignalDeclaration[] {
  const of = (name: string, doc: string) => ({ name, unit: '1', doc, column: `signal/${name}` })
  return [
    ...(isMetabolic(model)
      ? [
          of(SIGNALS.atp, 'ATP that the cell makes of glucose and oxygen, relative to its demand'),
          of(SIGNALS.glycolysis, 'uptake of glucose by metabolism, relative to the greatest with oxygen'),
        ]
      : []),
    ...(sectionOf(model, aciditySection) === undefined ? [] : [of(SIGNALS.ph, 'pH around the cell')]),
  ]
}

/** Lays out what cells take up and make; undefined without metabolism and acidity. */
export function compileMetabolism(
  model: ModelData,
  context: CompileContext,
  usage: Usage,
): MetabolismTables | undefined {
  const acidity = sectionOf(model, aciditySection)
  if (!isMetabolic(model) && acidity === undefined) return undefined
  const oxygen = uptakeOf(model, OXYGEN)
  const glucose = uptakeOf(model, GLUCOSE)
  const hasLactate =
    glucose !== undefined && metabolisms(model).some((section) => section?.lactate !== undefined)
  if (hasLactate) declareLactate(context)
  if (oxygen !== undefined || glucose !== undefined) declareTables(model, context)
  const column = (name: string): string | undefined => declareSignal(name, context, usage)
  return {
    oxygen,
    glucose,
    hasLactate,
    glycolysis: column(SIGNALS.glycolysis),
    atp: column(SIGNALS.atp),
    ph: column(SIGNALS.ph),
    acidity: acidity === undefined ? undefined : compileAcidity(acidity, context),
  }
}

function declareSignal(name: string, context: CompileContext, usage: Usage): string | undefined {
  if (!usage.signals.has(name)) return undefined
  const column = `signal/${name}`
  context.column({ name: column, group: 'cell', type: 'f64', unit: '1', doc: `signal ${name}` })
  return column
}

function uptakeOf(model: ModelData, what: 'oxygen' | 'glucose'): readonly TypeUptake[] | undefined {
  const per = perUnit(model, what)
  const uptakes = metabolisms(model).map((section) => {
    const entry = section?.[what]
    return entry === undefined
      ? { most: 0, half: 0 }
      : { most: entry.most.value / per, half: entry.half.value }
  })
  return uptakes.some(({ half }) => half > 0) ? uptakes : undefined
}

/** Amount per volume [nM] of one unit of a substrate: its solubility where it is a partial pressure. */
function perUnit(model: ModelData, name: string): number {
  const dimension = unitDimension(substrateUnit(model, name) ?? '')
  return dimension !== undefined && sameDimension(dimension, MMHG) ? OXYGEN_SOLUBILITY : 1
}

function declareLactate(context: CompileContext): void {
  const column = { group: 'voxel', type: 'f64' } as const
  context.column(meanDeclaration(GLUCOSE))
  context.column({ ...column, name: POOL, unit: 'nM', doc: 'lactate made and not yet in the field' })
  context.column({
    ...column,
    name: YIELDS,
    unit: '1/min',
    doc: 'loss of glucose times lactate per glucose',
    isScratch: true,
  })
}

/** Tables by class of a process that are written where resting volumes are known: each time the memory is laid out. */
export const SCRATCH_TABLES = [
  'metabolism.oxygenRates',
  'metabolism.oxygenHalves',
  'metabolism.glucoseRates',
  'metabolism.glucoseHalves',
] as const

function declareTables(model: ModelData, context: CompileContext): void {
  const width = LIFE_STATES * model.cellTypes.length
  for (const name of SCRATCH_TABLES) {
    const doc = 'uptake by class, written each time the memory is laid out'
    context.column({ name, group: 'table', type: 'f64', unit: '1', width, doc, isScratch: true })
  }
  const sections = metabolisms(model)
  const byClass = (name: string, of: (section: Metabolism | undefined) => number): void => {
    const row = sections.map(of)
    context.table(name, 'f64', Array.from({ length: LIFE_STATES }, () => row).flat())
  }
  byClass('metabolism.pasteurs', (section) => section?.lactate?.pasteur.value ?? 1)
  byClass('metabolism.lactates', (section) => section?.lactate?.['per glucose'].value ?? -1)
  byClass('metabolism.fromGlucose', (section) => energyShares(section).glucose)
  byClass('metabolism.fromOxygen', (section) => energyShares(section).oxygen)
}

/** ATP per glycolytic glucose and per oxygen where an author says nothing; the defaults of the schema. */
const PER_GLUCOSE = 2
const PER_OXYGEN = 5

/** ATP of each source at its greatest, relative to demand. */
function energyShares(section: Metabolism | undefined): {
  readonly glucose: number
  readonly oxygen: number
} {
  const { energy } = section ?? {}
  const glucose = (energy?.['per glucose'].value ?? PER_GLUCOSE) * (section?.glucose?.most.value ?? 0)
  const oxygen = (energy?.['per oxygen'].value ?? PER_OXYGEN) * (section?.oxygen?.most.value ?? 0)
  const demand = energy?.demand?.value ?? glucose + oxygen
  return demand > 0 ? { glucose: glucose / demand, oxygen: oxygen / demand } : { glucose: 0, oxygen: 0 }
}

function compileAcidity(acidity: Acidity, context: CompileContext): CompiledAcidity {
  const { lactate, buffer } = acidity
  const bicarbonate = acidity.bicarbonate.value
  const dissolved = acidity['carbon dioxide'].value * CARBON_DIOXIDE_SOLUBILITY
  const floor = acidity.floor.value
  const indices = [lactate, buffer ?? ''].map((name) => context.substrates.indexOf(name))
  context.table(ACIDITY, 'f64', [bicarbonate, dissolved, floor, ...indices])
  return { lactate, buffer, bicarbonate, dissolved, floor }
}

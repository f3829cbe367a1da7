import type { Model } from '../compile/model.ts'
import { LIVE } from '../engine/columns.ts'
import type { World } from '../engine/world.ts'
import { specialFunctions } from '../kernels/special.ts'
import { type NamedSections, sectionOf } from '../model/assemble.ts'
import type { Provenance } from '../model/kit.ts'
import { booleanSection } from '../processes/boolean/schema.ts'
import { edgeValue } from '../processes/network/kernels.ts'
import { planEdge } from '../processes/network/plan.ts'
import { networkSection } from '../processes/network/schema.ts'
import { writeEdge } from '../processes/network/sentence.ts'
import { hillResponse } from '../processes/rules/kernels.ts'
import { rulesSection } from '../processes/rules/schema.ts'
import { writeRule } from '../processes/rules/sentence.ts'
import { writeQuantity } from '../units/quantity.ts'

/** A sentence of a cell's type, and what it does in the cell now. */
export interface CellRule {
  /** As an author writes it. */
  readonly text: string
  /** How far it is open now, 0 to 1. */
  readonly response: number
  /** What it reads, now. */
  readonly signal: number
  readonly unit?: string
  /** Key among the model's sources. */
  readonly source?: string
  /** How well its numbers are known. */
  readonly kind?: Provenance['kind']
}

/** Rules of what is done where the cell is, edges and inputs of its type with what each does in it now, the strongest first. */
export function cellRules(world: World, model: Model, slot: number): readonly CellRule[] {
  const type = model.data.cellTypes[world.cells.type[slot] ?? 0]
  if (type === undefined) return []
  const all = [...rulesIn(world, type, slot), ...edgesIn(world, type, slot), ...inputsIn(world, type, slot)]
  return all.toSorted((a, b) => b.response - a.response)
}

function rulesIn(world: World, type: NamedSections, slot: number): readonly CellRule[] {
  const isDead = world.cells.state[slot] !== LIVE
  const special = specialFunctions(world.kernels)
  const here = sectionOf(type, rulesSection).filter(
    ({ behaviour }) => !world.program.elsewhere.has(behaviour),
  )
  return here.map((rule) => {
    const signal = valueOf(world, rule.signal, slot)
    const row = {
      signal,
      half: rule.half.value,
      hill: rule.hill.value,
      alsoWhenDead: rule.alsoWhenDead,
    }
    const response = hillResponse([row], isDead, special)
    return { text: writeRule(rule), response, ...reading(world, rule.signal, signal), ...known(rule) }
  })
}

/** What an edge sees of its inputs, its strength aside; that of a delayed edge is on its way. */
function edgesIn(world: World, type: NamedSections, slot: number): readonly CellRule[] {
  const special = specialFunctions(world.kernels)
  return (sectionOf(type, networkSection)?.edges ?? []).map((edge) => {
    const names = edge.inputs.map(({ name }) => name)
    const levels = Float64Array.from(names, (name) => valueOf(world, name, slot))
    const planned = planEdge(edge, 1, (name) => names.indexOf(name))
    const first = edge.inputs[0]?.name ?? edge.from ?? ''
    return {
      text: writeEdge(edge),
      response: edgeValue(planned, levels, special),
      ...reading(world, first, levels[0] ?? valueOf(world, first, slot)),
      ...known(edge),
    }
  })
}

function inputsIn(world: World, type: NamedSections, slot: number): readonly CellRule[] {
  return Object.entries(sectionOf(type, booleanSection)?.inputs ?? {}).map(([node, input]) => {
    const signal = valueOf(world, input.signal, slot)
    const isOn = input.isAbove ? signal > input.level.value : signal < input.level.value
    const side = input.isAbove ? 'above' : 'below'
    return {
      text: `${node}: ${input.signal} ${side} ${writeQuantity(input.level.value, input.level.unit)}`,
      response: isOn ? 1 : 0,
      ...reading(world, input.signal, signal),
      ...known(input),
    }
  })
}

function valueOf(world: World, name: string, slot: number): number {
  const column = world.program.signals.get(name)?.column ?? world.program.offered.get(name)?.column
  return column === undefined || !world.has(column) ? 0 : (world.f64(column)[slot] ?? 0)
}

function reading(world: World, name: string, signal: number): Pick<CellRule, 'signal' | 'unit'> {
  const unit = world.program.offered.get(name)?.unit
  return { signal, ...(unit === undefined ? {} : { unit }) }
}

function known({ provenance }: { readonly provenance: Provenance }): Pick<CellRule, 'source' | 'kind'> {
  const { key, kind } = provenance
  return { kind, ...(key === undefined ? {} : { source: key }) }
}

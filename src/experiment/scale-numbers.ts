import type { Message, Position } from '../model/issue.ts'
import type { Located, LocatedMap } from '../model/located.ts'
import { badFactor, notANumber, scalesNothing } from '../model/messages-experiment.ts'
import { unknownKey } from '../model/messages.ts'
import { splitSource, writeSource } from '../model/provenance.ts'
import { dimensionless, sameDimension } from '../units/dimension.ts'
import { parseQuantity } from '../units/quantity.ts'
import type { ArmChange, ScaleChange } from './arm.ts'
import { type Layer, mapAt } from './arm-layer.ts'
import { hostModel } from './host-model.ts'
import { type FoundNumber, type ModelNumber, numberAt } from './model-numbers.ts'
import { setPath } from './set-path.ts'

const SCALES = {
  scale: {
    example: '0.5',
    hint: 'write paths and factors, for example { cell types.tumour.cycle.rate: 0.5 }',
  },
  'knock down': {
    example: '90 %',
    hint: 'write paths and shares that are lost, for example { cell types.tumour.exchange.IL-10.export: 90 % }',
  },
  overexpress: {
    example: '3 times',
    hint: 'write paths and factors, for example { cell types.tumour.exchange.IL-10.export: 3 times }',
  },
} as const

type ScaleKind = ScaleChange['kind']

/** Multiplies numbers, the last thing that happens to the document. */
export function applyScales(
  root: LocatedMap,
  layers: readonly Layer[],
): { readonly root: LocatedMap; readonly changes: readonly ArmChange[] } {
  const kinds = Object.keys(SCALES) as ScaleKind[] // keys of a constant
  const asked = layers.flatMap((layer) =>
    kinds.flatMap((kind) =>
      [...mapAt(layer, kind, SCALES[kind].hint)].map(([path, entry]) => ({ layer, kind, path, ...entry })),
    ),
  )
  let result = root
  const changes: ArmChange[] = []
  for (const { layer, kind, path, key, node } of asked) {
    const report = (message: Message, position: Position): void =>
      void layer.issues.push({ ...message, path: [...layer.path, kind, path], position })
    const factor = factorOf(kind, node)
    if (typeof factor !== 'number') {
      report(factor, node.position)
      continue
    }
    const data = hostModel(result, layer.options)
    // A document with mistakes has no numbers; they are reported when it is read.
    if (data === undefined) continue
    const found = numberAt(data, path)
    if (found.kind !== 'number') {
      const mistake = missingNumber(found, path, key)
      report(mistake.message, mistake.position)
      continue
    }
    if (found.number.value === 0) report(scalesNothing(path), key)
    changes.push({ kind, path, factor, from: found.number })
    result = setPath(result, {
      path,
      value: scaledNode(found.number, factor, node),
      place: key,
      creates: true,
      report,
    })
  }
  return { root: result, changes }
}

function scaledNode(
  { value, unit, isCount, provenance }: ModelNumber,
  factor: number,
  { position }: Located,
): Located {
  if (isCount) {
    const count = Math.round(value * factor)
    return { kind: 'scalar', value: count, text: String(count), position }
  }
  const source = provenance === undefined ? '' : ` ${writeSource(provenance)}`
  const text = `${value * factor}${unit === '' ? '' : ` ${unit}`}${source}`
  return { kind: 'scalar', value: text, text, position }
}

function factorOf(kind: ScaleKind, node: Located): number | Message {
  const { example } = SCALES[kind]
  const text = node.kind === 'scalar' ? splitSource(node.text).body : ''
  const parsed = parseQuantity(kind === 'knock down' ? text : text.replace(/\s*\btimes\s*$/, ''))
  if (!parsed.ok || !sameDimension(parsed.unit.dimension, dimensionless))
    return badFactor(kind, text, example)
  const share = parsed.canonical
  if (kind === 'knock down') return share > 0 && share <= 1 ? 1 - share : badFactor(kind, text, example)
  return share >= (kind === 'overexpress' ? 1 : 0) ? share : badFactor(kind, text, example)
}

/** Says where a path stops making sense, and what there is instead. */
export function missingNumber(
  found: Exclude<FoundNumber, { readonly kind: 'number' }>,
  path: string,
  place: Position,
): { readonly message: Message; readonly position: Position } {
  if (found.kind === 'other') return { message: notANumber(path, found.below), position: place }
  const keys = path.split('.')
  const key = keys[found.depth] ?? ''
  const offset = keys.slice(0, found.depth).join('.').length + (found.depth === 0 ? 0 : 1)
  return {
    message: unknownKey(key, found.keys),
    position: { ...place, column: place.column + offset, length: Math.max(1, key.length) },
  }
}

import type { ColumnDeclaration } from './columns.ts'
import type { CompileContext, SignalDeclaration, Usage } from './process.ts'
import type { World } from './world.ts'

/*
 * What is known of a body as a whole: levels of factors and drugs in plasma, cells of the blood and its marrow, the state of
 * organs. Each is a world column of the blood with one number, named for what it is: `level/CCL2 in plasma`, `level/monocytes
 * in blood`, `level/niche in lung`. Whoever offers a name writes its column at each meeting; others, rows of the blood and
 * measures among them, read it by that name.
 */

/** Prefix of columns of the blood with one number about the body; what follows is the name of signal and measure. */
export const LEVEL_PREFIX = 'level/'
/** Prefix of columns of all tissues and of the blood: a type's cells in the blood, relative to normal, of which vessels let in as many. */
export const SUPPLY_PREFIX = 'supply/'
/** Prefix of columns of all tissues and of the blood with free levels in plasma, of drugs and of factors. */
export const PLASMA_PREFIX = 'plasma/'

/** A number about the body that rows of the blood may sense. */
export interface Level {
  readonly name: string
  readonly unit: string
  readonly doc: string
  /** At rest. */
  readonly initial: number
}

/** Declares the columns of levels, with those of the signals that somebody reads; returns the signals in use. */
export function declareLevels(
  levels: readonly Level[],
  context: CompileContext,
  usage: Usage,
): readonly string[] {
  for (const { name, unit, doc, initial } of levels)
    context.column({ name: LEVEL_PREFIX + name, group: 'world', type: 'f64', unit, doc, initial })
  const used = levels.filter(({ name }) => usage.signals.has(name))
  for (const { name, unit, doc } of used)
    context.column({ name: signalColumn(name), group: 'cell', type: 'f64', unit, doc })
  return used.map(({ name }) => name)
}

/** A column that all tissues of a body have as its blood does. */
export function systemicColumn(
  name: string,
  { unit, doc, initial }: Pick<Level, 'unit' | 'doc' | 'initial'>,
): ColumnDeclaration {
  return { name, group: 'world', type: 'f64', unit, doc, initial, isSystemic: true }
}

/** Signals of rows of the blood that say these levels. */
export function levelSignals(levels: readonly Level[]): readonly SignalDeclaration[] {
  return levels.map(({ name, unit, doc }) => ({ name, unit, doc, column: signalColumn(name) }))
}

function signalColumn(name: string): string {
  return `signal/${name}`
}

/** Binds the signals of rows of the blood: each senses what holds of the body. */
export function bindLevels(world: World, names: readonly string[]): () => void {
  const calls = names.map((name) => ({
    level: world.f64(LEVEL_PREFIX + name),
    column: world.pointer(signalColumn(name)),
  }))
  return () => {
    for (const { level, column } of calls)
      world.pool.run('sensing_constant', [column, level[0] ?? 0], world.count)
  }
}

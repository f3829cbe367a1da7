import type { ColumnDeclaration } from '../../engine/columns.ts'
import { defineProcess } from '../../engine/process.ts'
import { type VolumeTables, compileVolume } from './compile.ts'
import { volumeSection } from './schema.ts'
import { bindVolume, carryTargets, volumeHooks } from './step.ts'

const column = (name: string, doc: string, unit = 'um^3'): ColumnDeclaration => ({
  name: `volume.${name}`,
  group: 'cell',
  type: 'f64',
  unit,
  doc,
  divide: unit === '1' ? 'copy' : 'half',
})

const columns: readonly ColumnDeclaration[] = [
  column('fluid', 'fluid of cytoplasm and nucleus'),
  column('nuclearSolid', 'solids of the nucleus'),
  column('cytoplasmicSolid', 'solids of the cytoplasm'),
  column('nuclear', 'volume of the nucleus with its fluid'),
  column(
    'nuclearSolidTarget',
    'what nuclear solids strive for; cycle doubles it, division halves it, death clears it',
  ),
  column('calcified', 'share of the cell that is calcified', '1'),
]

/** Volume of cells: fluid and solids that follow their targets through growth, division and death. */
export const volumeProcess = defineProcess<VolumeTables>({
  name: 'volume',
  doc: 'fluid and solid volume of cells through growth, division and death',
  sections: [volumeSection],
  signals: () => [{ name: 'volume', unit: 'um^3', doc: 'total volume of the cell', column: 'cell.volume' }],
  compile: (model, context) => {
    for (const declaration of columns) context.column(declaration)
    return compileVolume(model, context)
  },
  activities: [{ name: 'volume', phase: 'growth', bind: bindVolume }],
  hooks: volumeHooks,
  carry: carryTargets,
})

import type { Infer, Section } from '../../model/kit.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { map } from '../../model/schema.ts'

const markers = map(
  undefined,
  quantity({
    unit: '1',
    min: 0,
    doc: 'surface expression, relative to a reference cell whose expression counts as 1',
  }),
  { doc: 'surface markers that touching cells feel, by name', default: {} },
)

/** `cell types.<name>.markers` */
export const markersSection: Section<Infer<typeof markers>> = {
  place: 'cell type',
  key: 'markers',
  schema: markers,
}

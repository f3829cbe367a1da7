import type { SceneLayer } from '../../src/browser.ts'
import { fibreLayer } from './fibre-layer.ts'
import { fieldLayer } from './field-layer.ts'
import type { Drawer, Drawing, Layer } from './layer.ts'
import { membraneLayer, vesselLayer } from './shape-layers.ts'

/** One drawer per kind of layer: a model that declares a new kind needs one more line here. */
const DRAWERS: { readonly [Kind in SceneLayer['kind']]: Drawer<Kind> } = {
  field: fieldLayer,
  vessels: vesselLayer,
  fibres: fibreLayer,
  membrane: membraneLayer,
}

/** The drawing of one layer of a scene. */
export function drawLayer(layer: SceneLayer, drawing: Drawing): Layer {
  // The table pairs each kind with its own drawer, which the index alone does not tell the compiler.
  return (DRAWERS[layer.kind] as Drawer<SceneLayer['kind']>)(layer, drawing)
}

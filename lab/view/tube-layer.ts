import { Mesh } from 'three'
import {
  type Frame,
  TIP_NUMBERS,
  TUBE_NUMBERS,
  flowShare,
  vesselLumen,
  vesselWall,
} from '../../src/browser.ts'
import { inOrder } from './cell-layers.ts'
import { fieldMap } from './field-map.ts'
import { type Drawing, type Layer, type Shown, Squares, colourVector, shaderMaterial } from './layer.ts'
import { PERFUSED, TIED_VESSEL, TIP_COLOUR } from './shape-colours.ts'
import type { Scales } from './scales.ts'
import { FLAT_TUBE_FRAGMENT, SPATIAL_TUBE_FRAGMENT, TUBE_VERTEX } from './tube-shaders.ts'
import type { ViewOptions } from './view-options.ts'

/** Bits of a look. */
const HOLLOW = 1
const HEAD = 2
const LUMEN = 4
/** Length and half of the width of the head of a sprout [um]. Chosen: of the size of the cell that it is. */
const HEAD_LENGTH = 16
const HEAD_WIDTH = 7
/** Part of the way from mark to mark that marks go with each picture of a run that moves. Chosen: seen to move, and which way. */
const PACE = 0.06

/** The vessels of a network as tubes, as wide as they are open; hollow and dashed where no blood flows; tips as heads of arrows. */
export function tubeLayer(drawing: Drawing): Layer {
  const squares = new Squares(2)
  const phase = { value: -1 }
  const material = shaderMaterial(drawing, {
    vertexShader: TUBE_VERTEX,
    fragmentShader: drawing.isSpatial ? SPATIAL_TUBE_FRAGMENT : FLAT_TUBE_FRAGMENT,
    uniforms: { ...squares.uniforms, phase, lumen: { value: colourVector(vesselLumen) } },
    depthTest: true,
    depthWrite: true,
    ...(drawing.isSpatial ? { transparent: false, alphaToCoverage: true } : {}),
  })
  const object = inOrder(new Mesh(squares.geometry, material), drawing.isSpatial ? 11 : 14)
  const move = pacer()
  return {
    objects: [object],
    show: ({ frame, options, scales }: Shown) => {
      object.visible = options.vessels && frame.vesselTubes !== undefined
      if (!object.visible) return
      phase.value = options.vesselColour === 'flow' ? move(frame.tick) : -1
      const { count, ends, looks } = tubesOf(frame, options, scales)
      squares.set(count, ends, looks)
    },
    dispose: () => {
      squares.dispose()
      material.dispose()
    },
  }
}

/** Where marks of the flow are: they go on with each picture of a run that moves, and stand where a reader wants no motion. */
function pacer(): (tick: number) => number {
  const isStill = globalThis.matchMedia('(prefers-reduced-motion: reduce)')
  let [phase, last] = [0, -1]
  return (tick) => {
    if (tick !== last && !isStill.matches) phase = (phase + PACE) % 1
    last = tick
    return phase
  }
}

interface Tubes {
  readonly count: number
  readonly ends: Float32Array
  readonly looks: Uint8Array
}

/** Tubes, then heads, as the shaders read them. */
export function tubesOf(frame: Frame, options: ViewOptions, scales: Scales): Tubes {
  const tubes = frame.vesselTubes ?? new Float32Array()
  const tips = frame.vesselTips ?? new Float32Array()
  const count = tubes.length / TUBE_NUMBERS + tips.length / TIP_NUMBERS
  const [ends, looks] = [new Float32Array(8 * count), new Uint8Array(4 * count)]
  const colourOf = painter(options, scales)
  // Where colours mean a number, nothing else may change them.
  const lumen = options.vesselColour === 'plain' ? LUMEN : 0
  let item = 0
  for (let at = 0; at < tubes.length; at += TUBE_NUMBERS, item++) {
    const [radius = 0, flow = 0, cover = 0] = tubes.subarray(at + 6, at + 9)
    ends.set(tubes.subarray(at, at + 3), 8 * item)
    ends.set(tubes.subarray(at + 3, at + 6), 8 * item + 4)
    ends[8 * item + 3] = radius
    ends[8 * item + 7] = Math.sign(flow)
    looks.set(colourOf(flow, cover), 4 * item)
    looks[4 * item + 3] = flow === 0 ? HOLLOW : lumen
  }
  const bright = bytesOf(TIP_COLOUR)
  for (let at = 0; at < tips.length; at += TIP_NUMBERS, item++) {
    for (let axis = 0; axis < 3; axis++) {
      const [place, way] = [tips[at + axis] ?? 0, tips[at + 3 + axis] ?? 0]
      ends[8 * item + axis] = place - 0.3 * HEAD_LENGTH * way
      ends[8 * item + 4 + axis] = place + 0.7 * HEAD_LENGTH * way
    }
    ends[8 * item + 3] = HEAD_WIDTH
    looks.set([...bright, HEAD], 4 * item)
  }
  return { count, ends, looks }
}

type Bytes = readonly [number, number, number]

/** The colour of a tube by its flow [um^3/min] and the share of its wall that pericytes cover. */
function painter(
  { vesselColour }: ViewOptions,
  { flow: range }: Scales,
): (flow: number, cover: number) => Bytes {
  const [wall, none] = [bytesOf(vesselWall), bytesOf(TIED_VESSEL)]
  if (vesselColour === 'pericytes') return (_, cover) => levelOf('cover', cover)
  if (vesselColour === 'perfusion') {
    const open = bytesOf(PERFUSED)
    return (flow) => (flow === 0 ? none : open)
  }
  if (vesselColour === 'flow' && range !== undefined)
    return (flow) => (flow === 0 ? none : levelOf('flow', flowShare(flow, range)))
  return (flow) => (flow === 0 ? none : wall)
}

function levelOf(map: 'flow' | 'cover', share: number): Bytes {
  const table = fieldMap(map)
  const at = 3 * Math.round(255 * Math.min(1, Math.max(0, share)))
  return [table[at] ?? 0, table[at + 1] ?? 0, table[at + 2] ?? 0]
}

function bytesOf(hex: string): Bytes {
  const { x, y, z } = colourVector(hex)
  return [255 * x, 255 * y, 255 * z]
}

/** A vessel that carries nothing. Chosen: grey, and hollow with a bar, so that no colour is needed to tell it. */
export const TIED_VESSEL = '#9aa3b0'

/** Vessels with flow where only that is told. Chosen: of the hue of vessels, lighter than grey, and like no type of cell. */
export const PERFUSED = '#ff9fb2'

/** Tips of sprouts. Chosen: brighter than any vessel. */
export const TIP_COLOUR = '#ffe9b0'

/** Colour of fibres. Chosen: of collagen in a second-harmonic picture, paler than any stroma; quiet on the ground and on fields. */
export const FIBRE_COLOUR = '#d9cbb0'

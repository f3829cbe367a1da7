/** The model in which everything happens; it lies with the scenes, which ship. */
export { type TissueOptions, livingTissue } from '../bench/living-tissue.ts'

/** Iterations of an empty loop in place of a pause, where the engine has none. Chosen: about as long as one, some tens of ns. */
const IDLE = 16

/** A moment of doing nothing between two looks at a word that another thread will change: some tens of nanoseconds. */
export function createPause(): () => void {
  // Not in every engine, nor in the library's types: proposal-atomics-microwait.
  const { pause } = Atomics as { readonly pause?: () => void }
  return pause === undefined ? idle : () => pause()
}

function idle(): void {
  for (let k = 0; k < IDLE; k++);
}

/**
 * One action that runs several in their order. It counts: loops over values make objects until the engine has compiled
 * them, which it does not do for what runs once per tick before some ten thousand ticks have passed.
 */
export function inOrder(actions: readonly (() => void)[]): () => void {
  return () => {
    for (let k = 0; k < actions.length; k++) actions[k]?.()
  }
}

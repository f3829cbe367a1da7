import classes from './watch.module.css'

/** A share as a bar; the number stands beside it. */
export function Bar({ share }: { readonly share: number }) {
  return (
    <div className={classes['bar']} aria-hidden="true">
      <div style={{ width: `${100 * Math.min(1, Math.max(0, share))}%` }} />
    </div>
  )
}

import { type Cascade, type Theme, cascadeSummary, funnelFigure, paperTheme } from '../../src/browser.ts'
import classes from './organism.module.css'

/** Colours follow the page's theme; the page draws the figure half as large again, so that its letters are as large as small ones here. */
const theme: Theme = {
  ...paperTheme,
  ink: 'var(--mantine-color-text)',
  muted: 'var(--strip-quiet)',
  line: 'var(--strip-quiet)',
  accent: 'var(--strip-bar)',
  faint: 'var(--strip-ground)',
  paper: 'transparent',
  fontSize: 8,
  smallSize: 7.3,
  inline: true,
}
const context = { theme, arms: new Map<string, never>(), duration: 0 }
/** Width of the figure [pt]. Chosen: two thirds of the pixels that a panel has at first. */
const WIDTH = 208

/** How many cells got how far on their way to each organ, up to now. */
export function Funnels({ cascades }: { readonly cascades: readonly Cascade[] }) {
  const summary = cascadeSummary('run', [cascades])
  return (
    <div className={classes['funnels']}>
      {summary?.organs.map(({ organ }) => (
        // drawn by our own code from numbers and names, which it escapes
        <div
          key={organ}
          dangerouslySetInnerHTML={{ __html: funnelFigure([summary], organ, context, WIDTH) }}
        />
      ))}
    </div>
  )
}

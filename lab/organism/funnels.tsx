import { useElementSize } from '@mantine/hooks'
import { type Cascade, type Theme, cascadeSummary, funnelFigure, paperTheme } from '../../src/browser.ts'
import classes from './organism.module.css'

/** Letters of a page on a figure that is drawn at its size; colours follow the page's theme. */
const theme: Theme = {
  ...paperTheme,
  ink: 'var(--mantine-color-text)',
  muted: 'var(--strip-quiet)',
  line: 'var(--strip-quiet)',
  accent: 'var(--strip-bar)',
  faint: 'var(--strip-ground)',
  paper: 'transparent',
  fontSize: 12,
  smallSize: 11,
  inline: true,
}
const context = { theme, arms: new Map<string, never>(), duration: 0 }

/** How many cells got how far on their way to each organ, up to now. */
export function Funnels({ cascades }: { readonly cascades: readonly Cascade[] }) {
  const { ref, width } = useElementSize()
  const summary = cascadeSummary('run', [cascades])
  return (
    <div ref={ref} className={classes['funnels']}>
      {width > 0 &&
        summary?.organs.map(({ organ }) => (
          // drawn by our own code from numbers and names, which it escapes
          <div
            key={organ}
            dangerouslySetInnerHTML={{ __html: funnelFigure([summary], organ, context, width) }}
          />
        ))}
    </div>
  )
}

import {
  type Model,
  ablationChange,
  doseChange,
  injectionChange,
  knockDownChange,
  ligationChange,
  overexpressChange,
} from '../../src/browser.ts'

/** What a reader wants to do to a run, before it is written as a change of the model. */
export type Intent =
  | { readonly kind: 'dose'; readonly drug: string; readonly dose: string; readonly include?: string }
  /** Loses a share of what it is now, above 0 and at most 1. */
  | { readonly kind: 'knock down'; readonly path: string; readonly share: number }
  | { readonly kind: 'overexpress'; readonly path: string; readonly times: number }
  | ({ readonly kind: 'remove'; readonly cellTypes?: readonly string[] } & Place)
  | ({ readonly kind: 'add'; readonly cellType: string; readonly count: number } & Place)
  | ({ readonly kind: 'cut' } & Place)

/** A disc, or a ball in three dimensions. */
export interface Place {
  /** [um] */
  readonly centre: readonly [number, number, number]
  /** [um] */
  readonly radius: number
  /** Site of an organism; its primary tissue unless said. */
  readonly site?: string
}

/** The change that does it at `tick` of a model as it is then. */
export function changeOf(model: Model, tick: number, intent: Intent): string {
  switch (intent.kind) {
    case 'dose':
      return doseChange(model, { ...intent, tick })
    case 'knock down':
      return knockDownChange(intent.path, intent.share)
    case 'overexpress':
      return overexpressChange(intent.path, intent.times)
    case 'remove':
      return ablationChange(model, { ...intent, tick })
    case 'add':
      return injectionChange(model, { ...intent, tick })
    case 'cut':
      return ligationChange(model, { ...intent, tick })
    default:
      return intent satisfies never
  }
}

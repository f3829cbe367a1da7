import {
  type Model,
  PRIMARY,
  ablationChange,
  bloodInjectionChange,
  depletionChange,
  doseChange,
  injectionChange,
  knockDownChange,
  ligationChange,
  overexpressChange,
  poolDepletionChange,
  resectionChange,
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
  /** A tissue of an organism taken out. */
  | { readonly kind: 'resect'; readonly site: string }
  /** A share of the living cells of a type taken out, everywhere unless places are named. */
  | {
      readonly kind: 'deplete'
      readonly cellType: string
      readonly share: number
      readonly places?: readonly string[]
    }
  /** A pool of the blood brought down to a share for some days. */
  | { readonly kind: 'deplete pool'; readonly pool: string; readonly toShare: number; readonly days: number }
  /** Cells injected into the blood. */
  | { readonly kind: 'inject'; readonly cellType: string; readonly count: number; readonly way: string }

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
      return ablationChange(model, { ...placed(intent), tick })
    case 'add':
      return injectionChange(model, { ...placed(intent), tick })
    case 'cut':
      return ligationChange(model, { ...placed(intent), tick })
    case 'resect':
      return resectionChange(model, { ...placed(intent), tick })
    case 'deplete':
      return depletionChange(model, { ...intent, tick })
    case 'deplete pool':
      return poolDepletionChange(model, { ...intent, tick })
    case 'inject':
      return bloodInjectionChange(model, { ...intent, tick })
    default:
      return intent satisfies never
  }
}

/** What is written of the primary tissue names no site. */
function placed<T extends { readonly site?: string }>({
  site,
  ...rest
}: T): Omit<T, 'site'> & { site?: string } {
  return site === undefined || site === PRIMARY ? rest : { ...rest, site }
}

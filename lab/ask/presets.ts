import type { ModelOffers } from '../workers/trial-api.ts'
import { addChange, compareWithFirst, setAt } from './experiment-edit.ts'
import { readForm } from './experiment-form.ts'
import { freeName, newExperiment } from './new-experiment.ts'
import { modelName } from '../arms/model-name.ts'

/** A way to begin: what it is called, and the text that it makes. */
export interface Preset {
  readonly name: string
  readonly what: string
  readonly text: string
}

/** Treatments that a preset begins with. Chosen: more arms than these nobody reads in one report. */
const MOST_TREATMENTS = 4

/** Questions that a model lends itself to. */
export function presetsFor(model: string, offers: ModelOffers): readonly Preset[] {
  const measure = firstMeasure(offers)
  const own = offers.drugs.filter(({ include }) => include === undefined).slice(0, MOST_TREATMENTS)
  const gene = offers.genes[0]
  const begin = (question: string): string => newExperiment(modelName(model), { question, measure })
  const treated =
    own.length === 0
      ? []
      : [
          {
            name: 'Untreated against each treatment',
            what: own.map(({ name }) => name).join(', '),
            text: withArms(
              begin(`What do ${listed(own.map(({ name }) => name))} do to ${measure}?`),
              own.map(({ name, dose }) => ({
                arm: name,
                change: {
                  kind: 'dose',
                  at: ['therapy', name],
                  what: name,
                  value: dose,
                  start: '0 day',
                } as const,
              })),
            ),
          },
        ]
  const knocked =
    gene === undefined
      ? []
      : [
          {
            name: 'As it is against a knock-down',
            what: `half of ${gene.name}`,
            text: withArms(begin(`What does half of ${gene.name} do to ${measure}?`), [
              {
                arm: `half of ${gene.name}`,
                change: {
                  kind: 'knock down',
                  at: ['knock down', gene.path],
                  what: gene.path,
                  value: '50 %',
                } as const,
              },
            ]),
          },
        ]
  const plain = {
    name: 'One arm',
    what: 'the model as it stands, to add to',
    text: begin(`What becomes of ${measure}?`),
  }
  return [...treated, ...knocked, plain]
}

interface BegunArm {
  readonly arm: string
  readonly change: Parameters<typeof addChange>[2]
}

function withArms(text: string, arms: readonly BegunArm[]): string {
  const result = arms.reduce(
    (before, { arm, change }) => addChange(setAt(before, ['arms', arm], {}), arm, change),
    text,
  )
  return compareWithFirst(result, readForm(result)?.arms.map(({ name }) => name) ?? [])
}

/** A further arm, compared with the first. */
export function withNewArm(text: string, arms: readonly string[]): string {
  const name = freeName(`arm ${arms.length + 1}`, arms)
  return compareWithFirst(
    setAt(text, ['arms', name], {}),
    [arms[0] ?? name, name].filter((arm, index) => index === 0 || arm !== arms[0]),
  )
}

/** Cells of the tumour where there are any, else of the first type. */
function firstMeasure({ types, measures }: ModelOffers): string {
  const type = types.find(({ lineage }) => lineage === 'tumour') ?? types[0]
  const name = measures.find((measure) => measure.name === `${type?.name ?? ''} cells`)?.name
  return name ?? 'live cells'
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

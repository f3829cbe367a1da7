import { nearestName } from '../../math/nearest-name.ts'
import type { Message } from '../../model/issue.ts'
import { quote } from '../../model/messages.ts'

const error = (code: string, message: string, hint?: string): Message => ({
  code,
  severity: 'error',
  message,
  ...(hint === undefined ? {} : { hint }),
})

/** An organ that is not among those of the section. */
export function unknownOrgan(name: string, organs: readonly string[]): Message {
  const near = nearestName(name, organs)
  return error(
    'unknown-name',
    `no organ is called ${quote(name)} in dissemination.organs`,
    near === undefined ? `organs: ${organs.join(', ')}` : `did you mean ${quote(near)}?`,
  )
}

/** An organ that is passed twice on one way. */
export function passedTwice(name: string): Message {
  return error('name-twice', `${quote(name)} is passed already on this way`, 'name it once')
}

/** What a type does in the blood of a model that says nothing of the blood. */
export function noDissemination(type: string): Message {
  return error(
    'no-dissemination',
    `${quote(type)} has a section dissemination, but the model has none`,
    'write dissemination: { organs: ... } at the top of the model',
  )
}

/** Clusters of a type in a model without them. */
export function noClusters(key: string): Message {
  return error(
    'no-clusters',
    `${quote(key)} needs dissemination.clusters`,
    'for example clusters: { size: 4, share: 3 % }',
  )
}

/** The tissue that the model begins with, as a place of metastases. */
export function homeHasNoField(): Message {
  return error(
    'home-field',
    "cells that come home to 'primary' settle in it: it takes no field",
    'leave out field',
  )
}

/** A field at an organ that is no site. */
export function noSite(name: string, sites: readonly string[]): Message {
  const near = nearestName(name, sites)
  return error(
    'no-site',
    `no site is called ${quote(name)}: metastases have no tissue to begin in`,
    near === undefined ? `write sites: { ${name}: ... }, or leave out field` : `did you mean ${quote(near)}?`,
  )
}

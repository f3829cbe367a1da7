import type { Message } from './issue.ts'
import { listNames } from './messages.ts'

/* What can be wrong with a session and with its actions. One function per message. */

const error = (code: string, message: string, hint?: string): Message => ({
  code,
  severity: 'error',
  message,
  ...(hint === undefined ? {} : { hint }),
})

/** An action that would change what a running tissue is made on: voxels, vessel points, cell types, the tick. */
export function otherPlaces(differing: readonly string[]): Message {
  return error(
    'other-places',
    `this would change ${listNames(differing)}, which a running tissue cannot`,
    'begin a new session with it: write it under `changes`, or into the model',
  )
}

/** An action at another tick than the one at which the world stands. */
export function actionInPast(tick: number, now: number): Message {
  return tick < now
    ? error('action-in-past', `this happens at tick ${tick}, and the run is at tick ${now} already`)
    : error('action-in-future', `this happens at tick ${tick}, and the run is only at tick ${now}`)
}

/** An action that stands after one that happens later. */
export function actionBefore(tick: number, last: number): Message {
  return error(
    'action-before',
    `this action happens at tick ${tick}, the one before it at tick ${last}`,
    'write actions in the order in which they happen',
  )
}

/** A session that ends before its last action. */
export function endBefore(tick: number, last: number): Message {
  return error('end-before', `the session ends at tick ${tick}, before its last action at tick ${last}`)
}

/** A session without a model. */
export function noModelNamed(): Message {
  return error('no-model', 'the session names no model', 'for example models/colorectal/model.yaml')
}

/** A link that holds no session, and why. */
export function badLink(reason: string): Message {
  return error(
    'bad-link',
    `this link holds no session: ${reason}`,
    'copy it again, whole, from where it came',
  )
}

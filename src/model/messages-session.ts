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

import { expect, test } from 'vitest'
import { ecosystemProgram } from '../../src/bench/ecosystem-scene.ts'
import { runOn, startWorld } from '../../src/testing/start-run.ts'

/*
 * Glucose takes steps of twelve minutes where lactate takes shorter ones. What cells make is steady, so lactate must be: were all of a step of
 * glucose released in one step of lactate, the field would rise by three fifths and fall again between two decisions (measured: 1.8).
 */

test('lactate is released at the pace at which it is made', () => {
  const world = runOn(startWorld(ecosystemProgram({ size: [280, 280, 20], radius: 60 }), { seed: 5 }), 480)
  const means: number[] = []
  runOn(world, 552, (current) => {
    const field = current.f32('field/lactate')
    means.push(field.reduce((sum, value) => sum + value, 0) / field.length)
  })
  // What cells and vessels do changes by some per cent in 36 min; chosen: far above that, far below the pulses.
  expect(Math.max(...means) / Math.min(...means)).toBeLessThan(1.25)
})

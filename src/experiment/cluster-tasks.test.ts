import { expect, test } from 'vitest'
import { coresPerTask, taskCount } from './cluster-tasks.ts'

test('tasks take about twenty minutes, and are no more than there are runs', () => {
  expect(taskCount({ runs: 1000, seconds: 60_000 })).toBe(50)
  expect(taskCount({ runs: 1000, seconds: 60_000, cores: 4 })).toBe(13)
  expect(taskCount({ runs: 8, seconds: 60_000 })).toBe(8)
  expect(taskCount({ runs: 8, seconds: 60_000, cores: 4 })).toBe(2)
  expect(taskCount({ runs: 1000, seconds: 3 })).toBe(1)
  expect(taskCount({ runs: 10_000, seconds: 1e9 })).toBe(200)
  // Where nobody knows what a run takes, ten make a task.
  expect(taskCount({ runs: 95 })).toBe(10)
  expect(taskCount({ runs: 0, seconds: 0 })).toBe(1)
})

test('what the user says counts', () => {
  expect(taskCount({ runs: 100, seconds: 3 }, { tasks: 7 })).toBe(7)
  expect(taskCount({ runs: 3, seconds: 3 }, { tasks: 7 })).toBe(3)
  expect(taskCount({ runs: 100, seconds: 3 }, { runsPerTask: 8 })).toBe(13)
  expect(taskCount({ runs: 100, seconds: 3 }, { runsPerTask: 8, tasks: 5 })).toBe(5)
})

test('reads the cores of a task from the options for sbatch', () => {
  expect(coresPerTask()).toBe(1)
  expect(coresPerTask('--time=1:00 --cpus-per-task=4')).toBe(4)
  expect(coresPerTask('--cpus-per-task 6 -t 10')).toBe(6)
  expect(coresPerTask('-c8')).toBe(8)
  expect(coresPerTask('-c 2 -p long')).toBe(2)
  expect(coresPerTask('--comment=-c')).toBe(1)
})

import { describe, expect, test } from 'vitest'
import { type TestRun, runModel } from '../../src/testing/run-model.ts'

/*
 * Do we solve d c/dt = D laplace(c) - k c? Closed forms, and the order at which the error falls with the voxel and with
 * the step. The scheme and its constants are described in src/processes/transport/README.md.
 */

interface Medium {
  /** Voxels along x, y, z. */
  readonly shape: readonly [number, number, number]
  /** Edge of a voxel [um]. */
  readonly voxel: number
  /** Step [min]. */
  readonly step: number
  /** [um^2/min] */
  readonly diffusion: number
  /** [1/min] */
  readonly decay: number
  readonly boundary?: string
  readonly held?: 'overwritten' | 'exact'
  readonly fixed?: readonly { readonly at: readonly [number, number, number]; readonly value: number }[]
}

/** A medium with its low corner at the origin. */
function create(medium: Medium): TestRun {
  const {
    shape,
    voxel,
    step,
    diffusion,
    decay,
    boundary = 'closed',
    held = 'overwritten',
    fixed = [],
  } = medium
  const size = shape.map((n) => `${n * voxel} um`).join(', ')
  const points = fixed.map(
    ({ at, value }) => `{ at: [${at.map((x) => `${x} um`).join(', ')}], value: ${value} nM }`,
  )
  return runModel(`
format: 1
title: verification of transport
domain: { size: [${size}], voxel: ${voxel} um, corner: [0 um, 0 um, 0 um] }
time: { stop: ${step * 1e6} min, fields: ${step} min, mechanics: ${step * 1e3} min, phenotype: ${step * 1e4} min }
transport: { scheme: lod, held sides: ${held} }
substrates:
  s:
    unit: nM
    diffusion: ${diffusion} um^2/min
    decay: ${decay} 1/min
    boundary: ${boundary}
    fixed: [${points.join(', ')}]`)
}

/** Largest difference of the field from `exact`, a function of the centre of a voxel [um]. */
function errorOf(run: TestRun, medium: Medium, exact: (x: number, y: number, z: number) => number): number {
  const [nx, ny] = medium.shape
  const centre = (index: number): number => (index + 0.5) * medium.voxel
  return run.world.f32('field/s').reduce((worst, value, v) => {
    const [i, j, k] = [v % nx, Math.floor(v / nx) % ny, Math.floor(v / (nx * ny))]
    return Math.max(worst, Math.abs(value - exact(centre(i), centre(j), centre(k))))
  }, 0)
}

/** Order at which errors fall when the grid or the step is halved each time. */
function orders(errors: readonly number[]): readonly number[] {
  return errors.slice(1).map((error, i) => Math.log2((errors[i] ?? NaN) / error))
}

describe('steady decay from a fixed side', () => {
  const [diffusion, decay] = [1000, 0.1]
  const length = Math.sqrt(diffusion / decay)

  /** Error with value 1 at the centre of the first voxel and no flux at the far face, 800 um away. */
  function steadyError(voxel: number): number {
    const cells = 800 / voxel
    // Overwriting a side costs D dt / (voxel x length) of its value; with the cube of the voxel for the step, that error
    // falls like the one of the mesh.
    const step = 0.0005 * (voxel / 20) ** 3
    const medium: Medium = {
      shape: [cells, 1, 1],
      voxel,
      step,
      diffusion,
      decay,
      boundary: '{ x low: 1 nM }',
    }
    const run = create(medium)
    const far = 800 - voxel / 2
    const exact = (x: number): number => Math.cosh((800 - x) / length) / Math.cosh(far / length)
    run.world.f32('field/s').forEach((_, v, field) => (field[v] = exact((v + 0.5) * voxel)))
    // The start is the answer: what is left is the approach to the discrete answer, over eight relaxation times.
    run.run(Math.round(80 / step))
    return errorOf(run, medium, exact)
  }

  test('is within 1 % at 20 um, and of second order in the voxel', () => {
    const voxels = [80, 40, 20] as const
    const errors = voxels.map(steadyError)
    expect(errors[2]).toBeLessThan(0.01)
    // The mesh's own decay length is off by (h/length)^2 / 24 (1 - 9/80 (h/length)^2 ...), and its nodes miss the place
    // of the largest error by up to h/2, where it is smaller by (h/length)^2 / 8.
    orders(errors).forEach((order, i) => {
      const tolerance = ((9 / 80 + 1 / 8) * ((voxels[i] ?? NaN) / length) ** 2) / Math.LN2
      expect(Math.abs(order - 2)).toBeLessThan(tolerance)
    })
  })
})

describe('oxygen in tissue', () => {
  test('falls from 38 mmHg to 15 at 93 um and to 5 at 203 um from where it is held', () => {
    // D = 1e5 um^2/min and consumption of 10 /min: a length of 100 um. 38 exp(-x/100) is 15 at 93 and 5 at 203 um.
    const medium: Medium = {
      shape: [60, 1, 1],
      voxel: 20,
      step: 1e-4,
      diffusion: 1e5,
      decay: 10,
      boundary: '{ x low: 38 nM }',
    }
    const run = create(medium)
    run.run(10_000) // ten relaxation times
    const field = run.world.f32('field/s')
    /** Distance from the centre of the first voxel at which the field falls below `level`, linear in the logarithm [um]. */
    const distance = (level: number): number => {
      const after = field.findIndex((value) => value < level)
      const [a, b] = [Math.log(field[after - 1] ?? NaN), Math.log(field[after] ?? NaN)]
      return 20 * (after - 1 + (a - Math.log(level)) / (a - b))
    }
    // (h / length)^2 / 24 = 0.17 % of the length from the mesh; 0.5 % of the level (0.5 um) from overwriting the side.
    expect(Math.abs(distance(15) - 100 * Math.log(38 / 15))).toBeLessThan(1)
    expect(Math.abs(distance(5) - 100 * Math.log(38 / 5))).toBeLessThan(1)
  })
})

describe('a side that is part of the equations', () => {
  test('holds its value at steps with which overwriting loses most of it', () => {
    // D dt / (h length) = 0.5: overwriting would give 20 instead of 31 in the second voxel.
    const [step, decay] = [0.01, 10]
    const shape = [60, 1, 1] as const
    const medium: Medium = {
      shape,
      voxel: 20,
      step,
      diffusion: 1e5,
      decay,
      boundary: '{ x low: 38 nM, x high: 2 nM }',
      held: 'exact',
    }
    const run = create(medium)
    run.run(200) // twenty relaxation times
    // In the steady state the field between the sweeps obeys (1 + b)(1 + b - a d2) c = c: a decay of (2 b + b^2) / (1 + b)
    // per step, and it falls by the factor q per voxel, a (q + 1/q - 2) being that decay. The sweep along y then
    // divides what is not held by 1 + b.
    const b = (decay * step) / 2
    const half = (2 * b + b * b) / (1 + b) / ((1e5 * step) / 400) / 2
    const q = 1 + half - Math.sqrt(half * half + 2 * half)
    run.world.f32('field/s').forEach((value, i) => {
      const between = (38 * (q ** i - q ** (118 - i)) + 2 * (q ** (59 - i) - q ** (59 + i))) / (1 - q ** 118)
      const exact = i === 0 || i === 59 ? between : between / (1 + b)
      // 2^-24 for f32; what is left of the start after twenty relaxation times is e^-20 of 38.
      expect(Math.abs(value - exact)).toBeLessThan(38 * (2 ** -24 + Math.exp(-20)))
    })
    // Against the differential equation, at one length: k dt / 2 for the last sweep; k dt / 8 of the length for the
    // splitting and (h / length)^2 / 24 of it for the mesh, which have the other sign.
    expect(Math.abs((run.world.f32('field/s')[5] ?? NaN) / (38 * Math.exp(-1)) - 1)).toBeLessThan(
      (decay * step) / 2,
    )
  })
})

describe('steady modes across a plane and a box', () => {
  const [diffusion, decay] = [1000, 0.1]

  test.each([
    { name: 'plane', shape: [20, 16, 1] as const },
    { name: 'box', shape: [16, 12, 10] as const },
  ])('$name: within 1 % at 20 um', ({ shape }) => {
    const voxel = 20
    const [lx, ly, lz] = [shape[0] * voxel, shape[1] * voxel, shape[2] * voxel]
    const far = lx - voxel / 2
    const isBox = shape[2] > 1
    /** Decays from 1 at the centre of the first layer, with no flux at x = lx. */
    const along = (x: number, k: number): number => Math.cosh(k * (lx - x)) / Math.cosh(k * far)
    const k0 = Math.sqrt(decay / diffusion)
    const k1 = Math.sqrt(k0 ** 2 + (Math.PI / ly) ** 2 + (isBox ? (Math.PI / lz) ** 2 : 0))
    const across = (y: number, z: number): number =>
      Math.cos((Math.PI * y) / ly) * (isBox ? Math.cos((Math.PI * z) / lz) : 1)
    const exact = (x: number, y: number, z: number): number =>
      along(x, k0) + 0.5 * along(x, k1) * across(y, z)

    const fixed = Array.from({ length: shape[1] * shape[2] }, (_, v) => {
      const [y, z] = [((v % shape[1]) + 0.5) * voxel, (Math.floor(v / shape[1]) + 0.5) * voxel]
      return { at: [voxel / 2, y, z] as const, value: exact(voxel / 2, y, z) }
    })
    const medium: Medium = { shape, voxel, step: 0.01, diffusion, decay, fixed }
    const run = create(medium)
    run.run(6000) // six relaxation times: 0.25 % of the start, zero, is left
    run.run(8000)
    expect(errorOf(run, medium, exact)).toBeLessThan(0.01)
  })
})

describe('a mode of a closed box', () => {
  const [diffusion, decay, side, until] = [1000, 0.1, 320, 4]

  /** Amplitude at time `until` of cos(pi x / L) cos(pi y / L) [cos(pi z / L)] that began at 1, on a pedestal of 2. */
  function amplitude(voxel: number, step: number, axes: 2 | 3): number {
    const n = side / voxel
    const medium: Medium = { shape: [n, n, axes === 3 ? n : 1], voxel, step, diffusion, decay }
    const run = create(medium)
    const wave = (index: number): number => Math.cos((Math.PI * (index + 0.5)) / n)
    const field = run.world.f32('field/s')
    const mode = Float64Array.from(
      field,
      (_, v) => wave(v % n) * wave(Math.floor(v / n) % n) * (axes === 3 ? wave(Math.floor(v / (n * n))) : 1),
    )
    mode.forEach((value, v) => (field[v] = 2 + value))
    run.run(Math.round(until / step))
    const norm = mode.reduce((sum, value) => sum + value * value, 0)
    return field.reduce((sum, value, v) => sum + value * (mode[v] ?? 0), 0) / norm
  }

  /** What the scheme makes of the mode: one factor per step and axis. */
  function discrete(voxel: number, step: number, axes: 2 | 3): number {
    const a = (diffusion * step) / voxel ** 2
    const perAxis = 1 + (decay * step) / axes + 4 * a * Math.sin((Math.PI * voxel) / (2 * side)) ** 2
    return perAxis ** (-axes * Math.round(until / step))
  }

  test.each([2, 3] as const)('in %i dimensions decays by exactly the factor of the scheme', (axes) => {
    // The start is rounded to f32, 2^-24 of at most 3 per voxel: an upper bound of the error of the projection.
    const tolerance = 3 * 2 ** -24
    expect(Math.abs(amplitude(20, 0.02, axes) - discrete(20, 0.02, axes))).toBeLessThan(tolerance)
  })

  test.each([2, 3] as const)('in %i dimensions is of second order in the voxel', (axes) => {
    const exact = Math.exp(-(decay + axes * diffusion * (Math.PI / side) ** 2) * until)
    // The step falls with the square of the voxel, so that the error in time falls alike.
    const errors = [80, 40, 20].map((voxel) =>
      Math.abs(amplitude(voxel, 0.01 * (voxel / 40) ** 2, axes) - exact),
    )
    for (const order of orders(errors)) expect(Math.abs(order - 2)).toBeLessThan(0.1)
  })

  test.each([2, 3] as const)('in %i dimensions is of first order in the step', (axes) => {
    const perAxis = (4 * diffusion * Math.sin((Math.PI * 20) / (2 * side)) ** 2) / 20 ** 2
    // On the mesh itself the exact answer in time is known, so that only the error of the step is left.
    const exact = Math.exp(-(decay + axes * perAxis) * until)
    const errors = [0.16, 0.08, 0.04, 0.02].map((step) => Math.abs(amplitude(20, step, axes) - exact))
    for (const order of orders(errors)) expect(Math.abs(order - 1)).toBeLessThan(0.05)
  })
})

describe('a layer that decays at a periodic boundary', () => {
  test('has the closed form of a ring', () => {
    // Held at 1 in one voxel of a ring of circumference L: cosh((L/2 - x) / length) / cosh(L / (2 length)).
    const [diffusion, decay, voxel, n] = [1000, 0.1, 10, 40]
    const length = Math.sqrt(diffusion / decay)
    const run = runModel(`
format: 1
title: ring
domain: { size: [${n * voxel} um, ${voxel} um, ${voxel} um], voxel: ${voxel} um, boundary: { x: periodic }, corner: [0 um, 0 um, 0 um] }
time: { stop: 1 day, fields: 0.002 min, mechanics: 2 min, phenotype: 20 min }
transport: { scheme: lod }
substrates:
  s: { unit: nM, diffusion: ${diffusion} um^2/min, decay: ${decay} 1/min, fixed: [{ at: [205 um, 5 um, 5 um], value: 1 nM }] }`)
    run.run(40_000) // eight relaxation times
    const half = (n * voxel) / 2
    run.world.f32('field/s').forEach((value, i) => {
      const distance = Math.abs(i - 20) * voxel
      const exact = Math.cosh((half - distance) / length) / Math.cosh(half / length)
      expect(Math.abs(value - exact)).toBeLessThan(0.01)
    })
  })
})

import type { Infer } from '../model/kit.ts'
import { quantity } from '../model/schema-quantity.ts'
import { choice } from '../model/schema-scalar.ts'
import { optional, record, vector, withDefault } from '../model/schema.ts'

const length = (doc: string) => quantity({ unit: 'um', setting: true, doc })
const extent = (doc: string) => quantity({ unit: 'um', positive: true, setting: true, doc })
const away = quantity({
  unit: 'um',
  min: 0,
  setting: true,
  doc: 'distance from the middle of the nearest vessel',
})

/** A disc, or a ball. */
export const ball = (doc: string) =>
  record(
    {
      centre: vector(length('coordinate'), 3, { doc: 'a point' }),
      radius: extent('radius of the disc (of the ball in three dimensions)'),
    },
    { doc },
  )

const distance = vector(away, 2, {
  doc: 'least and largest distance from the middle of the nearest vessel of the network, up to 60 um; in lobules and around air spaces it is that in the plane',
})
const outside = optional(ball('no cells within this disc, or ball in three dimensions'))
const where = withDefault(
  choice(['parenchyma', 'portal tracts'], {
    doc: 'portal tracts: within those of lobules; parenchyma: everywhere else, but in the lumens of central veins',
  }),
  'parenchyma',
)

const fromOthers = optional(
  extent(
    'least distance from other cells: types that say it are placed last, one after the other; none unless said',
  ),
)

const alongVessels = record(
  {
    density: quantity({
      unit: '1/um^3',
      positive: true,
      setting: true,
      doc: 'cells per volume of the whole domain',
    }),
    distance,
    'from others': fromOthers,
    in: where,
    outside,
  },
  { doc: 'cells scattered around the vessels of the network' },
)

const packed = record(
  {
    spacing: extent('least distance between centres'),
    distance: optional(distance),
    'from others': fromOthers,
    in: where,
    outside,
  },
  { doc: 'cells packed beside the vessels of the network, nearest places first: plates of cells' },
)

/** Keys of `initial.<type>` that follow vessels. */
export const vesselPlacements = {
  'along vessels': optional(alongVessels),
  packed: optional(packed),
}

export type AlongVessels = Infer<typeof alongVessels>
export type Packed = Infer<typeof packed>

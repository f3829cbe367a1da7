import { unzlibSync } from 'fflate'
import { expect, it } from 'vitest'
import { encodePng, pngDataUrl } from './png.ts'

const palette = Uint8Array.from({ length: 768 }, (_, index) => index % 256)
const png = encodePng(Uint8Array.of(0, 1, 2, 3, 4, 5), 3, 2, palette)

it('starts with the signature and states size, depth and palette colour', () => {
  expect([...png.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10])
  expect([...png.subarray(16, 29)]).toEqual([0, 0, 0, 3, 0, 0, 0, 2, 8, 3, 0, 0, 0])
})

it('holds the rows, each behind a filter byte of none', () => {
  const at = 8 + 25 + (12 + 768)
  const length = new DataView(png.buffer).getUint32(at)
  expect([...unzlibSync(png.subarray(at + 8, at + 8 + length))]).toEqual([0, 0, 1, 2, 0, 3, 4, 5])
})

it('ends with the chunk and checksum that every PNG ends with', () => {
  expect([...png.subarray(-12)]).toEqual([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82])
})

it('becomes a data address', () => {
  expect(pngDataUrl(png).startsWith('data:image/png;base64,iVBORw0KGgo')).toBe(true)
})

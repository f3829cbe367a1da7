/** An sRGB colour, each channel 0 to 1 (linear or encoded: the function says which) [3]. */
export type Rgb = readonly [red: number, green: number, blue: number]

/** A colour in OKLab: lightness 0 to 1, green-red, blue-yellow [3]. */
export type Oklab = readonly [lightness: number, greenRed: number, blueYellow: number]

/** Decode `#rrggbb` to linear light, 0 to 1 (IEC 61966-2-1). */
export function linearFromHex(hex: string): Rgb {
  return [decode(hex, 1), decode(hex, 3), decode(hex, 5)]
}

/** Encode linear light to `#rrggbb`, clipping what sRGB cannot show. */
export function hexFromLinear(colour: Rgb): string {
  return '#' + colour.map((channel) => encode(channel).toString(16).padStart(2, '0')).join('')
}

/**
 * Convert linear sRGB to OKLab, in which equal distances look about equally different.
 * Matrices: B. Ottosson, "A perceptual color space for image processing" (2020).
 */
export function oklabFromLinear([red, green, blue]: Rgb): Oklab {
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  return [
    0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  ]
}

/** Convert OKLab to linear sRGB; may leave 0 to 1 where sRGB has no such colour. */
export function linearFromOklab([lightness, a, b]: Oklab): Rgb {
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ]
}

/** Make `#rrggbb` from OKLab lightness [0-1], chroma and hue [degree]. */
export function hexFromLch(lightness: number, chroma: number, hue: number): string {
  const angle = (hue * Math.PI) / 180
  return hexFromLinear(linearFromOklab([lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)]))
}

/** Mix two `#rrggbb` colours in OKLab; `share` is that of the second [0-1]. */
export function mixHex(first: string, second: string, share: number): string {
  const a = oklabFromLinear(linearFromHex(first))
  const b = oklabFromLinear(linearFromHex(second))
  const at = (index: 0 | 1 | 2): number => a[index] + (b[index] - a[index]) * share
  return hexFromLinear(linearFromOklab([at(0), at(1), at(2)]))
}

/** Take colour out of a `#rrggbb`, keeping its lightness; `share` 1 is grey [0-1]. */
export function desaturate(hex: string, share: number): string {
  const [lightness, a, b] = oklabFromLinear(linearFromHex(hex))
  return hexFromLinear(linearFromOklab([lightness, a * (1 - share), b * (1 - share)]))
}

/** WCAG 2 contrast ratio of two `#rrggbb` colours, 1 to 21. */
export function contrastRatio(first: string, second: string): number {
  const [a, b] = [luminance(first), luminance(second)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

function luminance(hex: string): number {
  const [red, green, blue] = linearFromHex(hex)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function decode(hex: string, from: number): number {
  const value = Number.parseInt(hex.slice(from, from + 2), 16) / 255
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

function encode(channel: number): number {
  const value = Math.min(1, Math.max(0, channel))
  const encoded = value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055
  return Math.round(encoded * 255)
}

const minus = '\u2212'
const superscripts: Readonly<Record<string, string>> = {
  '-': '\u207b',
  '0': '\u2070',
  '1': '\u00b9',
  '2': '\u00b2',
  '3': '\u00b3',
  '4': '\u2074',
  '5': '\u2075',
  '6': '\u2076',
  '7': '\u2077',
  '8': '\u2078',
  '9': '\u2079',
}

/** What stands for a number that could not be computed. */
export const noNumber = '\u2013'

/** Write a number for people: grouped thousands, a real minus sign, three significant digits below 1000. */
export function formatNumber(value: number | null): string {
  if (!isNumber(value)) return noNumber
  return formatWith(value, decimalsFor([value]), [value])
}

/** Write numbers that belong together (an estimate and its interval) with the same decimals. */
export function formatTogether(values: readonly (number | null)[], signed = false): string[] {
  const finite = values.filter(isNumber)
  const decimals = decimalsFor(finite)
  return values.map((value) => {
    if (!isNumber(value)) return noNumber
    const text = formatWith(value, decimals, finite)
    return signed && value > 0 ? `+${text}` : text
  })
}

/** Write an estimate and its interval; ends that differ tenfold or more get two digits each instead of the same decimals. */
export function formatSpread(values: readonly (number | null)[]): string[] {
  const sizes = values.filter(isNumber)
  const isWide = Math.min(...sizes) > 0 && Math.max(...sizes) / Math.min(...sizes) >= 10
  if (!isWide) return formatTogether(values)
  return values.map((value) => (isNumber(value) ? formatExact(Number(value.toPrecision(2))) : noNumber))
}

/** Write the round values of an axis, all with as many decimals as the finest needs. */
export function formatTicks(values: readonly number[], signed = false): string[] {
  const decimals = Math.max(0, ...values.map((value) => String(value).split('.')[1]?.length ?? 0))
  return values.map((value) => {
    const text = decimals > 6 ? formatExact(value) : formatWith(value, decimals, values)
    return signed && value > 0 ? `+${text}` : text
  })
}

/** Write a parameter as it was given: up to six significant digits. */
export function formatExact(value: number): string {
  if (!Number.isFinite(value)) return noNumber
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return scientific(value, 6)
  const [whole = '0', fraction] = String(Number(size.toPrecision(6))).split('.')
  return (value < 0 ? minus : '') + group(whole) + (fraction === undefined ? '' : `.${fraction}`)
}

/** Write a time in the unit that suits a trial of `duration` [min]: "day 3.5", "36 h", "20 min". */
export function formatTime(time: number, duration: number): string {
  const { name, minutes } = timeUnit(duration)
  const value = formatExact(Number((time / minutes).toFixed(2)))
  return name === 'day' ? `day ${value}` : `${value} ${name}`
}

/** Write a length of time [min] in words: "7 days", "36 h". */
export function formatDuration(duration: number): string {
  const { name, minutes } = timeUnit(duration)
  const value = Number((duration / minutes).toFixed(2))
  return `${formatExact(value)} ${name === 'day' && value !== 1 ? 'days' : name}`
}

/** The unit in which a trial of `duration` [min] is told. */
export function timeUnit(duration: number): { name: 'min' | 'h' | 'day'; minutes: number } {
  if (duration >= 2880) return { name: 'day', minutes: 1440 }
  return duration >= 180 ? { name: 'h', minutes: 60 } : { name: 'min', minutes: 1 }
}

/** Set a unit as print does: "um^2/min" becomes "\u00b5m\u00b2/min". */
export function formatUnit(unit: string): string {
  return unit
    .replace(/\bu(?=(?:m|M|L|l|g|s|mol|N|W|J|Pa|V|A|Gy)\b)/g, '\u00b5')
    .replace(/\^(-?\d+)/g, (_, digits: string) => superscript(digits))
    .replaceAll('*', '\u00b7')
}

/** A number and its unit; counts without a unit stand alone. */
export function withUnit(text: string, unit: string): string {
  if (unit === '' || unit === '1') return text
  // "86 /mm\u00b2" reads better than "86 1/mm\u00b2".
  return `${text}\u00a0${formatUnit(unit).replace(/^1\//, '/')}`
}

/** Decimals that show three significant digits of one number; of several, two of their spread, if they are that fine. */
function decimalsFor(values: readonly number[]): number {
  const sizes = values.map(Math.abs).filter((size) => size > 0)
  if (sizes.length === 0 || values.every(Number.isInteger)) return 0
  const spread = Math.max(...values) - Math.min(...values)
  const own = 2 - magnitude(Math.max(...sizes))
  if (spread === 0) return bounded(own)
  const smallest = Math.min(...sizes)
  // Two digits suffice for 0.66; 10.4 and 1.32 take three where the spread asks for them.
  return bounded(Math.min(1 - magnitude(spread), (smallest < 1 ? 1 : 2) - magnitude(smallest)))
}

function magnitude(size: number): number {
  return Math.floor(Math.log10(size))
}

function bounded(decimals: number): number {
  return Math.min(6, Math.max(0, decimals))
}

function formatWith(value: number, decimals: number, family: readonly number[]): string {
  const largest = Math.max(...family.map(Math.abs))
  if (largest !== 0 && (largest < 1e-4 || largest >= 1e7)) return scientific(value, 3)
  const [whole = '0', fraction] = Math.abs(value).toFixed(decimals).split('.')
  const digits = group(whole) + (fraction === undefined ? '' : `.${fraction}`)
  return value < 0 && /[1-9]/.test(digits) ? minus + digits : digits
}

function isNumber(value: number | null): value is number {
  return value !== null && Number.isFinite(value)
}

function scientific(value: number, digits: number): string {
  const [mantissa = '0', exponent = '0'] = value.toExponential(digits - 1).split('e')
  const number = Number(mantissa)
  if (number === 0) return '0'
  const text = `${Math.abs(number)}\u00a0\u00d7\u00a010${superscript(String(Number(exponent)))}`
  return number < 0 ? minus + text : text
}

function superscript(digits: string): string {
  return Array.from(digits, (digit) => superscripts[digit] ?? digit).join('')
}

function group(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ',')
}

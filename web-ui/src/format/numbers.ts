/** Numbers as people read them: three significant digits, the whole value for whoever asks. */
const DIGITS = 3
const THIN = '\u202f'

/** 0.63412 → "0.634", 1234567 → "1,234,567" where it is whole, 1234.567 → "1,235", 0.0000123 → "1.23e-5". */
export function formatNumber(value: number | null | undefined): string {
  if (value === undefined || value === null) return '–'
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞'
  if (value === 0) return '0'
  if (Number.isInteger(value)) return formatCount(value)
  const size = Math.abs(value)
  if (size >= 1e15 || size < 1e-4) return minus(trimExponent(value.toExponential(DIGITS - 1)))
  if (size >= 1000) return minus(Math.round(value).toLocaleString('en-US'))
  return minus(value.toPrecision(DIGITS))
}

export function formatCount(value: number): string {
  return Math.abs(value) >= 1e15
    ? minus(trimExponent(value.toExponential(DIGITS - 1)))
    : minus(value.toLocaleString('en-US'))
}

/** The marks of an axis, all with as many digits as tell each from its neighbours: 0, 0.5, 1 → "0.0", "0.5", "1.0". */
export function formatTicks(ticks: readonly (number | null)[]): string[] {
  const known = ticks.filter((tick) => tick !== null)
  const step = Math.min(
    ...known
      .slice(1)
      .map((tick, i) => Math.abs(tick - (known[i] as number)))
      .filter((gap) => gap > 0),
  )
  const largest = Math.max(0, ...known.map(Math.abs))
  if (!Number.isFinite(step) || largest >= 1e15 || largest < 1e-4)
    return ticks.map((tick) => formatNumber(tick ?? undefined))
  const [size, unit] = UNITS.find(([size, , from]) => largest >= from && decimalsOf(step / size) <= 2) ?? [1, '']
  const digits = decimalsOf(step / size)
  return ticks.map((tick) =>
    tick === null
      ? ''
      : minus(
          `${(tick / size).toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}${tick === 0 ? '' : unit}`,
        ).replace(/^−(0(\.0*)?)$/, '$1'),
  )
}

const UNITS = [
  [1e9, 'G', 1e9],
  [1e6, 'M', 1e6],
  [1e3, 'k', 1e4],
] as const

/** How many digits after the point a step needs: 0.25 → 2. */
function decimalsOf(step: number): number {
  for (let digits = 0; digits < 12; digits++) {
    const scaled = step * 10 ** digits
    if (scaled >= 0.999 && Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) return digits
  }
  return 12
}

/** A share of 1: 0.8125 → "81.3 %". */
export function formatShare(share: number | null | undefined): string {
  if (share === undefined || share === null) return '–'
  const percent = share * 100
  return `${percent !== 0 && percent !== 100 && Math.abs(percent) > 99.95 ? percent.toFixed(2) : Number(percent.toPrecision(DIGITS))}${THIN}%`
}

export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === undefined || bytes === null) return '–'
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']
  let size = bytes
  let unit = 0
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000
    unit++
  }
  return `${unit === 0 ? size : Number(size.toPrecision(DIGITS))}${THIN}${units[unit]}`
}

/** Milliseconds: 82 → "82 ms", 1532 → "1.53 s", 95000 → "1 min 35 s". */
export function formatDuration(ms: number | null | undefined): string {
  if (ms === undefined || ms === null) return '–'
  if (ms < 1) return `${Number((ms * 1000).toPrecision(DIGITS))}${THIN}µs`
  if (ms < 1000) return `${Number(ms.toPrecision(DIGITS))}${THIN}ms`
  if (ms < 60_000) return `${Number((ms / 1000).toPrecision(DIGITS))}${THIN}s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return join(Math.floor(seconds / 60), 'min', seconds % 60, 's')
  const minutes = Math.round(seconds / 60)
  if (minutes < 1440) return join(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
  const hours = Math.round(minutes / 60)
  return join(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

function join(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return `${large}${THIN}${largeUnit}${small === 0 ? '' : ` ${small}${THIN}${smallUnit}`}`
}

function trimExponent(text: string): string {
  return text.replace(/\.?0+e/, 'e').replace('e+', 'e')
}

function minus(text: string): string {
  return text.replace(/^-/, '−')
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

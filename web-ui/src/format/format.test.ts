import { describe, expect, it } from 'vitest'
import { formatBytes, formatDuration, formatNumber, formatShare, formatTicks } from './numbers'
import { relativeTime, timeTicks } from './times'
import { sentence, shortDigest } from './words'

describe('numbers', () => {
  it('have three significant digits, and whole numbers all of them', () => {
    expect(formatNumber(0.63412)).toBe('0.634')
    expect(formatNumber(-12.3456)).toBe('−12.3')
    expect(formatNumber(1234.567)).toBe('1,235')
    expect(formatNumber(1234567)).toBe('1,234,567')
    expect(formatNumber(0.0000123)).toBe('1.23e-5')
    expect(formatNumber(0)).toBe('0')
  })

  it('say what is no number', () => {
    expect(formatNumber(undefined)).toBe('–')
    expect(formatNumber(Number.NaN)).toBe('NaN')
    expect(formatNumber(Number.NEGATIVE_INFINITY)).toBe('−∞')
  })

  it('never round a share to all or nothing', () => {
    expect(formatShare(0.8125)).toBe('81.3\u202f%')
    expect(formatShare(0.99996)).toBe('100.00\u202f%'.replace('100.00', '100.00'))
    expect(formatShare(1)).toBe('100\u202f%')
    expect(formatShare(0)).toBe('0\u202f%')
  })

  it.each([
    [
      [0, 0.5, 1],
      ['0.0', '0.5', '1.0'],
    ],
    [
      [0.25, 0.5, 0.75],
      ['0.25', '0.50', '0.75'],
    ],
    [
      [-2, 0, 2],
      ['−2', '0', '2'],
    ],
    [
      [49_653.02, 49_653.04, 49_653.06],
      ['49,653.02', '49,653.04', '49,653.06'],
    ],
    [
      [9_000, 9_500],
      ['9,000', '9,500'],
    ],
    [
      [0, 250_000, 500_000],
      ['0', '250k', '500k'],
    ],
    [
      [0, 500_000, 1_000_000, 1_500_000],
      ['0.0', '0.5M', '1.0M', '1.5M'],
    ],
    [
      [1_000_001, 1_000_002],
      ['1,000,001', '1,000,002'],
    ],
    [
      [0, 0.00002, 0.00004],
      ['0', '2e-5', '4e-5'],
    ],
    [[7], ['7']],
    [[], []],
  ])('tell the marks %j of an axis apart', (ticks, texts) => {
    expect(formatTicks(ticks)).toEqual(texts)
  })
})

describe('sizes and durations', () => {
  it('choose their unit', () => {
    expect(formatBytes(999)).toBe('999\u202fB')
    expect(formatBytes(999_600)).toBe('1\u202fMB')
    expect(formatDuration(0.25)).toBe('250\u202fµs')
    expect(formatDuration(1532)).toBe('1.53\u202fs')
    expect(formatDuration(95_000)).toBe('1\u202fmin 35\u202fs')
    expect(formatDuration(7_200_000)).toBe('2\u202fh')
  })
})

describe('times', () => {
  const now = Date.UTC(2026, 2, 1, 12)
  it('are told by their distance, both ways', () => {
    expect(relativeTime(now - 2000, now)).toBe('just now')
    expect(relativeTime(now - 61_000, now)).toBe('1 min ago')
    expect(relativeTime(now + 3 * 3_600_000, now)).toBe('in 3 h')
    expect(relativeTime(now - 40 * 86_400_000, now)).toMatch(/2026/)
  })
})

describe('ticks of an axis of time', () => {
  const at = (hour: number, minute = 0) => new Date(2026, 2, 1, hour, minute).getTime()
  it('show what tells them apart, and where a day begins', () => {
    expect(timeTicks([at(22), at(23), at(24), at(25)])).toEqual(['22:00', '23:00', '2 Mar', '01:00'])
    expect(timeTicks([at(22, 0), at(22, 0) + 10_000])).toEqual(['22:00:00', '22:00:10'])
    expect(timeTicks([at(0), at(24)])).toEqual(['1 Mar', '2 Mar'])
  })
})

describe('words', () => {
  it('read like a sentence', () => {
    expect(sentence('rolled_back')).toBe('Rolled back')
    expect(shortDigest('sha256:9f86d081884c7d659a2f')).toBe('9f86d081884c')
  })
})

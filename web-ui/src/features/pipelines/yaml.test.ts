import { describe, expect, it } from 'vitest'
import { parametersOf } from './parameters'
import { tokensOf } from './yaml'

describe('the colours of YAML', () => {
  it('keep every character', () => {
    for (const line of [
      '  - {name: fit, kind: train} # why',
      'url: "a: b" ',
      'q: it#s',
      "x: 'don''t'",
      'rows: {traffic: a, rows: 2500}',
      '',
    ]) {
      expect(
        tokensOf(line)
          .map((token) => token.text)
          .join(''),
      ).toBe(line)
    }
  })

  it('tell keys, numbers, texts and comments apart', () => {
    expect(tokensOf('seed: 7 # any').map((token) => token.kind)).toEqual([
      'key',
      'mark',
      'plain',
      'number',
      'plain',
      'comment',
    ])
    expect(tokensOf('label: "a: 1"').filter((token) => token.kind === 'key')).toHaveLength(1)
  })
})

describe('parameters', () => {
  it('are JSON where they are some', () => {
    expect(
      parametersOf([
        { key: 'fit.rounds', value: '50' },
        { key: 'fit.algorithm', value: 'linear_regression' },
        { key: ' ', value: 'nothing' },
      ]),
    ).toEqual({ 'fit.rounds': 50, 'fit.algorithm': 'linear_regression' })
  })
})

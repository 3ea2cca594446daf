import { describe, expect, it } from 'vitest'
import { parseCsv } from './csv'
import { kindOf, textOf } from './kinds'

describe('tables in text', () => {
  const rows = (text: string, separator = ',') => parseCsv(text, separator, 100).rows

  it('take either line ending, with or without one at the end', () => {
    expect(rows('a,b\r\n1,2\n3,4')).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
    ])
    expect(rows('a\n1\n')).toEqual([['a'], ['1']])
  })

  it('keep separators, quotes and line breaks that are quoted', () => {
    expect(rows('"a,b","say ""hi""","two\nlines"\n')).toEqual([['a,b', 'say "hi"', 'two\nlines']])
  })

  it('keep empty cells, also the last', () => {
    expect(rows('a,,c\n,,')).toEqual([
      ['a', '', 'c'],
      ['', '', ''],
    ])
  })

  it('end, whatever the text', () => {
    expect(rows('"never closed')).toEqual([['never closed']])
    expect(rows('"a"x,b')).toEqual([['a'], ['x', 'b']])
    expect(rows('')).toEqual([])
  })

  it('stop where enough is read', () => {
    expect(parseCsv('a\nb\nc', ',', 2)).toEqual({ rows: [['a'], ['b']], complete: false })
  })
})

describe('files', () => {
  it('are known by their names', () => {
    expect(['a/MLmodel', 'x.PNG', 'y.parquet', 'z.bin', 'report.html'].map(kindOf)).toEqual([
      'text',
      'image',
      'parquet',
      'unknown',
      'html',
    ])
  })

  it('are texts only if they are', () => {
    expect(textOf(new TextEncoder().encode('grün').buffer)).toBe('grün')
    expect(textOf(new Uint8Array([0xff, 0xfe, 0x41]).buffer)).toBeUndefined()
    expect(textOf(new Uint8Array([0x41, 0, 0x42]).buffer)).toBeUndefined()
  })
})

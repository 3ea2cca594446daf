import { describe, expect, it } from 'vitest'
import { complete, filterOf, identifier, isFinished } from './grammar'

const keys = { metrics: ['auc', 'val/loss'], params: ['lr'], tags: ['team'] }
const labels = (text: string, cursor = text.length) => complete(text, cursor, keys).items.map((item) => item.label)

describe('filters', () => {
  it('take plain words for a part of the name', () => {
    expect(filterOf('deep trees')).toBe("attributes.run_name ILIKE '%deep trees%'")
    expect(filterOf("ada's")).toBe("attributes.run_name ILIKE '%ada''s%'")
    expect(filterOf('  ')).toBeUndefined()
  })

  it('leave comparisons to the grammar', () => {
    expect(filterOf('metrics.auc > 0.9')).toBe('metrics.auc > 0.9')
    expect(filterOf('tags.team is null')).toBe('tags.team is null')
  })

  it('quote keys that need it', () => {
    expect(identifier('metrics', 'val/loss')).toBe('metrics.`val/loss`')
    expect(identifier('params', 'lr')).toBe('params.lr')
  })
})

describe('what is still being typed', () => {
  it('is told from what could be sent', () => {
    expect(
      ['metrics.auc > 0.9', 'a name', "params.x = 'it''s'", 'tags.t IS NULL', "run_id IN ('a')"].map(isFinished),
    ).toEqual([true, true, true, true, true])
    expect(
      ['metrics.auc >', "params.x = 'a", 'metrics.a > 1 AND', "run_id IN ('a'", 'metrics.a > 1 AND me'].map(isFinished),
    ).toEqual([false, false, false, false, false])
  })
})

describe('completion', () => {
  it('begins with what was logged', () => {
    expect(labels('').slice(0, 4)).toEqual(['metrics.auc', 'metrics.`val/loss`', 'params.lr', 'run_name'])
  })

  it('finds a key without its kind', () => {
    expect(labels('lo')).toContain('metrics.`val/loss`')
    expect(labels('val')[0]).toBe('metrics.`val/loss`')
  })

  it('offers comparisons that fit', () => {
    expect(labels('metrics.auc ')).toEqual(['>', '>=', '<', '<=', '=', '!='])
    expect(labels('params.lr ')).toContain('IS NULL')
    expect(labels('run_name ')).not.toContain('IS NULL')
  })

  it('knows the states', () => {
    expect(labels('status = ')).toContain("'FINISHED'")
    expect(labels("status = 'FI")).toEqual(["'FINISHED'"])
  })

  it('goes on after a comparison', () => {
    expect(labels('metrics.auc > 0.9 ')).toEqual(['AND', 'OR'])
    expect(labels('metrics.auc > 0.9 AND ')[0]).toBe('metrics.auc')
    expect(labels('(metrics.auc > 0.9 OR te')).toContain('tags.team')
  })

  it('replaces what is being typed, in the middle too', () => {
    const text = 'metrics.a > 1'
    expect(complete(text, 9, keys)).toMatchObject({ from: 0, to: 9, items: [{ label: 'metrics.auc' }] })
  })
})

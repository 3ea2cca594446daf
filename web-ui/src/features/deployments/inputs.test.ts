import { describe, expect, it } from 'vitest'
import { isColumn, rowOf } from './inputs'

describe('the form of a signature', () => {
  it('asks for columns, not for tensors', () => {
    expect(isColumn({ name: 'a', datatype: 'FP32', shape: [-1, 1] })).toBe(true)
    expect(isColumn({ name: 'a', datatype: 'FP32', shape: [-1] })).toBe(true)
    expect(isColumn({ name: 'image', datatype: 'FP32', shape: [-1, 3, 224, 224] })).toBe(false)
    expect(isColumn({ name: 'a', datatype: 'FP32', shape: [4, 1] })).toBe(false)
  })

  it('sends numbers, texts and what is not known', () => {
    const inputs = [
      { name: 'amount', datatype: 'FP32' },
      { name: 'merchant', datatype: 'BYTES' },
      { name: 'online', datatype: 'BOOL' },
      { name: 'age', datatype: 'INT64' },
    ] as const
    expect(rowOf([...inputs], { amount: ' 12,5', merchant: 'shop', online: 'true' })).toEqual({
      row: { amount: 12.5, merchant: 'shop', online: true, age: null },
      errors: {},
    })
    expect(rowOf([...inputs], { amount: 'much', age: '1.5' }).errors).toEqual({
      amount: 'This is not a number.',
      age: 'A whole number is needed.',
    })
  })
})

import type { TensorSpec } from '@/api/schema'

/** Whether an input is one value for each row: what a form can ask for. */
export function isColumn({ shape }: TensorSpec): boolean {
  const [rows, ...rest] = shape
  return rows !== undefined && rows < 0 && rest.every((size) => size === 1)
}

const WHOLE = /^U?INT/

/** What was typed, as a row of a request; what can't be read is named by its input. */
export function rowOf(
  inputs: Pick<TensorSpec, 'name' | 'datatype'>[],
  typed: Record<string, string>,
): { row: Record<string, unknown>; errors: Record<string, string> } {
  const row: Record<string, unknown> = {}
  const errors: Record<string, string> = {}
  for (const { name, datatype } of inputs) {
    const text = typed[name] ?? ''
    if (text.trim() === '') row[name] = null
    else if (datatype === 'BYTES') row[name] = text
    else if (datatype === 'BOOL') row[name] = text === 'true'
    else {
      const number = Number(text.trim().replace(',', '.'))
      if (Number.isNaN(number)) errors[name] = 'This is not a number.'
      else if (WHOLE.test(datatype) && !Number.isInteger(number)) errors[name] = 'A whole number is needed.'
      else row[name] = number
    }
  }
  return { row, errors }
}

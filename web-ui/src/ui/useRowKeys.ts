import { useRef } from 'react'

/**
 * Keys for the rows of a long table: a row that comes into sight takes over what drew one that left it. To change the texts of a row costs
 * a fraction of making one, which is what scrolling far would do with each frame.
 */
export function useRowKeys(items: readonly { index: number }[]): ReadonlyMap<number, number> {
  const keys = useRef<ReadonlyMap<number, number>>(new Map())
  keys.current = nextKeys(
    keys.current,
    items.map(({ index }) => index),
  )
  return keys.current
}

/** Rows that stay keep their keys; the others get those that are free, in their order, and new ones beyond these. */
export function nextKeys(before: ReadonlyMap<number, number>, indices: readonly number[]): Map<number, number> {
  const staying = new Set(indices)
  const free = [...before].filter(([index]) => !staying.has(index)).map(([, key]) => key)
  const taken = new Set(indices.flatMap((index) => before.get(index) ?? []))
  let unused = 0
  const fresh = () => {
    while (taken.has(unused)) unused++
    taken.add(unused)
    return unused
  }
  const next = new Map<number, number>()
  for (const index of indices) {
    const key = before.get(index) ?? free.shift() ?? fresh()
    taken.add(key)
    next.set(index, key)
  }
  return next
}

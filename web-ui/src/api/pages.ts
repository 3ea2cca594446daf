/** Reads a keyset-paged list to its end, or to `limit` items. */
export interface Page<T> {
  items: T[]
  next_page_token?: string
}

export const PAGE_SIZE = 1000

export async function readAll<T>(
  read: (token: string | undefined) => Promise<Page<T>>,
  limit = Number.POSITIVE_INFINITY,
): Promise<T[]> {
  const items: T[] = []
  let token: string | undefined
  do {
    const page = await read(token)
    items.push(...page.items)
    token = page.next_page_token
  } while (token && items.length < limit)
  return items.slice(0, limit)
}

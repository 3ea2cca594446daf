import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'

/** How a table is shown, as the URL has it: `sort=-created_at`, `cols=name,created_at`. Absent means what the table does by itself. */
export interface TableState {
  sort: { id: string; desc: boolean } | undefined
  columns: string[] | undefined
  setSort: (sort: { id: string; desc: boolean } | undefined) => void
  setColumns: (columns: string[] | undefined) => void
}

export interface TableSearch {
  sort?: string
  cols?: string
  q?: string
}

/** For `validateSearch` of routes with a table. */
export function tableSearch(search: Record<string, unknown>): TableSearch {
  const { sort, cols, q } = search
  return {
    ...(typeof sort === 'string' && sort !== '' ? { sort } : {}),
    ...(typeof cols === 'string' && cols !== '' ? { cols } : {}),
    ...(typeof q === 'string' && q !== '' ? { q } : {}),
  }
}

export function parseSort(text: string | undefined): { id: string; desc: boolean } | undefined {
  if (!text) return undefined
  return text.startsWith('-') ? { id: text.slice(1), desc: true } : { id: text, desc: false }
}

/** Changes parts of the page's search; what is undefined leaves the URL. It replaces the entry of the history: back leaves the page. */
export function useSearchChange(): (change: Record<string, string | number | undefined>, push?: boolean) => void {
  const navigate = useNavigate()
  return useCallback(
    (change, push = false) => {
      void navigate({
        to: '.',
        replace: !push,
        resetScroll: false,
        search: ((previous: Record<string, unknown>) => ({ ...previous, ...change })) as never,
      })
    },
    [navigate],
  )
}

export function useTableState(): TableState {
  const { sort, cols } = useSearch({ strict: false }) as TableSearch
  const change = useSearchChange()
  return useMemo(
    () => ({
      sort: parseSort(sort),
      columns: cols?.split(','),
      setSort: (next) => change({ sort: next && `${next.desc ? '-' : ''}${next.id}` }),
      setColumns: (next) => change({ cols: next?.join(',') }),
    }),
    [sort, cols, change],
  )
}

/** The text of the page's filter, and how to change it. */
export function useFilterText(): [string, (text: string) => void] {
  const { q } = useSearch({ strict: false }) as TableSearch
  const change = useSearchChange()
  return [q ?? '', useCallback((text: string) => change({ q: text === '' ? undefined : text }), [change])]
}

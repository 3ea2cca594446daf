import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { read } from '@/tracking/calls'
import { LIVE_MS } from '@/tracking/queries'
import { numberOf, type WirePoint } from '@/tracking/wire'

/** As many points as a line on a screen can show; the server sees to it that every peak and trough is among them. */
const MOST = 2500
const MOST_TOGETHER = 25_000

const limitFor = (runs: number): number => Math.max(100, Math.min(MOST, Math.floor(MOST_TOGETHER / runs)))

export const curvesOf = (ids: string[], key: string, range: [number, number] | undefined, live: boolean) =>
  queryOptions({
    queryKey: ['runs', 'curves', ids, key, range],
    queryFn: async ({ signal }) => {
      const { items } = await unwrap(
        api.GET('/api/v1/metric-curves', {
          params: {
            query: {
              run_id: ids,
              key,
              max_points: limitFor(ids.length),
              ...(range ? { first_step: range[0], last_step: range[1] } : {}),
            },
          },
          signal,
        }),
      )
      return new Map(items.map((curve) => [curve.run_id, curve]))
    },
    placeholderData: keepPreviousData,
    refetchInterval: live ? LIVE_MS : false,
  })

const CSV_PAGE = 50_000

/** Every point there is, page by page. */
export async function wholeHistory(
  id: string,
  key: string,
  told: (points: number) => void,
): Promise<(string | number)[][]> {
  const rows: (string | number)[][] = [['step', 'timestamp', 'value']]
  let token: string | undefined
  do {
    const page = await read<{ metrics?: WirePoint[]; next_page_token?: string }>('metrics/get-history', {
      run_id: id,
      metric_key: key,
      max_results: CSV_PAGE,
      page_token: token,
    })
    for (const { step, timestamp, value } of page.metrics ?? []) {
      rows.push([numberOf(step), new Date(numberOf(timestamp)).toISOString(), value])
    }
    token = page.next_page_token || undefined
    told(rows.length - 1)
  } while (token)
  return rows
}

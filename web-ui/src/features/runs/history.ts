import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { read } from '@/tracking/calls'
import { LIVE_MS } from '@/tracking/queries'
import { numberOf, type WirePoint } from '@/tracking/wire'
import { byRun, type Histories } from './points'

/** As many points as a line on a screen can show; the server picks them evenly by step. */
const MOST = 2500
const MOST_TOGETHER = 25_000

export const limitFor = (runs: number): number => Math.max(100, Math.min(MOST, Math.floor(MOST_TOGETHER / runs)))

export const histories = (ids: string[], key: string, range: [number, number] | undefined, live: boolean) =>
  queryOptions({
    queryKey: ['runs', 'histories', ids, key, range],
    queryFn: async ({ signal }): Promise<Histories> => {
      const found = await read<{ metrics?: WirePoint[] }>(
        'metrics/get-history-bulk-interval',
        {
          run_ids: ids,
          metric_key: key,
          max_results: limitFor(ids.length),
          start_step: range?.[0],
          end_step: range?.[1],
        },
        signal,
      )
      return byRun(found.metrics ?? [], ids)
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

import { numberOf, type WirePoint } from '@/tracking/wire'

export interface Point {
  step: number
  timestamp: number
  value: number
}

export type Histories = ReadonlyMap<string, Point[]>

export function byRun(points: WirePoint[], ids: string[]): Histories {
  const found = new Map<string, Point[]>(ids.map((id) => [id, []]))
  for (const { run_id, step, timestamp, value } of points) {
    found.get(run_id ?? '')?.push({ step: numberOf(step), timestamp: numberOf(timestamp), value: numberOf(value) })
  }
  return found
}

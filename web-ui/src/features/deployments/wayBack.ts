import type { HistoryEntry } from '@/api/schema'

/**
 * The release that a rollback without a choice leads to: what served when the current release was made. So two rollbacks in a row go two steps
 * back. `history` has the newest entry first.
 */
export function wayBack(
  history: Pick<HistoryEntry, 'action' | 'release' | 'previous_release'>[],
  current: number | undefined,
): number | undefined {
  if (current === undefined) return undefined
  return history.find(
    (entry) => entry.release === current && (entry.action === 'released' || entry.action === 'promoted'),
  )?.previous_release
}

import { Button } from './Button'

/** The way to the rest of a list that is read page by page, while there is any. */
export function ShowOlder({
  of,
}: {
  of: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> }
}) {
  return of.hasNextPage ? (
    <Button
      kind="quiet"
      className="mt-2 self-start"
      busy={of.isFetchingNextPage}
      onClick={() => void of.fetchNextPage()}
    >
      Show older ones
    </Button>
  ) : null
}

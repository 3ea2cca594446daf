import { ServerOff } from 'lucide-react'
import { useConnection } from '@/api/connection'

/** Quiet, and gone by itself: what is on the page stays there to be read. */
export function LostBanner() {
  const connection = useConnection()
  return (
    <div role="status">
      {connection === 'lost' && (
        <p className="flex items-center gap-2 border-b bg-warning-soft px-4 py-1.5 text-sm text-warning md:px-8">
          <ServerOff aria-hidden className="size-4 shrink-0" />
          The server can’t be reached. What you see was read before; this goes on by itself when it is back.
        </p>
      )}
    </div>
  )
}

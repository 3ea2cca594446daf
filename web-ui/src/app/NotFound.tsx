import { Link } from '@tanstack/react-router'
import { SearchX } from 'lucide-react'

export function NotFound() {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-3 px-4 py-24 text-center">
      <SearchX aria-hidden className="size-8 text-faint" />
      <h1 className="font-semibold text-lg">There is no such page</h1>
      <p className="text-muted">
        The address may be misspelt. <kbd className="rounded border px-1.5 font-mono text-xs">Ctrl K</kbd> finds
        anything by its name.
      </p>
      <Link to="/" className="text-accent hover:underline">
        Home
      </Link>
    </div>
  )
}

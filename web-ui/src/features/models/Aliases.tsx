import { Tag } from 'lucide-react'

/** Names that people gave to versions: "champion → 3". */
export function Aliases({ aliases }: { aliases: { alias: string; version?: number }[] }) {
  return (
    <span className="flex flex-wrap gap-1.5">
      {aliases.map(({ alias, version }) => (
        <span
          key={alias}
          className="inline-flex items-center gap-1 rounded-full bg-accent-soft px-2 py-0.5 font-medium text-accent text-xs"
        >
          <Tag aria-hidden className="size-3" />
          {alias}
          {version !== undefined && <span className="font-normal tabular-nums">→ {version}</span>}
        </span>
      ))}
    </span>
  )
}

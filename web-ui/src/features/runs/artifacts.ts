import { queryOptions } from '@tanstack/react-query'
import { sendOk } from '@/api/client'
import { read } from '@/tracking/calls'

export interface Entry {
  path: string
  name: string
  directory: boolean
  size: number | undefined
}

/** Whose files: a run's, or those of a model that it logged. */
export interface Owner {
  kind: 'run' | 'model'
  id: string
}

interface Listing {
  files?: { path: string; is_dir?: boolean; file_size?: number | string }[]
}

export const listing = (owner: Owner, path: string) =>
  queryOptions({
    queryKey: ['runs', 'artifacts', owner, path],
    queryFn: async ({ signal }): Promise<Entry[]> => {
      const found = await (owner.kind === 'run'
        ? read<Listing>('artifacts/list', { run_id: owner.id, path: path || undefined }, signal)
        : read<Listing>(
            `logged-models/${encodeURIComponent(owner.id)}/artifacts/directories`,
            { artifact_directory_path: path || undefined },
            signal,
          ))
      return (found.files ?? [])
        .map(
          (file): Entry => ({
            path: file.path,
            name: file.path.slice(file.path.lastIndexOf('/') + 1),
            directory: file.is_dir ?? false,
            size: file.file_size === undefined ? undefined : Number(file.file_size),
          }),
        )
        .sort(
          (a, b) => Number(b.directory) - Number(a.directory) || a.name.localeCompare(b.name, 'en', { numeric: true }),
        )
    },
  })

export function addressOf(owner: Owner, path: string): string {
  const file = encodeURIComponent(path)
  return owner.kind === 'run'
    ? `/get-artifact?run_id=${encodeURIComponent(owner.id)}&path=${file}`
    : `/ajax-api/2.0/mlflow/logged-models/${encodeURIComponent(owner.id)}/artifacts/files?artifact_file_path=${file}`
}

/** Files may be replaced while a run goes on: they are read again when the page comes back to them. */
export const bytesOf = (owner: Owner, path: string, size: number | undefined) =>
  queryOptions({
    queryKey: ['artifact', owner, path, size],
    queryFn: async ({ signal }) => (await sendOk(addressOf(owner, path), { signal })).arrayBuffer(),
    gcTime: 60_000,
  })

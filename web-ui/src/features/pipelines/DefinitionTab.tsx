import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import type { Pipeline } from '@/api/schema'
import { Field, Select } from '@/ui/fields'
import { Skeleton } from '@/ui/page'
import { QueryView } from '@/ui/QueryView'
import { useSearchChange } from '@/ui/tableState'
import { Digest, Time } from '@/ui/values'
import { definition, versions } from './queries'
import { YamlText } from './YamlText'

/** The text as it was handed in, any version of it. */
export function DefinitionTab({ it }: { it: Pipeline }) {
  const { version } = useSearch({ from: '/pipelines/$name' })
  const change = useSearchChange()
  const all = useQuery(versions(it.name))
  const chosen = Number(version) || it.version
  const text = useQuery(definition(it.name, chosen))
  return (
    <>
      <div className="mb-3 flex flex-wrap items-end gap-4">
        <Field label="Version">
          {(field) => (
            <Select
              {...field}
              value={chosen}
              onChange={(event) =>
                change({ version: Number(event.target.value) === it.version ? undefined : event.target.value })
              }
            >
              {(all.data ?? [{ version: chosen }]).map((each) => (
                <option key={each.version} value={each.version}>
                  {each.version}
                  {each.version === it.version ? ' (runs now)' : ''}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {text.data && (
          <p className="flex h-8 items-center gap-3 text-muted text-sm">
            <Digest value={text.data.digest} />
            <span>
              {text.data.created_by} <Time at={text.data.created_at} />
            </span>
          </p>
        )}
      </div>
      <QueryView query={text} loading={<Skeleton className="h-96 w-full" />}>
        {(data) => <YamlText text={data.definition} />}
      </QueryView>
    </>
  )
}

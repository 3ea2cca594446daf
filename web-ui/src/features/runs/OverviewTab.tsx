import { useQuery } from '@tanstack/react-query'
import type { Run } from '@/tracking/types'
import { isOwnTag } from '@/tracking/types'
import { EmptyState, Section } from '@/ui/page'
import { FilterField, matches } from '@/ui/TableToolbar'
import { useFilterText } from '@/ui/tableState'
import { KeyValues } from './KeyValues'
import { MetricTable } from './MetricTable'
import { requirements } from './relatedQueries'
import { TagsSection } from './TagsSection'

const MANY = 20

const byKey = ([a]: readonly [string, string], [b]: readonly [string, string]) =>
  a.localeCompare(b, 'en', { numeric: true })

/** Parameters and figures side by side, then what else is known. */
export function OverviewTab({ run, metrics }: { run: Run; metrics: string[] }) {
  const [filter, setFilter] = useFilterText()
  const params = [...run.params].sort(byKey).filter(([key, value]) => matches(filter, key, value))
  const shown = metrics.filter((key) => matches(filter, key))
  const environment = [...run.tags].filter(([key]) => isOwnTag(key) && key !== 'mlflow.note.content').sort(byKey)
  const note = run.tags.get('mlflow.note.content')
  return (
    <>
      {note && <p className="mb-3 max-w-3xl whitespace-pre-wrap text-sm">{note}</p>}
      {run.params.size + metrics.length > MANY && (
        <FilterField value={filter} onChange={setFilter} placeholder="Filter parameters and metrics" />
      )}
      <div className="grid gap-x-10 lg:grid-cols-2">
        <div className="min-w-0">
          <Section title={`Parameters${run.params.size > 0 ? ` (${run.params.size})` : ''}`}>
            {params.length > 0 ? (
              <KeyValues label="Parameters" entries={params} />
            ) : run.params.size === 0 ? (
              <EmptyState
                title="No parameters were logged"
                snippet={'mlflow.log_params({"rounds": 100, "max_depth": 6})'}
              />
            ) : (
              <Nothing />
            )}
          </Section>
          <TagsSection run={run} />
        </div>
        <div className="min-w-0">
          <Section title={`Metrics${metrics.length > 0 ? ` (${metrics.length})` : ''}`} note="The latest point of each">
            {shown.length > 0 ? (
              <MetricTable run={run} keys={shown} />
            ) : metrics.length === 0 ? (
              <EmptyState title="No metrics were logged" snippet={'mlflow.log_metric("auc", 0.93)'} />
            ) : (
              <Nothing />
            )}
          </Section>
          <Section title="Environment" note="As the client noted it">
            {environment.length > 0 ? (
              <KeyValues label="Environment" entries={environment} />
            ) : (
              <p className="text-muted text-sm">The client noted nothing.</p>
            )}
            {run.modelsOut[0] && <Requirements modelId={run.modelsOut[0]} />}
          </Section>
        </div>
      </div>
    </>
  )
}

function Nothing() {
  return <p className="border-t py-3 text-muted text-sm">None has this in its name.</p>
}

function Requirements({ modelId }: { modelId: string }) {
  const { data } = useQuery(requirements(modelId))
  const lines = data?.split('\n').filter((line) => line.trim() !== '') ?? []
  if (lines.length === 0) return null
  return (
    <>
      <h3 className="pt-4 pb-1 font-medium text-sm">Packages of the logged model</h3>
      <KeyValues
        label="Packages"
        entries={lines.map((line) => {
          const at = line.search(/[=<>~!]/)
          return at < 0 ? [line, 'any version'] : [line.slice(0, at), line.slice(at)]
        })}
      />
    </>
  )
}

import { type UseQueryResult, useQueries, useQuery } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { useMemo } from 'react'
import { describe } from '@/activity/activity'
import type { AuditEntry } from '@/api/schema'
import { AppLink, hrefOf } from '@/ui/AppLink'
import { EmptyState, Page, Section, Snippet, TableSkeleton } from '@/ui/page'
import { ProblemView } from '@/ui/problems'
import { StatusIcon, TONE_TEXT } from '@/ui/StatusBadge'
import { Time } from '@/ui/values'
import { attention } from './attention'
import { ProductionTable } from './ProductionTable'
import { deployments, type Figures, figures, pipelines, recent, served, withFigures } from './queries'

const NOTHING: never[] = []
const dataOf = (results: UseQueryResult<Figures>[]) => results.map(({ data }) => data)

/** What is in production, what needs a person, what happened. */
export function HomePage() {
  const all = useQuery(deployments)
  const found = useQueries({ queries: (all.data ?? NOTHING).map(figures), combine: dataOf })
  const production = useMemo(() => all.data && withFigures(all.data, found), [all.data, found])
  const measured = production?.every((each) => each.measured) ?? false
  const allPipelines = useQuery(pipelines)
  const models = useQuery(served(all.data ?? NOTHING))
  // Browsers have six connections: what is in production comes first.
  const activity = useQuery({ ...recent, enabled: measured || all.isError })
  const needed = useMemo(
    () => attention(production ?? [], allPipelines.data ?? [], models.data),
    [production, allPipelines.data, models.data],
  )
  const known = measured && allPipelines.data !== undefined && !models.isLoading

  return (
    <Page title="What is in production">
      {production === undefined ? (
        all.isError ? (
          <ProblemView error={all.error} onRetry={() => void all.refetch()} />
        ) : (
          <TableSkeleton rows={3} columns={6} />
        )
      ) : production.length === 0 ? (
        <FirstSteps />
      ) : (
        <ProductionTable rows={production} />
      )}
      <div className="grid grid-cols-1 gap-x-10 md:grid-cols-2">
        <Section title="Needs a person" className="first:pt-6">
          {known && needed.length === 0 && (
            <p className="flex items-center gap-2 border-t py-2 text-muted text-sm">
              <CircleCheck aria-hidden className="size-4 text-ok" />
              Nothing: no failures, no drift, nothing pinned, and each model in production has an owner.
            </p>
          )}
          <ul className="border-t empty:hidden">
            {needed.map((item) => (
              <li key={item.key} className="flex gap-2.5 border-b py-2 text-sm">
                <StatusIcon state={item.state} className="mt-0.5" />
                <div className="min-w-0 flex-1">
                  <AppLink href={item.href} className="font-medium">
                    {item.title}
                  </AppLink>
                  <p className="line-clamp-2 text-muted">{item.why}</p>
                </div>
                {item.at && <Time at={item.at} className="text-faint" />}
              </li>
            ))}
          </ul>
        </Section>
        <Section
          title="What happened"
          actions={
            <AppLink href="/audit" className="text-muted text-sm">
              Audit log
            </AppLink>
          }
        >
          {activity.data === undefined ? <TableSkeleton rows={6} columns={2} /> : <Happened entries={activity.data} />}
        </Section>
      </div>
    </Page>
  )
}

/** Each of them is followed by what it prepares. */
const PREPARED = 'release.prepared'
const SHOWN = 12

function Happened({ entries }: { entries: AuditEntry[] }) {
  const shown = gathered(entries.filter((entry) => entry.action !== PREPARED)).slice(0, SHOWN)
  if (shown.length === 0) return <p className="border-t py-2 text-muted text-sm">Nothing yet.</p>
  return (
    <ol className="border-t">
      {shown.map(({ entry, times }) => {
        const { verb, object, detail, tone } = describe(entry)
        const href = hrefOf(entry.subject)
        return (
          <li key={entry.sequence} className="flex gap-3 border-b py-1.5 text-sm">
            <p className="min-w-0 flex-1">
              <span className="text-muted">{entry.actor}</span> <span className={tone && TONE_TEXT[tone]}>{verb}</span>{' '}
              {href ? (
                <AppLink href={href} className="font-medium">
                  {object}
                </AppLink>
              ) : (
                <span className="font-medium">{object}</span>
              )}
              {detail && <span className="text-muted">, {detail}</span>}
              {times > 1 && <span className="text-faint"> {times} times</span>}
            </p>
            <Time at={entry.at} className="text-faint" />
          </li>
        )
      })}
    </ol>
  )
}

/** The same thing done to the same again and again is one line. */
function gathered(entries: AuditEntry[]): { entry: AuditEntry; times: number }[] {
  const lines: { entry: AuditEntry; times: number }[] = []
  for (const entry of entries) {
    const line = lines.at(-1)
    const same = (['action', 'subject', 'actor'] as const).every((key) => line?.entry[key] === entry[key])
    if (line && same) line.times++
    else lines.push({ entry, times: 1 })
  }
  return lines
}

function FirstSteps() {
  return (
    <EmptyState
      title="Nothing is deployed yet"
      action={
        <div className="grid w-full max-w-3xl grid-cols-1 gap-2 md:grid-cols-2">
          <Snippet text="./holdfast demo" />
          <Snippet text={`export MLFLOW_TRACKING_URI=${window.location.origin}`} />
        </div>
      }
    >
      A deployment is a named endpoint that a model version answers. Walk the whole loop with generated data, or log
      your first run with the MLflow client that you have.
    </EmptyState>
  )
}

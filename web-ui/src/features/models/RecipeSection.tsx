import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ModelVersion } from '@/api/schema'
import { formatShare } from '@/format/numbers'
import { AppLink } from '@/ui/AppLink'
import { Section } from '@/ui/page'
import { Digest, Mono, Num } from '@/ui/values'

/** The data, the settings and the machines that made a version: what one needs to make it again. */
export function RecipeSection({ it }: { it: ModelVersion }) {
  const facts = it.facts as Record<string, unknown>
  const params = record(facts.params)
  const importance = record(facts.importance)
  const libraries = record(facts.libraries)
  const pipeline = it.tags['holdfast.pipeline']
  return (
    <>
      <Section title="From">
        <KeyValues
          rows={[
            ...it.datasets.map((dataset): [string, ReactNode] => [
              `${dataset.role} data`,
              <span key="d" className="inline-flex flex-wrap items-center gap-2">
                <AppLink
                  href={`/datasets/${encodeURIComponent(dataset.name)}/versions/${dataset.version}`}
                  className="font-medium"
                >
                  {dataset.name} version {dataset.version}
                </AppLink>
                <Digest value={dataset.digest} />
              </span>,
            ]),
            pipeline && it.pipeline_run_id
              ? [
                  'pipeline',
                  <AppLink
                    key="p"
                    href={`/pipelines/${encodeURIComponent(pipeline)}/runs/${it.pipeline_run_id}`}
                    className="font-medium"
                  >
                    {pipeline}, version {it.tags['holdfast.pipeline.version']}
                  </AppLink>,
                ]
              : null,
            it.run_id
              ? [
                  'run',
                  <AppLink key="r" href={`/runs/${it.run_id}`}>
                    {it.run_id}
                  </AppLink>,
                ]
              : null,
            facts.trainer ? ['trainer', String(facts.trainer)] : null,
            facts.label ? ['label', String(facts.label)] : null,
            facts.training_rows !== undefined
              ? ['training rows', <Num key="n" value={Number(facts.training_rows)} />]
              : null,
            facts.seed !== undefined ? ['seed', String(facts.seed)] : null,
            ['source', <Mono key="s" value={it.source} />],
          ]}
        />
      </Section>
      {importance && (
        <Section
          title="What it looks at"
          note="Share of what all splits gain, or of what each input adds to the score."
        >
          <Importance shares={importance} />
        </Section>
      )}
      {params && (
        <Section title="Settings">
          <KeyValues
            rows={Object.entries(params).map(([key, value]) => [
              key,
              <code key="c" className="font-mono">
                {String(value)}
              </code>,
            ])}
          />
        </Section>
      )}
      {libraries && (
        <Section title="Made with">
          <KeyValues rows={Object.entries(libraries).map(([key, value]) => [key, String(value)])} />
        </Section>
      )}
      {Object.keys(it.tags).length > 0 && (
        <Section title="Tags">
          <KeyValues rows={Object.entries(it.tags).map(([key, value]) => [key, value])} />
        </Section>
      )}
      {it.pipeline_run_id === undefined && it.run_id === undefined && (
        <p className="pt-4 text-muted text-sm">
          Nothing says which run made it.{' '}
          <Link to="/pipelines" className="text-accent hover:underline">
            Pipelines
          </Link>{' '}
          record that by themselves.
        </p>
      )}
    </>
  )
}

function record(value: unknown): Record<string, unknown> | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length > 0
    ? (value as Record<string, unknown>)
    : undefined
}

function KeyValues({ rows }: { rows: ([string, ReactNode] | null)[] }) {
  return (
    <dl className="grid max-w-3xl border-t text-sm">
      {rows.map(
        (row, i) =>
          row && (
            <div key={i} className="flex min-h-8 flex-wrap items-center gap-x-4 border-b px-3 py-1 hover:bg-hover">
              <dt className="w-48 shrink-0 text-muted">{row[0]}</dt>
              <dd className="min-w-0 flex-1">{row[1]}</dd>
            </div>
          ),
      )}
    </dl>
  )
}

function Importance({ shares }: { shares: Record<string, unknown> }) {
  const rows = Object.entries(shares)
    .map(([name, share]) => ({ name, share: Number(share) }))
    .sort((a, b) => b.share - a.share)
  const most = rows[0]?.share ?? 1
  return (
    <ul className="grid max-w-3xl gap-1 border-t pt-2 text-sm">
      {rows.map(({ name, share }) => (
        <li key={name} className="grid h-6 grid-cols-[minmax(6rem,12rem)_1fr_4rem] items-center gap-3 px-3">
          <span className="truncate" title={name}>
            {name}
          </span>
          <span className="h-2.5 rounded-sm bg-(--series-1)" style={{ width: `${(100 * share) / most}%` }} />
          <span className="text-right tabular-nums" title={String(share)}>
            {formatShare(share)}
          </span>
        </li>
      ))}
    </ul>
  )
}

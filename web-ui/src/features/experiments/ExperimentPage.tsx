import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { experimentNamed } from '@/tracking/queries'
import { isOwnTag } from '@/tracking/types'
import { Page } from '@/ui/page'
import { QueryView } from '@/ui/QueryView'
import { Chip } from '@/ui/StatusBadge'
import { Mono, Time } from '@/ui/values'
import { ExperimentMenu } from './ExperimentMenu'
import { RunsTable } from './RunsTable'

/** What was tried, with what, and how well it went. */
export function ExperimentPage() {
  const { name } = useParams({ from: '/experiments/$name' })
  const found = useQuery(experimentNamed(name))
  return (
    <QueryView query={found}>
      {(experiment) => (
        <Page
          title={experiment.name}
          wide
          crumbs={[{ label: 'Experiments', link: { to: '/experiments' } }]}
          status={experiment.deleted ? <Chip tone="warning">Deleted</Chip> : undefined}
          actions={<ExperimentMenu experiment={experiment} />}
          facts={
            <div className="mb-4 flex flex-wrap items-center gap-x-5 gap-y-1 text-muted text-sm">
              <span className="inline-flex items-center gap-1">
                Experiment <Mono value={experiment.id} />
              </span>
              <span>
                made <Time at={experiment.created} />
              </span>
              {[...experiment.tags]
                .filter(([key]) => !isOwnTag(key))
                .map(([key, value]) => (
                  <Chip key={key} title={`${key}: ${value}`}>
                    <span className="max-w-60 truncate">
                      {key}: {value}
                    </span>
                  </Chip>
                ))}
              {experiment.tags.get('mlflow.note.content') && (
                <span className="line-clamp-2 basis-full">{experiment.tags.get('mlflow.note.content')}</span>
              )}
            </div>
          }
        >
          <RunsTable key={experiment.id} experiment={experiment} />
        </Page>
      )}
    </QueryView>
  )
}

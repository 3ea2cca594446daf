import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { RotateCcw } from 'lucide-react'
import type { ReactNode } from 'react'
import type { PipelineRun, StepOutput, StepRun } from '@/api/schema'
import { formatBytes, formatCount, formatDuration, formatNumber } from '@/format/numbers'
import { AppLink } from '@/ui/AppLink'
import { Button } from '@/ui/Button'
import { Section } from '@/ui/page'
import { ProblemView } from '@/ui/problems'
import { Chip, StatusBadge } from '@/ui/StatusBadge'
import { Digest, Time } from '@/ui/values'
import { LogView } from './LogView'
import { isUnderWay, log } from './queries'

/** One step: how it went, what it gave, what it said. */
export function StepDetail({
  run,
  step,
  onRerun,
}: {
  run: PipelineRun
  step: StepRun
  /** Absent where the run can't be made again from here. */
  onRerun: (() => void) | undefined
}) {
  const running = isUnderWay(step.state) && isUnderWay(run.state)
  const text = useQuery(log(run.pipeline, run.id, step.name, running))
  return (
    <>
      <Section
        title={
          <span className="flex flex-wrap items-center gap-2">
            {step.name} <StatusBadge state={step.state} />
            {step.cached && (
              <Chip title="Its definition, inputs and engine are those of an earlier success">cached</Chip>
            )}
          </span>
        }
        actions={
          onRerun && (
            <Button icon={<RotateCcw />} onClick={onRerun}>
              Run again from here
            </Button>
          )
        }
        note={
          <>
            {step.kind}
            {step.started_at && (
              <>
                , began <Time at={step.started_at} />
              </>
            )}
            {step.duration_ms !== undefined && <>, took {formatDuration(step.duration_ms)}</>}
            {step.attempt > 1 && <>, attempt {step.attempt}</>}
            {step.cached_from && (
              <>
                , taken from{' '}
                <Link
                  to="/pipelines/$name/runs/$id"
                  params={{ name: run.pipeline, id: step.cached_from }}
                  search={{ step: step.name }}
                  className="text-accent hover:underline"
                >
                  run …{step.cached_from.slice(-8)}
                </Link>
              </>
            )}
          </>
        }
      >
        {(step.message || step.error) && (
          <div className="border-t px-3 py-2 text-sm">
            {step.message && !(step.error && step.message.includes(step.error.message)) && <p>{step.message}</p>}
            {step.error && <p className="text-failed">{step.error.message}</p>}
          </div>
        )}
        {step.outputs.length > 0 && (
          <ul className="border-t">
            {step.outputs.map((output) => (
              <Output key={output.name} it={output} />
            ))}
          </ul>
        )}
      </Section>
      <Section title="Log" note={running ? 'It grows as the step goes on.' : undefined}>
        {text.isError && text.data === undefined ? (
          <ProblemView error={text.error} />
        ) : (
          <LogView text={text.data} running={running} />
        )}
      </Section>
    </>
  )
}

function Output({ it }: { it: StepOutput }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-0.5 border-b px-3 py-1.5 text-sm">
      <span className="w-32 shrink-0">
        <span className="font-medium">{it.name}</span> <span className="text-faint text-xs">{it.kind}</span>
      </span>
      <span className="min-w-0 flex-1 text-muted">{factsOf(it)}</span>
      {it.size_bytes !== undefined && <span className="text-muted tabular-nums">{formatBytes(it.size_bytes)}</span>}
      {it.digest && <Digest value={it.digest} />}
    </li>
  )
}

/** What an output is best known by. */
function factsOf({ facts }: StepOutput): ReactNode {
  const { rows, dataset, version, model, deployment, release, metrics, trainer, training_rows, passed } =
    facts as Record<string, unknown>
  const parts: ReactNode[] = []
  if (typeof dataset === 'string') {
    parts.push(
      <AppLink
        href={`/datasets/${encodeURIComponent(dataset)}/versions/${version}`}
      >{`${dataset} version ${version}`}</AppLink>,
    )
  }
  if (typeof model === 'string') {
    parts.push(
      <AppLink
        href={`/models/${encodeURIComponent(model)}/versions/${version}`}
      >{`${model} version ${version}`}</AppLink>,
    )
  }
  if (typeof deployment === 'string') {
    parts.push(
      <AppLink href={`/deployments/${encodeURIComponent(deployment)}`}>{`${deployment} release ${release}`}</AppLink>,
    )
  }
  if (typeof rows === 'number') parts.push(`${formatCount(rows)} rows`)
  if (typeof trainer === 'string') parts.push(`${trainer} on ${formatNumber(Number(training_rows))} rows`)
  if (typeof passed === 'boolean') parts.push(passed ? 'passed' : 'refused')
  if (metrics !== null && typeof metrics === 'object') {
    const shown = ['accuracy', 'roc_auc', 'f1', 'rmse', 'r2'].filter((name) => name in metrics)
    parts.push(shown.map((name) => `${name} ${formatNumber((metrics as Record<string, number>)[name])}`).join(', '))
  }
  return parts.map((part, i) => (
    <span key={i}>
      {i > 0 && ', '}
      {part}
    </span>
  ))
}

import { useMemo } from 'react'
import type { PipelineRun } from '@/api/schema'
import { formatDuration } from '@/format/numbers'
import { Graph, type GraphNode } from '@/graph/Graph'

/** The steps and what each waits for, with their states and times as they change. */
export default function StepGraph({
  it,
  chosen,
  onPick,
}: {
  it: PipelineRun
  chosen: string | undefined
  onPick: (step: string) => void
}) {
  const nodes = useMemo(
    () =>
      it.steps.map(
        (step): GraphNode => ({
          id: step.name,
          kind: step.cached ? `${step.kind}, cached` : step.kind,
          title: step.name,
          state: step.cached ? 'cached' : step.state,
          note: noteOf(step),
          marked: step.name === chosen,
        }),
      ),
    [it.steps, chosen],
  )
  const edges = useMemo(
    () => it.steps.flatMap((step) => step.depends_on.map((from) => ({ from, to: step.name }))),
    [it.steps],
  )
  return <Graph label={`Steps of ${it.pipeline}`} nodes={nodes} edges={edges} nodeWidth={176} onPick={onPick} />
}

function noteOf(step: PipelineRun['steps'][number]): string | undefined {
  if (step.state === 'running' && step.progress !== undefined) return `${Math.round(step.progress * 100)}\u202f%`
  return step.duration_ms === undefined ? undefined : formatDuration(step.duration_ms)
}

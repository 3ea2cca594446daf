import { useMemo } from 'react'
import type { PipelineRun } from '@/api/schema'
import { formatDuration } from '@/format/numbers'
import { Graph, type GraphNode } from '@/graph/Graph'
import { useNarrow } from '@/ui/useNarrow'

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
  const narrow = useNarrow()
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
  const { wide, long } = extentOf(it)
  return (
    <Graph
      label={`Steps of ${it.pipeline}`}
      nodes={nodes}
      edges={edges}
      direction={narrow ? 'down' : 'right'}
      nodeWidth={176}
      height={narrow ? Math.min(640, 60 + 92 * long) : Math.min(420, 140 + 60 * wide)}
      onPick={onPick}
    />
  )
}

function noteOf(step: PipelineRun['steps'][number]): string | undefined {
  if (step.state === 'running' && step.progress !== undefined) return `${Math.round(step.progress * 100)}\u202f%`
  return step.duration_ms === undefined ? undefined : formatDuration(step.duration_ms)
}

/** How many steps stand beside and behind each other at most, by how far each is from the start. */
function extentOf(it: PipelineRun): { wide: number; long: number } {
  const depth = new Map<string, number>()
  for (const step of it.steps) {
    depth.set(step.name, Math.max(0, ...step.depends_on.map((name) => (depth.get(name) ?? 0) + 1)))
  }
  const counts = new Map<number, number>()
  for (const at of depth.values()) counts.set(at, (counts.get(at) ?? 0) + 1)
  return { wide: Math.max(1, ...counts.values()), long: Math.max(1, counts.size) }
}

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Lineage } from '@/api/schema'
import { sentence } from '@/format/words'
import { Graph, type GraphNode } from '@/graph/Graph'
import { hrefOf } from '@/ui/AppLink'
import { Skeleton } from '@/ui/page'
import { QueryView } from '@/ui/QueryView'
import { lineage } from './queries'

/** From the data to where it serves. */
export default function LineageGraph({ name, version }: { name: string; version: number }) {
  const found = useQuery(lineage(name, version))
  return (
    <QueryView query={found} loading={<Skeleton className="h-96 w-full" />}>
      {(data) => <Drawn data={data} self={`model/${name}/versions/${version}`} />}
    </QueryView>
  )
}

function Drawn({ data, self }: { data: Lineage; self: string }) {
  const nodes = useMemo(
    () =>
      data.nodes.map((node): GraphNode => {
        const pipeline = node.kind === 'pipeline_run' ? data.nodes.find((each) => each.kind === 'run') : undefined
        return {
          id: node.id,
          kind: sentence(node.kind),
          title: node.kind === 'pipeline_run' ? `…${node.name.slice(-8)}` : node.name,
          ...(node.id === self ? { marked: true } : {}),
          href: hrefOfNode(node.id, pipeline?.facts.experiment),
        }
      }),
    [data, self],
  )
  const edges = useMemo(() => {
    const merged = new Map<string, { from: string; to: string; label: string }>()
    for (const edge of data.edges) {
      const key = `${edge.from} ${edge.to}`
      const label = edge.relation.replaceAll('_', ' ')
      const known = merged.get(key)
      merged.set(key, { from: edge.from, to: edge.to, label: known ? `${known.label}, ${label}` : label })
    }
    return [...merged.values()]
  }, [data])
  return <Graph label={`Lineage of ${self}`} nodes={nodes} edges={edges} />
}

/** Nodes name what they are as entries of the audit log do, but for runs of pipelines, whose pipeline the run's experiment names. */
function hrefOfNode(id: string, pipeline: unknown): string | undefined {
  if (id.startsWith('pipeline-run/')) {
    return typeof pipeline === 'string'
      ? hrefOf(`pipeline/${pipeline}/runs/${id.slice('pipeline-run/'.length)}`)
      : undefined
  }
  return hrefOf(id)
}

import { useMemo } from 'react'
import { shortDigest } from '@/format/words'
import { Graph, type GraphEdge, type GraphNode } from '@/graph/Graph'
import { parentOf, type Run } from '@/tracking/types'
import { hrefOf } from '@/ui/AppLink'
import type { LoggedModel } from './relatedQueries'

/** Data → the run → logged models → registered versions. */
export default function RunLineage({
  run,
  models,
  versions,
}: {
  run: Run
  models: LoggedModel[]
  versions: { name: string; version: string }[]
}) {
  const { nodes, edges } = useMemo(() => drawn(run, models, versions), [run, models, versions])
  return <Graph label={`Lineage of ${run.name}`} nodes={nodes} edges={edges} />
}

function drawn(run: Run, models: LoggedModel[], versions: { name: string; version: string }[]) {
  const self = `run/${run.id}`
  const nodes: GraphNode[] = [{ id: self, kind: 'Run', title: run.name, state: run.status, marked: true }]
  const edges: GraphEdge[] = []
  const known = new Set([self])
  const add = (node: GraphNode) => {
    if (!known.has(node.id)) nodes.push(node)
    known.add(node.id)
  }
  const parent = parentOf(run)
  if (parent !== undefined) {
    add({ id: `run/${parent}`, kind: 'Parent run', title: `…${parent.slice(-8)}`, href: hrefOf(`run/${parent}`) })
    edges.push({ from: `run/${parent}`, to: self, label: 'started' })
  }
  for (const each of run.datasets) {
    const id = `dataset ${each.name} ${each.digest}`
    add({ id, kind: 'Dataset', title: each.name, note: shortDigest(each.digest).slice(0, 8) })
    edges.push({ from: id, to: self, ...(each.context ? { label: each.context } : {}) })
  }
  for (const model of models) {
    const id = `logged ${model.id}`
    add({ id, kind: 'Logged model', title: model.name, note: model.id.slice(0, 8) })
    if (run.modelsOut.includes(model.id)) edges.push({ from: self, to: id, label: 'logged' })
    else edges.push({ from: id, to: self, label: 'used' })
    for (const { name, version } of model.versions) {
      edges.push({ from: id, to: `model/${name}/versions/${version}`, label: 'registered' })
    }
  }
  for (const { name, version } of versions) {
    const id = `model/${name}/versions/${version}`
    add({ id, kind: 'Model version', title: `${name} version ${version}`, href: hrefOf(id) })
    if (!edges.some((edge) => edge.to === id)) edges.push({ from: self, to: id, label: 'registered' })
  }
  return { nodes, edges }
}

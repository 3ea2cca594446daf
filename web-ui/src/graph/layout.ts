import ElkApi, { type ElkNode } from 'elkjs/lib/elk-api'
import ElkWorker from 'elkjs/lib/elk-worker.min.js?worker'
import type { Point } from './path'

export const NODE_HEIGHT = 52

/** Where everything goes; edges by the index that they had. */
export interface Layout {
  nodes: Map<string, Point>
  edges: Map<number, Point[]>
}

let engine: InstanceType<typeof ElkApi> | undefined

/** Layers from left to right or from top to bottom, in a worker: the page never waits for it. */
export async function layout(
  ids: string[],
  edges: [from: string, to: string][],
  direction: 'right' | 'down',
  width: number,
  labelled: boolean,
): Promise<Layout> {
  engine ??= new ElkApi({ workerFactory: () => new ElkWorker() })
  const known = new Set(ids)
  const graph: ElkNode = {
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': direction === 'right' ? 'RIGHT' : 'DOWN',
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.spacing.nodeNode': '24',
      'elk.spacing.edgeNode': '14',
      'elk.layered.spacing.edgeNodeBetweenLayers': '16',
      'elk.layered.spacing.nodeNodeBetweenLayers': labelled ? '132' : '40',
      'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
    },
    children: ids.map((id) => ({ id, width, height: NODE_HEIGHT })),
    edges: edges.flatMap(([from, to], i) =>
      known.has(from) && known.has(to) ? [{ id: String(i), sources: [from], targets: [to] }] : [],
    ),
  }
  const placed = await engine.layout(graph)
  return {
    nodes: new Map((placed.children ?? []).map((node) => [node.id, { x: node.x ?? 0, y: node.y ?? 0 }])),
    edges: new Map(
      (placed.edges ?? []).map((edge) => [
        Number(edge.id),
        (edge.sections ?? []).flatMap((section) => [
          section.startPoint,
          ...(section.bendPoints ?? []),
          section.endPoint,
        ]),
      ]),
    ),
  }
}

import ElkApi from 'elkjs/lib/elk-api'
import ElkWorker from 'elkjs/lib/elk-worker.min.js?worker'

export const NODE_WIDTH = 208
export const NODE_HEIGHT = 52

export interface Place {
  x: number
  y: number
}

let engine: InstanceType<typeof ElkApi> | undefined

/** Layers from left to right or from top to bottom, in a worker: the page never waits for it. */
export async function layout(
  ids: string[],
  edges: [from: string, to: string][],
  direction: 'right' | 'down',
): Promise<Map<string, Place>> {
  engine ??= new ElkApi({ workerFactory: () => new ElkWorker() })
  const known = new Set(ids)
  const placed = await engine.layout({
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': direction === 'right' ? 'RIGHT' : 'DOWN',
      'elk.spacing.nodeNode': '24',
      'elk.layered.spacing.nodeNodeBetweenLayers': direction === 'right' ? '120' : '40',
      'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
    },
    children: ids.map((id) => ({ id, width: NODE_WIDTH, height: NODE_HEIGHT })),
    edges: edges
      .filter(([from, to]) => known.has(from) && known.has(to))
      .map(([from, to], i) => ({ id: String(i), sources: [from], targets: [to] })),
  })
  return new Map((placed.children ?? []).map((node) => [node.id, { x: node.x ?? 0, y: node.y ?? 0 }]))
}

import {
  Background,
  BaseEdge,
  Controls,
  type Edge,
  type EdgeProps,
  Handle,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  useReactFlow,
  useStore,
} from '@xyflow/react'
import '@xyflow/react/dist/style.css'
import './graph.css'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { cx } from '@/ui/cx'
import { Skeleton } from '@/ui/page'
import { StatusIcon } from '@/ui/StatusBadge'
import { useShownTheme } from '@/ui/theme'
import { useNarrow } from '@/ui/useNarrow'
import { extentOf } from './extent'
import { type Layout, layout, NODE_HEIGHT } from './layout'
import { labelPoint, type Point, roundedPath } from './path'

/** What is drawn keeps clear of the buttons below it. */
const FIT = { padding: { top: '20px', right: '20px', bottom: '48px', left: '20px' }, maxZoom: 1 } as const

/** A thing in a graph: what kind it is, what it is called, how it stands. */
export interface GraphNode {
  id: string
  kind: string
  title: string
  state?: string | undefined
  note?: string | undefined
  /** The one that the page is about, or that is chosen. */
  marked?: boolean
  href?: string | undefined
}

export interface GraphEdge {
  from: string
  to: string
  label?: string
}

type Shown = Node<{ thing: GraphNode; vertical: boolean }, 'thing'>

type Line = Edge<{ points: Point[] }, 'line'>

const nodeTypes = { thing: Thing }
const edgeTypes = { line: DrawnLine }

/** Things and what leads from one to another, laid out in layers; a list of the same for those who can't see it. */
export function Graph({
  label,
  nodes,
  edges,
  nodeWidth = 208,
  onPick,
  ...given
}: {
  label: string
  nodes: GraphNode[]
  edges: GraphEdge[]
  /** To the right where there is room, unless it is said. */
  direction?: 'right' | 'down'
  /** As much as its layers need, unless it is said. */
  height?: number
  nodeWidth?: number
  onPick?: (id: string) => void
}) {
  const router = useRouter()
  const theme = useShownTheme()
  const narrow = useNarrow()
  const direction = given.direction ?? (narrow ? 'down' : 'right')
  const { wide, long } = useMemo(() => extentOf(nodes, edges), [nodes, edges])
  const height = given.height ?? (narrow ? Math.min(640, 60 + 100 * long) : Math.min(420, 140 + 60 * wide))
  const [places, setPlaces] = useState<Layout>()
  const shape = useMemo(
    () => JSON.stringify([nodes.map((node) => node.id), edges.map((edge) => [edge.from, edge.to]), direction]),
    [nodes, edges, direction],
  )

  const labelled = edges.some((edge) => edge.label)
  useEffect(() => {
    let current = true
    const [ids, pairs, way] = JSON.parse(shape) as [string[], [string, string][], 'right' | 'down']
    void layout(ids, pairs, way, nodeWidth, labelled).then((found) => current && setPlaces(found))
    return () => {
      current = false
    }
  }, [shape, nodeWidth, labelled])

  const flowNodes = useMemo(
    () =>
      nodes.flatMap((node): Shown[] => {
        const place = places?.nodes.get(node.id)
        return place
          ? [
              {
                id: node.id,
                type: 'thing',
                position: place,
                width: nodeWidth,
                height: NODE_HEIGHT,
                data: { thing: node, vertical: direction === 'down' },
                ariaLabel: `${node.kind} ${node.title}${node.state ? `, ${node.state}` : ''}`,
              },
            ]
          : []
      }),
    [nodes, places, direction, nodeWidth],
  )
  const flowEdges = useMemo(
    () =>
      edges.map(
        (edge, i): Line => ({
          id: `${edge.from} ${edge.to}`,
          type: 'line',
          source: edge.from,
          target: edge.to,
          data: { points: places?.edges.get(i) ?? [] },
          ...(edge.label ? { label: edge.label } : {}),
        }),
      ),
    [edges, places],
  )

  return (
    <section aria-label={label} className="rounded-md border bg-surface" style={{ height }}>
      {!places && <Skeleton className="h-full w-full" />}
      {places && (
        <ReactFlow
          key={shape}
          nodes={flowNodes}
          edges={flowEdges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          colorMode={theme}
          fitView
          fitViewOptions={FIT}
          minZoom={0.2}
          maxZoom={1.5}
          nodesDraggable={false}
          nodesConnectable={false}
          edgesFocusable={false}
          preventScrolling={false}
          zoomOnScroll={false}
          onNodeClick={(_, node) => {
            if (onPick) onPick(node.id)
            else if (node.data.thing.href) router.history.push(node.data.thing.href)
          }}
        >
          <Background gap={16} size={1} />
          <Controls showInteractive={false} position="bottom-left" orientation="horizontal" />
          <Refit />
        </ReactFlow>
      )}
    </section>
  )
}

/** A phone that is turned, or a window that is pulled: the whole graph is in sight again. */
function Refit() {
  const { fitView } = useReactFlow()
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  useEffect(() => {
    if (width > 0 && height > 0) void fitView(FIT)
  }, [width, height, fitView])
  return null
}

/** As the layout led it, around what stands in between. */
function DrawnLine({ data, label }: EdgeProps<Line>) {
  const points = data?.points ?? []
  const { x, y } = labelPoint(points)
  return <BaseEdge path={roundedPath(points)} label={label} labelX={x} labelY={y} labelBgPadding={[4, 2]} />
}

function Thing({ data: { thing, vertical } }: NodeProps<Shown>) {
  return (
    <div
      className={cx(
        'flex h-full flex-col justify-center rounded-md border bg-surface px-3 text-left',
        thing.marked ? 'border-accent ring-1 ring-accent' : 'border-line-strong',
        (thing.href || thing.state) && 'cursor-pointer hover:border-accent',
      )}
    >
      <Handle type="target" position={vertical ? Position.Top : Position.Left} isConnectable={false} />
      <span className="truncate text-faint text-xs">{thing.kind}</span>
      <span className="flex items-center gap-1.5">
        {thing.state && <StatusIcon state={thing.state} />}
        <span className="min-w-0 flex-1 truncate font-medium text-sm" title={thing.title}>
          {thing.title}
        </span>
        {thing.note && <span className="shrink-0 text-faint text-xs tabular-nums">{thing.note}</span>}
      </span>
      <Handle type="source" position={vertical ? Position.Bottom : Position.Right} isConnectable={false} />
    </div>
  )
}

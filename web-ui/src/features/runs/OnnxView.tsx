import { useMemo } from 'react'
import { formatCount, plural } from '@/format/numbers'
import { Graph, type GraphEdge, type GraphNode } from '@/graph/Graph'
import { FactsStrip } from '@/ui/page'
import { KeyValues } from './KeyValues'
import { type OnnxModel, parseOnnx } from './onnx'

/** More than this is no picture any more. */
const DRAWN = 250

export default function OnnxView({ bytes }: { bytes: ArrayBuffer }) {
  const model = useMemo((): OnnxModel | string => {
    try {
      return parseOnnx(bytes)
    } catch (error) {
      return error instanceof Error ? error.message : 'These bytes are no ONNX model.'
    }
  }, [bytes])
  if (typeof model === 'string') {
    return (
      <p role="alert" className="rounded-md border border-dashed px-5 py-8 text-muted text-sm">
        {model}
      </p>
    )
  }
  return <Drawn model={model} />
}

function Drawn({ model }: { model: OnnxModel }) {
  const drawing = useMemo(() => graphOf(model), [model])
  const operators = useMemo(() => {
    const counts = new Map<string, number>()
    for (const { op } of model.nodes) counts.set(op, (counts.get(op) ?? 0) + 1)
    return [...counts].sort(([, a], [, b]) => b - a).map(([op, n]): [string, string] => [op, formatCount(n)])
  }, [model])
  return (
    <>
      <FactsStrip
        facts={[
          ['Operators', formatCount(model.nodes.length)],
          ['Weights', `${formatCount(model.parameters)} in ${plural(model.weights, 'tensor')}`],
          ['Operator sets', model.opsets.join(', ')],
          model.producer && ['Made by', model.producer],
          ['IR version', model.irVersion],
        ]}
      />
      {drawing ? (
        <Graph
          label="Operators of the model"
          nodes={drawing.nodes}
          edges={drawing.edges}
          direction="down"
          height={Math.min(720, 160 + drawing.nodes.length * 60)}
        />
      ) : (
        <p className="text-muted text-sm">
          With {formatCount(model.nodes.length)} operators this is no picture any more. How often each occurs:
        </p>
      )}
      <div className="grid gap-x-8 gap-y-4 pt-4 lg:grid-cols-2">
        <Values title="Inputs" values={model.inputs} />
        <Values title="Outputs" values={model.outputs} />
        {!drawing && <KeyValues label="Operators" entries={operators} />}
      </div>
    </>
  )
}

function Values({ title, values }: { title: string; values: OnnxModel['inputs'] }) {
  return (
    <div>
      <h3 className="pb-1 font-medium text-sm">{title}</h3>
      <KeyValues label={title} entries={values.map(({ name, type }): [string, string] => [name, type])} />
    </div>
  )
}

function graphOf(model: OnnxModel): { nodes: GraphNode[]; edges: GraphEdge[] } | undefined {
  if (model.nodes.length > DRAWN) return undefined
  const nodes: GraphNode[] = []
  const edges: GraphEdge[] = []
  const madeBy = new Map<string, string>()
  for (const { name, type } of model.inputs) {
    madeBy.set(name, `in ${name}`)
    nodes.push({ id: `in ${name}`, kind: `Input · ${type}`, title: name, marked: true })
  }
  model.nodes.forEach((node, i) => {
    for (const output of node.outputs) madeBy.set(output, `node ${i}`)
    nodes.push({ id: `node ${i}`, kind: node.domain || 'ai.onnx', title: node.op, note: node.name.slice(0, 12) })
  })
  const connect = (from: string | undefined, to: string) => {
    if (from !== undefined && !edges.some((edge) => edge.from === from && edge.to === to)) edges.push({ from, to })
  }
  model.nodes.forEach((node, i) => {
    for (const input of node.inputs) connect(madeBy.get(input), `node ${i}`)
  })
  for (const { name, type } of model.outputs) {
    nodes.push({ id: `out ${name}`, kind: `Output · ${type}`, title: name, marked: true })
    connect(madeBy.get(name), `out ${name}`)
  }
  return { nodes, edges }
}

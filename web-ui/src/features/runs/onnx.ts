/** As much of ONNX's protobuf as a drawing needs: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */
export interface OnnxValue {
  name: string
  type: string
}

export interface OnnxNode {
  name: string
  op: string
  domain: string
  inputs: string[]
  outputs: string[]
}

export interface OnnxModel {
  producer: string
  irVersion: number
  opsets: string[]
  inputs: OnnxValue[]
  outputs: OnnxValue[]
  nodes: OnnxNode[]
  /** Tensors that belong to the model, and how many numbers they hold. */
  weights: number
  parameters: number
}

const ELEMENT = (
  'undefined float uint8 int8 uint16 int16 int32 int64 string bool float16 double uint32 uint64 complex64 complex128 bfloat16' +
  ' float8e4m3fn float8e4m3fnuz float8e5m2 float8e5m2fnuz uint4 int4'
).split(' ')

interface Field {
  number: number
  value: number
  bytes: Uint8Array
}

const NO_BYTES = new Uint8Array()

/** The fields of a message, one after another. What does not add up ends the reading with an error. */
function* fields(bytes: Uint8Array): Generator<Field> {
  const reader = new Reader(bytes)
  while (reader.at < bytes.length) {
    const tag = reader.varint()
    const number = Math.floor(tag / 8)
    switch (tag % 8) {
      case 0:
        yield { number, value: reader.varint(), bytes: NO_BYTES }
        break
      case 1:
        reader.take(8)
        break
      case 2:
        yield { number, value: 0, bytes: reader.take(reader.varint()) }
        break
      case 5:
        reader.take(4)
        break
      default:
        throw new Error('These bytes are no ONNX model.')
    }
  }
}

class Reader {
  at = 0
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** Whole up to 2⁵³; what is negative in 64 bits comes out huge, which no field read here is. */
  varint(): number {
    let value = 0
    let scale = 1
    for (;;) {
      const byte = this.#bytes[this.at++]
      if (byte === undefined) throw new Error('These bytes end in the middle of a number.')
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
      scale *= 128
      if (scale > 2 ** 70) throw new Error('These bytes are no ONNX model.')
    }
  }

  take(length: number): Uint8Array {
    if (this.at + length > this.#bytes.length) throw new Error('These bytes end in the middle of a message.')
    const part = this.#bytes.subarray(this.at, this.at + length)
    this.at += length
    return part
  }
}

const decoder = new TextDecoder()
const text = (bytes: Uint8Array): string => decoder.decode(bytes)

export function parseOnnx(buffer: ArrayBuffer): OnnxModel {
  const model: OnnxModel = {
    producer: '',
    irVersion: 0,
    opsets: [],
    inputs: [],
    outputs: [],
    nodes: [],
    weights: 0,
    parameters: 0,
  }
  let graph: Uint8Array | undefined
  for (const field of fields(new Uint8Array(buffer))) {
    if (field.number === 1) model.irVersion = field.value
    else if (field.number === 2) model.producer = [text(field.bytes), model.producer].filter(Boolean).join(' ')
    else if (field.number === 3) model.producer = [model.producer, text(field.bytes)].filter(Boolean).join(' ')
    else if (field.number === 7) graph = field.bytes
    else if (field.number === 8) model.opsets.push(opset(field.bytes))
  }
  if (!graph) throw new Error('These bytes hold no ONNX graph.')
  const initialized = new Set<string>()
  for (const field of fields(graph)) {
    if (field.number === 1) model.nodes.push(nodeOf(field.bytes))
    else if (field.number === 5) {
      const { name, size } = tensor(field.bytes)
      initialized.add(name)
      model.weights++
      model.parameters += size
    } else if (field.number === 11) model.inputs.push(namedValue(field.bytes))
    else if (field.number === 12) model.outputs.push(namedValue(field.bytes))
  }
  // Old exporters list the weights among the inputs.
  model.inputs = model.inputs.filter(({ name }) => !initialized.has(name))
  return model
}

function opset(bytes: Uint8Array): string {
  let domain = ''
  let version = 0
  for (const field of fields(bytes)) {
    if (field.number === 1) domain = text(field.bytes)
    else if (field.number === 2) version = field.value
  }
  return `${domain || 'ai.onnx'} ${version}`
}

function nodeOf(bytes: Uint8Array): OnnxNode {
  const node: OnnxNode = { name: '', op: '', domain: '', inputs: [], outputs: [] }
  for (const field of fields(bytes)) {
    if (field.number === 1) node.inputs.push(text(field.bytes))
    else if (field.number === 2) node.outputs.push(text(field.bytes))
    else if (field.number === 3) node.name = text(field.bytes)
    else if (field.number === 4) node.op = text(field.bytes)
    else if (field.number === 7) node.domain = text(field.bytes)
  }
  return node
}

function tensor(bytes: Uint8Array): { name: string; size: number } {
  let name = ''
  let size = 1
  for (const field of fields(bytes)) {
    if (field.number === 8) name = text(field.bytes)
    else if (field.number === 1) {
      if (field.bytes.length === 0) size *= field.value
      else {
        const packed = new Reader(field.bytes)
        while (packed.at < field.bytes.length) size *= packed.varint()
      }
    }
  }
  return { name, size }
}

function namedValue(bytes: Uint8Array): OnnxValue {
  const value: OnnxValue = { name: '', type: '' }
  for (const field of fields(bytes)) {
    if (field.number === 1) value.name = text(field.bytes)
    else if (field.number === 2) value.type = typeOf(field.bytes)
  }
  return value
}

function typeOf(bytes: Uint8Array): string {
  for (const field of fields(bytes)) {
    if (field.number === 1) return tensorType(field.bytes)
    if (field.number === 4) return 'sequence'
    if (field.number === 5) return 'map'
  }
  return ''
}

function tensorType(bytes: Uint8Array): string {
  let element = ''
  let shape: string[] | undefined
  for (const field of fields(bytes)) {
    if (field.number === 1) element = ELEMENT[field.value] ?? `type ${field.value}`
    else if (field.number === 2) shape = [...fields(field.bytes)].map((dimension) => dimensionOf(dimension.bytes))
  }
  return shape ? `${element} [${shape.join(', ')}]` : element
}

function dimensionOf(bytes: Uint8Array): string {
  for (const field of fields(bytes)) {
    if (field.number === 1) return String(field.value)
    if (field.number === 2) return text(field.bytes)
  }
  return '?'
}

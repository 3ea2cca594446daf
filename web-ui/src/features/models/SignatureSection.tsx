import type { ModelVersion, TensorSpec } from '@/api/schema'
import { EmptyState, Section } from '@/ui/page'

/** What it takes and what it answers. */
export function SignatureSection({ it }: { it: ModelVersion }) {
  const { inputs, outputs } = it.signature
  if (inputs.length === 0 && outputs.length === 0) {
    return (
      <EmptyState title="This version says nothing about its inputs">
        Models logged with a signature, and ONNX files, do.
      </EmptyState>
    )
  }
  return (
    <>
      <Section title="Takes" note="A dimension of ? is as long as the caller likes: the rows of a request.">
        <Tensors specs={inputs} />
      </Section>
      <Section title="Answers">
        <Tensors specs={outputs} />
      </Section>
    </>
  )
}

const MEANINGS: Record<string, string> = { BYTES: 'text', BOOL: 'true or false' }

function Tensors({ specs }: { specs: TensorSpec[] }) {
  return (
    <div className="overflow-x-auto border-t">
      <table className="w-full max-w-3xl text-sm">
        <thead>
          <tr className="h-8 border-b text-left text-faint text-xs [&>th]:px-3 [&>th]:font-medium">
            <th>Name</th>
            <th>Type</th>
            <th>Shape</th>
          </tr>
        </thead>
        <tbody>
          {specs.map((spec) => (
            <tr key={spec.name} className="h-8 border-b hover:bg-hover [&>td]:px-3">
              <td className="font-medium">{spec.name}</td>
              <td>
                <code className="font-mono">{spec.datatype}</code>
                {MEANINGS[spec.datatype] && <span className="text-muted"> {MEANINGS[spec.datatype]}</span>}
              </td>
              <td>
                <code className="font-mono">{spec.shape.map((size) => (size < 0 ? '?' : size)).join(' × ')}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

import { useMutation, useQuery } from '@tanstack/react-query'
import { Play } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { send } from '@/api/client'
import { problemOf } from '@/api/problem'
import type { DeploymentResponse, ModelVersion, TensorSpec } from '@/api/schema'
import { formatDuration, formatShare } from '@/format/numbers'
import { Button } from '@/ui/Button'
import { Field, Input, Select } from '@/ui/fields'
import { EmptyState, Section, Skeleton, Snippet } from '@/ui/page'
import { ProblemNote } from '@/ui/problems'
import { QueryView } from '@/ui/QueryView'
import { Id, Num } from '@/ui/values'
import { isColumn, rowOf } from './inputs'
import { version } from './queries'

interface Answer {
  ms: number
  release: number
  model: string
  model_version: number
  prediction_id: string
  predictions: { label?: unknown; value?: number; probabilities?: Record<string, number> }[]
}

/** Ask it one question, in a form made from the signature. The answer counts as any other: it is logged and watched. */
export function TryTab({ it }: { it: DeploymentResponse }) {
  const found = useQuery({
    ...version(it.current?.model ?? '', it.current?.model_version ?? 0),
    enabled: it.current !== undefined,
  })
  if (!it.current) return <EmptyState title="Nothing answers here yet">Release a model version first.</EmptyState>
  return (
    <QueryView query={found} loading={<Skeleton className="h-64 w-full" />}>
      {(served) =>
        served.signature.inputs.length > 0 && served.signature.inputs.every(isColumn) ? (
          <Form key={served.version} it={it} served={served} />
        ) : (
          <EmptyState
            title="This model takes tensors, not columns"
            snippet={`curl ${window.location.origin}/v2/models/${encodeURIComponent(it.name)}/infer -d '${JSON.stringify({ inputs: served.signature.inputs.map((input) => ({ name: input.name, datatype: input.datatype, shape: input.shape.map((size) => (size < 0 ? 1 : size)), data: ['…'] })) })}'`}
          >
            Ask it through the Open Inference Protocol.
          </EmptyState>
        )
      }
    </QueryView>
  )
}

function Form({ it, served }: { it: DeploymentResponse; served: ModelVersion }) {
  const inputs = served.signature.inputs
  const [values, setValues] = useState<Record<string, string>>({})
  const { row, errors } = rowOf(inputs, values)
  const path = `/api/v1/deployments/${encodeURIComponent(it.name)}/predict`
  const ask = useMutation({
    mutationFn: async (): Promise<Answer> => {
      const began = globalThis.performance.now()
      const answer = await send(new URL(path, window.location.origin).href, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ rows: [row] }),
      })
      const text = await answer.text()
      if (!answer.ok) throw problemOf(answer.status, text)
      return { ...(JSON.parse(text) as Answer), ms: globalThis.performance.now() - began }
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (Object.keys(errors).length === 0) ask.mutate()
  }
  return (
    <div className="grid grid-cols-1 gap-x-10 gap-y-6 lg:grid-cols-2">
      <Section title="One row" note="An empty field is a value that is not known.">
        <form onSubmit={submit} className="grid gap-4 border-t pt-4">
          <div className="grid gap-3 sm:grid-cols-2">
            {inputs.map((input) => (
              <Column
                key={input.name}
                input={input}
                value={values[input.name] ?? ''}
                error={errors[input.name]}
                onChange={(value) => setValues((before) => ({ ...before, [input.name]: value }))}
              />
            ))}
          </div>
          <div>
            <Button
              kind="primary"
              type="submit"
              icon={<Play />}
              busy={ask.isPending}
              disabled={Object.keys(errors).length > 0}
            >
              Predict
            </Button>
          </div>
        </form>
      </Section>
      <Section title="Answer" note={ask.data && `in ${formatDuration(ask.data.ms)}, the way here and back included`}>
        <div className="grid grid-cols-1 gap-4 border-t pt-4" aria-live="polite">
          {ask.isError ? (
            <ProblemNote error={ask.error} />
          ) : ask.data ? (
            <Result answer={ask.data} />
          ) : (
            <p className="text-muted text-sm">It is logged and counted like any other request.</p>
          )}
          <Snippet
            text={`curl ${window.location.origin}${path} -H 'Content-Type: application/json' \\\n  -d '${JSON.stringify({ rows: [row] })}'`}
          />
        </div>
      </Section>
    </div>
  )
}

function Column({
  input,
  value,
  error,
  onChange,
}: {
  input: TensorSpec
  value: string
  error: string | undefined
  onChange: (value: string) => void
}) {
  const text = input.datatype === 'BYTES'
  return (
    <Field
      label={input.name}
      error={error}
      hint={text ? 'text' : input.datatype === 'BOOL' ? undefined : `number, ${input.datatype}`}
    >
      {(field) =>
        input.datatype === 'BOOL' ? (
          <Select {...field} value={value} onChange={(event) => onChange(event.target.value)}>
            <option value="">not known</option>
            <option>true</option>
            <option>false</option>
          </Select>
        ) : (
          <Input
            {...field}
            inputMode={text ? 'text' : 'decimal'}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </Field>
  )
}

function Result({ answer }: { answer: Answer }) {
  const prediction = answer.predictions[0]
  const shares = Object.entries(prediction?.probabilities ?? {}).sort((a, b) => b[1] - a[1])
  return (
    <div className="grid gap-3 text-sm">
      <p className="font-semibold text-xl">
        {prediction?.value !== undefined ? <Num value={prediction.value} /> : String(prediction?.label ?? '–')}
      </p>
      {shares.length > 0 && (
        <ul className="grid gap-1">
          {shares.map(([label, share]) => (
            <li key={label} className="grid h-6 grid-cols-[8rem_1fr_4rem] items-center gap-3">
              <span className="truncate" title={label}>
                {label}
              </span>
              <span className="h-2.5 overflow-hidden rounded-sm bg-line">
                <span className="block h-full bg-(--series-1)" style={{ width: `${share * 100}%` }} />
              </span>
              <span className="text-right tabular-nums" title={String(share)}>
                {formatShare(share)}
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="flex flex-wrap items-center gap-x-4 text-muted">
        <span>
          release {answer.release}, {answer.model} version {answer.model_version}
        </span>
        <span className="inline-flex items-center gap-1">
          prediction <Id value={answer.prediction_id} />
        </span>
      </p>
    </div>
  )
}

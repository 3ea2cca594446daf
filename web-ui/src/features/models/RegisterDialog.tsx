import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { sendOk } from '@/api/client'
import { queryClient } from '@/api/queries'
import { requestKey } from '@/api/requestKey'
import type { ModelVersion } from '@/api/schema'
import { formatBytes } from '@/format/numbers'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { Field, Input, Select, TextArea } from '@/ui/fields'
import { FORMATS, type Format, formatOf } from './formats'
import { models } from './queries'

const SIGNATURE = '{"inputs": [{"name": "x", "datatype": "FP32", "shape": [-1, 4]}], "outputs": []}'

/** What was typed as the server takes it; null where it is no JSON. */
function signatureIn(text: string): unknown {
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Registers a file that was trained elsewhere as a model's next version. */
export function RegisterDialog({ name: of, onClose }: { name?: string; onClose: () => void }) {
  const navigate = useNavigate()
  const known = useQuery(models)
  const [name, setName] = useState(of ?? '')
  const [file, setFile] = useState<File>()
  const [description, setDescription] = useState('')
  const [run, setRun] = useState('')
  const [task, setTask] = useState('')
  const [label, setLabel] = useState('')
  const [format, setFormat] = useState<Format>('onnx')
  const [signature, setSignature] = useState('')
  const readable = signatureIn(signature) !== null
  const facts = () => ({
    ...Object.fromEntries(
      Object.entries({ format, description, run_id: run, task, label })
        .map(([key, value]) => [key, value.trim()])
        .filter(([, value]) => value !== ''),
    ),
    ...(format === 'torchscript' && signature.trim() !== '' ? { signature: signatureIn(signature) } : {}),
  })
  return (
    <ConfirmDialog
      open
      reason="none"
      onClose={onClose}
      title={of ? `Register a version of ${of}` : 'Register a model'}
      verb="Register"
      disabled={name.trim() === '' || file === undefined || (format === 'torchscript' && !readable)}
      onConfirm={async () => {
        const body = new FormData()
        body.append('facts', new Blob([JSON.stringify(facts())], { type: 'application/json' }))
        body.append('file', file as File)
        const answer = await sendOk(`/api/v1/models/${encodeURIComponent(name.trim())}/versions`, {
          method: 'POST',
          headers: { 'Idempotency-Key': requestKey() },
          body,
        })
        const { model, version } = (await answer.json()) as ModelVersion
        await queryClient.invalidateQueries({ queryKey: ['models'] })
        void navigate({ to: '/models/$name/versions/$version', params: { name: model, version: String(version) } })
      }}
    >
      {(wrong) => (
        <>
          {!of && (
            <Field label="Model" hint="A new name makes a new model." error={wrong('name')}>
              {(field) => (
                <>
                  <Input
                    {...field}
                    list="known-models"
                    autoComplete="off"
                    value={name}
                    onChange={(event) => setName(event.target.value)}
                  />
                  <datalist id="known-models">
                    {known.data?.map((each) => (
                      <option key={each.name} value={each.name} />
                    ))}
                  </datalist>
                </>
              )}
            </Field>
          )}
          <Field
            label="Model file"
            error={wrong('file')}
            hint={
              file
                ? `${file.name}, ${formatBytes(file.size)}. It is opened by the engine that will serve it before it becomes a version.`
                : 'Pickled models have no engine here: convert them to ONNX, or log them with the MLflow client.'
            }
          >
            {(field) => (
              <Input
                {...field}
                type="file"
                accept={Object.values(FORMATS)
                  .map(({ ends }) => ends.map((end) => `.${end}`).join())
                  .join()}
                className="py-1"
                onChange={(event) => {
                  const chosen = event.target.files?.[0]
                  setFile(chosen)
                  setFormat((before) => (chosen && formatOf(chosen.name)) ?? before)
                }}
              />
            )}
          </Field>
          <Field label="Format" error={wrong('format')} hint={FORMATS[format].note}>
            {(field) => (
              <Select {...field} value={format} onChange={(event) => setFormat(event.target.value as Format)}>
                {Object.entries(FORMATS).map(([value, { name }]) => (
                  <option key={value} value={value}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {format === 'torchscript' && (
            <Field
              label="Signature"
              error={readable ? wrong('signature') : 'This is not JSON.'}
              hint="What it takes and gives; the file does not say it."
            >
              {(field) => (
                <TextArea
                  {...field}
                  rows={4}
                  className="font-mono text-[12.5px]"
                  placeholder={SIGNATURE}
                  value={signature}
                  onChange={(event) => setSignature(event.target.value)}
                />
              )}
            </Field>
          )}
          <Field label="Description" error={wrong('description')}>
            {(field) => (
              <Input {...field} value={description} onChange={(event) => setDescription(event.target.value)} />
            )}
          </Field>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="What it decides" error={wrong('task')}>
              {(field) => (
                <Select {...field} value={task} onChange={(event) => setTask(event.target.value)}>
                  <option value="">Not said</option>
                  <option value="classification">A class</option>
                  <option value="regression">A number</option>
                </Select>
              )}
            </Field>
            <Field label="Column that it predicts" error={wrong('label')}>
              {(field) => <Input {...field} value={label} onChange={(event) => setLabel(event.target.value)} />}
            </Field>
          </div>
          <Field
            label="Run that made it"
            error={wrong('run_id')}
            hint="Its id, if it was logged here. The lineage begins there."
          >
            {(field) => (
              <Input {...field} className="font-mono" value={run} onChange={(event) => setRun(event.target.value)} />
            )}
          </Field>
        </>
      )}
    </ConfirmDialog>
  )
}

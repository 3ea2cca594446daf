import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '@/api/client'
import { requestKey } from '@/api/requestKey'
import type { DeploymentResponse, NewBatchJob } from '@/api/schema'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { Field, Input, Select } from '@/ui/fields'
import { batchChanged, datasets } from './batch'

type OnError = NonNullable<NewBatchJob['on_error']>

const ON_ERROR: Record<OnError, string> = {
  fail: 'The job fails',
  skip: 'The row is left out',
  null: 'The row gets no answer',
}

/** Starts a job over a whole dataset version. */
export function BatchDialog({ it, onClose }: { it: DeploymentResponse; onClose: () => void }) {
  const all = useQuery(datasets)
  const [chosen, setChosen] = useState<string>()
  const [version, setVersion] = useState('')
  const [output, setOutput] = useState('')
  const [onError, setOnError] = useState<OnError>('fail')
  const [note, setNote] = useState('')
  const dataset = chosen ?? all.data?.[0]?.name ?? ''
  const usual = `${dataset}-${it.name}-predictions`
  return (
    <ConfirmDialog
      open
      reason="none"
      onClose={onClose}
      title={`Predict a dataset with ${it.name}`}
      verb="Begin"
      disabled={dataset === ''}
      onConfirm={async () => {
        await unwrap(
          api.POST('/api/v1/batch-jobs', {
            params: { header: { 'Idempotency-Key': requestKey() } },
            body: {
              deployment: it.name,
              dataset,
              on_error: onError,
              ...(version.trim() === '' ? {} : { version: version.trim() }),
              ...(output.trim() === '' ? {} : { output_dataset: output.trim() }),
              ...(note.trim() === '' ? {} : { note: note.trim() }),
            },
          }),
        )
        await batchChanged()
      }}
    >
      {(wrong) => (
        <>
          <p className="text-muted text-sm">
            Release {it.current?.number} ({it.current?.model} version {it.current?.model_version}) predicts every row,
            also where another one serves meanwhile.
          </p>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Dataset" error={wrong('dataset')}>
              {(field) => (
                <Select {...field} value={dataset} onChange={(event) => setChosen(event.target.value)}>
                  {all.data?.length === 0 && <option value="">There is no dataset</option>}
                  {all.data?.map((each) => (
                    <option key={each.name} value={each.name}>
                      {each.name}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            <Field label="Version" hint="Empty: the newest now." error={wrong('version')}>
              {(field) => (
                <Input
                  {...field}
                  inputMode="numeric"
                  value={version}
                  onChange={(event) => setVersion(event.target.value)}
                />
              )}
            </Field>
          </div>
          <Field
            label="Dataset for the answers"
            hint="They become its next version, beside the columns of the rows."
            error={wrong('output_dataset')}
          >
            {(field) => (
              <Input
                {...field}
                placeholder={usual}
                value={output}
                onChange={(event) => setOutput(event.target.value)}
              />
            )}
          </Field>
          <Field label="Where a row can’t be predicted" error={wrong('on_error')}>
            {(field) => (
              <Select {...field} value={onError} onChange={(event) => setOnError(event.target.value as OnError)}>
                {Object.entries(ON_ERROR).map(([value, words]) => (
                  <option key={value} value={value}>
                    {words}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Note" hint="Why, for people." error={wrong('note')}>
            {(field) => <Input {...field} value={note} onChange={(event) => setNote(event.target.value)} />}
          </Field>
        </>
      )}
    </ConfirmDialog>
  )
}

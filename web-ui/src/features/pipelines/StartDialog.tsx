import { useNavigate } from '@tanstack/react-router'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { api, unwrap } from '@/api/client'
import { queryClient } from '@/api/queries'
import { requestKey } from '@/api/requestKey'
import type { Pipeline, PipelineRun } from '@/api/schema'
import { Button, IconButton } from '@/ui/Button'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { Checkbox, Field, Input } from '@/ui/fields'
import { parametersOf } from './parameters'

/** Starts a run, as it is written or with other parameters; a run that is given is started again as it was. */
export function StartDialog({
  it,
  again,
  onClose,
}: {
  it: Pick<Pipeline, 'name' | 'version'>
  again?: PipelineRun
  onClose: () => void
}) {
  const navigate = useNavigate()
  const [rows, setRows] = useState<{ key: string; value: string }[]>(() =>
    Object.entries(again?.parameters ?? {}).map(([key, value]) => ({
      key,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    })),
  )
  const [cache, setCache] = useState(again?.cache ?? true)
  const [commit, setCommit] = useState(again?.git_commit ?? '')
  const set = (i: number, change: Partial<{ key: string; value: string }>) =>
    setRows(rows.map((row, at) => (at === i ? { ...row, ...change } : row)))
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={again ? `Run ${it.name} again` : `Start ${it.name}`}
      verb={again ? 'Run again' : 'Start'}
      onConfirm={async (reason) => {
        const started = await unwrap(
          api.POST('/api/v1/pipelines/{name}/runs', {
            params: { path: { name: it.name }, header: { 'Idempotency-Key': requestKey() } },
            body: {
              reason,
              cache,
              parameters: parametersOf(rows),
              ...(commit.trim() === '' ? {} : { git_commit: commit.trim() }),
            },
          }),
        )
        await queryClient.invalidateQueries({ queryKey: ['pipelines'] })
        void navigate({ to: '/pipelines/$name/runs/$id', params: { name: it.name, id: started.id } })
      }}
    >
      <p className="text-muted text-sm">
        Version {it.version} runs on the newest data that its inputs name. What did not change since an earlier success
        is taken from the cache.
      </p>
      <div className="grid gap-2">
        <p className="font-medium text-sm">Parameters</p>
        {rows.map((row, i) => (
          <div key={i} className="flex items-center gap-2">
            <Input
              aria-label="Parameter"
              placeholder="fit.rounds"
              value={row.key}
              onChange={(event) => set(i, { key: event.target.value })}
            />
            <Input
              aria-label="Value"
              placeholder="50"
              value={row.value}
              onChange={(event) => set(i, { value: event.target.value })}
            />
            <IconButton label="Remove" onClick={() => setRows(rows.filter((_, at) => at !== i))}>
              <X />
            </IconButton>
          </div>
        ))}
        <div>
          <Button kind="quiet" icon={<Plus />} onClick={() => setRows([...rows, { key: '', value: '' }])}>
            {rows.length === 0 ? 'Replace a parameter of a step' : 'Another'}
          </Button>
        </div>
      </div>
      <Field label="Git commit" hint="Recorded with the training.">
        {(field) => (
          <Input
            {...field}
            className="font-mono"
            value={commit}
            maxLength={100}
            onChange={(event) => setCommit(event.target.value)}
          />
        )}
      </Field>
      <Checkbox
        label="Take what did not change from the cache"
        checked={cache}
        onChange={(event) => setCache(event.target.checked)}
      />
    </ConfirmDialog>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '@/api/client'
import type { DeploymentResponse, ModelVersion } from '@/api/schema'
import { formatShare } from '@/format/numbers'
import { ConfirmDialog, type Wrong } from '@/ui/ConfirmDialog'
import { Checkbox, Field, Input, Segmented, Select } from '@/ui/fields'
import { BEGINNING, type Beside, trafficOf, wrongIn } from './beside'
import { changed, modelVersions } from './queries'

/** A part of the form: what it holds, how to change it, and what is wrong with it. */
interface Part {
  form: Beside
  set: (change: Partial<Beside>) => void
  wrongs: ReturnType<typeof wrongIn>
  refused: Wrong
}

/** Lets another version answer a part of the requests, or a copy of them. */
export function BesideDialog({ it, onClose }: { it: DeploymentResponse; onClose: () => void }) {
  const model = it.current?.model ?? it.name
  const all = useQuery(modelVersions(model))
  const [form, setForm] = useState(BEGINNING)
  const [chosen, setChosen] = useState<number>()
  const others = (all.data ?? []).filter(
    (each: ModelVersion) => each.version !== it.current?.model_version && !each.undeployable,
  )
  const version = chosen ?? others[0]?.version
  const wrongs = wrongIn(form)
  const canary = form.kind === 'canary'
  const share = wrongs.percent ? 0 : Number(form.percent) / 100
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`A canary or a shadow beside ${it.name}`}
      verb={canary ? 'Begin the canary' : 'Begin the shadow'}
      disabled={version === undefined || Object.keys(wrongs).length > 0}
      onConfirm={async (reason) => {
        if (version === undefined) return
        await unwrap(
          api.PUT('/api/v1/deployments/{name}/traffic', {
            params: { path: { name: it.name } },
            body: trafficOf(form, version, reason),
          }),
        )
        await changed()
      }}
    >
      {(refused) => {
        const part: Part = { form, set: (change) => setForm({ ...form, ...change }), wrongs, refused }
        return (
          <>
            <Segmented
              label="Kind"
              value={form.kind}
              options={[
                { value: 'canary', label: 'Canary' },
                { value: 'shadow', label: 'Shadow' },
              ]}
              onChange={(kind) => part.set({ kind })}
            />
            <div className="grid gap-4 sm:grid-cols-2">
              <Field
                label={`Version of ${model}`}
                error={refused('arms[0].version', 'arms[0]', 'shadow.version', 'shadow')}
              >
                {(field) => (
                  <Select {...field} value={version ?? ''} onChange={(event) => setChosen(Number(event.target.value))}>
                    {others.length === 0 && <option value="">There is no other version</option>}
                    {others.map((each) => (
                      <option key={each.version} value={each.version}>
                        {each.version}
                        {each.gate && !each.gate.passed ? ', refused by its gate' : ''}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
              <Text
                part={part}
                name="percent"
                api={['arms[0].weight', 'arms', 'shadow.sample']}
                label={canary ? 'Percent of the requests' : 'Percent that it gets a copy of'}
              />
            </div>
            {canary && <Sticky part={part} />}
            {canary && <Rule part={part} />}
            <p className="text-sm">
              {canary ? (
                <>
                  {formatShare(share)} of the requests are answered by version <b>{version}</b>
                  {form.sticky === 'no' ? ', spread at random' : ''}; all others by version{' '}
                  <b>{it.current?.model_version}</b> as before.
                </>
              ) : (
                <>
                  Version <b>{version}</b> gets a copy of {formatShare(share)} of the requests after they were answered.
                  Nobody gets its answers; they are compared.
                </>
              )}
            </p>
          </>
        )
      }}
    </ConfirmDialog>
  )
}

/** Who always gets the same arm. */
function Sticky({ part }: { part: Part }) {
  const { form, set } = part
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Who gets it" hint="The same customer should not see two versions in turn.">
        {(field) => (
          <Select
            {...field}
            value={form.sticky}
            onChange={(event) => set({ sticky: event.target.value as Beside['sticky'] })}
          >
            <option value="no">Each request at random</option>
            <option value="header">By a header of the request</option>
            <option value="column">By a column of the row</option>
          </Select>
        )}
      </Field>
      {form.sticky !== 'no' && (
        <Text
          part={part}
          name="stickyName"
          api={['sticky_by.header', 'sticky_by.column', 'sticky_by']}
          label={form.sticky === 'header' ? 'Header' : 'Column'}
          hint={
            form.sticky === 'header'
              ? 'For example X-Customer. The same value always gets the same arm.'
              : 'An entity or an input of the model. The same value always gets the same arm.'
          }
        />
      )}
    </div>
  )
}

/** Whether somebody decides, or the figures do. */
function Rule({ part }: { part: Part }) {
  const { form, set } = part
  return (
    <div className="grid gap-3">
      <Checkbox
        label="Let a rule promote it or take it back"
        checked={form.rule}
        onChange={(event) => set({ rule: event.target.checked })}
      />
      {form.rule && (
        <>
          <p className="text-muted text-sm">
            It takes the canary back as soon as a harm is proven: more errors than the champion, slower runs, worse
            answers. It promotes the canary when it is due and no harm can be left. It holds where the figures prove
            neither.
          </p>
          <div className="grid gap-4 sm:grid-cols-2">
            <Text part={part} name="minutes" api={['rule.after_ms', 'rule']} label="Due after minutes" />
            <Text
              part={part}
              name="labelledRows"
              api={['rule.after_labelled_rows']}
              label="… or after labelled rows"
              hint="Then the share of right answers counts too."
            />
            <Text
              part={part}
              name="p99Ms"
              api={['rule.p99_limit_ms']}
              label="99th percentile at most, in ms"
              hint="Of the time that its runs take. Empty: time does not count."
            />
            <Text
              part={part}
              name="qualityDropPercent"
              api={['rule.max_quality_drop']}
              label="Right answers lost, in points of percent"
              hint="Fewer than the champion’s by this at most. Empty: 2."
            />
          </div>
        </>
      )}
    </div>
  )
}

function Text({
  part: { form, set, wrongs, refused },
  name,
  api: fields,
  label,
  hint,
}: {
  part: Part
  name: 'percent' | 'stickyName' | 'minutes' | 'labelledRows' | 'p99Ms' | 'qualityDropPercent'
  /** What the API calls it, and what stands for it there. */
  api: string[]
  label: string
  hint?: string
}) {
  return (
    <Field label={label} hint={hint} error={wrongs[name] ?? refused(...fields)}>
      {(field) => (
        <Input
          {...field}
          inputMode={name === 'stickyName' ? undefined : 'decimal'}
          value={form[name]}
          onChange={(event) => set({ [name]: event.target.value })}
        />
      )}
    </Field>
  )
}

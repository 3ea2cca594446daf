import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '@/api/client'
import type { ModelVersion, RegisteredModel } from '@/api/schema'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { Field, Input, Select } from '@/ui/fields'

/** Points a name at a version, and says what it pointed at before. */
export function AliasDialog({
  model,
  versions,
  chosen,
  onClose,
}: {
  model: RegisteredModel
  versions: ModelVersion[]
  chosen?: number
  onClose: () => void
}) {
  const queries = useQueryClient()
  const [alias, setAlias] = useState(Object.keys(model.aliases)[0] ?? 'champion')
  const [version, setVersion] = useState(chosen ?? model.latest_version ?? 1)
  const before = model.aliases[alias.trim()]
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Set an alias of ${model.name}`}
      verb={before === undefined ? `Set ${alias.trim() || 'it'}` : `Move ${alias.trim()}`}
      reason="none"
      disabled={alias.trim() === '' || before === version}
      onConfirm={async () => {
        await unwrap(
          api.PUT('/api/v1/models/{name}/aliases/{alias}', {
            params: { path: { name: model.name, alias: alias.trim() } },
            body: { version },
          }),
        )
        await queries.invalidateQueries({ queryKey: ['models'] })
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Alias" hint="What programs ask for, in place of a number">
          {(field) => (
            <Input {...field} list="aliases" maxLength={255} value={alias} onChange={(e) => setAlias(e.target.value)} />
          )}
        </Field>
        <datalist id="aliases">
          {Object.keys(model.aliases).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </datalist>
        <Field label="Version">
          {(field) => (
            <Select {...field} value={version} onChange={(e) => setVersion(Number(e.target.value))}>
              {versions.map((each) => (
                <option key={each.version} value={each.version}>
                  {each.version}
                  {each.gate && !each.gate.passed ? ', refused by its gate' : ''}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <p className="text-sm">
        {before === undefined ? (
          <>
            <b>{alias.trim() || 'The alias'}</b> is new and will mean version {version}.
          </>
        ) : before === version ? (
          <>
            <b>{alias.trim()}</b> already means version {version}.
          </>
        ) : (
          <>
            <b>{alias.trim()}</b> goes from version {before} to version {version}.
          </>
        )}{' '}
        <span className="text-muted">Deployments go on with the releases that they have.</span>
      </p>
    </ConfirmDialog>
  )
}

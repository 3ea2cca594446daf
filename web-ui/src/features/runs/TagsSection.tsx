import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { mayAs, me } from '@/api/queries'
import { tagRun, untagRun } from '@/tracking/calls'
import { isOwnTag, type Run } from '@/tracking/types'
import { Button, IconButton } from '@/ui/Button'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { Field, Input } from '@/ui/fields'
import { Section } from '@/ui/page'
import { KeyValues } from './KeyValues'

export function TagsSection({ run }: { run: Run }) {
  const queries = useQueryClient()
  const { data: caller } = useQuery(me)
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<string>()
  const [key, setKey] = useState('')
  const [value, setValue] = useState('')
  const may = mayAs(caller?.role, 'contributor') && !run.deleted
  const tags = [...run.tags].filter(([each]) => !isOwnTag(each))
  const changed = () => queries.invalidateQueries({ queryKey: ['runs'] })
  return (
    <Section
      title={`Tags${tags.length > 0 ? ` (${tags.length})` : ''}`}
      actions={
        may && (
          <Button kind="quiet" icon={<Plus />} onClick={() => setAdding(true)}>
            Set a tag
          </Button>
        )
      }
    >
      {tags.length > 0 ? (
        <KeyValues
          label="Tags"
          entries={tags}
          action={(each) =>
            may && (
              <IconButton label={`Remove the tag ${each}`} className="!size-6" onClick={() => setRemoving(each)}>
                <X />
              </IconButton>
            )
          }
        />
      ) : (
        <p className="border-t py-3 text-muted text-sm">No tags. They can be set at any time, and searched.</p>
      )}
      <ConfirmDialog
        open={adding}
        onClose={() => setAdding(false)}
        title="Set a tag"
        verb="Set the tag"
        reason="none"
        disabled={key.trim() === ''}
        onConfirm={async () => {
          await tagRun(run.id, key.trim(), value)
          setKey('')
          setValue('')
          await changed()
        }}
      >
        <Field label="Key">
          {(props) => <Input {...props} maxLength={250} value={key} onChange={(event) => setKey(event.target.value)} />}
        </Field>
        <Field label="Value">
          {(props) => (
            <Input {...props} maxLength={8000} value={value} onChange={(event) => setValue(event.target.value)} />
          )}
        </Field>
      </ConfirmDialog>
      <ConfirmDialog
        open={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={`Remove the tag ${removing}`}
        verb="Remove the tag"
        danger
        reason="none"
        onConfirm={async () => {
          if (removing !== undefined) await untagRun(run.id, removing)
          await changed()
        }}
      >
        <p className="text-sm">Its value, {run.tags.get(removing ?? '')}, is lost.</p>
      </ConfirmDialog>
    </Section>
  )
}

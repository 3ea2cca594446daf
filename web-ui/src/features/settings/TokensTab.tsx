import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { api, unwrap } from '@/api/client'
import { authorization, bearer, signIn } from '@/api/credentials'
import type { Token, TokenWithSecret } from '@/api/schema'
import { Button } from '@/ui/Button'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { type Column, DataTable } from '@/ui/DataTable'
import { Dialog } from '@/ui/Dialog'
import { Field, Input } from '@/ui/fields'
import { EmptyState, Snippet, TableSkeleton } from '@/ui/page'
import { QueryView } from '@/ui/QueryView'
import { Toolbar } from '@/ui/TableToolbar'
import { Time } from '@/ui/values'
import { changed, type Role, tokens } from './queries'
import { RoleField } from './RoleField'

/** What programs sign in with. */
export function TokensTab() {
  const found = useQuery(tokens)
  const [making, setMaking] = useState(false)
  const [made, setMade] = useState<TokenWithSecret>()
  const [revoking, setRevoking] = useState<Token>()
  const columns: Column<Token>[] = [
    { id: 'name', header: 'Name', cell: (row) => <span className="font-medium">{row.name}</span> },
    { id: 'role', header: 'Role', cell: (row) => row.role },
    {
      id: 'created_by',
      header: 'Made by',
      wideOnly: true,
      cell: (row) => <span className="text-muted">{row.created_by}</span>,
    },
    { id: 'created_at', header: 'Made', cell: (row) => <Time at={row.created_at} className="text-muted" /> },
    {
      id: 'expires_at',
      header: 'Expires',
      cell: (row) => (row.expires_at ? <Time at={row.expires_at} /> : <span className="text-faint">never</span>),
    },
    {
      id: 'revoke',
      header: <span className="sr-only">Revoke</span>,
      numeric: true,
      cell: (row) => (
        <button type="button" className="text-muted hover:text-failed hover:underline" onClick={() => setRevoking(row)}>
          Revoke
        </button>
      ),
    },
  ]
  return (
    <>
      <QueryView query={found} loading={<TableSkeleton rows={4} columns={5} />}>
        {(rows) => (
          <>
            <Toolbar>
              <Button kind="primary" icon={<Plus />} onClick={() => setMaking(true)}>
                Make a token
              </Button>
              <p className="text-muted text-xs">A token is kept as its digest: its secret is shown once.</p>
            </Toolbar>
            {rows.length === 0 ? (
              <EmptyState title="There is no token yet">
                Programs and CI sign in with tokens. The first one, or the first user, must be an admin; from then on
                this server asks everyone who they are.
              </EmptyState>
            ) : (
              <DataTable label="Tokens" rows={rows} columns={columns} rowKey={(row) => row.id} />
            )}
            {making && <MakeToken first={rows.length === 0} onClose={() => setMaking(false)} onMade={setMade} />}
            {revoking && (
              <ConfirmDialog
                open
                danger
                reason="none"
                onClose={() => setRevoking(undefined)}
                title={`Revoke ${revoking.name}`}
                verb="Revoke the token"
                onConfirm={async () => {
                  await unwrap(api.DELETE('/api/v1/tokens/{id}', { params: { path: { id: revoking.id } } }))
                  await changed()
                }}
              >
                <p className="text-sm">
                  Whoever uses <b>{revoking.name}</b> is refused at once. It can’t be brought back; a new token is
                  another one.
                </p>
              </ConfirmDialog>
            )}
          </>
        )}
      </QueryView>
      {made && <Secret it={made} onClose={() => setMade(undefined)} />}
    </>
  )
}

function MakeToken({
  first,
  onClose,
  onMade,
}: {
  first: boolean
  onClose: () => void
  onMade: (made: TokenWithSecret) => void
}) {
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>(first ? 'admin' : 'contributor')
  const [days, setDays] = useState('')
  const wrong = days !== '' && !(Number(days) > 0) ? 'A number of days.' : undefined
  return (
    <ConfirmDialog
      open
      reason="none"
      onClose={onClose}
      title="Make a token"
      verb="Make the token"
      disabled={name.trim() === '' || wrong !== undefined}
      onConfirm={async () => {
        const made = await unwrap(
          api.POST('/api/v1/tokens', {
            body: {
              name: name.trim(),
              role,
              ...(days === '' ? {} : { expires_at: new Date(Date.now() + Number(days) * 86_400_000).toISOString() }),
            },
          }),
        )
        onMade(made)
        // From the first one on everyone is asked who they are: whoever made it goes on as its bearer.
        if (first && authorization() === null) signIn(bearer(made.token), false)
        await changed()
      }}
    >
      <Field label="Name" hint="The audit log names who used it by this: one name for one person or program.">
        {(field) => <Input {...field} value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <RoleField value={role} onChange={setRole} />
        <Field label="Expires after days" hint="Empty: never." error={wrong}>
          {(field) => (
            <Input {...field} inputMode="numeric" value={days} onChange={(event) => setDays(event.target.value)} />
          )}
        </Field>
      </div>
    </ConfirmDialog>
  )
}

function Secret({ it, onClose }: { it: TokenWithSecret; onClose: () => void }) {
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={`The token ${it.name}`}
      description="Copy it now: it is not shown again."
      footer={<Button onClick={onClose}>I have it</Button>}
    >
      <div className="grid grid-cols-1 gap-3">
        <Snippet text={it.token} />
        <Snippet text={`curl -H "Authorization: Bearer ${it.token}" ${window.location.origin}/api/v1/me`} />
        <Snippet
          text={`export MLFLOW_TRACKING_URI=${window.location.origin}\nexport MLFLOW_TRACKING_TOKEN=${it.token}`}
        />
      </div>
    </Dialog>
  )
}

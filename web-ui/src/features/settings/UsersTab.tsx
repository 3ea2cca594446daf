import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { api, unwrap } from '@/api/client'
import { authorization, basic, signIn } from '@/api/credentials'
import { mayAs, me } from '@/api/queries'
import type { User } from '@/api/schema'
import { Button } from '@/ui/Button'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { type Column, DataTable } from '@/ui/DataTable'
import { Field, Input } from '@/ui/fields'
import { Menu, MenuItem } from '@/ui/Menu'
import { EmptyState, TableSkeleton } from '@/ui/page'
import { QueryView } from '@/ui/QueryView'
import { Toolbar } from '@/ui/TableToolbar'
import { Time } from '@/ui/values'
import { changed, type Role, users } from './queries'
import { RoleField } from './RoleField'

type Asked = { kind: 'make' } | { kind: 'role' | 'password' | 'delete'; user: User }

/** People, with names and passwords. */
export function UsersTab() {
  const found = useQuery(users)
  const caller = useQuery(me)
  const [asked, setAsked] = useState<Asked>()
  const close = () => setAsked(undefined)
  const admin = mayAs(caller.data?.role, 'admin')
  const columns: Column<User>[] = [
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
      id: 'more',
      header: <span className="sr-only">More</span>,
      numeric: true,
      cell: (row) =>
        admin && (
          <Menu label={`Change ${row.name}`}>
            <MenuItem onSelect={() => setAsked({ kind: 'role', user: row })}>Change the role</MenuItem>
            <MenuItem onSelect={() => setAsked({ kind: 'password', user: row })}>Set the password</MenuItem>
            <MenuItem danger onSelect={() => setAsked({ kind: 'delete', user: row })}>
              Delete
            </MenuItem>
          </Menu>
        ),
    },
  ]
  return (
    <QueryView query={found} loading={<TableSkeleton rows={4} columns={4} />}>
      {(rows) => (
        <>
          <Toolbar>
            {admin && (
              <Button kind="primary" icon={<Plus />} onClick={() => setAsked({ kind: 'make' })}>
                Make a user
              </Button>
            )}
          </Toolbar>
          {rows.length === 0 ? (
            <EmptyState title="There is no user yet">
              People sign in here, and from the MLflow client, with a name and a password. The first user, or the first
              token, must be an admin; from then on this server asks everyone who they are.
            </EmptyState>
          ) : (
            <DataTable label="Users" rows={rows} columns={columns} rowKey={(row) => row.name} />
          )}
          {asked?.kind === 'make' && <MakeUser first={rows.length === 0} onClose={close} />}
          {asked?.kind === 'role' && <ChangeRole user={asked.user} onClose={close} />}
          {asked?.kind === 'password' && (
            <SetPassword user={asked.user} own={asked.user.name === caller.data?.name} onClose={close} />
          )}
          {asked?.kind === 'delete' && (
            <ConfirmDialog
              open
              danger
              reason="none"
              onClose={close}
              title={`Delete ${asked.user.name}`}
              verb="Delete the user"
              onConfirm={async () => {
                await unwrap(api.DELETE('/api/v1/users/{name}', { params: { path: { name: asked.user.name } } }))
                await changed()
              }}
            >
              <p className="text-sm">
                <b>{asked.user.name}</b> can’t sign in any more. What they did stays in the audit log under this name.
              </p>
            </ConfirmDialog>
          )}
        </>
      )}
    </QueryView>
  )
}

const SHORTEST = 12

function Password({
  value,
  label = 'Password',
  onChange,
}: {
  value: string
  label?: string
  onChange: (text: string) => void
}) {
  return (
    <Field label={label} hint={`${SHORTEST} characters at least.`}>
      {(field) => (
        <Input
          {...field}
          type="password"
          autoComplete="new-password"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

function MakeUser({ first, onClose }: { first: boolean; onClose: () => void }) {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [role, setRole] = useState<Role>(first ? 'admin' : 'contributor')
  return (
    <ConfirmDialog
      open
      reason="none"
      onClose={onClose}
      title="Make a user"
      verb="Make the user"
      disabled={name.trim() === '' || password.length < SHORTEST}
      onConfirm={async () => {
        await unwrap(api.POST('/api/v1/users', { body: { name: name.trim(), password, role } }))
        // From the first one on everyone is asked who they are.
        if (first && authorization() === null) signIn(basic(name.trim(), password), false)
        await changed()
      }}
    >
      <Field label="Name">
        {(field) => (
          <Input
            {...field}
            autoComplete="off"
            value={name}
            maxLength={100}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Password value={password} onChange={setPassword} />
      <RoleField value={role} onChange={setRole} />
    </ConfirmDialog>
  )
}

function ChangeRole({ user, onClose }: { user: User; onClose: () => void }) {
  const [role, setRole] = useState<Role>(user.role)
  return (
    <ConfirmDialog
      open
      reason="none"
      onClose={onClose}
      title={`Change the role of ${user.name}`}
      verb={`Make ${user.name} ${role}`}
      disabled={role === user.role}
      onConfirm={async () => {
        await unwrap(api.PATCH('/api/v1/users/{name}', { params: { path: { name: user.name } }, body: { role } }))
        await changed()
      }}
    >
      <p className="text-sm">
        <b>{user.name}</b> is {user.role} now. A change holds at once.
      </p>
      <RoleField value={role} onChange={setRole} />
    </ConfirmDialog>
  )
}

function SetPassword({ user, own, onClose }: { user: User; own: boolean; onClose: () => void }) {
  const [password, setPassword] = useState('')
  const [current, setCurrent] = useState('')
  return (
    <ConfirmDialog
      open
      reason="none"
      onClose={onClose}
      title={`Set the password of ${user.name}`}
      verb="Set the password"
      disabled={password.length < SHORTEST || (own && current === '')}
      onConfirm={async () => {
        await unwrap(
          api.PUT('/api/v1/users/{name}/password', {
            params: { path: { name: user.name } },
            body: { password, ...(own ? { current_password: current } : {}) },
          }),
        )
        if (own && authorization()?.startsWith('Basic ')) signIn(basic(user.name, password), false)
        await changed()
      }}
    >
      {own && (
        <Field label="The password that you have">
          {(field) => (
            <Input
              {...field}
              type="password"
              autoComplete="current-password"
              value={current}
              onChange={(event) => setCurrent(event.target.value)}
            />
          )}
        </Field>
      )}
      <Password label="New password" value={password} onChange={setPassword} />
    </ConfirmDialog>
  )
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { send } from '@/api/client'
import { basic, bearer, signIn, signOut } from '@/api/credentials'
import { problemOf } from '@/api/problem'
import { Button } from '@/ui/Button'
import { Checkbox, Field, Input, Segmented } from '@/ui/fields'
import { ProblemNote } from '@/ui/problems'
import { Logo } from './Logo'

type Way = 'password' | 'token'

/** Shown in place of the pages as long as the server wants to know who is calling. */
export default function SignIn() {
  const queries = useQueryClient()
  const [way, setWay] = useState<Way>('password')
  const [name, setName] = useState('')
  const [secret, setSecret] = useState('')
  const [stay, setStay] = useState(false)
  const attempt = useMutation({
    mutationFn: async () => {
      const header = way === 'token' ? bearer(secret) : basic(name, secret)
      const answer = await send(new URL('/api/v1/me', window.location.origin).href, {
        headers: { Authorization: header },
      })
      if (!answer.ok) throw problemOf(answer.status, await answer.text())
      return header
    },
    onSuccess: (header) => {
      signOut()
      signIn(header, stay)
      void queries.invalidateQueries()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    attempt.mutate()
  }
  return (
    <main className="grid min-h-dvh place-items-center px-4">
      <form onSubmit={submit} className="grid w-full max-w-sm gap-4">
        <div className="mb-2 flex items-center gap-2 font-semibold text-xl">
          <Logo className="size-6 text-accent" />
          Sign in to Holdfast
        </div>
        <Segmented
          label="Sign in with"
          value={way}
          options={[
            { value: 'password', label: 'Name and password' },
            { value: 'token', label: 'Token' },
          ]}
          onChange={(next) => {
            setWay(next)
            attempt.reset()
          }}
        />
        {way === 'password' && (
          <Field label="Name">
            {(field) => (
              <Input
                {...field}
                autoComplete="username"
                autoFocus
                required
                value={name}
                onChange={(e) => setName(e.target.value)}
              />
            )}
          </Field>
        )}
        <Field label={way === 'password' ? 'Password' : 'Token'}>
          {(field) => (
            <Input
              {...field}
              key={way}
              type="password"
              autoComplete={way === 'password' ? 'current-password' : 'off'}
              placeholder={way === 'token' ? 'hf_…' : undefined}
              required
              value={secret}
              onChange={(e) => setSecret(e.target.value)}
            />
          )}
        </Field>
        <Checkbox label="Stay signed in on this machine" checked={stay} onChange={(e) => setStay(e.target.checked)} />
        {attempt.isError && <ProblemNote error={attempt.error} />}
        <Button kind="primary" type="submit" busy={attempt.isPending}>
          Sign in
        </Button>
        <p className="text-muted text-xs">An admin of this server makes users and tokens.</p>
      </form>
    </main>
  )
}

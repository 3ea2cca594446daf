import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { authorization } from '@/api/credentials'
import { mayAs, me } from '@/api/queries'
import { FactsStrip, Page } from '@/ui/page'
import { type Tab, Tabs } from '@/ui/Tabs'
import { useSearchChange } from '@/ui/tableState'
import { ServerTab } from './ServerTab'
import { TokensTab } from './TokensTab'
import { UsersTab } from './UsersTab'
import { WebhooksTab } from './WebhooksTab'

type TabName = 'tokens' | 'users' | 'webhooks' | 'server'

/** What only admins may even read. */
const ADMINS: Tab<TabName>[] = [
  { value: 'tokens', label: 'Tokens', content: () => <TokensTab /> },
  { value: 'users', label: 'Users', content: () => <UsersTab /> },
  { value: 'webhooks', label: 'Webhooks', content: () => <WebhooksTab /> },
]

export function SettingsPage() {
  const { tab } = useSearch({ from: '/settings' })
  const change = useSearchChange()
  const caller = useQuery(me)
  const admin = mayAs(caller.data?.role, 'admin')
  const tabs: Tab<TabName>[] = [
    ...(admin ? ADMINS : []),
    { value: 'server', label: 'Server', content: () => <ServerTab /> },
  ]
  const first = tabs[0]?.value
  return (
    <Page
      title="Settings"
      facts={
        caller.data && (
          <FactsStrip
            facts={[
              ['You are', caller.data.name],
              ['Role', caller.data.role],
              [
                'Signed in',
                authorization() === null ? 'no: this server asks nobody on this machine who they are' : 'yes',
              ],
            ]}
          />
        )
      }
    >
      {caller.data && !admin && (
        <p className="mb-3 text-muted text-sm">Tokens, users and webhooks are for admins; ask one for what you miss.</p>
      )}
      {caller.data && first && (
        <Tabs
          label="Settings"
          value={tabs.find((each) => each.value === tab)?.value ?? first}
          tabs={tabs}
          onChange={(next) => change({ tab: next === first ? undefined : next, hook: undefined })}
        />
      )}
    </Page>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { authorization } from '@/api/credentials'
import { me } from '@/api/queries'
import { FactsStrip, Page } from '@/ui/page'
import { type Tab, Tabs } from '@/ui/Tabs'
import { useSearchChange } from '@/ui/tableState'
import { ServerTab } from './ServerTab'
import { TokensTab } from './TokensTab'
import { UsersTab } from './UsersTab'
import { WebhooksTab } from './WebhooksTab'

const TABS = ['tokens', 'users', 'webhooks', 'server'] as const
type TabName = (typeof TABS)[number]

export function SettingsPage() {
  const { tab } = useSearch({ from: '/settings' })
  const change = useSearchChange()
  const caller = useQuery(me)
  const tabs: Tab<TabName>[] = [
    { value: 'tokens', label: 'Tokens', content: () => <TokensTab /> },
    { value: 'users', label: 'Users', content: () => <UsersTab /> },
    { value: 'webhooks', label: 'Webhooks', content: () => <WebhooksTab /> },
    { value: 'server', label: 'Server', content: () => <ServerTab /> },
  ]
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
      <Tabs
        label="Settings"
        value={TABS.find((each) => each === tab) ?? 'tokens'}
        tabs={tabs}
        onChange={(next) => change({ tab: next === 'tokens' ? undefined : next, hook: undefined })}
      />
    </Page>
  )
}

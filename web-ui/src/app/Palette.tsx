import { useQueries } from '@tanstack/react-query'
import { type LinkProps, useRouter } from '@tanstack/react-router'
import { Command } from 'cmdk'
import { Activity, Boxes, Database, FlaskConical, Keyboard, Link2, Moon, Play, Workflow } from 'lucide-react'
import { Dialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { api, unwrap } from '@/api/client'
import { useRegisteredActions } from '@/ui/actions'
import { toggleTheme } from '@/ui/theme'
import { copyText } from '@/ui/values'
import { SECTIONS } from './sections'

const LIMIT = { params: { query: { max_results: 1000 } } } as const

const KINDS = [
  {
    kind: 'Deployments',
    icon: Activity,
    to: '/deployments/$name',
    read: () => unwrap(api.GET('/api/v1/deployments', LIMIT)),
  },
  { kind: 'Models', icon: Boxes, to: '/models/$name', read: () => unwrap(api.GET('/api/v1/models', LIMIT)) },
  {
    kind: 'Pipelines',
    icon: Workflow,
    to: '/pipelines/$name',
    read: () => unwrap(api.GET('/api/v1/pipelines', LIMIT)),
  },
  { kind: 'Datasets', icon: Database, to: '/datasets/$name', read: () => unwrap(api.GET('/api/v1/datasets', LIMIT)) },
  {
    kind: 'Experiments',
    icon: FlaskConical,
    to: '/experiments/$name',
    read: () => unwrap(api.GET('/api/v1/experiments', LIMIT)),
  },
] as const

/** Finds anything by its name, and runs any action. */
export default function Palette({ onClose, onKeys }: { onClose: () => void; onKeys: () => void }) {
  const router = useRouter()
  const actions = useRegisteredActions()
  const found = useQueries({
    queries: KINDS.map(({ kind, read }) => ({
      queryKey: [kind.toLowerCase(), 'palette'],
      queryFn: read,
      staleTime: 30_000,
    })),
  })
  const run = (action: () => void) => {
    onClose()
    action()
  }
  const go = (link: LinkProps) => run(() => void router.navigate(link as never))

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12dvh] left-1/2 z-50 w-[calc(100vw-24px)] max-w-xl -translate-x-1/2 overflow-hidden rounded-md bg-surface shadow-pop focus:outline-none"
        >
          <Dialog.Title className="sr-only">Find anything</Dialog.Title>
          <Command label="Find anything" loop>
            <Command.Input
              autoFocus
              placeholder="Find a model, deployment, pipeline … or do something"
              className="h-12 w-full border-b bg-transparent px-4 text-base outline-none placeholder:text-faint"
            />
            <Command.List className="max-h-[50dvh] overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-8 text-center text-muted text-sm">Nothing has this name.</Command.Empty>
              {actions.length > 0 && (
                <Group heading="On this page">
                  {actions.map((action) => (
                    <Item
                      key={action.label}
                      value={`do ${action.label}`}
                      icon={<Play />}
                      onSelect={() => run(action.run)}
                    >
                      {action.label}
                    </Item>
                  ))}
                </Group>
              )}
              <Group heading="Go to">
                {SECTIONS.map((section) => (
                  <Item
                    key={section.to}
                    value={`go to ${section.label}`}
                    icon={<section.icon />}
                    hint={`g ${section.key}`}
                    onSelect={() => go({ to: section.to })}
                  >
                    {section.label}
                  </Item>
                ))}
              </Group>
              {KINDS.map(({ kind, icon: Icon, to }, i) => {
                const items: { name: string }[] = found[i]?.data?.items ?? []
                return items.length === 0 ? null : (
                  <Group key={kind} heading={kind}>
                    {items.map(({ name }) => (
                      <Item
                        key={name}
                        value={`${kind} ${name}`}
                        icon={<Icon />}
                        onSelect={() => go({ to, params: { name } } as LinkProps)}
                      >
                        {name}
                      </Item>
                    ))}
                  </Group>
                )
              })}
              <Group heading="Actions">
                <Item value="change theme dark light" icon={<Moon />} onSelect={() => run(toggleTheme)}>
                  Change between light and dark
                </Item>
                <Item
                  value="copy address url link"
                  icon={<Link2 />}
                  onSelect={() => run(() => void copyText(window.location.href))}
                >
                  Copy the address of this view
                </Item>
                <Item value="keys shortcuts keyboard help" icon={<Keyboard />} hint="?" onSelect={() => run(onKeys)}>
                  Show the keys
                </Item>
              </Group>
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:text-xs"
    >
      {children}
    </Command.Group>
  )
}

function Item({
  value,
  icon,
  hint,
  onSelect,
  children,
}: {
  value: string
  icon: ReactNode
  hint?: string
  onSelect: () => void
  children: ReactNode
}) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-8 cursor-pointer items-center gap-2.5 rounded px-2.5 text-sm data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-faint"
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {hint && <kbd className="font-mono text-faint text-xs">{hint}</kbd>}
    </Command.Item>
  )
}

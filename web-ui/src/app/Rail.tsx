import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { LogOut, Monitor, Moon, PanelLeftClose, PanelLeftOpen, Search, Sun } from 'lucide-react'
import { authorization, signOut } from '@/api/credentials'
import { me } from '@/api/queries'
import { IconButton } from '@/ui/Button'
import { cx } from '@/ui/cx'
import { setTheme, useTheme } from '@/ui/theme'
import { Logo } from './Logo'
import { SECTIONS } from './sections'

/** Where everything is; folded, only its icons. */
export function Rail({
  folded,
  onFold,
  onSearch,
  onGo,
}: {
  folded: boolean
  onFold?: () => void
  onSearch: () => void
  onGo?: () => void
}) {
  return (
    <div className="flex h-full flex-col gap-1 px-2 py-3">
      <div className={cx('mb-2 flex items-center gap-2', folded ? 'flex-col' : 'pl-2')}>
        <Link
          to="/"
          onClick={onGo}
          className="flex items-center gap-2 font-semibold text-base"
          aria-label="Holdfast, home"
        >
          <Logo className="size-5 text-accent" />
          {!folded && 'Holdfast'}
        </Link>
        {onFold && (
          <IconButton
            label={folded ? 'Unfold the menu' : 'Fold the menu'}
            onClick={onFold}
            className={cx(!folded && 'ml-auto')}
          >
            {folded ? <PanelLeftOpen /> : <PanelLeftClose />}
          </IconButton>
        )}
      </div>
      <button
        type="button"
        onClick={onSearch}
        title={folded ? 'Find anything (Ctrl K)' : undefined}
        aria-label={folded ? 'Find anything' : undefined}
        className={cx(
          'mb-2 flex h-8 items-center gap-2 rounded-md border border-line-strong bg-surface text-faint text-sm hover:border-faint hover:text-muted',
          folded ? 'justify-center' : 'px-2',
        )}
      >
        <Search aria-hidden className="size-4 shrink-0" />
        {!folded && (
          <>
            <span className="flex-1 whitespace-nowrap text-left">Find anything</span>
            <kbd aria-hidden className="font-mono text-xs">
              Ctrl K
            </kbd>
          </>
        )}
      </button>
      <nav aria-label="Main" className="grid gap-0.5">
        {SECTIONS.map((section) => (
          <Link
            key={section.to}
            to={section.to}
            activeOptions={{ exact: section.to === '/', includeSearch: false }}
            onClick={onGo}
            title={folded ? section.label : undefined}
            aria-label={folded ? section.label : undefined}
            className={cx(
              'flex h-8 items-center gap-2.5 rounded-md font-medium text-sm',
              folded ? 'justify-center' : 'px-2',
            )}
            activeProps={{ className: 'bg-hover text-text [&_svg]:text-accent' }}
            inactiveProps={{ className: 'text-muted hover:bg-hover hover:text-text' }}
          >
            <section.icon aria-hidden className="size-4 shrink-0" />
            {!folded && section.label}
          </Link>
        ))}
      </nav>
      <div className="mt-auto grid gap-2">
        <Caller folded={folded} />
      </div>
    </div>
  )
}

const THEMES = {
  system: { icon: Monitor, next: 'light' },
  light: { icon: Sun, next: 'dark' },
  dark: { icon: Moon, next: 'system' },
} as const

function Caller({ folded }: { folded: boolean }) {
  const caller = useQuery(me)
  const theme = useTheme()
  const { icon: ThemeIcon, next } = THEMES[theme]
  return (
    <div className={cx('flex items-center gap-1', folded && 'flex-col')}>
      {!folded && caller.data && (
        <span className="min-w-0 flex-1 pl-2 text-sm leading-tight">
          <span className="block truncate font-medium" title={caller.data.name}>
            {caller.data.name}
          </span>
          <span className="text-faint text-xs">{caller.data.role}</span>
        </span>
      )}
      <IconButton label={`Theme: ${theme}. Change to ${next}`} onClick={() => setTheme(next)}>
        <ThemeIcon />
      </IconButton>
      {authorization() !== null && (
        <IconButton label="Sign out" onClick={signOut}>
          <LogOut />
        </IconButton>
      )}
    </div>
  )
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { Menu as MenuIcon, Search } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { onCredentialsChange } from '@/api/credentials'
import { followEvents } from '@/api/events'
import { isProblem } from '@/api/problem'
import { me } from '@/api/queries'
import { IconButton } from '@/ui/Button'
import { cx } from '@/ui/cx'
import { copyWholeValues } from '@/ui/values'
import { Logo } from './Logo'
import { LostBanner } from './LostBanner'
import { Rail } from './Rail'
import { useKeys } from './useKeys'

const Palette = lazy(() => import('./Palette'))
const KeyList = lazy(() => import('./KeyList'))
const Drawer = lazy(() => import('./Drawer'))
const SignIn = lazy(() => import('./SignIn'))

const FOLDED = 'holdfast.rail'

/** What is around every page. */
export function Shell() {
  const queries = useQueryClient()
  const caller = useQuery(me)
  const [folded, setFolded] = useState(() => localStorage.getItem(FOLDED) === 'folded')
  const [drawer, setDrawer] = useState(false)
  const [palette, setPalette] = useState(false)
  const [keys, setKeys] = useState(false)
  const path = useRouterState({ select: (state) => state.location.pathname })

  useEffect(() => followEvents(queries), [queries])
  useEffect(() => onCredentialsChange(() => void queries.resetQueries()), [queries])
  useEffect(() => {
    document.addEventListener('copy', copyWholeValues)
    return () => document.removeEventListener('copy', copyWholeValues)
  }, [])
  const fold = () => {
    localStorage.setItem(FOLDED, folded ? 'open' : 'folded')
    setFolded(!folded)
  }
  useKeys({ onPalette: () => setPalette((open) => !open), onKeyList: () => setKeys(true), onFold: fold })

  if (isProblem(caller.error, 401)) {
    return (
      <Suspense>
        <SignIn />
      </Suspense>
    )
  }
  return (
    <div className="flex min-h-dvh">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent px-3 py-1.5 text-accent-text focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <aside className={cx('sticky top-0 h-dvh shrink-0 border-r bg-sunken max-md:hidden', folded ? 'w-13' : 'w-52')}>
        <Rail folded={folded} onFold={fold} onSearch={() => setPalette(true)} />
      </aside>
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="sticky top-0 z-20 flex h-12 items-center gap-2 border-b bg-bg px-3 md:hidden">
          <IconButton label="Menu" onClick={() => setDrawer(true)}>
            <MenuIcon />
          </IconButton>
          <Logo className="size-4.5 text-accent" />
          <span className="font-semibold">Holdfast</span>
          <IconButton label="Find anything" className="ml-auto" onClick={() => setPalette(true)}>
            <Search />
          </IconButton>
        </div>
        <LostBanner />
        <main id="content" key={path.split('/')[1]} className="min-w-0 flex-1 focus:outline-none" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <Suspense>
        {drawer && (
          <Drawer
            onClose={() => setDrawer(false)}
            onSearch={() => {
              setDrawer(false)
              setPalette(true)
            }}
          />
        )}
        {palette && <Palette onClose={() => setPalette(false)} onKeys={() => setKeys(true)} />}
        {keys && <KeyList onClose={() => setKeys(false)} />}
      </Suspense>
    </div>
  )
}

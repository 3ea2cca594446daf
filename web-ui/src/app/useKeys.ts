import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { SECTIONS } from './sections'

const FOLLOW_MS = 1200

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

/** The keys that work everywhere. `KeyList` shows them. */
export function useKeys(actions: { onPalette: () => void; onKeyList: () => void; onFold: () => void }): void {
  const navigate = useNavigate()
  const current = useRef(actions)
  current.current = actions
  useEffect(() => {
    let leader = 0
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
        event.preventDefault()
        current.current.onPalette()
        return
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      if (document.querySelector('[role=dialog]')) return
      const section = SECTIONS.find((each) => each.key === event.key)
      if (section && Date.now() - leader < FOLLOW_MS) {
        leader = 0
        event.preventDefault()
        void navigate({ to: section.to })
      } else if (event.key === 'g') {
        leader = Date.now()
      } else if (event.key === '/') {
        const field = document.querySelector<HTMLInputElement>('[data-filter]')
        if (field) {
          event.preventDefault()
          field.focus()
          field.select()
        }
      } else if (event.key === '?') {
        event.preventDefault()
        current.current.onKeyList()
      } else if (event.key === '[') {
        current.current.onFold()
      }
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [navigate])
}

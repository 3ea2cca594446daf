import {
  Archive,
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleHelp,
  CircleUser,
  CircleX,
  LoaderCircle,
  type LucideIcon,
  SkipForward,
  TriangleAlert,
} from 'lucide-react'
import { sentence } from '@/format/words'
import { cx } from './cx'

export type Tone = 'running' | 'ok' | 'warning' | 'failed' | 'unknown'

export const TONE_TEXT: Record<Tone, string> = {
  running: 'text-running',
  ok: 'text-ok',
  warning: 'text-warning',
  failed: 'text-failed',
  unknown: 'text-unknown',
}

const TONE_SOFT: Record<Tone, string> = {
  running: 'bg-running-soft text-running',
  ok: 'bg-ok-soft text-ok',
  warning: 'bg-warning-soft text-warning',
  failed: 'bg-failed-soft text-failed',
  unknown: 'bg-unknown-soft text-unknown',
}

interface Look {
  tone: Tone
  icon: LucideIcon
  word?: string
}

/** Every state that the server names, of runs, steps, deployments and all the rest: one look each, everywhere. */
const LOOKS: Record<string, Look> = {
  running: { tone: 'running', icon: LoaderCircle },
  pending: { tone: 'unknown', icon: CircleDashed, word: 'Waiting' },
  scheduled: { tone: 'unknown', icon: CircleDashed },
  succeeded: { tone: 'ok', icon: CircleCheck },
  finished: { tone: 'ok', icon: CircleCheck },
  passed: { tone: 'ok', icon: CircleCheck },
  serving: { tone: 'ok', icon: CircleDot },
  active: { tone: 'ok', icon: CircleDot },
  kept: { tone: 'ok', icon: CircleCheck },
  failed: { tone: 'failed', icon: CircleX },
  refused: { tone: 'failed', icon: CircleX },
  broken: { tone: 'failed', icon: CircleX },
  killed: { tone: 'failed', icon: Ban },
  cancelled: { tone: 'unknown', icon: Ban },
  skipped: { tone: 'unknown', icon: SkipForward },
  cached: { tone: 'unknown', icon: Archive },
  deleted: { tone: 'unknown', icon: Archive },
  disabled: { tone: 'unknown', icon: Ban },
  no_release: { tone: 'unknown', icon: CircleDashed, word: 'No release yet' },
  drifted: { tone: 'warning', icon: TriangleAlert },
  warning: { tone: 'warning', icon: TriangleAlert },
  unowned: { tone: 'warning', icon: CircleUser, word: 'Nobody owns it' },
  held: { tone: 'warning', icon: CircleAlert },
  open: { tone: 'unknown', icon: CircleDashed },
}

function lookOf(state: string): Look {
  return LOOKS[state] ?? { tone: 'unknown', icon: CircleHelp }
}

export function toneOf(state: string): Tone {
  return lookOf(state).tone
}

/** An icon and a word: nobody has to see colours. */
export function StatusBadge({ state, word, quiet = false }: { state: string; word?: string; quiet?: boolean }) {
  const look = lookOf(state)
  const Icon = look.icon
  return (
    <span
      className={cx(
        'inline-flex items-center gap-1.5 whitespace-nowrap font-medium text-sm',
        quiet ? TONE_TEXT[look.tone] : cx('rounded-full py-0.5 pr-2.5 pl-1.5', TONE_SOFT[look.tone]),
      )}
    >
      <Icon
        aria-hidden
        className={cx('size-3.5 shrink-0', state === 'running' && 'animate-spin [animation-duration:2s]')}
      />
      {word ?? look.word ?? sentence(state)}
    </span>
  )
}

export function StatusIcon({ state, className }: { state: string; className?: string }) {
  const look = lookOf(state)
  const Icon = look.icon
  const word = look.word ?? sentence(state)
  return (
    <span title={word} className={cx('inline-flex', TONE_TEXT[look.tone], className)}>
      <Icon
        aria-label={word}
        className={cx('size-4 shrink-0', state === 'running' && 'animate-spin [animation-duration:2s]')}
      />
    </span>
  )
}

/** A short remark in a tone: "2 features drifted". */
export function Chip({
  tone = 'unknown',
  children,
  title,
}: {
  tone?: Tone
  children: React.ReactNode
  title?: string
}) {
  return (
    <span
      title={title}
      className={cx(
        'inline-flex items-center gap-1 whitespace-nowrap rounded-full px-2 py-0.5 font-medium text-xs',
        TONE_SOFT[tone],
      )}
    >
      {children}
    </span>
  )
}

import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { cx } from './cx'

type Kind = 'primary' | 'plain' | 'quiet' | 'danger'

const LOOKS: Record<Kind, string> = {
  primary: 'bg-accent text-accent-text hover:brightness-110 border-transparent',
  plain: 'bg-surface text-text border-line-strong hover:bg-hover',
  quiet: 'bg-transparent text-muted border-transparent hover:bg-hover hover:text-text',
  danger: 'bg-failed text-bg border-transparent hover:brightness-110',
}

export function Button({
  kind = 'plain',
  icon,
  busy = false,
  className,
  children,
  disabled,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & {
  kind?: Kind
  icon?: ReactNode
  busy?: boolean
  ref?: Ref<HTMLButtonElement>
}) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={cx(
        'inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-md border px-3 font-medium text-sm whitespace-nowrap transition-colors disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
        LOOKS[kind],
        className,
      )}
    >
      {icon}
      {children}
    </button>
  )
}

/** A button that is only an icon; its name is read out and shown on hover. */
export function IconButton({
  label,
  className,
  children,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { label: string; ref?: Ref<HTMLButtonElement> }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={cx(
        'inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text disabled:opacity-50 [&_svg]:size-4',
        className,
      )}
    >
      {children}
    </button>
  )
}

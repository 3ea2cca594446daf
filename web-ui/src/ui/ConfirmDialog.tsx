import { type ReactNode, useId, useRef, useState } from 'react'
import { isProblem } from '@/api/problem'
import { Button } from './Button'
import { Dialog } from './Dialog'
import { TextArea } from './fields'
import { ProblemNote } from './problems'

/** What the server said is wrong with a field, by the field's name in the API. */
export type Wrong = (...fields: string[]) => string | undefined

/**
 * Asks before something changes: names what changes, asks for the reason, and begins at Cancel. `onConfirm` throws what the server refused,
 * which is shown; the dialog stays. Children that are a function can show it at their fields.
 */
export function ConfirmDialog({
  open,
  onClose,
  title,
  verb,
  danger = false,
  reason = 'required',
  children,
  disabled = false,
  wide,
  onConfirm,
}: {
  open: boolean
  onClose: () => void
  title: ReactNode
  verb: string
  danger?: boolean
  reason?: 'required' | 'optional' | 'none'
  children?: ReactNode | ((wrong: Wrong) => ReactNode)
  disabled?: boolean
  wide?: boolean
  onConfirm: (reason: string) => Promise<unknown>
}) {
  const cancel = useRef<HTMLButtonElement>(null)
  const field = useId()
  const [said, setSaid] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()

  const close = () => {
    if (busy) return
    setError(undefined)
    setSaid('')
    onClose()
  }
  const confirm = async () => {
    setBusy(true)
    setError(undefined)
    try {
      await onConfirm(said.trim())
      setSaid('')
      onClose()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }

  const wrong: Wrong = (...fields) =>
    isProblem(error)
      ? error.fields.find(({ field }) => field !== undefined && fields.includes(field))?.message
      : undefined

  return (
    <Dialog
      open={open}
      onClose={close}
      title={title}
      initialFocus={cancel}
      wide={wide}
      footer={
        <>
          <Button ref={cancel} onClick={close} disabled={busy}>
            Cancel
          </Button>
          <Button
            kind={danger ? 'danger' : 'primary'}
            busy={busy}
            disabled={disabled || (reason === 'required' && said.trim() === '')}
            onClick={confirm}
          >
            {verb}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {typeof children === 'function' ? children(wrong) : children}
        {reason !== 'none' && (
          <div className="grid gap-1.5">
            <label htmlFor={field} className="font-medium text-sm">
              Reason{' '}
              {reason === 'optional' ? (
                <span className="font-normal text-faint">(optional)</span>
              ) : (
                <span className="font-normal text-faint">for the history and the audit log</span>
              )}
            </label>
            <TextArea id={field} rows={2} maxLength={1000} value={said} onChange={(e) => setSaid(e.target.value)} />
          </div>
        )}
        {error !== undefined && <ProblemNote error={error} />}
      </div>
    </Dialog>
  )
}

import { useEffect, useRef, useState } from 'react'
import { Button } from '@/ui/Button'
import { Skeleton } from '@/ui/page'
import { CopyButton } from '@/ui/values'

/** As many lines as stay quick to draw; the whole is a click away. */
const SHOWN = 2000

/** Follows the end of a log that grows, until someone scrolls up to read. */
export function LogView({ text, running }: { text: string | undefined; running: boolean }) {
  const box = useRef<HTMLDivElement>(null)
  const following = useRef(true)
  const [all, setAll] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a longer text is what to follow
  useEffect(() => {
    if (following.current) box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [text])
  if (text === undefined) return <Skeleton className="h-40 w-full" />
  const lines = text.replace(/\n$/, '').split('\n')
  const shown = all ? lines : lines.slice(-SHOWN)
  return (
    <div className="relative rounded-md border bg-sunken">
      <CopyButton text={text} label="Copy the log" className="absolute top-1.5 right-3 z-10 bg-sunken" />
      <div
        ref={box}
        role="log"
        aria-label="Log"
        onScroll={(event) => {
          const it = event.currentTarget
          following.current = it.scrollHeight - it.scrollTop - it.clientHeight < 24
        }}
        className="max-h-[28rem] overflow-auto py-2 font-mono text-[12.5px] leading-5"
      >
        {shown.length < lines.length && (
          <div className="px-3 pb-2 font-sans">
            <Button kind="quiet" onClick={() => setAll(true)}>
              Show the {lines.length - shown.length} lines before
            </Button>
          </div>
        )}
        {text.trim() === '' ? (
          <p className="px-3 font-sans text-muted text-sm">{running ? 'Nothing was said yet.' : 'It said nothing.'}</p>
        ) : (
          shown.map((line, i) => <Line key={lines.length - shown.length + i} line={line} />)
        )}
      </div>
    </div>
  )
}

const LINE = /^(\d{4}-\d\d-\d\dT)(\d\d:\d\d:\d\d(?:\.\d{1,3})?)\d*Z (attempt (\d+)) {2}(.*)$/

function Line({ line }: { line: string }) {
  const match = line.match(LINE)
  if (!match) return <div className="whitespace-pre-wrap px-3">{line}</div>
  const [, day, clock, , attempt, said = ''] = match
  const failed = /\b(error|failed|refused|exception)\b/i.test(said)
  return (
    <div className="flex gap-3 px-3 hover:bg-hover">
      <span className="shrink-0 select-none text-faint" title={`${day}${clock}Z`}>
        {clock}
      </span>
      {attempt !== '1' && <span className="shrink-0 text-warning">attempt {attempt}</span>}
      <span className={failed ? 'whitespace-pre-wrap text-failed' : 'whitespace-pre-wrap'}>{said}</span>
    </div>
  )
}

import { useMemo } from 'react'
import { CopyButton } from '@/ui/values'
import { type Token, tokensOf } from './yaml'

const COLOURS: Record<Token['kind'], string> = {
  key: 'text-accent',
  text: 'text-ok',
  number: 'text-running',
  comment: 'text-faint italic',
  mark: 'text-faint',
  plain: '',
}

export function YamlText({ text }: { text: string }) {
  const lines = useMemo(() => text.replace(/\n$/, '').split('\n').map(tokensOf), [text])
  return (
    <div className="relative rounded-md border bg-surface">
      <CopyButton text={text} label="Copy the definition" className="absolute top-2 right-2 bg-surface" />
      <pre className="overflow-x-auto py-3 font-mono text-[12.5px] leading-5">
        {lines.map((tokens, i) => (
          <div key={i} className="flex hover:bg-hover">
            <span aria-hidden className="w-12 shrink-0 select-none pr-4 text-right text-faint">
              {i + 1}
            </span>
            <code className="pr-10">
              {tokens.map((token, at) => (
                <span key={at} className={COLOURS[token.kind]}>
                  {token.text}
                </span>
              ))}
              {'\n'}
            </code>
          </div>
        ))}
      </pre>
    </div>
  )
}

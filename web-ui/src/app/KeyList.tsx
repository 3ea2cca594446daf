import { Dialog } from '@/ui/Dialog'
import { SECTIONS } from './sections'

const KEYS: [keys: string[], what: string][] = [
  [['Ctrl', 'K'], 'Find anything, run any action'],
  [['/'], 'Filter'],
  [['['], 'Fold the menu'],
  [['Esc'], 'Close what is open'],
  ...SECTIONS.map((section): [string[], string] => [['g', section.key], section.label]),
  [['?'], 'This list'],
]

export default function KeyList({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title="Keys">
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 text-sm">
        {KEYS.map(([keys, what]) => (
          <div key={what} className="contents">
            <dt className="flex gap-1">
              {keys.map((key) => (
                <kbd
                  key={key}
                  className="min-w-6 rounded border border-line-strong bg-sunken px-1.5 text-center font-mono text-xs leading-5"
                >
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}

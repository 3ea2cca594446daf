import type { Keys } from './keys'

/** What stands in front of a key of each kind. */
export const ATTRIBUTES = ['run_name', 'status', 'start_time', 'end_time', 'user_id', 'run_id', 'artifact_uri']
const DATASET = ['dataset.name', 'dataset.digest', 'dataset.context']
const STATUSES = ["'RUNNING'", "'FINISHED'", "'FAILED'", "'KILLED'", "'SCHEDULED'"]
const PLAIN = /^[A-Za-z0-9_.]+$/

export interface Completion {
  /** What the list shows. */
  label: string
  /** What it is, in a word. */
  kind: 'attribute' | 'metric' | 'param' | 'tag' | 'dataset' | 'comparison' | 'value' | 'word'
  insert: string
}

export interface Completions {
  from: number
  to: number
  items: Completion[]
}

/** A key as the grammar takes it: ``metrics.`val/auc` ``. */
export function identifier(kind: 'metrics' | 'params' | 'tags', key: string): string {
  return `${kind}.${PLAIN.test(key) ? key : `\`${key}\``}`
}

const EXPRESSION = /[<>=]|\b(I?LIKE|IN|IS)\b/i

/** Plain words look for a name; anything with a comparison is the grammar's. */
export function filterOf(text: string): string | undefined {
  const said = text.trim()
  if (said === '') return undefined
  return EXPRESSION.test(said) ? said : `attributes.run_name ILIKE '%${said.replaceAll("'", "''")}%'`
}

export function isExpression(text: string): boolean {
  return EXPRESSION.test(text)
}

type Token = { text: string; start: number; kind: 'name' | 'operator' | 'value' | 'word' | 'open' | 'close' | 'comma' }

const TOKENS =
  /'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`[^`]*`?|[A-Za-z_][\w.]*(?:`[^`]*`?|"[^"]*"?)?|-?\d[\w.+-]*|!=|>=|<=|=|>|<|!|\(|\)|,|\S/g
const WORDS = new Set(['AND', 'OR', 'NOT', 'NULL'])
const OPERATORS = new Set(['LIKE', 'ILIKE', 'IN', 'IS', '=', '!=', '>', '<', '>=', '<='])

export function tokens(text: string): Token[] {
  return [...text.matchAll(TOKENS)].map((match): Token => {
    const [part] = match
    const upper = part.toUpperCase()
    const kind = OPERATORS.has(upper)
      ? 'operator'
      : WORDS.has(upper)
        ? 'word'
        : part === '('
          ? 'open'
          : part === ')'
            ? 'close'
            : part === ','
              ? 'comma'
              : /^['"\d-]/.test(part)
                ? 'value'
                : 'name'
    return { text: part, start: match.index, kind }
  })
}

/** Whether it could be sent: nothing hangs in the air at its end. People get no error for what they are still typing. */
export function isFinished(text: string): boolean {
  const all = tokens(text)
  const last = all.at(-1)
  if (last === undefined || !isExpression(text)) return true
  const depth = all.reduce((sum, { kind }) => sum + Number(kind === 'open') - Number(kind === 'close'), 0)
  if (depth > 0) return false
  if (last.kind === 'value') return !/^['"]/.test(last.text) || /^(['"])(?:(?!\1).|\1\1)*\1$/s.test(last.text)
  return last.kind === 'close' || last.text.toUpperCase() === 'NULL'
}

/** What could stand at the cursor. */
export function complete(text: string, cursor: number, keys: Keys, values?: (name: string) => string[]): Completions {
  const before = tokens(text.slice(0, cursor))
  const last = before.at(-1)
  const touching = last !== undefined && last.start + last.text.length === cursor && !/\s$/.test(text.slice(0, cursor))
  const partial = touching && (last.kind === 'name' || last.kind === 'word' || last.kind === 'value') ? last : undefined
  const done = partial ? before.slice(0, -1) : before
  const from = partial?.start ?? cursor
  const to = cursor
  const typed = partial?.text ?? ''
  const previous = done.at(-1)
  const answer = (items: Completion[]): Completions => ({ from, to, items: narrow(items, typed) })

  if (previous === undefined || previous.kind === 'open' || isJoin(previous)) return answer(names(keys))
  if (previous.kind === 'name') return answer(operators(previous.text))
  if (previous.kind === 'operator') {
    const name = done.findLast((token) => token.kind === 'name')?.text ?? ''
    return answer(valuesOf(name, previous.text, values))
  }
  if (previous.kind === 'word' && previous.text.toUpperCase() === 'NOT') {
    return answer(['NULL', 'IN'].map((label) => ({ label, kind: 'word', insert: `${label} ` })))
  }
  return answer(['AND', 'OR'].map((label) => ({ label, kind: 'word', insert: `${label} ` })))
}

const isJoin = (token: Token) => token.kind === 'word' && /^(AND|OR)$/i.test(token.text)

function names(keys: Keys): Completion[] {
  const logged = (kind: 'metrics' | 'params' | 'tags', word: 'metric' | 'param' | 'tag') =>
    keys[kind].map((key): Completion => {
      const label = identifier(kind, key)
      return { label, kind: word, insert: `${label} ` }
    })
  return [
    ...logged('metrics', 'metric'),
    ...logged('params', 'param'),
    ...ATTRIBUTES.map((label): Completion => ({ label, kind: 'attribute', insert: `${label} ` })),
    ...logged('tags', 'tag'),
    ...DATASET.map((label): Completion => ({ label, kind: 'dataset', insert: `${label} ` })),
  ]
}

function operators(name: string): Completion[] {
  const numeric = /^metrics?\./.test(name) || /(start|end)_time$/.test(name)
  const logged = /^(params?|parameters?|tags?)\./.test(name)
  const listed = /(^|\.)run_id$|^dataset/.test(name)
  const found = numeric
    ? ['>', '>=', '<', '<=', '=', '!=']
    : ['=', '!=', 'LIKE', 'ILIKE', ...(listed ? ['IN', 'NOT IN'] : []), ...(logged ? ['IS NULL', 'IS NOT NULL'] : [])]
  return found.map((label) => ({
    label,
    kind: 'comparison',
    insert: label.endsWith('LIKE') ? `${label} '%` : `${label} `,
  }))
}

function valuesOf(name: string, operator: string, values: ((name: string) => string[]) | undefined): Completion[] {
  if (operator.toUpperCase() === 'IS') {
    return ['NULL', 'NOT NULL'].map((label) => ({ label, kind: 'word', insert: `${label} ` }))
  }
  const found = /(^|\.)status$/.test(name) ? STATUSES : (values?.(name) ?? [])
  return found.map((label) => ({ label, kind: 'value', insert: `${label} ` }))
}

/** What begins like what was typed, then what holds it. */
function narrow(items: Completion[], typed: string): Completion[] {
  const wanted = typed.toLowerCase()
  if (wanted === '') return items
  const starts = (label: string) =>
    label.startsWith(wanted) || (label.split('.', 2)[1]?.replace('`', '').startsWith(wanted) ?? false)
  const rank = ({ label }: Completion) => {
    const lower = label.toLowerCase()
    return starts(lower) ? 0 : lower.includes(wanted) ? 1 : 2
  }
  return items
    .map((item) => ({ item, at: rank(item) }))
    .filter(({ at }) => at < 2)
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

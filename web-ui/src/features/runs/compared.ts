import { isOwnTag, type Run } from '@/tracking/types'

/** What runs can be compared by: their parameters, metrics, tags and attributes. */
export interface Line {
  id: string
  kind: 'metric' | 'param' | 'tag' | 'attribute'
  label: string
  values: (string | number | undefined)[]
  differs: boolean
}

const ATTRIBUTES: [string, (run: Run) => string | number | undefined][] = [
  ['status', (run) => run.status],
  ['user', (run) => run.user || undefined],
  ['took (ms)', (run) => (run.start !== undefined && run.end !== undefined ? run.end - run.start : undefined)],
  ['data', (run) => run.datasets.map((each) => `${each.name} ${each.digest}`).join(', ') || undefined],
  ['source', (run) => run.tags.get('mlflow.source.name')],
  ['commit', (run) => run.tags.get('mlflow.source.git.commit')],
]

export function linesOf(runs: readonly Run[]): Line[] {
  const line = (kind: Line['kind'], label: string, values: Line['values']): Line => ({
    id: `${kind}:${label}`,
    kind,
    label,
    values,
    differs: values.some((value) => !same(value, values[0])),
  })
  return [
    ...keys(runs, (run) => run.metrics).map((key) =>
      line(
        'metric',
        key,
        runs.map((run) => run.metrics.get(key)?.value),
      ),
    ),
    ...keys(runs, (run) => run.params).map((key) =>
      line(
        'param',
        key,
        runs.map((run) => run.params.get(key)),
      ),
    ),
    ...ATTRIBUTES.map(([label, read]) => line('attribute', label, runs.map(read))),
    ...keys(runs, (run) => run.tags)
      .filter((key) => !isOwnTag(key))
      .map((key) =>
        line(
          'tag',
          key,
          runs.map((run) => run.tags.get(key)),
        ),
      ),
  ].filter(({ values }) => values.some((value) => value !== undefined))
}

const same = (a: string | number | undefined, b: string | number | undefined): boolean => Object.is(a, b)

function keys(runs: readonly Run[], of: (run: Run) => ReadonlyMap<string, unknown>): string[] {
  return [...new Set(runs.flatMap((run) => [...of(run).keys()]))].sort(
    (a, b) =>
      Number(a.startsWith('system/')) - Number(b.startsWith('system/')) || a.localeCompare(b, 'en', { numeric: true }),
  )
}

/** An axis of values: numbers in a line, on their logarithms where they span orders, or texts in their order. */
export interface Scale {
  id: string
  label: string
  numeric: boolean
  log: boolean
  /** Where a run stands, from 0 to 1; undefined where it has no value. */
  places: (number | undefined)[]
  ticks: { at: number; label: string | number }[]
}

const MOST_TEXTS = 12
const ORDERS = 100
const FEW = 4

export function scaleOf(line: Line): Scale {
  const numbers = line.values.map(numberIn)
  const numeric = line.values.every((value, i) => value === undefined || numbers[i] !== undefined)
  return numeric ? numericScale(line, numbers) : textScale(line)
}

export function numberIn(value: string | number | undefined): number | undefined {
  if (typeof value === 'number') return value
  if (value === undefined || value.trim() === '') return undefined
  const number = Number(value)
  return Number.isNaN(number) && value !== 'nan' && value !== 'NaN' ? undefined : number
}

function numericScale(line: Line, numbers: (number | undefined)[]): Scale {
  const finite = numbers.filter((value) => value !== undefined && Number.isFinite(value)) as number[]
  const distinct = [...new Set(finite)].sort((a, b) => a - b)
  const min = Math.min(...finite)
  const max = Math.max(...finite)
  const log = finite.length > 0 && min > 0 && max / min >= ORDERS
  const to = (value: number) => (log ? Math.log10(value) : value)
  const span = to(max) - to(min)
  const at = (value: number) => (span === 0 ? 0.5 : (to(value) - to(min)) / span)
  const back = (share: number) => (log ? 10 ** (to(min) + share * span) : min + share * span)
  return {
    id: line.id,
    label: line.label,
    numeric: true,
    log,
    places: numbers.map((value) => (value !== undefined && Number.isFinite(value) ? at(value) : undefined)),
    ticks:
      finite.length === 0
        ? []
        : span === 0
          ? [{ at: 0.5, label: min }]
          : distinct.length <= FEW
            ? distinct.map((value) => ({ at: at(value), label: value }))
            : [0, 0.25, 0.5, 0.75, 1].map((share) => ({ at: share, label: Number(back(share).toPrecision(6)) })),
  }
}

function textScale(line: Line): Scale {
  const texts = [...new Set(line.values.filter((value) => value !== undefined).map(String))].sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  )
  const at = new Map(texts.map((text, i) => [text, texts.length === 1 ? 0.5 : i / (texts.length - 1)]))
  const step = Math.ceil(texts.length / MOST_TEXTS)
  return {
    id: line.id,
    label: line.label,
    numeric: false,
    log: false,
    places: line.values.map((value) => (value === undefined ? undefined : at.get(String(value)))),
    ticks: texts.filter((_, i) => i % step === 0).map((text) => ({ at: at.get(text) ?? 0, label: text })),
  }
}

/** Which axes tell most: metrics and parameters that differ and have few enough values to be read. */
export function tellingAxes(lines: readonly Line[], most: number): string[] {
  const useful = lines.filter(
    (line) =>
      line.differs &&
      (line.kind === 'metric' || line.kind === 'param') &&
      !line.label.startsWith('system/') &&
      line.values.some((value) => value !== undefined),
  )
  const params = useful.filter((line) => line.kind === 'param')
  const metrics = useful.filter((line) => line.kind === 'metric')
  const shared = Math.min(metrics.length, Math.max(most - params.length, Math.ceil(most / 2)))
  return [...params.slice(0, most - shared), ...metrics.slice(0, shared)].map((line) => line.id)
}

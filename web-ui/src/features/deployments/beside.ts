import type { PromotionRule, TrafficBody } from '@/api/schema'

/** What the form about a canary or a shadow holds, as it was typed. */
export interface Beside {
  kind: 'canary' | 'shadow'
  percent: string
  sticky: 'no' | 'header' | 'column'
  stickyName: string
  rule: boolean
  minutes: string
  labelledRows: string
  p99Ms: string
  qualityDropPercent: string
}

export const BEGINNING: Beside = {
  kind: 'canary',
  percent: '10',
  sticky: 'no',
  stickyName: '',
  rule: false,
  minutes: '60',
  labelledRows: '',
  p99Ms: '',
  qualityDropPercent: '',
}

const MINUTE_MS = 60_000

/** The number that a text is, undefined for an empty one, NaN for all else. */
const numberIn = (text: string): number | undefined => (text.trim() === '' ? undefined : Number(text))

/** What is wrong with the form, by its fields; the server checks the rest. */
export function wrongIn(form: Beside): Partial<Record<keyof Beside, string>> {
  const wrong: Partial<Record<keyof Beside, string>> = {}
  const share = numberIn(form.percent)
  if (share === undefined || !(share > 0 && share <= 100)) wrong.percent = 'From above 0 to 100.'
  if (form.kind === 'shadow') return wrong
  if (form.sticky !== 'no' && form.stickyName.trim() === '') {
    wrong.stickyName = form.sticky === 'header' ? 'Which header?' : 'Which column?'
  }
  if (!form.rule) return wrong
  for (const key of ['minutes', 'labelledRows', 'p99Ms', 'qualityDropPercent'] as const) {
    const value = numberIn(form[key])
    if (value !== undefined && !(value > 0)) wrong[key] = 'A number above 0.'
  }
  if (form.minutes.trim() === '' && form.labelledRows.trim() === '') {
    wrong.minutes = 'Say when it is due: after a time, after labelled rows, or both.'
  }
  return wrong
}

/** The form in the API's words. */
export function trafficOf(form: Beside, version: number, reason: string): TrafficBody {
  const share = Number(form.percent) / 100
  if (form.kind === 'shadow') return { shadow: { version, sample: share }, reason }
  return {
    arms: [{ name: 'canary', version, weight: share }],
    ...(form.sticky === 'no' ? {} : { sticky_by: { [form.sticky]: form.stickyName.trim() } }),
    ...(form.rule ? { rule: ruleOf(form) } : {}),
    reason,
  }
}

function ruleOf(form: Beside): PromotionRule {
  const minutes = numberIn(form.minutes)
  const rows = numberIn(form.labelledRows)
  const p99 = numberIn(form.p99Ms)
  const drop = numberIn(form.qualityDropPercent)
  return {
    arm: 'canary',
    ...(minutes === undefined ? {} : { after_ms: Math.round(minutes * MINUTE_MS) }),
    ...(rows === undefined ? {} : { after_labelled_rows: Math.round(rows) }),
    ...(p99 === undefined ? {} : { p99_limit_ms: p99 }),
    ...(drop === undefined ? {} : { max_quality_drop: drop / 100 }),
  }
}

import type { AuditEntry } from '@/api/schema'
import { plural } from '@/format/numbers'
import { shortId } from '@/format/words'
import type { Tone } from '@/ui/StatusBadge'

/** How an entry of the audit log reads: "released version 3", and in which tone. */
export interface Activity {
  verb: string
  /** What it was done to, by the name that people know. */
  object: string
  detail?: string
  tone?: Tone
}

type Details = Record<string, unknown>

const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value))

const SAYINGS: Record<string, (object: string, details: Details) => Partial<Activity>> = {
  'release.activated': (_, d) => ({ verb: 'released', detail: `${text(d.model)} version ${text(d.model_version)}` }),
  'release.rolled_back': (_, d) => ({
    verb: 'rolled back',
    detail: `version ${text(d.previous_model_version)} → ${text(d.model_version)}`,
    tone: 'warning',
  }),
  'release.promoted': (_, d) => ({ verb: 'promoted an arm of', detail: `version ${text(d.model_version)}` }),
  'traffic.changed': () => ({ verb: 'changed the traffic of' }),
  'traffic.cleared': () => ({ verb: 'gave all traffic back to the champion of' }),
  'promotion.hold': () => ({ verb: 'found no proof for the canary of', tone: 'warning' }),
  'promotion.promote': () => ({ verb: 'promoted the canary of', tone: 'ok' }),
  'promotion.roll_back': () => ({ verb: 'took back the canary of', tone: 'warning' }),
  'drift.detected': (_, d) => ({
    verb: 'drift detected in',
    detail: text(
      Array.isArray(d.features)
        ? d.features.map((f) => (typeof f === 'object' && f ? (f as Details).name : f)).join(', ')
        : d.kind,
    ),
    tone: 'warning',
  }),
  'model.alias.set': (_, d) => ({ verb: `pointed alias ${text(d.alias)} of`, detail: `to version ${text(d.version)}` }),
  'model.alias.deleted': (_, d) => ({ verb: `removed alias ${text(d.alias)} of` }),
  'model.version.registered': (_, d) => ({
    verb: 'registered',
    ...(d.gate_passed === false ? { detail: 'gate refused', tone: 'failed' as const } : {}),
  }),
  'dataset.version.registered': (_, d) => ({
    verb: 'added',
    ...(typeof d.rows === 'number' ? { detail: plural(d.rows, 'row') } : {}),
  }),
  'model.version.stage_changed': (_, d) => ({ verb: 'moved', detail: `to ${text(d.to)}` }),
  'model.version.deleted': () => ({ verb: 'deleted', tone: 'warning' }),
  'model.deleted': () => ({ verb: 'deleted the model', tone: 'warning' }),
  'model.renamed': (_, d) => ({ verb: 'renamed', detail: `it was ${text(d.former_name)}` }),
  'deployment.created': () => ({ verb: 'made the deployment' }),
  'deployment.configured': () => ({ verb: 'changed the settings of' }),
  'deployment.pinned': () => ({ verb: 'pinned', tone: 'warning' }),
  'deployment.unpinned': () => ({ verb: 'took the pin from' }),
  'dataset.described': () => ({ verb: 'described' }),
  'pipeline.version.created': () => ({ verb: 'changed the definition of' }),
  'pipeline.version.selected': () => ({ verb: 'chose a definition of' }),
  'pipeline.trigger.skipped': () => ({ verb: 'did not start' }),
  'user.created': (_, d) => ({ verb: 'made the user', detail: text(d.role) }),
  'user.role_changed': (_, d) => ({ verb: 'changed the role of', detail: `${text(d.from)} → ${text(d.to)}` }),
  'user.password_changed': () => ({ verb: 'changed the password of' }),
  'user.deleted': () => ({ verb: 'deleted the user', tone: 'warning' }),
  'token.issued': (_, d) => ({ verb: 'made the token', detail: text(d.role) }),
  'token.revoked': () => ({ verb: 'revoked the token', tone: 'warning' }),
  'labels.recorded': () => ({ verb: 'sent labels to' }),
  'model.registered': () => ({ verb: 'made the model' }),
  'batch_job.started': (_, d) => ({ verb: 'began to predict', detail: `with ${text(d.deployment)}` }),
  'batch_job.succeeded': (_, d) => ({ verb: 'predicted', detail: `with ${text(d.deployment)}`, tone: 'ok' }),
  'batch_job.failed': (_, d) => ({ verb: 'failed to predict', detail: `with ${text(d.deployment)}`, tone: 'failed' }),
  'batch_job.cancelled': () => ({ verb: 'stopped predicting' }),
  'batch_job.retried': () => ({ verb: 'went on predicting' }),
  'webhook.created': () => ({ verb: 'made the webhook' }),
  'webhook.changed': () => ({ verb: 'changed the webhook' }),
  'webhook.deleted': () => ({ verb: 'deleted the webhook' }),
  'webhook.redelivered': (_, d) => ({ verb: 'sent again to the webhook', detail: text(d.event) }),
  'model.changed': (_, d) =>
    d.owner
      ? { verb: 'changed the owner of', detail: `to ${text(d.owner)}` }
      : d.former_owner
        ? { verb: 'took the owner from', detail: text(d.former_owner) }
        : { verb: 'changed' },
  'model.created': () => ({ verb: 'made the model' }),
  'model.version.changed': () => ({ verb: 'changed' }),
  'pipeline.run.started': () => ({ verb: 'started' }),
  'pipeline.run.succeeded': () => ({ verb: 'finished', tone: 'ok' }),
  'pipeline.run.failed': () => ({ verb: 'failed', tone: 'failed' }),
  'pipeline.run.cancelled': () => ({ verb: 'cancelled' }),
}

export function describe(entry: Pick<AuditEntry, 'action' | 'subject' | 'details'>): Activity {
  const details = (entry.details ?? {}) as Details
  const object = objectOf(entry.subject, details)
  const said = SAYINGS[entry.action]?.(object, details)
  return { verb: entry.action.split('.').slice(-2).join(' ').replaceAll('_', ' '), object, ...said }
}

/** What people call it: of things that have only an id, what the entry says about them. */
function objectOf(subject: string, details: Details): string {
  if (subject.startsWith('webhook/') && details.name) return text(details.name)
  if (subject.startsWith('batch-job/') && details.dataset)
    return `${text(details.dataset)} version ${text(details.dataset_version)}`
  return nameOf(subject)
}

/** "model/fraud/versions/3" → "fraud version 3". */
export function nameOf(subject: string): string {
  const [kind, name = subject, part, id] = subject.split('/')
  if (kind === 'run' || kind === 'webhook' || kind === 'batch-job') return `…${shortId(name)}`
  if (part === 'versions') return `${name} version ${id}`
  if (part === 'runs') return `${name} run …${shortId(id ?? '')}`
  return name
}

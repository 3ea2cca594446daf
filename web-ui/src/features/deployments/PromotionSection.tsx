import { useQuery } from '@tanstack/react-query'
import type { Criterion, PromotionReport, PromotionVerdict } from '@/api/schema'
import { formatCount, formatDuration, formatShare } from '@/format/numbers'
import { sentence } from '@/format/words'
import { Section } from '@/ui/page'
import { Chip, StatusBadge, type Tone } from '@/ui/StatusBadge'
import { Num, Time } from '@/ui/values'
import { promotion } from './queries'

const DECISIONS: Record<PromotionVerdict['decision'], [string, Tone]> = {
  wait: ['Waits for more', 'unknown'],
  hold: ['Holds: neither good nor harm is proven', 'warning'],
  promote: ['Promotes', 'ok'],
  roll_back: ['Takes it back: a harm is proven', 'failed'],
}

/** What the rule that watches a canary knows by now. Nothing where no rule ever watched one. */
export function PromotionSection({ name }: { name: string }) {
  const report = useQuery(promotion(name))
  if (!report.data || (!report.data.rule && report.data.decisions.length === 0)) return null
  return <Report report={report.data} />
}

function Report({ report: { rule, now, decisions } }: { report: PromotionReport }) {
  const verdict = now ?? decisions[0]?.verdict
  const [word, tone] = verdict ? DECISIONS[verdict.decision] : (['Has not looked yet', 'unknown'] as const)
  return (
    <Section
      title={rule ? `The rule about ${rule.arm ?? 'the canary'}` : 'The last decision of a rule'}
      note={
        verdict &&
        `${sentence(verdict.method)}; all intervals hold at all times together with probability ${formatShare(1 - verdict.alpha)}.`
      }
    >
      <div className="border-t py-3 text-sm">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Chip tone={tone}>{word}</Chip>
          {rule?.after_ms !== undefined && (
            <span className="text-muted">due after {formatDuration(rule.after_ms)}</span>
          )}
          {rule?.after_labelled_rows !== undefined && (
            <span className="text-muted">due after {formatCount(rule.after_labelled_rows)} labelled rows</span>
          )}
          {rule?.started_at && (
            <span className="text-muted">
              began <Time at={rule.started_at} />
            </span>
          )}
        </p>
      </div>
      {verdict && (
        <div className="overflow-x-auto border-t">
          <table className="w-full text-sm">
            <thead>
              <tr className="h-8 border-b text-right text-faint text-xs [&>th]:px-3 [&>th]:font-medium">
                <th className="text-left">Criterion</th>
                <th>Arm</th>
                <th>Champion</th>
                <th className="min-w-56 text-left">Where the difference lies</th>
                <th>Limit</th>
                <th className="text-left">State</th>
              </tr>
            </thead>
            <tbody>
              {verdict.criteria.map((criterion) => (
                <tr key={criterion.name} className="h-8 border-b text-right tabular-nums hover:bg-hover [&>td]:px-3">
                  <td className="text-left">{sentence(criterion.name)}</td>
                  <td>
                    <Num value={criterion.arm_rate} share />
                  </td>
                  <td>
                    <Num value={criterion.champion_rate} share />
                  </td>
                  <td>
                    <Interval it={criterion} />
                  </td>
                  <td>
                    <Num value={criterion.limit} share />
                  </td>
                  <td className="text-left">
                    <StatusBadge quiet state={criterion.state} word={WORDS[criterion.state]} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="px-3 py-1.5 text-muted text-xs">
            n: arm {formatCount(verdict.arm.requests)} requests, {formatCount(verdict.arm.labelled_rows)} labelled rows;
            champion {formatCount(verdict.champion.requests)} requests, {formatCount(verdict.champion.labelled_rows)}{' '}
            labelled rows.
          </p>
        </div>
      )}
    </Section>
  )
}

const WORDS = { open: 'Open', kept: 'Kept', broken: 'Broken' } as const

/** The confidence interval as a band between -1 and 1 around its limit, zoomed to what matters. */
function Interval({ it }: { it: Criterion }) {
  const span = Math.max(Math.abs(it.low), Math.abs(it.high), Math.abs(it.limit) * 2, 1e-6) * 1.05
  const x = (value: number) => `${50 + (50 * value) / span}%`
  const tone = it.state === 'kept' ? 'var(--ok)' : it.state === 'broken' ? 'var(--failed)' : 'var(--unknown)'
  return (
    <div
      role="img"
      aria-label={`from ${formatShare(it.low)} to ${formatShare(it.high)}, limit ${formatShare(it.limit)}`}
      title={`${formatShare(it.low)} to ${formatShare(it.high)}`}
      className="relative h-4"
    >
      <div className="absolute inset-x-0 top-1/2 h-px bg-line" />
      <div
        className="absolute top-1 h-2 rounded-sm opacity-60"
        style={{ left: x(it.low), width: `${(50 * (it.high - it.low)) / span}%`, background: tone }}
      />
      <div className="absolute inset-y-0 w-px bg-faint" style={{ left: '50%' }} />
      <div className="absolute inset-y-0 w-0.5 bg-text" style={{ left: x(it.limit) }} />
    </div>
  )
}

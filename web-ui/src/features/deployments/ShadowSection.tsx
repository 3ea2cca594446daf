import { useQuery } from '@tanstack/react-query'
import type { ShadowComparison } from '@/api/schema'
import { formatCount, formatDuration, formatShare } from '@/format/numbers'
import { Section } from '@/ui/page'
import { Num, Time } from '@/ui/values'
import { shadow } from './queries'

/** What a shadow would have answered, beside what the champion did. Nothing where there never was one. */
export function ShadowSection({ name }: { name: string }) {
  const report = useQuery(shadow(name))
  if (!report.data || report.data.comparisons.length === 0) return null
  return (
    <Section
      title="Shadow against champion"
      note="Both answered the same rows. Labels and whole numbers agree when they are equal, other numbers when they differ by a ten-thousandth at most."
    >
      <div className="overflow-x-auto border-t">
        <table className="w-full text-sm">
          <thead>
            <tr className="h-8 border-b text-right text-faint text-xs [&>th]:px-3 [&>th]:font-medium">
              <th className="text-left">Releases</th>
              <th>Rows</th>
              <th>Agree</th>
              <th>Mean difference</th>
              <th>Largest</th>
              <th>Shadow, mean time</th>
              <th>Champion</th>
              <th>Failed</th>
              <th>Dropped</th>
              <th>Newest</th>
            </tr>
          </thead>
          <tbody>
            {report.data.comparisons.map((comparison) => (
              <Compared key={`${comparison.release} ${comparison.champion}`} it={comparison} />
            ))}
          </tbody>
        </table>
      </div>
      {report.data.differing.length > 0 && (
        <details className="mt-3 text-sm">
          <summary className="cursor-pointer text-muted hover:text-text">
            The newest {report.data.differing.length} rows in which they differ
          </summary>
          <div className="mt-2 overflow-x-auto border-t">
            <table className="w-full">
              <thead>
                <tr className="h-8 border-b text-left text-faint text-xs [&>th]:px-3 [&>th]:font-medium">
                  <th>Prediction</th>
                  <th>Champion</th>
                  <th>Shadow</th>
                  <th>When</th>
                </tr>
              </thead>
              <tbody>
                {report.data.differing.map((answer) => (
                  <tr
                    key={`${answer.prediction_id} ${answer.row} ${answer.release}`}
                    className="h-8 border-b [&>td]:px-3"
                  >
                    <td className="font-mono text-xs" title={answer.prediction_id}>
                      …{answer.prediction_id.slice(-8)} row {answer.row}
                    </td>
                    <td>{answer.champion_answer}</td>
                    <td>{answer.shadow_answer}</td>
                    <td>
                      <Time at={answer.at} className="text-muted" />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
    </Section>
  )
}

function Compared({ it }: { it: ShadowComparison }) {
  return (
    <tr className="h-8 border-b text-right tabular-nums hover:bg-hover [&>td]:whitespace-nowrap [&>td]:px-3">
      <td className="text-left">
        {it.release} <span className="text-muted">against {it.champion}</span>
      </td>
      <td>{formatCount(it.rows)}</td>
      <td>{formatShare(it.agreement)}</td>
      <td>
        <Num value={it.mean_difference} />
      </td>
      <td>
        <Num value={it.max_absolute_difference} />
      </td>
      <td>{formatDuration(it.shadow_mean_ms)}</td>
      <td>{formatDuration(it.champion_mean_ms)}</td>
      <td title={it.last_error}>{formatShare(it.error_rate)}</td>
      <td>{formatCount(it.dropped)}</td>
      <td>
        <Time at={it.last_at} className="text-muted" />
      </td>
    </tr>
  )
}

import type { Bar } from '@/charts/Histogram'

/** A histogram as small as a word. */
export function Spark({ bars }: { bars: Bar[] }) {
  const most = Math.max(1, ...bars.map((bar) => bar.count))
  const width = 96 / Math.max(1, bars.length)
  return (
    <svg viewBox="0 0 96 18" aria-hidden className="h-[18px] w-24 text-(--series-1)">
      {bars.map((bar, i) => {
        const height = bar.count === 0 ? 0 : Math.max(1, (17 * bar.count) / most)
        return (
          <rect
            key={i}
            x={i * width}
            y={18 - height}
            width={Math.max(0.5, width - 0.6)}
            height={height}
            fill="currentColor"
          />
        )
      })}
    </svg>
  )
}

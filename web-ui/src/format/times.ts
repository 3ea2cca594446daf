const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** "12 s ago", "3 min ago", "yesterday", "4 d ago", and after a month the day itself. */
export function relativeTime(at: number, now: number): string {
  const age = now - at
  const size = Math.abs(age)
  if (size < 5 * SECOND) return 'just now'
  if (size >= 30 * DAY) return formatDay(at)
  const text =
    size < MINUTE
      ? `${Math.floor(size / SECOND)} s`
      : size < HOUR
        ? `${Math.floor(size / MINUTE)} min`
        : size < DAY
          ? `${Math.floor(size / HOUR)} h`
          : `${Math.floor(size / DAY)} d`
  return age >= 0 ? `${text} ago` : `in ${text}`
}

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const exact = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
})
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

export function formatDay(at: number): string {
  return day.format(at)
}

/** In the reader's time zone, which is named. */
export function formatExact(at: number): string {
  return exact.format(at)
}

export function formatClock(at: number): string {
  return clock.format(at)
}

const hours = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const shortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })

/** What stands below an axis of time: as much of each time as tells it from its neighbours, and the day where a new one begins. */
export function timeTicks(ticks: number[]): string[] {
  const step = ticks.length > 1 ? (ticks[1] ?? 0) - (ticks[0] ?? 0) : MINUTE
  return ticks.map((tick, i) => {
    const before = ticks[i - 1]
    if (step >= DAY || (before !== undefined && shortDay.format(before) !== shortDay.format(tick)))
      return shortDay.format(tick)
    return step < MINUTE ? clock.format(tick) : hours.format(tick)
  })
}

export interface Point {
  x: number
  y: number
}

/** A line through points that turns its corners softly. */
export function roundedPath(points: Point[], radius = 8): string {
  const [first, ...rest] = points
  if (!first) return ''
  let path = `M${first.x},${first.y}`
  let from = first
  rest.forEach((corner, i) => {
    const to = rest[i + 1]
    if (!to) {
      path += ` L${corner.x},${corner.y}`
      return
    }
    const before = Math.hypot(corner.x - from.x, corner.y - from.y)
    const after = Math.hypot(to.x - corner.x, to.y - corner.y)
    const bend = Math.min(radius, before / 2, after / 2)
    const begin = along(corner, from, bend)
    const end = along(corner, to, bend)
    path += ` L${begin.x},${begin.y} Q${corner.x},${corner.y} ${end.x},${end.y}`
    from = corner
  })
  return path
}

/** Where the label goes: the middle of the longest piece. */
export function labelPoint(points: Point[]): Point {
  let best = { x: points[0]?.x ?? 0, y: points[0]?.y ?? 0 }
  let longest = -1
  points.slice(1).forEach((to, i) => {
    const from = points[i]
    if (!from) return
    const length = Math.hypot(to.x - from.x, to.y - from.y)
    if (length > longest) {
      longest = length
      best = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }
    }
  })
  return best
}

function along(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1
  return { x: from.x + ((to.x - from.x) * distance) / length, y: from.y + ((to.y - from.y) * distance) / length }
}

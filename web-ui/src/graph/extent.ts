/** How many nodes stand beside and behind each other at most, by how far each is from the start. */
export function extentOf(
  nodes: readonly { id: string }[],
  edges: readonly { from: string; to: string }[],
): { wide: number; long: number } {
  const before = new Map<string, string[]>()
  for (const { from, to } of edges) before.set(to, [...(before.get(to) ?? []), from])
  const depths = new Map<string, number>()
  const depthOf = (id: string): number => {
    const known = depths.get(id)
    if (known !== undefined) return known
    // Until it is known: where edges run in a circle, it ends here.
    depths.set(id, 0)
    const depth = Math.max(0, ...(before.get(id) ?? []).map((each) => depthOf(each) + 1))
    depths.set(id, depth)
    return depth
  }
  const counts = new Map<number, number>()
  for (const { id } of nodes) {
    const depth = depthOf(id)
    counts.set(depth, (counts.get(depth) ?? 0) + 1)
  }
  return { wide: Math.max(1, ...counts.values()), long: Math.max(1, counts.size) }
}

/** Reads RFC 4180, with quotes, line breaks within them, and either line ending; at most so many rows. */
export function parseCsv(text: string, separator: string, most: number): { rows: string[][]; complete: boolean } {
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  const end = text.length
  if (text.charCodeAt(0) === 0xfeff) at = 1
  while (at < end) {
    let cell: string
    if (text[at] === '"') {
      cell = ''
      at++
      for (;;) {
        const close = text.indexOf('"', at)
        if (close < 0) {
          cell += text.slice(at)
          at = end
          break
        }
        cell += text.slice(at, close)
        at = close + 1
        if (text[at] !== '"') break
        cell += '"'
        at++
      }
    } else {
      const from = at
      while (at < end && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at++
      cell = text.slice(from, at)
    }
    row.push(cell)
    if (text[at] === separator) {
      at++
      if (at < end) continue
      row.push('')
    }
    if (text[at] === '\r') at++
    if (text[at] === '\n') at++
    rows.push(row)
    row = []
    if (rows.length === most) return { rows, complete: at >= end }
  }
  return { rows, complete: true }
}

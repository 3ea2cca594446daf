/** A piece of a line of YAML, and what it is. */
export interface Token {
  kind: 'key' | 'text' | 'number' | 'comment' | 'mark' | 'plain'
  text: string
}

const TOKEN =
  /(#.*$)|("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|([A-Za-z_][\w./ -]*?)(?=\s*:(?:\s|$))|(-?\b\d+(?:\.\d+)?(?:[eE][-+]?\d+)?\b|\b(?:true|false|null)\b)|([-:{}[\],|>&*?](?=\s|$)|[{}[\],:])/g

/** For the eye only: enough of YAML to colour what people write here. */
export function tokensOf(line: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  for (const match of line.matchAll(TOKEN)) {
    const [text, comment, quoted, key, number] = match
    // A # in the middle of a word is none.
    if (comment !== undefined && match.index > 0 && !/\s/.test(line[match.index - 1] ?? '')) continue
    if (match.index < at) continue
    if (match.index > at) tokens.push({ kind: 'plain', text: line.slice(at, match.index) })
    const kind =
      comment !== undefined
        ? 'comment'
        : quoted !== undefined
          ? 'text'
          : key !== undefined
            ? 'key'
            : number !== undefined
              ? 'number'
              : 'mark'
    tokens.push({ kind, text })
    at = match.index + text.length
    if (kind === 'comment') break
  }
  if (at < line.length) tokens.push({ kind: 'plain', text: line.slice(at) })
  return tokens
}

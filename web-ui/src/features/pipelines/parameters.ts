/** What was typed as values of parameters: JSON where it is some (50, true, [1, 2]), else the text as it stands. */
export function parametersOf(rows: { key: string; value: string }[]): Record<string, unknown> {
  return Object.fromEntries(
    rows.filter((row) => row.key.trim() !== '').map((row) => [row.key.trim(), readValue(row.value)]),
  )
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

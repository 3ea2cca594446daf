/** "rolled_back" → "Rolled back". */
export function sentence(name: string): string {
  const words = name.replaceAll('_', ' ').replaceAll('.', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** "sha256:9f86d081884c…" → "9f86d081884c". */
export function shortDigest(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 12)
}

/** The last part of a UUID tells versions of the same minute apart; the first would not. */
export function shortId(id: string): string {
  return id.length > 12 ? id.slice(-8) : id
}

/** What the caller signed in with: the value of the Authorization header. Kept for the tab, or for the browser where that is wanted. */
const KEY = 'holdfast.authorization'

let remembered: string | null = read()
const listeners = new Set<() => void>()

function read(): string | null {
  try {
    return sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY)
  } catch {
    return null
  }
}

export function authorization(): string | null {
  return remembered
}

export function bearer(token: string): string {
  return `Bearer ${token.trim()}`
}

export function basic(name: string, password: string): string {
  const bytes = new TextEncoder().encode(`${name}:${password}`)
  return `Basic ${btoa(String.fromCharCode(...bytes))}`
}

export function signIn(header: string, stay: boolean): void {
  remembered = header
  try {
    ;(stay ? localStorage : sessionStorage).setItem(KEY, header)
  } catch {
    // Without storage it holds until the page is left.
  }
  for (const listener of listeners) listener()
}

export function signOut(): void {
  remembered = null
  try {
    sessionStorage.removeItem(KEY)
    localStorage.removeItem(KEY)
  } catch {
    // Nothing was stored.
  }
  for (const listener of listeners) listener()
}

export function onCredentialsChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

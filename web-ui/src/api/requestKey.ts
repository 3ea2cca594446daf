/** A key by which the server knows a request again. `crypto.randomUUID` is not there where the page came by plain HTTP from another machine. */
export function requestKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A failure as the server tells it (RFC 9457), or status 0 where it could not be reached. */
export interface FieldProblem {
  field?: string
  value?: unknown
  message?: string
}

export class ApiProblem extends Error {
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly fields: FieldProblem[]

  constructor(status: number, title: string, detail: string, fields: FieldProblem[] = []) {
    super(detail || title)
    this.name = 'ApiProblem'
    this.status = status
    this.title = title
    this.detail = detail
    this.fields = fields
  }
}

export const UNREACHABLE = 0

interface Body {
  title?: string
  detail?: string
  errors?: FieldProblem[]
  message?: string
  error?: string
  error_code?: string
}

/** Reads the shapes of all the protocols that the server speaks. */
export function problemOf(status: number, body: unknown): ApiProblem {
  if (typeof body === 'string' && body.trimStart().startsWith('{')) {
    try {
      return problemOf(status, JSON.parse(body))
    } catch {
      // Told as text below.
    }
  }
  if (body !== null && typeof body === 'object') {
    const said = body as Body
    return new ApiProblem(
      status,
      said.title ?? said.error_code ?? `The server answered ${status}`,
      said.detail ?? said.message ?? said.error ?? '',
      Array.isArray(said.errors) ? said.errors : [],
    )
  }
  return new ApiProblem(status, `The server answered ${status}`, typeof body === 'string' ? body.slice(0, 500) : '')
}

export function isProblem(error: unknown, status?: number): error is ApiProblem {
  return error instanceof ApiProblem && (status === undefined || error.status === status)
}

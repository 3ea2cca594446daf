/** How a file is shown, by the end of its name. */
export type FileKind = 'text' | 'json' | 'table' | 'parquet' | 'image' | 'html' | 'onnx' | 'unknown'

const BY_END: Record<string, FileKind> = {
  json: 'json',
  csv: 'table',
  tsv: 'table',
  parquet: 'parquet',
  html: 'html',
  htm: 'html',
  onnx: 'onnx',
}

const TEXT = new Set(
  'txt log md rst py ipynb r sql sh yaml yml toml ini cfg conf properties xml jsonl ndjson diff patch java js ts css env lock'.split(
    ' ',
  ),
)
const TEXT_NAMES = new Set(['MLmodel', 'Dockerfile', 'Makefile', 'LICENSE', 'README'])
export const IMAGES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  bmp: 'image/bmp',
  svg: 'image/svg+xml',
  avif: 'image/avif',
}

export const endOf = (path: string): string => path.match(/\.([^./]+)$/)?.[1]?.toLowerCase() ?? ''

export function kindOf(path: string): FileKind {
  const end = endOf(path)
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (end in IMAGES) return 'image'
  if (TEXT.has(end) || TEXT_NAMES.has(name)) return 'text'
  return BY_END[end] ?? 'unknown'
}

const MB = 1_000_000

/** Larger files are for programs: they are downloaded. */
export const MOST_BYTES: Record<FileKind, number> = {
  text: 5 * MB,
  json: 5 * MB,
  table: 30 * MB,
  parquet: 60 * MB,
  image: 30 * MB,
  html: 10 * MB,
  onnx: 200 * MB,
  unknown: 1 * MB,
}

/** The text, if the bytes are one. */
export function textOf(bytes: ArrayBuffer): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}

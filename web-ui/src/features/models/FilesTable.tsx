import type { ManifestFile, ModelVersion } from '@/api/schema'
import { formatBytes } from '@/format/numbers'
import { type Column, DataTable } from '@/ui/DataTable'
import { Digest } from '@/ui/values'

const columns: Column<ManifestFile>[] = [
  { id: 'path', header: 'Path', width: 360, cell: (file) => <span title={file.path}>{file.path}</span> },
  {
    id: 'size',
    header: 'Size',
    numeric: true,
    cell: (file) => <span title={`${file.size_bytes} bytes`}>{formatBytes(file.size_bytes)}</span>,
  },
  { id: 'digest', header: 'SHA-256', width: 180, cell: (file) => <Digest value={file.digest} /> },
]

export function FilesTable({ it }: { it: ModelVersion }) {
  return <DataTable label="Files" rows={it.manifest.files} columns={columns} rowKey={(file) => file.path} />
}

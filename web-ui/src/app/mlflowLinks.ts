import { experimentById } from '@/tracking/calls'

const SIDES: Record<string, string> = {
  artifacts: 'artifacts',
  'model-metrics': 'metrics',
  'system-metrics': 'system',
}

/** The page that MLflow's UI has at this hash, as the client prints it after each run: `#/experiments/3/runs/4f2c…`. */
export async function pathOf(hash: string): Promise<string | undefined> {
  if (!hash.startsWith('#/')) return undefined
  const [path = '', search] = hash.slice(2).split('?', 2)
  const [kind, name = '', part, id = '', side = ''] = path.split('/').map((each) => encodeURIComponent(decodeURI(each)))
  if (kind === 'experiments' && part === 'runs' && id) {
    const tab = SIDES[side]
    return `/runs/${id}${tab ? `?tab=${tab}` : ''}`
  }
  if (kind === 'experiments' && name) {
    const experiment = await experimentById(decodeURIComponent(name))
    return `/experiments/${encodeURIComponent(experiment.name)}`
  }
  if (kind === 'models' && part === 'versions' && id) return `/models/${name}/versions/${id}`
  if (kind === 'models' && name) return `/models/${name}`
  if (kind === 'compare-runs') {
    const runs: unknown = JSON.parse(new URLSearchParams(search).get('runs') ?? '[]')
    return Array.isArray(runs) ? `/compare?runs=${encodeURIComponent(runs.join(','))}` : undefined
  }
  return kind === 'experiments' || kind === 'models' ? `/${kind}` : undefined
}

import {
  Activity,
  Boxes,
  Database,
  FlaskConical,
  House,
  type LucideIcon,
  ScrollText,
  Settings,
  Workflow,
} from 'lucide-react'

/** The left rail, in the order of work. `key` follows `g`. */
export const SECTIONS = [
  { to: '/', label: 'Home', icon: House, key: 'h' },
  { to: '/experiments', label: 'Experiments', icon: FlaskConical, key: 'e' },
  { to: '/datasets', label: 'Datasets', icon: Database, key: 'd' },
  { to: '/models', label: 'Models', icon: Boxes, key: 'm' },
  { to: '/pipelines', label: 'Pipelines', icon: Workflow, key: 'p' },
  { to: '/deployments', label: 'Deployments', icon: Activity, key: 'y' },
  { to: '/audit', label: 'Audit', icon: ScrollText, key: 'a' },
  { to: '/settings', label: 'Settings', icon: Settings, key: 's' },
] as const satisfies readonly { to: string; label: string; icon: LucideIcon; key: string }[]

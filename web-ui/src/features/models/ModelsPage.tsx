import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { PackagePlus } from 'lucide-react'
import { useMemo, useState } from 'react'
import { mayAs, me } from '@/api/queries'
import type { DeploymentResponse, RegisteredModel } from '@/api/schema'
import { Button } from '@/ui/Button'
import type { Column } from '@/ui/DataTable'
import { ListPage } from '@/ui/ListPage'
import { EmptyState } from '@/ui/page'
import { StatusBadge } from '@/ui/StatusBadge'
import { Time } from '@/ui/values'
import { Aliases } from './Aliases'
import { deployments, models } from './queries'
import { RegisterDialog } from './RegisterDialog'

function columns(running: Map<string, DeploymentResponse[]>): Column<RegisteredModel>[] {
  return [
    {
      id: 'name',
      header: 'Model',
      width: 260,
      sort: (model) => model.name,
      cell: (model) => (
        <Link
          to="/models/$name"
          params={{ name: model.name }}
          className="font-medium hover:underline"
          title={model.name}
        >
          {model.name}
        </Link>
      ),
    },
    {
      id: 'latest',
      header: 'Latest version',
      numeric: true,
      sort: (model) => model.latest_version,
      cell: (model) =>
        model.latest_version ? (
          <Link
            to="/models/$name/versions/$version"
            params={{ name: model.name, version: String(model.latest_version) }}
            className="hover:underline"
          >
            {model.latest_version}
          </Link>
        ) : (
          <span className="text-faint">none</span>
        ),
    },
    {
      id: 'aliases',
      header: 'Aliases',
      width: 240,
      cell: (model) => (
        <Aliases aliases={Object.entries(model.aliases).map(([alias, version]) => ({ alias, version }))} />
      ),
    },
    {
      id: 'serves',
      header: 'Serves',
      width: 220,
      cell: (model) => (
        <span className="flex gap-3">
          {(running.get(model.name) ?? []).map((deployment) => (
            <Link
              key={deployment.name}
              to="/deployments/$name"
              params={{ name: deployment.name }}
              className="inline-flex items-center gap-1.5 hover:underline"
            >
              <StatusBadge
                quiet
                state={deployment.state}
                word={`${deployment.name} (version ${deployment.current?.model_version})`}
              />
            </Link>
          ))}
        </span>
      ),
    },
    {
      id: 'owner',
      header: 'Owner',
      width: 140,
      wideOnly: true,
      sort: (model) => model.owner,
      cell: (model) =>
        model.owner ? (
          <span title={model.owner} className="block max-w-44 truncate">
            {model.owner}
          </span>
        ) : (
          <span className="text-faint">nobody</span>
        ),
    },
    {
      id: 'description',
      header: 'Description',
      wideOnly: true,
      width: 280,
      cell: (model) => (
        <span className="text-muted" title={model.description}>
          {model.description}
        </span>
      ),
    },
    {
      id: 'updated_at',
      header: 'Changed',
      sort: (model) => model.updated_at,
      cell: (model) => <Time at={model.updated_at} className="text-muted" />,
    },
  ]
}

export function ModelsPage() {
  const all = useQuery(models)
  const serving = useQuery(deployments)
  const caller = useQuery(me)
  const [registering, setRegistering] = useState(false)
  const shown = useMemo(() => {
    const running = new Map<string, DeploymentResponse[]>()
    for (const deployment of serving.data ?? []) {
      const name = deployment.current?.model
      if (name) running.set(name, [...(running.get(name) ?? []), deployment])
    }
    return columns(running)
  }, [serving.data])
  return (
    <ListPage
      title="Models"
      query={all}
      columns={shown}
      textsOf={(row) => [row.name, row.owner, row.description, ...Object.keys(row.aliases)]}
      placeholder="Filter by name, owner, alias or description"
      rowKey={(row) => row.name}
      rowLink={(row) => ({ to: '/models/$name', params: { name: row.name } })}
      defaultSort={{ id: 'updated_at', desc: true }}
      empty={<NoModels />}
      actions={
        mayAs(caller.data?.role, 'contributor') && (
          <Button icon={<PackagePlus />} onClick={() => setRegistering(true)}>
            Register a model
          </Button>
        )
      }
    >
      {registering && <RegisterDialog onClose={() => setRegistering(false)} />}
    </ListPage>
  )
}

function NoModels() {
  return (
    <EmptyState
      title="No model is registered yet"
      snippet={`import mlflow
mlflow.set_tracking_uri("${window.location.origin}")
mlflow.sklearn.log_model(model, name="model", registered_model_name="fraud")`}
    >
      A model is a name with numbered versions: files with a digest, the run and the data that made them, and the gate
      that they passed. Register one from the MLflow client, upload a file, or let a pipeline’s register step do it.
    </EmptyState>
  )
}

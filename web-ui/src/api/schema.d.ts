// Generated from docs/openapi.json by `npm run generate`. Never edited.
export interface paths {
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["verifyAuditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listDatasets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getDataset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["updateDataset"];
        trace?: never;
    };
    "/api/v1/datasets/{name}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["diffDatasetVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{name}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listDatasetVersions"];
        put?: never;
        post: operations["registerDatasetVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{name}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getDatasetVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{name}/versions/{version}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["downloadDatasetFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{name}/versions/{version}/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getDatasetProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{name}/versions/{version}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["previewDatasetRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listDeployments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getDeployment"];
        put: operations["putDeployment"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/at": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getDeploymentAt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/drift-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listDriftEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listDeploymentHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["sendLabels"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/performance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getPerformance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/pin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["pinDeployment"];
        post?: never;
        delete: operations["unpinDeployment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/predict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["predict"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/promote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["promoteArm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/promotion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getPromotion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listReleases"];
        put?: never;
        post: operations["createRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/releases/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRelease"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["rollbackDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/shadow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getShadow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/traffic": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTraffic"];
        put: operations["putTraffic"];
        post?: never;
        delete: operations["deleteTraffic"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{name}/windows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listWindows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/experiments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listExperiments"];
        put?: never;
        post: operations["createExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/experiments/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getExperiment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/experiments/{name}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/experiments/{number}/purge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["purgeExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import/mlflow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listImports"];
        put?: never;
        post: operations["startImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import/mlflow/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getImport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import/mlflow/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["cancelImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import/mlflow/{id}/left-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listLeftOut"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["whoAmI"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listModels"];
        put?: never;
        post: operations["createModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getModel"];
        put?: never;
        post?: never;
        delete: operations["deleteModel"];
        options?: never;
        head?: never;
        patch: operations["changeModel"];
        trace?: never;
    };
    "/api/v1/models/{name}/aliases/{alias}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getModelVersionByAlias"];
        put: operations["setModelAlias"];
        post?: never;
        delete: operations["deleteModelAlias"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{name}/rename": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["renameModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{name}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listModelVersions"];
        put?: never;
        post: operations["registerModelVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{name}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getModelVersion"];
        put?: never;
        post?: never;
        delete: operations["deleteModelVersion"];
        options?: never;
        head?: never;
        patch: operations["changeModelVersion"];
        trace?: never;
    };
    "/api/v1/models/{name}/versions/{version}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["downloadModelVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{name}/versions/{version}/lineage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getModelVersionLineage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{name}/versions/{version}/stage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["setModelVersionStage"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listPipelines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getPipeline"];
        put: operations["putPipeline"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listPipelineRuns"];
        put?: never;
        post: operations["startPipelineRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getPipelineRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/runs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["cancelPipelineRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/runs/{id}/steps/{step}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getStepLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listPipelineVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipelines/{name}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getPipelineVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["searchRuns"];
        put?: never;
        post: operations["startRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["changeRun"];
        trace?: never;
    };
    "/api/v1/runs/{id}/inputs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["logRunInput"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["logMetrics"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/metrics/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getMetricHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["moveRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/params": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["logParams"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/purge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["purgeRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["setRunTags"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/purge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["purgeDeleted"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/storage/garbage-collection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["collectGarbage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listTokens"];
        put?: never;
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listUsers"];
        put?: never;
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUser"];
        put?: never;
        post?: never;
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        patch: operations["updateUser"];
        trace?: never;
    };
    "/api/v1/users/{name}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["setPassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listWebhooks"];
        put?: never;
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/api/v1/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/deliveries/{delivery}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["redeliverWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getInferenceServer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getInferenceLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getInferenceReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getServedModel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getServedModelConfig"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/infer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["infer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getServedModelReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getServedModelStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getServedModelVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/versions/{version}/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getServedModelConfigVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/versions/{version}/infer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["inferVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/versions/{version}/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getServedModelReadyVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/versions/{version}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getServedModelStatisticsVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAllServedModelStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/repository/index": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["listServedModels"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/repository/models/{model}/load": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["loadServedModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/repository/models/{model}/unload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["unloadServedModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AliasTarget: {
            /** Format: int32 */
            version: number;
        };
        Approval: {
            /** @enum {string} */
            action: "released" | "rolled_back" | "promoted" | "traffic_changed" | "promotion_held";
            actor: string;
            /** Format: date-time */
            at: string;
            reason?: string;
        };
        ArmBody: {
            model?: string;
            name?: string;
            /** Format: int32 */
            release?: number;
            /** Format: int32 */
            version?: number;
            /** Format: double */
            weight?: number;
        };
        AuditEntry: {
            action: string;
            actor: string;
            /** Format: date-time */
            at: string;
            details: {
                [key: string]: unknown;
            };
            hash: string;
            previous_hash: string;
            reason?: string;
            /** @enum {string} */
            role: "viewer" | "contributor" | "approver" | "admin";
            /** Format: int64 */
            sequence: number;
            subject: string;
        };
        AuditVerification: {
            /** Format: int64 */
            broken_at?: number;
            /** Format: int64 */
            entries: number;
            head?: string;
            intact: boolean;
            problem?: string;
        };
        Batching: {
            enabled: boolean;
            /** Format: int32 */
            instances: number;
            /** Format: int64 */
            max_delay_us: number;
            /** Format: int32 */
            max_rows: number;
        };
        Caching: {
            enabled: boolean;
            /** Format: int64 */
            max_bytes: number;
        };
        Cancel: {
            reason?: string;
        };
        CategoricalBins: {
            kind: "CategoricalBins";
        } & (Omit<components["schemas"]["ReferenceBins"], "kind"> & {
            categories: string[];
            counts: number[];
            /** Format: int64 */
            nulls: number;
            /** Format: int64 */
            other: number;
        });
        Change: {
            /** Format: double */
            from?: number;
            /** Format: double */
            to?: number;
        };
        Column: {
            name: string;
            /** @enum {string} */
            type: "boolean" | "integer" | "float" | "string" | "timestamp" | "date" | "other";
        };
        ColumnDiff: {
            name: string;
            /** Format: double */
            psi?: number;
            statistics: {
                [key: string]: components["schemas"]["Change"];
            };
        };
        ColumnDrift: {
            drifted: boolean;
            histogram: components["schemas"]["HistogramBin"][];
            /** @enum {string} */
            kind?: "numeric" | "categorical";
            method?: string;
            methods: components["schemas"]["MethodScore"][];
            /** Format: double */
            missing_share: number;
            /** Format: int64 */
            n: number;
            name: string;
            /** @enum {string} */
            reference: "training" | "first_rows" | "none";
            /** Format: double */
            reference_missing_share?: number;
            /** Format: int64 */
            reference_n: number;
            /** Format: double */
            score?: number;
            /** Format: double */
            threshold?: number;
            /** Format: double */
            unseen_share?: number;
        };
        ColumnProfile: {
            bins: components["schemas"]["CategoricalBins"] | components["schemas"]["NumericBins"];
            /** Format: int64 */
            count: number;
            /** Format: int64 */
            distinct: number;
            distinct_approximate: boolean;
            /** Format: double */
            max?: number;
            /** Format: double */
            mean?: number;
            /** Format: double */
            min?: number;
            name: string;
            /** Format: int64 */
            nans: number;
            /** Format: int64 */
            nulls: number;
            quantiles: {
                [key: string]: number;
            };
            /** Format: double */
            std?: number;
            top_values: components["schemas"]["ValueCount"][];
            /** @enum {string} */
            type: "boolean" | "integer" | "float" | "string" | "timestamp" | "date" | "other";
        };
        ConfiguredTensor: {
            data_type: string;
            dims: number[];
            name: string;
        };
        ConfusionCell: {
            predicted: string;
            /** Format: int64 */
            rows: number;
            truth: string;
        };
        Copied: {
            release: components["schemas"]["Release"];
            /** Format: double */
            sample: number;
        };
        Count: {
            /** Format: int64 */
            count: number;
            /** Format: int64 */
            ns: number;
        };
        Criterion: {
            /** Format: double */
            arm_rate?: number;
            /** Format: double */
            champion_rate?: number;
            /** Format: double */
            high: number;
            /** Format: double */
            limit: number;
            /** Format: double */
            low: number;
            name: string;
            /** @enum {string} */
            state: "open" | "kept" | "broken";
        };
        Dataset: {
            /** Format: date-time */
            created_at: string;
            description?: string;
            /** Format: int32 */
            latest_version: number;
            name: string;
            /** Format: date-time */
            updated_at: string;
        };
        DatasetDiff: {
            added: components["schemas"]["Column"][];
            columns: components["schemas"]["ColumnDiff"][];
            /** Format: int32 */
            from: number;
            identical: boolean;
            name: string;
            removed: components["schemas"]["Column"][];
            retyped: components["schemas"]["Retyped"][];
            rows: components["schemas"]["Change"];
            /** Format: int32 */
            to: number;
        };
        DatasetInput: {
            context: string;
            digest: string;
            name: string;
            /** Format: int32 */
            version: number;
        };
        DatasetReference: {
            digest: string;
            name: string;
            role: string;
            /** Format: int32 */
            version: number;
        };
        DatasetVersion: {
            columns: components["schemas"]["Column"][];
            /** Format: date-time */
            created_at: string;
            created_by: string;
            digest: string;
            /** @enum {string} */
            format: "csv" | "parquet" | "json_lines";
            name: string;
            /** Format: int64 */
            rows: number;
            /** Format: int64 */
            size_bytes: number;
            source?: string;
            /** Format: int32 */
            version: number;
        };
        Delivery: {
            /** Format: int32 */
            attempts: number;
            /** Format: date-time */
            created_at: string;
            error?: string;
            /** @enum {string} */
            event: "registered_model.created" | "model_version.created" | "model_version_tag.set" | "model_version_tag.deleted" | "model_version_alias.created" | "model_version_alias.deleted" | "prompt.created" | "prompt_version.created" | "prompt_tag.set" | "prompt_tag.deleted" | "prompt_version_tag.set" | "prompt_version_tag.deleted" | "prompt_alias.created" | "prompt_alias.deleted" | "budget_policy.exceeded" | "release.activated" | "drift.detected" | "pipeline_run.started" | "pipeline_run.ended";
            /** Format: date-time */
            finished_at?: string;
            /** Format: uuid */
            id: string;
            /** Format: int64 */
            latency_ms?: number;
            /** Format: date-time */
            next_attempt_at?: string;
            /** Format: int32 */
            response_status?: number;
            /** @enum {string} */
            state: "pending" | "succeeded" | "failed";
        };
        DeploymentBody: {
            batching?: components["schemas"]["Batching"];
            cache?: components["schemas"]["Caching"];
            description?: string;
            monitoring?: components["schemas"]["MonitoringSettings"];
        };
        DeploymentResponse: {
            batching: components["schemas"]["Batching"];
            cache: components["schemas"]["Caching"];
            /** Format: date-time */
            created_at: string;
            created_by: string;
            current?: components["schemas"]["Release"];
            description?: string;
            failure?: string;
            monitoring: components["schemas"]["MonitoringSettings"];
            name: string;
            pin?: components["schemas"]["Pin"];
            /** Format: int64 */
            revision: number;
            /** @enum {string} */
            state: "no_release" | "serving" | "failed";
            traffic?: components["schemas"]["TrafficPolicy"];
            /** Format: date-time */
            updated_at: string;
        };
        Done: unknown;
        DriftDetected: {
            /** Format: date-time */
            at: string;
            deployment: string;
            features: components["schemas"]["DriftedFeature"][];
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "input" | "prediction" | "performance";
            model: string;
            /** Format: int32 */
            model_version: number;
            /** Format: int32 */
            release: number;
            /** Format: int64 */
            rows_seen: number;
        };
        DriftedFeature: {
            method: string;
            /** Format: int64 */
            n: number;
            name: string;
            /** Format: double */
            score: number;
            /** Format: double */
            threshold: number;
        };
        DriftReport: {
            deployment: string;
            events: components["schemas"]["DriftDetected"][];
            features: components["schemas"]["ColumnDrift"][];
            model?: string;
            /** Format: int32 */
            model_version?: number;
            /** Format: int64 */
            open_rows: number;
            predictions: components["schemas"]["ColumnDrift"][];
            /** @enum {string} */
            reference: "training" | "first_rows" | "none";
            /** Format: int32 */
            release?: number;
            rules: components["schemas"]["Rules"];
            window?: components["schemas"]["WindowSummary"];
        };
        DynamicBatching: {
            /** Format: int64 */
            max_queue_delay_microseconds: number;
            preferred_batch_size: number[];
        };
        Entry: {
            digest: string;
            path: string;
            /** Format: int64 */
            size_bytes: number;
        };
        Experiment: {
            artifact_location: string;
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            id: number;
            /** @enum {string} */
            lifecycle: "active" | "deleted";
            name: string;
            tags: {
                [key: string]: string;
            };
            /** Format: date-time */
            updated_at: string;
        };
        FeatureScore: {
            drifted: boolean;
            method?: string;
            /** Format: int64 */
            n: number;
            name: string;
            /** Format: double */
            score?: number;
            /** Format: double */
            threshold?: number;
        };
        FieldError: {
            field: string;
            message: string;
            value?: unknown;
        };
        GarbageReport: {
            /** Format: int64 */
            deleted: number;
            /** Format: int64 */
            freed_bytes: number;
            /** Format: int64 */
            referenced: number;
            /** Format: int64 */
            young: number;
        };
        GateCheck: {
            explanation: string;
            /** Format: double */
            incumbent?: number;
            incumbent_version?: string;
            metric: string;
            passed: boolean;
            rule: string;
            /** Format: double */
            threshold: number;
            /** Format: double */
            value: number;
        };
        GateVerdict: {
            checks: components["schemas"]["GateCheck"][];
            passed: boolean;
        };
        Health: {
            live: boolean;
            ready: boolean;
        };
        HistogramBin: {
            label: string;
            /** Format: int64 */
            live: number;
            /** Format: double */
            lower?: number;
            /** Format: int64 */
            reference: number;
            /** Format: double */
            upper?: number;
        };
        HistoryEntry: {
            /** @enum {string} */
            action: "released" | "rolled_back" | "promoted" | "traffic_changed" | "promotion_held";
            actor: string;
            /** Format: date-time */
            at: string;
            model: string;
            /** Format: int32 */
            model_version: number;
            /** Format: int32 */
            previous_release?: number;
            reason?: string;
            /** Format: int32 */
            release: number;
            /** Format: int64 */
            sequence: number;
            traffic?: components["schemas"]["TrafficPolicy"];
        };
        ImportJob: {
            artifacts: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ended_at?: string;
            error?: string;
            experiments?: string[];
            /** Format: uuid */
            id: string;
            /** Format: int64 */
            left_out: number;
            models?: string[];
            progress: components["schemas"]["ImportProgress"];
            started_by: string;
            /** @enum {string} */
            state: "pending" | "running" | "succeeded" | "failed" | "cancelled";
            tracking_uri: string;
        };
        ImportProgress: {
            /** Format: int64 */
            bytes: number;
            /** Format: int64 */
            experiments: number;
            /** Format: int64 */
            files: number;
            /** Format: int64 */
            logged_models: number;
            /** Format: int64 */
            metric_points: number;
            /** Format: int64 */
            model_versions: number;
            /** Format: int64 */
            models: number;
            /** Format: int64 */
            runs: number;
        };
        Inferences: {
            cache_hit: components["schemas"]["Count"];
            cache_miss: components["schemas"]["Count"];
            compute_infer: components["schemas"]["Count"];
            compute_input: components["schemas"]["Count"];
            compute_output: components["schemas"]["Count"];
            fail: components["schemas"]["Count"];
            queue: components["schemas"]["Count"];
            success: components["schemas"]["Count"];
        };
        Input: {
            context: string;
            digest: string;
            name: string;
            /** Format: int32 */
            version: number;
        };
        InService: {
            approval: components["schemas"]["Approval"];
            origin: components["schemas"]["Origin"];
            release: components["schemas"]["Release"];
            role: string;
            /** Format: double */
            share: number;
        };
        JsonNode: {
            array?: boolean;
            big_decimal?: boolean;
            big_integer?: boolean;
            binary?: boolean;
            boolean?: boolean;
            container?: boolean;
            double?: boolean;
            embedded_value?: boolean;
            empty?: boolean;
            float?: boolean;
            floating_point_number?: boolean;
            int?: boolean;
            integral_number?: boolean;
            long?: boolean;
            missing_node?: boolean;
            /** @enum {string} */
            node_type?: "array" | "binary" | "boolean" | "missing" | "null" | "number" | "object" | "pojo" | "string";
            null?: boolean;
            number?: boolean;
            object?: boolean;
            pojo?: boolean;
            short?: boolean;
            string?: boolean;
            /** @deprecated */
            textual?: boolean;
            value_node?: boolean;
        };
        LabelledWindow: {
            /** Format: date-time */
            closed_at?: string;
            drifted: boolean;
            /** Format: double */
            mean_lag_seconds: number;
            method: string;
            metric: string;
            metrics: {
                [key: string]: number;
            };
            /** Format: int32 */
            number: number;
            /** Format: date-time */
            opened_at: string;
            /** Format: double */
            p_value?: number;
            reference_source?: string;
            /** Format: double */
            reference_value?: number;
            /** Format: int32 */
            release: number;
            /** Format: int64 */
            rows: number;
            /** Format: double */
            threshold?: number;
        };
        LabelReceipt: {
            /** Format: int32 */
            accepted: number;
            /** Format: int32 */
            corrected: number;
            /** Format: int32 */
            early: number;
            first_unknown: components["schemas"]["UnknownPrediction"][];
            /** Format: int32 */
            unchanged: number;
            /** Format: int32 */
            unknown: number;
        };
        LabelRequest: {
            label?: unknown;
            /** Format: date-time */
            observed_at?: string;
            /** Format: uuid */
            prediction_id?: string;
            /** Format: int32 */
            row?: number;
        };
        LabelsRequest: {
            labels?: components["schemas"]["LabelRequest"][];
        };
        Latest: {
            /** Format: int32 */
            num_versions: number;
        };
        LatestRun: {
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            state: "pending" | "running" | "succeeded" | "failed" | "cancelled";
        };
        LeftOut: {
            kind: string;
            reason: string;
            subject: string;
        };
        Lineage: {
            edges: components["schemas"]["LineageEdge"][];
            nodes: components["schemas"]["LineageNode"][];
        };
        LineageEdge: {
            from: string;
            relation: string;
            to: string;
        };
        LineageNode: {
            facts: {
                [key: string]: unknown;
            };
            id: string;
            /** @enum {string} */
            kind: "dataset_version" | "pipeline_run" | "run" | "model_version" | "release";
            name: string;
        };
        Manifest: {
            files: components["schemas"]["Entry"][];
        };
        Me: {
            name: string;
            /** @enum {string} */
            role: "viewer" | "contributor" | "approver" | "admin";
        };
        MethodScore: {
            drifted: boolean;
            method: string;
            /** Format: int64 */
            n: number;
            note?: string;
            /** Format: double */
            p_value?: number;
            /** Format: int64 */
            reference_n: number;
            /** Format: double */
            score?: number;
            /** Format: double */
            threshold?: number;
        };
        Metric: {
            key: string;
            /** Format: int64 */
            step: number;
            /** Format: date-time */
            timestamp: string;
            /** Format: double */
            value: number;
        };
        MetricBatch: {
            metrics: components["schemas"]["Point"][];
        };
        ModelConfig: {
            backend: string;
            default_model_filename: string;
            dynamic_batching?: components["schemas"]["DynamicBatching"];
            input: components["schemas"]["ConfiguredTensor"][];
            /** Format: int32 */
            max_batch_size: number;
            name: string;
            output: components["schemas"]["ConfiguredTensor"][];
            platform: string;
            response_cache?: components["schemas"]["ResponseCache"];
            version_policy: components["schemas"]["VersionPolicy"];
        };
        ModelHealth: {
            name: string;
            ready: boolean;
        };
        ModelSignature: {
            inputs: components["schemas"]["TensorSpec"][];
            outputs: components["schemas"]["TensorSpec"][];
        };
        ModelVersion: {
            aliases: string[];
            /** Format: date-time */
            created_at: string;
            created_by: string;
            datasets: components["schemas"]["DatasetReference"][];
            description?: string;
            digest: string;
            facts: {
                [key: string]: unknown;
            };
            flavors: string[];
            /** @enum {string} */
            format: "onnx" | "mlflow" | "files";
            gate?: components["schemas"]["GateVerdict"];
            manifest: components["schemas"]["Manifest"];
            metrics: {
                [key: string]: number;
            };
            model: string;
            model_id?: string;
            pipeline_run_id?: string;
            run_id?: string;
            run_link?: string;
            served_path?: string;
            signature: components["schemas"]["ModelSignature"];
            /** Format: int64 */
            size_bytes: number;
            source: string;
            /** @enum {string} */
            stage: "none" | "staging" | "production" | "archived";
            storage_location: string;
            tags: {
                [key: string]: string;
            };
            undeployable?: string;
            /** Format: date-time */
            updated_at: string;
            /** Format: int32 */
            version: number;
        };
        MonitoringSettings: {
            enabled: boolean;
            ignore_features: string[];
            /** Format: int32 */
            log_max_rows_per_second: number;
            /** Format: double */
            log_sample: number;
            /** Format: int64 */
            max_window_age_ms: number;
            /** Format: int32 */
            realert_rows: number;
            /** Format: int32 */
            window_rows: number;
        };
        Move: {
            experiment: string;
            reason?: string;
        };
        NewExperiment: {
            name: string;
            tags?: {
                [key: string]: string;
            };
        };
        NewImport: {
            artifacts?: boolean;
            experiments?: string[];
            models?: string[];
            password?: string;
            token?: string;
            tracking_uri: string;
            username?: string;
        };
        NewModel: {
            description?: string;
            name: string;
        };
        NewName: {
            new_name: string;
        };
        NewPipelineRun: {
            cache?: boolean;
            git_commit?: string;
            parameters?: {
                [key: string]: unknown;
            };
            reason?: string;
        };
        NewRun: {
            experiment: string;
            name?: string;
            tags?: {
                [key: string]: string;
            };
        };
        NewStage: {
            archive_existing_versions?: boolean;
            /** @enum {string} */
            stage: "none" | "staging" | "production" | "archived";
        };
        NewToken: {
            /** Format: date-time */
            expires_at?: string;
            name: string;
            /** @enum {string} */
            role: "viewer" | "contributor" | "approver" | "admin";
        };
        NewUser: {
            name: string;
            password: string;
            /** @enum {string} */
            role?: "viewer" | "contributor" | "approver" | "admin";
        };
        NewWebhook: {
            description?: string;
            events: ("registered_model.created" | "model_version.created" | "model_version_tag.set" | "model_version_tag.deleted" | "model_version_alias.created" | "model_version_alias.deleted" | "prompt.created" | "prompt_version.created" | "prompt_tag.set" | "prompt_tag.deleted" | "prompt_version_tag.set" | "prompt_version_tag.deleted" | "prompt_alias.created" | "prompt_alias.deleted" | "budget_policy.exceeded" | "release.activated" | "drift.detected" | "pipeline_run.started" | "pipeline_run.ended")[];
            name: string;
            secret?: string;
            /** @enum {string} */
            status?: "active" | "disabled";
            url: string;
        };
        NumericBins: {
            kind: "NumericBins";
        } & (Omit<components["schemas"]["ReferenceBins"], "kind"> & {
            counts: number[];
            edges: number[];
            /** Format: int64 */
            nans: number;
            /** Format: int64 */
            nulls: number;
            /** Format: int64 */
            overflow: number;
            sums: number[];
            /** Format: int64 */
            underflow: number;
        });
        OfBatch: {
            /** Format: int64 */
            batch_size: number;
            compute_infer: components["schemas"]["Count"];
            compute_input: components["schemas"]["Count"];
            compute_output: components["schemas"]["Count"];
        };
        OfModel: {
            batch_stats: components["schemas"]["OfBatch"][];
            /** Format: int64 */
            execution_count: number;
            /** Format: int64 */
            inference_count: number;
            inference_stats: components["schemas"]["Inferences"];
            /** Format: int64 */
            last_inference: number;
            memory_usage: string[];
            name: string;
            response_stats: components["schemas"]["Responses"];
            version: string;
        };
        Origin: {
            datasets: components["schemas"]["DatasetReference"][];
            gate?: components["schemas"]["GateVerdict"];
            metrics: {
                [key: string]: number;
            };
            model_digest: string;
            pipeline_run_id?: string;
            /** Format: date-time */
            registered_at: string;
            registered_by: string;
            run_id?: string;
        };
        PageAuditEntry: {
            items: components["schemas"]["AuditEntry"][];
            next_page_token?: string;
        };
        PageDataset: {
            items: components["schemas"]["Dataset"][];
            next_page_token?: string;
        };
        PageDelivery: {
            items: components["schemas"]["Delivery"][];
            next_page_token?: string;
        };
        PageDeploymentResponse: {
            items: components["schemas"]["DeploymentResponse"][];
            next_page_token?: string;
        };
        PageDriftDetected: {
            items: components["schemas"]["DriftDetected"][];
            next_page_token?: string;
        };
        PageExperiment: {
            items: components["schemas"]["Experiment"][];
            next_page_token?: string;
        };
        PageHistoryEntry: {
            items: components["schemas"]["HistoryEntry"][];
            next_page_token?: string;
        };
        PageImportJob: {
            items: components["schemas"]["ImportJob"][];
            next_page_token?: string;
        };
        PageLeftOut: {
            items: components["schemas"]["LeftOut"][];
            next_page_token?: string;
        };
        PageMetric: {
            items: components["schemas"]["Metric"][];
            next_page_token?: string;
        };
        PageModelVersion: {
            items: components["schemas"]["ModelVersion"][];
            next_page_token?: string;
        };
        PagePipeline: {
            items: components["schemas"]["Pipeline"][];
            next_page_token?: string;
        };
        PagePipelineRun: {
            items: components["schemas"]["PipelineRun"][];
            next_page_token?: string;
        };
        PagePipelineVersion: {
            items: components["schemas"]["PipelineVersion"][];
            next_page_token?: string;
        };
        PageRegisteredModel: {
            items: components["schemas"]["RegisteredModel"][];
            next_page_token?: string;
        };
        PageRelease: {
            items: components["schemas"]["Release"][];
            next_page_token?: string;
        };
        PageRun: {
            items: components["schemas"]["Run"][];
            next_page_token?: string;
        };
        PageToken: {
            items: components["schemas"]["Token"][];
            next_page_token?: string;
        };
        PageUser: {
            items: components["schemas"]["User"][];
            next_page_token?: string;
        };
        PageVersionSummary: {
            items: components["schemas"]["VersionSummary"][];
            next_page_token?: string;
        };
        PageWebhook: {
            items: components["schemas"]["Webhook"][];
            next_page_token?: string;
        };
        PageWindowSummary: {
            items: components["schemas"]["WindowSummary"][];
            next_page_token?: string;
        };
        ParamBatch: {
            params: {
                [key: string]: string;
            };
        };
        Part: {
            content_type?: string;
            header_names?: string[];
            input_stream?: unknown;
            name?: string;
            /** Format: int64 */
            size?: number;
            submitted_file_name?: string;
        };
        PasswordChange: {
            current_password?: string;
            password: string;
        };
        Performance: {
            deployment: string;
            releases: components["schemas"]["ReleasePerformance"][];
        };
        Pin: {
            actor: string;
            /** Format: date-time */
            at: string;
            reason: string;
        };
        PinBody: {
            reason?: string;
        };
        Pipeline: {
            /** Format: date-time */
            created_at: string;
            created_by: string;
            description?: string;
            digest: string;
            latest_run?: components["schemas"]["LatestRun"];
            name: string;
            /** Format: date-time */
            updated_at: string;
            /** Format: int32 */
            version: number;
        };
        PipelineRun: {
            cache: boolean;
            cause: components["schemas"]["RunCause"];
            /** Format: date-time */
            created_at: string;
            created_by: string;
            /** Format: date-time */
            ended_at?: string;
            error?: components["schemas"]["RunError"];
            git_commit?: string;
            /** Format: uuid */
            id: string;
            inputs: components["schemas"]["RunInput"][];
            parameters: {
                [key: string]: unknown;
            };
            pipeline: string;
            /** Format: double */
            progress: number;
            reason?: string;
            /** Format: date-time */
            started_at?: string;
            /** @enum {string} */
            state: "pending" | "running" | "succeeded" | "failed" | "cancelled";
            steps: components["schemas"]["StepRun"][];
            /** Format: int32 */
            version: number;
        };
        PipelineVersion: {
            /** Format: date-time */
            created_at: string;
            created_by: string;
            definition: string;
            digest: string;
            pipeline: string;
            /** Format: int32 */
            version: number;
        };
        Point: {
            key: string;
            /** Format: int64 */
            step?: number;
            /** Format: date-time */
            timestamp?: string;
            /** Format: double */
            value: number;
        };
        Problem: {
            detail?: string;
            errors?: {
                field?: string;
                message?: string;
                value?: unknown;
            }[];
            instance?: string;
            /** Format: int32 */
            status?: number;
            title?: string;
            type?: string;
        };
        Production: {
            deployment: string;
            releases: components["schemas"]["InService"][];
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            time: string;
            traffic?: components["schemas"]["TrafficPolicy"];
            /** Format: date-time */
            until?: string;
        };
        PromoteBody: {
            arm?: string;
            reason?: string;
        };
        PromotionDecision: {
            /** Format: date-time */
            at: string;
            /** Format: int32 */
            champion: number;
            /** Format: int32 */
            release: number;
            rule: components["schemas"]["PromotionRule"];
            verdict: components["schemas"]["PromotionVerdict"];
        };
        PromotionEvidence: {
            /** Format: int64 */
            failed: number;
            /** Format: int64 */
            labelled_rows: number;
            /** Format: int64 */
            requests: number;
            /** Format: int64 */
            right_rows: number;
            /** Format: int64 */
            slow: number;
        };
        PromotionReport: {
            decisions: components["schemas"]["PromotionDecision"][];
            deployment: string;
            now?: components["schemas"]["PromotionVerdict"];
            rule?: components["schemas"]["PromotionRule"];
        };
        PromotionRule: {
            /** Format: int64 */
            after_labelled_rows?: number;
            /** Format: int64 */
            after_ms?: number;
            /** Format: double */
            alpha?: number;
            arm?: string;
            /** Format: double */
            error_tolerance?: number;
            /** Format: double */
            max_error_rate_increase?: number;
            /** Format: double */
            max_quality_drop?: number;
            /** Format: int64 */
            min_requests?: number;
            /** Format: double */
            p99_limit_ms?: number;
            /** Format: date-time */
            started_at?: string;
        };
        PromotionVerdict: {
            /** Format: double */
            alpha: number;
            arm: components["schemas"]["PromotionEvidence"];
            champion: components["schemas"]["PromotionEvidence"];
            criteria: components["schemas"]["Criterion"][];
            /** @enum {string} */
            decision: "wait" | "hold" | "promote" | "roll_back";
            due: boolean;
            method: string;
        };
        Purged: {
            /** Format: int32 */
            experiments: number;
            /** Format: int64 */
            files: number;
            /** Format: int32 */
            others: number;
            /** Format: int32 */
            runs: number;
        };
        PurgeRequest: {
            /** Format: int64 */
            older_than_ms?: number;
            reason?: string;
        };
        ReferenceBins: {
            kind: string;
        };
        RegisteredModel: {
            aliases: {
                [key: string]: number;
            };
            /** Format: date-time */
            created_at: string;
            created_by: string;
            description?: string;
            /** Format: int32 */
            latest_version?: number;
            name: string;
            /** Format: int64 */
            revision: number;
            tags: {
                [key: string]: string;
            };
            /** Format: date-time */
            updated_at: string;
        };
        Release: {
            /** Format: date-time */
            created_at: string;
            created_by: string;
            deployment: string;
            model: string;
            model_digest: string;
            /** Format: int32 */
            model_version: number;
            /** Format: int32 */
            number: number;
        };
        ReleaseBody: {
            model?: string;
            reason?: string;
            /** Format: int32 */
            version?: number;
        };
        ReleaseChange: {
            entry: components["schemas"]["HistoryEntry"];
            /** Format: double */
            flip_ms: number;
            from?: components["schemas"]["Release"];
            /** Format: double */
            load_ms: number;
            to: components["schemas"]["Release"];
            warm: boolean;
        };
        ReleasePerformance: {
            confusion: components["schemas"]["ConfusionCell"][];
            /** Format: double */
            label_coverage?: number;
            /** Format: int64 */
            labelled_rows: number;
            /** Format: double */
            mean_lag_seconds?: number;
            metrics: {
                [key: string]: number;
            };
            model: string;
            /** Format: int32 */
            model_version: number;
            /** Format: int64 */
            predicted_rows: number;
            reference_metrics: {
                [key: string]: number;
            };
            /** Format: int32 */
            release: number;
            task?: string;
            windows: components["schemas"]["LabelledWindow"][];
        };
        ResponseCache: {
            enable: boolean;
        };
        Responses: unknown;
        Retyped: {
            /** @enum {string} */
            from: "boolean" | "integer" | "float" | "string" | "timestamp" | "date" | "other";
            name: string;
            /** @enum {string} */
            to: "boolean" | "integer" | "float" | "string" | "timestamp" | "date" | "other";
        };
        RollbackBody: {
            reason?: string;
            /** Format: int32 */
            to_release?: number;
        };
        RowPreview: {
            items: {
                [key: string]: unknown;
            }[];
        };
        Rules: {
            /** Format: int32 */
            drifted_windows: number;
            /** Format: double */
            false_alarms_per_window: number;
            /** Format: int32 */
            least_rows: number;
            /** Format: int32 */
            of_windows: number;
            /** Format: int64 */
            realert_rows: number;
        };
        Run: {
            /** Format: date-time */
            end_time?: string;
            experiment: string;
            inputs: components["schemas"]["DatasetInput"][];
            /** @enum {string} */
            lifecycle: "active" | "deleted";
            metrics: {
                [key: string]: components["schemas"]["Metric"];
            };
            name: string;
            params: {
                [key: string]: string;
            };
            run_id: string;
            /** Format: date-time */
            start_time: string;
            /** @enum {string} */
            status: "running" | "scheduled" | "finished" | "failed" | "killed";
            tags: {
                [key: string]: string;
            };
            user: string;
        };
        RunCause: {
            deployment?: string;
            /** Format: uuid */
            event?: string;
            /** @enum {string} */
            kind: "manual" | "drift" | "schedule";
            /** Format: int64 */
            rows_seen?: number;
            schedule?: string;
        };
        RunChange: {
            /** Format: date-time */
            end_time?: string;
            /** @enum {string} */
            status: "running" | "scheduled" | "finished" | "failed" | "killed";
        };
        RunError: {
            errors: components["schemas"]["FieldError"][];
            message: string;
            step?: string;
            type: string;
        };
        RunInput: {
            dataset?: string;
            digest?: string;
            name: string;
            traffic?: string;
            /** Format: int32 */
            version?: number;
        };
        ServedModel: {
            inputs: components["schemas"]["TensorSpec"][];
            name: string;
            outputs: components["schemas"]["TensorSpec"][];
            platform: string;
            versions: string[];
        };
        ServedModelStatistics: {
            model_stats: components["schemas"]["OfModel"][];
        };
        ServerDescription: {
            extensions: string[];
            name: string;
            version: string;
        };
        ShadowAnswer: {
            agrees: boolean;
            /** Format: date-time */
            at: string;
            /** Format: int32 */
            champion: number;
            champion_answer: string;
            /** Format: uuid */
            prediction_id: string;
            /** Format: int32 */
            release: number;
            /** Format: int32 */
            row: number;
            shadow_answer: string;
        };
        ShadowBody: {
            model?: string;
            /** Format: int32 */
            release?: number;
            /** Format: double */
            sample?: number;
            /** Format: int32 */
            version?: number;
        };
        ShadowComparison: {
            /** Format: double */
            agreement?: number;
            /** Format: int32 */
            champion: number;
            /** Format: double */
            champion_mean_ms?: number;
            /** Format: int64 */
            dropped: number;
            /** Format: double */
            error_rate?: number;
            /** Format: int64 */
            errors: number;
            /** Format: date-time */
            first_at: string;
            /** Format: date-time */
            last_at: string;
            last_error?: string;
            /** Format: double */
            max_absolute_difference?: number;
            /** Format: double */
            mean_absolute_difference?: number;
            /** Format: double */
            mean_difference?: number;
            /** Format: int32 */
            release: number;
            /** Format: int64 */
            requests: number;
            /** Format: int64 */
            rows: number;
            /** Format: double */
            shadow_max_ms: number;
            /** Format: double */
            shadow_mean_ms?: number;
        };
        ShadowPolicy: {
            /** Format: int32 */
            release: number;
            /** Format: double */
            sample: number;
        };
        ShadowReport: {
            comparisons: components["schemas"]["ShadowComparison"][];
            deployment: string;
            differing: components["schemas"]["ShadowAnswer"][];
            shadow?: components["schemas"]["ShadowPolicy"];
        };
        Share: {
            name: string;
            release: components["schemas"]["Release"];
            /** Format: double */
            weight: number;
        };
        StepOutput: {
            digest?: string;
            facts: {
                [key: string]: unknown;
            };
            kind: string;
            name: string;
            /** Format: int64 */
            size_bytes?: number;
        };
        StepRun: {
            /** Format: int32 */
            attempt: number;
            cached: boolean;
            /** Format: uuid */
            cached_from?: string;
            depends_on: string[];
            /** Format: int64 */
            duration_ms?: number;
            /** Format: date-time */
            ended_at?: string;
            error?: components["schemas"]["RunError"];
            kind: string;
            message?: string;
            name: string;
            outputs: components["schemas"]["StepOutput"][];
            /** Format: double */
            progress?: number;
            /** Format: date-time */
            started_at?: string;
            /** @enum {string} */
            state: "pending" | "running" | "succeeded" | "failed" | "cancelled" | "skipped";
        };
        Stickiness: {
            column?: string;
            header?: string;
        };
        TagBatch: {
            tags: {
                [key: string]: string;
            };
        };
        TensorSpec: {
            /** @enum {string} */
            datatype: "BOOL" | "UINT8" | "UINT16" | "UINT32" | "UINT64" | "INT8" | "INT16" | "INT32" | "INT64" | "FP16" | "FP32" | "FP64" | "BYTES";
            name: string;
            shape: number[];
        };
        TestResult: {
            error_message?: string;
            response_body?: string;
            /** Format: int32 */
            response_status?: number;
            success: boolean;
        };
        Token: {
            /** Format: date-time */
            created_at: string;
            created_by: string;
            /** Format: date-time */
            expires_at?: string;
            /** Format: uuid */
            id: string;
            name: string;
            /** @enum {string} */
            role: "viewer" | "contributor" | "approver" | "admin";
        };
        TokenWithSecret: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at?: string;
            /** Format: uuid */
            id: string;
            name: string;
            /** @enum {string} */
            role: "viewer" | "contributor" | "approver" | "admin";
            token: string;
        };
        Traffic: {
            actor: string;
            arms: components["schemas"]["Share"][];
            champion: components["schemas"]["Release"];
            deployment: string;
            reason?: string;
            /** Format: int64 */
            revision: number;
            rule?: components["schemas"]["PromotionRule"];
            shadow?: components["schemas"]["Copied"];
            /** Format: date-time */
            since: string;
            sticky_by?: components["schemas"]["Stickiness"];
        };
        TrafficArm: {
            name: string;
            /** Format: int32 */
            release: number;
            /** Format: double */
            weight: number;
        };
        TrafficBody: {
            arms?: components["schemas"]["ArmBody"][];
            reason?: string;
            rule?: components["schemas"]["PromotionRule"];
            shadow?: components["schemas"]["ShadowBody"];
            sticky_by?: components["schemas"]["Stickiness"];
        };
        TrafficPolicy: {
            arms: components["schemas"]["TrafficArm"][];
            rule?: components["schemas"]["PromotionRule"];
            shadow?: components["schemas"]["ShadowPolicy"];
            sticky_by?: components["schemas"]["Stickiness"];
        };
        UnknownPrediction: {
            /** Format: uuid */
            prediction_id: string;
            /** Format: int32 */
            row: number;
        };
        User: {
            /** Format: date-time */
            created_at: string;
            created_by: string;
            /** Format: int64 */
            id: number;
            name: string;
            /** @enum {string} */
            role: "viewer" | "contributor" | "approver" | "admin";
        };
        UserChange: {
            /** @enum {string} */
            role: "viewer" | "contributor" | "approver" | "admin";
        };
        ValueCount: {
            /** Format: int64 */
            count: number;
            value: string;
        };
        VersionPolicy: {
            latest: components["schemas"]["Latest"];
        };
        VersionProfile: {
            columns: components["schemas"]["ColumnProfile"][];
            name: string;
            /** Format: int64 */
            rows: number;
            /** Format: int32 */
            version: number;
        };
        VersionSummary: {
            /** Format: int32 */
            column_count: number;
            /** Format: date-time */
            created_at: string;
            created_by: string;
            digest: string;
            /** @enum {string} */
            format: "csv" | "parquet" | "json_lines";
            name: string;
            /** Format: int64 */
            rows: number;
            /** Format: int64 */
            size_bytes: number;
            source?: string;
            /** Format: int32 */
            version: number;
        };
        Webhook: {
            /** Format: date-time */
            changed_at: string;
            /** Format: date-time */
            created_at: string;
            created_by: string;
            description?: string;
            events: ("registered_model.created" | "model_version.created" | "model_version_tag.set" | "model_version_tag.deleted" | "model_version_alias.created" | "model_version_alias.deleted" | "prompt.created" | "prompt_version.created" | "prompt_tag.set" | "prompt_tag.deleted" | "prompt_version_tag.set" | "prompt_version_tag.deleted" | "prompt_alias.created" | "prompt_alias.deleted" | "budget_policy.exceeded" | "release.activated" | "drift.detected" | "pipeline_run.started" | "pipeline_run.ended")[];
            /** Format: uuid */
            id: string;
            name: string;
            signed: boolean;
            /** @enum {string} */
            status: "active" | "disabled";
            url: string;
        };
        WebhookChange: {
            description?: string;
            events?: ("registered_model.created" | "model_version.created" | "model_version_tag.set" | "model_version_tag.deleted" | "model_version_alias.created" | "model_version_alias.deleted" | "prompt.created" | "prompt_version.created" | "prompt_tag.set" | "prompt_tag.deleted" | "prompt_version_tag.set" | "prompt_version_tag.deleted" | "prompt_alias.created" | "prompt_alias.deleted" | "budget_policy.exceeded" | "release.activated" | "drift.detected" | "pipeline_run.started" | "pipeline_run.ended")[];
            name?: string;
            secret?: string;
            /** @enum {string} */
            status?: "active" | "disabled";
            url?: string;
        };
        WebhookTestRequest: {
            /** @enum {string} */
            event?: "registered_model.created" | "model_version.created" | "model_version_tag.set" | "model_version_tag.deleted" | "model_version_alias.created" | "model_version_alias.deleted" | "prompt.created" | "prompt_version.created" | "prompt_tag.set" | "prompt_tag.deleted" | "prompt_version_tag.set" | "prompt_version_tag.deleted" | "prompt_alias.created" | "prompt_alias.deleted" | "budget_policy.exceeded" | "release.activated" | "drift.detected" | "pipeline_run.started" | "pipeline_run.ended";
        };
        WindowSummary: {
            /** Format: date-time */
            closed_at: string;
            closed_because: string;
            features: components["schemas"]["FeatureScore"][];
            /** Format: int32 */
            features_compared: number;
            /** Format: int32 */
            features_drifted: number;
            /** Format: uuid */
            id: string;
            input_drifted: boolean;
            judged: boolean;
            model: string;
            /** Format: int32 */
            model_version: number;
            /** Format: date-time */
            opened_at: string;
            prediction_drifted: boolean;
            predictions: components["schemas"]["FeatureScore"][];
            /** Format: int32 */
            release: number;
            /** Format: int64 */
            rows: number;
            /** Format: int64 */
            rows_seen: number;
            /** Format: int64 */
            sequence: number;
            /** Format: double */
            worst_psi?: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type AliasTarget = components['schemas']['AliasTarget'];
export type Approval = components['schemas']['Approval'];
export type ArmBody = components['schemas']['ArmBody'];
export type AuditEntry = components['schemas']['AuditEntry'];
export type AuditVerification = components['schemas']['AuditVerification'];
export type Batching = components['schemas']['Batching'];
export type Caching = components['schemas']['Caching'];
export type Cancel = components['schemas']['Cancel'];
export type CategoricalBins = components['schemas']['CategoricalBins'];
export type Change = components['schemas']['Change'];
export type Column = components['schemas']['Column'];
export type ColumnDiff = components['schemas']['ColumnDiff'];
export type ColumnDrift = components['schemas']['ColumnDrift'];
export type ColumnProfile = components['schemas']['ColumnProfile'];
export type ConfiguredTensor = components['schemas']['ConfiguredTensor'];
export type ConfusionCell = components['schemas']['ConfusionCell'];
export type Copied = components['schemas']['Copied'];
export type Count = components['schemas']['Count'];
export type Criterion = components['schemas']['Criterion'];
export type Dataset = components['schemas']['Dataset'];
export type DatasetDiff = components['schemas']['DatasetDiff'];
export type DatasetInput = components['schemas']['DatasetInput'];
export type DatasetReference = components['schemas']['DatasetReference'];
export type DatasetVersion = components['schemas']['DatasetVersion'];
export type Delivery = components['schemas']['Delivery'];
export type DeploymentBody = components['schemas']['DeploymentBody'];
export type DeploymentResponse = components['schemas']['DeploymentResponse'];
export type Done = components['schemas']['Done'];
export type DriftDetected = components['schemas']['DriftDetected'];
export type DriftedFeature = components['schemas']['DriftedFeature'];
export type DriftReport = components['schemas']['DriftReport'];
export type DynamicBatching = components['schemas']['DynamicBatching'];
export type Entry = components['schemas']['Entry'];
export type Experiment = components['schemas']['Experiment'];
export type FeatureScore = components['schemas']['FeatureScore'];
export type FieldError = components['schemas']['FieldError'];
export type GarbageReport = components['schemas']['GarbageReport'];
export type GateCheck = components['schemas']['GateCheck'];
export type GateVerdict = components['schemas']['GateVerdict'];
export type Health = components['schemas']['Health'];
export type HistogramBin = components['schemas']['HistogramBin'];
export type HistoryEntry = components['schemas']['HistoryEntry'];
export type ImportJob = components['schemas']['ImportJob'];
export type ImportProgress = components['schemas']['ImportProgress'];
export type Inferences = components['schemas']['Inferences'];
export type Input = components['schemas']['Input'];
export type InService = components['schemas']['InService'];
export type JsonNode = components['schemas']['JsonNode'];
export type LabelledWindow = components['schemas']['LabelledWindow'];
export type LabelReceipt = components['schemas']['LabelReceipt'];
export type LabelRequest = components['schemas']['LabelRequest'];
export type LabelsRequest = components['schemas']['LabelsRequest'];
export type Latest = components['schemas']['Latest'];
export type LatestRun = components['schemas']['LatestRun'];
export type LeftOut = components['schemas']['LeftOut'];
export type Lineage = components['schemas']['Lineage'];
export type LineageEdge = components['schemas']['LineageEdge'];
export type LineageNode = components['schemas']['LineageNode'];
export type Manifest = components['schemas']['Manifest'];
export type Me = components['schemas']['Me'];
export type MethodScore = components['schemas']['MethodScore'];
export type Metric = components['schemas']['Metric'];
export type MetricBatch = components['schemas']['MetricBatch'];
export type ModelConfig = components['schemas']['ModelConfig'];
export type ModelHealth = components['schemas']['ModelHealth'];
export type ModelSignature = components['schemas']['ModelSignature'];
export type ModelVersion = components['schemas']['ModelVersion'];
export type MonitoringSettings = components['schemas']['MonitoringSettings'];
export type Move = components['schemas']['Move'];
export type NewExperiment = components['schemas']['NewExperiment'];
export type NewImport = components['schemas']['NewImport'];
export type NewModel = components['schemas']['NewModel'];
export type NewName = components['schemas']['NewName'];
export type NewPipelineRun = components['schemas']['NewPipelineRun'];
export type NewRun = components['schemas']['NewRun'];
export type NewStage = components['schemas']['NewStage'];
export type NewToken = components['schemas']['NewToken'];
export type NewUser = components['schemas']['NewUser'];
export type NewWebhook = components['schemas']['NewWebhook'];
export type NumericBins = components['schemas']['NumericBins'];
export type OfBatch = components['schemas']['OfBatch'];
export type OfModel = components['schemas']['OfModel'];
export type Origin = components['schemas']['Origin'];
export type PageAuditEntry = components['schemas']['PageAuditEntry'];
export type PageDataset = components['schemas']['PageDataset'];
export type PageDelivery = components['schemas']['PageDelivery'];
export type PageDeploymentResponse = components['schemas']['PageDeploymentResponse'];
export type PageDriftDetected = components['schemas']['PageDriftDetected'];
export type PageExperiment = components['schemas']['PageExperiment'];
export type PageHistoryEntry = components['schemas']['PageHistoryEntry'];
export type PageImportJob = components['schemas']['PageImportJob'];
export type PageLeftOut = components['schemas']['PageLeftOut'];
export type PageMetric = components['schemas']['PageMetric'];
export type PageModelVersion = components['schemas']['PageModelVersion'];
export type PagePipeline = components['schemas']['PagePipeline'];
export type PagePipelineRun = components['schemas']['PagePipelineRun'];
export type PagePipelineVersion = components['schemas']['PagePipelineVersion'];
export type PageRegisteredModel = components['schemas']['PageRegisteredModel'];
export type PageRelease = components['schemas']['PageRelease'];
export type PageRun = components['schemas']['PageRun'];
export type PageToken = components['schemas']['PageToken'];
export type PageUser = components['schemas']['PageUser'];
export type PageVersionSummary = components['schemas']['PageVersionSummary'];
export type PageWebhook = components['schemas']['PageWebhook'];
export type PageWindowSummary = components['schemas']['PageWindowSummary'];
export type ParamBatch = components['schemas']['ParamBatch'];
export type Part = components['schemas']['Part'];
export type PasswordChange = components['schemas']['PasswordChange'];
export type Performance = components['schemas']['Performance'];
export type Pin = components['schemas']['Pin'];
export type PinBody = components['schemas']['PinBody'];
export type Pipeline = components['schemas']['Pipeline'];
export type PipelineRun = components['schemas']['PipelineRun'];
export type PipelineVersion = components['schemas']['PipelineVersion'];
export type Point = components['schemas']['Point'];
export type Problem = components['schemas']['Problem'];
export type Production = components['schemas']['Production'];
export type PromoteBody = components['schemas']['PromoteBody'];
export type PromotionDecision = components['schemas']['PromotionDecision'];
export type PromotionEvidence = components['schemas']['PromotionEvidence'];
export type PromotionReport = components['schemas']['PromotionReport'];
export type PromotionRule = components['schemas']['PromotionRule'];
export type PromotionVerdict = components['schemas']['PromotionVerdict'];
export type Purged = components['schemas']['Purged'];
export type PurgeRequest = components['schemas']['PurgeRequest'];
export type ReferenceBins = components['schemas']['ReferenceBins'];
export type RegisteredModel = components['schemas']['RegisteredModel'];
export type Release = components['schemas']['Release'];
export type ReleaseBody = components['schemas']['ReleaseBody'];
export type ReleaseChange = components['schemas']['ReleaseChange'];
export type ReleasePerformance = components['schemas']['ReleasePerformance'];
export type ResponseCache = components['schemas']['ResponseCache'];
export type Responses = components['schemas']['Responses'];
export type Retyped = components['schemas']['Retyped'];
export type RollbackBody = components['schemas']['RollbackBody'];
export type RowPreview = components['schemas']['RowPreview'];
export type Rules = components['schemas']['Rules'];
export type Run = components['schemas']['Run'];
export type RunCause = components['schemas']['RunCause'];
export type RunChange = components['schemas']['RunChange'];
export type RunError = components['schemas']['RunError'];
export type RunInput = components['schemas']['RunInput'];
export type ServedModel = components['schemas']['ServedModel'];
export type ServedModelStatistics = components['schemas']['ServedModelStatistics'];
export type ServerDescription = components['schemas']['ServerDescription'];
export type ShadowAnswer = components['schemas']['ShadowAnswer'];
export type ShadowBody = components['schemas']['ShadowBody'];
export type ShadowComparison = components['schemas']['ShadowComparison'];
export type ShadowPolicy = components['schemas']['ShadowPolicy'];
export type ShadowReport = components['schemas']['ShadowReport'];
export type Share = components['schemas']['Share'];
export type StepOutput = components['schemas']['StepOutput'];
export type StepRun = components['schemas']['StepRun'];
export type Stickiness = components['schemas']['Stickiness'];
export type TagBatch = components['schemas']['TagBatch'];
export type TensorSpec = components['schemas']['TensorSpec'];
export type TestResult = components['schemas']['TestResult'];
export type Token = components['schemas']['Token'];
export type TokenWithSecret = components['schemas']['TokenWithSecret'];
export type Traffic = components['schemas']['Traffic'];
export type TrafficArm = components['schemas']['TrafficArm'];
export type TrafficBody = components['schemas']['TrafficBody'];
export type TrafficPolicy = components['schemas']['TrafficPolicy'];
export type UnknownPrediction = components['schemas']['UnknownPrediction'];
export type User = components['schemas']['User'];
export type UserChange = components['schemas']['UserChange'];
export type ValueCount = components['schemas']['ValueCount'];
export type VersionPolicy = components['schemas']['VersionPolicy'];
export type VersionProfile = components['schemas']['VersionProfile'];
export type VersionSummary = components['schemas']['VersionSummary'];
export type Webhook = components['schemas']['Webhook'];
export type WebhookChange = components['schemas']['WebhookChange'];
export type WebhookTestRequest = components['schemas']['WebhookTestRequest'];
export type WindowSummary = components['schemas']['WindowSummary'];
export type $defs = Record<string, never>;
export interface operations {
    listAuditEntries: {
        parameters: {
            query?: {
                action?: string;
                actor?: string;
                /** @description Rows on a page. */
                max_results?: number;
                /** @description Where to go on: next_page_token of the page before. */
                page_token?: string;
                subject?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageAuditEntry"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyAuditLog: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditVerification"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDatasets: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                max_results?: number;
                /** @description Where to go on: next_page_token of the page before. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageDataset"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateDataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
                "application/merge-patch+json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    diffDatasetVersions: {
        parameters: {
            query: {
                from: string;
                to: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetDiff"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDatasetVersions: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                max_results?: number;
                /** @description Where to go on: next_page_token of the page before. */
                page_token?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageVersionSummary"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    registerDatasetVersion: {
        parameters: {
            query?: {
                source?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetVersion"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDatasetVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetVersion"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    downloadDatasetFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDatasetProfile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionProfile"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewDatasetRows: {
        parameters: {
            query?: {
                max_results?: number;
            };
            header?: never;
            path: {
                name: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RowPreview"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeployments: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                max_results?: number;
                /** @description Where to go on: next_page_token of the page before. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageDeploymentResponse"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentResponse"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putDeployment: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DeploymentBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentResponse"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeploymentAt: {
        parameters: {
            query?: {
                time?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Production"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDrift: {
        parameters: {
            query?: {
                settled?: boolean;
                window?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DriftReport"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDriftEvents: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                max_results?: number;
                /** @description Where to go on: next_page_token of the page before. */
                page_token?: string;
                settled?: boolean;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageDriftDetected"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeploymentHistory: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                max_results?: number;
                /** @description Where to go on: next_page_token of the page before. */
                page_token?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageHistoryEntry"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendLabels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LabelsRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabelReceipt"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPerformance: {
        parameters: {
            query?: {
                settled?: boolean;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Performance"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pinDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PinBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentResponse"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unpinDeployment: {
        parameters: {
            query?: {
                reason?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentResponse"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    predict: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    promoteArm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PromoteBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseChange"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPromotion: {
        parameters: {
            query?: {
                settled?: boolean;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionReport"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listReleases: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                max_results?: number;
                /** @description Where to go on: next_page_token of the page before. */
                page_token?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageRelease"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createRelease: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReleaseBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseChange"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Release"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rollbackDeployment: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RollbackBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseChange"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getShadow: {
        parameters: {
            query?: {
                settled?: boolean;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShadowReport"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTraffic: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Traffic"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putTraffic: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrafficBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Traffic"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTraffic: {
        parameters: {
            query?: {
                reason?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Traffic"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWindows: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                max_results?: number;
                /** @description Where to go on: next_page_token of the page before. */
                page_token?: string;
                settled?: boolean;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageWindowSummary"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                action?: string;
                subject?: string;
            };
            header?: {
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listExperiments: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                max_results?: number;
                /** @description Where to go on: next_page_token of the page before. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageExperiment"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewExperiment"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Experiment"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Experiment"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRuns: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                max_results?: number;
                /** @description Where to go on: next_page_token of the page before. */
                page_token?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageRun"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    purgeExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PurgeRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Purged"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listImports: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                max_results?: number;
                /** @description Where to go on: next_page_token of the page before. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageImportJob"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startImport: {
        parameters: {
            query?: {
                wait?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewImport"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportJob"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getImport: {
        parameters: {
            query?: {
                wait?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportJob"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportJob"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listLeftOut: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                max_results?: number;
                /** @description Where to go on: next_page_token of the page before. */
                page_token?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageLeftOut"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    whoAmI: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listModels: {
        parameters: {
            query?: {
                filter?: string;
                /** @description Rows on a page. */
                max_results?: number;
                order_by?: string[];
                /** @description Where to go on: next_page_token of the page before. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageRegisteredModel"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createModel: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewModel"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredModel"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredModel"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteModel: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeModel: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JsonNode"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredModel"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getModelVersionByAlias: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                alias: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelVersion"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setModelAlias: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                alias: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AliasTarget"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredModel"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteModelAlias: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                alias: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredModel"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renameModel: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewName"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredModel"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listModelVersions: {
        parameters: {
            query?: {
                filter?: string;
                /** @description Rows on a page. */
                max_results?: number;
                order_by?: string[];
                /** @description Where to go on: next_page_token of the page before. */
                page_token?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageModelVersion"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    registerModelVersion: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    facts?: components["schemas"]["Part"];
                    /** Format: binary */
                    file?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelVersion"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getModelVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelVersion"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteModelVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeModelVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JsonNode"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelVersion"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    downloadModelVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getModelVersionLineage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lineage"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setModelVersionStage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewStage"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelVersion"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPipelines: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                max_results?: number;
                /** @description Where to go on: next_page_token of the page before. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PagePipeline"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPipeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pipeline"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putPipeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineVersion"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPipelineRuns: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                max_results?: number;
                /** @description Where to go on: next_page_token of the page before. */
                page_token?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PagePipelineRun"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startPipelineRun: {
        parameters: {
            query?: {
                wait?: number;
            };
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NewPipelineRun"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineRun"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPipelineRun: {
        parameters: {
            query?: {
                wait?: number;
            };
            header?: never;
            path: {
                id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineRun"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelPipelineRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Cancel"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineRun"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStepLogs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                name: string;
                step: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPipelineVersions: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                max_results?: number;
                /** @description Where to go on: next_page_token of the page before. */
                page_token?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PagePipelineVersion"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPipelineVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineVersion"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchRuns: {
        parameters: {
            query?: {
                experiment?: string;
                filter?: string;
                /** @description Rows on a page. */
                max_results?: number;
                order_by?: string[];
                /** @description Where to go on: next_page_token of the page before. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageRun"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startRun: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRun"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logRunInput: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Input"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MetricBatch"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMetricHistory: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                max_results?: number;
                /** @description Where to go on: next_page_token of the page before. */
                page_token?: string;
            };
            header?: never;
            path: {
                id: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageMetric"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    moveRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Move"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logParams: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ParamBatch"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    purgeRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PurgeRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Purged"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setRunTags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagBatch"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    purgeDeleted: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PurgeRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Purged"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    collectGarbage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GarbageReport"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTokens: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                max_results?: number;
                /** @description Where to go on: next_page_token of the page before. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageToken"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewToken"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenWithSecret"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                max_results?: number;
                /** @description Where to go on: next_page_token of the page before. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageUser"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                max_results?: number;
                /** @description Where to go on: next_page_token of the page before. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageWebhook"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWebhook"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                /** @description Rows on a page. */
                max_results?: number;
                /** @description Where to go on: next_page_token of the page before. */
                page_token?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageDelivery"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redeliverWebhookDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                delivery: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WebhookTestRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestResult"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInferenceServer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerDescription"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInferenceLive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInferenceReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getServedModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServedModel"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getServedModelConfig: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelConfig"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    infer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                    "application/octet-stream": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getServedModelReady: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelHealth"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getServedModelStatistics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServedModelStatistics"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getServedModelVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServedModel"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getServedModelConfigVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelConfig"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inferVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                    "application/octet-stream": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getServedModelReadyVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelHealth"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getServedModelStatisticsVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServedModelStatistics"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAllServedModelStatistics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServedModelStatistics"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listServedModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    loadServedModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unloadServedModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}

// One operation of a tracking client, by a number of users who each wait for the answer before they ask again.
// Given by run.py as environment: BASE, OPERATION, EXPERIMENT, RUN (with a long history), USERS, DURATION.
import http from 'k6/http';
import { check } from 'k6';

const root = `${__ENV.BASE}/api/2.0/mlflow`;
const asJson = { headers: { 'Content-Type': 'application/json' } };

export const options = {
  vus: Number(__ENV.USERS),
  duration: __ENV.DURATION,
  summaryTrendStats: ['med', 'p(95)', 'p(99)', 'max'],
};

// Each user's own: the run that it writes to, and how often it has.
let ownRun = null;
let writes = 0;

function expectOk(response) {
  check(response, { answered: (r) => r.status === 200 });
  return response;
}

function post(endpoint, body, measured = true) {
  return expectOk(http.post(`${root}/${endpoint}`, JSON.stringify(body), { ...asJson, tags: { measured: String(measured) } }));
}

function get(endpoint) {
  return expectOk(http.get(`${root}/${endpoint}`, { tags: { measured: 'true' } }));
}

function newRun(measured) {
  const body = { experiment_id: __ENV.EXPERIMENT, start_time: Date.now(), tags: [{ key: 'mlflow.user', value: 'benchmark' }] };
  return post('runs/create', body, measured).json('run.info.run_id');
}

// A fresh run after so many batches: people log to a run for a while, and parameters may be set only once.
function runForBatches(most) {
  if (writes % most === 0) {
    ownRun = newRun(false);
  }
  writes += 1;
  return ownRun;
}

function metricBatch(size) {
  const run = runForBatches(200);
  const first = writes * size;
  const metrics = [];
  for (let i = 0; i < size; i++) {
    metrics.push({ key: `metric${i % 20}`, value: Math.random(), timestamp: Date.now(), step: first + i });
  }
  post('runs/log-batch', { run_id: run, metrics });
}

function parameterBatch(size) {
  const run = runForBatches(size === 100 ? 1 : 8);
  const params = [];
  for (let i = 0; i < size; i++) {
    params.push({ key: `parameter${writes}_${i}`, value: `value ${i}` });
  }
  post('runs/log-batch', { run_id: run, params });
}

function filtered(accuracy) {
  post('runs/search', {
    experiment_ids: [__ENV.EXPERIMENT], max_results: 100,
    filter: `metrics.accuracy > ${accuracy} AND params.learning_rate = '0.1'`, order_by: ['metrics.accuracy DESC'],
  });
}

const operations = {
  create_run: () => newRun(true),
  metrics_10: () => metricBatch(10),
  metrics_500: () => metricBatch(500),
  params_10: () => parameterBatch(10),
  params_100: () => parameterBatch(100),
  search_runs: () => post('runs/search', { experiment_ids: [__ENV.EXPERIMENT], max_results: 1000 }),
  search_filtered: () => filtered(0.99),
  search_varied: () => filtered(0.99 + Math.random() / 10000),
  search_experiments: () => post('experiments/search', { max_results: 100 }),
  history: () => get(`metrics/get-history?run_id=${__ENV.RUN}&metric_key=loss&max_results=10000`),
  get_run: () => get(`runs/get?run_id=${__ENV.RUN}`),
};

export default operations[__ENV.OPERATION];

export function handleSummary(data) {
  const took = data.metrics['http_req_duration{measured:true}'] || data.metrics.http_req_duration;
  const checks = data.metrics.checks ? data.metrics.checks.values : { fails: 0 };
  return {
    [__ENV.SUMMARY]: JSON.stringify({
      rate: data.metrics.iterations.values.rate, p50: took.values.med, p95: took.values['p(95)'], p99: took.values['p(99)'],
      failed: checks.fails,
    }),
  };
}

// Named, so that k6 keeps these times apart from those of the preparations.
options.thresholds = { 'http_req_duration{measured:true}': ['max>=0'] };

const ERRORS = /(loss|error|brier|ece|rmse|mae|mse|latency|_ms$)/i

/** Whether less of it is better. */
export function lowerIsBetter(metric: string): boolean {
  return ERRORS.test(metric)
}

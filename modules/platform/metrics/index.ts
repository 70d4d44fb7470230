/** Metrics for Prometheus (docs/operation.md). */
export { type MetricsServer, serveMetrics } from './metrics-server';
export { observeOperation } from './operation.gauges';
export { OperationMetrics } from './operation-metrics.service';
export {
  databaseUp,
  jobSeconds,
  refusalsTotal,
  registry,
  requestSeconds,
  signInRefusals,
} from './registry';

/** Spans of requests, transactions and jobs for a collector of OpenTelemetry, where one is set (docs/operation.md). */
import { Logger } from '@nestjs/common';
import type { Env } from '../config/env';
import type { SpanExport } from './otlp-spans';

export { beginSpan, inSpan, type OpenSpan } from './spans';

type TracingSettings = Pick<Env, 'OTEL_EXPORTER_OTLP_ENDPOINT' | 'MAWA_ROLE'>;

/** Null where no collector is set: its libraries are not even loaded. */
export async function startTracing(env: TracingSettings): Promise<SpanExport | null> {
  if (env.OTEL_EXPORTER_OTLP_ENDPOINT === undefined) return null;
  const { exportSpans } = await import('./otlp-spans.js');
  const log = new Logger('tracing');
  return exportSpans({
    endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT,
    role: env.MAWA_ROLE,
    onFailure: () =>
      log.warn('the collector does not take the spans (OTEL_EXPORTER_OTLP_ENDPOINT)'),
  });
}

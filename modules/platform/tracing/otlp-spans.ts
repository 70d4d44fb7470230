import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind as OtelKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  type IdGenerator,
  RandomIdGenerator,
  type SpanExporter,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { VERSION } from '../config/version';
import { limited } from '../shared/time-limit';
import { currentTraceId } from '../shared/trace';
import { type OpenSpan, recordSpans, type SpanAttributes, type SpanKind } from './spans';

const KINDS: Readonly<Record<SpanKind, OtelKind>> = {
  server: OtelKind.SERVER,
  client: OtelKind.CLIENT,
  consumer: OtelKind.CONSUMER,
};

/** Maximum spans waiting to be sent; further ones are dropped. */
const MOST_WAITING = 2_048;
const AT_ONCE = 512;
const SEND_EVERY_MS = 5_000;
const SENT_WITHIN_MS = 5_000;
const CLOSED_WITHIN_MS = 3_000;
const SAID_EVERY_MS = 60_000;

export interface SpanExportSettings {
  /** URL of the collector, without `/v1/traces`. */
  readonly endpoint: string;
  /** `web`, `worker` or `both`. */
  readonly role: string;
  /** Called at most once a minute while the collector does not accept spans. */
  readonly onFailure: () => void;
}

export interface SpanExport {
  /** Sends what waits, for a bounded time. */
  close(): Promise<void>;
}

/** From here on spans are recorded and sent as OTLP over HTTP. Loaded where it is switched on alone. */
export function exportSpans({ endpoint, role, onFailure }: SpanExportSettings): SpanExport {
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/$/, '')}/v1/traces`,
    timeoutMillis: SENT_WITHIN_MS,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': 'mawa',
      'service.version': VERSION,
      'mawa.role': role,
    }),
    idGenerator: IDS,
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: sayingFailures(exporter, onFailure),
        maxQueueSize: MOST_WAITING,
        maxExportBatchSize: AT_ONCE,
        scheduledDelayMillis: SEND_EVERY_MS,
        exportTimeoutMillis: SENT_WITHIN_MS,
      }),
    ],
  });
  const tracer = provider.getTracer('mawa', VERSION);
  recordSpans({
    begin: (name, kind, attributes) =>
      new RecordedSpan((parent) =>
        tracer.startSpan(name, { kind: KINDS[kind], attributes }, parent),
      ),
  });
  return {
    close: async () => {
      recordSpans(null);
      await limited(CLOSED_WITHIN_MS, provider.shutdown()).catch(() => undefined);
    },
  };
}

const random = new RandomIdGenerator();

/** The trace of a span is the one of the log. */
const IDS: IdGenerator = {
  generateTraceId: () => currentTraceId() ?? random.generateTraceId(),
  generateSpanId: () => random.generateSpanId(),
};

/** Current span of asynchronous work. */
const contexts = new AsyncLocalStorage<Context>();

/** A span of another trace is no parent: work that outlives a request, or was asked for by another one. */
function parentContext(): Context {
  const context = contexts.getStore();
  const traceId = context && trace.getSpanContext(context)?.traceId;
  return context && traceId === currentTraceId() ? context : ROOT_CONTEXT;
}

class RecordedSpan implements OpenSpan {
  private readonly span: Span;
  private readonly context: Context;

  constructor(start: (parent: Context) => Span) {
    const parent = parentContext();
    this.span = start(parent);
    this.context = trace.setSpan(parent, this.span);
  }

  set(attributes: SpanAttributes): void {
    this.span.setAttributes(attributes);
  }

  end(error?: string): void {
    if (error !== undefined) {
      this.span.setAttribute('error.type', error);
      this.span.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.span.end();
  }

  run<T>(work: () => T): T {
    return contexts.run(this.context, work);
  }
}

function sayingFailures(exporter: SpanExporter, onFailure: () => void): SpanExporter {
  let saidAt = -Infinity;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const now = performance.now();
        if (result.code !== 0 && now - saidAt > SAID_EVERY_MS) {
          saidAt = now;
          onFailure();
        }
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
  };
}

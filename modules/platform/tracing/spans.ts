/** Numbers, codes and patterns: nothing that a person wrote, no id of a case, no address (docs/security.md). */
export type SpanAttributes = Readonly<Record<string, string | number>>;
export type SpanKind = 'server' | 'client' | 'consumer';

/** A piece of work that is going on. */
export interface OpenSpan {
  set(attributes: SpanAttributes): void;
  /** `error`: the code or the class of what ended it. */
  end(error?: string): void;
  /** Spans begun in `work` are children of this one. */
  run<T>(work: () => T): T;
}

export interface SpanRecorder {
  begin(name: string, kind: SpanKind, attributes: SpanAttributes): OpenSpan;
}

let recorder: SpanRecorder | null = null;

/** Null: nothing is recorded, and asking costs a comparison. A process has one recorder. */
export function recordSpans(by: SpanRecorder | null): void {
  recorder = by;
}

export const beginSpan = (
  name: string,
  kind: SpanKind,
  attributes: SpanAttributes,
): OpenSpan | undefined => recorder?.begin(name, kind, attributes);

export const inSpan = <T>(span: OpenSpan | undefined, work: () => T): T =>
  span ? span.run(work) : work();

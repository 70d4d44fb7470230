import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { JobRunner } from '../../modules/platform/queue';
import { startTracing } from '../../modules/platform/tracing';
import { beginSpan } from '../../modules/platform/tracing/spans';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const CANARIES = ['Mahjouba', 'Tizaoui', 'un récit canari', 'Compte ', '@example.org', '127.0.0.1'];

interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { key: string; value: object }[];
}

/** A collector that takes what it is sent, or refuses it. */
class Collector {
  readonly bodies: string[] = [];
  status = 200;
  private readonly server: Server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      if (this.status === 200) this.bodies.push(body);
      response.writeHead(this.status, { 'content-type': 'application/json' }).end('{}');
    });
  });

  async open(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  get spans(): SentSpan[] {
    return this.bodies.flatMap((body) =>
      (
        JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: SentSpan[] }[] }[] }
      ).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
    );
  }
}

const attributesOf = ({ attributes }: SentSpan): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

describe('spans for a collector of OpenTelemetry', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  const collector = new Collector();
  let endpoint: string;

  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    endpoint = await collector.open();
  });
  afterAll(async () => {
    collector.close();
    await mawa.stop();
  });

  /** What was sent while `work` went on; its own application may not have ended every answer yet. */
  const recorded = async <T>(work: () => Promise<T>): Promise<{ result: T; spans: SentSpan[] }> => {
    collector.bodies.splice(0);
    const tracing = await startTracing({
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      MAWA_ROLE: 'both',
    });
    const result = await work();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await tracing!.close();
    return { result, spans: collector.spans };
  };

  it('are none, and no library is loaded, where no collector is set', async () => {
    expect(await startTracing({ MAWA_ROLE: 'both' })).toBeNull();
    expect(beginSpan('anything', 'server', {})).toBeUndefined();
    const loaded = Object.keys(require.cache).filter((path) => path.includes('@opentelemetry/sdk'));
    expect(loaded).toEqual([]);
  });

  it('are kept up to a bound while the collector is gone', async () => {
    const gone = await startTracing({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
      MAWA_ROLE: 'both',
    });
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const heap = () => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    for (let n = 0; n < 5_000; n += 1) beginSpan('request', 'server', { n })!.end();
    const before = heap();
    for (let n = 0; n < 100_000; n += 1) beginSpan('request', 'server', { n })!.end();
    const grown = (heap() - before) / 1e6;
    await officer.get('/people').expect(200);
    const began = performance.now();
    await gone!.close();
    expect(performance.now() - began).toBeLessThan(4_000);
    // A hundred thousand spans would take more than 100 MB.
    expect(grown).toBeLessThan(40);
  });

  it('that the collector does not take are dropped, and everybody is served', async () => {
    collector.status = 503;
    const { spans } = await recorded(async () => {
      await officer.get('/people').expect(200);
    });
    collector.status = 200;
    expect(spans).toEqual([]);
    await officer.get('/people').expect(200);
  });

  it('have the trace id of the answer, its transactions as parts of it, and the route by its pattern', async () => {
    const person = { names: { given: 'Mahjouba', family: 'Tizaoui' }, story: 'un récit canari' };
    const { result, spans } = await recorded(async () => {
      const made = await officer.post('/api/v1/people', { people: [person] }).expect(201);
      const { id } = (made.body as { cases: { id: string }[] }).cases[0]!;
      return { id, made, seen: await officer.get(`/people/${id}`).expect(200) };
    });
    const ofRequest = (traceId: unknown) => spans.filter((span) => span.traceId === traceId);
    const [root, ...parts] = ofRequest(result.seen.headers['x-request-id']).sort(
      (a, b) => Number(Boolean(a.parentSpanId)) - Number(Boolean(b.parentSpanId)),
    );
    expect(root).toMatchObject({ name: 'GET /people/:id' });
    expect(root!.parentSpanId ?? '').toBe('');
    expect(attributesOf(root!)).toEqual({
      'http.request.method': 'GET',
      'http.route': '/people/:id',
      'http.response.status_code': 200,
    });
    expect(parts.length).toBeGreaterThan(0);
    for (const part of parts) {
      expect(part).toMatchObject({ name: 'transaction', parentSpanId: root!.spanId });
      expect(Object.keys(attributesOf(part)).sort()).toEqual(['db.system.name', 'mawa.statements']);
    }
    expect(parts.some((part) => Number(attributesOf(part)['mawa.statements']) > 3)).toBe(true);
    expect(ofRequest(result.made.headers['x-request-id']).length).toBeGreaterThan(1);
    const sent = collector.bodies.join('\n');
    const ofMany = new Set(spans.map(({ name }) => name));
    expect([...ofMany].every((name) => !name.includes(result.id))).toBe(true);
    for (const word of [...CANARIES, result.id, officer.actor.userId, officer.email])
      expect(sent).not.toContain(word);
  });

  it('of a job belong to the trace of the request that asked for it', async () => {
    const { result: traceId, spans } = await recorded(async () => {
      const person = { names: { given: 'Tizaoui' } };
      const made = await officer.post('/api/v1/people', { people: [person] }).expect(201);
      const { rows } = await mawa.admin.query<{ id: string }>(
        `SELECT id FROM jobs WHERE kind = 'find-duplicates' AND trace_id = $1`,
        [made.headers['x-request-id']],
      );
      await mawa.app.get(JobRunner).handle('find-duplicates', rows[0]!.id);
      return made.headers['x-request-id'];
    });
    const job = spans.find(({ name }) => name === 'job find-duplicates')!;
    expect(job.traceId).toBe(traceId);
    expect(job.parentSpanId ?? '').toBe('');
    expect(attributesOf(job)).toMatchObject({
      'mawa.job.kind': 'find-duplicates',
      'mawa.job.attempt': 1,
    });
    const parts = spans.filter(({ parentSpanId }) => parentSpanId === job.spanId);
    expect(parts.length).toBeGreaterThan(2);
    expect(collector.bodies.join('\n')).not.toContain('Tizaoui');
  });

  it('of what is refused and not found say a code or a status, no words', async () => {
    const { spans } = await recorded(async () => {
      await officer.get('/nowhere/Mahjouba').expect(404);
      await officer.post('/api/v1/people', { people: [{ sex: 'Mahjouba' }] });
    });
    expect(spans.map(({ name }) => name)).toContain('GET none');
    expect(collector.bodies.join('\n')).not.toContain('Mahjouba');
  });
});

import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { AuditSealer, AuditVerifier } from '../../modules/audit';
import { VERSION } from '../../modules/platform/config/version';
import { migrate, planUpgrade } from '../../modules/platform/database/migrate';
import { JobRunner } from '../../modules/platform/queue';
import { HOUSEKEEPING_ACTOR } from '../../modules/platform/shared/actor';
import { startApp, type TestApp } from '../support/app';
import { emptyDatabase, freshDatabase, type TestDatabase } from '../support/database';
import { figuresOf, loadRelease, releases, writeReleaseKey } from '../support/release-fixture';
import { dumpSchema, rowsOfTables } from '../support/schema-dump';

interface ReleaseFigures {
  readonly id: string;
  readonly documentSame: boolean;
  readonly moved: readonly {
    readonly figure: string;
    readonly then: unknown;
    readonly now: unknown;
  }[];
}

/** Rows that each database makes for itself: a key, and where the chain of the audit log begins. */
const OWN_ROWS = ['public.reach_key', 'public.audit_starts'];

/** A server of the release, which has prepared the statement that writes audit rows and goes on while others upgrade. */
async function serverOfRelease({ appUrl }: TestDatabase) {
  const client = new Client({ connectionString: appUrl });
  await client.connect();
  const actor = HOUSEKEEPING_ACTOR.userId;
  const act = async (action: string) => {
    await client.query('BEGIN');
    await client.query(
      `SELECT set_config('mawa.now', $1, true), set_config('mawa.actor', $2, true)`,
      [new Date().toISOString(), actor],
    );
    await client.query({
      name: 'act',
      text: `INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, fields, outcome, request_id, body)
             VALUES (0, $1, $2, 'test', '{}', '{}', 'done', NULL, '{}')`,
      values: [actor, action],
    });
    await client.query('COMMIT');
  };
  return { act, end: () => client.end() };
}

/** Drafts that wait for their second person: of the rules of placing the one that the release has. */
const DRAFTS = [
  `UPDATE rule_sets SET note = 'Autres points' WHERE state = 'draft'`,
  `INSERT INTO list_versions (list, version, source, licence, note, drafted_by, drafted_at)
   SELECT list, version + 1, source, licence, 'Autres mots', drafted_by, drafted_at
     FROM list_versions ORDER BY list, version DESC LIMIT 1`,
  `INSERT INTO form_versions (form_key, version, definition, author_id, created_at, writers)
   SELECT form_key, version + 1, definition, author_id, created_at, writers
     FROM form_versions ORDER BY form_key, version DESC LIMIT 1`,
];

describe.each(releases())('a database of Mawa %s', (release) => {
  let database: TestDatabase;
  let admin: Client;
  let fresh: { lines: string[]; rows: Map<string, ReadonlySet<string>> };
  let mawa: TestApp | undefined;
  const connected = async <T>({ adminUrl }: TestDatabase, work: (client: Client) => Promise<T>) => {
    const client = new Client({ connectionString: adminUrl });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };

  beforeAll(async () => {
    const made = await freshDatabase();
    fresh = await connected(made, async (client) => ({
      lines: await dumpSchema(client),
      rows: await rowsOfTables(client),
    }));
    await made.drop();
    database = await emptyDatabase();
    await connected(database, (client) => loadRelease(client, release));
    admin = new Client({ connectionString: database.adminUrl });
    await admin.connect();
  }, 120_000);
  afterAll(async () => {
    await admin.end();
    await (mawa ? mawa.stop() : database.drop());
  });

  it('is taken to the present, step by step, and has then the schema of a new one', async () => {
    const { from } = await planUpgrade(database.ownerUrl);
    expect(from).toEqual({ version: release, oldestServer: release });
    const server = await serverOfRelease(database);
    await server.act('test.before_upgrade');
    for (const draft of DRAFTS) await admin.query(draft);
    await migrate(database.ownerUrl, { finish: false });
    await server.act('test.after_upgrade');
    await server.end();
    const { rows: acts } = await admin.query<{ next: boolean }>(
      `SELECT seq = (SELECT max(seq) FROM audit_log) AS next FROM audit_log WHERE action = 'test.after_upgrade'`,
    );
    expect(acts).toEqual([{ next: true }]);
    await migrate(database.ownerUrl, { finish: true });
    const lines = await dumpSchema(admin);
    expect(lines.filter((line) => !fresh.lines.includes(line))).toEqual([]);
    expect(lines).toEqual(fresh.lines);
    expect(await planUpgrade(database.ownerUrl)).toMatchObject({
      from: { version: VERSION },
      steps: [],
      later: [],
      changed: [],
      gone: [],
    });
  }, 60_000);

  it('goes on waiting with its drafts', async () => {
    const { rows } = await admin.query(
      `SELECT 'rules' AS of, bool_and(ready_at = created_at) AS since FROM rule_sets WHERE state = 'draft' AND note <> ''
       UNION ALL SELECT 'list', bool_and(ready_at = drafted_at) FROM list_versions WHERE state = 'draft' AND note <> ''
       UNION ALL SELECT 'form', bool_and(ready_at = created_at) FROM form_versions WHERE state = 'draft'`,
    );
    expect(rows).toEqual(['rules', 'list', 'form'].map((of) => ({ of, since: true })));
  });

  it('has then each row of reference data that a new one has', async () => {
    const rows = await rowsOfTables(admin);
    const missing = [...fresh.rows]
      .filter(([table]) => !OWN_ROWS.includes(table))
      .flatMap(([table, lines]) =>
        [...lines].filter((line) => !rows.get(table)?.has(line)).map((line) => `${table}: ${line}`),
      );
    expect(missing).toEqual([]);
  });

  it('keeps its wishes for training and its courses, of which none has a trade yet', async () => {
    const { rows } = await admin.query(
      `SELECT (SELECT count(*) > 0 AND bool_and(trades = '{}' AND trades_version IS NULL) FROM training_orientations) AS wishes,
              (SELECT count(*) > 0 AND bool_and(trade IS NULL) FROM training_courses) AS courses`,
    );
    expect(rows).toEqual([{ wishes: true, courses: true }]);
  });

  it('counts the figures of its frozen reports anew as the release itself did', async () => {
    const data = mkdtempSync(join(tmpdir(), 'mawa-test-'));
    writeReleaseKey(join(data, 'mawa.key.json'));
    const reports = JSON.parse(readFileSync(figuresOf(release), 'utf8')) as ReleaseFigures[];
    const { rows } = await admin.query<{ at: Date }>('SELECT min(at) AS at FROM release.versions');
    mawa = await startApp({
      database,
      at: rows[0]!.at.toISOString(),
      env: { MAWA_DATA: data, MAWA_SYNTHETIC: 'true' },
    });
    const officer = await mawa.signInAs('nadia@demo.mawa');
    for (const { id, documentSame, moved } of reports) {
      const path = `/api/v1/reports/${id}/reproduction`;
      const { body } = await officer.post(path).expect(201);
      await mawa.app.get(JobRunner).handle('reproduce-report', body.jobId);
      const { reproductions } = (await officer.get(path).expect(200)).body;
      expect(documentSame && reproductions[0].documentSame).toBe(true);
      expect(reproductions[0].moved).toEqual(moved.map((one) => expect.objectContaining(one)));
    }
    expect(reports.length).toBeGreaterThan(1);
  }, 300_000);

  it('opens the names of its people', async () => {
    const officer = await mawa!.signInAs('leila@demo.mawa');
    const { body } = await officer.get('/api/v1/people?names=true').expect(200);
    expect(JSON.stringify(body)).toMatch(/"name":"[^"]+"/);
  });

  it('seals the audit rows of the release as those of before the chain, and those of now after them', async () => {
    await mawa!.app.get(AuditSealer).seal();
    const { logs, findings } = await mawa!.app.get(AuditVerifier).verify({ sealedWithinMs: 0 });
    expect(findings).toEqual([]);
    const { rows } = await admin.query<{ before: number; all: number }>(
      `SELECT count(*) FILTER (WHERE a.seq <= s.last_seq)::int AS before, count(*)::int AS all
         FROM audit_log a CROSS JOIN audit_starts s WHERE s.log = 'audit_log'`,
    );
    expect(logs[0]!.rows).toBe(rows[0]!.all);
    expect(rows[0]!.before).toBeGreaterThan(100);
    expect(logs[0]!.beforeChain).toBeGreaterThan(rows[0]!.before / 2);
    expect(rows[0]!.all).toBeGreaterThan(rows[0]!.before);
    const { rows: batches } = await admin.query<{ before: boolean }>(
      `SELECT DISTINCT before_chain AS before FROM audit_batches WHERE log = 'audit_log' ORDER BY 1`,
    );
    expect(batches).toEqual([{ before: false }, { before: true }]);
  }, 120_000);
});

it('there is a database of each release', () => expect(releases()).toContain('0.1.0'));

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { VERSION } from '../../modules/platform/config/version';
import { migrate, planUpgrade } from '../../modules/platform/database/migrate';
import { JobRunner } from '../../modules/platform/queue';
import { startApp, type TestApp } from '../support/app';
import { emptyDatabase, freshDatabase, type TestDatabase } from '../support/database';
import { loadRelease, releases, writeReleaseKey } from '../support/release-fixture';
import { dumpSchema, rowsOfTables } from '../support/schema-dump';

/** Reference data that the demonstration changes, as people who run a programme may. */
const CHANGED_BY_PEOPLE = ['public.installation', 'public.setting_proposals'];

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
    await migrate(database.ownerUrl, { finish: false });
    await migrate(database.ownerUrl, { finish: true });
    expect(await dumpSchema(admin)).toEqual(fresh.lines);
    expect(await planUpgrade(database.ownerUrl)).toMatchObject({
      from: { version: VERSION },
      steps: [],
      later: [],
      changed: [],
      gone: [],
    });
  }, 60_000);

  it('has then each row of reference data that a new one has', async () => {
    const rows = await rowsOfTables(admin);
    const missing = [...fresh.rows]
      .filter(([table]) => !CHANGED_BY_PEOPLE.includes(table))
      .flatMap(([table, lines]) =>
        [...lines].filter((line) => !rows.get(table)?.has(line)).map((line) => `${table}: ${line}`),
      );
    expect(missing).toEqual([]);
  });

  it('makes each frozen report anew byte for byte, and no figure moves', async () => {
    const data = mkdtempSync(join(tmpdir(), 'mawa-test-'));
    const keyFile = join(data, 'mawa.key.json');
    writeReleaseKey(keyFile);
    const { rows } = await admin.query<{ id: string; now: Date }>(
      `SELECT id, (SELECT max(at) FROM release.versions) AS now FROM reports WHERE state = 'frozen' ORDER BY period_from, id`,
    );
    mawa = await startApp({
      database,
      at: rows[0]!.now.toISOString(),
      env: { MAWA_DATA: data, MAWA_SYNTHETIC: 'true' },
    });
    const officer = await mawa.signInAs('nadia@demo.mawa');
    for (const { id } of rows) {
      const path = `/api/v1/reports/${id}/reproduction`;
      const { body } = await officer.post(path).expect(201);
      await mawa.app.get(JobRunner).answer('reproduce-report', body.jobId);
      const { reproductions } = (await officer.get(path).expect(200)).body;
      expect(reproductions[0]).toMatchObject({ documentSame: true, figuresMoved: 0 });
    }
    expect(rows.length).toBeGreaterThan(0);
  }, 300_000);

  it('opens the names of its people', async () => {
    const officer = await mawa!.signInAs('leila@demo.mawa');
    const { body } = await officer.get('/api/v1/people?names=true').expect(200);
    expect(JSON.stringify(body)).toMatch(/"name":"[^"]+"/);
  });
});

it('there is a database of each release', () => expect(releases()).toContain('0.1.0'));

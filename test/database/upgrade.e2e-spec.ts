import { Client } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { STEPS, type SchemaStep } from '../../migrations';
import { refuseForeignKeyFile } from '../../modules/access';
import { readEnv } from '../../modules/platform/config/env';
import { VERSION } from '../../modules/platform/config/version';
import { isSynthetic } from '../../modules/platform/database/installation';
import { migrate, planUpgrade } from '../../modules/platform/database/migrate';
import { schemaCode } from '../../modules/platform/database/schema-code';
import { freshDatabase, type TestDatabase } from '../support/database';
import { dumpSchema } from '../support/schema-dump';

const addsHeight: SchemaStep = class AddsHeight1800000000001 implements MigrationInterface {
  static readonly release = VERSION;
  static readonly phase = 'expand';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE beds ADD COLUMN height smallint');
  }
  async down(): Promise<void> {}
};
const dropsHeight: SchemaStep = class DropsHeight1800000000002 implements MigrationInterface {
  static readonly release = VERSION;
  static readonly phase = 'contract';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE beds DROP COLUMN height');
  }
  async down(): Promise<void> {}
};

describe('the upgrade of a database', () => {
  let database: TestDatabase;
  let admin: Client;
  let fresh: string[];
  beforeEach(async () => {
    database = await freshDatabase();
    admin = new Client({ connectionString: database.adminUrl });
    await admin.connect();
    fresh ??= await dumpSchema(admin);
  });
  afterEach(async () => {
    await admin.end();
    await database.drop();
  });

  const versions = async () =>
    (
      await admin.query<{ version: string; oldest: string }>(
        'SELECT version, oldest_server AS oldest FROM release.versions ORDER BY id',
      )
    ).rows;
  const release = (version: string, oldest: string) =>
    admin.query('INSERT INTO release.versions (version, oldest_server, at) VALUES ($1, $2, $3)', [
      version,
      oldest,
      new Date('2026-11-30T12:00:00Z'),
    ]);
  const own = { version: VERSION, oldest: VERSION };

  it('has nothing to do where the database is of this version, however often it is asked', async () => {
    expect(await migrate(database.ownerUrl)).toEqual([]);
    expect(await migrate(database.ownerUrl, { finish: false })).toEqual([]);
    expect(await versions()).toEqual([own]);
    expect(await planUpgrade(database.ownerUrl)).toMatchObject({
      from: { version: VERSION, oldestServer: VERSION },
      to: VERSION,
      steps: [],
      later: [],
      changed: [],
      gone: [],
    });
  });

  it('knows each function, view, trigger and policy by a name of its own', () => {
    const code = schemaCode();
    expect(new Set(code.map(({ name }) => name)).size).toBe(code.length);
    const kinds = code.map(({ kind }) => kind);
    for (const kind of ['function', 'view', 'trigger', 'policy', 'row security'] as const)
      expect([kind, kinds.filter((one) => one === kind).length > 10]).toEqual([kind, true]);
  });

  it('makes the same of code that was changed, lost or left over as a new database has', async () => {
    await admin.query(`
      SET ROLE mawa_owner;
      CREATE OR REPLACE FUNCTION mawa_tonight() RETURNS date LANGUAGE sql STABLE AS 'SELECT NULL::date';
      DROP POLICY cases_read ON cases;
      DROP TRIGGER user_roles_suit ON user_roles;
      ALTER TABLE documents NO FORCE ROW LEVEL SECURITY;
      DROP FUNCTION report_tasks_follow CASCADE;
      CREATE FUNCTION old_rule() RETURNS boolean LANGUAGE sql AS 'SELECT true';
      CREATE POLICY old_policy ON cases USING (old_rule());
      INSERT INTO release.code VALUES ('function old_rule', sha256('')), ('policy old_policy ON cases', sha256(''));
      UPDATE release.code SET digest = sha256('of the version before') WHERE name = 'function mawa_tonight';
      RESET ROLE`);
    expect(await dumpSchema(admin)).not.toEqual(fresh);
    const { changed, gone } = await planUpgrade(database.ownerUrl);
    expect(changed.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'function mawa_tonight',
        'policy cases_read ON cases',
        'trigger user_roles_suit ON user_roles',
        'row security FORCE documents',
        'function report_tasks_follow',
      ]),
    );
    expect([...gone].sort()).toEqual(['function old_rule', 'policy old_policy ON cases']);
    await migrate(database.ownerUrl);
    expect(await dumpSchema(admin)).toEqual(fresh);
  });

  describe('with a step that older servers live with and one that they do not', () => {
    beforeEach(() => {
      (STEPS as SchemaStep[]).push(addsHeight, dropsHeight);
    });
    afterEach(() => {
      (STEPS as SchemaStep[]).splice(-2);
    });
    const hasHeight = async () =>
      (
        await admin.query(
          `SELECT FROM pg_attribute WHERE attrelid = 'beds'::regclass AND attname = 'height'`,
        )
      ).rowCount === 1;

    it('takes the first while they go on, and the second when it is told to', async () => {
      await release('0.0.9', '0.0.8');
      expect(await planUpgrade(database.ownerUrl)).toMatchObject({
        steps: [addsHeight.name],
        later: [dropsHeight.name],
      });
      expect(await migrate(database.ownerUrl, { finish: false })).toEqual([addsHeight.name]);
      expect(await hasHeight()).toBe(true);
      expect((await versions()).at(-1)).toEqual({ version: VERSION, oldest: '0.0.9' });
      expect(await migrate(database.ownerUrl, { finish: false })).toEqual([]);

      expect(await migrate(database.ownerUrl)).toEqual([dropsHeight.name]);
      expect(await hasHeight()).toBe(false);
      expect((await versions()).at(-1)).toEqual(own);
      expect(await dumpSchema(admin)).toEqual(fresh);
    });

    it('waits for whoever holds the table of a step, and lets others have their turn meanwhile', async () => {
      await release('0.0.9', '0.0.9');
      const [report, page] = [1, 2].map(() => new Client({ connectionString: database.adminUrl }));
      await Promise.all([report!.connect(), page!.connect()]);
      await report!.query('BEGIN; LOCK TABLE beds IN ACCESS SHARE MODE');
      const upgrade = migrate(database.ownerUrl);
      const waits: number[] = [];
      for (let n = 0; n < 6; n += 1) {
        const began = Date.now();
        await page!.query('SELECT count(*) FROM beds');
        waits.push(Date.now() - began);
        await new Promise((resolve) => setTimeout(resolve, 400));
      }
      expect(await hasHeight()).toBe(false);
      await report!.query('COMMIT');
      await Promise.all([report!.end(), page!.end()]);
      expect(await upgrade).toEqual([addsHeight.name, dropsHeight.name]);
      // A statement of a page behind the step waits for its second, not for the report.
      expect(Math.max(...waits)).toBeLessThan(2_000);
    });

    it('takes each step once, whoever asks at the same time', async () => {
      await release('0.0.9', '0.0.9');
      const taken = await Promise.all(Array.from({ length: 4 }, () => migrate(database.ownerUrl)));
      expect(taken.flat()).toEqual([addsHeight.name, dropsHeight.name]);
    });
  });

  it('waits for whoever holds a table that it changes, and leaves nothing half done when it gives up', async () => {
    await admin.query(
      `UPDATE release.code SET digest = sha256('x') WHERE name = 'policy cases_read ON cases'`,
    );
    const reader = new Client({ connectionString: database.adminUrl });
    await reader.connect();
    await reader.query('BEGIN; LOCK TABLE cases IN ACCESS SHARE MODE');
    const upgrade = migrate(database.ownerUrl);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect((await planUpgrade(database.ownerUrl)).changed).toHaveLength(1);
    await reader.query('COMMIT');
    await reader.end();
    await upgrade;
    expect((await planUpgrade(database.ownerUrl)).changed).toEqual([]);
    expect(await dumpSchema(admin)).toEqual(fresh);
  });

  it.each([
    ['0.0.9', '0.0.8', /has the schema of Mawa 0\.0\.9.*run mawa upgrade/],
    ['99.1.0', '99.0.0', /no server below 99\.0\.0 works.*install 99\.1\.0/],
  ])('refuses to serve a database of %s for %s and later', async (version, oldest, sentence) => {
    await release(version, oldest);
    await expect(isSynthetic(database.appUrl)).rejects.toThrow(sentence);
    // Said before anything that only the present schema knows is asked.
    await expect(refuseForeignKeyFile(readEnv({}), database.appUrl)).rejects.toThrow(sentence);
  });

  it('serves a database of the version after that older servers can work with, and does not take it back', async () => {
    await release('99.1.0', VERSION);
    expect(await isSynthetic(database.appUrl)).toBe(false);
    await expect(migrate(database.ownerUrl)).rejects.toThrow(/use the commands of 99\.1\.0/);
  });

  it('goes on where the making of a schema was stopped in its midst', async () => {
    await admin.query(`
      DELETE FROM release.versions;
      DELETE FROM release.code;
      DELETE FROM migrations WHERE name <> 'Baseline1700000000001'`);
    await expect(isSynthetic(database.appUrl)).rejects.toThrow(/not prepared: run mawa migrate/);
    await migrate(database.ownerUrl);
    expect(await versions()).toEqual([own]);
    expect(await planUpgrade(database.ownerUrl)).toMatchObject({
      steps: [],
      changed: [],
      gone: [],
    });
    expect(await dumpSchema(admin)).toEqual(fresh);
  });

  it('refuses a database without a schema, and one of before the first release', async () => {
    await admin.query('DROP SCHEMA release CASCADE');
    await expect(isSynthetic(database.appUrl)).rejects.toThrow(/not prepared: run mawa migrate/);
    await expect(migrate(database.ownerUrl)).rejects.toThrow(/made before version 0\.1\.0/);
  });
});

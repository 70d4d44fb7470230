import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PasswordHashes } from '../../modules/access';
import { anchorFile } from '../../modules/audit';
import { readEnv } from '../../modules/platform/config/env';
import {
  environmentOf,
  isSynthetic,
  markSynthetic,
} from '../../modules/platform/database/installation';
import { cookieName } from '../../modules/platform/web/cookie-name';
import { demoEnv, removeDemoFiles } from '../../src/cli/demo.command';
import { practiceEnv } from '../../src/cli/practice.command';
import { copyAccounts, liveAccounts } from '../../src/practice/copy-accounts';
import { aPerson, type TestPerson } from '../beneficiaries/test-people';
import { PASSWORD, startApp, type SignedIn, type TestApp } from '../support/app';

/** Of the live programme. */
const AUDIT = {
  MAWA_AUDIT_ANCHORS: '/srv/mawa/anchors.jsonl',
  MAWA_AUDIT_SYSLOG: 'syslog://logs.example.org:514',
  MAWA_AUDIT_MAIL: 'audit@example.org',
};

describe('the practice programme', () => {
  let live: TestApp;
  let practice: TestApp;
  let invented: TestPerson;
  let officer: SignedIn;
  beforeAll(async () => {
    live = await startApp();
    officer = await live.signIn('reintegration_officer');
    await aPerson(officer);
    practice = await startApp({ env: { MAWA_SYNTHETIC: 'true' } });
    for (const email of ['amal@demo.mawa', 'driss@demo.mawa']) {
      const { actor } = await practice.signIn('administrator');
      await practice.admin.query('UPDATE users SET email = $2 WHERE id = $1', [
        actor.userId,
        email,
      ]);
    }
    invented = await aPerson(await practice.signIn('reintegration_officer'));
  });
  afterAll(async () => {
    await practice.stop();
    await live.stop();
  });

  const follow = async () =>
    copyAccounts(
      await liveAccounts(live.database.appUrl),
      practice.database.adminUrl,
      practice.clock.now(),
    );
  it('takes over accounts with their passwords and roles, and nobody else of the programme', async () => {
    expect(await follow()).toBe(1);
    const here = await practice.signInAs(officer.email);
    expect(here.actor.roles).toEqual(['reintegration_officer']);
    const { rows } = await practice.admin.query('SELECT count(*)::int AS people FROM cases');
    expect(rows).toEqual([{ people: 1 }]);
    await here.get(invented.path).expect(200);
    const hash = await practice.admin.query<{ password_hash: string }>(
      'SELECT password_hash FROM users WHERE email = $1',
      [officer.email],
    );
    expect(
      await practice.app.get(PasswordHashes).matches(hash.rows[0]!.password_hash, PASSWORD),
    ).toBe(true);
  });

  it('follows what changes there: roles, names, and accounts that close', async () => {
    const manager = await live.signIn('shelter_manager');
    await follow();
    expect((await practice.signInAs(manager.email)).actor.roles).toEqual(['shelter_manager']);
    await live.admin.query(
      `UPDATE user_roles SET ended_at = granted_at, ended_by = granted_by WHERE user_id = $1`,
      [manager.actor.userId],
    );
    await live.admin.query(`UPDATE users SET name = 'Nom nouveau' WHERE id = $1`, [
      officer.actor.userId,
    ]);
    await follow();
    await follow();
    const { rows } = await practice.admin.query(
      'SELECT name, active FROM users WHERE email = ANY ($1) ORDER BY name',
      [[officer.email, manager.email]],
    );
    expect(rows).toContainEqual({ name: 'Nom nouveau', active: true });
    expect(rows).toContainEqual(expect.objectContaining({ active: false }));
  });

  it('leaves the programme as it is: a password changed or a person registered in practice stays there', async () => {
    const here = await practice.signInAs(officer.email);
    await aPerson(here);
    const { rows } = await live.admin.query('SELECT count(*)::int AS people FROM cases');
    expect(rows).toEqual([{ people: 1 }]);
  });

  it('signs nobody out of the programme on the same host: its cookies have other names', () => {
    const env = readEnv({ MAWA_TLS: 'true' });
    expect(cookieName(practiceEnv(env), 'mawa_session')).toBe('__Host-practice_mawa_session');
    expect(cookieName(env, 'mawa_session')).toBe('__Host-mawa_session');
  });

  it('has a database, keys and files of its own, no mail, and its name on every page and file', () => {
    const env = practiceEnv(
      readEnv({
        MAWA_DATA: '/srv/mawa',
        DATABASE_URL: 'postgres://mawa_app:x@127.0.0.1/mawa',
        DATABASE_OWNER_URL: 'postgres://mawa_owner:x@127.0.0.1/mawa',
        MAWA_MAIL_URL: 'smtp://mail.example.org',
        REDIS_URL: 'redis://127.0.0.1',
        ...AUDIT,
      }),
    );
    expect(anchorFile(env)).toBe('/srv/mawa/practice/audit-anchors.jsonl');
    expect(env).toMatchObject({
      DATABASE_URL: undefined,
      DATABASE_OWNER_URL: undefined,
      REDIS_URL: undefined,
      MAWA_MAIL_URL: undefined,
      MAWA_AUDIT_SYSLOG: undefined,
      MAWA_AUDIT_MAIL: undefined,
      MAWA_PKCS11_MODULE: undefined,
      MAWA_SYNTHETIC: true,
      MAWA_DATA: '/srv/mawa/practice',
      keyFile: '/srv/mawa/practice/mawa.key.json',
      MAWA_NAME_PREFIX: 'Exercice · تدريب · Practice · ',
    });
  });

  it('begins anew without the anchors of the database of before, and leaves those of the programme', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mawa-test-'));
    try {
      const live = join(folder, 'live.jsonl');
      const env = demoEnv({ ...AUDIT, MAWA_DATA: folder, MAWA_AUDIT_ANCHORS: live });
      expect(env).toMatchObject({ MAWA_AUDIT_SYSLOG: undefined, MAWA_AUDIT_MAIL: undefined });
      for (const file of [live, join(folder, 'audit-anchors.jsonl'), join(folder, 'demo.json')])
        writeFileSync(file, '{}');
      removeDemoFiles(env);
      expect(readdirSync(folder)).toEqual(['live.jsonl']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a database of invented people', () => {
  let mawa: TestApp;
  beforeAll(async () => {
    mawa = await startApp();
  });
  afterAll(() => mawa.stop());

  const SERVED = readEnv({ MAWA_MAIL_URL: 'smtp://mail.example.org' });

  it('stays one whatever the environment says: marked on every page, and no mail leaves', async () => {
    expect(await environmentOf(SERVED, mawa.database.appUrl)).toEqual(SERVED);
    await markSynthetic(mawa.database.ownerUrl);
    expect(await environmentOf(SERVED, mawa.database.appUrl)).toMatchObject({
      MAWA_SYNTHETIC: true,
      MAWA_MAIL_URL: undefined,
    });
    await markSynthetic(mawa.database.ownerUrl); // a second start
    await expect(
      mawa.transactions.run({ ...(await mawa.signIn('administrator')).actor }, (tx) =>
        tx.query('DELETE FROM installation'),
      ),
    ).rejects.toMatchObject({ code: '42501' });
  });

  it('never becomes one once it has accounts', async () => {
    const other = await startApp();
    try {
      await other.signIn('administrator');
      await markSynthetic(other.database.ownerUrl);
      expect(await isSynthetic(other.database.appUrl)).toBe(false);
    } finally {
      await other.stop();
    }
  });
});

import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type supertest from 'supertest';
import { DeclaredRoutes, may, Sessions, TokenSignIn } from '../../modules/access';
import { actingThrough } from '../../modules/access/tokens/token-scope.rules';
import { TokenMails } from '../../modules/access/tokens/token-mails.service';
import { isToken, newToken } from '../../modules/access/tokens/token-text.rules';
import { PASSWORD, startApp, type SignedIn, type TestApp } from '../support/app';
import { countStatements } from '../support/count-statements';
import { enrol } from '../support/second-factor';
import { aProgramOf, programWith, type Program } from '../support/tokens';

interface MadeToken {
  readonly id: string;
  readonly token: string;
}
const DAY = 86_400_000;
/** Routes that recognise nobody (`Anonymous`): whoever holds a number, a link or a code. */
const ANONYMOUS =
  /^\/api\/v1\/(mot|partner-links|report-links|verify|identity-providers\/:id\/logout-tokens)(\/|$)/;
const person = { names: { given: 'Amal' }, sex: 'female', birthDate: '1994-03-08' };

describe('a token of one’s own account', () => {
  let mawa: TestApp;
  let officer: SignedIn;

  beforeAll(async () => {
    mawa = await startApp({ env: { TRUST_PROXY: '127.0.0.1' } });
    officer = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());

  const ask = (more: object = {}) => ({
    name: 'synchronisation',
    permissions: ['people:list', 'people:read', 'people:register'],
    days: 30,
    currentPassword: PASSWORD,
    ...more,
  });
  const make = async (owner: SignedIn, more: object = {}): Promise<Program> => {
    const { body } = await owner.post('/api/v1/account/tokens', ask(more)).expect(201);
    const { id, token } = body as MadeToken;
    return programWith(mawa, owner, { token, tokenId: id });
  };
  const coded = async (call: supertest.Test): Promise<[number, string]> => {
    const { status, body } = await call;
    return [status, (body as { code: string }).code];
  };
  const column = async <T>(text: string, values: unknown[]): Promise<T[]> =>
    (await mawa.admin.query<{ value: T }>(text, values)).rows.map(({ value }) => value);

  describe('is made', () => {
    it('after the password, is shown once, found by scanners, and kept as a digest alone', async () => {
      const { token, tokenId } = await make(officer);
      expect(token).toMatch(/^mawa_pat_[0-9A-Za-z]{49}$/);
      expect(isToken(token)).toBe(true);
      const { text } = await officer.get('/api/v1/account/tokens').expect(200);
      expect(text).toContain(tokenId);
      expect(text).not.toContain(token);
      const { rows } = await mawa.admin.query<{ digest: Buffer; all: string }>(
        'SELECT digest, t::text AS all FROM access_tokens t WHERE id = $1',
        [tokenId],
      );
      expect(rows[0]!.digest).toEqual(createHash('sha256').update(token).digest());
      expect(rows[0]!.all).not.toContain(token.slice(9, 52));
    });

    it('not with a wrong password, which is written down and counted', async () => {
      const owner = await mawa.signIn('reintegration_officer');
      const wrong = () => owner.post('/api/v1/account/tokens', ask({ currentPassword: 'faux' }));
      expect(await coded(wrong())).toEqual([422, 'access.password_wrong']);
      for (let n = 0; n < 7; n += 1) await wrong();
      expect(await coded(wrong())).toEqual([429, 'access.too_many_attempts']);
      expect(
        await column(
          `SELECT outcome AS value FROM audit_log WHERE actor_id = $1 AND action = 'tokens.make'`,
          [owner.actor.userId],
        ),
      ).toContain('refused');
    });

    it('with a code too where the account has a second factor', async () => {
      const owner = await mawa.signIn('finance_officer');
      const { app } = await enrol(mawa, owner.actor);
      const again = await mawa.signInAs(owner.email);
      const wish = { permissions: ['rates:enter'] };
      const fields = async (more: object) => {
        const { status, body } = await again.post(
          '/api/v1/account/tokens',
          ask({ ...wish, ...more }),
        );
        return [status, (body as { errors?: { code: string }[] }).errors?.[0]?.code];
      };
      expect(await fields({})).toEqual([422, 'access.token_needs_code']);
      expect(
        (await again.post('/api/v1/account/tokens', ask({ ...wish, code: '000000' }))).body,
      ).toMatchObject({ code: 'access.wrong_code' });
      await again.post('/api/v1/account/tokens', ask({ ...wish, code: app.next() })).expect(201);
    });

    it('for no more than the account may, no more places, and no longer than the setting', async () => {
      const first = async (more: object) => {
        const { status, body } = await officer.post('/api/v1/account/tokens', ask(more));
        return [status, (body as { errors: { code: string }[] }).errors[0]!.code];
      };
      expect(await first({ permissions: ['rates:enter'] })).toEqual([422, 'access.token_beyond']);
      expect(await first({ permissions: [] })).toEqual([422, 'common.too_few_items']);
      expect(await first({ permissions: ['users:manage'] })).toEqual([422, 'common.not_choice']);
      expect(await first({ days: 366 })).toEqual([422, 'common.too_big']);
      expect(await first({ places: ['00000000-0000-4000-8000-0000000000aa'] })).toEqual([
        422,
        'access.token_place',
      ]);
      await mawa.admin.query(`UPDATE settings SET value = '90' WHERE key = 'token_most_days'`);
      expect(await first({ days: 91 })).toEqual([422, 'access.token_days']);
      await make(officer, { days: 90 });
      await mawa.admin.query(`UPDATE settings SET value = '365' WHERE key = 'token_most_days'`);
    });

    it('through no other token', async () => {
      const program = await aProgramOf(mawa, officer);
      expect(await coded(program.post('/api/v1/account/tokens', ask()))).toEqual([
        403,
        'access.token_in_person',
      ]);
    });
  });

  describe('acts', () => {
    it('for its owner without a cookie and without the token of forms, and its id stands with the act', async () => {
      const program = await make(officer);
      const seen = await program.get('/api/v1/people').expect(200);
      expect(seen.headers['set-cookie']).toBeUndefined();
      const { body } = await program.post('/api/v1/people', { people: [person] }).expect(201);
      const caseId = (body as { cases: { id: string }[] }).cases[0]!.id;
      const { rows } = await mawa.admin.query<{ actor: string; body: string }>(
        'SELECT actor_id AS actor, body FROM audit_log WHERE token_id = $1 AND $2 = ANY (subject_ids)',
        [program.tokenId, caseId],
      );
      expect(rows.length).toBeGreaterThan(0);
      expect(new Set(rows.map(({ actor }) => actor))).toEqual(new Set([officer.actor.userId]));
      expect(rows.map((row) => (JSON.parse(row.body) as { token: string }).token)).toEqual(
        rows.map(() => program.tokenId),
      );
      await officer.get(`/api/v1/people/${caseId}`).expect(200);
      expect(
        await column(
          'SELECT token_id AS value FROM audit_log WHERE actor_id = $1 ORDER BY seq DESC LIMIT 1',
          [officer.actor.userId],
        ),
      ).toEqual([null]);
    });

    it('with what it was made for, and with nothing else of its owner', async () => {
      const program = await aProgramOf(mawa, officer, { permissions: ['people:list'] });
      await program.get('/api/v1/people').expect(200);
      await officer.get('/api/v1/tasks').expect(200);
      expect(await coded(program.get('/api/v1/tasks'))).toEqual([403, 'access.token_scope']);
      expect(await coded(program.get('/api/v1/users'))).toEqual([403, 'access.token_in_person']);
      const asked = await mawa.signIn('programme_officer');
      const other = await aProgramOf(mawa, asked);
      expect(await coded(other.get('/api/v1/people'))).toEqual([403, 'access.not_yours']);
    });

    it('without saying who somebody is, unless it was made for that too', async () => {
      const officer = await mawa.signIn('reintegration_officer');
      const people = [
        { names: { given: 'Zineb', family: 'Ouazzani' }, phone: '06 00 00 00 41', sex: 'female' },
      ];
      const { body } = await officer.post('/api/v1/people', { people }).expect(201);
      const caseId = (body as { cases: { id: string }[] }).cases[0]!.id;
      const permissions = ['people:list', 'people:read', 'people:correct'] as const;
      const program = await aProgramOf(mawa, officer, { permissions });
      const namesIn = async (one: Program) => {
        const corrections = await one.get(`/api/v1/people/${caseId}/corrections`).expect(200);
        return [
          (await one.get('/api/v1/people?names=true').expect(200)).text.includes('Zineb'),
          (await one.post('/api/v1/people/search', { q: 'Zineb' })).text.includes('Ouazzani'),
          ...['Zineb', '600000041'].map((secret) => corrections.text.includes(secret)),
        ];
      };
      expect(await namesIn(program)).toEqual([false, false, false, false]);
      await program.post(`/api/v1/people/${caseId}/identity`, { parts: ['identity'] }).expect(403);
      const wider = await aProgramOf(mawa, officer, {
        permissions: [...permissions, 'people:show-identity'],
      });
      expect(await namesIn(wider)).toEqual([true, true, true, true]);
    });

    it('on the API alone: no page, and no session beside it', async () => {
      const program = await aProgramOf(mawa, officer);
      for (const path of ['/people', '/', '/account', '/account/tokens'])
        expect([path, (await program.get(path)).status]).toEqual([path, 403]);
      const both = await program.get('/api/v1/people').set('cookie', officer.headers['cookie']!);
      expect([both.status, (both.body as { code: string }).code]).toEqual([
        401,
        'access.token_and_session',
      ]);
      expect(both.headers['www-authenticate']).toBe('Bearer realm="mawa", error="invalid_request"');
      const stranger = await mawa.http().get('/api/v1/people').expect(401);
      expect(stranger.headers['www-authenticate']).toBe('Bearer realm="mawa"');
      const { body } = await program.get('/api/v1/session').expect(200);
      expect(body).toMatchObject({ actor: { id: officer.actor.userId }, csrfToken: '' });
    });

    it('by as many statements as a session, once its last use is written', async () => {
      const program = await aProgramOf(mawa, officer);
      await program.get('/api/v1/people').expect(200);
      const path = '/api/v1/organisations';
      await officer.get(path).expect(200);
      const asSession = await countStatements(mawa, () => officer.get(path).expect(200));
      const asToken = await countStatements(mawa, () => program.get(path).expect(200));
      expect(asToken).toBe(asSession);
    });

    it('with its last use written: when and from which network, once a minute', async () => {
      const program = await aProgramOf(mawa, officer);
      const use = async (address: string) => {
        await program.get('/api/v1/people').set('x-forwarded-for', address).expect(200);
        const { rows } = await mawa.admin.query<{ used_at: Date; used_from: string }>(
          'SELECT used_at, used_from FROM access_tokens WHERE id = $1',
          [program.tokenId],
        );
        return [rows[0]!.used_at.toISOString(), rows[0]!.used_from];
      };
      const first = mawa.clock.now().toISOString();
      expect(await use('2001:db8:1:2:3::4')).toEqual([first, '2001:db8:1:2::/64']);
      mawa.clock.advance(59_000);
      expect(await use('198.51.100.7')).toEqual([first, '2001:db8:1:2::/64']);
      mawa.clock.advance(2_000);
      expect(await use('198.51.100.7')).toEqual([mawa.clock.now().toISOString(), '198.51.100.7']);
    });

    it('as often as the setting says, and is told when to come back', async () => {
      const program = await aProgramOf(mawa, officer);
      const other = await aProgramOf(mawa, officer);
      await mawa.admin.query(
        `UPDATE settings SET value = '5' WHERE key = 'token_requests_per_minute'`,
      );
      for (let n = 0; n < 5; n += 1) await program.get('/api/v1/people').expect(200);
      const sixth = await program.get('/api/v1/people').expect(429);
      expect(sixth.body).toMatchObject({ code: 'access.token_too_many' });
      expect(Number(sixth.headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(sixth.headers['retry-after'])).toBeLessThanOrEqual(60);
      await other.get('/api/v1/people').expect(200);
      await mawa.admin.query(
        `UPDATE settings SET value = '600' WHERE key = 'token_requests_per_minute'`,
      );
    });
  });

  describe('ends', () => {
    const refused = async (program: Program): Promise<[string, string | undefined]> => {
      const answer = await program.get('/api/v1/people').expect(401);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      return [(answer.body as { code: string }).code, answer.headers['www-authenticate']];
    };
    const invalid = 'Bearer realm="mawa", error="invalid_token"';

    it('when its owner revokes it, in the next request', async () => {
      const program = await make(officer);
      await program.get('/api/v1/people').expect(200);
      await officer.delete(`/api/v1/account/tokens/${program.tokenId}`).expect(204);
      expect(await refused(program)).toEqual(['access.token_revoked', invalid]);
    });

    it('once, where two revoke it at the same time', async () => {
      const program = await make(officer);
      const admin = await mawa.signIn('administrator');
      const answers = await Promise.all([
        officer.delete(`/api/v1/account/tokens/${program.tokenId}`),
        admin.delete(`/api/v1/tokens/${program.tokenId}`),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 404]);
      expect(
        await column(
          `SELECT action AS value FROM audit_log WHERE $1 = ANY (subject_ids) AND action = 'tokens.revoke'`,
          [program.tokenId],
        ),
      ).toHaveLength(1);
    });

    it('by nobody else’s hand than its owner’s and administrators’', async () => {
      const program = await make(officer);
      const other = await mawa.signIn('case_supervisor');
      await other.delete(`/api/v1/account/tokens/${program.tokenId}`).expect(404);
      await other.delete(`/api/v1/tokens/${program.tokenId}`).expect(403);
      await program.get('/api/v1/people').expect(200);
      expect((await other.get('/api/v1/account/tokens')).text).not.toContain(program.tokenId);
    });

    it('on its last day', async () => {
      const program = await make(officer, { days: 1 });
      const now = mawa.clock.now();
      mawa.clock.advance(DAY - 1_000);
      await program.get('/api/v1/people').expect(200);
      mawa.clock.advance(1_000);
      expect(await refused(program)).toEqual(['access.token_expired', invalid]);
      mawa.clock.advance(now.getTime() - mawa.clock.now().getTime());
    });

    it('with its owner’s role, in the next request, and comes back with it no wider than before', async () => {
      const owner = await mawa.signIn(['reintegration_officer', 'programme_officer']);
      const program = await aProgramOf(mawa, owner, {
        permissions: ['people:list', 'indicators:read'],
      });
      await program.get('/api/v1/people').expect(200);
      await program.get('/api/v1/indicators').expect(200);
      const admin = await mawa.signIn('administrator');
      const [role] = await column<string>(
        `SELECT id AS value FROM user_roles WHERE user_id = $1 AND role = 'reintegration_officer'`,
        [owner.actor.userId],
      );
      await admin.delete(`/api/v1/roles/${role}`).expect(204);
      expect(await coded(program.get('/api/v1/people'))).toEqual([403, 'access.not_yours']);
      await program.get('/api/v1/indicators').expect(200);
    });

    it('with a change of its owner’s password, as other sessions do', async () => {
      const owner = await mawa.signIn('reintegration_officer');
      const program = await aProgramOf(mawa, owner);
      await program.get('/api/v1/people').expect(200);
      await owner
        .post('/api/v1/account/password', {
          currentPassword: PASSWORD,
          newPassword: 'un tout autre mot de passe',
        })
        .expect(200);
      expect(await refused(program)).toEqual(['access.token_revoked', invalid]);
    });

    it('with its owner’s account, for good', async () => {
      const owner = await mawa.signIn('reintegration_officer');
      const program = await aProgramOf(mawa, owner);
      const admin = await mawa.signIn('administrator');
      const path = `/api/v1/users/${owner.actor.userId}`;
      await admin.post(`${path}/closing`, { reason: 'left' });
      expect(await refused(program)).toEqual(['access.token_revoked', invalid]);
      await admin.post(`${path}/reopening`);
      expect(await refused(program)).toEqual(['access.token_revoked', invalid]);
    });

    it('with its owner’s second factor, and opens nothing before there is one where a role requires it', async () => {
      const owner = await mawa.signIn('finance_officer');
      const { app } = await enrol(mawa, owner.actor);
      const again = await mawa.signInAs(owner.email);
      const program = await aProgramOf(mawa, again, { permissions: ['budget:read'] });
      await program.get('/api/v1/grants').expect(200);
      await again.post('/api/v1/session/proof', { proof: app.next() }).expect(204);
      await mawa.admin.query('BEGIN');
      await mawa.admin.query(`SELECT set_config('mawa.now', $1, true)`, [
        mawa.clock.now().toISOString(),
      ]);
      await mawa.admin.query('DELETE FROM second_factors WHERE user_id = $1', [owner.actor.userId]);
      await mawa.admin.query('COMMIT');
      expect(await refused(program)).toEqual(['access.token_revoked', invalid]);
      const later = await aProgramOf(mawa, again, { permissions: ['budget:read'] });
      expect(await coded(later.get('/api/v1/grants'))).toEqual([
        403,
        'access.second_factor_missing',
      ]);
    });
  });

  it('is guessed by nobody: 1,000 random ones from one address, and its owner still gets in from there', async () => {
    const program = await aProgramOf(mawa, officer);
    const address = '203.0.113.9';
    const counts = new Map<string, number>();
    for (let n = 0; n < 1_000; n += 20) {
      const some = Array.from({ length: 20 }, async (_, at) => {
        // Every fourth has a wrong checksum; the others are as good as real ones.
        const token = at % 4 === 0 ? `mawa_pat_${'x'.repeat(49)}` : newToken('mawa_pat_');
        const call = mawa
          .http()
          .get('/api/v1/people')
          .set({ authorization: `Bearer ${token}` });
        const { status, body } = await call.set('x-forwarded-for', address);
        const what = `${status} ${(body as { code: string }).code}`;
        counts.set(what, (counts.get(what) ?? 0) + 1);
      });
      await Promise.all(some);
    }
    expect(Object.fromEntries(counts)).toEqual({
      '401 access.token_wrong': 40,
      '429 access.too_many_attempts': 960,
    });
    await program.get('/api/v1/people').set('x-forwarded-for', address).expect(200);
  });

  it('that reads only is refused on every writing route of the API', async () => {
    const owner = await mawa.signIn([
      'reintegration_officer',
      'case_supervisor',
      'programme_officer',
      'shelter_manager',
    ]);
    await enrol(mawa, owner.actor);
    const program = await aProgramOf(mawa, owner, { readsOnly: true });
    await program.get('/api/v1/people').expect(200);
    const routes = mawa.app
      .get(DeclaredRoutes)
      .list()
      .filter(({ method, path }) => method !== 'GET' && path.startsWith('/api/v1/'));
    expect(routes.length).toBeGreaterThan(480);
    const others: string[] = [];
    let anonymous = 0;
    for (const { method, path, permission } of routes) {
      const address = path.replaceAll(/:[A-Za-z]+/g, '00000000-0000-4000-8000-0000000000aa');
      const answer = await program.send(method, address, '{}');
      const { code } = answer.body as { code?: string };
      if (answer.status === 403 && code === 'access.token_reads_only') continue;
      if (permission === 'public' && ANONYMOUS.test(path)) anonymous += 1;
      else others.push(`${method} ${path} ${answer.status} ${code}`);
    }
    expect(others).toEqual([]);
    expect(anonymous).toBe(14);
  }, 120_000);

  it('is announced to its owner by a mail that names nothing: when it is made, and once a week before its end', async () => {
    const mails = async () => {
      const folder = join(mawa.env.MAWA_DATA, 'mail');
      const names = await readdir(folder).catch(() => []);
      return names.filter((name) => name.includes(owned));
    };
    const owner = await mawa.signIn('reintegration_officer');
    const { tokenId: owned, token } = await make(owner, { days: 20, name: 'nom secret' });
    for (let tries = 0; tries < 100 && (await mails()).length === 0; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await mails()).toEqual([`token-${owned}.eml`]);
    const chore = mawa.app.get(TokenMails);
    await chore.run();
    expect(await mails()).toHaveLength(1);
    mawa.clock.advance(13 * DAY + 1_000);
    await Promise.all([chore.run(), chore.run()]);
    await chore.run();
    expect((await mails()).sort()).toEqual([`token-${owned}.eml`, `token-end-${owned}.eml`].sort());
    const all = await Promise.all(
      (await mails()).map((name) => readFile(join(mawa.env.MAWA_DATA, 'mail', name), 'utf8')),
    );
    for (const text of all) {
      expect(text).toContain(`To: ${owner.email}`);
      expect(text).not.toContain('nom secret');
      expect(text).not.toContain(token);
    }
    mawa.clock.advance(-(13 * DAY + 1_000));
  });

  describe('holds in the database too', () => {
    const acting = async (program: Program): Promise<SignedIn['actor']> => {
      const actor = (await mawa.app.get(Sessions).actorById(program.actor.userId))!;
      const { rows } = await mawa.admin.query<{ permissions: string[] }>(
        'SELECT permissions, places, reads_only FROM access_tokens WHERE id = $1',
        [program.tokenId],
      );
      const [kept] = rows as unknown as {
        permissions: string[];
        places: string[] | null;
        reads_only: boolean;
      }[];
      return actingThrough(actor, { id: program.tokenId, ...kept!, readsOnly: kept!.reads_only });
    };
    const asks = async <T>(program: Program, text: string, values: unknown[] = []): Promise<T> =>
      mawa.transactions.run(await acting(program), async (tx) => {
        const [row] = await tx.query<{ value: T }>(`SELECT ${text} AS value`, values);
        return row!.value;
      });

    it('roles that the scope does not need do not count, and accounts are not administered', async () => {
      const owner = await mawa.signIn(['finance_officer', 'auditor', 'administrator']);
      const program = await aProgramOf(mawa, owner, {
        permissions: ['rates:enter', 'health:read'],
      });
      expect(await asks(program, `mawa_has_role('finance_officer')`)).toBe(true);
      expect(await asks(program, `mawa_has_role('auditor')`)).toBe(false);
      expect(await asks(program, 'mawa_roles()')).not.toContain('auditor');
      expect(await asks(program, `mawa_has_role('administrator')`)).toBe(true);
      expect(await asks(program, 'mawa_manages_accounts()')).toBe(false);
    });

    it('places: the cases of one shelter, and neither those of another nor the owner’s own', async () => {
      const shelters = [randomUUID(), randomUUID()];
      const owner = await mawa.signIn('shelter_manager', { shelterIds: shelters });
      const [one] = shelters as [string];
      const whole = await aProgramOf(mawa, owner);
      const narrow = await aProgramOf(mawa, owner, { places: [one] });
      expect((await asks<string[]>(whole, 'mawa_principals()')).sort()).toEqual(
        [...shelters, owner.actor.userId].sort(),
      );
      expect(await asks(narrow, 'mawa_principals()')).toEqual([one]);
      const { body } = await owner.post('/api/v1/people', { people: [person] }).expect(201);
      const caseId = (body as { cases: { id: string }[] }).cases[0]!.id;
      await whole.get(`/api/v1/people/${caseId}`).expect(200);
      await narrow.get(`/api/v1/people/${caseId}`).expect(404);
      expect((await narrow.get('/api/v1/people').expect(200)).text).not.toContain(caseId);
      const board = await narrow.get('/api/v1/beds/board').expect(200);
      expect(board.status).toBe(200);
    });

    it('a token that reads only writes no part of a case', async () => {
      const { body } = await officer.post('/api/v1/people', { people: [person] }).expect(201);
      const caseId = (body as { cases: { id: string }[] }).cases[0]!.id;
      const write = `may_write_case($1, 'facts', actor_reach())`;
      const reading = await aProgramOf(mawa, officer, { readsOnly: true });
      const writing = await aProgramOf(mawa, officer);
      expect(await asks(writing, write, [caseId])).toBe(true);
      expect(await asks(reading, write, [caseId])).toBe(false);
      expect(await asks(reading, `may_read_case($1, 'facts', actor_reach())`, [caseId])).toBe(true);
    });

    it('break-glass, secrets of the account and tokens are for nobody’s program', async () => {
      const program = await aProgramOf(mawa, officer);
      for (const text of [
        `replace_own_password('x')`,
        'remove_own_second_factor()',
        `replace_recovery_codes('{}')`,
        `begin_second_factor(gen_random_uuid(), '', '', 'x', NULL, 1)`,
        `break_glass(gen_random_uuid(), 'M-AAAA-AAA-A', 'danger')`,
        'erase_case(gen_random_uuid())',
      ])
        await expect(asks(program, text)).rejects.toMatchObject({ message: 'no token does this' });
      await expect(
        mawa.transactions.run(await acting(program), (tx) =>
          tx.query(
            `INSERT INTO access_tokens (user_id, digest, name, permissions, reads_only, expires_at)
             VALUES (mawa_actor(), sha256('x'), 'x', '{people:list}', false, mawa_now() + interval '1 day')`,
          ),
        ),
      ).rejects.toThrow(/row-level security/);
    });

    it('a job that a program asked for keeps its scope, and is refused once the token ended', async () => {
      const owner = await mawa.signIn('programme_officer');
      const program = await aProgramOf(mawa, owner, { permissions: ['indicators:read'] });
      const tokens = mawa.app.get(TokenSignIn);
      const job = (await tokens.actorOfJob(owner.actor.userId, program.tokenId))!;
      expect(may(job, 'indicators:read')).toBe(true);
      expect(may(job, 'reports:draft')).toBe(false);
      expect(
        await asks(
          program,
          `(SELECT column_default FROM information_schema.columns
          WHERE table_name = 'jobs' AND column_name = 'token_id')`,
        ),
      ).toBe('mawa_token()');
      await owner.delete(`/api/v1/account/tokens/${program.tokenId}`).expect(204);
      expect(await tokens.actorOfJob(owner.actor.userId, program.tokenId)).toBeNull();
    });
  });
});

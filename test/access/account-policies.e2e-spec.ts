import { randomBytes, randomUUID } from 'node:crypto';
import type { Tx } from '../../modules/platform/database/transactions';
import { NOBODY, type Actor } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { signInByPassword } from './signing-in';

const DENIED = /permission denied|row-level security|signs for themselves|not for this actor/;
const SECOND = '00000000-0000-4000-8000-000000000003';

describe('row level security of the account tables, as the role of the application', () => {
  let mawa: TestApp;
  let admin: SignedIn;
  let partner: SignedIn;
  let manager: SignedIn;
  let supervisor: SignedIn;
  let houses: string[];

  beforeAll(async () => {
    mawa = await startApp();
    houses = [await house('A'), await house('B')];
    admin = await mawa.signIn('administrator');
    partner = await mawa.signIn('partner_viewer');
    manager = await mawa.signIn('shelter_manager', { shelterIds: [houses[0]!] });
    supervisor = await mawa.signIn('case_supervisor');
  });
  afterAll(() => mawa.stop());

  const house = async (letter: string): Promise<string> => {
    const { rows } = await mawa.admin.query<{ id: string }>(
      `INSERT INTO shelters (code_name, region, kind, receives, languages, created_at)
       VALUES ($1, '04', 'emergency', '{woman}', '{fr}', '2026-01-01Z') RETURNING id`,
      [`Maison ${letter}`],
    );
    return rows[0]!.id;
  };

  const as = <T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> =>
    mawa.transactions.run(actor, work);
  const sql = (actor: Actor, text: string, params: unknown[] = []): Promise<unknown[]> =>
    as(actor, (tx) => tx.query(text, params));
  const principals = async (actor: Actor): Promise<string[]> => {
    const [row] = (await sql(actor, 'SELECT mawa_principals() AS all')) as { all: string[] }[];
    return row!.all;
  };

  describe('a low actor', () => {
    it('gives nobody another house', async () => {
      await expect(
        sql(
          partner.actor,
          `INSERT INTO memberships (user_id, principal_kind, principal_id, given_by) VALUES ($1, 'shelter', $2, $3)`,
          [manager.actor.userId, houses[1], partner.actor.userId],
        ),
      ).rejects.toThrow(DENIED);
      expect(await principals(manager.actor)).toEqual([houses[0], manager.actor.userId]);
    });

    it('joins no team with the name of a colleague', async () => {
      const membership = `INSERT INTO memberships (user_id, principal_kind, principal_id, given_by) VALUES ($1, 'team', $2, $3)`;
      for (const actor of [manager.actor, admin.actor]) {
        await expect(
          sql(actor, membership, [manager.actor.userId, supervisor.actor.userId, actor.userId]),
        ).rejects.toThrow(DENIED);
      }
    });

    it('sees nothing of a colleague through a membership of the wrong kind that stands there all the same', async () => {
      const { userId } = manager.actor;
      for (const kind of ['team', 'organisation', 'shelter']) {
        await mawa.admin.query(
          `INSERT INTO memberships (user_id, principal_kind, principal_id, from_at, given_by) VALUES ($1, $2, $3, '2026-01-01Z', $4)`,
          [userId, kind, supervisor.actor.userId, SECOND],
        );
      }
      expect(await principals(manager.actor)).toEqual([houses[0], userId]);
    });

    it('makes herself nobody’s deputy, confirms none and ends none at a time of her own', async () => {
      const named = `INSERT INTO deputies (user_id, deputy_id, from_at, until_at, given_by)
        VALUES ($1, $2, mawa_now(), mawa_now() + interval '1 day', $3)`;
      const [absent, low, strange] = [
        supervisor.actor.userId,
        manager.actor.userId,
        partner.actor.userId,
      ];
      await expect(sql(manager.actor, named, [absent, low, low])).rejects.toThrow(DENIED);
      await expect(sql(manager.actor, named, [absent, low, absent])).rejects.toThrow(DENIED);
      await expect(sql(partner.actor, named, [absent, low, strange])).rejects.toThrow(DENIED);
      // A supervisor asks for somebody else: it waits, and neither she nor the deputy may confirm it.
      await sql(supervisor.actor, named, [strange, low, absent]);
      const confirmed = `UPDATE deputies SET confirmed_by = $1, confirmed_at = mawa_now() WHERE user_id = $2`;
      for (const actor of [manager.actor, supervisor.actor])
        await expect(sql(actor, confirmed, [actor.userId, strange])).rejects.toThrow(DENIED);
      await expect(sql(manager.actor, confirmed, [admin.actor.userId, strange])).rejects.toThrow();
      expect(await principals(manager.actor)).not.toContain(strange);
      const ended = `UPDATE deputies SET ended_by = $1, ended_at = mawa_now() + interval '1 hour' WHERE user_id = $2`;
      await expect(sql(manager.actor, ended, [low, strange])).rejects.toThrow(DENIED);
    });

    it('writes herself no role, with whatever names of others', async () => {
      const columns = 'user_id, role, granted_by, confirmed_by, confirmed_at';
      await expect(
        sql(
          partner.actor,
          `INSERT INTO user_roles (${columns}) VALUES ($1, 'case_supervisor', $2, $3, mawa_now())`,
          [partner.actor.userId, admin.actor.userId, SECOND],
        ),
      ).rejects.toThrow(DENIED);
      await expect(
        sql(
          partner.actor,
          `INSERT INTO user_roles (user_id, role, granted_by) VALUES ($1, 'programme_officer', $2)`,
          [partner.actor.userId, admin.actor.userId],
        ),
      ).rejects.toThrow(DENIED);
    });

    it('ends and confirms no role', async () => {
      const text = `UPDATE user_roles SET ended_by = $2, ended_at = mawa_now() WHERE user_id = $1 RETURNING 1`;
      const ended = await sql(partner.actor, text, [supervisor.actor.userId, partner.actor.userId]);
      expect(ended).toEqual([]);
    });

    it('closes and reopens no account', async () => {
      const text = 'UPDATE users SET active = NOT active WHERE id = $1 RETURNING 1';
      for (const { userId } of [supervisor.actor, partner.actor]) {
        expect(await sql(partner.actor, text, [userId])).toEqual([]);
      }
    });

    it('makes no password link, and confirms none', async () => {
      const text = `INSERT INTO password_links (user_id, token_digest, made_by, expires_at)
                    VALUES ($1, $2, $3, mawa_now() + interval '1 hour')`;
      await expect(
        sql(partner.actor, text, [supervisor.actor.userId, randomBytes(32), partner.actor.userId]),
      ).rejects.toThrow(DENIED);
    });
  });

  describe('whoever it is', () => {
    it.each(['administrator', 'case_supervisor'] as const)(
      'reads no hash of a password, no digest of a session and none of a link: %s',
      async (role) => {
        const { actor } = role === 'administrator' ? admin : supervisor;
        for (const text of [
          'SELECT password_hash FROM users',
          'SELECT * FROM users',
          'SELECT token_digest FROM sessions',
          'SELECT user_id FROM sessions',
          'SELECT token_digest FROM password_links',
        ]) {
          await expect(sql(actor, text)).rejects.toThrow(DENIED);
        }
        await expect(sql(actor, 'SELECT sign_in_account($1)', [supervisor.email])).rejects.toThrow(
          /before anybody is signed in/,
        );
      },
    );

    it('sets nobody’s password and opens nobody’s session', async () => {
      const other = supervisor.actor.userId;
      for (const { actor } of [partner, admin]) {
        for (const [text, params] of [
          [`UPDATE users SET password_hash = 'x' WHERE id = $1`, [other]],
          [`INSERT INTO password_changes (user_id) VALUES ($1)`, [other]],
          [
            `INSERT INTO sessions (token_digest, user_id, created_at, seen_at, expires_at)
             VALUES ($2, $1, mawa_now(), mawa_now(), mawa_now() + interval '1 hour')`,
            [other, randomBytes(32)],
          ],
        ] as const) {
          await expect(sql(actor, text, [...params])).rejects.toThrow(DENIED);
        }
        await expect(
          sql(actor, `SELECT session_open($1, $2, 'x', mawa_now(), 1)`, [randomBytes(32), other]),
        ).rejects.toThrow(/before anybody is signed in/);
      }
    });

    it('ends the sessions of others only as an administrator', async () => {
      const other = supervisor.actor.userId;
      await expect(sql(partner.actor, 'SELECT sessions_end($1, NULL)', [other])).rejects.toThrow(
        DENIED,
      );
      expect(await sql(partner.actor, 'SELECT * FROM sessions_of($1, NULL)', [other])).toEqual([]);
      expect(await sql(admin.actor, 'SELECT * FROM sessions_of($1, NULL)', [other])).toHaveLength(
        1,
      );
    });

    it('reads the names of colleagues', async () => {
      const text = 'SELECT name FROM users WHERE id = $1';
      expect(await sql(partner.actor, text, [supervisor.actor.userId])).toEqual([
        { name: supervisor.actor.name },
      ]);
    });
  });

  describe('an administrator', () => {
    const grant = `INSERT INTO user_roles (user_id, role, granted_by) VALUES ($1, $2, $3) RETURNING id`;

    it('gives a role in her own name and in no other', async () => {
      const user = partner.actor.userId;
      await expect(sql(admin.actor, grant, [user, 'auditor', SECOND])).rejects.toThrow(DENIED);
      const made = await sql(admin.actor, grant, [user, 'auditor', admin.actor.userId]);
      expect(made).toHaveLength(1);
    });

    it('says no other instant than that of her transaction', async () => {
      await expect(
        sql(
          admin.actor,
          `INSERT INTO user_roles (user_id, role, granted_by, granted_at) VALUES ($1, 'auditor', $2, '2020-01-01Z')`,
          [manager.actor.userId, admin.actor.userId],
        ),
      ).rejects.toThrow(DENIED);
    });

    it('signs a confirmation for herself, also while she ends the role', async () => {
      const [role] = (await sql(admin.actor, grant, [
        supervisor.actor.userId,
        'legal_officer',
        admin.actor.userId,
      ])) as { id: string }[];
      const other = await mawa.signIn('administrator');
      for (const text of [
        'confirmed_by = $2, confirmed_at = mawa_now()',
        'confirmed_by = $2, confirmed_at = mawa_now(), ended_by = mawa_actor(), ended_at = mawa_now()',
        `confirmed_by = mawa_actor(), confirmed_at = '2020-01-01Z', ended_by = $2`,
      ]) {
        await expect(
          sql(other.actor, `UPDATE user_roles SET ${text} WHERE id = $1`, [role!.id, SECOND]),
        ).rejects.toThrow(DENIED);
      }
    });

    it('writes no role, membership or link of her own', async () => {
      const own = admin.actor.userId;
      await expect(sql(admin.actor, grant, [own, 'auditor', SECOND])).rejects.toThrow(DENIED);
      await expect(
        sql(
          admin.actor,
          `INSERT INTO memberships (user_id, principal_kind, principal_id, given_by) VALUES ($1, 'shelter', $2, $3)`,
          [own, houses[0], SECOND],
        ),
      ).rejects.toThrow(DENIED);
      await expect(
        sql(admin.actor, 'UPDATE users SET active = false WHERE id = $1', [own]),
      ).rejects.toThrow(DENIED);
    });

    it('confirms a password link for two days and no longer', async () => {
      const { body: link } = await admin
        .post(`/api/v1/users/${manager.actor.userId}/password-links`)
        .expect(201);
      const other = await mawa.signIn('administrator');
      const text = `UPDATE password_links SET token_digest = $2, confirmed_by = mawa_actor(), confirmed_at = mawa_now(),
        expires_at = mawa_now() + make_interval(hours => $3) WHERE id = $1 RETURNING id`;
      await expect(sql(other.actor, text, [link.id, randomBytes(32), 49])).rejects.toThrow(DENIED);
      expect(await sql(other.actor, text, [link.id, randomBytes(32), 48])).toHaveLength(1);
    });

    it('makes no system user and no account with a password', async () => {
      for (const text of [
        `INSERT INTO users (email, name, system) VALUES ('a@example.org', 'A', true)`,
        `INSERT INTO users (email, name, password_hash) VALUES ('b@example.org', 'B', 'x')`,
      ]) {
        await expect(sql(admin.actor, text)).rejects.toThrow(DENIED);
      }
    });
  });

  describe('the audit log', () => {
    const row = `INSERT INTO audit_log (lane, actor_id, action, subject_kind, body) VALUES (0, $1, 'x.y', 'user', '{}')`;

    it.each(['audit_log', 'complaint_trail'])(
      'takes no row in another’s name or at another time: %s',
      async (log) => {
        const text = row.replace('audit_log', log);
        await expect(sql(partner.actor, text, [admin.actor.userId])).rejects.toThrow(DENIED);
        await expect(sql(partner.actor, text, [null])).rejects.toThrow(DENIED);
        await expect(
          sql(
            partner.actor,
            text.replace('(lane,', '(at, lane,').replace('(0,', `('2020-01-01Z', 0,`),
            [partner.actor.userId],
          ),
        ).rejects.toThrow(DENIED);
        await sql(partner.actor, text, [partner.actor.userId]);
        await sql(NOBODY, text, [NOBODY.userId]);
      },
    );

    it('shows an administrator sign-ins and nothing else', async () => {
      await signInByPassword(mawa, manager.email);
      const seen = await sql(admin.actor, 'SELECT DISTINCT action FROM audit_log');
      expect(seen).toEqual([{ action: 'session.start' }]);
      const auditor = await mawa.signIn('auditor');
      const all = await sql(auditor.actor, 'SELECT DISTINCT action FROM audit_log');
      expect(all.length).toBeGreaterThan(1);
    });
  });

  it('shows what a request id answered to nobody but who sent it', async () => {
    const id = randomUUID();
    const text = `INSERT INTO request_ids (user_id, use_case, request_id, body_digest, answer) VALUES ($1, 'x', $2, '\\x00', '{}')`;
    await sql(manager.actor, text, [manager.actor.userId, id]);
    const look = 'SELECT 1 AS one FROM request_ids WHERE request_id = $1';
    expect(await sql(manager.actor, look, [id])).toHaveLength(1);
    expect(await sql(supervisor.actor, look, [id])).toEqual([]);
    await expect(sql(supervisor.actor, text, [manager.actor.userId, id])).rejects.toThrow(DENIED);
  });
});

import type { OpenedGrant } from '../../modules/grant-budgeting';
import type { Role } from '../../modules/platform/shared/actor';
import { aShelter } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { openedGrant } from './samples';

/** What moves money and is changed on a page of its own: path, and what is proposed there from a day on. */
const KINDS = ['exchange-rates', 'night-rates', 'cost-allocations'] as const;
type Kind = (typeof KINDS)[number];
const TABLES: Readonly<Record<Kind, string>> = {
  'exchange-rates': 'exchange_rates',
  'night-rates': 'night_rates',
  'cost-allocations': 'cost_allocations',
};

describe('a rate, the price of a night and a cost allocation', () => {
  let mawa: TestApp;
  let grant: OpenedGrant;
  let shelterId: string;
  const people = {} as Record<Role, SignedIn>;

  beforeAll(async () => {
    mawa = await startApp({ at: '2026-11-24T10:00:00Z' });
    grant = await openedGrant(mawa);
    shelterId = (await aShelter(mawa, { A: { beds: 1 } })).id;
    for (const role of [
      'finance_officer',
      'programme_officer',
      'case_supervisor',
      'administrator',
      'auditor',
    ] as const)
      people[role] = await mawa.signIn(role, { language: 'en' });
  });
  afterAll(() => mawa.stop());

  const bodyOf = (kind: Kind, day: string): object => {
    const source = 'letter of 20 November';
    const lineId = grant.lines['IOM-1.1']!;
    switch (kind) {
      case 'exchange-rates':
        return { from: 'USD', to: 'MAD', validFrom: day, rate: '9.2', source };
      case 'night-rates':
        return { shelterId, from: day, amount: '180.00', currency: 'MAD', lineId, source };
      case 'cost-allocations':
        return { shelterId, from: day, source, shares: [{ lineId, share: '1' }] };
    }
  };
  const propose = async (kind: Kind, day: string): Promise<string> => {
    const { body } = await people.finance_officer
      .post(`/api/v1/${kind}`, bodyOf(kind, day))
      .expect(201);
    expect(body.state).toBe('proposed');
    return body.id as string;
  };
  const decide = (who: SignedIn, id: string, decision: string) =>
    who.post(`/api/v1/setting-proposals/${id}/decisions`, { decision });
  const rowsOf = async (kind: Kind) => {
    const { rows } = await mawa.admin.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM ${TABLES[kind]}`,
    );
    return rows[0]!.n;
  };
  const tasksOf = async (id: string) => {
    const { rows } = await mawa.admin.query<{ role: string; done: boolean }>(
      `SELECT for_role AS role, done_at IS NOT NULL AS done FROM tasks WHERE kind = 'setting_proposal' AND subject_id = $1`,
      [id],
    );
    return rows;
  };

  describe.each(KINDS)('%s', (kind) => {
    it('is led to by its task, on the page where it is decided', async () => {
      const id = await propose(kind, '2026-11-12');
      const path = `/admin/settings/proposals/${id}`;
      expect((await people.programme_officer.get('/tasks').expect(200)).text).toContain(path);
      const led = await people.programme_officer.get(path).expect(303);
      const page = { 'exchange-rates': 'rates', 'cost-allocations': 'allocations' } as const;
      const own = kind === 'night-rates' ? kind : page[kind];
      expect(led.headers['location']).toBe(`/budget/${own}`);
      const nobody = '/admin/settings/proposals/00000000-0000-4000-8000-0000000000ff';
      await people.programme_officer.get(nobody).expect(404);
      await decide(people.programme_officer, id, 'refused').expect(200);
    });

    it('waits for another person, never its author, with a task for who may confirm', async () => {
      const before = await rowsOf(kind);
      const id = await propose(kind, '2026-11-10');
      expect(await rowsOf(kind)).toBe(before);
      expect(await tasksOf(id)).toEqual([{ role: 'programme_officer', done: false }]);
      const own = await decide(people.finance_officer, id, 'confirmed').expect(403);
      expect(own.body.code).toBe('settings.needs_another_person');
      for (const role of ['case_supervisor', 'administrator'] as const) {
        const { body } = await decide(people[role], id, 'confirmed').expect(403);
        expect(body.code).toBe('settings.not_yours');
      }
      await decide(people.auditor, id, 'confirmed').expect(403);
      expect(await rowsOf(kind)).toBe(before);
      await decide(people.programme_officer, id, 'confirmed').expect(200);
      expect(await rowsOf(kind)).toBe(before + 1);
      expect(await tasksOf(id)).toEqual([{ role: 'programme_officer', done: true }]);
      const { rows } = await mawa.admin.query(
        `SELECT action, actor_id AS by FROM audit_log WHERE subject_ids @> ARRAY[$1::uuid] ORDER BY seq`,
        [id],
      );
      expect(rows).toEqual([
        { action: 'settings.propose', by: people.finance_officer.actor.userId },
        { action: 'settings.confirmed', by: people.programme_officer.actor.userId },
      ]);
    });

    it('is confirmed once, also by two at once', async () => {
      const before = await rowsOf(kind);
      const id = await propose(kind, '2026-11-12');
      const other = await mawa.signIn('programme_officer');
      const answers = await Promise.all(
        [people.programme_officer, other].map((who) => decide(who, id, 'confirmed')),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(await rowsOf(kind)).toBe(before + 1);
    });

    it('that is refused or withdrawn changes nothing', async () => {
      const before = await rowsOf(kind);
      await decide(people.programme_officer, await propose(kind, '2026-11-14'), 'refused').expect(
        200,
      );
      const mine = await propose(kind, '2026-11-14');
      await decide(people.programme_officer, mine, 'withdrawn').expect(403);
      await decide(people.finance_officer, mine, 'withdrawn').expect(200);
      expect(await rowsOf(kind)).toBe(before);
    });

    it('is proposed by finance alone, and not as a setting without its checks', async () => {
      for (const role of ['programme_officer', 'administrator', 'auditor'] as const)
        await people[role].post(`/api/v1/${kind}`, bodyOf(kind, '2026-11-16')).expect(403);
      const key = { 'exchange-rates': 'exchange_rates', 'night-rates': 'night_rates' };
      const setting = key[kind as keyof typeof key] ?? 'service_lines';
      const given = { value: bodyOf(kind, '2026-11-16'), from: '2026-11-24', source: 'around it' };
      const { status } = await people.finance_officer.post(
        `/api/v1/settings/${setting}/proposals`,
        given,
      );
      expect(status).toBeGreaterThanOrEqual(409);
    });

    it('is not written by SQL of the application without a confirmation', async () => {
      const { actor } = people.finance_officer;
      const values: Readonly<Record<Kind, string>> = {
        'exchange-rates': `INSERT INTO exchange_rates (from_currency, to_currency, valid_from, rate, source, entered_by) VALUES ('USD', 'EUR', '2026-11-01', 1, 'typed', $1)`,
        'night-rates': `INSERT INTO night_rates (shelter_id, valid, amount, currency, line_id) SELECT $1, '[2026-11-18,2026-11-19)', 1, 'USD', id FROM budget_lines LIMIT 1`,
        'cost-allocations': `INSERT INTO cost_allocations (type_code, valid_from, source, entered_by) VALUES ('medical_consultation', '2026-11-18', 'typed', $1)`,
      };
      await expect(
        mawa.transactions.run(actor, (tx) => tx.query(values[kind], [actor.userId])),
      ).rejects.toMatchObject({ code: '42501' });
      const id = await propose(kind, '2026-11-18');
      await expect(
        mawa.transactions.run(actor, (tx) =>
          tx.query(
            `INSERT INTO setting_decisions (proposal_id, decision) VALUES ($1, 'confirmed')`,
            [id],
          ),
        ),
      ).rejects.toMatchObject({ constraint: 'setting_needs_another_person' });
    });
  });

  it('are shown where they are changed: the second person decides there and comes back', async () => {
    const english = { 'exchange-rates': 'rates', 'night-rates': 'night-rates' };
    for (const kind of KINDS) {
      const page = `/budget/${english[kind as keyof typeof english] ?? 'allocations'}`;
      const id = await propose(kind, '2026-11-20');
      const action = `/admin/settings/proposals/${id}/decisions`;
      const own = await people.finance_officer.get(page).expect(200);
      expect(own.text).toContain('Another person confirms this change.');
      const read = await people.auditor.get(page).expect(200);
      expect(read.text).toContain('letter of 20 November');
      expect(read.text).not.toContain(action);
      const all = await people.programme_officer.get('/admin/settings').expect(200);
      expect(all.text).toContain(`href="${page}"`);
      const answer = await people.programme_officer
        .submit(action, { decision: 'confirmed' })
        .expect(303);
      expect(answer.headers['location']).toBe(page);
    }
  });
});

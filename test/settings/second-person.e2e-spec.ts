import type { Role } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';

/** A setting kept on a page of its own that waits for a second person, beside those that move money by themselves. */
interface Kind {
  readonly key: string;
  /** The address of the API that proposes it, and of its page. */
  readonly api: string;
  readonly page: string;
  readonly table: string;
  readonly by: Role;
  readonly second: Role;
  readonly neverPropose: readonly Role[];
  readonly neverConfirm: readonly Role[];
  readonly body: (day: string) => object;
  /** The row that would hold, written around the confirmation. */
  readonly insert: string;
}

const KINDS: readonly Kind[] = [
  {
    key: 'unit_costs',
    api: '/api/v1/unit-costs',
    page: '/budget/unit-costs',
    table: 'unit_costs',
    by: 'finance_officer',
    second: 'programme_officer',
    neverPropose: ['programme_officer', 'administrator', 'legal_officer'],
    neverConfirm: ['case_supervisor', 'administrator', 'legal_officer'],
    body: (day) => ({ kind: 'bed-night', amount: '180.00', currency: 'MAD', validFrom: day }),
    insert: `INSERT INTO unit_costs (kind, currency, amount, valid_from, source, entered_by) VALUES ('bed-night', 'MAD', 1, '2026-11-01', 'typed', $1)`,
  },
  {
    key: 'wage_floors',
    api: '/api/v1/training/work/floors',
    page: '/training/work/floors',
    table: 'wage_floors',
    by: 'programme_officer',
    second: 'case_supervisor',
    neverPropose: ['finance_officer', 'administrator', 'reintegration_officer'],
    neverConfirm: ['finance_officer', 'administrator', 'legal_officer'],
    body: (day) => ({ kind: 'smig', from: day, amount: '18.50', standing: 'confirmed' }),
    insert: `INSERT INTO wage_floors (id, kind, valid_from, amount, source, standing, by) VALUES (gen_random_uuid(), 'smig', '2026-11-01', 1, 'typed', 'confirmed', $1)`,
  },
  {
    key: 'court_calendar',
    api: '/api/v1/courts/closed-days',
    page: '/courts',
    table: 'court_closed_days',
    by: 'legal_officer',
    second: 'case_supervisor',
    neverPropose: ['programme_officer', 'finance_officer', 'reintegration_officer'],
    neverConfirm: ['programme_officer', 'finance_officer', 'administrator'],
    body: (day) => ({ day, fr: 'Grève', ar: 'إضراب', en: 'Strike' }),
    insert: `INSERT INTO court_closed_days (day, fr, ar, en, added_by) VALUES ('2026-11-01', 'xx', 'xx', 'xx', $1)`,
  },
];

describe('a setting on a page of its own', () => {
  let mawa: TestApp;
  const people = {} as Record<Role, SignedIn>;
  beforeAll(async () => {
    mawa = await startApp({ at: '2026-11-24T10:00:00Z', env: { MAWA_IDLE_MINUTES: '600' } });
    for (const role of [
      'finance_officer',
      'programme_officer',
      'case_supervisor',
      'legal_officer',
      'reintegration_officer',
      'administrator',
      'auditor',
    ] as const)
      people[role] = await mawa.signIn(role, { language: 'en' });
  });
  afterAll(() => mawa.stop());

  const decide = (who: SignedIn, id: string, decision: string) =>
    who.post(`/api/v1/setting-proposals/${id}/decisions`, { decision });
  const tasksOf = async (id: string) => {
    const { rows } = await mawa.admin.query<{ role: string; done: boolean }>(
      `SELECT for_role AS role, done_at IS NOT NULL AS done FROM tasks WHERE kind = 'setting_proposal' AND subject_id = $1`,
      [id],
    );
    return rows;
  };
  const source = 'decree of 20 November';

  describe.each(KINDS.map((kind) => [kind.key, kind] as const))('%s', (key, kind) => {
    const author = () => people[kind.by];
    const second = () => people[kind.second];
    const propose = async (day: string): Promise<string> => {
      const { body } = await author()
        .post(kind.api, { ...kind.body(day), source })
        .expect(201);
      expect(body.state).toBe('proposed');
      return body.id as string;
    };
    const rowsOf = async (): Promise<number> => {
      const { rows } = await mawa.admin.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM ${kind.table}`,
      );
      return rows[0]!.n;
    };

    it('waits for another person, never its author, with a task for who may confirm', async () => {
      const before = await rowsOf();
      const id = await propose('2026-12-01');
      expect(await rowsOf()).toBe(before);
      expect(await tasksOf(id)).toEqual([{ role: kind.second, done: false }]);
      const own = await decide(author(), id, 'confirmed').expect(403);
      expect(own.body.code).toBe('settings.needs_another_person');
      for (const role of kind.neverConfirm) {
        const { status } = await decide(people[role], id, 'confirmed');
        // Whoever does not read the setting is told that there is no such proposal.
        expect([role, [403, 404].includes(status)]).toEqual([role, true]);
      }
      await decide(people.auditor, id, 'confirmed').expect(403);
      await decide(people.reintegration_officer, id, 'confirmed').expect(403);
      expect(await rowsOf()).toBe(before);
      await decide(second(), id, 'confirmed').expect(200);
      expect(await rowsOf()).toBe(before + 1);
      expect(await tasksOf(id)).toEqual([{ role: kind.second, done: true }]);
      const { rows } = await mawa.admin.query(
        `SELECT action, actor_id AS by FROM audit_log WHERE subject_ids @> ARRAY[$1::uuid] ORDER BY seq`,
        [id],
      );
      expect(rows).toEqual([
        { action: 'settings.propose', by: author().actor.userId },
        { action: 'settings.confirmed', by: second().actor.userId },
      ]);
    });

    it('is confirmed once, also by two at once', async () => {
      const before = await rowsOf();
      const id = await propose('2026-12-02');
      const other = await mawa.signIn(kind.second);
      const answers = await Promise.all(
        [second(), other].map((who) => decide(who, id, 'confirmed')),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(await rowsOf()).toBe(before + 1);
    });

    it('that is refused or withdrawn changes nothing', async () => {
      const before = await rowsOf();
      await decide(second(), await propose('2026-12-03'), 'refused').expect(200);
      const mine = await propose('2026-12-03');
      await decide(second(), mine, 'withdrawn').expect(403);
      await decide(author(), mine, 'withdrawn').expect(200);
      expect(await rowsOf()).toBe(before);
    });

    it('is proposed by those who keep it alone, and not as a setting without its checks', async () => {
      const given = { ...kind.body('2026-12-04'), source };
      for (const role of kind.neverPropose) await people[role].post(kind.api, given).expect(403);
      const around = { value: given, from: '2026-12-04', source };
      const proposer = people[kind.by === 'legal_officer' ? 'administrator' : 'programme_officer'];
      const { status, text } = await proposer.post(`/api/v1/settings/${key}/proposals`, around);
      expect([status, text]).toEqual([422, expect.stringContaining('settings.own_page')]);
      for (const role of kind.neverPropose)
        await expect(
          mawa.transactions.run(people[role].actor, (tx) =>
            tx.query(
              `INSERT INTO setting_proposals (key, value, from_day, source) VALUES ($1, $2, '2026-12-04', 'typed')`,
              [key, JSON.stringify(given)],
            ),
          ),
        ).rejects.toMatchObject({ code: '42501' });
    });

    it('is not written by SQL of the application without a confirmation', async () => {
      const { actor } = author();
      await expect(
        mawa.transactions.run(actor, (tx) => tx.query(kind.insert, [actor.userId])),
      ).rejects.toMatchObject({ code: '42501' });
      const id = await propose('2026-12-05');
      const confirm = `INSERT INTO setting_decisions (proposal_id, decision) VALUES ($1, 'confirmed')`;
      await expect(
        mawa.transactions.run(actor, (tx) => tx.query(confirm, [id])),
      ).rejects.toMatchObject({ constraint: 'setting_needs_another_person' });
      await decide(author(), id, 'withdrawn').expect(200);
    });

    it('is led to by its task, and decided on the page where it is kept', async () => {
      const id = await propose('2026-12-08');
      const path = `/admin/settings/proposals/${id}`;
      expect((await second().get('/tasks').expect(200)).text).toContain(path);
      const led = await second().get(path).expect(303);
      expect(led.headers['location']).toBe(kind.page);
      const action = `${path}/decisions`;
      const own = await author().get(kind.page).expect(200);
      expect(own.text).toContain('Another person confirms this change.');
      const shown = await second().get(kind.page).expect(200);
      expect(shown.text).toContain(source);
      expect(shown.text).toContain(action);
      const general = await people.programme_officer.get(`/admin/settings/${key}`).expect(200);
      expect(general.text).not.toContain(action);
      const answer = await second().submit(action, { decision: 'confirmed' }).expect(303);
      expect(answer.headers['location']).toBe(kind.page);
    });
  });

  it('has one row a day: the second proposal of an expected cost is refused when it is confirmed', async () => {
    const finance = people.finance_officer;
    const cost = {
      kind: 'transport',
      amount: '90.00',
      currency: 'MAD',
      validFrom: '2026-12-01',
      source,
    };
    const first = await finance.post('/api/v1/unit-costs', cost).expect(201);
    const other = await finance
      .post('/api/v1/unit-costs', { ...cost, amount: '95.00' })
      .expect(201);
    await decide(people.programme_officer, first.body.id, 'confirmed').expect(200);
    const late = await decide(people.programme_officer, other.body.id, 'confirmed').expect(409);
    expect(late.body.code).toBe('settings.day_is_taken');
    const { body } = await finance.get('/api/v1/unit-costs').expect(200);
    expect(body.unitCosts).toContainEqual(
      expect.objectContaining({
        kind: 'transport',
        amount: '90.00',
        enteredBy: finance.actor.name,
      }),
    );
  });

  it('opens a closed day again by two people, once', async () => {
    const { legal_officer: legal, case_supervisor: supervisor, administrator } = people;
    const day = '2026-12-10';
    const words = { fr: 'Deuil', ar: 'حداد', en: 'Mourning' };
    const closing = await legal.post('/api/v1/courts/closed-days', { day, ...words, source });
    await decide(supervisor, closing.body.id, 'confirmed').expect(200);
    const daysOf = async () => {
      const { body } = await legal.get('/api/v1/courts').expect(200);
      return (body.closedDays as { id: string; day: string }[]).filter((one) => one.day === day);
    };
    const [closed] = await daysOf();
    const form = `/courts/closed-days/${closed!.id}/removal`;
    expect((await legal.get(form).expect(200)).text).toContain('Mourning');
    await legal.submit(form, { source: '' }).expect(422);
    await legal.submit(form, { source }).expect(303);
    const page = await supervisor.get('/courts').expect(200);
    expect(page.text).toContain('Open again');
    const [, path] = /action="(\/admin\/settings\/proposals\/[^"]+)"/.exec(page.text)!;
    // The same is proposed twice: the second finds the day open already.
    const { body: again } = await administrator.post(`/api/v1${form}`, { source }).expect(201);
    expect(await daysOf()).toHaveLength(1);
    await supervisor.submit(path!, { decision: 'confirmed' }).expect(303);
    expect(await daysOf()).toHaveLength(0);
    const late = await decide(legal, again.id, 'confirmed').expect(409);
    expect(late.body.code).toBe('settings.removed_already');
    await decide(legal, again.id, 'refused').expect(200);
    await people.reintegration_officer.get(form).expect(403);
    await people.reintegration_officer.post(`/api/v1${form}`, { source }).expect(403);
  });
});

import { ROLES } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';

describe('changing a setting', () => {
  let mawa: TestApp;
  let admin: SignedIn;
  let programme: SignedIn;
  let supervisor: SignedIn;
  let finance: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ at: '2026-11-24T10:00:00Z' });
    admin = await mawa.signIn('administrator', { language: 'en' });
    programme = await mawa.signIn('programme_officer', { language: 'en' });
    supervisor = await mawa.signIn('case_supervisor', { language: 'en' });
    finance = await mawa.signIn('finance_officer', { language: 'en' });
  });
  afterAll(() => mawa.stop());

  /** Sessions end with the day: everybody signs in again. */
  const moveTo = async (instant: string) => {
    mawa.clock.set(instant);
    admin = await mawa.signInAs(admin.email);
    programme = await mawa.signInAs(programme.email);
    supervisor = await mawa.signInAs(supervisor.email);
    finance = await mawa.signInAs(finance.email);
  };
  const change = (key: string) => `/api/v1/settings/${key}/proposals`;
  const decision = (id: string) => `/api/v1/setting-proposals/${id}/decisions`;
  const asked = (value: unknown, from = '2026-11-24') => ({
    value,
    from,
    source: 'board of 24 November',
  });
  const current = async (key: string) =>
    (await admin.get(`/api/v1/settings/${key}`)).body.current.value;
  const inDatabase = async (key: string) => {
    const { rows } = await mawa.admin.query<{ value: unknown }>(
      `SELECT value FROM settings WHERE key = $1 ORDER BY valid_from DESC LIMIT 1`,
      [key],
    );
    return rows[0]!.value;
  };

  it('is a task of a role that may confirm it and that its author does not hold, until somebody decides', async () => {
    const open = async () => {
      const { rows } = await mawa.admin.query<{ role: string }>(
        `SELECT for_role AS role FROM tasks WHERE kind = 'setting_proposal' AND done_at IS NULL ORDER BY 1`,
      );
      return rows.map(({ role }) => role);
    };
    await admin.post(change('undo_days'), asked(9)).expect(201);
    expect(await open()).toEqual([]);
    const { body } = await admin.post(change('request_open_days'), asked(21)).expect(201);
    expect(await open()).toEqual(['programme_officer']);
    const tasks = await programme.get('/tasks').expect(200);
    expect(tasks.text).toContain('Confirm a setting that was proposed');
    expect(tasks.text).toContain(`href="/admin/settings/proposals/${body.id}"`);
    await supervisor.post(decision(body.id), { decision: 'refused' }).expect(200);
    expect(await open()).toEqual([]);
    const { body: other } = await programme
      .post(change('request_open_days'), asked(22))
      .expect(201);
    expect(await open()).toEqual(['case_supervisor']);
    await programme.post(decision(other.id), { decision: 'withdrawn' }).expect(200);
    expect(await open()).toEqual([]);
  });

  describe('that protects nobody', () => {
    it('holds at once, with its source and who set it, and the one before stays in the history', async () => {
      const { body } = await admin.post(change('hold_minutes'), asked(60)).expect(201);
      expect(body).toMatchObject({ state: 'confirmed' });
      const { body: one } = await admin.get('/api/v1/settings/hold_minutes').expect(200);
      expect(one.current).toMatchObject({
        value: 60,
        source: 'board of 24 November',
        by: admin.actor.name,
        confirmedBy: null,
      });
      expect(one.past).toMatchObject([{ value: 45, by: null }]);
      expect(await inDatabase('hold_minutes')).toBe(60);
    });

    it('holds from its day, not before', async () => {
      await admin.post(change('offer_minutes'), asked(90, '2026-12-01')).expect(201);
      expect(await current('offer_minutes')).toBe(120);
      await moveTo('2026-12-01T08:00:00Z');
      expect(await current('offer_minutes')).toBe(90);
      await moveTo('2026-11-24T10:00:00Z');
      await admin
        .post(change('offer_minutes'), asked(80, '2026-12-01'))
        .expect(409)
        .expect(({ body }) => expect(body.code).toBe('settings.day_is_taken'));
    });

    it('never begins in the past', async () => {
      const { status, text } = await admin.post(change('hold_minutes'), asked(50, '2026-11-23'));
      expect([status, text]).toEqual([422, expect.stringContaining('settings.day_has_passed')]);
      expect(await inDatabase('hold_minutes')).toBe(60);
    });

    it('is refused out of its range with a sentence that names the range', async () => {
      for (const value of [4, 1441, 5.5, '60', null, {}, [60], true]) {
        const { status, text } = await admin.post(change('hold_minutes'), asked(value));
        expect([value, status]).toEqual([value, 422]);
        if (value === 4) expect(text).toContain('whole number from 5 to 1440');
      }
      const form = await admin.submit('/admin/settings/hold_minutes/proposals', {
        'parts.p0': '4',
        from: '2026-11-25',
        source: 'a test',
      });
      expect(form.status).toBe(422);
      expect(form.text).toContain('Write a whole number from 5 to 1440.');
      expect(form.text).toContain('value="4"');
      expect(await inDatabase('hold_minutes')).toBe(60);
    });

    it('is a record with each of its parts and no other', async () => {
      const days = await current('referral_answer_days');
      for (const value of [
        { ...days, urgent: 0 },
        { urgent: 1, soon: 5 },
        { ...days, never: 3 },
      ])
        await admin.post(change('referral_answer_days'), asked(value)).expect(422);
      await admin.post(change('stay_warning_days'), asked([7, 14])).expect(422);
      await admin.post(change('stay_warning_days'), asked([14, 7])).expect(201);
      expect(await current('stay_warning_days')).toEqual([14, 7]);
    });
  });

  describe('that is made of the codes of a list', () => {
    it('takes those of the list, by their names on the page, and no other', async () => {
      const rules = await current('trained_officials');
      const page = await admin.get('/admin/settings/trained_officials').expect(200);
      expect(page.text).toContain('Prosecutors');
      const firstResponders = [...rules.firstResponders, 'prosecutor'];
      for (const codes of [['nobody'], [], ['police', 'police']]) {
        const value = { ...rules, firstResponders: codes };
        await admin.post(change('trained_officials'), asked(value)).expect(422);
      }
      await expect(
        mawa.admin.query(
          `SELECT setting_value_fits('value', shape, $1) AS fits FROM setting_definitions WHERE key = 'trained_officials'`,
          [JSON.stringify({ ...rules, firstResponders: ['nobody'] })],
        ),
      ).resolves.toMatchObject({ rows: [{ fits: false }] });
      const value = { ...rules, firstResponders };
      await admin.post(change('trained_officials'), asked(value)).expect(201);
      expect((await current('trained_officials')).firstResponders).toContain('prosecutor');
    });
  });

  describe('that protects people', () => {
    it('waits for another person of the roles that confirm it, who is never its author', async () => {
      const { body } = await programme.post(change('break_glass_hours'), asked(6)).expect(201);
      expect(body.state).toBe('proposed');
      expect(await current('break_glass_hours')).toBe(12);
      const path = decision(body.id);
      const own = await programme.post(path, { decision: 'confirmed' });
      expect([own.status, own.body.code]).toEqual([403, 'settings.needs_another_person']);
      for (const other of [admin, finance]) {
        const { status, body: why } = await other.post(path, { decision: 'confirmed' });
        expect([status, why.code]).toEqual([403, 'settings.not_yours']);
      }
      await supervisor.post(path, { decision: 'confirmed' }).expect(200);
      const { body: one } = await admin.get('/api/v1/settings/break_glass_hours');
      expect(one.current).toMatchObject({
        value: 6,
        by: programme.actor.name,
        confirmedBy: supervisor.actor.name,
      });
      await supervisor.post(path, { decision: 'confirmed' }).expect(409);
      await supervisor.post(path, { decision: 'refused' }).expect(409);
    });

    it('is decided once, also by two at once', async () => {
      const other = await mawa.signIn('programme_officer', { language: 'en' });
      const { body } = await programme.post(change('break_glass_per_day'), asked(4)).expect(201);
      const statuses = await Promise.all(
        [
          programme.post(decision(body.id), { decision: 'confirmed' }),
          other.post(decision(body.id), { decision: 'confirmed' }),
          supervisor.post(decision(body.id), { decision: 'confirmed' }),
        ].map(async (answer) => (await answer).status),
      );
      expect(statuses[0]).not.toBe(200);
      expect(statuses.slice(1).sort()).toEqual([200, 409]);
      const { rows } = await mawa.admin.query(
        `SELECT 1 FROM settings WHERE key = 'break_glass_per_day' AND set_by IS NOT NULL`,
      );
      expect(rows).toHaveLength(1);
    });

    it('cannot be written around the confirmation by SQL of the application', async () => {
      const { body } = await programme.post(change('retention_years'), asked(7)).expect(201);
      const as = (work: string, values: unknown[] = []) =>
        mawa.transactions.run(programme.actor, (tx) => tx.query(work, values));
      await expect(
        as(
          `INSERT INTO settings (key, valid_from, value, source) VALUES ('retention_years', mawa_now(), '7', 'me')`,
        ),
      ).rejects.toThrow(/permission denied/);
      await expect(
        as(`INSERT INTO setting_decisions (proposal_id, decision) VALUES ($1, 'confirmed')`, [
          body.id,
        ]),
      ).rejects.toThrow(/setting_needs_another_person/);
      await expect(
        as(
          `INSERT INTO setting_proposals (key, value, from_day, source) VALUES ('retention_years', '0', '2026-11-25', 'me')`,
        ),
      ).rejects.toThrow(/setting_value_fits/);
      for (const table of [
        'settings',
        'setting_proposals',
        'setting_decisions',
        'setting_definitions',
      ])
        await expect(as(`DELETE FROM ${table}`)).rejects.toThrow(/permission denied/);
      await expect(as(`UPDATE settings SET value = '7'`)).rejects.toThrow(/permission denied/);
    });

    it('never goes under what a convention asks for', async () => {
      const { status, text } = await programme.post(change('reflection_period_days'), asked(29));
      expect([status, text]).toEqual([422, expect.stringContaining('from 30 to 365')]);
    });

    it('is withdrawn by its author alone, and then nothing has changed', async () => {
      const { body } = await admin.post(change('threshold_donor'), asked(8)).expect(201);
      await supervisor.post(decision(body.id), { decision: 'withdrawn' }).expect(403);
      await admin.post(decision(body.id), { decision: 'withdrawn' }).expect(200);
      await supervisor.post(decision(body.id), { decision: 'confirmed' }).expect(409);
      expect(await inDatabase('threshold_donor')).toBe(5);
    });

    it('is not confirmed once its day has passed', async () => {
      const { body } = await programme.post(change('contact_days'), asked(40)).expect(201);
      await moveTo('2026-11-26T10:00:00Z');
      const late = await supervisor.post(decision(body.id), { decision: 'confirmed' });
      expect([late.status, late.body.code]).toEqual([422, 'settings.day_has_passed']);
      await supervisor.post(decision(body.id), { decision: 'refused' }).expect(200);
      await moveTo('2026-11-24T10:00:00Z');
    });
  });

  describe('that moves money, in rows', () => {
    const bands = [
      { above: '0', approvals: 1, roles: ['finance_officer', 'programme_officer'] },
      { above: '5000.00', approvals: 2, roles: ['finance_officer', 'programme_officer'] },
      { above: '50000.00', approvals: 3, roles: ['programme_officer'] },
    ];
    const approvalsOf = async (amount: number, day: string) => {
      const { rows } = await mawa.admin.query<{ approvals: number }>(
        'SELECT (approval_band($1, $2)).approvals',
        [amount, day],
      );
      return rows[0]!.approvals;
    };

    it('holds from its day as a whole set, while the days before keep theirs', async () => {
      const { body } = await admin
        .post(change('approval_bands'), asked(bands, '2026-12-01'))
        .expect(201);
      await programme.post(decision(body.id), { decision: 'confirmed' }).expect(200);
      expect([
        await approvalsOf(6000, '2026-11-30'),
        await approvalsOf(6000, '2026-12-01'),
      ]).toEqual([1, 2]);
      expect(await approvalsOf(60_000, '2026-12-01')).toBe(3);
      const { body: one } = await finance.get('/api/v1/settings/approval_bands');
      expect(one.coming).toMatchObject([{ confirmedBy: programme.actor.name }]);
      expect(one.current.value).toMatchObject([{ above: '0.00' }, { above: '10000.00' }]);
    });

    it('begins tomorrow at the earliest, and once a day', async () => {
      const today = await admin.post(change('approval_bands'), asked(bands));
      expect([today.status, today.text]).toEqual([
        422,
        expect.stringContaining('settings.only_from_tomorrow'),
      ]);
      const { body } = await admin
        .post(change('approval_bands'), asked(bands, '2026-12-01'))
        .expect(201);
      const { status, body: why } = await finance.post(decision(body.id), {
        decision: 'confirmed',
      });
      expect([status, why.code]).toEqual([409, 'settings.day_is_taken']);
    });

    it('is refused where rows do not go together, each with its sentence', async () => {
      const wrong: [unknown, string][] = [
        [bands.slice(1), 'One row begins at 0'],
        [[bands[0], bands[0]], 'there already'],
        [[{ ...bands[0], approvals: 4 }], 'whole number from 1 to 3'],
        [[{ ...bands[0], roles: ['auditor'] }], 'codes of the list'],
        [[{ ...bands[0], above: 0 }], 'Write an amount'],
        [[{ ...bands[0], note: 'x' }], 'no such field'],
        [[], 'From 1 to 10 rows'],
        ['bands', 'From 1 to 10 rows'],
      ];
      for (const [value, sentence] of wrong) {
        const { status, text } = await finance.post(
          change('approval_bands'),
          asked(value, '2027-01-01'),
        );
        expect([status, text]).toEqual([422, expect.stringContaining(sentence)]);
      }
    });

    it('sums to a hundred where parts are of a whole', async () => {
      const criteria = [
        { code: 'viability', weight: 60, place: 1 },
        { code: 'safety', weight: 30, place: 2 },
      ];
      const { status, text } = await programme.post(
        change('project_criteria'),
        asked(criteria, '2027-01-01'),
      );
      expect([status, text]).toEqual([
        422,
        expect.stringContaining('The sum is 90; it must be 100.'),
      ]);
    });

    it('is proposed by a form with a row each, and confirmed on its page', async () => {
      const row = (at: number, above: string, approvals: string) => ({
        [`rows.r${at}.above`]: above,
        [`rows.r${at}.approvals`]: approvals,
        [`rows.r${at}.roles`]: 'finance_officer',
      });
      const form = {
        ...row(0, '0', '1'),
        'rows.r1.above': '',
        'rows.r1.approvals': '',
        ...row(2, '2 500,50', '2'),
        from: '2027-02-01',
        source: 'agreement with the agencies',
      };
      const sent = await admin.submit('/admin/settings/approval_bands/proposals', form);
      expect(sent.status).toBe(303);
      const { text } = await finance.get('/admin/settings/approval_bands').expect(200);
      const address = /action="(\/admin\/settings\/proposals\/[^"]+\/decisions)"/.exec(
        text.slice(text.indexOf('agreement with the agencies')),
      )![1]!;
      expect((await finance.submit(address, { decision: 'confirmed' })).status).toBe(303);
      expect([
        await approvalsOf(2500.5, '2027-02-01'),
        await approvalsOf(2501, '2027-02-01'),
      ]).toEqual([1, 2]);
    });
  });

  describe('while the past keeps its value', () => {
    const on = async (key: string, day: string) => {
      const { rows } = await mawa.admin.query<{ value: unknown }>(
        'SELECT mawa_setting_on($1, $2) AS value',
        [key, day],
      );
      return rows[0]!.value;
    };

    it('of each day, also where the day has a later value', async () => {
      await finance.post(change('return_plan_days'), asked(20)).expect(201);
      await finance.post(change('return_plan_days'), asked(10, '2026-12-05')).expect(201);
      const held = [];
      for (const day of ['2026-11-23', '2026-11-24', '2026-12-04', '2026-12-05'])
        held.push(await on('return_plan_days', day));
      expect(held).toEqual([30, 20, 20, 10]);
      expect(await on('return_plan_days', '1999-01-01')).toBeNull();
    });

    it('of a federal report: its deadline is that of its period', async () => {
      const days = { quarterly: 45, semi_annual: 30, annual: 90, final: 120 };
      const { body } = await finance.post(change('sf425_days'), asked(days)).expect(201);
      await programme.post(decision(body.id), { decision: 'confirmed' }).expect(200);
      expect(await on('sf425_days', '2026-09-30')).toMatchObject({ quarterly: 30 });
      expect(await on('sf425_days', '2026-12-31')).toMatchObject({ quarterly: 45 });
    });
  });

  describe('that is a list of entries', () => {
    it('adds a kind of help and retires another, and never changes a unit', async () => {
      const kinds = (await finance.get('/api/v1/settings/service_types')).body.current.value;
      const [first] = kinds;
      const added = {
        code: 'childcare',
        category: 'material',
        unit: 'hour',
        name: { fr: 'Garde d’enfants', ar: 'حضانة', en: 'Childcare' },
        active: true,
      };
      const other = first.unit === 'hour' ? 'day' : 'hour';
      const fixed = await finance.post(change('service_types'), asked([{ ...first, unit: other }]));
      expect([fixed.status, fixed.text]).toEqual([
        422,
        expect.stringContaining('no longer changes'),
      ]);
      const { body } = await finance
        .post(change('service_types'), asked([{ ...first, active: false }, added]))
        .expect(201);
      await programme.post(decision(body.id), { decision: 'confirmed' }).expect(200);
      const { rows } = await mawa.admin.query<{ code: string; active: boolean }>(
        'SELECT code, active FROM service_types WHERE code = ANY ($1) ORDER BY code',
        [[first.code, 'childcare']],
      );
      expect(rows.map(({ code, active }) => `${code} ${active}`).sort()).toEqual(
        [`${first.code} false`, 'childcare true'].sort(),
      );
      const { body: after } = await finance.get('/api/v1/settings/service_types');
      expect(after.current.value).toHaveLength(kinds.length + 1);
    });

    it('words a question of the survey anew as another edition, with the same weights', async () => {
      const questions = (await programme.get('/api/v1/settings/survey_questions')).body.current
        .value;
      const [first] = questions;
      const { fr, ar } = first;
      const worded = { code: first.code, fr, ar, en: 'How do you see your life today?' };
      const { body } = await programme
        .post(change('survey_questions'), asked([worded]))
        .expect(201);
      await supervisor.post(decision(body.id), { decision: 'confirmed' }).expect(200);
      const { rows } = await mawa.admin.query(
        `SELECT q.version, q.en, w.holds_from::text AS "holdsFrom", w.approved_by <> w.by AS "byTwo"
           FROM survey_questions q JOIN survey_weightings w ON w.questions = q.version WHERE q.code = $1 ORDER BY q.version`,
        [first.code],
      );
      expect(rows).toEqual([
        { version: 1, en: first.en, holdsFrom: expect.any(String), byTwo: true },
        { version: 2, en: worded.en, holdsFrom: '2026-11-24', byTwo: true },
      ]);
      const after = (await programme.get('/api/v1/settings/survey_questions')).body.current.value;
      expect(after).toHaveLength(questions.length);
      const { rows: weights } = await mawa.admin.query(
        'SELECT weighting, sum(composite)::text AS total FROM survey_weights GROUP BY weighting ORDER BY 1',
      );
      expect(new Set(weights.map(({ total }: { total: string }) => total)).size).toBe(1);
    });

    it('gives a complaint kind other words, with its source', async () => {
      const kinds = (await admin.get('/api/v1/settings/complaint_kinds')).body.current.value;
      const other = kinds.find((one: { code: string }) => one.code === 'other');
      const label = { ...other.label, en: 'Something else' };
      const { body } = await admin
        .post(change('complaint_kinds'), asked([{ ...other, label }]))
        .expect(201);
      await supervisor.post(decision(body.id), { decision: 'confirmed' }).expect(200);
      const { rows } = await mawa.admin.query(
        `SELECT label ->> 'en' AS label, source FROM complaint_kinds WHERE code IN ('other', 'theft') ORDER BY code`,
      );
      expect(rows).toEqual([
        { label: 'Something else', source: 'board of 24 November' },
        { label: 'Theft or money asked for', source: 'programme list' },
      ]);
    });
  });

  describe('and who may', () => {
    const READERS = [
      'administrator',
      'programme_officer',
      'finance_officer',
      'case_supervisor',
      'auditor',
    ];
    const PROPOSERS = READERS.slice(0, 3);

    it('is read by those who keep the settings and by auditors; partners, donors and the commission see nothing', async () => {
      for (const role of ROLES) {
        const person = await mawa.signIn(role);
        const expected = READERS.includes(role) ? 200 : 403;
        const statuses = [
          (await person.get('/admin/settings')).status,
          (await person.get('/admin/settings/hold_minutes')).status,
          (await person.get('/api/v1/settings')).status,
          (await person.get('/api/v1/settings/hold_minutes')).status,
        ];
        expect([role, statuses]).toEqual([role, Array(4).fill(expected)]);
        const rows = await mawa.transactions.run(person.actor, (tx) =>
          tx.query('SELECT 1 FROM setting_proposals'),
        );
        expect([role, rows.length > 0]).toEqual([role, READERS.includes(role)]);
      }
    });

    it('is proposed by administrators, programme and finance officers alone', async () => {
      for (const role of ROLES) {
        const person = await mawa.signIn(role);
        const { status } = await person.post(change('contact_days'), asked(31));
        expect([role, status]).toEqual([role, PROPOSERS.includes(role) ? 201 : 403]);
        if (!PROPOSERS.includes(role))
          await expect(
            mawa.transactions.run(person.actor, (tx) =>
              tx.query(
                `INSERT INTO setting_proposals (key, value, from_day, source) VALUES ('contact_days', '31', '2026-11-25', 'me')`,
              ),
            ),
          ).rejects.toThrow(/row-level security/);
      }
    });

    it('writes who proposed and who confirmed into the audit log, with the name of the setting alone', async () => {
      const { rows } = await mawa.admin.query<{ action: string }>(
        `SELECT DISTINCT action, fields FROM audit_log WHERE subject_kind = 'setting' AND 'break_glass_hours' = ANY (fields) ORDER BY action`,
      );
      expect(rows).toEqual([
        { action: 'settings.confirmed', fields: ['break_glass_hours'] },
        { action: 'settings.propose', fields: ['break_glass_hours'] },
      ]);
    });

    it('knows no setting of another name, and none of a page of its own', async () => {
      await admin.get('/api/v1/settings/nothing').expect(404);
      await admin.get('/admin/settings/nothing').expect(404);
      await admin.post(change('nothing'), asked(1)).expect(404);
      const own = await admin.post(change('night_rates'), asked(1));
      expect([own.status, own.text]).toEqual([422, expect.stringContaining('settings.own_page')]);
    });
  });
});

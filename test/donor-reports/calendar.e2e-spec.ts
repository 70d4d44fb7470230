import { ReportReminders } from '../../modules/donor-reports/calendar/report-reminders.schedule';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { linksOpen, panel, valuesOf } from '../home/home-page';
import { aQuarter, type AQuarter, speakAsSetup } from './a-quarter';

interface Deadline {
  readonly kind: string;
  readonly dueOn: string;
  readonly state: string;
  readonly reportId: string | null;
  readonly period: { readonly code: string };
  readonly holiday?: { readonly en: string } | null;
}
interface Ahead {
  readonly today: string;
  readonly deadlines: Deadline[];
  readonly late: Deadline[];
}

describe('the deadlines of reports', () => {
  let mawa: TestApp;
  let given: AQuarter;
  let officer: SignedIn;

  beforeAll(async () => {
    mawa = await startApp({ at: '2026-10-18T10:00:00Z' });
    given = await aQuarter(mawa);
    await speakAsSetup(mawa.admin, '2026-10-18T10:00:00Z');
    officer = await mawa.signIn('programme_officer');
  });
  afterAll(() => mawa.stop());

  const ahead = async (who = officer) =>
    (await who.get('/api/v1/report-deadlines').expect(200)).body as Ahead;
  const of = async (kind: string) => {
    const { deadlines, late } = await ahead();
    return [...late, ...deadlines]
      .filter((one) => one.kind === kind)
      .map(({ period, dueOn, state }) => `${period.code} ${dueOn} ${state}`);
  };
  const tasks = async (who: SignedIn) =>
    (
      (await who.get('/api/v1/tasks').expect(200)).body as {
        tasks: { kind: string; dueAt: string }[];
      }
    ).tasks.filter(({ kind }) => kind === 'report_due');
  const remind = () => mawa.app.get(ReportReminders).run();

  it('are those of every definition and period of a grant, within twelve months, late ones before', async () => {
    // Thirty days after a quarter of a grant from 2026 to 2028, from the quarter in which the data of the programme
    // begin; the second is late, the third is over.
    expect(await of('iom-quarterly')).toEqual([
      '2026-Q2 2026-07-30 late',
      '2026-Q3 2026-10-30 not_begun',
      '2026-Q4 2027-01-30 ahead',
      '2027-Q1 2027-04-30 ahead',
      '2027-Q2 2027-07-30 ahead',
    ]);
    expect(await of('un-joint-narrative')).toEqual(['2026 2027-03-31 ahead']);
    expect(await of('public-figures')).toEqual([
      '2026-H1 2026-08-29 late',
      '2026-H2 2027-03-01 ahead',
      '2027-H1 2027-08-29 ahead',
    ]);
    expect((await ahead()).today).toBe('2026-10-18');
  });

  it('stand on the first page of finance: how many are late, and which come next', async () => {
    const finance = await mawa.signIn('finance_officer');
    const { deadlines, late } = await ahead(finance);
    const lateNow = [...late, ...deadlines].filter(({ state }) => state === 'late');
    expect(lateNow.length).toBeGreaterThan(0);
    const shown = (await panel(finance, 'reports'))!;
    expect(valuesOf(shown)).toEqual({ 'Rapports en retard': String(lateNow.length) });
    const page = await finance.get('/reports/calendar').expect(200);
    expect(page.text.match(/class="deadline deadline--late"/g)).not.toBeNull();
    expect(shown.rows.length).toBeGreaterThan(0);
    expect(shown.rows.length).toBeLessThanOrEqual(3);
    await linksOpen(finance, shown);
    expect(await panel(await mawa.signIn('auditor'), 'reports')).toBeUndefined();
  });

  it('name the public holiday on which they are due', async () => {
    const { deadlines } = await ahead();
    const onHolidays = deadlines.filter(({ holiday }) => holiday);
    expect(new Set(onHolidays.map(({ dueOn, holiday }) => `${dueOn} ${holiday!.en}`))).toEqual(
      new Set(['2027-07-30 Throne Day']),
    );
    const { text } = await officer.get('/reports/calendar').expect(200);
    expect(text).toContain('Jour férié : Fête du Trône');
  });

  it('are drawn on a page for those who make reports, and for nobody else', async () => {
    const { text } = await officer.get('/reports/calendar').expect(200);
    expect(text).toContain('Échéances des rapports');
    expect(text.match(/class="deadline deadline--late"/g)!.length).toBeGreaterThan(2);
    expect(text).toContain('aria-current="date"');
    expect((await officer.get('/reports')).text).toContain('href="/reports/calendar"');
    for (const role of ['finance_officer', 'auditor'] as const) {
      const reader = await mawa.signIn(role);
      await reader.get('/reports/calendar').expect(200);
      expect((await ahead(reader)).deadlines.length).toBeGreaterThan(10);
    }
    for (const role of ['partner_viewer', 'administrator', 'shelter_manager'] as const) {
      const other = await mawa.signIn(role);
      await other.get('/reports/calendar').expect(403);
      await other.get('/api/v1/report-deadlines').expect(403);
    }
  });

  it('remind those who prepare them some days before, once each, also after many runs', async () => {
    mawa.clock.set('2026-10-15T10:00:00Z');
    await remind();
    const early = await tasks(officer);
    mawa.clock.set('2026-10-16T10:00:00Z');
    await remind();
    await remind();
    const { rows } = await mawa.admin.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM report_reminders WHERE kind = 'iom-quarterly'`,
    );
    expect(rows[0]!.n).toBe(1);
    const now = await tasks(officer);
    expect(now.length).toBeGreaterThan(early.length);
    const due = await mawa.admin.query<{ kind: string; due: string; first: string }>(
      `SELECT kind, due_on::text AS due, at::text AS first FROM report_reminders`,
    );
    const ofMoney = await tasks(await mawa.signIn('finance_officer'));
    expect(ofMoney.length).toBeGreaterThan(0);
    expect(due.rows.length).toBe(now.length + ofMoney.length);
    for (const row of due.rows)
      expect(row.due >= '2026-10-15' && row.due <= '2026-10-30').toBe(true);
    const page = await officer.get('/tasks').expect(200);
    expect(page.text).toContain('Un rapport est à remettre bientôt');
    expect(page.text).toContain('/reports/calendar');
    mawa.clock.set('2026-10-18T10:00:00Z');
    await remind();
    expect(await tasks(officer)).toHaveLength(now.length);
  });

  it('stand where their report stands: begun, late, approved, and then no task any more', async () => {
    const { body } = await officer
      .post('/api/v1/reports', { kind: 'iom-quarterly', grantId: given.grantId, period: '2026-Q3' })
      .expect(201);
    const states = async () => (await of('iom-quarterly'))[1];
    expect(await states()).toBe('2026-Q3 2026-10-30 drafting');
    mawa.clock.set('2026-10-31T10:00:00Z');
    officer = await mawa.signInAs(officer.email);
    expect(await states()).toBe('2026-Q3 2026-10-30 late');
    const open = async () =>
      (
        await mawa.admin.query<{ n: number }>(
          `SELECT count(*)::int AS n FROM tasks t JOIN report_reminders m ON m.id = t.subject_id
            WHERE m.kind = 'iom-quarterly' AND t.done_at IS NULL`,
        )
      ).rows[0]!.n;
    expect(await open()).toBe(1);
    await speakAsSetup(mawa.admin, '2026-10-31T10:00:00Z');
    await mawa.admin.query(`UPDATE reports SET state = 'drafted' WHERE id = $1`, [body.id]);
    await mawa.admin.query(`UPDATE reports SET state = 'frozen' WHERE id = $1`, [body.id]);
    expect(await states()).toBe('2026-Q3 2026-10-30 approved');
    expect(await open()).toBe(0);
  });

  it('and all reports are listed, a page at a time, each once', async () => {
    await mawa.admin.query(
      `INSERT INTO reports (kind, grant_id, period_from, period_until, definition_version, state, created_by, created_at)
       SELECT 'internal-monthly', $1, date '2000-01-01' + make_interval(months => n), date '2000-02-01' + make_interval(months => n),
              '2026-11/1', 'drafting', $2, mawa_now() FROM generate_series(0, 220) n`,
      [given.grantId, officer.actor.userId],
    );
    const seen: string[] = [];
    let after: string | null = '';
    while (after !== null) {
      const path: string = `/api/v1/reports${after && `?after=${after}`}`;
      const { body } = await officer.get(path).expect(200);
      const page = body as { reports: { id: string }[]; next: string | null };
      expect(page.reports.length).toBeLessThanOrEqual(50);
      seen.push(...page.reports.map(({ id }) => id));
      after = page.next;
    }
    expect([seen.length, new Set(seen).size]).toEqual([222, 222]);
    const { text } = await officer.get('/reports').expect(200);
    expect(text).toMatch(/href="\/reports\?after(=|&#x3D;)[0-9a-f-]{36}#all"/);
    await officer.get('/reports?after=nonsense').expect(400);
  });
});

describe('what protects people from an audience', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let supervisor: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ at: '2026-11-24T10:00:00Z' });
    officer = await mawa.signIn('programme_officer');
    supervisor = await mawa.signIn('case_supervisor');
  });
  afterAll(() => mawa.stop());

  const path = (audience: string) => `/api/v1/settings/threshold_${audience}/proposals`;
  const asked = (more: object = {}) => ({
    value: 15,
    from: '2026-11-24',
    source: 'accord avec la commission',
    ...more,
  });
  const set = async (audience: string, more: object = {}) => {
    const { body } = await officer.post(path(audience), asked(more)).expect(201);
    await supervisor
      .post(`/api/v1/setting-proposals/${body.id}/decisions`, { decision: 'confirmed' })
      .expect(200);
  };
  const now = async () =>
    Object.fromEntries(
      (
        (await officer.get('/api/v1/report-audiences').expect(200)).body as {
          audience: string;
          threshold: number;
          current: boolean;
        }[]
      )
        .filter(({ current }) => current)
        .map(({ audience, threshold }) => [audience, threshold]),
    );

  it('is a threshold of its own: five for donors, commission and partners, eleven for everybody', async () => {
    expect(await now()).toEqual({ donor: 5, commission: 5, partner: 5, public: 11 });
    const { text } = await officer.get('/reports/audiences').expect(200);
    expect(text).toContain('Montré à partir de 11');
    expect(text).toContain('href="/admin/settings/threshold_public"');
  });

  it('is set from a day on, with its source, by two, and holds for that audience alone', async () => {
    await officer.post(path('public'), asked()).expect(201);
    expect((await now()).public).toBe(11);
    await set('public');
    expect(await now()).toEqual({ donor: 5, commission: 5, partner: 5, public: 15 });
    await set('commission', { value: 7, from: '2027-01-01' });
    expect((await now()).commission).toBe(5);
    mawa.clock.set('2027-01-01T10:00:00Z');
    officer = await mawa.signInAs(officer.email);
    expect((await now()).commission).toBe(7);
    mawa.clock.set('2026-11-24T10:00:00Z');
    officer = await mawa.signInAs(officer.email);
  });

  it('is never under three, by the form, the API or SQL; and never of a day that has passed', async () => {
    for (const value of [2, 1, 0, 101, 4.5, 'x', null])
      expect((await officer.post(path('donor'), asked({ value }))).status).toBe(422);
    const form = await officer.submit('/admin/settings/threshold_donor/proposals', {
      'parts.p0': '2',
      from: '2026-11-24',
      source: 'essai',
    });
    expect([form.status, form.text]).toEqual([422, expect.stringContaining('de 3 à 100')]);
    const past = await officer.post(path('donor'), asked({ from: '2026-11-23' }));
    expect([past.status, past.text]).toEqual([
      422,
      expect.stringContaining('settings.day_has_passed'),
    ]);
    expect((await officer.post(path('donor'), asked({ source: '' }))).status).toBe(422);
    for (const value of ['2', '0', '"5"', 'null', '5.5'])
      await expect(
        mawa.admin.query(
          `INSERT INTO settings (key, valid_from, value, source) VALUES ('threshold_donor', '2026-11-24Z', $1::jsonb, 'x')`,
          [value],
        ),
      ).rejects.toThrow(/settings_threshold_protects/);
    expect((await now()).donor).toBe(5);
    await officer.post(path('inside'), asked()).expect(404);
  });

  it('is read with the reports, and written by SQL of nobody', async () => {
    for (const role of ['finance_officer', 'auditor', 'programme_officer'] as const) {
      const reader = await mawa.signIn(role);
      await reader.get('/reports/audiences').expect(200);
      await expect(
        mawa.transactions.run(reader.actor, (tx) =>
          tx.query(
            `INSERT INTO settings (key, valid_from, value, source, set_by) VALUES ('threshold_donor', mawa_now(), '3', 'moi', mawa_actor())`,
          ),
        ),
      ).rejects.toThrow(/permission denied/);
    }
    const viewer = await mawa.signIn('partner_viewer');
    await viewer.get('/reports/audiences').expect(403);
    await viewer.get('/api/v1/report-audiences').expect(403);
    await viewer.post(path('donor'), asked()).expect(403);
  });
});

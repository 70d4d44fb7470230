import { ReportReminders } from '../../modules/donor-reports/calendar/report-reminders.schedule';
import { type SignedIn, startApp, type TestApp } from '../support/app';
import { aQuarter, type AQuarter, speakAsSetup } from './a-quarter';

interface Deadline {
  readonly kind: string;
  readonly dueOn: string;
  readonly state: string;
  readonly period: { readonly code: string };
}
interface Ahead {
  readonly deadlines: Deadline[];
  readonly late: Deadline[];
  readonly putAway: Deadline[];
}

/** Data of the programme begin on 10 May 2026, with the first entry of the ledger. */
describe('reports of before the programme kept its data in Mawa', () => {
  let mawa: TestApp;
  let given: AQuarter;
  let officer: SignedIn;
  let finance: SignedIn;
  let auditor: SignedIn;
  const NOW = '2026-10-18T10:00:00Z';

  beforeAll(async () => {
    mawa = await startApp({ at: NOW });
    given = await aQuarter(mawa);
    await speakAsSetup(mawa.admin, NOW);
    officer = await mawa.signIn('programme_officer');
    finance = await mawa.signIn('finance_officer');
    auditor = await mawa.signIn('auditor');
  });
  afterAll(() => mawa.stop());

  const ahead = async () =>
    (await officer.get('/api/v1/report-deadlines').expect(200)).body as Ahead;
  const of = async (kind: string) => {
    const { deadlines, late, putAway } = await ahead();
    return [...putAway, ...late, ...deadlines]
      .filter((one) => one.kind === kind && one.dueOn < '2026-12-31')
      .map(({ period, state }) => `${period.code} ${state}`);
  };
  const waiting = async () =>
    (
      (await officer.get('/api/v1/reports').expect(200)).body as { waiting: Deadline[] }
    ).waiting.map(({ kind, period }) => `${kind} ${period.code}`);
  const FIRST = '/api/v1/report-first-periods';
  const PUT_AWAY = '/api/v1/report-deadlines/dispositions';
  const AGAIN = '/api/v1/report-deadlines/due-again';
  const iom = (period: string) => ({ kind: 'iom-quarterly', grantId: given.grantId, period });
  const sent = {
    disposition: 'sent_outside',
    reason: 'envoyé avant Mawa',
    sentOn: '2026-07-29',
    sentTo: 'Bailleur d’essai',
    reference: 'R-2026/7',
  };
  const notDue = { disposition: 'not_due', reason: 'le bailleur y a renoncé' };

  describe('the first period due', () => {
    it('is at first the one in which the data begin: no earlier one is late', async () => {
      // The first quarter was over in March; the second holds the tenth of May.
      expect(await of('iom-quarterly')).toEqual(['2026-Q2 late', '2026-Q3 not_begun']);
      expect((await waiting()).filter((one) => one.startsWith('iom-quarterly'))).toEqual([
        'iom-quarterly 2026-Q3',
        'iom-quarterly 2026-Q2',
      ]);
      const { body } = await officer.get(FIRST).expect(200);
      expect((body as { dataBegin: string }).dataBegin).toBe('2026-05-10');
    });

    it('is set by a programme officer, on its page or by the API, and each change is a row', async () => {
      await officer.post(FIRST, iom('2026-Q3')).expect(201);
      expect(await of('iom-quarterly')).toEqual(['2026-Q3 not_begun']);
      expect(await waiting()).not.toContain('iom-quarterly 2026-Q2');
      await officer.submit('/reports/calendar/first-periods', iom('2026-Q1')).expect(303);
      expect(await of('iom-quarterly')).toEqual([
        '2026-Q1 late',
        '2026-Q2 late',
        '2026-Q3 not_begun',
      ]);
      const page = await auditor.get('/reports/calendar/first-periods').expect(200);
      expect(page.text).toContain('1er trimestre 2026');
      expect(page.text).not.toContain('action="/reports/calendar/first-periods"');
      await officer.submit('/reports/calendar/first-periods', iom('')).expect(303);
      expect(await of('iom-quarterly')).toEqual(['2026-Q2 late', '2026-Q3 not_begun']);
      const { rows } = await mawa.admin.query<{ day: string | null }>(
        'SELECT first_from::text AS day FROM report_first_periods ORDER BY id',
      );
      expect(rows.map(({ day }) => day)).toEqual(['2026-07-01', '2026-01-01', null]);
    });

    it('is refused where it is no period of that kind, of another grant, or an unknown kind', async () => {
      const code = async (body: object) => {
        const answer = await officer.post(FIRST, body);
        return [answer.status, answer.body.code];
      };
      expect(await code(iom('2026-07'))).toEqual([422, 'reports.no_period.quarter']);
      expect(await code(iom('2025-Q4'))).toEqual([422, 'reports.outside_grant']);
      expect(await code({ ...iom('2026-Q3'), kind: 'no-such-kind' })).toEqual([
        422,
        'common.not_choice',
      ]);
      expect(await code({ ...iom('2026-Q3'), grantId: given.donorId })).toEqual([
        422,
        'reports.no_grant',
      ]);
      const form = await officer.submit('/reports/calendar/first-periods', iom('2026-07'));
      expect(form.status).toBe(422);
      for (const other of [finance, auditor]) {
        await other.post(FIRST, iom('2026-Q3')).expect(403);
        await other.submit('/reports/calendar/first-periods', iom('2026-Q3')).expect(403);
      }
    });
  });

  describe('a late report', () => {
    it('is put away as sent outside Mawa, with when and to whom, and is late no more', async () => {
      const asked = new URLSearchParams(iom('2026-Q2')).toString();
      const form = await officer.get(`/reports/calendar/deadline?${asked}`).expect(200);
      expect(form.text).toContain('Envoyé à');
      await officer
        .submit('/reports/calendar/deadline', { ...iom('2026-Q2'), ...sent })
        .expect(303);
      expect(await of('iom-quarterly')).toEqual(['2026-Q2 sent_outside', '2026-Q3 not_begun']);
      expect(await waiting()).not.toContain('iom-quarterly 2026-Q2');
      const page = await auditor.get(`/reports/calendar/deadline?${asked}`).expect(200);
      expect(page.text).toContain('R-2026/7');
      expect(page.text).toContain('envoyé avant Mawa');
      expect(page.text).not.toContain('due-again');
      expect((await officer.get('/reports/calendar')).text).toContain('deadline--sent_outside');
    });

    it('is not put away twice, and is due after all by another row', async () => {
      const twice = await officer.post(PUT_AWAY, { ...iom('2026-Q2'), ...notDue });
      expect([twice.status, twice.body.code]).toEqual([409, 'calendar.changed_meanwhile']);
      await officer
        .submit('/reports/calendar/deadline/due-again', {
          ...iom('2026-Q2'),
          reason: 'le bailleur le redemande',
        })
        .expect(303);
      expect(await of('iom-quarterly')).toEqual(['2026-Q2 late', '2026-Q3 not_begun']);
      const again = await officer.post(AGAIN, { ...iom('2026-Q2'), reason: 'encore' });
      expect([again.status, again.body.code]).toEqual([409, 'calendar.changed_meanwhile']);
      const { rows } = await mawa.admin.query<{ version: number; disposition: string }>(
        'SELECT version, disposition FROM report_dispositions ORDER BY id',
      );
      expect(rows).toEqual([
        { version: 1, disposition: 'sent_outside' },
        { version: 2, disposition: 'due_again' },
      ]);
    });

    it('is put away by one of two who decide at once', async () => {
      const answers = await Promise.all(
        [1, 2, 3].map(() => officer.post(PUT_AWAY, { ...iom('2026-Q2'), ...notDue })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      const undone = await Promise.all(
        [1, 2].map(() => officer.post(AGAIN, { ...iom('2026-Q2'), reason: 'finalement dû' })),
      );
      expect(undone.map(({ status }) => status).sort()).toEqual([201, 409]);
    });

    it('is refused without what the decision must say, and before its period is over', async () => {
      const codes = async (period: string, body: object) => {
        const answer = await officer.post(PUT_AWAY, { ...iom(period), ...body });
        const { errors, code } = answer.body as { errors?: { code: string }[]; code: string };
        return [answer.status, ...(errors ? errors.map((one) => one.code) : [code])];
      };
      expect(await codes('2026-Q2', { ...sent, sentOn: undefined, sentTo: undefined })).toEqual([
        422,
        'calendar.needs_sent_on',
        'calendar.needs_sent_to',
      ]);
      expect(await codes('2026-Q2', { ...sent, sentOn: '2026-10-19' })).toContain(
        'calendar.sent_later',
      );
      expect(await codes('2026-Q2', { ...notDue, sentTo: 'X1' })).toContain('calendar.sent_or_not');
      expect(await codes('2026-Q2', { ...notDue, reason: '' })).toContain('calendar.needs_reason');
      expect(await codes('2026-Q4', notDue)).toEqual([409, 'calendar.not_over']);
      expect(await codes('2031-Q1', notDue)).toEqual([404, 'common.not_found']);
      const form = await officer.submit('/reports/calendar/deadline', {
        ...iom('2026-Q2'),
        disposition: 'sent_outside',
        reason: 'gardé dans le formulaire',
      });
      expect(form.status).toBe(422);
      expect(form.text).toContain('Indiquez le jour de l’envoi.');
      expect(form.text).toContain('gardé dans le formulaire');
    });

    it('is decided on by programme officers alone, in their own name, by SQL too', async () => {
      for (const other of [finance, auditor]) {
        await other.post(PUT_AWAY, { ...iom('2026-Q2'), ...notDue }).expect(403);
        await other.post(`${PUT_AWAY}/before`, { before: '2026-10-01', ...notDue }).expect(403);
        await other.post(AGAIN, { ...iom('2026-Q2'), reason: 'dû' }).expect(403);
        await other.submit('/reports/calendar/deadline', {}).expect(403);
        await other.submit('/reports/calendar/deadline/due-again', {}).expect(403);
        await other.submit('/reports/calendar/earlier', {}).expect(403);
        await other.get('/reports/calendar/earlier').expect(403);
        await expect(
          mawa.transactions.run(other.actor, (tx) =>
            tx.query(
              `INSERT INTO report_dispositions (kind, grant_id, period_from, period_until, disposition, reason)
               VALUES ('iom-quarterly', $1, '2026-04-01', '2026-07-01', 'not_due', 'essai')`,
              [given.grantId],
            ),
          ),
        ).rejects.toThrow(/row-level security/);
      }
      const viewer = await mawa.signIn('partner_viewer');
      await viewer.get('/reports/calendar/first-periods').expect(403);
      await viewer.get('/api/v1/report-first-periods').expect(403);
      const asked = new URLSearchParams(iom('2026-Q2')).toString();
      await viewer.get(`/reports/calendar/deadline?${asked}`).expect(403);
    });

    it('is shown to the auditor as it stands, and not as something to prepare', async () => {
      const mine = await officer.get('/reports').expect(200);
      expect(mine.text).toContain('À préparer');
      const list = await auditor.get('/reports').expect(200);
      expect(list.text).toContain('Pas encore commencés');
      expect(list.text).not.toContain('À préparer');
      const calendar = await auditor.get('/reports/calendar').expect(200);
      expect(calendar.text).toContain('Pas commencé');
      expect(calendar.text).not.toContain('À préparer');
      expect(calendar.text).not.toContain('/reports/calendar/earlier');
    });

    it('is no task any more once it is put away, and one again once it is due after all', async () => {
      const open = async () =>
        (
          await mawa.admin.query<{ n: number }>(
            `SELECT count(*)::int AS n FROM tasks t JOIN report_reminders m ON m.id = t.subject_id
              WHERE m.kind = 'iom-quarterly' AND t.done_at IS NULL`,
          )
        ).rows[0]!.n;
      await mawa.app.get(ReportReminders).run();
      expect(await open()).toBe(1);
      await officer.post(PUT_AWAY, { ...iom('2026-Q3'), ...notDue }).expect(201);
      expect(await open()).toBe(0);
      await mawa.app.get(ReportReminders).run();
      expect(await open()).toBe(0);
      await officer.post(AGAIN, { ...iom('2026-Q3'), reason: 'dû quand même' }).expect(201);
      expect(await open()).toBe(1);
      await officer.post(FIRST, iom('2026-Q4')).expect(201);
      expect(await open()).toBe(0);
      await officer.post(FIRST, iom('2026-Q1')).expect(201);
      expect(await open()).toBe(1);
    });
  });

  describe('all late reports before a day', () => {
    it('are put away in one act with one reason, and nothing that was due later', async () => {
      const late = async () =>
        [...(await ahead()).late].filter(({ dueOn }) => dueOn < '2026-10-01').length;
      const before = await late();
      expect(before).toBeGreaterThan(4);
      const first = await officer.submit('/reports/calendar/earlier', {
        before: '2026-05-01',
        ...notDue,
      });
      expect(first.status).toBe(303);
      // The first quarter, due since the thirtieth of April, and nothing of the second.
      expect(await of('iom-quarterly')).toEqual([
        '2026-Q1 not_due',
        '2026-Q2 late',
        '2026-Q3 not_begun',
      ]);
      const rest = await officer
        .post(`${PUT_AWAY}/before`, { before: '2026-10-01', ...sent })
        .expect(201);
      expect(rest.body).toEqual({ putAway: before - 1 });
      expect(await late()).toBe(0);
      const { rows } = await mawa.admin.query<{ reasons: number }>(
        `SELECT count(DISTINCT reason)::int AS reasons FROM report_dispositions WHERE disposition = 'sent_outside'`,
      );
      expect(rows[0]!.reasons).toBe(1);
    });

    it('are none: the sentence says so', async () => {
      const answer = await officer.post(`${PUT_AWAY}/before`, { before: '2026-10-01', ...notDue });
      expect([answer.status, answer.body.code]).toEqual([422, 'calendar.nothing_late']);
      const form = await officer.submit('/reports/calendar/earlier', {
        before: '2026-10-01',
        ...notDue,
      });
      expect(form.status).toBe(422);
      expect(form.text).toContain('Aucun rapport en retard');
    });
  });
});

import { randomUUID } from 'node:crypto';
import { grantTemplate } from '../../modules/grant-budgeting';
import { showingRefusals, startApp, type SignedIn, type TestApp } from '../support/app';
import { pdf } from '../documents/files';
import { openedGrant } from './samples';

describe('what a grant asks beside its budget', () => {
  let app: TestApp;
  let grantId: string;
  let omar: SignedIn;
  let hind: SignedIn;
  let salma: SignedIn;
  let auditor: SignedIn;
  let manager: SignedIn;

  const tasksOf = async (kind: string, subject: string) => {
    const { rows } = await app.admin.query<{ role: string; due: string; done: boolean }>(
      `SELECT for_role AS role, (due_at AT TIME ZONE 'UTC')::date::text AS due, done_at IS NOT NULL AS done
         FROM tasks WHERE kind = $1 AND subject_id = $2`,
      [kind, subject],
    );
    return rows;
  };
  const add = (who: SignedIn, more: object = {}) =>
    who.post(`/api/v1/grants/${grantId}/conditions`, {
      kind: 'condition',
      term: 'Assurer le bâtiment',
      reference: 'Accord, article 7',
      ...more,
    });
  const at = async (instant: string): Promise<void> => {
    app.clock.set(instant);
    await app.admin.query(
      `UPDATE sessions SET seen_at = $1::timestamptz, expires_at = $1::timestamptz + interval '12 hours'`,
      [instant],
    );
  };

  beforeAll(async () => {
    app = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    omar = await app.signIn('finance_officer');
    hind = await app.signIn('finance_officer');
    salma = await app.signIn('programme_officer', { language: 'ar' });
    auditor = await app.signIn('auditor');
    manager = await app.signIn('shelter_manager');
    const [share] = grantTemplate.shares;
    ({ grantId } = await openedGrant(app, {
      ...grantTemplate,
      donorCode: 'JTIP',
      startsOn: '2026-01-01',
      shares: [{ ...share!, organisationCode: 'IOM' }],
    }));
    await at('2026-11-25T10:00:00Z');
  });
  afterAll(() => app.stop());

  it('a condition has a task for finance some days before, until it is met or waived, once', async () => {
    const { body } = await add(salma, { dueOn: '2027-01-31' }).expect(201);
    const id = body.id as string;
    expect(await tasksOf('grant_condition', id)).toEqual([
      { role: 'finance_officer', due: '2027-01-17', done: false }, // fourteen days before
    ]);
    await at('2027-01-20T10:00:00Z');
    const today = await omar.get('/tasks').expect(200);
    expect(today.text).toContain(`/budget/grants/conditions/${id}`);
    await omar
      .get(`/budget/grants/conditions/${id}`)
      .expect(303)
      .expect('location', `/budget/grants/${grantId}/terms#c-${id}`);
    const end = (who: SignedIn, outcome: string, reason: string) =>
      who.post(`/api/v1/grant-conditions/${id}/outcome`, { outcome, reason });
    await end(omar, 'waived', '').expect(422);
    const answers = await Promise.all([
      end(omar, 'waived', 'Lettre du bailleur du 15 janvier'),
      end(salma, 'met', 'Police 44'),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect((await tasksOf('grant_condition', id)).map(({ done }) => done)).toEqual([true]);
    const { body: all } = await auditor.get(`/api/v1/grants/${grantId}/conditions`).expect(200);
    expect(all.conditions[0]).toMatchObject({ id, reason: expect.any(String), isLate: false });
    await at('2026-11-25T10:00:00Z');
  });

  it('without a day it has no task, and past its day it is late', async () => {
    const never = (await add(omar, { kind: 'special_term' }).expect(201)).body.id as string;
    expect(await tasksOf('grant_condition', never)).toEqual([]);
    const late = (await add(omar, { dueOn: '2026-11-24' }).expect(201)).body.id as string;
    const { body } = await omar.get(`/api/v1/grants/${grantId}/conditions`).expect(200);
    const found = body.conditions.find(({ id }: { id: string }) => id === late);
    expect(found.isLate).toBe(true);
    await add(omar, { dueOn: '2026-02-30' }).expect(422);
    await add(omar, { remindDays: 181 }).expect(422);
    await omar
      .post(`/api/v1/grants/${randomUUID()}/conditions`, {
        kind: 'condition',
        term: 'abc',
        reference: 'ab',
      })
      .expect(404);
  });

  it('the own contribution is promised by source and contributed by month, and stands in lines 10i to 10k', async () => {
    const { body } = await omar
      .post(`/api/v1/grants/${grantId}/contributions`, { source: 'Loyer', promised: '5000.00' })
      .expect(201);
    const rows = `/api/v1/grant-contributions/${body.id}/rows`;
    const row = (month: string, amount: string) =>
      omar.post(rows, { month, amount, document: 'Quittance' });
    await row('2026-08', '400.00').expect(201);
    const second = await row('2026-09', '400.10').expect(201);
    const mistake = await row('2026-10', '99.00').expect(201);
    await omar.post(`/api/v1/grant-contribution-rows/${mistake.body.id}/undoing`).expect(201);
    await omar.post(`/api/v1/grant-contribution-rows/${mistake.body.id}/undoing`).expect(409);
    await row('2025-12', '1.00').expect(422);
    await row('2026-12', '1.00').expect(422);
    await row('2026-13', '1.00').expect(422);
    await row('2026-10', '0.00').expect(422);
    await omar
      .post(`/api/v1/grants/${grantId}/contributions`, { source: 'Loyer', promised: '1.00' })
      .expect(409);
    const { body: form } = await omar
      .get(`/api/v1/grants/${grantId}/sf-425?endsOn=2026-09-30&type=quarterly`)
      .expect(200);
    const { i, j, k } = form.lines;
    expect([i, j, k]).toEqual(['5000.00', '800.10', '4199.90']);
    const { body: all } = await auditor.get(`/api/v1/grants/${grantId}/contributions`).expect(200);
    expect(all.contributions[0]).toMatchObject({
      promised: '5000.00',
      contributed: '800.10',
      left: '4199.90',
    });
    // The overview of the budget, its workbook and the API say it as well.
    const { body: today } = await auditor.get('/api/v1/budget').expect(200);
    expect(
      today.grants.find((one: { grantId: string }) => one.grantId === grantId).contribution,
    ).toEqual({ promised: '5000.00', contributed: '800.10', left: '4199.90' });
    const code = (await auditor.get(`/api/v1/grants/${grantId}`).expect(200)).body.code as string;
    const overview = await auditor.get(`/budget?grant=${code}`).expect(200);
    expect(overview.text).toContain(`/budget/grants/${grantId}/terms#contributions`);
    expect(overview.text).toMatch(/<meter min="0" max="1" value="0\.16002">/);
    // A closed month takes nothing more; what was wrong there is taken back today.
    await omar.post('/api/v1/periods/closing', { untilDay: '2026-09-30' }).expect(201);
    expect((await row('2026-09', '1.00').expect(409)).body.errors?.[0]?.code ?? 'x').toBe(
      'grant-terms.month_closed',
    );
    await omar.post(`/api/v1/grant-contribution-rows/${second.body.id}/undoing`).expect(201);
    const { body: again } = await omar
      .get(`/api/v1/grants/${grantId}/sf-425?endsOn=2026-09-30&type=quarterly`)
      .expect(200);
    expect(again.lines.j).toBe('800.10');
  });

  it('a month of the own contribution and a movement of donor money have files that auditors open', async () => {
    const contributions = await auditor.get(`/api/v1/grants/${grantId}/contributions`).expect(200);
    const rows = contributions.body.contributions[0].rows as { id: string; amount: string }[];
    const row = rows.find(({ amount }) => amount === '400.00');
    const received = await omar
      .post('/api/v1/donor-money', {
        grantId,
        kind: 'received',
        amount: '100.00',
        onDay: '2026-11-20',
        reference: 'AVIS-7',
      })
      .expect(201);
    const pages = {
      grant_contribution_row: `/budget/grants/${grantId}/terms`,
      donor_money: `/budget/donor-money?grantId=${grantId}`,
    };
    const ids = { grant_contribution_row: row!.id, donor_money: received.body.id as string };
    for (const kind of ['grant_contribution_row', 'donor_money'] as const) {
      const to = `/money-files/${kind}/${ids[kind]}`;
      expect((await auditor.get(pages[kind]).expect(200)).text).not.toContain(to);
      expect((await omar.get(pages[kind]).expect(200)).text).toContain(to);
      const attach = (who: SignedIn) =>
        showingRefusals(app.http().post(`/api/v1${to}`).set(who.headers)).attach(
          'file',
          pdf(`Avis de ${kind}`),
          'avis.pdf',
        );
      await attach(auditor).expect(403);
      await attach(manager).expect(403);
      const { body } = await attach(omar).expect(201);
      expect((await auditor.get(pages[kind]).expect(200)).text).toContain(to);
      const page = await auditor.get(to).expect(200);
      expect(page.text).toContain(pages[kind].replaceAll('=', '&#x3D;'));
      await auditor.get(`${to}/${body.id}`).expect(200);
      await manager.get(`${to}/${body.id}`).expect(403);
      await (await app.signIn('partner_viewer')).get(to).expect(404);
      const add = (who: SignedIn) =>
        app.transactions.run(who.actor, (tx) =>
          tx.query(
            `INSERT INTO documents (id, owner_kind, owner_id, part, kind, media, size_bytes, preview_pages, digest, name_sealed, added_by)
             VALUES (gen_random_uuid(), $1, $2, 'money', 'other', 'pdf', 1, 0, '', '', $3)`,
            [kind, ids[kind], who.actor.userId],
          ),
        );
      await expect(add(auditor)).rejects.toThrow(/row-level security/);
      await omar.submit(`${to}/${body.id}/removal`, { reason: 'wrong_file' }).expect(303);
    }
  });

  it('a proposal has a task for whoever may confirm it, until somebody decided', async () => {
    const propose = async (who: SignedIn, code: string) =>
      (
        await who
          .post('/api/v1/grant-proposals', {
            ...grantTemplate,
            code,
            donorCode: 'JTIP',
            shares: [{ ...grantTemplate.shares[0]!, organisationCode: 'IOM' }],
          })
          .expect(201)
      ).body.id as string;
    const byFinance = await propose(omar, 'TASK-1');
    const byProgramme = await propose(salma, 'TASK-2');
    expect((await tasksOf('grant_proposal', byFinance)).map(({ role }) => role)).toEqual([
      'programme_officer',
    ]);
    expect((await tasksOf('grant_proposal', byProgramme)).map(({ role }) => role)).toEqual([
      'finance_officer',
    ]);
    await at('2026-11-27T11:00:00Z');
    const today = await salma.get('/tasks').expect(200);
    expect(today.text).toContain(`/budget/grants/proposals/${byFinance}`);
    // Another finance officer, whose task it is not, may decide too.
    await hind
      .post(`/api/v1/grant-proposals/${byFinance}/decisions`, { decision: 'confirmed' })
      .expect(201);
    await salma
      .post(`/api/v1/grant-proposals/${byProgramme}/decisions`, { decision: 'withdrawn' })
      .expect(201);
    for (const id of [byFinance, byProgramme]) {
      expect((await tasksOf('grant_proposal', id)).map(({ done }) => done)).toEqual([true]);
    }
    await at('2026-11-25T10:00:00Z');
  });

  it('is entered by finance and programme alone, and read by the auditor', async () => {
    const { body } = await add(omar).expect(201);
    for (const who of [auditor, manager]) {
      await add(who).expect(403);
      await who
        .post(`/api/v1/grant-conditions/${body.id}/outcome`, { outcome: 'met', reason: 'abc' })
        .expect(403);
      await who
        .post(`/api/v1/grants/${grantId}/contributions`, { source: 'x y', promised: '1.00' })
        .expect(403);
      await who.submit(`/budget/grants/${grantId}/conditions`, {}).expect(403);
    }
    await manager.get(`/budget/grants/${grantId}/terms`).expect(403);
    await manager.get(`/api/v1/grants/${grantId}/conditions`).expect(403);
    await auditor.get(`/budget/grants/${grantId}/terms`).expect(200);
  });

  it('has a page with its forms, in Arabic too', async () => {
    const path = `/budget/grants/${grantId}`;
    const wrong = await salma
      .submit(`${path}/conditions`, { kind: 'condition', term: '' })
      .expect(422);
    expect(wrong.text).toContain('id="e-term"');
    await salma
      .submit(`${path}/conditions`, {
        kind: 'condition',
        term: 'Rapport d’audit',
        reference: 'Article 9',
        dueOn: '2027-03-31',
        remindDays: '30',
      })
      .expect(303);
    const { text } = await salma.get(`${path}/terms`).expect(200);
    expect(text).toContain('Rapport d’audit');
    const { body } = await salma.get(`/api/v1/grants/${grantId}/conditions`).expect(200);
    const { id } = body.conditions.find(({ term }: { term: string }) => term === 'Rapport d’audit');
    const refused = await salma
      .submit(`/budget/grants/conditions/${id}/outcome`, { outcome: 'met', reason: '' })
      .expect(422);
    expect(refused.text).toContain('field__error');
    await salma
      .submit(`/budget/grants/conditions/${id}/outcome`, { outcome: 'met', reason: 'Remis' })
      .expect(303);
    await omar
      .submit(`${path}/contributions`, { source: 'Bénévoles', promised: '1 200,50' })
      .expect(303);
    const { body: all } = await omar.get(`/api/v1/grants/${grantId}/contributions`).expect(200);
    const source = all.contributions.find(
      ({ source }: { source: string }) => source === 'Bénévoles',
    );
    const row = {
      contributionId: source.id,
      month: '2026-11',
      amount: '100,25',
      document: 'Feuille 1',
    };
    await omar.submit(`${path}/contributions/rows`, { ...row, amount: 'x' }).expect(422);
    await omar.submit(`${path}/contributions/rows`, row).expect(303);
    const page = await omar.get(`${path}/terms`).expect(200);
    expect(page.text).toMatch(/1.200,50/);
    const [, undoing] = /action="([^"]+\/undoing)"/.exec(page.text)!;
    await omar.submit(undoing!, {}).expect(303);
  });
});

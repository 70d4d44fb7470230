import { randomUUID } from 'node:crypto';
import { budgetFigures, grantTemplate, type GrantDefinition } from '../../modules/grant-budgeting';
import { JobRunner } from '../../modules/platform/queue';
import { renderReport } from '../../modules/report-documents';
import {
  tablesOf,
  type DisclosedDocument,
  type TableBlock,
} from '../../modules/report-documents/document';
import { readPart } from '../../modules/report-documents/render/office-zip';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { readPdf } from '../support/pdf-reader';
import { charge, entriesOf, ledgerHolds, openedGrant } from './samples';

const line = (code: string, amount: string) => ({
  code,
  name: { fr: code, ar: code, en: code },
  amount,
  unsdg: 4,
  objectClass: 'f',
});
/** 100,000.00 EUR less 1 % is 99,000.00; at 7 % its direct costs are 92,523.36. */
const GRANT: GrantDefinition = {
  ...grantTemplate,
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  shares: [
    {
      organisationCode: 'IOM',
      afterFee: '99000.00',
      supportRate: '0.07',
      lines: [line('A-1.1', '60000.00'), line('A-2.1', '32523.36')],
    },
  ],
  donorCode: 'JTIP',
};
const HEAD = 'grant;line;month;spent;received;document\n';
/** Spent 1,300.00 in the first quarter, 1,950.00 in the second, 1,200.75 in the third; 8,000.00 received. */
const ledgerOf = (code: string): string =>
  [
    'A-1.1;2026-01;1000.00;',
    'A-1.1;04/2026;2 000,00;',
    'A-1.1;2026-07;500.50;',
    'A-2.1;2026-03;300;',
    'A-2.1;2026-04;(50.00);',
    'A-2.1;2026-08;700.25;',
    ';2026-01;;5000.00',
    ';2026-07;;3000',
  ]
    .map((cells) => `${code};${cells};Grand livre 2026\n`)
    .join('');

describe('opening balances of a grant that ran before Mawa', () => {
  let app: TestApp;
  let omar: SignedIn; // proposes
  let salma: SignedIn; // confirms
  let auditor: SignedIn;
  let manager: SignedIn;
  let number = 0;

  const opened = async () => {
    number += 1;
    const code = `OPENING-${number}`;
    const { grantId, lines } = await openedGrant(app, { ...GRANT, code });
    return { id: grantId, lines, code };
  };
  const bring = (text: string, who = omar, how = '') => {
    const call = who.post(`/api/v1/imports/lists/opening-balances${how}`, {});
    Object.assign(call, { _data: undefined }); // the helper wrote JSON; this is a file
    return call.type('text/csv').send(Buffer.from(HEAD + text) as never);
  };
  const decide = (who: SignedIn, id: string, decision = 'confirmed') =>
    who.post(`/api/v1/grant-proposals/${id}/decisions`, { decision });
  const openingsOf = async (id: string, who = omar) =>
    (await who.get(`/api/v1/grants/${id}/openings`).expect(200)).body;
  const waiting = async (id: string): Promise<string> => (await openingsOf(id)).openings[0].id;
  const confirmed = async (grant: { id: string; code: string }): Promise<string> => {
    await bring(ledgerOf(grant.code)).expect(200);
    const id = await waiting(grant.id);
    await decide(salma, id).expect(201);
    return id;
  };
  const sf425 = async (id: string, endsOn: string) =>
    (await omar.get(`/api/v1/grants/${id}/sf-425?endsOn=${endsOn}&type=quarterly`).expect(200))
      .body;
  const budgetOf = async (id: string) =>
    (await omar.get('/api/v1/budget').expect(200)).body.grants.find(
      ({ grantId }: { grantId: string }) => grantId === id,
    );
  const cost = (lineId: string, factOn: string, amount: string) =>
    charge(app, omar.actor, {
      sourceKind: 'correction',
      sourceId: randomUUID(),
      lineId,
      factOn,
      amount,
      currency: 'EUR',
    });
  /** `rows.3.month` is the third row of the file, below its headings. */
  const errorsOf = ({ errors }: { errors: { field: string; code: string }[] }) =>
    errors.map(({ field, code }) => {
      const [, row, name] = field.split('.');
      return [Number(row), name, code];
    });

  beforeAll(async () => {
    app = await startApp({ at: '2026-11-25T10:00:00Z' });
    omar = await app.signIn('finance_officer');
    salma = await app.signIn('programme_officer', { language: 'ar' });
    auditor = await app.signIn('auditor');
    manager = await app.signIn('shelter_manager');
  });
  afterAll(() => app.stop());
  afterEach(async () => {
    expect(await ledgerHolds(app.admin)).toEqual({ wrongBalances: 0, total: 0 });
  });

  it('a file by line and month is in force once another person confirms it, and counts in SF-425, budget, quarter and plan', async () => {
    const grant = await opened();
    await bring(ledgerOf(grant.code)).expect(200);
    const id = await waiting(grant.id);
    expect(await entriesOf(app.admin, grant.lines['A-1.1']!)).toEqual({});
    expect((await decide(omar, id).expect(403)).body.code).toBe('grants.needs_another_person');
    await decide(salma, id).expect(201);
    await cost(grant.lines['A-1.1']!, '2026-11-20', '100.00');

    // To 30 June: 3,250.00 spent, 7 % of it is 227.50; 1 % of 5,000.00 received is 50.00.
    const june = await sf425(grant.id, '2026-06-30');
    expect(june.lines).toMatchObject({
      a: '5000.00',
      b: '3527.50',
      c: '1472.50',
      d: '100000.00',
      e: '3527.50',
      f: '0.00',
      g: '3527.50',
      h: '96472.50',
    });
    expect(june.broughtIn).toEqual({ spent: '3250.00', received: '5000.00' });
    // To 30 September: 4,450.75 spent, support 311.55, fee 80.00.
    const september = await sf425(grant.id, '2026-09-30');
    expect(september.lines).toMatchObject({ a: '8000.00', b: '4842.30', e: '4842.30' });
    expect(september.lines).toMatchObject({ c: '3157.70', h: '95157.70' });

    const budget = await budgetOf(grant.id);
    expect(budget.broughtIn).toEqual({ spent: '4450.75', received: '8000.00' });
    expect(
      budget.lines.map(({ code, spentToDate, left }: Record<string, string>) => [
        code,
        spentToDate,
        left,
      ]),
    ).toEqual([
      ['A-1.1', '3600.50', '56399.50'],
      ['A-2.1', '950.25', '31573.11'],
    ]);
    const quarter = await app.transactions.run(omar.actor, (tx) =>
      budgetFigures(tx, grant.id, { from: '2026-04-01', until: '2026-07-01' }),
    );
    expect(
      quarter.lines.map(({ spentBefore, spentInPeriod, spentToDate }) => [
        spentBefore,
        spentInPeriod,
        spentToDate,
      ]),
    ).toEqual([
      ['1000.00', '2000.00', '3000.00'],
      ['300.00', '-50.00', '250.00'],
    ]);
    const { body: plans } = await omar.get('/api/v1/budget/plan').expect(200);
    const plan = plans.grants.find(({ grantId }: { grantId: string }) => grantId === grant.id);
    expect(plan.lines.map(({ actual }: { actual: string[] }) => actual)).toEqual([
      ['1000.00', '2000.00', '500.50', '100.00'],
      ['300.00', '-50.00', '700.25', '0.00'],
    ]);
    expect(plan.broughtIn.spent).toBe('4450.75');
    const { body: forecast } = await omar.get('/api/v1/budget/forecast').expect(200);
    const ours = forecast.grants.find(({ grantId }: { grantId: string }) => grantId === grant.id);
    expect(ours).toMatchObject({ total: { spent: '4550.75' }, broughtIn: { spent: '4450.75' } });
    const audited = await app.admin.query(
      `SELECT cardinality(subject_ids) AS count FROM audit_log WHERE action = 'ledger.bring_in'`,
    );
    expect(audited.rows).toEqual([{ count: 6 }]);
  });

  it('reports that are prepared say which of their amounts were brought in, in every file', async () => {
    const grant = await opened();
    await confirmed(grant);
    await cost(grant.lines['A-1.1']!, '2026-11-20', '100.00');
    const prepared = async (kind: string) => {
      const { body } = await salma
        .post('/api/v1/reports', { kind, grantId: grant.id, period: '2026-Q3' })
        .expect(({ status, body }) => expect([status, body.detail]).toEqual([201, undefined]));
      await app.app.get(JobRunner).handle('draft-report', body.jobId);
      const { rows } = await app.admin.query<{ published: Record<'fr' | 'ar', DisclosedDocument> }>(
        'SELECT published FROM report_documents WHERE report_id = $1',
        [body.id],
      );
      return rows[0]!.published;
    };
    const cells = (document: DisclosedDocument, table: string) =>
      (tablesOf(document) as TableBlock[])
        .filter(({ key }) => key === table)
        .flatMap(({ rows, total }) => [...rows, ...(total ? [total] : [])])
        .map(({ cells }) =>
          ['line', 'what', 'spentInPeriod', 'spentToDate', 'amount'].flatMap(
            (name) => cells[name] ?? [],
          ),
        );
    const form = await prepared('sf-425');
    expect(cells(form.fr, 'sf-425-openings')).toEqual([
      ['10a', 'Encaissements', '8000.00'],
      ['10e', 'Part fédérale des dépenses', '4450.75'],
    ]);
    const quarterly = await prepared('iom-quarterly');
    expect(cells(quarterly.fr, 'openings-by-line')).toEqual([
      ['A-1.1 A-1.1', '500.50', '3500.50'],
      ['A-2.1 A-2.1', '700.25', '950.25'],
      ['Total', '1200.75', '4450.75'],
    ]);
    for (const format of ['pdf', 'xlsx'] as const) {
      const { bytes } = await renderReport(quarterly.fr, format);
      const text =
        format === 'pdf' ? readPdf(bytes).text : await readPart(bytes, 'xl/sharedStrings.xml');
      expect(text.replace(/\s+/g, ' ')).toContain('soldes d’ouverture');
      if (format === 'pdf') expect(text.replace(/[\s\u00a0\u202f]+/g, ' ')).toContain('3 500,50');
    }
    // A grant that brought nothing in has no such table.
    const other = await opened();
    const { body } = await salma
      .post('/api/v1/reports', { kind: 'sf-425', grantId: other.id, period: '2026-Q3' })
      .expect(201);
    await app.app.get(JobRunner).handle('draft-report', body.jobId);
    const { rows } = await app.admin.query<{ text: string }>(
      'SELECT published::text AS text FROM report_documents WHERE report_id = $1',
      [body.id],
    );
    expect(rows[0]!.text).not.toContain('openings');
  });

  it('all that is wrong with a file is said at once, and nothing is proposed', async () => {
    const grant = await opened();
    await cost(grant.lines['A-1.1']!, '2026-10-20', '5.00');
    const { body } = await bring(
      [
        'A-1.1;2026-13;1;;GL',
        'A-9.9;2026-05;1;;GL',
        'A-1.1;2025-12;1;;GL',
        'A-1.1;2026-10;1;;GL',
        'A-1.1;2026-11;1;;GL',
        'A-1.1;2026-02;60000;;GL',
        'A-1.1;2026-02;1;;GL',
        'A-2.1;2026-03;-1;;GL',
        ';2026-03;;100000.01;GL',
        'A-2.1;2026-04;1;1;GL',
        ';2026-04;;-1;GL',
        'A-2.1;2026-05;0;;GL',
        'A-2.1;2026-06;1;;',
      ]
        .map((cells) => `${grant.code};${cells}\n`)
        .join('') + 'NONE-1;A-1.1;2026-03;1;;GL\n',
    ).expect(422);
    expect(errorsOf(body)).toEqual([
      [2, 'month', 'budget.bad_month'],
      [3, 'line', 'opening.unknown_line'],
      [4, 'month', 'opening.outside_the_grant'],
      [5, 'month', 'opening.in_mawa'],
      [6, 'month', 'opening.not_over'],
      [8, 'month', 'opening.twice'],
      [8, 'amount', 'opening.above_the_line'],
      [9, 'amount', 'opening.negative'],
      [10, 'amount', 'opening.above_the_award'],
      [11, 'received', 'opening.line_or_received'],
      [12, 'received', 'opening.received_negative'],
      [13, 'amount', 'opening.no_amount'],
      [14, 'document', 'common.required'],
      [15, 'grant', 'opening.unknown_grant'],
    ]);
    expect(JSON.stringify(body.errors[1])).toContain('A-9.9');
    expect((await openingsOf(grant.id)).openings).toEqual([]);
  });

  it('of two files of the same months confirmed at once one is booked, whole', async () => {
    const grant = await opened();
    await bring(ledgerOf(grant.code)).expect(200);
    await bring(ledgerOf(grant.code).replaceAll('Grand livre', 'Rapport')).expect(200);
    const { openings } = await openingsOf(grant.id);
    expect(openings.map(({ state }: { state: string }) => state)).toEqual(['proposed', 'proposed']);
    const answers = await Promise.all(openings.map(({ id }: { id: string }) => decide(salma, id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)!.body.code).toBe(
      'opening.confirmed_before',
    );
    expect(await entriesOf(app.admin, grant.lines['A-1.1']!)).toEqual({ spent: '3500.50' });
    const again = await bring(ledgerOf(grant.code).replaceAll('Grand livre', 'Autre')).expect(422);
    expect(errorsOf(again.body)).toHaveLength(8);
    expect(errorsOf(again.body)[0]).toEqual([2, 'month', 'opening.brought_before']);
  });

  it('they are corrected only by two people taking them back, and another file', async () => {
    const grant = await opened();
    const id = await confirmed(grant);
    const { body } = await omar.get(`/api/v1/grants/${grant.id}/donor-money`).expect(200);
    const received = body.money.find(({ onDay }: { onDay: string }) => onDay === '2026-07-31');
    expect(received).toMatchObject({ amount: '3000.00', isBroughtIn: true });
    const alone = await omar.post(`/api/v1/donor-money/${received.id}/taking-back`).expect(409);
    expect(alone.body.code).toBe('federal.brought_in_by_two');
    await omar
      .post('/api/v1/donor-money', {
        grantId: grant.id,
        kind: 'received',
        amount: '1.00',
        onDay: '2026-07-15',
        reference: 'Virement 7',
      })
      .expect(422);
    const backs = await Promise.all(
      [omar, omar].map((who, at) =>
        who.post(`/api/v1/grant-openings/${id}/taking-back`, { reference: `Erreur ${at}` }),
      ),
    );
    const proposals = backs.filter(({ status }) => status === 201).map(({ body }) => body.id);
    expect(proposals.length).toBeGreaterThan(0);
    expect((await decide(omar, proposals[0]).expect(403)).body.code).toBe(
      'grants.needs_another_person',
    );
    const answers = await Promise.all(proposals.map((one) => decide(salma, one)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect((await openingsOf(grant.id)).openings[0].state).toBe('taken_back');
    // In their own months, which are open: as if they had not been.
    expect((await sf425(grant.id, '2026-06-30')).lines).toMatchObject({ a: '0.00', e: '0.00' });
    expect((await budgetOf(grant.id)).broughtIn).toBeNull();
    await omar
      .post(`/api/v1/grant-openings/${id}/taking-back`, { reference: 'Encore' })
      .expect(409);
    await bring(ledgerOf(grant.code).replaceAll('Grand livre', 'Corrigé')).expect(200);
    await decide(salma, await waiting(grant.id)).expect(201);
    expect((await sf425(grant.id, '2026-06-30')).lines.e).toBe('3527.50');
  });

  it('finance and programme propose, auditors read, others see nothing; nobody books one alone', async () => {
    const grant = await opened();
    await bring(ledgerOf(grant.code), manager).expect(404);
    await bring(ledgerOf(grant.code), auditor).expect(403);
    await manager.get(`/api/v1/grants/${grant.id}/openings`).expect(403);
    await bring(ledgerOf(grant.code), salma).expect(200);
    const id = await waiting(grant.id);
    expect((await openingsOf(grant.id, auditor)).openings).toHaveLength(1);
    await decide(auditor, id).expect(403);
    await auditor
      .post(`/api/v1/grant-openings/${id}/taking-back`, { reference: 'Non' })
      .expect(403);
    await omar.post(`/api/v1/grant-openings/${id}/taking-back`, { reference: 'Non' }).expect(409);
    await omar
      .post(`/api/v1/grant-openings/${randomUUID()}/taking-back`, { reference: 'Non' })
      .expect(404);
    await decide(omar, id).expect(201);
    const alone = app.transactions.run(omar.actor, (tx) =>
      tx.query(
        `INSERT INTO ledger_transactions (grant_id, source_kind, source_id, booked_on, fact_on, posted_by)
         VALUES ($1, 'opening', 'x', '2026-01-31', '2026-01-31', mawa_actor())`,
        [grant.id],
      ),
    );
    await expect(alone).rejects.toMatchObject({ code: '42501' });
    const reversal = app.transactions.run(omar.actor, (tx) =>
      tx.query(
        `INSERT INTO ledger_transactions (grant_id, source_kind, source_id, booked_on, fact_on, reverses, posted_by)
         SELECT grant_id, 'reversal', source_id, booked_on, fact_on, id, mawa_actor() FROM ledger_transactions
          WHERE grant_id = $1 AND source_kind = 'opening' LIMIT 1`,
        [grant.id],
      ),
    );
    await expect(reversal).rejects.toMatchObject({ code: '42501' });
  });

  it('pages show what was brought in, and the file is brought and tried there', async () => {
    const grant = await opened();
    const id = await confirmed(grant);
    const at = `/budget/grants/${grant.id}/opening`;
    const own = await omar.get(at).expect(200);
    expect(own.text).toContain('opening-balances/template?format=xlsx');
    expect(own.text).toContain(`${at}/${id}/taking-back`);
    expect((await auditor.get(at).expect(200)).text).not.toContain('taking-back');
    await manager.get(at).expect(403);
    await omar.get('/imports/lists/opening-balances/template?format=csv').expect(200);
    for (const path of [
      `/budget/grants/proposals/${id}`,
      `/budget?grant=${grant.code}`,
      `/budget/plan?grant=${grant.code}`,
      `/budget/forecast?grant=${grant.code}`,
      `/budget/sf-425?grantId=${grant.id}&endsOn=2026-06-30`,
      `/budget/lines/${grant.lines['A-1.1']!}`,
      `/budget/donor-money?grantId=${grant.id}`,
    ])
      expect((await omar.get(path).expect(200)).text).toMatch(/d’avant Mawa/i);
    const back = await omar
      .post(`${at}/${id}/taking-back`, { reference: 'Mauvais exercice' })
      .expect(303);
    expect((await salma.get(back.headers['location'] as string).expect(200)).text).toContain(
      'A-2.1',
    );
    await omar.post(`${at}/${id}/taking-back`, { reference: '' }).expect(422);
  });

  it('a file without the grant is brought on its page, tried, and its rejected rows leave with their errors', async () => {
    const grant = await opened();
    const at = `/budget/grants/${grant.id}/opening/files`;
    const attach = (who: SignedIn, text: string) =>
      app.http().post(at).set(who.headers).attach('file', Buffer.from(text), { filename: 'o.csv' });
    const text = 'line;month;spent;document\nA-1.1;2026-02;10;GL\nA-9.9;2026-02;10;GL\n';
    await attach(manager, text).expect(403);
    await attach(auditor, text).expect(403);
    const empty = await attach(omar, '').set('sec-fetch-mode', 'cors').expect(422);
    expect(empty.text).toContain('id="e-file"');
    const { headers } = await attach(omar, text).expect(303);
    const run = headers['location']!;
    const id = run.split('/').at(-1);
    const columns = { columns: ['line', 'month', 'amount', 'document'] };
    const { body } = await omar.post(`/api/v1/imports/runs/${id}/columns`, columns).expect(200);
    expect(body).toMatchObject({ errors: [{ row: 3, field: 'line' }] });
    await omar.get(`${run}/rejected?rows=rejected`).expect(200);
    const one = { leaveOut: true, again: false };
    const done = await omar.post(`/api/v1/imports/runs/${id}/import`, one).expect(200);
    expect(done.body).toMatchObject({ imported: 1 });
    // Until somebody decides, whoever brought it takes it back with its import.
    await omar.delete(`/api/v1/imports/runs/${id}`).expect(200);
    expect((await openingsOf(grant.id)).openings).toEqual([]);
  });

  it('a month that is closed takes none, neither in a file nor in one that waited', async () => {
    const grant = await opened();
    await bring(ledgerOf(grant.code)).expect(200);
    const id = await waiting(grant.id);
    const other = await opened();
    const booked = await confirmed(other);
    await omar.post('/api/v1/periods/closing', { untilDay: '2026-03-31' }).expect(201);
    expect((await decide(salma, id).expect(409)).body.code).toBe('opening.closed_since');
    expect(await entriesOf(app.admin, grant.lines['A-1.1']!)).toEqual({});
    const again = await bring(ledgerOf(grant.code).replaceAll('livre', 'Livre B')).expect(422);
    expect(errorsOf(again.body)).toEqual([
      [2, 'month', 'opening.closed'],
      [5, 'month', 'opening.closed'],
      [8, 'month', 'opening.closed'],
    ]);
    // What stands in a closed month is taken back today.
    const { body } = await salma
      .post(`/api/v1/grant-openings/${booked}/taking-back`, { reference: 'Note 4' })
      .expect(201);
    await decide(omar, body.id).expect(201);
    expect((await sf425(other.id, '2026-03-31')).lines).toMatchObject({
      a: '5000.00',
      b: '1441.00',
    });
    expect((await budgetOf(other.id)).totals.spentToDate).toBe('0.00');
  });
});

import { randomUUID } from 'node:crypto';
import ExcelJS from 'exceljs';
import {
  DecideCommitment,
  RequestCommitment,
  TakeStep,
  type OpenedGrant,
  type StepInput,
} from '../../modules/grant-budgeting';
import { MatchLedgers } from '../../modules/reconciliation';
import { pdf } from '../documents/files';
import { showingRefusals, startApp, type SignedIn, type TestApp } from '../support/app';
import { charge, enteredRate, openedGrant, reverse } from './samples';

const NOW = '2026-12-05T10:00:00Z';
const OCTOBER = '2026-10';
const NOVEMBER = '2026-11';

interface Proposal {
  how: string;
  ours: string[];
  theirs: string[];
  difference: string;
  reason: string | null;
  sure: boolean;
}

describe('an agency’s own ledger beside ours', () => {
  let app: TestApp;
  let grant: OpenedGrant;
  let omar: SignedIn; // brings, matches and prepares
  let hind: SignedIn; // another finance officer
  let salma: SignedIn; // signs for the programme
  let agencies: Record<string, string>;

  const line = (code: string) => grant.lines[code]!;
  const path = (agency: string, month: string, more = '') =>
    `/api/v1/reconciliation/${grant.grantId}/${agencies[agency]}/${month}${more}`;
  const statement = async (agency: string, month: string, who = omar) =>
    (await who.get(path(agency, month)).expect(200)).body;
  const send = (who: SignedIn, to: string, text: string) => {
    const call = who.post(to, {});
    Object.assign(call, { _data: undefined }); // the helper wrote JSON; this is a file
    return call.type('text/csv').send(Buffer.from(text) as never);
  };
  const LIST = '/api/v1/imports/lists/agency-ledgers';
  const HEAD = 'agency;month;reference;date;amount;document amount;document currency;line\n';
  const bring = (text: string, who = omar, how = '') => send(who, `${LIST}${how}`, HEAD + text);
  const match = (agency: string, month: string, items: string[], reason?: string, who = omar) =>
    who.post(path(agency, month, '/matches'), { items, ...(reason && { reason }) });
  const explain = (agency: string, month: string, items: string[], reason: string) =>
    omar.post(path(agency, month, '/reasons'), { items, reason });
  const take = (who: SignedIn, agency: string, month: string, step: string, reason?: string) =>
    who.post(path(agency, month, '/steps'), { step, ...(reason && { reason }) });
  const booked = async (lineCode: string, day: string, amount: string, more: object = {}) => {
    app.clock.set(`${day}T10:00:00Z`);
    const sourceId = randomUUID();
    await charge(app, omar.actor, {
      sourceKind: 'service' as const,
      sourceId,
      factOn: day,
      currency: 'USD',
      lineId: line(lineCode),
      amount,
      ...more,
    });
    app.clock.set(NOW);
    return sourceId;
  };
  const invoiced = async (
    lineCode: string,
    day: string,
    amount: string,
    number: string,
    currency = 'USD',
  ) => {
    app.clock.set(`${day}T09:00:00Z`);
    const { id } = await app.app
      .get(RequestCommitment)
      .make(omar.actor, {
        lineId: line(lineCode),
        supplier: `Fournisseur ${number}`,
        purpose: 'Du matériel',
        amount,
        currency,
        startsOn: day,
        endsOn: '2026-12-31',
      });
    await app.app.get(DecideCommitment).decide(salma.actor, id, { decision: 'approved' });
    const steps: Omit<StepInput, 'on'>[] = [
      { step: 'committed' },
      { step: 'received', amount, document: `BL-${number}` },
      { step: 'invoiced', amount, document: number },
    ];
    for (const step of steps)
      await app.app.get(TakeStep).take(omar.actor, id, { ...step, on: day });
    app.clock.set(NOW);
  };
  /** What our ledger spent on the lines of an agency, by separate SQL over the entries. */
  const spentBy = async (agency: string, until: string): Promise<string> =>
    (
      await app.admin.query<{ sum: string }>(
        `SELECT coalesce(sum(e.amount), 0)::numeric(16,2)::text AS sum FROM ledger_entries e
           JOIN ledger_accounts a ON a.id = e.account_id JOIN budget_lines l ON l.id = a.line_id
           JOIN ledger_transactions t ON t.id = e.transaction_id
          WHERE a.kind IN ('spent', 'unfunded') AND l.organisation_id = $1 AND t.booked_on <= $2`,
        [agencies[agency], until],
      )
    ).rows[0]!.sum;

  beforeAll(async () => {
    app = await startApp({ at: NOW });
    grant = await openedGrant(app);
    const { rows } = await app.admin.query<{ code: string; id: string }>(
      'SELECT code, id FROM organisations',
    );
    agencies = Object.fromEntries(rows.map(({ code, id }) => [code, id]));
    omar = await app.signIn('finance_officer');
    hind = await app.signIn('finance_officer');
    salma = await app.signIn('programme_officer');
    await enteredRate(app, ['MAD', 'USD', '2026-10-01', '0.10000000']);
    await invoiced('ILO-1.1', '2026-10-10', '100.00', 'F-1');
    await invoiced('ILO-1.1', '2026-10-12', '5000.00', 'F-2', 'MAD');
    await booked('ILO-2.1', '2026-10-28', '60.00');
    const given = await booked('ILO-2.1', '2026-10-20', '40.00');
    app.clock.set('2026-10-22T10:00:00Z');
    await reverse(app, omar.actor, given);
    for (const day of ['2026-10-01', '2026-10-02', '2026-10-03']) {
      const sourceId = `${randomUUID()}/${day}`;
      await booked('ILO-1.1', day, '10.25', { sourceKind: 'bed-night', sourceId });
    }
    app.clock.set(NOW);
  });
  afterAll(() => app.stop());

  describe('its file', () => {
    const ROWS = [
      'ILO;2026-10;F 1;2026-10-11;100.00;;;',
      'ILO;2026-10;f-2;14/10/2026;504,20;5000,00;MAD;ILO-1.1',
      'ILO;2026-10;SHELTER-10;2026-10-05;30.75;;;ILO-1.1',
      'ILO;2026-10;BANK-1;2026-10-30;12.00;;;',
    ].join('\n');

    it('says what is wrong with each row in the reader’s language, and nothing of it stays', async () => {
      const wrong = [
        'WFP;2026-10;A;2026-10-05;1.00;;;',
        'ILO;2026-10;B;2026-11-05;1.00;;;',
        'ILO;2026-10;C;2026-10-05;1.005;;;',
        'ILO;2026-10;M-4K7Q-2XV-9;2026-10-05;1.00;;;',
        'ILO;2026-10;E;2026-10-05;1.00;;;IOM-1.1',
        'ILO;2026-10;F;2026-10-05;(0.00);;;',
        'ILO;2026-10;G;2026-10-05;1.00;10.00;;',
      ];
      const { body } = await bring(wrong.join('\n')).expect(422);
      const told = (body.errors as { field: string; code: string }[]).map(
        ({ field, code }) => `${field} ${code}`,
      );
      expect(told).toEqual([
        'rows.2.agency reconcile.unknown_agency',
        'rows.3.date reconcile.other_month',
        'rows.4.amount reconcile.bad_amount',
        'rows.5.reference reconcile.case_number',
        'rows.6.line reconcile.other_line',
        'rows.7.amount reconcile.bad_amount',
        'rows.8.documentCurrency common.required',
      ]);
      const later = await bring([wrong[0], wrong[1], wrong[4]].join('\n')).expect(422);
      expect((later.body.errors as { code: string }[]).map(({ code }) => code)).toEqual([
        'reconcile.unknown_agency',
        'reconcile.other_month',
        'reconcile.other_line',
      ]);
      const amina = await app.signIn('finance_officer', { language: 'ar' });
      const arabic = await bring(wrong[0]!, amina).expect(422);
      expect(JSON.stringify(arabic.body)).toContain('لا وكالة باسم');
      expect((await app.admin.query('SELECT 1 FROM agency_files')).rowCount).toBe(0);
    });

    it('names its agency by the code, or by its name in each language', async () => {
      await app.admin.query(
        `UPDATE organisations SET names = '{"ar": "منظمة العمل الدولية", "en": "Labour Office"}' WHERE code = 'ILO'`,
      );
      const named = ['منظمة العمل الدولية', 'labour office', 'ilo'];
      const text = named.map((name, at) => `${name};2026-10;N${at};2026-10-05;1.00;;;`).join('\n');
      const { body } = await bring(text, omar, '?dryRun=true').expect(200);
      expect(body).toMatchObject({ rows: 3, imported: 0 });
    });

    it('whose stated total is not what its rows make is refused with both figures', async () => {
      const { body } = await bring(`${ROWS}\n;;Total;;646.96;;;`).expect(422);
      expect(body.errors[0]).toMatchObject({
        code: 'budget.total_differs',
        field: 'rows.6.amount',
      });
      expect(JSON.stringify(body)).toMatch(/646\.96.*4.*646\.95/);
    });

    it('is tried out first, brought in whole with its hash, and asked about the second time', async () => {
      const dry = await bring(`${ROWS}\n;;Total;;646.95;;;`, omar, '?dryRun=true').expect(200);
      expect(dry.body).toMatchObject({ rows: 5, imported: 0 });
      expect((await app.admin.query('SELECT 1 FROM agency_rows')).rowCount).toBe(0);
      // On the page the agency and the month are given: no column of the file says them.
      const csv = 'Référence;Date;Montant;Libellé;Montant pièce;Monnaie pièce;Ligne\n'.concat(
        'F 1;11/10/2026;100,00;Karima B.;;;\nf-2;14/10/2026;504,20;x;5 000,00;MAD;ILO-1.1\n',
        'SHELTER-10;05/10/2026;30,75;x;;;ILO-1.1\nBANK-1;30/10/2026;12,00;x;;;\nTotal;;646,95;;;;\n',
      );
      const opened = await send(omar, path('ILO', OCTOBER, '/file'), csv).expect(201);
      const run = `/api/v1/imports/runs/${opened.body.id}`;
      const page = await omar.get(`/imports/${opened.body.id}`).expect(200);
      expect(page.text).toContain('Agence\u00a0: ILO · Mois\u00a0: 2026-10');
      const columns = [
        'reference',
        'date',
        'amount',
        '-',
        'documentAmount',
        'documentCurrency',
        'line',
      ];
      const tried = await omar.post(`${run}/columns`, { columns }).expect(200);
      expect(tried.body).toEqual({ rows: 5, badRows: 0, errorCount: 0, errors: [], kinds: [] });
      await omar.post(`${run}/import`, {}).expect(200);
      const { rows } = await app.admin.query(
        `SELECT r.row_number, r.reference, r.amount::text, encode(f.digest, 'hex') = i.digest_hex AS hashed
           FROM agency_rows r JOIN agency_files f ON f.id = r.file_id
           JOIN (SELECT encode(digest, 'hex') AS digest_hex FROM import_runs WHERE id = $1) i ON true ORDER BY 1`,
        [opened.body.id],
      );
      expect(rows[1]).toEqual({ row_number: 3, reference: 'f-2', amount: '504.20', hashed: true });
      expect(JSON.stringify(rows)).not.toContain('Karima');
      const second = await send(omar, path('ILO', OCTOBER, '/file'), csv).expect(201);
      const again = `/api/v1/imports/runs/${second.body.id}`;
      await omar.post(`${again}/columns`, { columns }).expect(200);
      expect((await omar.post(`${again}/import`, {}).expect(409)).body.code).toBe('imports.before');
      // Another file with the same rows is refused row by row.
      const copy = await bring(ROWS).expect(422);
      expect(copy.body.errors[0].code).toBe('reconcile.row_known');
      await expect(
        app.admin.query(`UPDATE agency_rows SET amount = 1 WHERE row_number = 3`),
      ).rejects.toMatchObject({ constraint: 'ledger_is_append_only' });
    });

    it('is for finance alone: the programme reads, others see nothing', async () => {
      expect((await bring(ROWS, salma)).status).toBe(404);
      await send(salma, path('ILO', OCTOBER, '/file'), 'reference;date;amount\n').expect(403);
      await match('ILO', OCTOBER, [`r:${randomUUID()}`], undefined, salma).expect(403);
      await statement('ILO', OCTOBER, salma);
      const leila = await app.signIn('reintegration_officer');
      await leila.get(path('ILO', OCTOBER)).expect(403);
      await leila.get('/budget/reconciliation').expect(403);
      // The sums of a month are those since the beginning, and say so.
      const { text } = await omar.get('/budget/reconciliation').expect(200);
      for (const head of ['Chez nous, cumulé', 'Chez ILO, cumulé']) expect(text).toContain(head);
      await take(leila, 'ILO', OCTOBER, 'prepared').expect(403);
      const seen = await app.transactions.run(leila.actor, (tx) =>
        tx.query('SELECT 1 FROM agency_rows'),
      );
      expect(seen).toEqual([]);
      await omar.get(path('JTIP', OCTOBER)).expect(404);
      await omar.get(path('ILO', '2026-13')).expect(404);
    });
  });

  describe('October with ILO', () => {
    it('proposes the same pairs each time, and the totals are those of both ledgers', async () => {
      const first = await statement('ILO', OCTOBER);
      expect(
        (first.proposals as Proposal[]).map((one) => `${one.how} ${one.difference} ${one.sure}`),
      ).toEqual([
        'reversal 0.00 true',
        'exact 0.00 true',
        'differs -4.20 false',
        'group 0.00 false',
      ]);
      expect((await statement('ILO', OCTOBER)).proposals).toEqual(first.proposals);
      // 100.00 + 500.00 + 60.00 + 40.00 − 40.00 + 3 × 10.25; theirs 100.00 + 504.20 + 30.75 + 12.00.
      expect(first.bridge).toMatchObject({
        ours: '690.75',
        theirs: '646.95',
        unexplained: '43.80',
      });
      expect(first.bridge.ours).toBe(await spentBy('ILO', '2026-10-31'));
    });

    it('cannot be prepared while anything has no reason, with the figures', async () => {
      const { body } = await take(omar, 'ILO', OCTOBER, 'prepared').expect(409);
      expect(body.code).toBe('reconcile.unexplained');
      expect(body.detail).toMatch(/12 .*43,80/);
      const past = app.transactions.run(omar.actor, (tx) =>
        tx.query(
          `INSERT INTO agency_month_steps (grant_id, organisation_id, month, step) VALUES ($1, $2, '2026-10-01', 'prepared')`,
          [grant.grantId, agencies['ILO']],
        ),
      );
      await expect(past).rejects.toMatchObject({ constraint: 'agency_month_is_explained' });
    });

    it('what is sure is matched at once, the rest one by one; a difference needs its reason', async () => {
      const done = await omar.post(path('ILO', OCTOBER, '/sure-matches')).expect(200);
      expect(done.body).toEqual({ matched: 2 });
      const { proposals, theirs, ours } = await statement('ILO', OCTOBER);
      const differs = (proposals as Proposal[]).find(({ how }) => how === 'differs')!;
      const keys = [...differs.ours, ...differs.theirs];
      const refused = await match('ILO', OCTOBER, keys).expect(422);
      expect(refused.body.errors[0]).toMatchObject({ code: 'reconcile.says_why', field: 'reason' });
      expect(JSON.stringify(refused.body)).toMatch(/500,00.*504,20.*4,20/);
      await match('ILO', OCTOBER, keys, 'missing_here').expect(422);
      await match('ILO', OCTOBER, keys, differs.reason!).expect(201);
      // All nights of the line and month as one, by the key of their group.
      const shelter = theirs.find((row: { reference: string }) => row.reference === 'SHELTER-10');
      const night = ours.find((one: { sourceKind: string }) => one.sourceKind === 'bed-night');
      await match('ILO', OCTOBER, [night.group, shelter.key]).expect(201);
      const { rows } = await app.admin.query(
        'SELECT how, entry_count, row_count FROM ledger_matches ORDER BY how',
      );
      expect(rows).toEqual([
        { how: 'differs', entry_count: 1, row_count: 1 },
        { how: 'exact', entry_count: 1, row_count: 1 },
        { how: 'group', entry_count: 3, row_count: 1 },
        { how: 'reversal', entry_count: 2, row_count: 0 },
      ]);
    });

    it('two who match the same row at the same moment: one does, the other is told', async () => {
      const { ours, theirs } = await statement('ILO', OCTOBER);
      const keys = [ours[0].key, theirs[0].key];
      const [one, other] = await Promise.all([
        match('ILO', OCTOBER, keys, 'amount_differs'),
        match('ILO', OCTOBER, keys, 'amount_differs', hind),
      ]);
      expect([one.status, other.status].sort()).toEqual([201, 409]);
      const refused = one.status === 409 ? one : other;
      expect(refused.body.code).toBe('reconcile.matched_meanwhile');
      const { body } = one.status === 201 ? one : other;
      await omar.post(`/api/v1/ledger-matches/${body.id}/parting`).expect(201);
      expect(
        (await omar.post(`/api/v1/ledger-matches/${body.id}/parting`).expect(409)).body.code,
      ).toBe('reconcile.parted_already');
      await omar.post(`/api/v1/ledger-matches/${randomUUID()}/parting`).expect(404);
    });

    it('is explained: timing, and a charge of the bank that we do not have', async () => {
      const { ours, theirs } = await statement('ILO', OCTOBER);
      await explain('ILO', OCTOBER, [ours[0].key], 'missing_here').expect(422);
      await explain('ILO', OCTOBER, [ours[0].key], 'timing').expect(201);
      await explain('ILO', OCTOBER, [theirs[0].key], 'missing_here').expect(201);
      const { bridge } = await statement('ILO', OCTOBER);
      // 690.75 − 60.00 + 12.00 + 4.20 = 646.95.
      expect(bridge).toEqual({
        ours: '690.75',
        theirs: '646.95',
        explained: '43.80',
        unexplained: '0.00',
        unexplainedItems: 0,
        parts: [
          { part: 'open_ours', reason: 'timing', items: 1, amount: '60.00' },
          { part: 'open_theirs', reason: 'missing_here', items: 1, amount: '-12.00' },
          { part: 'match', reason: 'exchange_difference', items: 1, amount: '-4.20' },
        ],
      });
    });

    it('is prepared by one and signed by another, over the same figures', async () => {
      await take(salma, 'ILO', OCTOBER, 'prepared').expect(403);
      await take(omar, 'ILO', OCTOBER, 'signed').expect(409);
      await take(omar, 'ILO', OCTOBER, 'prepared').expect(201);
      expect((await statement('ILO', OCTOBER)).state).toBe('prepared');
      expect((await take(omar, 'ILO', OCTOBER, 'signed').expect(403)).body.code).toBe(
        'reconcile.another_signs',
      );
      const past = app.transactions.run(omar.actor, (tx) =>
        tx.query(
          `INSERT INTO agency_month_steps (grant_id, organisation_id, month, step) VALUES ($1, $2, '2026-10-01', 'signed')`,
          [grant.grantId, agencies['ILO']],
        ),
      );
      await expect(past).rejects.toMatchObject({ constraint: 'agency_month_needs_another_person' });
      // Something changes in between: whoever signs would sign other figures.
      const { theirs } = await statement('ILO', OCTOBER);
      await explain('ILO', OCTOBER, [theirs[0].key], 'timing').expect(201);
      expect((await take(salma, 'ILO', OCTOBER, 'signed').expect(409)).body.code).toBe(
        'reconcile.changed_since_prepared',
      );
      await explain('ILO', OCTOBER, [theirs[0].key], 'missing_here').expect(201);
      const both = await Promise.all([
        take(salma, 'ILO', OCTOBER, 'signed'),
        take(hind, 'ILO', OCTOBER, 'signed'),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
      const { rows } = await app.admin.query(
        `SELECT ours::text, theirs::text, jsonb_array_length(open_items) AS open FROM agency_month_steps WHERE step = 'signed'`,
      );
      expect(rows).toEqual([{ ours: '690.75', theirs: '646.95', open: 2 }]);
    });
  });

  describe('what is signed', () => {
    it('is locked: no row, no booking, no payment, no parting, not even past the application', async () => {
      const late = await bring('ILO;2026-10;LATE;2026-10-31;5.00;;;').expect(422);
      expect(late.body.errors[0].code).toBe('reconcile.month_locked');
      expect(JSON.stringify(late.body)).toMatch(/31.oct\..2026/);
      app.clock.set('2026-10-31T10:00:00Z');
      const into = (code: string) =>
        charge(app, omar.actor, {
          sourceKind: 'service',
          sourceId: randomUUID(),
          factOn: '2026-10-30',
          currency: 'USD',
          lineId: line(code),
          amount: '1.00',
        });
      await expect(into('ILO-1.1')).rejects.toMatchObject({
        code: 'reconcile.agency_month_signed',
      });
      await into('IOM-1.1'); // another agency's month is open
      app.clock.set(NOW);
      // A late fact is booked today, and names its day.
      await charge(app, omar.actor, {
        sourceKind: 'service',
        sourceId: randomUUID(),
        factOn: '2026-10-30',
        currency: 'USD',
        lineId: line('ILO-1.1'),
        amount: '7.00',
      });
      expect(await spentBy('ILO', '2026-10-31')).toBe('690.75');
      const { matches } = await statement('ILO', OCTOBER);
      const parting = await omar
        .post(`/api/v1/ledger-matches/${matches[0].id}/parting`)
        .expect(409);
      expect(parting.body.code).toBe('reconcile.match_signed');
      const made = await omar
        .post('/api/v1/commitments', {
          lineId: line('ILO-1.1'),
          supplier: 'Atelier Tardif',
          purpose: 'Des chaises',
          amount: '10.00',
          currency: 'USD',
          startsOn: '2026-10-20',
          endsOn: '2026-12-31',
        })
        .expect(201);
      await salma
        .post(`/api/v1/commitments/${made.body.id}/decisions`, { decision: 'approved' })
        .expect(201);
      const steps = `/api/v1/commitments/${made.body.id}/steps`;
      await omar.post(steps, { step: 'committed' }).expect(201);
      const received = await omar.post(steps, {
        step: 'received',
        amount: '10.00',
        on: '2026-10-31',
        document: 'BL-9',
      });
      expect([received.status, received.body.code]).toEqual([409, 'budget.step_day_signed']);
    });

    it('is carried forward: what was open is cleared in November, and October stays as it was signed', async () => {
      await booked('ILO-2.1', '2026-11-15', '25.00');
      await bring(
        'ILO;2026-11;CORR-60;2026-11-03;60.00;;;\nILO;2026-11;NOV-1;2026-11-20;25.00;;;',
      ).expect(200);
      const november = await statement('ILO', NOVEMBER);
      const carried = november.theirs.find(
        (row: { reference: string }) => row.reference === 'BANK-1',
      );
      expect(carried).toMatchObject({ month: '2026-10-01', reason: 'missing_here' });
      expect((november.proposals as Proposal[]).map(({ how }) => how)).toEqual([
        'amount',
        'amount',
      ]);
      for (const { ours, theirs } of november.proposals as Proposal[]) {
        await match('ILO', NOVEMBER, [...ours, ...theirs]).expect(201);
      }
      const after = await statement('ILO', NOVEMBER);
      // 690.75 + 25.00; 646.95 + 60.00 + 25.00: less 12.00 and 4.20.
      expect(after.bridge).toMatchObject({ ours: '715.75', theirs: '731.95', unexplained: '0.00' });
      const october = await statement('ILO', OCTOBER);
      expect(october.bridge).toMatchObject({ ours: '690.75', theirs: '646.95' });
      expect(october.ours.map((item: { amount: string }) => item.amount)).toEqual(['60.00']);
      expect(october.proposals).toEqual([]);
    });

    it('is unlocked by two people with a reason, and all of it stays to be seen', async () => {
      await take(salma, 'ILO', OCTOBER, 'unlock_asked').expect(422);
      await take(salma, 'ILO', OCTOBER, 'unlock_asked', 'late_row').expect(201);
      expect((await take(salma, 'ILO', OCTOBER, 'unlocked').expect(403)).body.code).toBe(
        'reconcile.another_signs',
      );
      expect(
        (await bring('ILO;2026-10;LATE;2026-10-31;5.00;;;').expect(422)).body.errors[0].code,
      ).toBe('reconcile.month_locked');
      await take(omar, 'ILO', OCTOBER, 'unlocked').expect(201);
      await bring('ILO;2026-10;LATE;2026-10-31;5.00;;;').expect(200);
      const { steps, bridge, state } = await statement('ILO', OCTOBER);
      expect(steps.map((one: { step: string }) => one.step)).toEqual([
        'prepared',
        'signed',
        'unlock_asked',
        'unlocked',
      ]);
      // What November cleared is timing in October: 60.00; the late row has no reason yet.
      expect(state).toBe('open');
      expect(bridge).toMatchObject({ theirs: '651.95', unexplained: '-5.00', unexplainedItems: 1 });
      expect(bridge.parts).toContainEqual({
        part: 'match',
        reason: 'timing',
        items: 1,
        amount: '60.00',
      });
    });

    it('is signed in order: a later month locks what is before it', async () => {
      await take(omar, 'ILO', '2026-12', 'prepared').expect(409);
      const { theirs } = await statement('ILO', NOVEMBER);
      const late = theirs.filter((row: { reason: string | null }) => row.reason === null);
      await explain(
        'ILO',
        NOVEMBER,
        late.map(({ key }: { key: string }) => key),
        'missing_here',
      ).expect(201);
      await take(omar, 'ILO', NOVEMBER, 'prepared').expect(201);
      await take(omar, 'ILO', NOVEMBER, 'returned', 'wrong_reason').expect(201);
      await take(hind, 'ILO', NOVEMBER, 'prepared').expect(201);
      await take(omar, 'ILO', NOVEMBER, 'signed').expect(201);
      expect((await take(omar, 'ILO', OCTOBER, 'prepared').expect(409)).body.code).toBe(
        'reconcile.months_in_order',
      );
    });
  });

  it('shows the statement in three languages, and as a workbook whose formulas come to 0.00', async () => {
    const pagePath = `/budget/reconciliation/${grant.grantId}/${agencies['ILO']}/${NOVEMBER}`;
    const { text } = await salma.get(pagePath).expect(200);
    expect(text).toMatch(/Rapprochement · ILO · novembre.2026/);
    expect(text).toContain('tout est expliqué, inexpliqué 0,00');
    expect(text).not.toMatch(/reconcile:|M-\w{4}-\w{3}-\w/);
    for (const language of ['ar', 'en'] as const) {
      const reader = await app.signIn('auditor', { language });
      const page = await reader.get(pagePath).expect(200);
      expect(page.text).not.toContain('reconcile:');
      expect((await reader.get('/budget/reconciliation').expect(200)).text).not.toContain(
        'reconcile:',
      );
      await reader.post(path('ILO', NOVEMBER, '/sure-matches')).expect(403);
    }
    const file = await salma
      .get(`${pagePath}/workbook`)
      .buffer(true)
      .parse((response, done) => {
        const parts: Buffer[] = [];
        response
          .on('data', (part: Buffer) => parts.push(part))
          .on('end', () => done(null, Buffer.concat(parts)));
      });
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(file.body as never);
    const cells = book.worksheets[0]!.getColumn(3).values.map((value) =>
      value && typeof value === 'object' && 'formula' in value ? (value.result ?? 0) : value,
    );
    const [ours, ...rest] = cells.filter((value): value is number => typeof value === 'number');
    const [differences, theirs, left] = rest.slice(-3);
    expect([left, Number(ours) - Number(differences) - Number(theirs)]).toEqual([0, 0]);
    expect(differences).toBeCloseTo(
      rest.slice(0, -3).reduce((sum, part) => sum + part, 0),
      2,
    );
  });

  it('a file that is taken back counts no longer and stays to be seen, unless a row of it is matched', async () => {
    const first = await bring('IOM;2026-11;T-1;2026-11-05;10.00;;;').expect(200);
    await omar.delete(`/api/v1/imports/runs/${first.body.runId}`).expect(200);
    expect((await statement('IOM', NOVEMBER)).bridge.theirs).toBe('0.00');
    expect(
      (await app.admin.query(`SELECT 1 FROM agency_rows WHERE reference = 'T-1'`)).rowCount,
    ).toBe(1);
    const second = await bring(
      'IOM;2026-11;T-1;2026-11-05;10.00;;;\nIOM;2026-11;T-2;2026-11-06;-10.00;;;',
    ).expect(200);
    const { theirs } = await statement('IOM', NOVEMBER);
    await match(
      'IOM',
      NOVEMBER,
      theirs.map(({ key }: { key: string }) => key),
    ).expect(201);
    expect(
      (await omar.delete(`/api/v1/imports/runs/${second.body.runId}`).expect(422)).body.errors[0]
        .code,
    ).toBe('imports.stays_used');
  });

  describe('the United Nations operational rates, by file', () => {
    const RATES = '/api/v1/imports/lists/un-rates';
    const rates = (text: string, who = omar, how = '') =>
      send(who, `${RATES}${how}`, `Country,Abbreviation,Rate,Effective Date,Confirmed\n${text}`);
    const codes = (body: { errors: { field: string; code: string }[] }) =>
      body.errors.map(({ field, code }) => `${field} ${code}`);
    const kept = async () =>
      (
        await app.admin.query(
          `SELECT to_currency AS to, valid_from::text AS day, rate::text, left(source, 6) AS source FROM exchange_rates
            WHERE from_currency = 'USD' ORDER BY 2, 1`,
        )
      ).rows;

    it('says which row is wrong: a slip, a day to come, twice, and asks where a rate is far or a month is missing', async () => {
      const read = await rates(
        'Morocco,MAD,9.95x,01 Nov 2026,\nMorocco,MAD,9.95,01 Jan 2027,\nNobody,M1,9.95,01 Nov 2026,',
      ).expect(422);
      expect(codes(read.body)).toEqual([
        'rows.2.rate budget.bad_rate',
        'rows.3.date budget.rate_in_future',
        'rows.4.currency budget.unknown_currency',
      ]);
      const far =
        'Morocco,MAD,99.5,01 Nov 2026,\nMorocco,MAD,9.95,01 Nov 2026,\nEuro area,EUR,0.92,01 Nov 2026,';
      expect(codes((await rates(far).expect(422)).body)).toEqual([
        'rows.2.confirmed budget.rate_jump',
        'rows.3.currency budget.rate_twice',
      ]);
      const late = await rates('Morocco,MAD,10.1,03 Dec 2026,').expect(422);
      expect(codes(late.body)).toEqual(['rows.2.confirmed budget.rate_gap']);
      expect(JSON.stringify(late.body)).toContain('63 jours');
      expect(await kept()).toEqual([]);
    });

    it('are tried out, brought in dated with their source, and the same file again changes nothing', async () => {
      const file =
        'Togo,XOF,603.2,01 Nov 2026,\nMorocco,MAD,9.95,01 Nov 2026,\nEuro area,EUR,0.9215,1-Dec-2026,oui';
      await rates(file, omar, '?dryRun=true').expect(200);
      expect(await kept()).toEqual([]);
      await rates(file).expect(200);
      const both = [
        { to: 'MAD', day: '2026-11-01', rate: '9.95000000', source: 'UNORE ' },
        { to: 'EUR', day: '2026-12-01', rate: '0.92150000', source: 'UNORE ' },
      ];
      expect(await kept()).toEqual(both);
      expect((await rates(file).expect(422)).body.errors[0].code).toBe('imports.before');
      await rates(file, omar, '?again=true').expect(200);
      expect(await kept()).toEqual(both);
      const other = await rates('Morocco,MAD,9.96,01 Nov 2026,').expect(422);
      expect(codes(other.body)).toEqual(['rows.2.rate budget.rate_differs']);
      expect((await rates(file, salma)).status).toBe(404);
      expect((await omar.get('/budget/rates').expect(200)).text).toContain(
        '/imports?list=un-rates',
      );
    });

    it('two who bring the same file at the same moment bring it once', async () => {
      const file = 'Morocco,MAD,9.93,01 Dec 2026,';
      const both = await Promise.all([rates(file), rates(file, hind)]);
      expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(
        (await kept()).filter(({ day, to }) => to === 'MAD' && day === '2026-12-01'),
      ).toHaveLength(1);
    });
  });

  describe('the file of an invoice, and of what a partner proves', () => {
    const attach = (who: SignedIn, to: string, bytes: Buffer, name = 'facture de Karima.pdf') =>
      showingRefusals(app.http().post(to).set(who.headers))
        .field('_csrf', who.headers['x-csrf-token']!)
        .attach('file', bytes, name);
    const invoices = async () =>
      (
        await app.admin.query<{ id: string; commitment: string }>(
          `SELECT id, commitment_id AS commitment FROM commitment_steps WHERE step = 'invoiced' AND document = 'F-1'`,
        )
      ).rows[0]!;
    const bytes = pdf('Facture F-1');

    it('is kept sealed beside its step, seen by whoever reads the ledger, and shown on the page', async () => {
      const { id, commitment } = await invoices();
      const to = `/money-files/commitment_step/${id}`;
      await attach(omar, to, bytes).expect(303);
      const empty = await attach(omar, to, Buffer.from('MZ not a picture'), 'a.exe').expect(422);
      expect(empty.text).toContain('id="e-file"');
      expect((await omar.get(`/budget/commitments/${commitment}`).expect(200)).text).toContain(to);
      const { body } = await salma.get(`/api/v1${to}`).expect(200);
      expect(body).toMatchObject({ step: 'invoiced', document: 'F-1', takes: true });
      expect(body.files).toHaveLength(1);
      const file = await salma.get(`${to}/${body.files[0].id}`).expect(200);
      expect(file.headers['content-disposition']).not.toContain('Karima');
      const kept = await app.admin.query(
        `SELECT sealed FROM document_pieces WHERE document_id = $1`,
        [body.files[0].id],
      );
      expect(kept.rows.some(({ sealed }) => (sealed as Buffer).includes('%PDF'))).toBe(false);
      const again = await attach(omar, `/api/v1${to}`, bytes).expect(409);
      expect(again.body.code).toBe('documents.duplicate');
      await attach(omar, `/api/v1${to}`, Buffer.from('MZ not a picture'), 'a.exe').expect(422);
      const rachid = await app.signIn('auditor');
      expect((await rachid.get(to).expect(200)).text).not.toContain('enctype');
      await attach(rachid, `/api/v1${to}`, bytes).expect(403);
      const leila = await app.signIn('reintegration_officer');
      await leila.get(to).expect(403);
      await omar.get(`/money-files/case/${id}`).expect(404);
      await omar.get(`/money-files/commitment_step/${randomUUID()}`).expect(404);
      await salma.submit(`${to}/${body.files[0].id}/removal`, { reason: 'wrong_file' }).expect(303);
      await omar.get(`${to}/${body.files[0].id}`).expect(404);
      expect((await omar.get(to).expect(200)).text).toContain(salma.actor.name);
    });

    it('of a partner’s report is kept by its own account, and by no other partner', async () => {
      const { rows } = await app.admin.query<{ code: string; id: string }>(
        `INSERT INTO organisations (code, kind, name, created_at) VALUES ('ARGAN', 'partner', 'Association Argan', '2024-01-01Z'),
           ('OLIVIER', 'partner', 'Centre Olivier', '2024-01-01Z') RETURNING code, id`,
      );
      const [argan, olivier] = rows.map(({ id }) => id);
      const made = await omar
        .post('/api/v1/partner-agreements', {
          grantId: grant.grantId,
          organisationId: argan,
          reference: 'ACC-1',
          currency: 'MAD',
          startsOn: '2026-11-01',
          endsOn: '2026-12-31',
          amount: '1000.00',
          rows: [{ lineId: line('ILO-1.1'), amount: '1000.00' }],
        })
        .expect(201);
      await salma.post(`/api/v1/agreements/${made.body.id}/confirmation`).expect(201);
      const own = await app.signIn('partner_viewer', { organisationId: argan });
      const other = await app.signIn('partner_viewer', { organisationId: olivier });
      const paper = await own
        .post(`/api/v1/own-agreements/${made.body.id}/returns`, {
          month: '2026-11-01',
          claim: 'reimbursement',
          rows: [{ lineId: line('ILO-1.1'), amount: '100.00' }],
        })
        .expect(201);
      const to = `/money-files/partner_paper/${paper.body.id}`;
      await attach(own, to, bytes).expect(303);
      expect((await own.get(`/own-money/papers/${paper.body.id}`).expect(200)).text).toContain(to);
      const seen = await omar.get(`/api/v1${to}`).expect(200);
      expect(seen.body.files).toHaveLength(1);
      expect(
        (await omar.get(`/budget/partners/papers/${paper.body.id}`).expect(200)).text,
      ).toContain('1 pièce');
      await other.get(to).expect(404);
      await other.get(`${to}/${seen.body.files[0].id}`).expect(404);
      await attach(other, `/api/v1${to}`, bytes).expect(404);
      const { id } = await invoices();
      await own.get(`/money-files/commitment_step/${id}`).expect(404);
      // While nobody has decided the partner takes one back; what it was decided on stays.
      const [first] = seen.body.files as { id: string }[];
      expect((await own.get(to).expect(200)).text).toContain('/removal');
      await own.submit(`${to}/${first!.id}/removal`, { reason: 'replaced' }).expect(303);
      await attach(own, to, pdf('Facture F-2')).expect(303);
      const { body: kept } = await own.get(`/api/v1${to}`).expect(200);
      const proof = kept.files.find((one: { removed: unknown }) => !one.removed) as { id: string };
      await salma
        .post(`/api/v1/returns/${paper.body.id}/decisions`, { decision: 'accepted' })
        .expect(201);
      await own.submit(`${to}/${proof.id}/removal`, { reason: 'replaced' }).expect(403);
      await omar.get(`${to}/${proof.id}`).expect(200);
      expect((await own.get(to).expect(200)).text).not.toContain('/removal');
    });
  });

  it('whatever is matched, parted and explained at random, both ledgers are made of it to the cent', async () => {
    let seed = 7;
    const chance = (below: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const day = () => `2026-11-${String(1 + chance(30)).padStart(2, '0')}`;
    const codes = ['UNODC-1.1', 'UNODC-1.2'];
    for (let n = 0; n < 24; n += 1)
      await booked(codes[chance(2)]!, day(), `${10 * (1 + chance(6))}.00`);
    const rows = Array.from(
      { length: 24 },
      (_, n) =>
        `UNODC;2026-11;R${n};${day()};${chance(5) === 0 ? '-' : ''}${10 * (1 + chance(6))}.00;;;`,
    );
    await bring(rows.join('\n')).expect(200);
    const where = { grantId: grant.grantId, organisationId: agencies['UNODC']! };
    const matching = app.app.get(MatchLedgers);
    const made: string[] = [];
    const holds = async () => {
      const { rows: sums } = await app.admin.query<{ rest: string; matched: string }>(
        `WITH ours AS (SELECT transaction_id, line_id, amount FROM agency_entries WHERE organisation_id = $1),
              theirs AS (SELECT id, amount FROM agency_rows_that_count WHERE organisation_id = $1)
         SELECT ((SELECT sum(amount) FROM ours) - (SELECT sum(amount) FROM theirs)
              - (SELECT coalesce(sum(amount), 0) FROM ours o WHERE NOT EXISTS (SELECT 1 FROM matched_entries m
                  WHERE (m.transaction_id, m.line_id) = (o.transaction_id, o.line_id) AND m.stands))
              + (SELECT coalesce(sum(amount), 0) FROM theirs t WHERE NOT EXISTS (SELECT 1 FROM matched_rows m WHERE m.row_id = t.id AND m.stands))
              - (SELECT coalesce(sum(difference), 0) FROM ledger_matches m WHERE organisation_id = $1
                  AND NOT EXISTS (SELECT 1 FROM ledger_partings p WHERE p.match_id = m.id)))::text AS rest`,
        [agencies['UNODC']],
      );
      expect(Number(sums[0]!.rest)).toBe(0);
      const { bridge, ours } = await statement('UNODC', NOVEMBER);
      const parts = (bridge.parts as { amount: string }[]).reduce(
        (sum, part) => sum + Number(part.amount),
        0,
      );
      expect(Number(bridge.ours) - parts).toBeCloseTo(Number(bridge.theirs), 2);
      expect(bridge.ours).toBe(await spentBy('UNODC', '2026-11-30'));
      return ours.length as number;
    };
    for (let n = 0; n < 14; n += 1) {
      const { ours, theirs, proposals } = await statement('UNODC', NOVEMBER);
      const some = <T>(all: T[]): T[] => all.filter(() => chance(6) === 0);
      const act = chance(4);
      if (act === 0 && made.length > 0)
        await matching.part(omar.actor, made.splice(chance(made.length), 1)[0]!);
      else if (act === 1 && proposals.length > 0) {
        const one = proposals[chance(proposals.length)];
        const reason = one.reason === null ? {} : { reason: one.reason };
        made.push(
          (
            await matching.match(omar.actor, where, NOVEMBER, {
              items: [...one.ours, ...one.theirs],
              ...reason,
            })
          ).id,
        );
      } else {
        const items = [...some(ours), ...some(theirs)].map((item) => (item as { key: string }).key);
        await matching
          .match(omar.actor, where, NOVEMBER, { items, reason: 'amount_differs' })
          .then(({ id }) => made.push(id))
          .catch((error: { code?: string }) => expect(error.code).toMatch(/^reconcile\./));
        if (items.length > 0) await explain('UNODC', NOVEMBER, items.slice(0, 1), 'timing');
      }
      await holds();
    }
    expect(made.length).toBeGreaterThan(0);
  });
});

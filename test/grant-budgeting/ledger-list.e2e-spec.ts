import { randomUUID } from 'node:crypto';
import ExcelJS from 'exceljs';
import { JTIP_GRANT, type OpenedGrant } from '../../modules/grant-budgeting';
import { NIGHT_CLOSING } from '../../modules/platform/shared/actor';
import { speakAsSetup } from '../donor-reports/a-quarter';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { charge, openedGrant, reverse, setLine } from './samples';

describe('the ledger, entry by entry', () => {
  let app: TestApp;
  let grant: OpenedGrant;
  let omar: SignedIn; // asks, orders and pays
  let salma: SignedIn; // agrees
  let auditor: SignedIn;
  let officer: SignedIn;
  let order: string;

  const plain = (text: string) => text.replaceAll(/[\u202f\u00a0]/g, ' ');
  const list = async (query = '', who = auditor) =>
    plain((await who.get(`/budget/ledger${query}`).expect(200)).text);
  const linksIn = (text: string) => [
    ...new Set(
      [...text.matchAll(/href="(\/budget\/ledger\/[0-9a-f-]{36})"/g)].map(([, to]) => to!),
    ),
  ];
  const service = async (day: string, amount: string, code = 'IOM-2.1') => {
    app.clock.set(`${day}T10:00:00Z`);
    const sourceId = randomUUID();
    const fact = { sourceKind: 'service' as const, sourceId, factOn: day, amount, currency: 'USD' };
    await charge(app, officer.actor, { ...fact, lineId: grant.lines[code]! });
    return sourceId;
  };
  const step = (what: string, more: object = {}) =>
    omar.post(`/api/v1/commitments/${order}/steps`, { step: what, ...more }).expect(201);
  /** An order that has come, and no invoice for it. */
  const delivered = async () => {
    const { body } = await omar
      .post('/api/v1/commitments', {
        lineId: grant.lines['ILO-1.1']!,
        supplier: 'Papeterie Atlas',
        purpose: 'Cahiers',
        amount: '60.00',
        currency: 'USD',
        startsOn: '2026-11-24',
        endsOn: '2026-12-15',
        confirmed: true,
      })
      .expect(201);
    const path = `/api/v1/commitments/${body.id}`;
    await salma.post(`${path}/decisions`, { decision: 'approved' }).expect(201);
    await omar.post(`${path}/steps`, { step: 'committed' }).expect(201);
    const delivery = { step: 'received', amount: '60.00', on: '2026-11-24' };
    await omar.post(`${path}/steps`, delivery).expect(201);
    return body.id as string;
  };
  const bookOf = async (query: string) => {
    const { body } = await auditor
      .get(`/budget/ledger/workbook${query}`)
      .buffer()
      .parse((response, done) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => done(null, Buffer.concat(parts)));
      })
      .expect(200);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(body as never);
    return book;
  };
  const sheetOf = async (query: string) => (await bookOf(query)).worksheets[0]!;

  beforeAll(async () => {
    app = await startApp({ at: '2026-07-06T10:00:00Z' });
    grant = await openedGrant(app);
    officer = await app.signIn('reintegration_officer');
    for (let day = 10; day < 22; day += 1) await service(`2026-07-${day}`, '10.00');
    await service('2026-10-02', '200.00');
    await reverse(app, officer.actor, await service('2026-10-03', '7.00', 'IOM-2.2'));
    app.clock.set('2026-11-24T10:00:00Z');
    omar = await app.signIn('finance_officer');
    salma = await app.signIn('programme_officer');
    auditor = await app.signIn('auditor');
    order = await delivered();
    await step('invoiced', { amount: '60.00', on: '2026-11-24', document: 'F-2041' });
  });
  afterAll(() => app.stop());

  it('adds up to what the budget says is spent, and by quarter to what it was then', async () => {
    // 12 × 10.00 + 200.00 + 7.00 − 7.00 + 60.00
    expect(await list()).toContain('16 écritures, ensemble 380,00 USD');
    const { body } = await auditor.get('/api/v1/budget').expect(200);
    expect(body.grants[0].totals.spentToDate).toBe('380.00');
    const quarter = '?from=2026-07-01&until=2026-09-30';
    expect(await list(quarter)).toContain('12 écritures, ensemble 120,00 USD');
    const line = `?line=${grant.lines['IOM-2.2']}`;
    expect(await list(line)).toContain('2 écritures, ensemble 0,00 USD');
    expect(await list('?source=invoice')).toContain('1 écriture, 60,00 USD');
    expect(await list('?account=payable')).toContain('1 écriture, −60,00 USD');
    // The large ones are looked at one by one.
    expect(await list('?least=60,00')).toContain('2 écritures, ensemble 260,00 USD');
    await auditor.get('/budget/ledger?least=x').expect(422);
  });

  it('finds a document by its number however it is written, and what has no file', async () => {
    for (const query of ['?document=f 2041', '?files=missing']) {
      const text = await list(query);
      expect(text).toContain('1 écriture, 60,00 USD');
      for (const words of ['F-2041', 'Aucun fichier', omar.actor.name, salma.actor.name])
        expect(text).toContain(words);
    }
    expect(await list('?document=F-1')).toContain('Aucune écriture ne correspond');
  });

  it('gives the number of the receipt of a service to those who read the ledger, and nothing of whose it is', async () => {
    const { rows } = await app.admin.query<{ id: string }>(
      `SELECT source_id AS id FROM ledger_transactions WHERE source_kind = 'service' AND fact_on = '2026-10-02'`,
    );
    const id = rows[0]!.id;
    await speakAsSetup(app.admin, '2026-10-02T10:00:00Z');
    await app.admin.query(
      `INSERT INTO service_types (code, category, name, unit) VALUES
         ('pharmacy', 'medical', '{"fr":"Pharmacie","ar":"صيدلية","en":"Pharmacy"}', 'session') ON CONFLICT DO NOTHING`,
    );
    await app.admin.query(
      `WITH c AS (INSERT INTO cases (id, case_number, registered_on, registered_by)
         VALUES (gen_random_uuid(), 'M-2026-QQQ-1', '2026-09-01', $2) RETURNING id)
       INSERT INTO services (id, case_id, type_code, given_on, cost_amount, cost_currency, recorded_by, recorded_at, receipt)
       SELECT $1, c.id, 'pharmacy', '2026-10-02', 200, 'USD', $2, '2026-10-02T10:00Z', 'PH-77/26' FROM c`,
      [id, officer.actor.userId],
    );
    const found = await list('?document=ph 7726');
    expect(found).toContain('1 écriture, 200,00 USD');
    expect(found).toContain('PH-77/26');
    const [path] = linksIn(found);
    const one = plain((await auditor.get(path!).expect(200)).text);
    expect(one).toContain('PH-77/26');
    expect(one).not.toContain('M-2026');
    const receiptFor = (who: SignedIn, source = id) =>
      app.transactions.run(who.actor, (tx) =>
        tx.query<{ receipt: string | null }>(
          `SELECT receipt_of_service('service', $1) AS receipt`,
          [source],
        ),
      );
    expect(await receiptFor(auditor)).toEqual([{ receipt: 'PH-77/26' }]);
    expect(await receiptFor(auditor, `${id}:1`)).toEqual([{ receipt: 'PH-77/26' }]);
    expect(await receiptFor(auditor, '-'.repeat(36))).toEqual([{ receipt: null }]);
    expect(await receiptFor(await app.signIn('shelter_manager'))).toEqual([{ receipt: null }]);
  });

  it('draws the same entries with the same code, and others with another', async () => {
    const drawn = async (seed: string) => linksIn(await list(`?sample=5&seed=${seed}`)).join(' ');
    const first = await drawn('2026');
    expect(first.split(' ')).toHaveLength(5);
    expect(await drawn('2026')).toBe(first);
    expect(await drawn('2027')).not.toBe(first);
    await auditor.get('/budget/ledger?sample=5&seed=Leila').expect(422);
    expect(await list('?sample=5&seed=2026')).toContain('En voici 5, tirées au hasard.');
  });

  it('draws with a code that nobody knows beforehand where none is given, and says it', async () => {
    const codeIn = (text: string) =>
      /Code du tirage : ?<code dir="ltr">(\w+)<\/code>/.exec(text)![1]!;
    const one = await list('?sample=5');
    const code = codeIn(one);
    expect(code).toMatch(/^[0-9a-f]{10}$/);
    expect(codeIn(await list('?sample=5'))).not.toBe(code);
    expect(linksIn(await list(`?sample=5&seed=${code}`))).toEqual(linksIn(one));
    expect(one.replaceAll('&#x3D;', '=')).toContain(`sample=5&amp;seed=${code}"`);
    expect(await list()).not.toContain('Code du tirage :');
  });

  it('keeps with a sample what it was drawn from, and in the audit log how', async () => {
    const about = (await bookOf('?sample=4&seed=20261124&from=2026-07-01&until=2026-09-30'))
      .worksheets[1]!;
    const rows: Record<string, unknown> = {};
    about.eachRow((row) => (rows[row.getCell(1).text] = row.getCell(2).value));
    expect(rows).toEqual({
      Subvention: 'JTIP-MAR',
      Compte: 'Dépensé',
      'Inscrit du': '2026-07-01',
      au: '2026-09-30',
      'Écritures trouvées par le filtre': 12,
      'Leur somme': 120,
      Monnaie: 'USD',
      'Tirer au hasard': 4,
      'Code du tirage': '20261124',
    });
    const { rows: acts } = await app.admin.query<{ fields: string[] }>(
      `SELECT fields FROM audit_log WHERE action = 'budget.read_entries' AND 'seed:20261124' = ANY (fields)`,
    );
    expect(acts).toEqual([{ fields: ['workbook', 'sample', 'size:4', 'seed:20261124'] }]);
  });

  it('is a workbook with the people behind each entry and a sum by formula', async () => {
    const sheet = await sheetOf('?source=invoice');
    expect(sheet.rowCount).toBe(3);
    const row = sheet.getRow(2).values as ExcelJS.CellValue[];
    expect(row[6]).toBe(60);
    expect(row[10]).toBe('F-2041');
    expect(row[11]).toBe(0);
    expect(row.slice(12, 15)).toEqual([omar.actor.name, salma.actor.name, omar.actor.name]);
    expect(sheet.getRow(3).getCell(6).value).toEqual({ formula: 'SUM(F2:F2)', result: 60 });
    expect((await sheetOf('?sample=4&seed=0')).rowCount).toBe(6);
  });

  it('leads from an entry to both its sides, its document, its order and its trail', async () => {
    const [path] = linksIn(await list('?source=invoice'));
    const text = plain((await auditor.get(path!).expect(200)).text);
    for (const words of ['F-2041', 'À payer', '−60,00 USD', 'ILO-1.1', omar.actor.name])
      expect(text).toContain(words);
    expect(text).toContain(`href="/budget/commitments/${order}"`);
    expect(text.replaceAll('&#x3D;', '=')).toContain(`href="/audit?id=${order}"`);
    expect(text).toContain('à partir du trimestre qui finit le jeu. 31 déc. 2026');
    // An auditor adds no file and is not asked to.
    expect(text).not.toContain('/money-files/');
    expect((await omar.get(path!).expect(200)).text).toContain('/money-files/commitment_step/');
    const line = await auditor.get(`/budget/lines/${grant.lines['ILO-1.1']}`).expect(200);
    expect(line.text).toContain(`href="${path}"`);
  });

  it('offers a file to add to those alone who may, and says to the others that there is none', async () => {
    const path = `/budget/commitments/${order}`;
    const seen = (await auditor.get(path).expect(200)).text;
    expect([seen.includes('/money-files/'), seen.includes('Aucun fichier')]).toEqual([false, true]);
    const own = (await omar.get(path).expect(200)).text;
    expect([own.includes('/money-files/'), own.includes('Aucun fichier')]).toEqual([true, false]);
  });

  it('leads from what was taken back to what takes it back, and never to a case', async () => {
    const paths = linksIn(await list(`?line=${grant.lines['IOM-2.2']}`));
    const texts = await Promise.all(
      paths.map(async (path) => (await auditor.get(path).expect(200)).text),
    );
    expect(texts[0]).toContain(`href="${paths[1]}"`);
    expect(texts[1]).toContain(`href="${paths[0]}"`);
    for (const text of texts) expect(text).not.toContain('/people/');
  });

  it('says of what no line bears that it is in no SF-425', async () => {
    await setLine(app.admin, grant.lines['IOM-3.1']!, '5.00');
    for (const [amount, account, isSaid] of [
      ['5.00', 'spent', true],
      ['8.00', 'unfunded', false],
    ] as const) {
      await service('2026-11-24', amount, 'IOM-3.1');
      const [path] = linksIn(await list(`?line=${grant.lines['IOM-3.1']}&account=${account}`));
      const { text } = await auditor.get(path!).expect(200);
      expect(text.includes('Dans le SF-425')).toBe(isSaid);
    }
  });

  it('names nobody where a night was booked by its closing, and leads to its price', async () => {
    const fact = { sourceKind: 'bed-night' as const, factOn: '2026-11-23', currency: 'USD' };
    const lineId = grant.lines['IOM-1.1']!;
    await charge(app, NIGHT_CLOSING, {
      ...fact,
      sourceId: 'a/2026-11-23',
      amount: '20.00',
      lineId,
    });
    const [path] = linksIn(await list('?source=bed-night'));
    const { text } = await auditor.get(path!).expect(200);
    expect(text).toContain('le système lui-même');
    expect(text).not.toContain(NIGHT_CLOSING.name);
    // What a night costs stands with its source.
    expect(text).toContain('btn-outline-secondary" href="/budget/night-rates"');
    expect((await sheetOf('?source=bed-night')).getRow(2).getCell(14).value).toBe(
      'le système lui-même',
    );
  });

  it('is for those who read the budget', async () => {
    const [path] = linksIn(await list());
    const other = await app.signIn('shelter_manager');
    for (const to of ['/budget/ledger', '/budget/ledger/workbook', path!]) {
      await other.get(to).expect(403);
      await salma.get(to).expect(200);
    }
    await auditor.get(`/budget/ledger/${randomUUID()}`).expect(404);
    await auditor.get('/budget/ledger?sample=0').expect(422);
    await auditor.get('/budget/ledger?from=2026-02-30').expect(422);
    await auditor.get('/budget/ledger?grant=NONE').expect(404);
  });

  it('says before a period is closed what is not settled, with the list where it is', async () => {
    const page = async (who = omar) =>
      plain((await who.get('/budget/periods').expect(200)).text).replaceAll('&#x3D;', '=');
    const before = await page();
    expect(before).toContain('1 engagement facturé à payer');
    expect(before).toContain('JTIP-MAR : 1 dépense sans fichier de sa pièce');
    expect(before).toContain('href="/budget/ledger?grant=JTIP-MAR&amp;files=missing"');
    expect(before).not.toContain('pas encore facturé');
    const late = await delivered();
    expect(await page()).toContain('1 engagement livré et pas encore facturé');
    const { text } = await omar.get('/budget/commitments?show=to_invoice').expect(200);
    expect(text).toContain(`/budget/commitments/${late}`);
    expect(text).not.toContain(`/budget/commitments/${order}"`);
    // An invoice that was taken back needs no file.
    const to = (what: string, more: object) =>
      omar.post(`/api/v1/commitments/${late}/steps`, { step: what, ...more }).expect(201);
    const invoice = { amount: '60.00', on: '2026-11-24', document: 'F-2042', confirmed: true };
    const { body } = await to('invoiced', invoice);
    expect(await page()).toContain('JTIP-MAR : 2 dépenses sans fichier');
    await to('undone', { stepId: body.stepId as string, reason: 'mistake' });
    expect(await page()).toContain('JTIP-MAR : 1 dépense sans fichier');
    expect(await list('?files=missing')).toContain('1 écriture, 60,00 USD');
    // Whoever cannot close one is not told what to do before.
    expect(await page(auditor)).not.toContain('À régler avant de clore');
    app.clock.set('2026-11-25T10:00:00Z');
    const hind = await app.signIn('finance_officer');
    await hind.post('/api/v1/periods/closing', { untilDay: '2026-11-24' }).expect(201);
    expect(await page(hind)).not.toContain('sans fichier');
  });

  it('shows the grant of a line, and drops a line of another grant', async () => {
    const second = await openedGrant(app, { ...JTIP_GRANT, code: 'JTIP-ZWEI' });
    const lineId = second.lines['IOM-2.1']!;
    const fact = { sourceKind: 'service' as const, sourceId: randomUUID(), currency: 'USD' };
    await charge(app, officer.actor, { ...fact, factOn: '2026-11-25', amount: '9.00', lineId });
    auditor = await app.signIn('auditor');
    const page = await auditor.get(`/budget/lines/${lineId}`).expect(200);
    const [, query] = /href="\/budget\/ledger(\?line[^"]*)"/.exec(
      page.text.replaceAll('&#x3D;', '='),
    )!;
    const own = await list(query);
    expect(own).toContain('1 écriture, 9,00 USD');
    expect(own).toContain('<option value="JTIP-ZWEI" selected>');
    const first = await list(`?grant=JTIP-MAR&document=F-2041&line=${lineId}`);
    expect(first).toContain('1 écriture, 60,00 USD');
    expect(first.replaceAll('&#x3D;', '=')).toContain(
      '/budget/ledger/workbook?grant=JTIP-MAR&amp;document=F-2041"',
    );
    await auditor.get(`/budget/ledger?line=${randomUUID()}`).expect(404);
  });
});

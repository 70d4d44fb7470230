import { randomUUID } from 'node:crypto';
import ExcelJS from 'exceljs';
import { readPart } from '../../modules/report-documents/render/office-zip';
import type { GrantDefinition, OpenedGrant } from '../../modules/grant-budgeting';
import type { Actor } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { charge, openedGrant, reverse } from './samples';

/** A grant of one year: 100,000.00, an agent's fee of 1 %, one agency with support costs of 7 %. */
const ONE_YEAR: GrantDefinition = {
  code: 'YEAR',
  title: { fr: 'One year', ar: 'One year', en: 'One year' },
  donorCode: 'JTIP',
  currency: 'USD',
  amount: '100000.00',
  feeRate: '0.01',
  startsOn: '2025-10-01',
  endsOn: '2026-09-30',
  sharesSource: 'test',
  shares: [
    {
      organisationCode: 'IOM',
      afterFee: '99000.00',
      supportRate: '0.07',
      lines: ['A', 'B'].map((code) => ({
        code,
        name: { fr: code, ar: code, en: code },
        amount: '46261.68',
        unsdg: 4,
        objectClass: 'f',
      })),
    },
  ],
};

describe('the federal financial report', () => {
  let app: TestApp;
  let grant: OpenedGrant;
  let officer: Actor;
  let omar: SignedIn;
  let beforeAnyGrant: number[];

  const at = (day: string): void => app.clock.set(`${day}T10:00:00Z`);
  const spent = async (code: string, amount: string): Promise<string> => {
    const sourceId = randomUUID();
    const factOn = app.clock.now().toISOString().slice(0, 10);
    const fact = { sourceKind: 'service' as const, sourceId, factOn, amount, currency: 'USD' };
    await charge(app, officer, { ...fact, lineId: grant.lines[code]! });
    return sourceId;
  };
  const money = (who: SignedIn, over: object) =>
    who.post('/api/v1/donor-money', {
      grantId: grant.grantId,
      kind: 'received',
      reference: `TR-${randomUUID().slice(0, 8)}`,
      ...over,
    });
  const report = (endsOn: string, more = '&type=quarterly') =>
    omar.get(`/api/v1/grants/${grant.grantId}/sf-425?endsOn=${endsOn}${more}`);
  const lines = async (endsOn: string, letters: string, more?: string): Promise<string> => {
    const { body } = await report(endsOn, more).expect(200);
    return [...letters].map((letter) => body.lines[letter]).join(' ');
  };

  beforeAll(async () => {
    app = await startApp({ at: '2025-11-10T10:00:00Z' });
    const early = await app.signIn('finance_officer');
    const seen = [
      'sf-425',
      'sf-425?endsOn=2025-09-30',
      'sf-425/workbook',
      'workbook',
      'donor-money',
    ];
    beforeAnyGrant = [];
    for (const path of seen) beforeAnyGrant.push((await early.get(`/budget/${path}`)).status);
    grant = await openedGrant(app, ONE_YEAR);
    officer = (await app.signIn('reintegration_officer')).actor;
    await spent('A', '18000.00'); // fourth quarter of 2025
    at('2026-02-10');
    await spent('B', '23000.55');
    const wrong = await spent('A', '500.00');
    at('2026-05-10');
    await reverse(app, officer, wrong); // taken back a quarter later
    await spent('A', '21000.00');
    at('2026-08-10');
    await spent('B', '30523.22'); // B holds 46,261.68: 7,262.09 are beyond it
    at('2026-11-24');
    omar = await app.signIn('finance_officer');
    for (const [onDay, kind, amount] of [
      ['2025-10-15', 'received', '40000.00'],
      ['2026-04-02', 'received', '36000.00'],
      ['2026-05-20', 'returned', '1000.00'],
      ['2026-06-10', 'income_earned', '1500.00'],
      ['2026-06-20', 'income_deducted', '600.00'],
      ['2026-06-21', 'income_added', '250.00'],
      ['2026-09-30', 'received', '25000.00'],
    ])
      await money(omar, { onDay, kind, amount }).expect(201);
  });
  afterAll(() => app.stop());

  it('is cumulative over four quarters, to the cent', async () => {
    // fee 1 % of 40,000.00 = 400.00; support 7 % of 18,000.00 = 1,260.00
    expect(await lines('2025-12-31', 'abcdefgh')).toBe(
      '40000.00 19660.00 20340.00 100000.00 19660.00 0.00 19660.00 80340.00',
    );
    // 18,000.00 + 23,000.55 + 500.00 = 41,500.55; support 2,905.0385 → 2,905.04
    expect(await lines('2026-03-31', 'abcegh')).toBe(
      '40000.00 44805.59 -4805.59 44805.59 44805.59 55194.41',
    );
    // 41,500.55 − 500.00 + 21,000.00 = 62,000.55; support 4,340.0385 → 4,340.04; fee on 75,000.00
    expect(await lines('2026-06-30', 'abcehlmno')).toBe(
      '75000.00 67090.59 7909.41 66490.59 33509.41 1500.00 600.00 250.00 650.00',
    );
    // B 46,261.68 and A 39,000.00: 85,261.68 spent, 7,262.09 beyond; support 5,968.3176 → 5,968.32; fee 1,000.00
    expect(await lines('2026-09-30', 'abcefgh')).toBe(
      '100000.00 92230.00 7770.00 91630.00 0.00 91630.00 8370.00',
    );
  });

  it('is not there, calmly, before any grant is', () => {
    expect(beforeAnyGrant).toEqual([200, 200, 404, 404, 200]);
  });

  it('says what stands in no line of it, and when it is due', async () => {
    const { body } = await report('2026-09-30').expect(200);
    expect(body).toMatchObject({ dueOn: '2026-10-30', fee: '1000.00', unfunded: '7262.09' });
    expect(body.indirect).toEqual([
      {
        organisationCode: 'IOM',
        rate: '0.07',
        base: '85261.68',
        charged: '5968.32',
        federal: '5968.32',
      },
    ]);
  });

  it('is final at the end of the award alone, with nothing promised', async () => {
    const final = '&type=final';
    expect((await report('2026-06-30', final).expect(422)).body.code).toBe(
      'federal.final_ends_with_award',
    );
    expect((await report('2026-09-30', final).expect(200)).body.dueOn).toBe('2027-01-28');
    const promise = async (day: string, amount: number) => {
      await app.admin.query('BEGIN');
      await app.admin.query(
        `SELECT set_config('mawa.now', $1, true), set_config('mawa.actor', $2, true)`,
        [`${day}T10:00:00Z`, '00000000-0000-4000-8000-000000000003'],
      );
      await app.admin.query(
        `WITH t AS (INSERT INTO ledger_transactions (grant_id, source_kind, source_id, booked_on, fact_on, posted_by)
           VALUES ($1, 'correction', $3::date::text, $3::date, $3::date, '00000000-0000-4000-8000-000000000003') RETURNING id)
         INSERT INTO ledger_entries (transaction_id, account_id, amount, original_amount, original_currency, rate, rate_on)
         SELECT t.id, a.id, CASE a.kind WHEN 'committed' THEN $4::numeric ELSE -$4::numeric END, $4::numeric, 'USD', 1, $3::date FROM t, ledger_accounts a
          WHERE a.grant_id = $1 AND (a.kind = 'reserve' OR a.line_id = $2 AND a.kind = 'committed')`,
        [grant.grantId, grant.lines['A'], day, amount],
      );
      await app.admin.query('COMMIT');
    };
    await promise('2026-08-01', 300);
    const { body } = await report('2026-09-30', final).expect(409);
    expect(body.detail).toContain('300,00');
    expect(await lines('2026-09-30', 'fg')).toBe('300.00 91930.00');
    // Let go of while the final report is being made: that belongs to it, and not to the quarter's.
    await promise('2026-11-20', -300);
    expect(await lines('2026-09-30', 'fg', final)).toBe('0.00 91630.00');
    expect(await lines('2026-09-30', 'f')).toBe('300.00');
  });

  it('is not made of a period that goes on, nor of a day that ends none', async () => {
    expect((await report('2026-12-31').expect(422)).body.code).toBe('federal.not_over');
    expect((await report('2026-08-31').expect(422)).body.code).toBe('federal.not_an_end');
    await report('2026-02-30').expect(422);
    const page = await omar
      .get(`/budget/sf-425?grantId=${grant.grantId}&endsOn=2026-08-31`)
      .expect(422);
    expect(page.text).toContain('ne finit pas ce jour-là');
  });

  it('is a page, and a workbook whose formulas come to the same', async () => {
    const { text } = await omar.get(`/budget/sf-425?grantId=${grant.grantId}`).expect(200);
    for (const words of ['10a', 'Encaissements', '100 000,00', 'Perte (ou gain, si négatif)'])
      expect(text.replaceAll(/[\u202f\u00a0]/g, ' ')).toContain(words);
    const address = `grantId=${grant.grantId}&type=quarterly&basis=accrual&endsOn=2026-06-30`;
    const sheet = await sheetOf(omar, `/budget/sf-425/workbook?${address}`, 'SF-425');
    const cells = new Map<string, ExcelJS.Cell>();
    sheet.eachRow((row) => cells.set(String(row.getCell(1).value), row.getCell(3)));
    expect(cells.get('10a')!.value).toBe(75000);
    const c = cells.get('10c')!.value as ExcelJS.CellFormulaValue;
    expect(c.result).toBe(7909.41);
    const [a, b] = [cells.get('10a')!.address, cells.get('10b')!.address];
    expect(c.formula).toBe(`${a}-${b}`);
  });

  it('leads from each line that adds something up to what it adds up', async () => {
    const address = `grantId=${grant.grantId}&type=quarterly&basis=accrual&endsOn=2026-06-30`;
    const { text } = await omar.get(`/budget/sf-425?${address}`).expect(200);
    const paths = [...text.matchAll(/<td><a href="([^"]*)">/g)].map(([, path]) =>
      path!.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&'),
    );
    expect(paths).toHaveLength(9);
    for (const path of paths) await omar.get(path).expect(200);
    const spentPath = paths.find((path) => path.includes('account=spent'))!;
    const { body } = await report('2026-06-30').expect(200);
    const listed = (await omar.get(spentPath).expect(200)).text.replaceAll(/[\u202f\u00a0]/g, '');
    const { e, m } = body.lines;
    const direct = Number(e) + Number(m) - Number(body.indirectTotal.charged) - Number(body.fee);
    expect(listed).toContain(`${direct.toFixed(2).replace('.', ',')}USD`);
  });

  it('says of a period that is not closed that its amounts may change, on the page and in the workbook', async () => {
    const address = `grantId=${grant.grantId}&type=quarterly&basis=accrual&endsOn=2025-12-31`;
    const isSaid = async () => {
      const { text } = await omar.get(`/budget/sf-425?${address}`).expect(200);
      const sheet = await sheetOf(omar, `/budget/sf-425/workbook?${address}`, 'SF-425');
      const words: string[] = [];
      sheet.eachRow((row) => words.push(String(row.getCell(2).value)));
      const sentence = 'La période n’est pas close';
      return [text.includes(sentence), words.some((cell) => cell.startsWith(sentence))];
    };
    expect((await report('2025-12-31')).body.isClosed).toBe(false);
    expect(await isSaid()).toEqual([true, true]);
    await omar.post('/api/v1/periods/closing', { untilDay: '2025-12-31' }).expect(201);
    expect((await report('2025-12-31')).body.isClosed).toBe(true);
    expect((await report('2026-03-31')).body.isClosed).toBe(false);
    expect(await isSaid()).toEqual([false, false]);
  });

  it('has box 12 in the workbook as on the page, and speaks of no missing share where one is promised', async () => {
    const address = `grantId=${grant.grantId}&type=quarterly&basis=accrual&endsOn=2026-09-30`;
    const none = 'aucune part requise du bénéficiaire';
    const remarks = async () => {
      const sheet = await sheetOf(omar, `/budget/sf-425/workbook?${address}`, 'SF-425');
      const rows: [string, ExcelJS.CellValue][] = [];
      sheet.eachRow((row) => rows.push([String(row.getCell(2).value), row.getCell(3).value]));
      return rows.slice(rows.findIndex(([words]) => words === 'Remarques') + 1);
    };
    const before = await remarks();
    expect(before.map(([, amount]) => amount).slice(0, 3)).toEqual([1000, 0, 7262.09]);
    expect(before[3]![0]).toContain(none);
    await omar
      .post(`/api/v1/grants/${grant.grantId}/contributions`, {
        source: 'Loyer',
        promised: '5000.00',
      })
      .expect(201);
    expect((await remarks()).some(([words]) => words.includes(none))).toBe(false);
    const { text } = await omar.get(`/budget/sf-425?${address}`).expect(200);
    expect(text).not.toContain(none);
  });

  it('takes donor money in fields for an amount, a day and a reference, beside its list of movements', async () => {
    const { text } = await omar.get('/budget/donor-money').expect(200);
    // It is found from every page of the budget, not by heart.
    expect((await omar.get('/budget').expect(200)).text).toContain('href="/budget/donor-money"');
    const field = (name: string) =>
      text.match(new RegExp(`<(input|textarea)[^>]*name="${name}"[^>]*>`))![0];
    expect(field('amount')).toMatch(/^<input [^>]*type="text"[^>]*inputmode="decimal"/);
    expect(field('onDay')).toMatch(/^<input [^>]*type="date"/);
    expect(field('reference')).toMatch(/^<input [^>]*type="text"/);
    const typed = await omar
      .submit('/budget/donor-money', {
        grantId: grant.grantId,
        kind: 'received',
        amount: '10,00',
        onDay: '25/11/2026',
        reference: 'TR-9',
      })
      .expect(422);
    expect(typed.text).toContain('Écrivez l’année d’abord');
  });

  it('leaves donor money to finance', async () => {
    const programme = await app.signIn('programme_officer');
    await money(programme, { onDay: '2026-11-20', amount: '10.00' }).expect(403);
    await programme
      .get(`/api/v1/grants/${grant.grantId}/sf-425?type=quarterly&endsOn=2026-06-30`)
      .expect(200);
    const worker = await app.signIn('reintegration_officer');
    await worker.get(`/api/v1/grants/${grant.grantId}/donor-money`).expect(403);
    await worker.get('/budget/sf-425').expect(403);
  });

  it('refuses what does not hold, with a sentence, and changes nothing', async () => {
    const count = async () =>
      (await app.admin.query('SELECT count(*)::int AS n FROM donor_money')).rows[0].n;
    const before = await count();
    const refused = async (over: object, code: string) => {
      const { status, body } = await money(omar, { onDay: '2026-10-05', amount: '5.00', ...over });
      expect([status >= 400, body.code ?? body.errors?.[0]?.code]).toEqual([true, code]);
    };
    await refused({ kind: 'returned', amount: '100001.00' }, 'federal.more_than_received');
    await refused({ amount: '0.01' }, 'federal.more_than_the_award');
    await refused({ kind: 'income_added', amount: '650.01' }, 'federal.more_than_earned');
    await refused({ onDay: '2025-09-30' }, 'federal.before_the_grant');
    await refused({ onDay: '2026-11-25' }, 'federal.in_future');
    await money(omar, { onDay: '2026-10-05', amount: '5.005' }).expect(422);
    await money(omar, { onDay: '2026-10-05', amount: '-5.00' }).expect(422);
    await money(omar, { onDay: '2026-10-05', amount: '0.00' }).expect(422);
    await money(omar, { onDay: '2026-10-05', amount: '5.00', reference: ' a ' }).expect(422);
    expect(await count()).toBe(before);
  });

  it('takes a wrong movement back once, by its opposite', async () => {
    const given = { onDay: '2026-10-06', kind: 'income_earned', amount: '70.00', reference: 'R-1' };
    const { body } = await money(omar, given).expect(201);
    expect((await money(omar, given).expect(409)).body.code).toBe('federal.entered_already');
    const back = () => omar.post(`/api/v1/donor-money/${body.id}/taking-back`, {});
    const answers = await Promise.all([back(), back()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const { rows } = await app.admin.query(
      `SELECT sum(amount)::text AS sum FROM donor_money WHERE reference = 'R-1'`,
    );
    expect(rows[0].sum).toBe('0.00');
    await money(omar, given).expect(201); // what was taken back may be right after all
  });

  it('asks before the same transfer is entered again under another day or way of writing', async () => {
    const first = {
      onDay: '2026-10-12',
      kind: 'income_earned',
      amount: '33.00',
      reference: 'VIR-77',
    };
    await money(omar, first).expect(201);
    const again = { ...first, onDay: '2026-10-15', amount: '34.00', reference: 'vir 77' };
    const { body } = await money(omar, again).expect(409);
    expect(body.code).toBe('federal.entered_twice');
    for (const words of ['VIR-77', '33,00']) expect(body.detail).toContain(words);
    const sameAmount = { ...first, onDay: '2026-10-19', reference: 'VIR-78' };
    expect((await money(omar, sameAmount).expect(409)).body.code).toBe('federal.entered_twice');
    await money(omar, { ...sameAmount, onDay: '2026-10-20' }).expect(201);
    await money(omar, { ...again, confirmed: true }).expect(201);
  });

  it('asks on the page too, beside a box to tick', async () => {
    const typed = {
      grantId: grant.grantId,
      kind: 'income_earned',
      amount: '41,00',
      onDay: '2026-10-25',
      reference: 'VIR-80',
    };
    await omar.submit('/budget/donor-money', typed).expect(303);
    const twin = { ...typed, reference: 'VIR-81' };
    const { text } = await omar.submit('/budget/donor-money', twin).expect(409);
    expect(text).toContain('l’enregistrer quand même');
    expect(text).toContain('name="confirmed"');
    await omar.submit('/budget/donor-money', { ...twin, confirmed: 'yes' }).expect(303);
  });

  it('shows the same grant after a movement of it was taken back', async () => {
    const given = { onDay: '2026-11-10', kind: 'income_earned', amount: '3.00', reference: 'B-1' };
    const { body } = await money(omar, given).expect(201);
    const at = `/budget/donor-money?grantId=${grant.grantId}`;
    const { text } = await omar.get(at).expect(200);
    const [, form] = text.split(`/donor-money/${body.id}/taking-back"`);
    expect(form!.split('</form>')[0]).toContain(`name="grantId" value="${grant.grantId}"`);
    const back = await omar
      .submit(`/budget/donor-money/${body.id}/taking-back`, { grantId: grant.grantId })
      .expect(303);
    expect(back.headers['location']).toBe(at);
  });

  it('keeps what each formula of the budget workbook comes to, zero as well', async () => {
    const book = await bytesOf(omar, '/budget/workbook?grant=YEAR');
    const cells: string[] = [];
    for (let sheet = 1; sheet <= 6; sheet += 1) {
      const xml = await readPart(book, `xl/worksheets/sheet${sheet}.xml`);
      cells.push(...(xml!.match(/<c [^>]*><f>.*?<\/c>/g) ?? []));
    }
    expect(cells.filter((cell) => !/<v>-?\d+(\.\d+)?<\/v>/.test(cell))).toEqual([]);
    expect(cells.filter((cell) => cell.includes('<v>0</v>')).length).toBeGreaterThan(0);
  });

  it('gives the budget as a workbook whose views add up to the same total', async () => {
    const { body } = await omar.get('/api/v1/budget').expect(200);
    const total = Number(body.grants[0].views[0].total.spent);
    for (const name of ['Agence', 'SF-424A', 'Catégorie ONU', 'Ligne']) {
      const sheet = await sheetOf(omar, '/budget/workbook?grant=YEAR', name);
      const last = sheet.lastRow!;
      const sums: number[] = [];
      last.eachCell((cell) => {
        const value = cell.value as ExcelJS.CellFormulaValue;
        if (typeof value === 'object' && /^SUM\(/.test(value.formula))
          sums.push(Number(value.result));
      });
      expect(sums[1]).toBe(total);
    }
  });
});

async function sheetOf(who: SignedIn, path: string, name: string): Promise<ExcelJS.Worksheet> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load((await bytesOf(who, path)) as never);
  return book.getWorksheet(name)!;
}

async function bytesOf(who: SignedIn, path: string): Promise<Buffer> {
  const { body } = await who
    .get(path)
    .buffer()
    .parse((response, done) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => done(null, Buffer.concat(parts)));
    })
    .expect(200);
  return body as Buffer;
}

import { DataSource } from 'typeorm';
import ExcelJS from 'exceljs';
import type { OpenedGrant } from '../../modules/grant-budgeting';
import { panel, valuesOf } from '../home/home-page';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { enteredRate, ledgerHolds, openedGrant } from './samples';

const ONE = 'ILO-1.1';
const TWO = 'ILO-2.1';
const plain = (html: string): string => html.replace(/[\s\u00a0\u202f]+/g, ' ');

describe('pages of what partners hold, and returns that partners bring', () => {
  let app: TestApp;
  let grant: OpenedGrant;
  let omar: SignedIn;
  let salma: SignedIn;
  let argan: SignedIn; // an account of the partner
  let olivier: SignedIn; // of another one
  let own: string; // the agreement of Argan
  let others: string; // the agreement of Olivier

  const line = (code: string) => grant.lines[code]!;
  /** The fields of one line of the agreement. */
  const placed = (code: string, more: Record<string, string>): Record<string, string> => {
    const place = [ONE, TWO].indexOf(code);
    const fields = Object.entries(more).map(([key, value]) => [`rows.${place}.${key}`, value]);
    return { [`rows.${place}.lineId`]: line(code), ...Object.fromEntries(fields) };
  };
  const agreed = async (organisationId: string, reference: string) => {
    const { headers } = await omar
      .submit('/budget/partners', {
        grantId: grant.grantId,
        organisationId,
        reference,
        currency: 'MAD',
        startsOn: '2026-04-01',
        endsOn: '2026-12-31',
        amount: '300 000,00',
        ...(await wholeForm({ [ONE]: '200 000', [TWO]: '100 000,00' })),
      })
      .expect(303);
    return headers['location']!.split('/').at(-1)!;
  };
  /** The form of a new agreement has a field for every line. */
  const wholeForm = async (amounts: Record<string, string>) => {
    const { text } = await omar.get('/budget/partners/new').expect(200);
    const fields: Record<string, string> = {};
    for (const [, place, id] of text.matchAll(/name="rows\.(\d+)\.lineId" value="([^"]+)"/g)) {
      fields[`rows.${place}.lineId`] = id!;
      const code = Object.keys(grant.lines).find((one) => grant.lines[one] === id)!;
      fields[`rows.${place}.amount`] = amounts[code] ?? '';
    }
    return fields;
  };
  const bring = (who: SignedIn, text: string) =>
    who.send('POST', '/api/v1/imports/lists/partner-returns', text, 'text/csv');
  const reportsOf = async (id: string, state = 'entered') => {
    const { body } = await omar.get(`/api/v1/partner-agreements/${id}`).expect(200);
    return (body.papers as { id: string; kind: string; state: string; asked: string }[]).filter(
      (paper) => paper.kind === 'report' && paper.state === state,
    );
  };

  beforeAll(async () => {
    app = await startApp();
    grant = await openedGrant(app);
    const { rows } = await app.admin.query<{ id: string }>(
      `INSERT INTO organisations (code, kind, name, created_at) VALUES ('ARGAN', 'partner', 'Association Argan', '2024-01-01Z'),
         ('OLIVIER', 'partner', 'Centre Olivier', '2024-01-01Z') RETURNING id`,
    );
    const [first, second] = rows.map(({ id }) => id);
    omar = await app.signIn('finance_officer');
    salma = await app.signIn('programme_officer');
    argan = await app.signIn('partner_viewer', { organisationId: first! });
    olivier = await app.signIn('partner_viewer', { organisationId: second! });
    await enteredRate(app, ['MAD', 'USD', '2026-10-01', '0.10000000']);
    own = await agreed(first!, 'ACC-ARGAN');
    others = await agreed(second!, 'ACC-OLIVIER');
  });
  afterAll(() => app.stop());

  it('lead from an agreement to its liquidation by forms alone', async () => {
    const page = `/budget/partners/${own}`;
    expect(plain((await omar.get(page).expect(200)).text)).toContain('ne compte pas encore');
    expect((await omar.get(page)).text).not.toContain('/confirmation"');
    expect((await salma.get(page)).text).toContain('/confirmation"');
    await salma.submit(`${page}/confirmation`, {}).expect(303);
    await salma.submit('/budget/agreements/' + others + '/confirmation', {}).expect(303);

    const wrong = await omar
      .submit(`${page}/advances`, {
        quarter: '2026-10-01',
        ...placed(ONE, { amount: '1,005.333' }),
      })
      .expect(422);
    expect(wrong.text).toContain('value="1,005.333"');
    expect(wrong.text).toContain('e-rows.0.amount');
    const asked = await omar
      .submit(`${page}/advances`, {
        quarter: '2026-10-01',
        ...placed(ONE, { amount: '60 000' }),
        ...placed(TWO, { amount: '30 000,00' }),
      })
      .expect(303);
    const advance = asked.headers['location']!;
    expect((await omar.get(advance)).text).not.toContain('/authorised"');
    const form = (await salma.get(advance).expect(200)).text;
    const ids = [...form.matchAll(/name="rows\.\d\.rowId" value="([^"]+)"/g)].map(([, id]) => id!);
    const decide = (agreedTo: string, reason: string) =>
      salma.submit(`${advance}/authorised`, {
        'rows.0.rowId': ids[0]!,
        'rows.0.agreed': agreedTo,
        'rows.0.reason': reason,
        'rows.1.rowId': ids[1]!,
        'rows.1.agreed': '30000.00',
        'rows.1.reason': '',
      });
    const tooMuch = await decide('60 000,01', '').expect(422);
    expect(plain(tooMuch.text)).toContain('60 000,01 MAD dépassent les 60 000,00 MAD');
    await decide('50 000,00', 'less_needed').expect(303);
    await omar.submit(`${advance}/paid`, { on: '2026-10-05', document: 'V-1' }).expect(303);
    // Nothing is taken back unless somebody opens its form, which stays open where it was refused.
    const paid = (await omar.get(advance).expect(200)).text;
    expect(paid).toContain('<details class="panel">');
    expect(paid).not.toContain('id="next-title"');
    const unsaid = await omar.submit(`${advance}/undone`, {}).expect(422);
    expect(unsaid.text).toContain('<details class="panel" open>');

    const list = plain((await omar.get('/budget/partners').expect(200)).text);
    expect(list).toContain('80 000,00 MAD');
    expect(list).toContain('partner-bar__age-0');
    expect(list).toContain('restitué 0,00 MAD');
    const whole = plain((await omar.get(page).expect(200)).text);
    expect(whole).toContain('il en faut 64 000,00 MAD (80 %)');
    expect(whole).toContain('partner-timeline__advance');

    const entered = await omar
      .submit(`${page}/returns`, {
        month: '2026-10-01',
        claim: 'direct_cash_transfer',
        interest: '',
        document: 'R-1',
        ...placed(ONE, { amount: '12 500,50', document: 'F-1' }),
        ...placed(TWO, { amount: '', document: '' }),
      })
      .expect(303);
    await salma.submit(`${entered.headers['location']}/accepted`, {}).expect(303);
    const back = { on: '2026-11-20', document: 'R-2', ...placed(TWO, { amount: '500' }) };
    await omar.submit(`${page}/refunds`, back).expect(303);
    const { body } = await omar.get(`/api/v1/partner-agreements/${own}`).expect(200);
    expect(body).toMatchObject({
      liquidated: '12500.50',
      refunded: '500.00',
      outstanding: '66999.50',
    });
    expect(await ledgerHolds(app.admin)).toEqual({ wrongBalances: 0, total: 0 });
  });

  it('say of a document that another report has it too, before anybody accepts it', async () => {
    const page = `/budget/partners/${own}`;
    const enter = async (document: string) => {
      const { headers } = await omar
        .submit(`${page}/returns`, {
          month: '2026-11-01',
          claim: 'direct_cash_transfer',
          interest: '',
          document: 'R-3',
          confirmed: 'yes',
          ...placed(ONE, { amount: '10,00', document }),
        })
        .expect(303);
      return headers['location']!;
    };
    const said = async (paper: string) =>
      /aussi dans le rapport n° (\d+)/.exec(plain((await salma.get(paper).expect(200)).text))?.[1];
    const [first] = await reportsOf(own, 'accepted');
    const twice = await enter('f 1');
    expect(await said(twice)).toBe(String((first as unknown as { number: number }).number));
    expect(await said(`/budget/partners/papers/${first!.id}`)).toBeDefined();
    const other = await enter('F-1/A');
    expect(await said(other)).toBeUndefined();
    // Compared in one statement where it is shown, and not at all where it is decided.
    const comparisons = async (act: () => PromiseLike<unknown>) => {
      const source = app.app.get(DataSource);
      const spy = jest.spyOn(source.logger, 'logQuery');
      await act();
      const texts = spy.mock.calls.map(([text]) => text);
      spy.mockRestore();
      return [texts.length > 0, texts.filter((text) => text.includes('regexp_replace')).length];
    };
    expect(await comparisons(() => salma.get(twice).expect(200))).toEqual([true, 1]);
    const paperId = twice.split('/').at(-1)!;
    const { body } = await salma.get(`/api/v1/partner-papers/${paperId}`).expect(200);
    const beyond = { decision: 'accepted', rows: [{ rowId: body.rows[0].id, agreed: '11.00' }] };
    const decide = () => salma.post(`/api/v1/returns/${paperId}/decisions`, beyond).expect(422);
    expect(await comparisons(decide)).toEqual([true, 0]);
    for (const paper of [twice, other])
      await salma.submit(`${paper}/returned`, { reason: 'papers_missing' }).expect(303);
    // What was returned counts no more.
    expect(await said(`/budget/partners/papers/${first!.id}`)).toBeUndefined();
  });

  it('the form FACE as a page, and as a workbook whose D, G and totals are formulas', async () => {
    const query = '?quarter=2026-10-01';
    const html = plain((await omar.get(`/budget/partners/${own}/face${query}`).expect(200)).text);
    for (const figure of ['79 500,00', '12 500,50', '66 999,50']) expect(html).toContain(figure);
    await app.admin.query(
      `UPDATE organisations SET names = '{"ar": "جمعية أركان"}' WHERE code = 'ARGAN'`,
    );
    const reader = await app.signIn('finance_officer', { language: 'ar' });
    const arabic = await reader.get(`/budget/partners/${own}/face${query}`).expect(200);
    expect(arabic.text).toContain('جمعية أركان');
    const { body } = await omar
      .get(`/budget/partners/${own}/face.xlsx${query}`)
      .buffer(true)
      .parse((response, done) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => done(null, Buffer.concat(parts)));
      })
      .expect(200);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(body as never);
    const sheet = book.getWorksheet('FACE')!;
    const formulas: string[] = [];
    sheet.eachRow((row) =>
      row.eachCell(
        (cell) => cell.formula && formulas.push(`${cell.formula}=${String(cell.result)}`),
      ),
    );
    expect(formulas).toEqual([
      'C10-E10=37499.5',
      'F10+H10=37499.5',
      'C11-E11=29500',
      'F11+H11=29500',
      'SUM(C10:C11)=79500',
      'SUM(D10:D11)=12500.5',
      'SUM(E10:E11)=12500.5',
      'SUM(F10:F11)=66999.5',
      'SUM(G10:G11)=0',
      'SUM(H10:H11)=0',
      'SUM(I10:I11)=66999.5',
    ]);
    const { rows } = await app.admin.query<{ action: string }>(
      `SELECT action FROM audit_log WHERE action = 'budget.take_face' AND actor_id = $1`,
      [omar.actor.userId],
    );
    expect(rows.length).toBe(1);
  });

  describe('a partner with an account', () => {
    it('sees its own agreement and its figures, and nothing of anybody else', async () => {
      const { body } = await argan.get('/api/v1/own-agreements').expect(200);
      expect(body.agreements.map((row: { reference: string }) => row.reference)).toEqual([
        'ACC-ARGAN',
      ]);
      expect(JSON.stringify(body)).not.toContain('rating');
      const page = plain((await argan.get(`/own-money/${own}`).expect(200)).text);
      expect(page).toContain('66 999,50 MAD');
      // What was given back stands in each sentence, so that it adds up: 80 000,00 − 12 500,50 − 500,00.
      const adds = 'justifié 12 500,50 MAD, restitué 500,00 MAD, reste';
      expect(plain((await argan.get('/own-money').expect(200)).text)).toContain(adds);
      expect(plain((await omar.get('/budget/partners').expect(200)).text)).toContain(adds);
      expect(page).not.toContain(salma.actor.name);
      await argan.get(`/own-money/${others}`).expect(404);
      await argan.get(`/api/v1/own-agreements/${others}`).expect(404);
      const [paper] = await reportsOf(own, 'accepted');
      await argan.get(`/own-money/papers/${paper!.id}`).expect(200);
      await olivier.get(`/own-money/papers/${paper!.id}`).expect(404);
      await olivier.get(`/api/v1/own-agreements/papers/${paper!.id}`).expect(404);
      await omar.get('/own-money').expect(403);
      await omar.get('/api/v1/own-agreements').expect(403);
      const past = await app.transactions.run(olivier.actor, async (tx) => ({
        agreements: await tx.query('SELECT id FROM agreements'),
        papers: await tx.query('SELECT id FROM partner_papers'),
        rows: await tx.query('SELECT id FROM partner_paper_rows'),
        steps: await tx.query('SELECT id FROM partner_steps'),
        ratings: await tx.query('SELECT id FROM partner_ratings'),
        ledger: await tx.query('SELECT id FROM ledger_transactions'),
      }));
      expect(past).toMatchObject({ papers: [], rows: [], steps: [], ratings: [], ledger: [] });
      expect(past.agreements).toEqual([{ id: others }]);
    });

    it('reads after how many months money is late as the setting has it', async () => {
      const late = (reader: SignedIn, path: string) =>
        reader.get(path).then(({ text }) => /En retard \([^)]*\)/.exec(plain(text))?.[0]);
      expect(await late(argan, '/own-money')).toBeUndefined();
      await app.admin.query(
        `INSERT INTO settings (key, valid_from, value, source) VALUES ('advance_age_months', '2026-11-24Z', '[1]', 'test')`,
      );
      expect(await late(argan, '/own-money')).toBe('En retard (plus de 1 mois)');
      expect(await late(omar, '/budget/partners')).toBe('En retard (plus de 1 mois)');
      expect((await panel(argan, 'own-money'))!.html).toContain('en retard (plus de 1 mois)');
      await app.admin.query(`DELETE FROM settings WHERE source = 'test'`);
    });

    it('enters the return of a month for somebody at the agency to check, and takes back its own', async () => {
      const spent = (amount: string) => ({
        month: '2026-11',
        claim: 'direct_cash_transfer',
        document: 'R-9',
        ...placed(ONE, { amount, document: 'F-2' }),
      });
      const beyond = await argan
        .submit(`/own-money/${own}/returns`, spent('66 999,51'))
        .expect(409);
      expect(plain(beyond.text)).toContain(
        '66 999,51 MAD dépassent ce que le partenaire détient encore : 66 999,50 MAD',
      );
      const noMonth = await argan
        .submit(`/own-money/${own}/returns`, { ...spent('10,00'), month: '' })
        .expect(422);
      expect(noMonth.text).toContain('Le mois est nécessaire');
      expect(noMonth.text).not.toContain('Cette date n’existe pas');
      await argan.submit(`/own-money/${own}/returns`, spent('1 000,00')).expect(303);
      // What waits for the agency stands beside what is outstanding, and both on the first page.
      expect(plain((await argan.get(`/own-money/${own}`).expect(200)).text)).toContain(
        '<dt>Déclaré, à vérifier</dt><dd>1 000,00 MAD</dd>',
      );
      expect(valuesOf(await panel(argan, 'own-money'))).toEqual({
        'reste à justifier': expect.stringMatching(/^66.999,50.MAD$/),
        'rapports que l’agence va vérifier': '1',
      });
      expect((await panel(olivier, 'own-money'))!.html).not.toContain('ACC-ARGAN');
      expect(await panel(omar, 'own-money')).toBeUndefined();
      const [paper] = await reportsOf(own);
      expect(paper!.asked).toBe('1000.00');
      await argan.submit(`/own-money/papers/${paper!.id}/withdrawal`, {}).expect(303);
      expect(await reportsOf(own)).toEqual([]);
      await argan.submit(`/own-money/${own}/returns`, spent('2 000,00')).expect(303);
      const [second] = await reportsOf(own);
      // Never what the agency decides, nor for anybody else.
      await argan
        .post(`/api/v1/returns/${second!.id}/decisions`, { decision: 'accepted' })
        .expect(403);
      const stray = { month: '2026-11', rows: [{ lineId: line(ONE), amount: '5.00' }] };
      await argan.post(`/api/v1/own-agreements/${others}/returns`, stray).expect(404);
      await olivier.post(`/api/v1/own-agreements/papers/${second!.id}/withdrawal`).expect(404);
      const past = app.transactions.run(argan.actor, (tx) =>
        tx.query(
          `INSERT INTO partner_steps (paper_id, step, amount, on_day) VALUES ($1, 'accepted', 2000, '2026-11-24')`,
          [second!.id],
        ),
      );
      await expect(past).rejects.toThrow(/row-level security|partner_needs_another/);
      await salma
        .post(`/api/v1/returns/${second!.id}/decisions`, {
          decision: 'returned',
          reason: 'wrong_figures',
        })
        .expect(201);
    });
  });

  describe('a return by spreadsheet', () => {
    const HEAD =
      'Référence de l’accord;Ligne du budget;Mois;Montant;Monnaie;Pièce;Total du fichier';
    const file = (...rows: string[]) => [HEAD, ...rows].join('\n');

    it('becomes a report for each agreement and month, to be checked', async () => {
      const { body } = await bring(
        omar,
        file(
          `ACC-ARGAN;${ONE};2026-10;1 200,50;MAD;F-11;1 950,75`,
          `ACC-ARGAN;${TWO};10/2026;300,25;;F-12;`,
          `acc-argan;${ONE};15/11/2026;450;;F-13;`,
        ),
      ).expect(200);
      expect(body).toMatchObject({ rows: 3 });
      const entered = await reportsOf(own);
      expect(entered.map(({ asked }) => asked).sort()).toEqual(['1500.75', '450.00']);
      await omar.delete(`/api/v1/imports/runs/${body.runId}`);
      expect(await reportsOf(own)).toEqual([]);
    });

    it('whose total is not what its rows make is refused with both figures, and nothing is written', async () => {
      const rows = [
        `ACC-ARGAN;${ONE};2026-10;1200,50;;F-21;`,
        `ACC-ARGAN;${TWO};2026-10;300;;F-22;`,
      ];
      for (const stated of ['Total;;;1600,50;;;', `ACC-ARGAN;${TWO};2026-10;0,01;;F-23;1600,50`]) {
        const { body } = await bring(omar, file(...rows, stated)).expect(422);
        expect(body.errors[0].code).toBe('budget.total_differs');
        expect(JSON.stringify(body)).toContain('1600.50');
        expect(JSON.stringify(body)).toContain('1500.5');
      }
      expect(await reportsOf(own)).toEqual([]);
      await bring(omar, file(...rows, 'Total;;;1500,50;;;')).expect(200);
      const [paper] = await reportsOf(own);
      expect(paper!.asked).toBe('1500.50');
      await omar.post(`/api/v1/returns/${paper!.id}/withdrawal`).expect(201);
    });

    it('names what is wrong row by row', async () => {
      const { body } = await bring(
        omar,
        file(
          `ACC-NIEMAND;${ONE};2026-10;10;;A;`,
          `ACC-ARGAN;IOM-1.1;2026-10;10;;B;`,
          `ACC-ARGAN;${ONE};2026-10;10;EUR;C;`,
          `ACC-ARGAN;${ONE};2026-13;10;;D;`,
          `ACC-ARGAN;${ONE};2026-10;10,005;;E;`,
          `ACC-ARGAN;;2026-10;10;;F;`,
        ),
      ).expect(422);
      const read = (body.errors as { field: string; code: string }[]).map(
        ({ field, code }) => `${field} ${code}`,
      );
      expect(read).toEqual([
        'rows.2.agreement budget.unknown_agreement',
        'rows.3.line budget.line_of_other_agreement',
        'rows.4.currency budget.other_currency',
        'rows.5.month budget.bad_month',
        'rows.6.amount budget.bad_amount',
        'rows.7.line common.required',
      ]);
      const next = await bring(
        omar,
        file(
          `ACC-NIEMAND;${ONE};2026-10;10;;A;`,
          `ACC-ARGAN;IOM-1.1;2026-10;10;;B;`,
          `ACC-ARGAN;${ONE};2026-10;10;EUR;C;`,
        ),
      ).expect(422);
      expect(next.body.errors.map(({ code }: { code: string }) => code)).toEqual([
        'budget.unknown_agreement',
        'budget.line_of_other_agreement',
        'budget.other_currency',
      ]);
      const early = await bring(omar, file(`ACC-ARGAN;${ONE};2026-03;10;;A;`)).expect(422);
      expect(early.body.errors[0].code).toBe('budget.outside_partner_agreement');
    });

    it('a partner brings its own; that of another is one that does not exist', async () => {
      await bring(argan, file(`ACC-ARGAN;${ONE};2026-10;77,00;;P-1;`)).expect(200);
      expect((await reportsOf(own)).map(({ asked }) => asked)).toEqual(['77.00']);
      const { body } = await bring(argan, file(`ACC-OLIVIER;${ONE};2026-10;77,00;;P-2;`)).expect(
        422,
      );
      expect(body.errors[0].code).toBe('budget.unknown_agreement');
      const manager = await app.signIn('shelter_manager');
      await bring(manager, file(`ACC-ARGAN;${ONE};2026-10;1;;P-3;`)).expect(404);
      const auditor = await app.signIn('auditor');
      await bring(auditor, file(`ACC-ARGAN;${ONE};2026-10;1;;P-3;`)).expect(403);
    });
  });

  it('an auditor reads the pages and does nothing there', async () => {
    const auditor = await app.signIn('auditor');
    await auditor.get('/budget/partners').expect(200);
    await auditor.get(`/budget/partners/${own}`).expect(200);
    const [report] = await reportsOf(own, 'accepted');
    const paper = await auditor.get(`/budget/partners/papers/${report!.id}`).expect(200);
    expect(paper.text).toContain('Aucun fichier');
    expect(paper.text).not.toContain('/money-files/');
    await auditor.get('/budget/partners/new').expect(403);
    await auditor.get(`/budget/partners/${own}/advances`).expect(403);
    await auditor.submit(`/budget/partners/${own}/refunds`, {}).expect(403);
    await auditor.submit(`/budget/partners/${own}/ratings`, {}).expect(403);
    await argan.get('/budget/partners').expect(403);
  });
});

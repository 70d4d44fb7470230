import { randomUUID } from 'node:crypto';
import {
  grantTemplate,
  grantWorkbook,
  readGrantFile,
  type GrantDefinition,
} from '../../modules/grant-budgeting';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const PATH = '/api/v1/grant-proposals';

describe('grants opened by two people', () => {
  let app: TestApp;
  let omar: SignedIn; // proposes
  let salma: SignedIn; // confirms
  let auditor: SignedIn;
  let manager: SignedIn;

  const named = (code: string, over: Partial<GrantDefinition> = {}): GrantDefinition => ({
    ...grantTemplate,
    code,
    ...over,
  });
  const propose = (who: SignedIn, grant: object, requestId?: string) =>
    who.post(PATH, grant, requestId);
  const proposed = async (code: string, over: Partial<GrantDefinition> = {}): Promise<string> =>
    (await propose(omar, named(code, over)).expect(201)).body.id as string;
  const decide = (who: SignedIn, id: string, decision: string, more: object = {}) =>
    who.post(`${PATH}/${id}/decisions`, { decision, ...more });
  const grantsOf = async (code: string): Promise<number> => {
    const { rows } = await app.admin.query('SELECT 1 FROM grants WHERE code = $1', [code]);
    return rows.length;
  };

  beforeAll(async () => {
    app = await startApp();
    await app.admin.query(
      `INSERT INTO organisations (code, kind, name, created_at)
       VALUES ('DONOR', 'donor', 'Bailleur', '2024-01-01Z'), ('AGENCY', 'agency', 'Agence', '2024-01-01Z')`,
    );
    omar = await app.signIn('finance_officer');
    salma = await app.signIn('programme_officer', { language: 'ar' });
    auditor = await app.signIn('auditor');
    manager = await app.signIn('shelter_manager');
  });
  afterAll(() => app.stop());

  it('are proposed by one and in force when another confirms', async () => {
    const id = await proposed('EU-1');
    expect(await grantsOf('EU-1')).toBe(0);
    expect((await decide(omar, id, 'confirmed').expect(403)).body.code).toBe(
      'grants.needs_another_person',
    );
    expect(await grantsOf('EU-1')).toBe(0);
    const { body } = await decide(salma, id, 'confirmed').expect(201);
    const { rows } = await app.admin.query(
      `SELECT g.currency, g.amount, g.award_number, g.recipient_name, s.direct, s.support,
              (SELECT json_object_agg(l.code, l.amount::text ORDER BY l.code) FROM budget_lines l WHERE l.grant_id = g.id) AS lines,
              (SELECT count(*)::int FROM ledger_accounts a WHERE a.grant_id = g.id) AS accounts
         FROM grants g JOIN grant_shares s ON s.grant_id = g.id WHERE g.id = $1`,
      [body.grantId],
    );
    expect(rows).toEqual([
      {
        currency: 'EUR',
        amount: '100000.00',
        award_number: grantTemplate.awardNumber,
        recipient_name: 'Organisation that receives the award',
        direct: '92523.36',
        support: '6476.64',
        lines: { 'A-1.1': '60000.00', 'A-2.1': '32523.36' },
        accounts: 11, // funds, reserve, payable, exchange, advance; spent, unfunded, committed of two lines
      },
    ]);
    expect((await decide(salma, id, 'confirmed').expect(409)).body.code).toBe(
      'grants.decided_already',
    );
    const budget = await omar.get('/api/v1/budget').expect(200);
    expect(budget.body.grants.map(({ grant }: { grant: { code: string } }) => grant.code)).toEqual([
      'EU-1',
    ]);
  });

  it('are refused with a reason, or withdrawn by their author alone', async () => {
    const refused = await proposed('EU-2');
    await decide(salma, refused, 'refused', { reason: 'not_signed' }).expect(201);
    const { body } = await auditor.get(`${PATH}/${refused}`).expect(200);
    expect([body.state, body.refusal, body.grantId]).toEqual(['refused', 'not_signed', null]);
    const withdrawn = await proposed('EU-2');
    expect((await decide(salma, withdrawn, 'withdrawn').expect(403)).body.code).toBe(
      'grants.not_yours',
    );
    await decide(omar, withdrawn, 'withdrawn').expect(201);
    expect(await grantsOf('EU-2')).toBe(0);
  });

  it('say every sentence that stands against them, and write nothing', async () => {
    const share = grantTemplate.shares[0]!;
    const wrong = named('EU-3', {
      donorCode: 'AGENCY',
      feeRate: '0',
      shares: [{ ...share, lines: [{ ...share.lines[0]!, partnerCode: 'NOBODY' }] }],
    });
    const { body } = await propose(omar, wrong).expect(422);
    const said = body.errors.map((one: { field: string; code: string }) => [one.field, one.code]);
    expect(said).toEqual([
      ['shares', 'grants.shares_differ'],
      ['shares.0.lines', 'grants.lines_differ'],
      ['donorCode', 'grants.not_donor'],
      ['shares.0.lines.0.partnerCode', 'grants.unknown_organisation'],
    ]);
    await propose(omar, { ...wrong, more: 1 }).expect(422);
    await propose(omar, { ...named('EU-3'), amount: 100000 }).expect(422);
    await propose(omar, { ...named('EU-3'), shares: [] }).expect(422);
    await propose(omar, named('eu 3')).expect(422);
    await propose(omar, named('EU-3', { startsOn: '2027-02-30' })).expect(422);
    await propose(omar, named('EU-3', { endsOn: '2128-12-31' })).expect(422);
    expect((await propose(omar, named('EU-1')).expect(422)).body.errors[0].code).toBe(
      'grants.exists',
    );
    const { rows } = await app.admin.query(`SELECT 1 FROM grant_proposals WHERE code = 'EU-3'`);
    expect(rows).toEqual([]);
  });

  it('open once where two confirm at once, and once for one code', async () => {
    const hind = await app.signIn('finance_officer');
    const id = await proposed('EU-4');
    const other = await proposed('EU-4');
    const answers = await Promise.all([
      decide(salma, id, 'confirmed'),
      decide(hind, id, 'confirmed'),
      decide(salma, other, 'confirmed'),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(await grantsOf('EU-4')).toBe(1);
  });

  it('are proposed once by a request that comes twice', async () => {
    const requestId = randomUUID();
    const first = await propose(omar, named('EU-5'), requestId).expect(201);
    const second = await propose(omar, named('EU-5'), requestId).expect(201);
    expect(second.body).toEqual(first.body);
  });

  it('are closed to others, and read by the auditor', async () => {
    const id = await proposed('EU-6');
    await propose(manager, named('EU-7')).expect(403);
    await propose(auditor, named('EU-7')).expect(403);
    await decide(manager, id, 'confirmed').expect(403);
    await decide(auditor, id, 'confirmed').expect(403);
    await manager.get('/budget/grants').expect(403);
    await manager.get(`${PATH}/${id}`).expect(403);
    await auditor.get('/budget/grants').expect(200);
    await auditor.get(`${PATH}/${id}`).expect(200);
    await auditor.submit('/budget/grants/drafts', {}).expect(403);
  });

  it('are not opened alone by a row of the application either', async () => {
    const alone = app.transactions.run(omar.actor, (tx) =>
      tx.query(
        `INSERT INTO grants (code, title, donor_id, currency, amount, fee_rate, starts_on, ends_on, shares_source)
         SELECT 'ALONE', '{"fr":"a","ar":"a","en":"a"}', id, 'EUR', 1, 0, '2027-01-01', '2027-12-31', 'x'
           FROM organisations WHERE code = 'DONOR'`,
      ),
    );
    await expect(alone).rejects.toMatchObject({ constraint: 'grant_needs_another_person' });
  });

  describe('on pages', () => {
    const draftAt = async (who: SignedIn): Promise<string> => {
      const { headers } = await who.submit('/budget/grants/drafts', {}).expect(303);
      return headers['location']!.split('/')[4]!;
    };
    const AWARD = {
      code: 'PAGE-1',
      donorCode: 'DONOR',
      'title.fr': 'Titre',
      'title.ar': 'عنوان',
      'title.en': 'Title',
      currency: 'EUR',
      amount: '100 000,00',
      feeRate: '1',
      startsOn: '2027-01-01',
      endsOn: '2028-12-31',
      sharesSource: 'accord',
    };
    const line = (at: number, code: string, amount: string) => ({
      [`lines.${at}.code`]: code,
      [`lines.${at}.amount`]: amount,
      [`lines.${at}.name.fr`]: code,
      [`lines.${at}.name.ar`]: code,
      [`lines.${at}.name.en`]: code,
      [`lines.${at}.unsdg`]: '6',
      [`lines.${at}.objectClass`]: 'f',
    });

    it('are entered step by step, kept half done, proposed and confirmed', async () => {
      const id = await draftAt(omar);
      const at = `/budget/grants/drafts/${id}`;
      const step = (name: string, fields: Record<string, string>, next: string) =>
        omar.submit(`${at}/${name}`, fields).expect(303).expect('location', `${at}/${next}`);
      await step('award', AWARD, 'agencies');
      const check = await omar.get(`${at}/check`).expect(200);
      expect(check.text).toContain(`${at}/agencies`); // what is missing leads to its step
      expect(check.text).not.toContain('/proposal"');
      await omar.submit(`${at}/proposal`, {}).expect(422);
      const share = {
        'shares.1.organisationCode': 'AGENCY',
        'shares.1.afterFee': '99000',
        'shares.1.supportRate': '7',
      };
      await step('agencies', share, 'lines-0');
      await step('lines-0', { ...line(0, 'P-1', '60000'), act: 'stay' }, 'lines-0');
      const lines = await omar.get(`${at}/lines-0`).expect(200);
      expect(lines.text).toMatch(/32.523,36/); // left: 92,523.36 less 60,000.00
      await step(
        'lines-0',
        { ...line(0, 'P-1', '60000'), ...line(4, 'P-2', '32523,36') },
        'reports',
      );
      await step('reports', {}, 'check');
      await omar.get(`${at}/lines-9`).expect(404);
      await salma.get(`${at}/check`).expect(404); // nobody else's
      const { headers } = await omar.submit(`${at}/proposal`, {}).expect(303);
      const proposal = headers['location']!;
      await omar.get(`${at}/check`).expect(404);
      const seen = await salma.get(proposal).expect(200);
      expect(seen.text).toContain('عنوان');
      await salma.submit(`${proposal}/decisions`, { decision: 'confirmed' }).expect(303);
      expect(await grantsOf('PAGE-1')).toBe(1);
      const list = await omar.get('/budget/grants').expect(200);
      expect(list.text).toContain('PAGE-1');
      const overview = await omar.get('/budget?grant=PAGE-1').expect(200);
      expect(overview.text).toContain('Titre');
    });

    it('come from a workbook or a JSON file, and a wrong file says so', async () => {
      const bring = (bytes: Buffer, name: string) =>
        app
          .http()
          .post('/budget/grants/files')
          .set(omar.headers)
          .attach('file', bytes, { filename: name });
      const grant = named('FILE-1');
      const files: [string, Buffer][] = [
        ['grant.xlsx', await grantWorkbook(grant, 'ar')],
        ['grant.json', Buffer.from(JSON.stringify(grant))],
      ];
      for (const [name, bytes] of files) {
        const { headers } = await bring(bytes, name).expect(303);
        const check = await omar.get(headers['location']!).expect(200);
        expect(check.text).toContain('/proposal"'); // nothing stands against it
      }
      for (const wrong of ['[1]', 'PK\u0003\u0004 broken']) {
        // A script takes the answer, which then is the page itself.
        const page = await bring(Buffer.from(wrong), 'x').set('sec-fetch-mode', 'cors').expect(422);
        expect(page.text).toContain('id="e-file"');
      }
      // Whatever a JSON file holds, its pages open and say what is wrong.
      const deep = '['.repeat(5_000) + ']'.repeat(5_000);
      for (const odd of [
        '{"shares":"x","outcomes":[1]}',
        `{"title":${deep},"shares":[{"lines":${deep}}]}`,
        '{"colour":"red","currency":7,"shares":[{"afterFee":1,"supportRate":0.07,"lines":[{"amount":2,"x":null}]}]}',
        '{"__proto__":{"code":"X"},"constructor":1}',
      ]) {
        const { headers } = await bring(Buffer.from(odd), 'x.json').expect(303);
        const check = headers['location']!;
        for (const step of ['check', 'award', 'agencies']) {
          const { text } = await omar.get(check.replace('check', step)).expect(200);
          expect(text).not.toContain('/proposal"');
        }
      }
      // A code that is taken is said on the check, not only when it is proposed.
      const twice = await bring(Buffer.from(JSON.stringify(named('EU-1'))), 'x.json').expect(303);
      const taken = await omar.get(twice.headers['location']!).expect(200);
      expect(taken.text).not.toContain('/proposal"');
      // Amounts may be numbers, as programs write them.
      const text = JSON.stringify(grant).replace(/"(\d+\.\d\d)"/g, '$1');
      const numbers = await bring(Buffer.from(text), 'n.json').expect(303);
      const whole = await omar.get(numbers.headers['location']!).expect(200);
      expect(whole.text).toContain('/proposal"');
      const template = await omar.get('/budget/grants/template').buffer().expect(200);
      expect(template.headers['content-type']).toContain('spreadsheetml');
    });

    it('begin anew from what was refused, and unknown fields are refused', async () => {
      const refused = await proposed('COPY-1');
      await decide(salma, refused, 'refused', { reason: 'wrong_lines' }).expect(201);
      const page = await omar.get(`/budget/grants/proposals/${refused}`).expect(200);
      expect(page.text).toContain('name="copyOf"');
      const { headers } = await omar
        .submit('/budget/grants/drafts', { copyOf: refused })
        .expect(303);
      const award = await omar.get(headers['location']!).expect(200);
      expect(award.text).toContain('value="COPY-1"');
      const at = headers['location']!.replace('/award', '');
      await omar.submit(`${at}/award`, { ...AWARD, colour: 'red' }).expect(422);
      await omar.submit(`${at}/lines-0`, { 'lines.0.__proto__': 'x' }).expect(422);
      await omar.submit('/budget/grants/drafts', { copyOf: randomUUID() }).expect(404);
      const before = (await app.admin.query('SELECT 1 FROM grant_drafts')).rowCount;
      await omar.submit('/budget/grants/drafts', { colour: 'red' });
      expect((await app.admin.query('SELECT 1 FROM grant_drafts')).rowCount).toBe(before);
    });

    it('are removed as drafts', async () => {
      const id = await draftAt(omar);
      await salma.submit(`/budget/grants/drafts/${id}/removal`, {}).expect(404);
      expect((await omar.get(`/budget/grants/drafts/${id}/award`).expect(200)).text).toContain(
        'Tout ce qui a été saisi dans ce brouillon est perdu',
      );
      await omar.submit(`/budget/grants/drafts/${id}/removal`, {}).expect(303);
      await omar.get(`/budget/grants/drafts/${id}/award`).expect(404);
    });
  });

  it('leave and come back as a workbook, the same', async () => {
    const bytes = await grantWorkbook(grantTemplate, 'fr');
    const { shares, ...award } = await readGrantFile(bytes);
    expect(award).toMatchObject({ code: 'GRANT-2027', title: grantTemplate.title });
    const [line] = shares![0]!.lines!;
    expect(line).toEqual({ ...grantTemplate.shares[0]!.lines[0], unsdg: '6' });
  });
});

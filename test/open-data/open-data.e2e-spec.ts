import { randomUUID } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { JobRunner } from '../../modules/platform/queue';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { isHxlTag, isPlaceTooFine } from '../support/standards/hxl-tags';
import { unknownCodes } from '../support/standards/iati-codes';
import { brokenRules } from '../support/standards/iati-rules';
import { schemaErrors } from '../support/standards/iati-schema';
import { type AQuarter, aQuarter, speakAsSetup } from '../donor-reports/a-quarter';

const ROOT = '/api/v1/open-data';
const NOW = '2027-02-10T10:00:00Z';
const codesOf = ({ body }: { body: { code?: string; errors?: { code: string }[] } }) =>
  body.errors?.map(({ code }) => code) ?? [body.code];

interface FileOfSet {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly language: string | null;
}

/** One contract, alone in its category and its quarter. */
const RENT = '8765.43';
const ALONE = `
  WITH l AS (
    INSERT INTO budget_lines (grant_id, organisation_id, code, name, amount, unsdg_category, object_class)
    SELECT $1, organisation_id, '1.9', '{"fr":"Loyer","ar":"كراء","en":"Rent"}', 20000, 5, 'f' FROM budget_lines WHERE code = '1.1' RETURNING id),
  a AS (INSERT INTO ledger_accounts (grant_id, kind, line_id) SELECT $1, 'spent', id FROM l RETURNING id),
  t AS (
    INSERT INTO ledger_transactions (grant_id, source_kind, source_id, booked_on, fact_on, posted_by)
    VALUES ($1, 'correction', 'rent', '2026-08-03', '2026-08-03', mawa_actor()) RETURNING id)
  INSERT INTO ledger_entries (transaction_id, account_id, amount, original_amount, original_currency, rate, rate_on)
  SELECT t.id, e.account, e.amount, e.amount, 'USD', 1, '2026-08-03' FROM t, (
    SELECT id AS account, ${RENT} AS amount FROM a
    UNION ALL SELECT id, -${RENT} FROM ledger_accounts WHERE grant_id = $1 AND kind = 'funds') e`;
/** A second grant of the same programme. */
const SECOND = `
  WITH g AS (
    INSERT INTO grants (id, code, title, donor_id, currency, amount, fee_rate, starts_on, ends_on, shares_source)
    SELECT $2, 'G-2', '{"fr":"Seconde","ar":"Seconde","en":"Seconde"}'::jsonb, donor_id, 'EUR', 50000, 0, '2026-07-01', '2027-06-30', 'invented' FROM grants WHERE id = $1 RETURNING id),
  s AS (
    INSERT INTO grant_shares (grant_id, organisation_id, after_fee, support_rate, direct, support)
    SELECT g.id, o.id, 50000, 0, 50000, 0 FROM g, organisations o WHERE o.code = 'IOM' RETURNING grant_id, organisation_id)
  INSERT INTO budget_lines (grant_id, organisation_id, code, name, amount, unsdg_category, object_class)
  SELECT grant_id, organisation_id, '1', '{"fr":"x","ar":"x","en":"x"}', 50000, 4, 'f' FROM s`;

describe('files for everybody', () => {
  let mawa: TestApp;
  let programme: AQuarter;
  let nadia: SignedIn;
  const texts = new Map<string, string>();
  let files: FileOfSet[] = [];

  beforeAll(async () => {
    mawa = await startApp({ at: NOW });
    programme = await aQuarter(mawa);
    await speakAsSetup(mawa.admin, NOW);
    await mawa.admin.query(`
      INSERT INTO closed_nights (night, closed_by)
      SELECT day::date, mawa_actor() FROM generate_series(date '2026-10-16', date '2026-12-31', interval '1 day') day`);
    await mawa.admin.query(
      `INSERT INTO donor_money (grant_id, kind, amount, on_day, reference) VALUES
         ($1, 'received', 400000, '2026-02-01', 'virement 1'), ($1, 'received', 100000, '2026-08-01', 'virement 2'), ($1, 'returned', 250.5, '2026-09-01', 'retour 1')`,
      [programme.grantId],
    );
    await mawa.admin.query(ALONE, [programme.grantId]);
    nadia = await mawa.signIn('programme_officer');
  });
  afterAll(() => mawa.stop());

  const make = (quarter: string, by = nadia, grantId = programme.grantId) =>
    by.post(ROOT, { grantId, quarter });
  const made = async (quarter: string, grantId = programme.grantId): Promise<FileOfSet[]> => {
    const { body } = await make(quarter, nadia, grantId).expect(201);
    await mawa.app.get(JobRunner).handle('make-open-data', body.jobId);
    const now = await nadia.get(ROOT).expect(200);
    expect(now.body.work).toMatchObject({ state: 'done' });
    return now.body.sets[0].files;
  };
  const textOf = async ({ id }: FileOfSet): Promise<string> => {
    const { body } = await nadia
      .get(`${ROOT}/files/${id}`)
      .buffer(true)
      .parse((response, done) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => done(null, Buffer.concat(parts)));
      })
      .expect(200);
    return (body as Buffer).toString('utf8');
  };
  const one = async (sql: string): Promise<number> =>
    Number((await mawa.admin.query<{ n: string }>(sql)).rows[0]!.n);
  const linesOf = (name: string): string[][] =>
    parse(texts.get(name)!, { relax_column_count: false });

  it('wait until every organisation has an identifier, and say which has none', async () => {
    await mawa.admin.query(`DELETE FROM open_data_references WHERE code = 'ILO'`);
    const refused = await make('2026-Q4');
    expect(codesOf(refused)).toEqual(['open-data.no_reference']);
    expect(JSON.stringify(refused.body)).toContain('Agence B');
    const given = { code: 'ILO', ref: 'XM-DAC-41302', type: 40, channel: '41302', source: 'liste' };
    expect(codesOf(await nadia.post(`${ROOT}/references`, { ...given, ref: 'OIT' }))).toEqual([
      'open-data.reference',
    ]);
    expect(codesOf(await nadia.post(`${ROOT}/references`, { ...given, code: 'XYZ' }))).toEqual([
      'common.not_choice',
    ]);
    await nadia.post(`${ROOT}/references`, given).expect(201);
    const { body } = await nadia.get(ROOT).expect(200);
    expect(body.references.find((row: { code: string }) => row.code === 'ILO')).toMatchObject({
      ref: 'XM-DAC-41302',
      source: 'liste',
      verified: false,
    });
  });

  it('are made of quarters of the grant that are over, with their nights closed', async () => {
    expect(codesOf(await make('2027-Q1'))).toEqual(['quarter_goes_on']);
    expect(codesOf(await make('2025-Q4'))).toEqual(['open-data.outside_grant']);
    expect(codesOf(await make('2026-Q5'))).toEqual(['common.not_choice']);
    expect(codesOf(await make('2026-Q2'))).toEqual(['reports.night_open']);
    files = await made('2026-Q4');
    for (const file of files) texts.set(file.name, await textOf(file));
    expect(files.filter(({ kind }) => kind === 'iati')).toHaveLength(1);
    for (const language of ['fr', 'ar', 'en']) {
      const own = files.filter((file) => file.language === language);
      // Of duration, means, labour, sexual forms and relation nobody was asked: those are withheld.
      expect(own.filter(({ kind }) => kind === 'ctdc')).toHaveLength(6);
      expect(own.filter(({ kind }) => kind === 'sdg')).toHaveLength(1);
      expect(own.filter(({ kind }) => kind === 'dictionary')).toHaveLength(2);
      expect(own.filter(({ kind }) => kind === 'figures').length).toBeGreaterThan(8);
    }
  });

  it('are known to every reader of a report from then on, once, and what they hide stays sealed', async () => {
    const { rows } = await mawa.admin.query<Record<string, unknown>>(
      `SELECT source, audience, report_id, period_from::text, period_until::text, figures_sealed FROM release_ledger ORDER BY period_from, period_until`,
    );
    const spans = rows.map(({ period_from, period_until }) => [period_from, period_until]);
    expect(spans).toEqual([
      ['2026-01-01', '2027-01-01'],
      ['2026-07-01', '2026-10-01'],
      ['2026-10-01', '2027-01-01'],
    ]);
    for (const { figures_sealed: sealed, ...row } of rows) {
      expect(row).toMatchObject({ source: 'open_data', audience: 'public', report_id: null });
      expect((sealed as Buffer).toString('latin1')).not.toMatch(/people|total|value/);
    }
  });

  it('tell the activity by the schema, the rules and the code lists of IATI 2.03', async () => {
    const xml = texts.get('iati-activity.xml')!;
    expect(await schemaErrors(xml)).toEqual([]);
    expect(brokenRules(xml, new Date(NOW))).toEqual([]);
    expect(unknownCodes(xml).unknown).toEqual([]);
    expect(xml).toContain('<iati-identifier>XM-DAC-47066-G-1</iati-identifier>');
  });

  it('tell the money of the ledger to the cent, quarter by quarter', () => {
    const xml = texts.get('iati-activity.xml')!;
    const told = [...xml.matchAll(/<transaction>[\s\S]*?<\/transaction>/g)].map(([text]) => [
      /transaction-type code="(\d+)"/.exec(text)![1],
      /transaction-date iso-date="([\d-]+)"/.exec(text)![1],
      /<value[^>]*>([-\d.]+)</.exec(text)![1],
    ]);
    // Three lines: 1,200.50 in May, 333.33 and 0.01 in the third quarter, 777.00 in October.
    expect(told).toEqual([
      ['11', '2026-01-01', '1000000.00'],
      ['1', '2026-03-31', '400000.00'],
      ['1', '2026-09-30', '99749.50'],
      ['4', '2026-06-30', '3601.50'],
      ['4', '2026-09-30', '1000.02'],
      ['4', '2026-12-31', '2331.00'],
    ]);
    const budgets = [...xml.matchAll(/<budget [\s\S]*?<\/budget>/g)].map(([text]) =>
      Number(/<value[^>]*>([\d.]+)</.exec(text)![1]),
    );
    expect(budgets).toHaveLength(3);
    expect(budgets.reduce((sum, amount) => sum + amount, 0)).toBeCloseTo(1_000_000, 2);
  });

  it('tell a contract that stands alone nowhere, neither in the activity nor by what tables leave over', async () => {
    for (const text of texts.values()) {
      expect(text).not.toContain(RENT);
      expect(text).not.toContain('8765');
    }
    const table = linesOf('mawa-2026-q4-budget-by-unsdg-en.hxl.csv');
    expect(table[0]!.slice(0, 3)).toEqual([
      'Category',
      'Budget',
      'Spent by the agencies, as published',
    ]);
    expect(table[1]!.slice(0, 3)).toEqual([
      '#sector+name',
      '#value+budget+c_usd',
      '#value+expenditure+c_usd',
    ]);
    // 3,601.50 + 1,000.02 + 2,331.00 of the fourth category, and of the fifth not a cent.
    const spent = Object.fromEntries(table.slice(2).map(([label, , amount]) => [label!, amount]));
    const of = (start: string) =>
      Object.entries(spent).find(([label]) => label.startsWith(start))![1];
    expect(of('4.')).toBe('6932.52');
    expect(of('5.')).toBe('0.00');
    expect(of('Several categories together')).toBe('0.00');
    expect(of('Total')).toBe('6932.52');
    expect(linesOf('mawa-2026-q4-budget-by-outcome-en.hxl.csv')[0]).toHaveLength(2);
    const { body } = await nadia.get(ROOT).expect(200);
    expect(body.money[0].rows).toContainEqual({
      type: '4',
      currency: 'USD',
      published: '6932.52',
      waits: RENT,
      whole: '15697.95',
    });
  });

  it('tell results as the indicators count them, by sex and age, and nothing below eleven', async () => {
    const xml = texts.get('iati-activity.xml')!;
    const served = await one(`SELECT count(*) AS n FROM (
      SELECT case_id FROM services WHERE given_on >= '2026-07-01' AND given_on < '2026-10-01' AND cancelled_at IS NULL
      UNION SELECT DISTINCT bp.case_id FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
        JOIN closed_nights n ON bp.nights @> n.night WHERE n.night >= '2026-07-01' AND n.night < '2026-10-01'
         AND k.state IN ('stay', 'ended') AND k.checked_in_at IS NOT NULL) x`);
    const indicator = [...xml.matchAll(/<indicator [\s\S]*?<\/indicator>/g)].find(([text]) =>
      text.includes('code="A.1"'),
    )![0];
    const third = [...indicator.matchAll(/<period>[\s\S]*?<\/period>/g)].find(([text]) =>
      text.includes('2026-07-01'),
    )![0];
    expect(third).toContain(`<actual value="${served}"/>`);
    expect(third).toMatch(/<dimension name="sex" value="female"\/>/);
    for (const [, value] of third.matchAll(/<actual value="(\d+)"/g))
      expect(Number(value)).toBeGreaterThanOrEqual(11);
    expect(indicator).toMatch(/\(&lt;11\) to protect people/);
  });

  it('bear hashtags of the published list, and no place finer than a region', () => {
    const tagged = files.filter(({ name }) => name.endsWith('.hxl.csv'));
    expect(tagged.length).toBeGreaterThan(60);
    for (const { name } of tagged) {
      const [head, tags, ...rows] = linesOf(name);
      expect(tags).toHaveLength(head!.length);
      expect(tags!.filter((tag) => !isHxlTag(tag) || isPlaceTooFine(tag))).toEqual([]);
      expect(rows.length).toBeGreaterThan(0);
    }
    expect(linesOf('mawa-2026-q4-people-by-age-en.hxl.csv')[1]).toEqual(
      expect.arrayContaining(['#reached+ind+f', '#reached+ind+m', '#reached+ind+total']),
    );
  });

  it('count CTDC as plain SQL counts, with a denominator in each table, and never fewer than eleven', async () => {
    const gender = linesOf('mawa-2026-ctdc-gender-en.hxl.csv');
    const women = await one(`SELECT count(*) AS n FROM cases WHERE sex = 'female'`);
    expect(['•', '<11', String(women)]).toContain(gender.find(([value]) => value === 'Woman')![1]);
    expect(JSON.parse(texts.get('mawa-2026-en.json')!).contents).toContainEqual(
      expect.objectContaining({
        key: 'ctdc-means',
        text: expect.stringContaining('fewer than 11'),
      }),
    );
    for (const { name } of files.filter(({ kind }) => kind === 'ctdc' || kind === 'sdg')) {
      const [, tags, ...rows] = linesOf(name);
      for (const [at, tag] of tags!.entries()) {
        if (!tag.startsWith('#affected')) continue;
        for (const row of rows)
          // Nobody can be unknown there: the country of first help stands in.
          if (
            /^\d+$/.test(row[at]!) &&
            !(name.includes('countryofexploitation') && row[at] === '0')
          )
            expect(Number(row[at])).toBeGreaterThanOrEqual(11);
      }
    }
    const dictionary = JSON.parse(texts.get('mawa-2026-en.json')!);
    expect(dictionary.protection).toMatchObject({ threshold: 11 });
    for (const table of dictionary.tables) {
      expect(table.denominator).toEqual(expect.any(String));
      for (const column of table.columns) expect(column).toHaveProperty('type');
    }
  });

  it('tell SDG 16.2.2 of the population that is known', () => {
    const lines = linesOf('mawa-2026-sdg-16-2-2-en.hxl.csv');
    expect(lines[2]![2]).toBe('36828330');
    const women = lines.find(([who]) => who === 'Women and girls');
    expect(women!.slice(2, 4)).toEqual(['', '']);
    for (const [, people, population, rate] of lines.slice(2))
      if (/^\d+$/.test(people!) && population !== '')
        expect(rate).toBe(((Number(people) * 100_000) / Number(population)).toFixed(3));
  });

  it('are told once: what is corrected since changes no figure of a quarter', async () => {
    await mawa.admin.query(
      `UPDATE services SET cancelled_at = '2027-02-01Z', cancelled_by = mawa_actor() WHERE given_on < '2026-10-01'`,
    );
    const again = await made('2026-Q4');
    for (const file of again) expect(await textOf(file)).toBe(texts.get(file.name));
    expect(again.map(({ id }) => id)).not.toEqual(files.map(({ id }) => id));
  });

  it('claim results with the grant that told them first: a second one refers to it, and has its own money', async () => {
    const second = randomUUID();
    await mawa.admin.query(SECOND, [programme.grantId, second]);
    const own = await made('2026-Q4', second);
    const xml = await textOf(own.find(({ kind }) => kind === 'iati')!);
    expect(xml).toContain('<related-activity type="4" ref="XM-DAC-47066-G-1"/>');
    expect(xml).toContain('are published with it: XM-DAC-47066-G-1.');
    expect(xml).not.toContain('<result ');
    expect(xml).toContain('<value currency="EUR" value-date="2026-07-01">50000.00</value>');
    expect(await schemaErrors(xml)).toEqual([]);
    expect(brokenRules(xml, new Date(NOW))).toEqual([]);
    expect(unknownCodes(xml).unknown).toEqual([]);
    const first = await made('2026-Q4');
    expect(await textOf(first[0]!)).toBe(texts.get('iati-activity.xml'));
  });

  it('name nobody, no house and no row of the database', async () => {
    const { rows } = await mawa.admin.query<{ word: string }>(
      `SELECT code_name AS word FROM shelters UNION SELECT case_number FROM cases
        UNION SELECT id::text FROM cases UNION SELECT id::text FROM shelters UNION SELECT root_id::text FROM indicators`,
    );
    expect(rows.length).toBeGreaterThan(100);
    for (const text of texts.values())
      expect(rows.filter(({ word }) => text.includes(word))).toEqual([]);
  });

  it('are read by those who make reports, and made by programme officers alone', async () => {
    const file = `${ROOT}/files/${files[0]!.id}`;
    for (const role of ['finance_officer', 'auditor'] as const) {
      const reader = await mawa.signIn(role);
      await reader.get(ROOT).expect(200);
      await reader.get('/open-data').expect(200);
      await reader.get(file).expect(200);
      await make('2026-Q4', reader).expect(403);
      await reader.post(`${ROOT}/references`, {}).expect(403);
      await reader.post(`${ROOT}/populations`, {}).expect(403);
    }
    for (const role of ['case_supervisor', 'shelter_manager', 'partner_viewer'] as const) {
      const stranger = await mawa.signIn(role);
      await stranger.get(ROOT).expect(403);
      await stranger.get('/open-data').expect(403);
      await stranger.get(file).expect(403);
    }
    await nadia.get(`${ROOT}/files/${randomUUID()}`).expect(404);
    await mawa.http().get('/open-data').expect(303);
  });

  it('stand on a page with what each says, when and by whom it was made, in three languages', async () => {
    const page = await nadia.get('/open-data').expect(200);
    for (const words of [
      'IATI 2.03',
      'ODD 16.2.2',
      'CTDC',
      'à confirmer',
      '36 828 330',
      'Attend : 8 765,43',
    ])
      expect(page.text.replaceAll(/[\u00A0\u202F]/g, ' ')).toContain(words);
    expect(page.text).toContain(files.length > 0 ? 'iati-activity.xml' : '');
    await nadia.get('/open-data/progress').expect(200);
    const reports = await nadia.get('/reports').expect(200);
    expect(reports.text).toContain('href="/open-data"');
    for (const language of ['ar', 'en'] as const) {
      const reader = await mawa.signIn('programme_officer', { language });
      const own = await reader.get('/open-data').expect(200);
      expect(own.text).not.toContain('open-data:');
      for (const form of ['references', 'populations'])
        expect((await reader.get(`/open-data/${form}/new`).expect(200)).text).not.toContain(
          'open-data:',
        );
    }
    await nadia
      .submit('/open-data/populations', {
        year: '2024',
        sex: 'female',
        age: 'all',
        people: '18 450 000',
        source: 'recensement, essai',
        verified: 'no',
      })
      .expect(303);
    const { body } = await nadia.get(ROOT).expect(200);
    expect(body.populations.find((row: { sex: string }) => row.sex === 'female')).toMatchObject({
      people: 18_450_000,
    });
    expect(
      codesOf(
        await nadia.post(`${ROOT}/populations`, {
          year: 2024,
          sex: 'all',
          age: 'all',
          people: 12,
          source: 'rien',
          verified: true,
        }),
      ),
    ).toEqual(['open-data.population']);
  });
});

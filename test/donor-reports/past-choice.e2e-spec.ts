import {
  type DisclosedDocument,
  type TableBlock,
  tablesOf,
} from '../../modules/report-documents/document';
import { LANGUAGES, type Language } from '../../modules/platform/shared/actor';
import type { PastChoice } from '../../modules/platform/shared/past-choice.rules';
import { FiguresOfToday } from '../../modules/donor-reports/reproduce/figure-comparison.service';
import { KeptReports } from '../../modules/donor-reports/trace/frozen-report.service';
import { JobRunner, type WorkKind } from '../../modules/platform/queue';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aHistory } from './a-history';
import { aQuarter } from './a-quarter';

/** Of before Mawa, in the third quarter of 2026 and around it; of the three only `known` was given a service in Mawa. */
interface BroughtIn {
  readonly known: string;
  readonly first: string;
  readonly second: string;
  readonly shelter: string;
  readonly service: string;
}

async function bringIn({ admin }: TestApp): Promise<BroughtIn> {
  const { rows } = await admin.query(
    `WITH fresh AS (
       INSERT INTO cases (id, case_number, registered_on, registered_by, sex, age_at_registration, age_certainty, nationality)
       SELECT gen_random_uuid(), 'T-B' || i, '2026-06-20', u.id, 'female', 30, 'exact', 'MA'
         FROM generate_series(1, 2) i, (SELECT id FROM users ORDER BY id LIMIT 1) u RETURNING id)
     SELECT (SELECT array_agg(id) FROM fresh) AS fresh, (SELECT id FROM shelters WHERE code_name = 'Argane') AS shelter,
            (SELECT case_id FROM services WHERE given_on BETWEEN '2026-07-01' AND '2026-09-30' AND cancelled_at IS NULL
                AND case_id NOT IN (SELECT case_id FROM training_steps) ORDER BY case_id LIMIT 1) AS known,
            (SELECT code FROM service_types ORDER BY code LIMIT 1) AS service, (SELECT id FROM users ORDER BY id LIMIT 1) AS by`,
  );
  const { fresh, shelter, known, service, by } = rows[0];
  const [first, second] = fresh as [string, string];
  await admin.query(
    `INSERT INTO organisations (code, kind, name, partner_type)
     VALUES ('ASSO-B', 'partner', 'Association de Berkane', 'association')`,
  );
  await admin.query(
    `INSERT INTO past_stays (case_id, shelter_id, nights, by, at)
     VALUES ($1, $2, '[2026-06-28,2026-07-04)', $3, '2026-11-20Z')`,
    [first, shelter, by],
  );
  const record = (
    [person, kind, what, from, last]: readonly [string, string, string, string, string],
    outcome: string | null = null,
  ) =>
    admin.query(
      `INSERT INTO past_records (id, case_id, kind, what, list_version, days, quantity, organisation_id, outcome, by, at)
       SELECT gen_random_uuid(), $1, $2, $3, CASE WHEN $2 IN ('referral', 'training') THEN 1 END,
              daterange($4::date, $5::date, '[]'), CASE WHEN $2 = 'service' THEN 1 END,
              CASE WHEN $2 = 'referral' THEN (SELECT id FROM organisations WHERE code = 'ASSO-B') END, $6, $7, '2026-11-20Z'`,
      [person, kind, what, from, last, outcome, by],
    );
  const onDay = (person: string, kind: string, what: string, day: string, outcome?: string) =>
    record([person, kind, what, day, day], outcome ?? null);
  await onDay(first, 'service', service, '2026-06-30');
  await onDay(first, 'service', service, '2026-07-01');
  await onDay(known, 'service', service, '2026-09-30');
  await onDay(second, 'service', service, '2026-10-01');
  await onDay(first, 'referral', 'medical', '2026-07-10', 'completed');
  await onDay(first, 'referral', 'legal', '2026-08-01', 'declined');
  await onDay(second, 'referral', 'medical', '2026-09-30');
  await onDay(known, 'referral', 'medical', '2026-06-30', 'stopped');
  await record([first, 'training', '06', '2026-07-05', '2026-08-20'], 'certified');
  await record([second, 'training', '06', '2026-06-01', '2026-07-31'], 'dropped_out');
  await record([known, 'training', '06', '2026-09-01', '2026-10-02'], 'completed');
  await onDay(first, 'follow_up', 'work', '2026-07-20', 'reached');
  await onDay(first, 'follow_up', 'care', '2026-08-20', 'not_reached');
  await onDay(second, 'follow_up', 'return', '2026-09-01', 'unsafe');
  await onDay(second, 'follow_up', 'return', '2026-10-01', 'reached');
  return { known, first, second, shelter, service };
}

const BLOCKS = [
  'key-figures',
  'since-last-period',
  'people-by-age',
  'beds-by-month',
  'beds-by-shelter',
  'services-by-type',
  'results-matrix',
  'referrals',
  'training',
  'work',
  'follow-ups',
  'officials-trained',
  'house-stays',
  'how-acts',
  'budget-by-line',
  'indicators-over-time',
  'method',
] as const;

describe('a report with, without or of what was brought in alone', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let brought: BroughtIn;

  const write = async (body: object) => {
    const { draft } = (await officer.get('/api/v1/report-definitions/trial').expect(200)).body;
    const title = { fr: 'A', ar: 'أ', en: 'A' };
    const sections = [{ key: 'all', title, blocks: BLOCKS.map((block) => ({ block })) }];
    return officer.put('/api/v1/report-definitions/trial/draft', {
      source: draft.source,
      revision: draft.revision,
      body: {
        ...draft.body,
        title,
        audience: 'inside',
        every: 'quarter',
        languages: ['fr', 'ar', 'en'],
        sections,
        past: undefined,
        ...body,
      },
    });
  };
  const made = async (past: PastChoice | null, language: Language = 'en') => {
    const { status } = await write(past === null ? {} : { past });
    expect(status).toBe(200);
    const { body } = await officer
      .get(`/api/v1/report-definitions/trial/preview?period=2026-Q3&language=${language}`)
      .expect(200);
    const document = body.document as DisclosedDocument;
    const tables = tablesOf(document);
    const table = (key: string): TableBlock => tables.find((one) => one.key === key)!;
    const cell = (key: string, row: string, column: string) => {
      const all = [...table(key).rows, ...(table(key).total ? [table(key).total!] : [])];
      return all.find((one) => one.key === row)?.cells[column] ?? null;
    };
    const kpis = document.blocks.find((block) => block.kind === 'kpis')!;
    return { document, tables, table, cell, kpis: kpis.kind === 'kpis' ? kpis.items : [] };
  };
  const figuresOf = ({ cell }: Awaited<ReturnType<typeof made>>) => ({
    people: cell('people-by-age', 'total', 'total'),
    inBeds: cell('beds-by-month', 'total', 'people'),
    nights: cell('beds-by-month', 'total', 'used'),
    julyNights: cell('beds-by-month', '2026-07', 'used'),
    houseNights: cell('beds-by-shelter', brought.shelter, 'used'),
    services: cell('services-by-type', 'total', 'given'),
    helped: cell('services-by-type', 'total', 'people'),
    sent: cell('referrals', 'total', 'people'),
    accepted: cell('referrals', 'accepted', 'people'),
    declined: cell('referrals', 'declined', 'people'),
    referred: cell('referrals-people', 'people', 'number'),
    completedReferrals: cell('referrals-people', 'completed', 'number'),
    enrolled: cell('training', 'enrolled', 'number'),
    learners: cell('training', 'people', 'number'),
    completed: cell('training', 'completed', 'number'),
    certified: cell('training', 'certified', 'number'),
    droppedOut: cell('training', 'dropped_out', 'number'),
    followUps: cell('follow-ups', 'total', 'people'),
    reached: cell('follow-ups', 'reached', 'people'),
    followed: cell('follow-ups-people', 'people', 'number'),
  });
  /** Written out by hand from the rows above. */
  const ALONE = {
    people: 2,
    inBeds: 1,
    nights: 3,
    julyNights: 3,
    houseNights: 3,
    services: 2,
    helped: 2,
    sent: 3,
    accepted: 1,
    declined: 1,
    referred: 2,
    completedReferrals: 1,
    enrolled: 2,
    learners: 2,
    completed: 1,
    certified: 1,
    droppedOut: 1,
    followUps: 3,
    reached: 1,
    followed: 2,
  };
  /** Who is on both sides counts once: `known`, who was given services in Mawa. */
  const TWICE = { people: 1, helped: 1 };

  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '240' } });
    await aQuarter(mawa);
    await aHistory(mawa, 0.25);
    officer = await mawa.signIn('programme_officer', { language: 'en' });
    const words = { titleFr: 'Essai', titleAr: 'تجربة', titleEn: 'Trial' };
    await officer
      .post('/api/v1/report-definitions/iom-quarterly/copies', { kind: 'trial', ...words })
      .expect(201);
  });
  afterAll(() => mawa.stop());

  it('counts nothing of before without it, whether the definition says so or says nothing', async () => {
    const before = await made(null);
    brought = await bringIn(mawa);
    const after = await made('without');
    expect(after.document).toEqual(before.document);
    expect((await made(null)).document).toEqual(before.document);
    expect(JSON.stringify(after.document)).not.toContain('brought in');
  });

  it('counts it alone, figure by figure as written out by hand', async () => {
    const alone = await made('alone');
    expect(figuresOf(alone)).toEqual(ALONE);
    expect(alone.cell('since-last-period', 'services', 'before')).toBe(1);
    expect(alone.cell('since-last-period', 'services', 'now')).toBe(ALONE.services);
    expect(alone.cell('referrals', 'answer_not_known', 'people')).toBe(1);
    expect(alone.cell('follow-ups', 'not_reached', 'people')).toBe(1);
    expect(alone.cell('follow-ups', 'unsafe', 'people')).toBe(1);
  });

  it('counts it together with what was entered in Mawa, each person once', async () => {
    const without = figuresOf(await made('without'));
    const both = figuresOf(await made('with'));
    expect(Object.entries(both)).toEqual(
      Object.entries(without).map(([name, here]) => [
        name,
        Number(here) + ALONE[name as keyof typeof ALONE] - (TWICE[name as keyof typeof TWICE] ?? 0),
      ]),
    );
    for (const name of ['people', 'nights', 'services', 'sent', 'enrolled', 'followUps'] as const)
      expect([name, Number(without[name]) > 0]).toEqual([name, true]);
  });

  it('counts people as plain SQL does: a night slept or a service given, here or before, joined once', async () => {
    const { rows } = await mawa.admin.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM (
         SELECT bp.case_id FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id AND k.checked_in_at IS NOT NULL
           AND k.state IN ('stay', 'ended') JOIN closed_nights c ON bp.nights @> c.night
          WHERE c.night BETWEEN '2026-07-01' AND '2026-09-30'
         UNION SELECT case_id FROM services WHERE given_on BETWEEN '2026-07-01' AND '2026-09-30' AND cancelled_at IS NULL
         UNION SELECT case_id FROM past_stays WHERE nights && '[2026-07-01,2026-10-01)'
         UNION SELECT case_id FROM past_records WHERE kind = 'service' AND lower(days) BETWEEN '2026-07-01' AND '2026-09-30') p`,
    );
    expect((await made('with')).cell('people-by-age', 'total', 'total')).toBe(rows[0]!.n);
  });

  it('gives indicators the same figures, and says which of them count nothing of before', async () => {
    const [without, both, alone] = [await made('without'), await made('with'), await made('alone')];
    const value = (report: typeof both, code: string) =>
      report.table('results-matrix').rows.find(({ cells }) => cells.code === code)?.cells.value;
    // A.5: services given.
    expect(Number(value(both, 'A.5'))).toBe(Number(value(without, 'A.5')) + ALONE.services);
    expect(value(alone, 'A.5')).toBe(ALONE.services);
    expect(value(alone, 'PS.5.3-15')).toBeNull();
    expect(value(both, 'PS.5.3-15')).toBe(value(without, 'PS.5.3-15'));
    const notes = (report: typeof both) => report.table('results-matrix').notes!.join(' ');
    for (const report of [both, alone]) {
      const [, codes = ''] = /Nothing is brought in of: (.*)\. These/.exec(notes(report)) ?? [];
      expect(codes.split(', ')).toContain('PS.5.3-15');
      expect(codes.split(', ')).not.toContain('A.5');
    }
    const over = alone.table('indicators-over-time-table');
    const served = over.rows.find(({ cells }) => cells.code === 'A.5')!;
    expect([served.cells['q-2026-Q2'], served.cells['q-2026-Q3'], served.cells.target]).toEqual([
      1,
      2,
      null,
    ]);
    expect(over.notes!.join(' ')).toContain('Nothing is brought in of');
  });

  it('counts the same in analyses, measure by measure', async () => {
    const of: Readonly<Record<string, keyof typeof ALONE>> = {
      people_served: 'people',
      bed_nights: 'nights',
      people_in_beds: 'inBeds',
      services_given: 'services',
      people_helped: 'helped',
      referrals_sent: 'sent',
      people_referred: 'referred',
      enrolments: 'enrolled',
      people_enrolled: 'learners',
      completions: 'completed',
      certificates: 'certified',
      dropouts: 'droppedOut',
      follow_ups_made: 'followUps',
      people_followed_up: 'followed',
    };
    const table = async (measure: string, past: PastChoice, rows = 'month') => {
      const address = `/api/v1/analyses/table?measure=${measure}&rows=${rows}&span=dates&from=2026-07-01&to=2026-09-30`;
      const { body } = await officer.get(`${address}&past=${past}&language=en`).expect(200);
      return tablesOf(body.document as DisclosedDocument)[0]!;
    };
    const all = async (measure: string, past: PastChoice) =>
      Number((await table(measure, past)).total!.cells['v-all']);
    for (const [measure, name] of Object.entries(of)) {
      const here = await all(measure, 'without');
      const twice = TWICE[name as keyof typeof TWICE] ?? 0;
      expect([measure, await all(measure, 'alone'), await all(measure, 'with')]).toEqual([
        measure,
        ALONE[name],
        here + ALONE[name] - twice,
      ]);
    }
    const cells = async (measure: string, rows: string) =>
      Object.fromEntries(
        (await table(measure, 'alone', rows)).rows
          .map(({ key, cells: { 'v-all': value } }) => [key, value] as const)
          .filter(([, value]) => Number(value) > 0),
      );
    expect(await cells('referrals_sent', 'referral_answer')).toEqual({
      accepted: 1,
      declined: 1,
      unknown: 1,
    });
    expect(await cells('referrals_sent', 'referral_help')).toEqual({ medical: 2, legal: 1 });
    expect(await cells('referrals_sent', 'partner_type')).toEqual({ association: 3 });
    expect(await cells('enrolments', 'month')).toEqual({ '2026-07': 1, '2026-09': 1 });
    expect(await cells('dropouts', 'training_region')).toEqual({ unknown: 1 });
    expect(await cells('follow_ups_made', 'follow_up_of')).toEqual({ return: 1, work: 1, care: 1 });
    expect(await cells('people_served', 'served_by')).toEqual({ bed: 1, service: 2 });
  });

  it('counts the same on the page and in the API of indicators, which say so and what counts nothing of it', async () => {
    const inQuarter = async (past: string) => {
      const { body } = await officer
        .get(`/api/v1/indicators?quarter=2026-Q3&past=${past}`)
        .expect(200);
      expect(body.past).toBe(past);
      return (code: string) =>
        (body.indicators as { code: string }[]).find((one) => one.code === code)!;
    };
    const without = await inQuarter('without');
    const here = Number((without('A.5') as unknown as { value: string }).value);
    expect((await inQuarter('with'))('A.5')).toMatchObject({
      value: String(here + ALONE.services),
      pastCounted: true,
    });
    const alone = await inQuarter('alone');
    expect(alone('A.5')).toMatchObject({
      value: String(ALONE.services),
      pastCounted: true,
      target: null,
    });
    expect(alone('PS.5.3-15')).toMatchObject({ value: null, pastCounted: false });
    expect(without('PS.5.3-15')).toMatchObject({ pastCounted: null });
    const page = await officer.get('/indicators?quarter=2026-Q3&past=with').expect(200);
    expect(page.text).toMatch(/<option value="with" selected>/);
    expect(page.text).toContain('brought in from files from before are counted together');
    expect(page.text).toContain('Nothing of this indicator is brought in');
    const { id } = alone('PS.5.3-15') as unknown as { id: string };
    const one = await officer.get(`/indicators/${id}?past=alone`).expect(200);
    expect(one.text).toContain('Nothing of this indicator is brought in from before Mawa.');
    const usual = await officer.get('/indicators?quarter=2026-Q3').expect(200);
    expect(usual.text).not.toContain('Nothing of this indicator');
    for (const address of ['/indicators', `/indicators/${id}`, '/api/v1/indicators'])
      await officer.get(`${address}?past=some`).expect(422);
  });

  it('is named in title, at the head and at each table, in each language', async () => {
    const words = {
      fr: ['avec ce qui est repris', 'Chaque tableau dit'],
      ar: ['مع ما استُورد', 'كل جدول'],
      en: ['with what was brought in', 'Each table says'],
    };
    for (const language of LANGUAGES) {
      const { document } = await made('with', language);
      const [title, head] = words[language];
      expect(document.meta.title).toContain(title);
      const [callout] = document.blocks;
      expect(callout).toMatchObject({ kind: 'callout', key: 'past-choice' });
      expect(JSON.stringify(callout)).toContain(head);
    }
    const { tables, kpis } = await made('with');
    const noteOf = (key: string) => tables.find((one) => one.key === key)!.notes![0];
    const counted = 'What was entered in Mawa and what was brought in from files';
    for (const key of ['people-by-age', 'services-by-type', 'referrals', 'training', 'follow-ups'])
      expect([key, noteOf(key)]).toEqual([key, expect.stringContaining(counted)]);
    for (const key of ['work', 'retention'])
      expect([key, noteOf(key)]).toEqual([key, expect.stringContaining('Nothing of this')]);
    for (const key of ['officials-trained', 'how-acts'])
      expect([key, noteOf(key)]).toEqual([key, expect.stringContaining('came from files')]);
    for (const key of ['budget-by-line', 'since-last-period-money'])
      expect([key, noteOf(key)]).toEqual([key, expect.stringContaining('opening balances')]);
    expect(noteOf('since-last-period')).toContain(counted);
    for (const { key, notes } of tables)
      expect([key, notes?.some((note) => /brought in|files|opening/.test(note))]).toEqual([
        key,
        true,
      ]);
    expect(kpis.find(({ key }) => key === 'occupancy')).toMatchObject({
      value: null,
      note: expect.stringContaining('No occupancy') as string,
    });
  });

  it('gives no occupancy with nights of which no beds are known, and no beds of before alone', async () => {
    const [without, both, alone] = [await made('without'), await made('with'), await made('alone')];
    const of = (report: typeof both) => [
      report.cell('beds-by-month', 'total', 'available'),
      report.cell('beds-by-month', 'total', 'occupancy'),
    ];
    const [available, occupancy] = of(without);
    expect(Number(occupancy)).toBeGreaterThan(0);
    expect(of(both)).toEqual([available, null]);
    expect(of(alone)).toEqual([null, null]);
    expect(alone.table('beds-by-month').notes!.join()).toContain('No beds in service are known');
  });

  it('is refused for readers outside, beside blocks that show it apart, and where it is no choice', async () => {
    const codeOf = async (body: object) => {
      const { status, body: answer } = await write(body);
      return [status, answer.code ?? answer.errors?.[0]?.code];
    };
    const title = { fr: 'A', ar: 'أ', en: 'A' };
    const only = (block: string) => ({ sections: [{ key: 'all', title, blocks: [{ block }] }] });
    for (const audience of ['donor', 'public'])
      expect(await codeOf({ past: 'with', audience, ...only('people-by-age') })).toEqual([
        422,
        'definitions.past_inside_only',
      ]);
    for (const block of ['brought-in', 'with-brought-in'])
      expect(await codeOf({ past: 'alone', ...only(block) })).toEqual([
        422,
        'definitions.past_twice',
      ]);
    expect(await codeOf({ past: 'some' })).toEqual([422, 'definitions.unknown']);
    expect((await codeOf({ past: 'without', audience: 'donor' }))[0]).toBe(200);
  });

  it('is chosen in the editor and read on the page of the definition', async () => {
    await made('with');
    const { text } = await officer.get('/report-definitions/trial/draft').expect(200);
    expect(text).toMatch(/name="head\.past"/);
    expect(text).toMatch(/<option value="with" selected>/);
    const { body } = await officer.get('/api/v1/report-definitions/trial').expect(200);
    expect(body.draft.body.past).toBe('with');
    const page = await officer.get('/report-definitions/trial').expect(200);
    expect(page.text).toContain('With what was brought in from before Mawa');
    const head = body.draft.body;
    await officer
      .submit('/report-definitions/trial/draft', {
        revision: body.draft.revision,
        act: 'save',
        'head.title.fr': head.title.fr,
        'head.title.ar': head.title.ar,
        'head.title.en': head.title.en,
        'head.subtitle.fr': head.subtitle.fr,
        'head.subtitle.ar': head.subtitle.ar,
        'head.subtitle.en': head.subtitle.en,
        'head.preparedBy.fr': head.preparedBy.fr,
        'head.preparedBy.ar': head.preparedBy.ar,
        'head.preparedBy.en': head.preparedBy.en,
        'head.audience': 'inside',
        'head.past': 'without',
        'head.every': 'quarter',
        'head.languages': ['fr', 'ar', 'en'],
      })
      .expect(303);
    const after = await officer.get('/api/v1/report-definitions/trial').expect(200);
    expect(after.body.draft.body.past).toBeUndefined();
  });
});

describe('a frozen report with what was brought in', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let brought: BroughtIn;
  let id: string;

  const run = async (kind: WorkKind, call: ReturnType<SignedIn['post']>): Promise<object> => {
    const { body } = await call.expect((answer) => expect(answer.status).toBeLessThan(202));
    await mawa.app.get(JobRunner).handle(kind, (body as { jobId: string }).jobId);
    return body as object;
  };
  const moved = () =>
    mawa.transactions.run(officer.actor, async (tx) => {
      const kept = await mawa.app.get(KeptReports).frozen(tx, id);
      const compared = await mawa.app.get(FiguresOfToday).compare(tx, kept, async () => undefined);
      return Object.fromEntries(
        compared.moved.map(({ figure, then, now, causes }) => [
          figure,
          [then, now, ...causes.map(({ cause, rows }) => `${cause} ${rows}`)],
        ]),
      );
    });

  beforeAll(async () => {
    mawa = await startApp();
    const given = await aQuarter(mawa);
    brought = await bringIn(mawa);
    officer = await mawa.signIn('programme_officer', { language: 'en' });
    const second = await mawa.signIn('programme_officer');
    const words = { titleFr: 'Essai', titleAr: 'تجربة', titleEn: 'Trial' };
    await officer
      .post('/api/v1/report-definitions/iom-quarterly/copies', { kind: 'trial', ...words })
      .expect(201);
    const { draft } = (await officer.get('/api/v1/report-definitions/trial').expect(200)).body;
    const title = { fr: 'A', ar: 'أ', en: 'A' };
    const blocks = ['key-figures', 'people-by-age', 'beds-by-month', 'services-by-type'];
    const sections = [{ key: 'all', title, blocks: blocks.map((block) => ({ block })) }];
    const { body } = await officer
      .put('/api/v1/report-definitions/trial/draft', {
        source: draft.source,
        revision: draft.revision,
        body: { ...draft.body, audience: 'inside', every: 'quarter', sections, past: 'with' },
      })
      .expect(200);
    await officer
      .post('/api/v1/report-definitions/trial/editions', { revision: body.revision })
      .expect(201);
    const asked = { kind: 'trial', grantId: given.grantId, period: '2026-Q3' };
    const made = (await run('draft-report', officer.post('/api/v1/reports', asked))) as {
      id: string;
    };
    id = made.id;
    const sight = { readAgain: true, seen: true, moneyReason: 'ledger_open' };
    await run('render-report', second.post(`/api/v1/reports/${id}/approval`, sight));
  }, 60_000);
  afterAll(() => mawa.stop());

  it('is reproduced without a figure that moved, and lists rows of before among those behind a figure', async () => {
    expect(await moved()).toEqual({});
    const sql = `SELECT count(*)::int AS n FROM services WHERE given_on BETWEEN '2026-07-01' AND '2026-09-30' AND cancelled_at IS NULL`;
    const { rows } = await mawa.admin.query<{ n: number }>(sql);
    const key = encodeURIComponent('services-by-type/total/given');
    const { body } = await officer.get(`/api/v1/reports/${id}/figures/${key}`).expect(200);
    expect(body.rows.count).toBe(rows[0]!.n + 2);
  });

  it('says what moved when a service of before comes later, or a file is taken back', async () => {
    const { rows } = await mawa.admin.query<{ id: string }>(
      `INSERT INTO past_records (id, case_id, kind, what, days, quantity, by, at)
       SELECT gen_random_uuid(), $1, 'service', $2, '[2026-08-08,2026-08-09)', 1, (SELECT id FROM users LIMIT 1), '2026-11-20Z'
       RETURNING id`,
      [brought.second, brought.service],
    );
    const came = await moved();
    const total = came['services-by-type/total/given'] as [number, number, string];
    expect([total[1] - total[0], total[2]]).toEqual([1, 'late 1']);
    expect(came['people-by-age/total/total']?.[2]).toBe('late 1');
    await mawa.admin.query('DELETE FROM past_records WHERE id = $1', [rows[0]!.id]);
    expect(await moved()).toEqual({});
    await mawa.admin.query(
      `DELETE FROM past_records WHERE kind = 'service' AND case_id = $1 AND days @> date '2026-09-30'`,
      [brought.known],
    );
    const left = (await moved())['services-by-type/total/given'] as [number, number, string];
    expect([left[1] - left[0], left[2]]).toEqual([-1, 'correction 1']);
  });
});

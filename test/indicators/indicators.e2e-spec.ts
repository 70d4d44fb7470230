import { randomUUID } from 'node:crypto';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aQuarter, speakAsSetup } from '../donor-reports/a-quarter';

const ROOT = '/api/v1/indicators';
const codesOf = ({ body }: { body: { code?: string; errors?: { code: string }[] } }) =>
  body.errors?.map(({ code }) => code) ?? [body.code];

describe('indicators', () => {
  let mawa: TestApp;
  let nadia: SignedIn;
  let meryem: SignedIn;
  const idOf = new Map<string, string>();

  beforeAll(async () => {
    mawa = await startApp();
    await aQuarter(mawa);
    await speakAsSetup(mawa.admin);
    nadia = await mawa.signIn('programme_officer');
    meryem = await mawa.signIn('programme_officer');
    const { body } = await nadia.get(ROOT).expect(200);
    for (const { code, id } of body.indicators) idOf.set(code, id);
    const byHand = await nadia.post(ROOT, {
      framework: 'unodc',
      code: 'H.1',
      level: 'output',
      titleFr: 'Juges formés ailleurs',
      titleAr: 'قضاة مكوَّنون في مكان آخر',
      titleEn: 'Judges trained elsewhere',
      unit: 'people',
      direction: 'up',
      split: ['sex'],
      source: 'liste de présence',
    });
    idOf.set('H.1', byHand.body.id);
  });
  afterAll(() => mawa.stop());

  const at = (code: string, act = '') => `${ROOT}/${idOf.get(code)}${act}`;
  const inQuarter = async (code: string, quarter = '2026-Q3', by = nadia) => {
    const { body } = await by.get(`${ROOT}?quarter=${quarter}`).expect(200);
    return body.indicators.find((one: { code: string }) => one.code === code);
  };
  const one = async (sql: string): Promise<number> =>
    Number((await mawa.admin.query<{ n: string }>(sql)).rows[0]!.n);

  it('of the field are there from the first day, each with its source and what is to be confirmed', () => {
    for (const code of ['PS.5.1-28', 'PS.5.1-29', 'PS.5.3-15', '16.2.2', 'A.1']) {
      expect(idOf.has(code)).toBe(true);
    }
  });

  it('count themselves as plain SQL counts, by sex where it is asked', async () => {
    const within = `given_on >= '2026-07-01' AND given_on < '2026-10-01' AND cancelled_at IS NULL`;
    const services = await one(`SELECT count(*) AS n FROM services WHERE ${within}`);
    expect((await inQuarter('A.5')).value).toBe(String(services));
    const slept = `SELECT DISTINCT bp.case_id FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
      JOIN closed_nights n ON bp.nights @> n.night WHERE n.night >= '2026-07-01' AND n.night < '2026-10-01'
        AND k.state IN ('stay', 'ended') AND k.checked_in_at IS NOT NULL`;
    const served = `SELECT case_id FROM services WHERE ${within} UNION ${slept}`;
    const a1 = await inQuarter('A.1');
    expect(a1.value).toBe(String(await one(`SELECT count(*) AS n FROM (${served}) x`)));
    expect(a1.bySex.male).toBe(
      await one(
        `SELECT count(*) AS n FROM (${served}) x JOIN cases c ON c.id = x.case_id WHERE c.sex = 'male'`,
      ),
    );
    expect((await inQuarter('A.2')).value).toBe(
      String(await one(`SELECT count(*) AS n FROM (${slept}) x`)),
    );
    const nights =
      await one(`SELECT count(*) AS n FROM bookings k JOIN closed_nights n ON k.nights @> n.night
      WHERE n.night >= '2026-07-01' AND n.night < '2026-10-01' AND k.state IN ('stay', 'ended') AND k.checked_in_at IS NOT NULL`);
    expect((await inQuarter('A.3')).value).toBe(String(nights));
    expect(services * nights * Number(a1.value)).toBeGreaterThan(0);
    const { of, value } = await inQuarter('A.4');
    expect(of.part).toBe(nights);
    expect(Number(value)).toBeCloseTo((100 * of.part) / of.whole, 1);
    // Nothing has happened yet in the quarter that begins.
    expect(await inQuarter('B.3')).toMatchObject({ value: null, standing: 'not_known' });
  });

  it('have a target a quarter; the last one counts, and one that moves says why', async () => {
    const served = Number((await inQuarter('A.1')).value);
    expect(await inQuarter('A.1')).toMatchObject({ target: null, standing: 'no_target' });
    const aim = (number: string, more: object = {}, by = nadia) =>
      by.post(at('A.1', '/targets'), { quarter: '2026-Q3', number, ...more });
    // The quarter is over: a target that comes after it says why.
    expect(codesOf(await aim(String(served + 1)))).toEqual(['indicators.moved_why']);
    expect(codesOf(await aim('4', { reason: '   ' }))).toEqual(['indicators.moved_why']);
    await aim(String(served + 1), { reason: 'repris du plan annuel' }).expect(201);
    expect((await inQuarter('A.1')).standing).toBe('near');
    expect(codesOf(await aim('4'))).toEqual(['indicators.moved_why']);
    expect(codesOf(await aim('4.5'))).toEqual(['indicators.whole']);
    expect(codesOf(await aim('-4'))).toEqual(['indicators.number']);
    await aim(String(served), { reason: 'deux lits fermés' }).expect(201);
    expect(await inQuarter('A.1')).toMatchObject({ target: String(served), standing: 'reached' });
    expect(await inQuarter('A.1', '2026-Q2')).toMatchObject({ target: null });
    const over = await nadia.post(at('A.4', '/targets'), { quarter: '2026-Q4', number: '101' });
    expect(codesOf(over)).toEqual(['indicators.over_hundred']);
    const page = await nadia.get('/indicators?quarter=2026-Q3').expect(200);
    for (const words of ['Personnes accompagnées', 'Atteint', 'Sans cible', 'PS.5.1-28']) {
      expect(page.text).toContain(words);
    }
  });

  it('that no module knows are counted by hand, and count once somebody else saw the evidence', async () => {
    const say = (more: object = {}, by = nadia, key?: string) =>
      by.post(
        at('H.1', '/values'),
        { quarter: '2026-Q3', number: '40', women: '25', evidence: 'liste signée 12', ...more },
        key,
      );
    expect(codesOf(await say({ women: '41' }))).toEqual(['indicators.women_of_all']);
    expect(codesOf(await say({ women: '2.5' }))).toEqual(['indicators.whole']);
    expect(codesOf(await say({ evidence: '    ' }))).toEqual(['indicators.evidence']);
    expect(codesOf(await say({ evidence: '' }))).toEqual(['indicators.evidence']);
    expect(codesOf(await say({ quarter: '2027-Q1' }))).toEqual(['indicators.not_begun']);
    const key = randomUUID();
    const { body } = await say({}, nadia, key).expect(201);
    expect((await say({}, nadia, key).expect(201)).body.id).toBe(body.id);
    expect(await inQuarter('H.1')).toMatchObject({ value: null, standing: 'not_known' });
    const look = (by: SignedIn, stands = true, id: string = body.id) =>
      by.post(at('H.1', `/values/${id}/look`), { stands });
    expect(codesOf(await look(nadia))).toEqual(['indicators.somebody_else']);
    const both = await Promise.all([look(meryem), look(meryem, false)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const stood = both[0]!.status === 201;
    expect((await inQuarter('H.1')).value).toBe(stood ? '40' : null);
    const { body: again } = await say({ number: '42', women: '26' }, meryem).expect(201);
    await look(nadia, true, again.id).expect(201);
    expect(await inQuarter('H.1')).toMatchObject({ value: '42', bySex: { female: 26 } });
    // What a second person set aside does not count.
    const { body: third } = await say({ number: '90' }).expect(201);
    await look(meryem, false, third.id).expect(201);
    expect((await inQuarter('H.1')).value).toBe('42');
    const own = await nadia.post(at('A.5', '/values'), {
      quarter: '2026-Q3',
      number: '4',
      evidence: 'liste',
    });
    expect(codesOf(own)).toEqual(['indicators.counts_itself']);
    const file = await nadia.get(`/indicators/${idOf.get('H.1')}`).expect(200);
    for (const words of ['liste signée 12', 'écarté par', 'vérifié par', 'role="img"']) {
      expect(file.text).toContain(words);
    }
  });

  it('are defined in the application, and anew in editions that keep what they are', async () => {
    const definition = {
      framework: 'ilo',
      code: 'C.1',
      level: 'output',
      titleFr: 'Inspecteurs formés',
      titleAr: 'المفتشون المكوَّنون',
      titleEn: 'Inspectors trained',
      unit: 'people',
      direction: 'up',
      split: ['sex'],
      source: 'liste de présence',
    };
    const add = (more: object = {}) => nadia.post(ROOT, { ...definition, ...more });
    expect(codesOf(await add({ code: 'un code long' }))).toEqual(['indicators.code']);
    expect(codesOf(await add({ measure: 'bed_nights' }))).toEqual(['indicators.other_unit']);
    expect(codesOf(await add({ measure: 'no_such' }))).toEqual(['indicators.other_unit']);
    expect(codesOf(await add({ baseline: '4' }))).toEqual(['indicators.baseline_when']);
    expect(codesOf(await add({ titleFr: 'x'.repeat(10_000) }))).toEqual(['indicators.title']);
    const { body } = await add({ baseline: '12', baselineOn: '2026-01-01' }).expect(201);
    expect(codesOf(await add())).toEqual(['indicators.code_taken']);
    const anew = (more: object) =>
      nadia.post(`${ROOT}/${body.id}/editions`, { ...definition, ...more });
    expect(codesOf(await anew({ unit: 'count' }))).toEqual(['indicators.stays_itself']);
    const two = await Promise.all([anew({ level: 'outcome' }), anew({ level: 'goal' })]);
    expect(two.map(({ status }) => status).sort()[0]).toBe(201);
    const { body: file } = await nadia.get(`${ROOT}/${body.id}`).expect(200);
    expect(file.indicator.edition).toBe(1 + two.filter(({ status }) => status === 201).length);
    const page = await nadia.get(`/indicators/${body.id}`).expect(200);
    expect(page.text).toContain(`Édition ${file.indicator.edition}`);
    expect(page.text).toContain('Édition 1');
    const form = await nadia.get(`/indicators/${body.id}/editions/new`).expect(200);
    expect(form.text).toContain('المفتشون المكوَّنون');
    const posted = await nadia
      .post('/indicators')
      .type('form')
      .send({ ...definition, code: 'C.2', split: 'sex' });
    expect(posted.status).toBe(303);
  });

  it('are read by who answers for money and people, and defined by the programme alone', async () => {
    for (const role of ['finance_officer', 'case_supervisor', 'auditor'] as const) {
      const reader = await mawa.signIn(role);
      await reader.get(ROOT).expect(200);
      await reader.get(at('A.1')).expect(200);
      await reader.post(at('A.1', '/targets'), { quarter: '2026-Q4', number: '4' }).expect(403);
      await reader.post(at('H.1', '/values'), {}).expect(403);
    }
    for (const role of ['shelter_manager', 'reintegration_officer', 'partner_viewer'] as const) {
      await (await mawa.signIn(role)).get(ROOT).expect(403);
    }
    await nadia.get(`${ROOT}/${randomUUID()}`).expect(404);
    await nadia.get(`/indicators/${randomUUID()}`).expect(404);
    expect(codesOf(await nadia.get(`${ROOT}?quarter=2027-Q1`))).toEqual(['common.not_choice']);
    expect(codesOf(await nadia.get(`${ROOT}?quarter=x`))).toEqual(['common.not_choice']);
  });

  it('change nothing that was said: rows are added and never altered', async () => {
    for (const table of ['indicators', 'indicator_targets', 'indicator_values']) {
      const { rows } = await mawa.admin.query(
        `SELECT privilege_type FROM information_schema.role_table_grants WHERE table_name = $1 AND grantee = 'mawa_app'
           AND privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE')`,
        [table],
      );
      expect(rows).toEqual([]);
    }
  });
});

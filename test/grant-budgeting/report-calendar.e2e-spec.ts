import {
  type GrantDefinition,
  grantTemplate,
  grantWorkbook,
  readGrantFile,
} from '../../modules/grant-budgeting';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { organisationsOf } from './samples';

const TERMS = {
  kind: 'iom-quarterly',
  firstFrom: '2026-07-01',
  dueDays: 45,
  languages: ['fr', 'ar'],
};

describe('the reports that a grant asks for', () => {
  let app: TestApp;
  let omar: SignedIn; // proposes
  let salma: SignedIn; // confirms
  let grant: GrantDefinition;
  let grantId: string;

  beforeAll(async () => {
    app = await startApp({ at: '2026-11-25T10:00:00Z' });
    await organisationsOf(app);
    omar = await app.signIn('finance_officer', { language: 'en' });
    salma = await app.signIn('programme_officer', { language: 'en' });
    grant = {
      ...grantTemplate,
      code: 'REPORTS-1',
      donorCode: 'JTIP',
      startsOn: '2026-01-01',
      endsOn: '2027-12-31',
      shares: [{ ...grantTemplate.shares[0]!, organisationCode: 'IOM' }],
    };
    const { body } = await propose({ reports: [TERMS] }).expect(201);
    grantId = (await decide(body.id).expect(201)).body.grantId as string;
  });
  afterAll(() => app.stop());

  const propose = (over: object) => omar.post('/api/v1/grant-proposals', { ...grant, ...over });
  const decide = (id: string) =>
    salma.post(`/api/v1/grant-proposals/${id}/decisions`, { decision: 'confirmed' });
  const reportsOf = async (path = `/api/v1/grants/${grantId}`) =>
    (await omar.get(path).expect(200)).body.definition.reports as object[] | undefined;
  /** Of that kind, without what the programme begins with: day due and whether it is late. */
  const deadlines = async (kind = 'iom-quarterly') => {
    const { body } = await salma.get('/api/v1/report-deadlines').expect(200);
    return (
      [...body.late, ...body.deadlines] as {
        kind: string;
        dueOn: string;
        state: string;
        languages: string[] | null;
      }[]
    )
      .filter((one) => one.kind === kind)
      .map(({ dueOn, state, languages }) => [dueOn, state, languages?.join(' ') ?? null]);
  };

  it('are due from its first period on, so many days after each, in its languages', async () => {
    expect(await reportsOf()).toEqual([TERMS]);
    // The third quarter of 2026 ends on 30 September: 45 days later is 14 November.
    expect((await deadlines()).slice(0, 2)).toEqual([
      ['2026-11-14', 'late', 'fr ar'],
      ['2027-02-14', 'ahead', 'fr ar'],
    ]);
    // A kind that the grant does not name keeps the deadline of its definition, and none of before the first data.
    const monthly = await deadlines('internal-monthly');
    expect(monthly[0]![2]).toBeNull();
    const waiting = await salma.get('/reports').expect(200);
    expect(waiting.text).toMatch(/iom-quarterly/);
  });

  it('are changed by an amendment alone: the first period is not set beside it, and the version before stays', async () => {
    const asked = { kind: 'iom-quarterly', grantId, period: '2026-Q1' };
    const beside = await salma.post('/api/v1/report-first-periods', asked).expect(409);
    expect(beside.body.code).toBe('reports.first_period_in_grant');
    const page = await salma.get('/reports/calendar/first-periods').expect(200);
    expect(page.text).toContain('Change it by an amendment.');
    const { body } = await omar
      .post(`/api/v1/grants/${grantId}/amendments`, {
        effectiveOn: '2026-11-25',
        reference: 'Amendment 1',
        definition: { ...grant, reports: [{ ...TERMS, firstFrom: '2026-10-01', dueDays: 30 }] },
      })
      .expect(201);
    const proposal = await salma.get(`/budget/grants/proposals/${body.id}`).expect(200);
    expect(proposal.text).toContain('Days after the end of the period');
    await decide(body.id).expect(201);
    expect(await deadlines()).toMatchObject([['2027-01-30', 'ahead', 'fr ar'], {}, {}, {}]);
    expect(await reportsOf(`/api/v1/grants/${grantId}/versions/1`)).toEqual([TERMS]);
    const shown = await omar.get(`/budget/grants/${grantId}`).expect(200);
    expect(shown.text).toContain('Reports that are asked for');
  });

  it.each([
    ['a report that nobody defined', { kind: 'no-such-report' }, 'grants.unknown_report'],
    ['a kind that is no code', { kind: 'X Y' }, 'grants.unknown_report'],
    ['a day on which no period begins', { firstFrom: '2026-07-02' }, 'grants.no_first_period'],
    ['a period outside the grant', { firstFrom: '2028-07-01' }, 'grants.no_first_period'],
    ['a day that does not exist', { firstFrom: '2026-02-30' }, 'access.not_a_day'],
    ['no days', { dueDays: 0 }, ''],
    ['half a day', { dueDays: 1.5 }, ''],
    ['no language', { languages: [] }, ''],
    ['a language that Mawa does not have', { languages: ['es'] }, ''],
    ['a language twice', { languages: ['fr', 'fr'] }, ''],
  ])('with %s are refused, and nothing is written', async (_what, more, code) => {
    const { body } = await propose({ code: 'REPORTS-2', reports: [{ ...TERMS, ...more }] }).expect(
      422,
    );
    const codes = (body.errors as { code: string; field: string }[]).map((one) => one.code);
    if (code.startsWith('grants.')) expect(codes).toContain(code);
    const { rowCount } = await app.admin.query(
      `SELECT 1 FROM grant_proposals WHERE code = 'REPORTS-2'`,
    );
    expect(rowCount).toBe(0);
  });

  it('stand once each', async () => {
    const { body } = await propose({ code: 'REPORTS-2', reports: [TERMS, TERMS] }).expect(422);
    expect(body.errors).toMatchObject([{ code: 'grants.code_twice', field: 'reports.1.kind' }]);
  });

  it('are entered on a step of the pages and travel in the workbook', async () => {
    const book = await grantWorkbook(
      { ...grant, code: 'REPORTS-3', reports: [TERMS as never] },
      'fr',
    );
    const read = await readGrantFile(book);
    expect(read.reports).toEqual([{ ...TERMS, dueDays: '45', languages: 'fr, ar' }]);
    const { headers } = await app
      .http()
      .post('/budget/grants/files')
      .set(omar.headers)
      .attach('file', book, { filename: 'grant.xlsx' })
      .expect(303);
    const at = headers['location']!.replace(/\/check$/, '');
    const step = await omar.get(`${at}/reports`).expect(200);
    expect(step.text).toContain('value="2026-07-01"');
    const fields = {
      'reports.0.kind': 'iom-quarterly',
      'reports.0.firstFrom': '2026-04-01',
      'reports.0.dueDays': '20',
      'reports.0.languages': 'fr, en',
      'reports.1.kind': '',
    };
    await omar.submit(`${at}/reports`, fields).expect(303).expect('location', `${at}/check`);
    await omar.submit(`${at}/reports`, { 'reports.0.colour': 'red' }).expect(422);
    const wrong = { ...fields, 'reports.0.firstFrom': '2026-04-02' };
    await omar.submit(`${at}/reports`, wrong).expect(303);
    const check = await omar.get(`${at}/check`).expect(200);
    expect(check.text).toContain(`${at}/reports`);
    await omar.submit(`${at}/reports`, fields).expect(303);
    const { headers: to } = await omar.submit(`${at}/proposal`, {}).expect(303);
    const { body } = await omar
      .get(`/api/v1/grant-proposals/${to['location']!.split('/').at(-1)}`)
      .expect(200);
    expect(body.definition.reports).toEqual([
      { kind: 'iom-quarterly', firstFrom: '2026-04-01', dueDays: 20, languages: ['fr', 'en'] },
    ]);
  });
});

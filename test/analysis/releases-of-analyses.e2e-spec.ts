import type { DisclosedDocument, TableBlock } from '../../modules/report-documents/document';
import { aPerson } from '../beneficiaries/test-people';
import { JobRunner } from '../../modules/platform/queue';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aQuarter, type AQuarter } from '../donor-reports/a-quarter';

const QUARTER = { span: 'dates', from: '2026-07-01', to: '2026-09-30' };
const BY_SEX = { ...QUARTER, measure: 'people_served', rows: 'sex', reader: 'donor' };

/** Whichever way readers are told: one ledger. */
describe('what donors were told by analyses', () => {
  let mawa: TestApp;
  let given: AQuarter;
  let officer: SignedIn;
  let worker: SignedIn;

  const asked = (question: Record<string, string | string[]>) =>
    new URLSearchParams(
      Object.entries(question).flatMap(([name, value]) =>
        [value].flat().map((one) => [name, one] as [string, string]),
      ),
    ).toString();
  const rowsOf = async (question: Record<string, string | string[]>) => {
    const { body } = await officer.get(`/api/v1/analyses/table?${asked(question)}`).expect(200);
    const { blocks } = (body as { document: DisclosedDocument }).document;
    const table = blocks.find((block): block is TableBlock => block.kind === 'table')!;
    return Object.fromEntries(
      [...table.rows, table.total!].map(({ key, cells }) => [key, cells['v-all']]),
    );
  };
  const take = (question: Record<string, string | string[]>) =>
    officer.get(`/api/v1/analyses/file?${asked(question)}&format=csv`).expect(200);
  const releasesOfAnalyses = async (): Promise<number> =>
    Number(
      (await mawa.admin.query(`SELECT count(*) AS n FROM release_ledger WHERE source = 'analysis'`))
        .rows[0]!.n,
    );
  const come = async (count: number, traits: { sex: string; nationality: string }) => {
    for (let n = 0; n < count; n += 1) {
      const person = await aPerson(worker, {
        registeredOn: '2026-07-01',
        birthYear: 1996,
        ...traits,
      });
      await mawa.admin.query(
        `INSERT INTO services (case_id, type_code, given_on, recorded_by) VALUES ($1, 'psy', '2026-08-03', $2)`,
        [person.id, worker.actor.userId],
      );
    }
  };
  const isHidden = (cell: unknown) => typeof cell === 'object' && cell !== null;

  beforeAll(async () => {
    mawa = await startApp();
    given = await aQuarter(mawa);
    officer = await mawa.signIn('programme_officer');
    worker = await mawa.signIn('reintegration_officer');
    await come(12, { sex: 'female', nationality: 'SN' });
    await come(7, { sex: 'female', nationality: 'MA' });
    await come(9, { sex: 'male', nationality: 'MA' });
    expect(given.grantId).toBeTruthy();
  });
  afterAll(() => mawa.stop());

  it('is nothing while it is looked at, and kept once it is taken out, once', async () => {
    const seen = await rowsOf(BY_SEX);
    expect(typeof seen['female']).toBe('number');
    expect(await releasesOfAnalyses()).toBe(0);
    await take(BY_SEX);
    await take(BY_SEX);
    expect(await releasesOfAnalyses()).toBe(1);
    await take({ ...BY_SEX, reader: 'inside' });
    expect(await releasesOfAnalyses()).toBe(1);
  });

  it('hides of a second table what with the first would tell the few who are left out of it', async () => {
    const women = Number((await rowsOf(BY_SEX))['female']);
    const foreign = { ...BY_SEX, only: 'origin:foreign' };
    const { rows } = await mawa.admin.query<{ n: string }>(
      `SELECT count(DISTINCT c.id) AS n FROM cases c JOIN services s ON s.case_id = c.id
        WHERE c.sex = 'female' AND c.nationality <> 'MA' AND s.given_on BETWEEN '2026-07-01' AND '2026-09-30'`,
    );
    const whole = await rowsOf({ ...foreign, reader: 'inside' });
    expect(Number(whole['female'])).toBeGreaterThanOrEqual(Number(rows[0]!.n));
    // Seven at least who are not foreign: the second number tells nobody.
    expect(women - Number(whole['female'])).toBeGreaterThanOrEqual(5);
    expect((await rowsOf(foreign))['female']).toBe(whole['female']);
  });

  it('takes for a donor no periods that overlap, no two values and no two ways to go by time', async () => {
    const refusal = async (more: Record<string, string | string[]>) =>
      (
        await officer.get(`/api/v1/analyses/table?${asked({ ...BY_SEX, ...more })}`)
      ).body.errors.map(({ code }: { code: string }) => code);
    expect(await refusal({ span: 'last_12_months' })).toEqual(['analyses.not_months']);
    expect(await refusal({ to: '2026-08-31' })).toEqual(['analyses.not_months']);
    expect(await refusal({ only: ['age:25-34', 'age:18-24'] })).toEqual(['analyses.one_value']);
    expect(await refusal({ rows: 'quarter', columns: 'month' })).toEqual(['analyses.two_times']);
    expect(
      await refusal({ measure: 'services_given', rows: 'sex', only: 'service_type:psy' }),
    ).toEqual(['analyses.of_people']);
    await officer
      .get(`/api/v1/analyses/table?${asked({ ...BY_SEX, to: '2026-08-31', reader: 'inside' })}`)
      .expect(200);
  });

  it('calls by quarter what was told of the quarter by the same name', async () => {
    const quarter = await rowsOf({ ...BY_SEX, rows: 'quarter', columns: 'sex' });
    expect(quarter['2026-Q3']).toEqual((await rowsOf(BY_SEX))['total']);
  });

  it('waits for the nights of its days, as a report does', async () => {
    const { rows } = await mawa.admin.query<{ night: string }>(
      `DELETE FROM closed_nights WHERE night = '2026-08-20' RETURNING night::text`,
    );
    expect(rows).toHaveLength(1);
    const refused = await officer.get(`/api/v1/analyses/table?${asked(BY_SEX)}`).expect(422);
    expect(JSON.stringify(refused.body)).toContain('analyses.night_open');
    await officer
      .get(`/api/v1/analyses/table?${asked({ ...BY_SEX, reader: 'inside' })}`)
      .expect(200);
    await mawa.admin.query(`SELECT set_config('mawa.actor', $1, false)`, [officer.actor.userId]);
    await mawa.admin.query(
      `INSERT INTO closed_nights (night, closed_by) VALUES ('2026-08-20', $1)`,
      [officer.actor.userId],
    );
    await officer.get(`/api/v1/analyses/table?${asked(BY_SEX)}`).expect(200);
  });

  it('hides a number that two people more have moved, in an analysis and in a report alike', async () => {
    await come(2, { sex: 'male', nationality: 'MA' });
    expect(isHidden((await rowsOf(BY_SEX))['male'])).toBe(true);
    expect(typeof (await rowsOf({ ...BY_SEX, reader: 'inside' }))['male']).toBe('number');
    const { body } = await officer
      .post('/api/v1/reports', { kind: 'iom-quarterly', grantId: given.grantId, period: '2026-Q3' })
      .expect(201);
    await mawa.app.get(JobRunner).handle('draft-report', (body as { jobId: string }).jobId);
    const { rows } = await mawa.admin.query<{ cell: unknown }>(
      `SELECT jsonb_path_query_first(published,
                '$.fr.blocks[*] ? (@.key == "people-by-age").total.cells.male') AS cell
         FROM report_documents WHERE report_id = $1`,
      [(body as { id: string }).id],
    );
    expect(isHidden(rows[0]!.cell)).toBe(true);
  });
});

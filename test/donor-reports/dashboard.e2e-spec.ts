/** The dashboard: the figures of reports on one page, kept for a while and counted anew in the background. */
import type { DisclosedDocument, KpisBlock, TableBlock } from '../../modules/report-documents';
import { JobRunner } from '../../modules/platform/queue';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { panel, valuesOf } from '../home/home-page';
import { aQuarter, type AQuarter, closeLedger } from './a-quarter';

interface DashboardAnswer {
  readonly grantId: string | null;
  readonly periods: readonly { readonly code: string }[];
  readonly document: DisclosedDocument | null;
  readonly countedAt: string | null;
  readonly isOld: boolean;
}
const ADDRESS = '/api/v1/dashboard';
const Q3 = `${ADDRESS}?period=2026-Q3`;

const kpisIn = ({ blocks }: DisclosedDocument, key: string) =>
  Object.fromEntries(
    blocks
      .find((block): block is KpisBlock => block.kind === 'kpis' && block.key === key)!
      .items.map((item) => [item.key, item.value]),
  );
const tableIn = ({ blocks }: DisclosedDocument, key: string): TableBlock =>
  blocks.find((block): block is TableBlock => block.kind === 'table' && block.key === key)!;

describe('the dashboard of the programme', () => {
  let mawa: TestApp;
  let given: AQuarter;
  let officer: SignedIn;

  beforeAll(async () => {
    mawa = await startApp();
  });
  afterAll(() => mawa.stop());

  const shown = async (address = Q3, as = officer): Promise<DashboardAnswer> =>
    (await as.get(address).expect(200)).body as DashboardAnswer;
  const jobs = async () =>
    (
      await mawa.admin.query<{ id: string; state: string }>(
        `SELECT id, state FROM jobs WHERE kind = 'count-dashboard' ORDER BY asked_at`,
      )
    ).rows;

  /** Everybody was detected in June or July; every second one went on in September, every fourth in October. */
  async function giveStages(): Promise<void> {
    await mawa.admin.query(`
      BEGIN;
      SET LOCAL session_replication_role = replica;
      WITH people AS (SELECT id, row_number() OVER (ORDER BY case_number) AS n FROM cases)
      INSERT INTO stage_changes (case_id, from_stage, to_stage, at, by, reason)
      SELECT id, NULL, 'detected', CASE WHEN n % 3 = 0 THEN timestamptz '2026-06-10Z' ELSE '2026-07-10Z' END,
             mawa_actor(), 'registered' FROM people
      UNION ALL
      SELECT id, 'detected', 'first_contact', '2026-09-10Z', mawa_actor(), 'assessment' FROM people WHERE n % 2 = 0
      UNION ALL
      SELECT id, 'first_contact', 'presumed', '2026-10-10Z', mawa_actor(), 'assessment' FROM people WHERE n % 4 = 0;
      COMMIT`);
  }

  it('says on a database without a grant that there is nothing to show', async () => {
    officer = await mawa.signIn('programme_officer');
    expect(await shown()).toEqual({
      grants: [],
      grantId: null,
      periods: [],
      period: null,
      document: null,
      countedAt: null,
      isOld: false,
    });
    const { text } = await officer.get('/dashboard').expect(200);
    expect(text).toContain('Aucune subvention n’est ouverte');
  });

  it('has the figures that a report of the same period has', async () => {
    given = await aQuarter(mawa);
    await closeLedger(mawa);
    const { document } = await shown();
    const asked = { kind: 'iom-quarterly', grantId: given.grantId, period: '2026-Q3' };
    const { body } = await officer.post('/api/v1/reports', asked).expect(201);
    const { id, jobId } = body as { id: string; jobId: string };
    await mawa.app.get(JobRunner).handle('draft-report', jobId);
    const versions = (await officer.get(`/api/v1/reports/${id}/versions`).expect(200)).body as {
      insider: { fr: DisclosedDocument };
    };
    const report = versions.insider.fr;
    const { people, nights, occupancy, services } = kpisIn(report, 'key-figures');
    expect(kpisIn(document!, 'key-figures')).toMatchObject({ people, nights, occupancy, services });
    for (const key of ['beds-by-month', 'services-by-type'])
      expect(tableIn(document!, key).rows).toEqual(tableIn(report, key).rows);
    expect(people).toBeGreaterThan(0);
  });

  it('counts people by stage, and requests for a bed, as plain SQL does', async () => {
    await giveStages();
    await officer.submit('/dashboard/count', { period: '2026-Q3' }).expect(303);
    const { document } = await shown();
    const { rows } = await mawa.admin.query<{ stage: string; reached: number; present: number }>(
      `SELECT stage, sum(reached)::int AS reached, sum(present)::int AS present FROM (
         SELECT to_stage AS stage, count(DISTINCT case_id) AS reached, 0 AS present FROM stage_changes
          WHERE at >= '2026-07-01T00:00+01' AND at < '2026-10-01T00:00Z' GROUP BY 1
         UNION ALL
         SELECT to_stage, 0, count(*) FROM stage_changes s
          WHERE at < '2026-10-01T00:00Z' AND NOT EXISTS (SELECT FROM stage_changes l
                  WHERE l.case_id = s.case_id AND l.at > s.at AND l.at < '2026-10-01T00:00Z') GROUP BY 1) counted
        GROUP BY 1 ORDER BY 1`,
    );
    const stages = tableIn(document!, 'people-by-stage').rows.map(({ key, cells }) => ({
      stage: key,
      reached: cells['reached'],
      present: cells['present'],
    }));
    expect([...stages].sort((a, b) => (a.stage < b.stage ? -1 : 1))).toEqual(rows);
    expect(rows.map(({ stage }) => stage)).toEqual(['detected', 'first_contact']);
    const away = await officer.get('/api/v1/house-figures?quarter=2026-Q3').expect(200);
    const { asked, refused } = (away.body as { turnAways: Record<string, number> }).turnAways;
    expect(kpisIn(document!, 'turned-away')).toEqual({ asked, refused });
  });

  it('leads to the same figures of the same days', async () => {
    const linksOf = async (period: string) => {
      const { text } = await officer.get(`/dashboard?period=${period}`).expect(200);
      const places = [...text.matchAll(/<p class="dashboard-links">(.*?)<\/p>/gs)];
      return places.flatMap(([, links]) =>
        [...links!.matchAll(/href="([^"]+)"/g)].map(([, path]) =>
          path!.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='),
        ),
      );
    };
    const today = mawa.clock.now().toISOString().slice(0, 10);
    const whole = (await mawa.admin.query(`SELECT starts_on::text AS day FROM grants`)).rows[0].day;
    for (const [period, from, to] of [
      ['2026-Q3', '2026-07-01', '2026-09-30'],
      ['2026-Q4', '2026-10-01', today],
      ['grant', whole, today],
    ] as const) {
      const links = await linksOf(period);
      const analyses = links.filter((path) => path.startsWith('/analyses'));
      expect(analyses).toHaveLength(4);
      for (const path of analyses)
        expect(path).toMatch(new RegExp(`&span=dates&from=${from}&to=${to}$`));
      for (const path of links) await officer.get(path).expect(200);
      const { services } = kpisIn(
        (await shown(`${ADDRESS}?period=${period}`)).document!,
        'key-figures',
      );
      const { text } = await officer.get(analyses[1]!).expect(200);
      const total = /<tfoot>.*?<td[^>]*>([^<]*)/s.exec(text)?.[1];
      expect({ period, total }).toEqual({ period, total: String(services) });
    }
    expect(await linksOf('2026-Q3')).toEqual(
      expect.arrayContaining(['/indicators?quarter=2026-Q3', '/beds/figures?quarter=2026-Q3']),
    );
  });

  it('is for those who read reports before their approval', async () => {
    for (const role of ['finance_officer', 'auditor'] as const) {
      const reader = await mawa.signIn(role);
      expect((await shown(Q3, reader)).document).not.toBeNull();
      await reader.get('/dashboard').expect(200);
      // Whoever prepares reports, if only of money, has them counted at once.
      const counts = role === 'finance_officer' ? 303 : 403;
      await reader.submit('/dashboard/count', { period: '2026-Q3' }).expect(counts);
    }
    for (const role of ['case_supervisor', 'administrator', 'donor_viewer'] as const) {
      const other = await mawa.signIn(role);
      await other.get(ADDRESS).expect(403);
      await other.get('/dashboard').expect(403);
    }
  });

  it('refuses a period and a grant that are none', async () => {
    const wrong = [
      ['period=2026-Q9', 'period'],
      ['period=x', 'period'],
      ['period=2026-Q3-and-more', 'period'],
      ['period=2026', 'period'],
      ['grantId=00000000-0000-4000-8000-0000000000ff', 'grantId'],
      ['grantId=1', 'grantId'],
    ];
    for (const [query, field] of wrong) {
      const { body } = await officer.get(`${ADDRESS}?${query}`).expect(422);
      expect(JSON.stringify(body)).toContain(field);
      await officer.get(`/dashboard?${query}`).expect(422);
    }
    // Another grant was chosen beside a period that it does not have.
    await officer.get(`${ADDRESS}?period=2025-Q1`).expect(422);
    const { text } = await officer.get('/dashboard?period=2025-Q1').expect(200);
    expect(text).toContain('<option value="2026-Q4" selected>');
    expect(text).toContain('Voici ceux de la période en cours : 4e trimestre 2026');
    const shownAsAsked = await officer.get('/dashboard?period=2026-Q4').expect(200);
    expect(shownAsAsked.text).not.toContain('Voici ceux de la période en cours');
  });

  it('shows figures that are kept, and asks once for newer ones when they are old', async () => {
    const first = await shown();
    expect(await shown()).toEqual(first);
    mawa.clock.set(new Date(Date.parse(first.countedAt!) + 16 * 60_000).toISOString());
    const old = await Promise.all([shown(), shown(), shown()]);
    for (const one of old) expect(one).toMatchObject({ isOld: true, countedAt: first.countedAt });
    const [job, ...others] = await jobs();
    expect(others).toEqual([]);
    await mawa.app.get(JobRunner).handle('count-dashboard', job!.id);
    const again = await shown();
    expect(again.isOld).toBe(false);
    expect(Date.parse(again.countedAt!)).toBeGreaterThan(Date.parse(first.countedAt!));
    expect(await jobs()).toMatchObject([{ state: 'done' }]);
  });

  it('counts at once where an officer asks for it', async () => {
    const { countedAt } = await shown();
    mawa.clock.set(new Date(Date.parse(countedAt!) + 60_000).toISOString());
    expect((await shown()).countedAt).toBe(countedAt);
    const answer = await officer
      .submit('/dashboard/count', { grantId: given.grantId, period: '2026-Q3' })
      .expect(303);
    expect(answer.headers.location).toBe(`/dashboard?grantId=${given.grantId}&period=2026-Q3`);
    expect(Date.parse((await shown()).countedAt!)).toBe(Date.parse(countedAt!) + 60_000);
  });

  it('counts anew what another version of Mawa counted', async () => {
    await mawa.admin.query(`UPDATE dashboard_figures SET made_by = '0.0.1', figures = '{}'`);
    expect((await shown()).document).not.toBeNull();
  });

  it('stands with its key figures on the first page of programme officers', async () => {
    mawa.clock.set('2026-09-29T10:00:00Z');
    await mawa.admin.query('DELETE FROM dashboard_figures');
    const before = await panel(officer, 'programme');
    expect(before?.html).toContain('Les chiffres de ce trimestre');
    const { id } = (await jobs()).find(({ state }) => state === 'waiting')!;
    await mawa.app.get(JobRunner).handle('count-dashboard', id);
    const { document } = await shown(ADDRESS);
    const shownNow = valuesOf(await panel(officer, 'programme'));
    const { people, nights } = kpisIn(document!, 'key-figures');
    expect(shownNow).toMatchObject({
      'personnes accompagnées': String(people),
      nuitées: String(nights),
    });
    expect(await panel(await mawa.signIn('finance_officer'), 'programme')).toBeUndefined();
  });

  it('leaves a row in the audit log, and pictures with their tables on the page', async () => {
    const { rows } = await mawa.admin.query(
      `SELECT fields FROM audit_log WHERE action = 'reports.dashboard' AND subject_ids = ARRAY[$1::uuid]`,
      [given.grantId],
    );
    expect(rows).toContainEqual({ fields: ['2026-Q3'] });
    for (const language of ['fr', 'ar', 'en'] as const) {
      const { text } = await officer
        .get('/dashboard?period=2026-Q3')
        .set('accept-language', language)
        .expect(200);
      expect(text.match(/<svg[^>]*role="img"/g)!.length).toBeGreaterThan(3);
      expect(text.match(/<details class="dashboard-table"/g)!.length).toBeGreaterThan(5);
    }
  });
});

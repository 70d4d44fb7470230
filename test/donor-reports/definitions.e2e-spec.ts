import { ProduceReports } from '../../modules/donor-reports';
import { JobRunner } from '../../modules/platform/queue';
import type { DisclosedDocument } from '../../modules/report-documents/document';
import { renderReport } from '../../modules/report-documents/render';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aQuarter, type AQuarter, nameSomebody, speakAsSetup, closeLedger } from './a-quarter';

interface Edition {
  readonly kind: string;
  readonly version: string;
  readonly every: 'month' | 'quarter' | 'half_year' | 'year' | 'grant';
  readonly body?: Record<string, unknown>;
}
type Versions = Record<'insider' | 'published', Record<'fr' | 'ar' | 'en', DisclosedDocument>>;

const PERIODS = {
  month: '2026-09',
  quarter: '2026-Q3',
  half_year: '2026-H1',
  year: '2026',
  grant: 'grant',
};
const DEFINITIONS = '/api/v1/report-definitions';

describe('definitions of reports', () => {
  let mawa: TestApp;
  let given: AQuarter;
  let officer: SignedIn;

  beforeAll(async () => {
    mawa = await startApp();
    given = await aQuarter(mawa);
    await closeLedger(mawa);
    // Long after: every period of 2026 is over, and every night of it is closed.
    await mawa.admin.query(
      `INSERT INTO closed_nights (night, closed_by) SELECT day::date, $1::uuid
         FROM generate_series(date '2025-12-31', date '2026-12-31', interval '1 day') day ON CONFLICT DO NOTHING`,
      ['00000000-0000-4000-8000-000000000001'],
    );
    await mawa.admin.query(`UPDATE grants SET ends_on = '2026-12-31' WHERE id = $1`, [
      given.grantId,
    ]);
    await mawa.admin.query(
      `INSERT INTO organisations (code, kind, name) VALUES ('CN', 'commission', 'Commission')`,
    );
    mawa.clock.set('2027-01-10T10:00:00Z');
    await speakAsSetup(mawa.admin, '2027-01-10T10:00:00Z');
    officer = await mawa.signIn('programme_officer');
  });
  afterAll(() => mawa.stop());

  const inForce = async (): Promise<Edition[]> =>
    ((await officer.get(DEFINITIONS).expect(200)).body as { editions: Edition[] }).editions;

  async function drafted(kind: string, period: string, more: object = {}): Promise<Versions> {
    const { body } = await officer
      .post('/api/v1/reports', { kind, grantId: given.grantId, period, ...more })
      .expect(201);
    const { id, jobId } = body as { id: string; jobId: string };
    await mawa.app.get(JobRunner).handle('draft-report', jobId);
    return (await officer.get(`/api/v1/reports/${id}/versions`).expect(200)).body as Versions;
  }

  it('are delivered for each partner, each with its source and how far it was verified', async () => {
    const kinds = (await inForce()).map(({ kind }) => kind);
    expect(kinds).toEqual([
      'iom-quarterly',
      'iom-interim',
      'iom-final',
      'unodc-progress',
      'ilo-progress',
      'sf-ppr',
      'sf-425',
      'commission-annual',
      'un-joint-narrative',
      'un-joint-financial',
      'partner-statement',
      'internal-monthly',
      'public-figures',
    ]);
  });

  it('are read by those who make reports, written by programme officers alone', async () => {
    for (const role of ['finance_officer', 'auditor'] as const) {
      const reader = await mawa.signIn(role);
      await reader.get(`${DEFINITIONS}/sf-ppr`).expect(200);
      await reader.get('/report-definitions/sf-ppr').expect(200);
      await reader.post(`${DEFINITIONS}/sf-ppr/draft`).expect(403);
      await reader.post(`${DEFINITIONS}/sf-ppr/copies`, {}).expect(403);
    }
    for (const role of ['partner_viewer', 'shelter_manager', 'administrator'] as const) {
      const other = await mawa.signIn(role);
      await other.get(DEFINITIONS).expect(403);
      await other.get('/report-definitions').expect(403);
      await other.get(`${DEFINITIONS}/sf-ppr/preview`).expect(403);
    }
  });

  it('each gives its report in three languages, every table written out in each file', async () => {
    for (const { kind, every } of await inForce()) {
      if (kind === 'partner-statement') continue;
      const { published, insider } = await drafted(kind, PERIODS[every]);
      for (const language of ['fr', 'ar', 'en'] as const) {
        expect(published[language].blocks.length).toBeGreaterThan(1);
        const words = JSON.stringify(published[language]);
        expect(words).not.toMatch(/reports:|document\.[a-z]+\./);
      }
      expect(insider.fr.disclosure.threshold).toBe(0);
      const own = { 'internal-monthly': 0, 'public-figures': 11 }[kind];
      expect(published.fr.disclosure.threshold).toBe(own ?? 5);
      for (const format of ['html', 'xlsx', 'pdf'] as const) {
        const { bytes } = await renderReport(published.ar, format);
        expect(bytes.length).toBeGreaterThan(500);
      }
    }
  }, 240_000);

  it('each is produced to be looked at, in the audit and nowhere else', async () => {
    const kept = async () =>
      (await mawa.admin.query<{ n: number }>('SELECT count(*)::int AS n FROM reports')).rows[0]!.n;
    const before = await kept();
    const names: string[] = [];
    const asked = { kind: 'sf-425', quarters: 2 };
    const made = await mawa.app.get(ProduceReports).all(officer.actor, asked, ({ name, bytes }) => {
      expect(bytes.length).toBeGreaterThan(100);
      names.push(name);
    });
    const { rows } = await mawa.admin.query<{ fields: string[] }>(
      `SELECT fields FROM audit_log WHERE action = 'reports.produce' AND actor_id = $1`,
      [officer.actor.userId],
    );
    expect(made.reports).toBeGreaterThan(0);
    expect(rows).toHaveLength(made.reports);
    expect(rows[0]!.fields[0]).toBe('sf-425');
    expect(new Set(names).size).toBe(made.files);
    expect(await kept()).toBe(before);
  });

  it('a statement is about one partner of the grant, and no other report is about any', async () => {
    const asked = { kind: 'partner-statement', grantId: given.grantId, period: '2026-Q3' };
    const none = await officer.post('/api/v1/reports', asked);
    expect([none.status, none.body.code]).toEqual([422, 'reports.no_partner']);
    const about = await officer.post('/api/v1/reports', {
      ...asked,
      kind: 'sf-425',
      period: '2026-Q2',
      partnerId: given.otherId,
    });
    expect(about.body.code).toBe('reports.about_nobody');
  });

  it('money of the SF-425 is what separate SQL adds up', async () => {
    const { insider } = await drafted('sf-425', '2026-Q4');
    const table = insider.fr.blocks.find((block) => block.key === 'sf-425')!;
    const amounts = new Map(
      (table as unknown as { rows: { key: string; cells: { amount: string } }[] }).rows.map(
        ({ key, cells }) => [key, cells.amount] as const,
      ),
    );
    const { rows } = await mawa.admin.query<{ spent: string; awarded: string }>(
      `SELECT (SELECT sum(e.amount) FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id
                WHERE a.kind = 'spent')::text AS spent, (SELECT amount FROM grants)::numeric(16,2)::text AS awarded`,
    );
    expect(amounts.get('10d')).toBe(rows[0]!.awarded);
    // Three lines of 1,200.50 + 333.33 + 0.01 + 777.00, and 7 % of support on each agency's.
    expect(rows[0]!.spent).toBe('6932.52');
    expect(amounts.get('10e')).toBe('7417.80');
    expect(amounts.get('10h')).toBe('992582.20');
  });

  it('people of indicators are those of separate SQL, and targets add up over their quarters', async () => {
    const { body: all } = await officer.get('/api/v1/indicators?quarter=2026-Q3').expect(200);
    const served = (
      all as { indicators: { id: string; measure: string | null }[] }
    ).indicators.find(({ measure }) => measure === 'people_served');
    expect(served).toBeDefined();
    for (const [quarter, number] of [
      ['2026-Q1', '10'],
      ['2026-Q2', '20'],
    ] as const) {
      await officer
        .post(`/api/v1/indicators/${served!.id}/targets`, { quarter, number, reason: 'essai' })
        .expect(201);
    }
    const { body } = await officer
      .get(`${DEFINITIONS}/iom-interim/preview?grantId=${given.grantId}&period=2026-H1`)
      .expect(200);
    const { document } = body as { document: DisclosedDocument };
    const matrix = document.blocks.find(({ key }) => key === 'results-matrix') as unknown as {
      rows: { key: string; cells: Record<string, unknown> }[];
    };
    const row = matrix.rows.find(({ key }) => key === served!.id)!;
    const { rows } = await mawa.admin.query<{ n: number }>(
      `SELECT count(DISTINCT id)::int AS n FROM (
         SELECT p.case_id AS id FROM booking_people p JOIN bookings b ON b.id = p.booking_id AND b.checked_in_at IS NOT NULL
            AND b.state IN ('stay', 'ended') WHERE p.nights && daterange('2026-01-01', '2026-07-01') AND NOT isempty(p.nights)
         UNION ALL SELECT case_id FROM services WHERE given_on BETWEEN '2026-01-01' AND '2026-06-30' AND cancelled_at IS NULL) x`,
    );
    expect(row.cells.target).toBe(30);
    expect(row.cells.value).toBe(rows[0]!.n);
  });

  it('a copy is written as a draft, previewed, and put in force by its revision', async () => {
    const title = {
      titleFr: 'Rapport à la fondation',
      titleAr: 'تقرير المؤسسة',
      titleEn: 'Foundation report',
    };
    await officer
      .post(`${DEFINITIONS}/iom-quarterly/copies`, { kind: 'fondation', ...title })
      .expect(201);
    const again = await officer.post(`${DEFINITIONS}/sf-ppr/copies`, {
      kind: 'fondation',
      ...title,
    });
    expect([again.status, again.body.code]).toEqual([409, 'definitions.drafted_already']);
    const { body: one } = await officer.get(`${DEFINITIONS}/fondation`).expect(200);
    const { draft } = one as {
      draft: { body: { sections: object[] }; revision: number; source: string };
    };
    const sections = [...draft.body.sections].reverse();
    const write = (more: object) =>
      officer.put(`${DEFINITIONS}/fondation/draft`, {
        body: { ...draft.body, sections },
        source: 'Convention de la fondation',
        revision: 1,
        ...more,
      });
    const wrong = await write({
      body: {
        ...draft.body,
        sections: [
          {
            key: 'x',
            title: { fr: 'X', ar: 'س', en: 'X' },
            blocks: [{ block: 'names-of-people' }],
          },
        ],
      },
    });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'definitions.unknown']);
    expect(wrong.body.detail).toContain('names-of-people');
    const [first, second] = await Promise.all([write({}), write({})]);
    expect([first.status, second.status].sort()).toEqual([200, 409]);
    const stale = await officer.post(`${DEFINITIONS}/fondation/editions`, { revision: 1 });
    expect(stale.body.code).toBe('definitions.written_meanwhile');
    await officer.post(`${DEFINITIONS}/fondation/editions`, { revision: 2 }).expect(201);
    const { published } = await drafted('fondation', '2026-Q3');
    const titles = published.fr.blocks.flatMap((block) =>
      block.kind === 'heading' && block.level === 1 ? [block.text] : [],
    );
    expect(titles[0]).toBe('Méthode et définitions');
    expect(titles.at(-1)).toBe('L’essentiel');
  });

  it('an edition is for ever: not by SQL either; a report begun before keeps its own', async () => {
    await expect(
      mawa.transactions.run(officer.actor, (tx) =>
        tx.query(`UPDATE report_definitions SET source = 'other' WHERE kind = 'sf-ppr'`),
      ),
    ).rejects.toThrow(/permission denied/);
    await officer.post(`${DEFINITIONS}/fondation/draft`).expect(201);
    await officer.post(`${DEFINITIONS}/fondation/editions`, { revision: 1 }).expect(201);
    const { body } = await officer.get('/api/v1/reports').expect(200);
    const { reports } = body as { reports: { kind: string; definitionVersion: string }[] };
    expect(reports.find(({ kind }) => kind === 'fondation')!.definitionVersion).toBe('2027-01/1');
    expect((await inForce()).find(({ kind }) => kind === 'fondation')!.version).toBe('2027-01/2');
  });

  it('the editor moves, adds and keeps what was typed, and says what is wrong beside it', async () => {
    await officer.submit('/report-definitions/fondation/drafts', {}).expect(303);
    const press = (act: string, revision: number, more: object = {}) =>
      officer.submit('/report-definitions/fondation/draft', {
        act,
        revision: String(revision),
        ...more,
      });
    const path = '/report-definitions/fondation/draft';
    await press('section-up summary', 1).expect('location', `${path}#section-summary`);
    const added = await press('section-add', 2, {
      'added.section.fr': 'Annexe',
      'added.section.ar': 'ملحق',
      'added.section.en': 'Annex',
      'sections.money.fr': 'Argent',
      'sections.money.ar': 'المال',
      'sections.money.en': 'Money',
    }).expect(303);
    expect(added.headers.location).toBe(`${path}#section-part-1`);
    const nothing = await press('section-add', 3, { 'added.section.fr': 'Seul' });
    expect(nothing.status).toBe(422);
    expect(nothing.text).toContain('Il manque un texte');
    expect(nothing.text).toContain('value="Seul"');
    await press('block-add part-1', 3, { 'added.block.part-1': 'referrals' }).expect(
      'location',
      `${path}#block-part-1-0`,
    );
    const { text } = await officer.get(path).expect(200);
    // What the addresses of the editor and its links name is there, once, and can have the focus.
    for (const anchor of ['section-summary', 'section-part-1', 'block-part-1-0', 'save']) {
      expect(text.split(` id="${anchor}" tabindex="-1"`)).toHaveLength(2);
    }
    expect(text).toContain('class="definition-skip" href="#section-part-1"');
    expect(text).toContain('class="skip" href="#report-preview"');
    expect(text).toContain('value="Argent"');
    expect(text).toContain('Orientations vers des partenaires');
    const { body } = await officer.get(`${DEFINITIONS}/fondation`).expect(200);
    const keys = (
      body as { draft: { body: { sections: { key: string }[] } } }
    ).draft.body.sections.map(({ key }) => key);
    expect(keys.at(-1)).toBe('part-1');
    expect(body).toMatchObject({ draft: { body: { agency: 'IOM', money: 'all' } } });
    // Its table taken out, a picture gives no report: the editor says so and goes on.
    await press('block-remove people 1', 4).expect(303);
    const lacking = await officer.get('/report-definitions/fondation/draft').expect(200);
    expect(lacking.text).toContain('Une image se dessine d’un tableau du même rapport');
    const kept = await press('put-in-force', 5);
    expect(kept.status).toBe(422);
    await press('block-add people', 5, { 'added.block.people': 'people-by-age' });
    // Notes, questions and hints are written on the page, too.
    const revisionNow = async () =>
      (await officer.get('/api/v1/report-definitions/fondation').expect(200)).body.draft;
    const { revision, body: draft } = await revisionNow();
    const [section] = (draft as { sections: { key: string }[] }).sections;
    const inThree = (name: string, text: string) =>
      Object.fromEntries(['fr', 'ar', 'en'].map((code) => [`${name}.${code}`, text]));
    await officer
      .submit('/report-definitions/fondation/draft', {
        revision: String(revision),
        act: 'save',
        ...inThree(`added.note.${section!.key}`, 'À lire avant tout'),
        ...inThree(`added.question.${section!.key}`, 'Avance-t-on ?'),
      })
      .expect(303);
    const written = await revisionNow();
    const blocks = (written.body as { sections: { blocks: Record<string, unknown>[] }[] })
      .sections[0]!.blocks;
    const question = blocks.find(({ block }) => block === 'choice')!;
    expect(blocks.find(({ block }) => block === 'note')).toMatchObject({
      text: { fr: 'À lire avant tout' },
    });
    expect(question).toMatchObject({
      options: [{ code: 'yes', label: { fr: 'Oui' } }, { code: 'no' }],
    });
    // After an error what was chosen comes back, though it was not kept.
    const wrong = await officer
      .submit('/report-definitions/fondation/draft', {
        revision: String(written.revision),
        act: 'save',
        ...inThree(`texts.${String(question.key)}.title`, 'Avance-t-on ?'),
        ...inThree(`texts.${String(question.key)}.options.yes`, ''),
        [`texts.${String(question.key)}.required`]: 'yes',
        [`texts.${String(question.key)}.shown`]: 'yes',
        'head.audience': 'inside',
        'head.every': 'month',
        'head.languages': 'ar',
        'head.dueDays': '17',
        'head.dueDay': '',
        ...inThree('head.title', 'Fondation'),
        ...inThree('head.subtitle', 'Fondation'),
        ...inThree('head.preparedBy', 'Nous'),
      })
      .expect(422);
    expect(wrong.text).toMatch(/<option value="inside" selected/);
    expect(wrong.text).toMatch(/<option value="month" selected/);
    expect(wrong.text).toMatch(/name="head.dueDays"[^>]*value="17"/);
    expect(wrong.text).toMatch(/value="ar" checked/);
    expect(wrong.text).not.toMatch(/name="head.languages" value="fr" checked/);
    expect(wrong.text).toContain(
      `name="texts.${String(question.key)}.required" value="yes" checked`,
    );
    expect((await revisionNow()).body.audience).not.toBe('inside');
    await officer.submit('/report-definitions/fondation/draft/drop', {}).expect(303);
    await officer.get('/report-definitions/fondation/preview').expect(200);
  });

  it('who is named in a definition that somebody wrote is found before approval', async () => {
    await nameSomebody(mawa, 'T-3', {
      names: { given: 'Amina', family: 'Bennani', aliases: [] },
      contact: {},
      documents: [],
    });
    const title = { titleFr: 'Lettre', titleAr: 'رسالة', titleEn: 'Letter' };
    await officer.post(`${DEFINITIONS}/sf-425/copies`, { kind: 'lettre', ...title }).expect(201);
    const { body: one } = await officer.get(`${DEFINITIONS}/lettre`).expect(200);
    const { draft } = one as { draft: { body: { sections: object[] } } };
    const words = (fr: string) => ({ fr, ar: 'ملاحظة', en: 'A note' });
    const note = { block: 'note', key: 'a-note', text: words('Pour Amina Bennani.') };
    const sections = [...draft.body.sections, { key: 'last', title: words('Fin'), blocks: [note] }];
    await officer
      .put(`${DEFINITIONS}/lettre/draft`, {
        body: { ...draft.body, sections },
        source: 'Essai',
        revision: 1,
      })
      .expect(200);
    await officer.post(`${DEFINITIONS}/lettre/editions`, { revision: 2 }).expect(201);
    const { body } = await officer
      .post('/api/v1/reports', { kind: 'lettre', grantId: given.grantId, period: '2026-Q3' })
      .expect(201);
    const { id, jobId } = body as { id: string; jobId: string };
    await mawa.app.get(JobRunner).handle('draft-report', jobId);
    const second = await mawa.signIn('finance_officer');
    const asked = { seen: true, readAgain: true };
    const refused = await second.post(`/api/v1/reports/${id}/approval`, asked);
    expect([refused.status, refused.body.errors]).toMatchObject([
      422,
      [{ code: 'reports.found_name', field: 'definition.fr' }],
    ]);
    expect(JSON.stringify(refused.body)).not.toContain('Bennani');
  });

  it('figures named in a text are what its reader sees; a name of nothing stops the approval', async () => {
    const { body } = await officer
      .post('/api/v1/reports', { kind: 'iom-quarterly', grantId: given.grantId, period: '2026-Q4' })
      .expect(201);
    const { id, jobId } = body as { id: string; jobId: string };
    const text = 'Nous avons accompagné {people.served} personnes, et {people.sreved}.';
    await officer
      .post(`/api/v1/reports/${id}/narratives`, { section: 'summary', language: 'fr', text })
      .expect(201);
    await mawa.app.get(JobRunner).handle('draft-report', jobId);
    const { body: both } = await officer.get(`/api/v1/reports/${id}/versions`).expect(200);
    const { rows } = await mawa.admin.query<{ n: number }>(
      `SELECT count(DISTINCT id)::int AS n FROM (
         SELECT p.case_id AS id FROM booking_people p JOIN bookings b ON b.id = p.booking_id AND b.checked_in_at IS NOT NULL
            AND b.state IN ('stay', 'ended') WHERE p.nights && daterange('2026-10-01', '2027-01-01') AND NOT isempty(p.nights)
         UNION ALL SELECT case_id FROM services WHERE given_on >= '2026-10-01' AND cancelled_at IS NULL) x`,
    );
    const shown = JSON.stringify((both as Versions).insider.fr);
    expect(shown).toContain(`Nous avons accompagné ${rows[0]!.n} personnes, et {people.sreved}.`);
    const { body: checks } = await officer.get(`/api/v1/reports/${id}/checks`).expect(200);
    const stops = (checks as { code: string; stops: boolean }[]).filter((check) => check.stops);
    expect(stops.map(({ code }) => code)).toEqual(['unknown_placeholder']);
    const second = await mawa.signIn('finance_officer');
    const remark = { section: 'summary', language: 'fr', text: 'Un nom de chiffre est faux.' };
    const auditor = await mawa.signIn('auditor');
    await auditor.post(`/api/v1/reports/${id}/comments`, remark).expect(403);
    const { body: made } = await second.post(`/api/v1/reports/${id}/comments`, remark).expect(201);
    const none = await second.post(`/api/v1/reports/${id}/comments`, {
      ...remark,
      section: 'nowhere',
    });
    expect(none.body.code).toBe('reports.no_section');
    expect((await officer.get(`/reports/${id}`).expect(200)).text).toContain(remark.text);
    const open = await officer.get(`/api/v1/reports/${id}/checks`);
    expect(JSON.stringify(open.body)).toContain('comments_open');
    const settled = `/api/v1/reports/${id}/comments/${(made as { id: string }).id}/settled`;
    await officer.post(settled).expect(204);
    expect((await second.post(settled)).body.code).toBe('reports.settled_already');
    const refused = await second.post(`/api/v1/reports/${id}/approval`, { seen: true });
    expect([refused.status, refused.body.errors[0].code]).toEqual([
      422,
      'reports.check.unknown_placeholder',
    ]);
    expect(refused.body.errors[0].detail).toContain('{people.sreved}');
  });
});

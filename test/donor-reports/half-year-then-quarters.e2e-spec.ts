import { GatherFigures } from '../../modules/donor-reports/gather-figures.service';
import { JobRunner, type WorkKind } from '../../modules/platform/queue';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { type AQuarter, aQuarter, speakAsSetup } from './a-quarter';

const NOW = '2027-02-10T10:00:00Z';
const REFERENCES = [
  { code: 'ILO', ref: 'XM-DAC-41302', type: 40, channel: '41302', source: 'liste' },
  { code: 'IOM', ref: 'XM-DAC-47066', type: 40, channel: '47066', source: 'liste' },
];

interface Missing {
  readonly code: string;
  readonly text?: { readonly key: string; readonly language: string };
}

describe('a programme that has been worked in', () => {
  let mawa: TestApp;
  let given: AQuarter;
  let nadia: SignedIn;
  let meryem: SignedIn;

  beforeAll(async () => {
    mawa = await startApp({ at: NOW });
    given = await aQuarter(mawa);
    await speakAsSetup(mawa.admin, NOW);
    await mawa.admin.query(`
      INSERT INTO closed_nights (night, closed_by)
      SELECT day::date, mawa_actor() FROM generate_series(date '2026-01-01', date '2026-12-31', interval '1 day') day
          ON CONFLICT DO NOTHING`);
    nadia = await mawa.signIn('programme_officer');
    meryem = await mawa.signIn('programme_officer');
    // Counted by hand, and nobody has counted yet.
    await nadia
      .post('/api/v1/indicators', {
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
      })
      .expect(201);
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => mawa.stop());

  const run = async (kind: WorkKind, call: ReturnType<SignedIn['post']>): Promise<string> => {
    const { body } = await call.expect((answer) => expect(answer.status).toBeLessThan(202));
    const { id, jobId } = body as { id: string; jobId: string };
    await mawa.app.get(JobRunner).handle(kind, jobId);
    const { rows } = await mawa.admin.query<{ state: string; error_code: string | null }>(
      'SELECT state, error_code FROM jobs WHERE id = $1',
      [jobId],
    );
    expect(rows).toEqual([{ state: 'done', error_code: null }]);
    return id;
  };

  const freeze = async (kind: string, period: string): Promise<string> => {
    const asked = { kind, grantId: given.grantId, period };
    const id = await run('draft-report', nadia.post('/api/v1/reports', asked));
    const { body } = await nadia.get(`/api/v1/reports/${id}/checks`).expect(200);
    for (const { code, text } of body as Missing[])
      if (code === 'text_missing')
        await nadia
          .post(`/api/v1/reports/${id}/narratives`, {
            section: text!.key,
            language: text!.language,
            text: await answerTo(id, text!.key),
          })
          .expect(201);
    const sight = { readAgain: true, seen: true, moneyReason: 'ledger_open' };
    await run('render-report', meryem.post(`/api/v1/reports/${id}/approval`, sight));
    return id;
  };
  /** A text of its own, or the first answer of a choice. */
  const answerTo = async (id: string, key: string): Promise<string> => {
    const { rows } = await mawa.admin.query<{ option: string | null }>(
      `SELECT jsonb_path_query_first(d.body, '$.sections[*].blocks[*] ? (@.key == $key && @.block == "choice").options[0].code',
                jsonb_build_object('key', $2::text)) #>> '{}' AS option
         FROM reports r JOIN report_definitions d ON d.kind = r.kind AND d.version = r.definition_version
        WHERE r.id = $1`,
      [id, key],
    );
    return rows[0]?.option ?? 'Une période calme.';
  };

  it('freezes the half-year of an agency, and then the quarters in it', async () => {
    await freeze('ilo-progress', '2026-H2');
    await freeze('sf-ppr', '2026-Q3');
    const { rows } = await mawa.admin.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM release_ledger`,
    );
    expect(rows[0]!.n).toBe(2);
  }, 120_000);

  it('fails at once where a value is no number, and the page names the table and the cell', async () => {
    for (const reference of REFERENCES) await nadia.post('/api/v1/open-data/references', reference);
    const gather = mawa.app.get(GatherFigures);
    const whole = gather.of.bind(gather);
    jest.spyOn(gather, 'of').mockImplementation(async (...asked) => {
      const gathered = await whole(...asked);
      const services = {
        ...gathered.figures.services!,
        byType: gathered.figures.services!.byType.map((one) => ({ ...one, people: NaN })),
      };
      return { ...gathered, figures: { ...gathered.figures, services } };
    });
    const asked = { grantId: given.grantId, quarter: '2026-Q4' };
    const { body } = await nadia.post('/api/v1/open-data', asked).expect(201);
    await mawa.app.get(JobRunner).handle('make-open-data', body.jobId);
    const { rows } = await mawa.admin.query<object>(
      'SELECT state, attempts, error_code FROM jobs WHERE id = $1',
      [body.jobId],
    );
    expect(rows).toEqual([{ state: 'failed', attempts: 1, error_code: 'reports.not_a_number' }]);
    const page = await nadia.get('/open-data').expect(200);
    expect(page.text).toMatch(/Services par type: (Conseil|Écoute), Personnes/);
  });

  it('makes its open data afterwards', async () => {
    const asked = { grantId: given.grantId, quarter: '2026-Q4' };
    await run('make-open-data', nadia.post('/api/v1/open-data', asked));
    const { body } = await nadia.get('/api/v1/open-data').expect(200);
    expect(body.sets[0].files.length).toBeGreaterThan(20);
  }, 120_000);
});

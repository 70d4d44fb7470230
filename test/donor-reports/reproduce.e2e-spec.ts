import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as pathOf } from 'node:path';
import {
  FiguresOfToday,
  type NamedMove,
} from '../../modules/donor-reports/reproduce/figure-comparison.service';
import { KeptReports } from '../../modules/donor-reports/trace/frozen-report.service';
import { ReportReproduceCommand } from '../../src/cli/report.command';
import { JobRunner, type WorkKind } from '../../modules/platform/queue';
import { aPerson, type TestPerson } from '../beneficiaries/test-people';
import { bothHeld, type HeldPair, join } from '../duplicates/pairs';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aQuarter, type AQuarter, speakAsSetup } from './a-quarter';

const ROOT = pathOf(__dirname, '..', '..');
const FILES = ['html', 'pdf', 'xlsx', 'docx', 'csv', 'json'].flatMap((format) =>
  ['ar', 'en', 'fr'].map((language) => `mawa-iom-2026-q3-${language}.${format}`),
);
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

interface Answer {
  readonly documentSame: boolean;
  readonly filesSame: number;
  readonly filesKept: number;
  readonly filesDiffer: readonly { format: string; language: string }[];
  readonly editionsMoved: readonly { name: string }[];
  readonly moved: readonly NamedMove[];
  readonly erasedSince: number;
}

describe('a frozen report made again', () => {
  let mawa: TestApp;
  let given: AQuarter;
  let officer: SignedIn;
  let worker: SignedIn;
  let held: HeldPair;
  let late: TestPerson;
  let gone: TestPerson;
  let corrected: TestPerson;
  let id: string;
  const runner = () => mawa.app.get(JobRunner);

  const run = async (kind: WorkKind, call: ReturnType<SignedIn['post']>): Promise<void> => {
    const { body } = await call.expect((answer) => expect(answer.status).toBeLessThan(202));
    await runner().handle(kind, (body as { jobId: string }).jobId);
  };
  const helped = (person: TestPerson, type: string, day: string) =>
    mawa.admin.query(
      `INSERT INTO services (case_id, type_code, given_on, recorded_by) VALUES ($1, $2, $3, $4)`,
      [person.id, type, day, worker.actor.userId],
    );
  /** Today's figures against the frozen ones, without the files. */
  const compare = () =>
    mawa.transactions.run(officer.actor, async (tx) => {
      const kept = await mawa.app.get(KeptReports).frozen(tx, id);
      return mawa.app.get(FiguresOfToday).compare(tx, kept, async () => undefined);
    });
  const again = async (): Promise<Answer> => {
    mawa.clock.advance(1000);
    await run('reproduce-report', officer.post(`/api/v1/reports/${id}/reproduction`));
    const { body } = await officer.get(`/api/v1/reports/${id}/reproduction`).expect(200);
    return (body as { reproductions: Answer[] }).reproductions[0]!;
  };
  /** Figure, then, now and the causes with how many rows. */
  const told = ({ moved }: Pick<Answer, 'moved'>) =>
    Object.fromEntries(
      moved.map(({ figure, then, now, causes }) => [
        figure,
        [then, now, ...causes.map(({ cause, rows }) => `${cause} ${rows}`)],
      ]),
    );

  beforeAll(async () => {
    mawa = await startApp();
    given = await aQuarter(mawa);
    officer = await mawa.signIn('programme_officer');
    worker = await mawa.signIn('reintegration_officer');
    const facts = { registeredOn: '2026-07-01', sex: 'female', birthYear: 1996, nationality: 'MA' };
    late = await aPerson(worker, facts);
    gone = await aPerson(worker, facts);
    corrected = await aPerson(worker, facts);
    held = await bothHeld(mawa, { registeredOn: '2026-07-01' }, { registeredOn: '2026-07-01' });
    for (const one of [gone, corrected, held.mina, held.again])
      await helped(one, 'psy', '2026-08-03');
    const asked = { kind: 'iom-quarterly', grantId: given.grantId, period: '2026-Q3' };
    const { body } = await officer.post('/api/v1/reports', asked).expect(201);
    id = (body as { id: string }).id;
    await runner().handle('draft-report', (body as { jobId: string }).jobId);
  });
  afterAll(() => mawa.stop());

  it('is asked of a frozen report alone, by those who read reports', async () => {
    const early = await officer.post(`/api/v1/reports/${id}/reproduction`);
    expect([early.status, early.body.code]).toEqual([409, 'reproductions.not_frozen']);
    expect(early.body.detail).toMatch(/Seul un rapport figé/);
    await officer.post(`/api/v1/reports/${id}/narratives`, {
      section: 'summary',
      language: 'fr',
      text: 'Le trimestre a été calme : 92 nuits “closes”.',
    });
    const second = await mawa.signIn('programme_officer');
    const sight = { readAgain: true, seen: true, moneyReason: 'ledger_open' };
    await run('render-report', second.post(`/api/v1/reports/${id}/approval`, sight));
    const donor = await mawa.signIn('donor_viewer', { organisationId: given.donorId });
    for (const other of [donor, worker, await mawa.signIn('administrator')]) {
      expect((await other.post(`/api/v1/reports/${id}/reproduction`)).status).toBe(403);
      expect((await other.get(`/api/v1/reports/${id}/reproduction`)).status).toBe(403);
      expect((await other.get(`/reports/${id}/reproduction`)).status).toBe(403);
    }
    const seen = await mawa.transactions.run(donor.actor, (tx) =>
      tx.query('SELECT count(*)::int AS n FROM report_reproductions'),
    );
    expect(seen).toEqual([{ n: 0 }]);
  }, 60_000);

  it('gives each file byte for byte from the document as PostgreSQL keeps it, and moves no figure', async () => {
    const auditor = await mawa.signIn('auditor');
    await run('reproduce-report', auditor.post(`/api/v1/reports/${id}/reproduction`));
    const { body } = await auditor.get(`/api/v1/reports/${id}/reproduction`).expect(200);
    expect(body.reproductions).toMatchObject([
      {
        documentSame: true,
        filesSame: 18,
        filesKept: 18,
        filesDiffer: [],
        editionsMoved: [],
        figuresMoved: 0,
        moved: [],
        erasedSince: 0,
      },
    ]);
    expect(body.job).toMatchObject({ state: 'done', progress: 100 });
    const { rows } = await mawa.admin.query<{ n: number; kept: string }>(
      `SELECT count(*)::int AS n, (SELECT string_agg(r::text, '') FROM report_reproductions r) AS kept FROM audit_log
        WHERE action = 'reports.reproduce' AND actor_id = $1 AND subject_ids = ARRAY[$2]::uuid[]`,
      [auditor.actor.userId, id],
    );
    expect(rows[0]!.n).toBe(1);
  }, 60_000);

  it('names each figure that moved since with its cause: late, corrected, cancelled, joined', async () => {
    await speakAsSetup(mawa.admin);
    await helped(late, 'legal', '2026-09-30');
    await worker
      .post(`/api/v1/people/${corrected.id}/corrections`, {
        version: 1,
        why: 'mistake',
        person: { sex: 'male' },
      })
      .expect(201);
    await mawa.admin.query(
      `UPDATE services SET cancelled_at = '2026-11-24Z', cancelled_by = recorded_by
        WHERE type_code = 'legal' AND given_on = '2026-08-28'`,
    );
    await join(held.officer, held.pair, held.mina);
    const moved = told(await compare());
    // One of two services of a woman with two files: as many services, one person less.
    expect(moved['services-by-type/psy/given']).toBeUndefined();
    const [then, now, ...why] = moved['services-by-type/psy/people'] as [number, number];
    expect([now - then, why]).toEqual([-1, ['joined null']]);
    // One came and one was cancelled: the figure stands, and the rows behind it do not.
    const [legal, same, ...causes] = moved['services-by-type/legal/given']!;
    expect([same, causes]).toEqual([legal, ['late 1', 'correction 1']]);
    expect(moved['people-by-age/25-34/male']!.slice(2)).toEqual(['correction 1']);
    expect(moved['people-by-age/25-34/female']!.slice(2)).toEqual([
      'late 1',
      'correction 1',
      'joined 1',
    ]);
  }, 60_000);

  it('tells erasure apart: no count moves, and the answer says how many', async () => {
    const before = told(await compare());
    const { body: asked } = await worker
      .post(`/api/v1/people/${gone.id}/rights/erasure`, { reason: 'retention_ended' })
      .expect(201);
    const supervisor = await mawa.signIn('case_supervisor');
    await run(
      'erase-person',
      supervisor.post(`/api/v1/erasures/${asked.id as string}/decision`, { decision: 'approved' }),
    );
    const answer = await compare();
    expect(answer.erasedSince).toBe(1);
    const after = told(answer);
    for (const [figure, [then, now]] of Object.entries(before))
      expect([figure, after[figure]!.slice(0, 2)]).toEqual([figure, [then, now]]);
    expect(after['people-by-age/25-34/female']!.slice(2)).toEqual([
      'late 1',
      'correction 1',
      'erasure 1',
      'joined 1',
    ]);
  });

  it('follows a figure to what was counted then: random references, erased ones without a trace', async () => {
    const path = `/api/v1/reports/${id}/figures`;
    const { body: all } = await officer.get(path).expect(200);
    expect(all.tables.map(({ key }: { key: string }) => key)).toEqual(
      expect.arrayContaining(['key-figures', 'people-by-age', 'budget-by-line']),
    );
    const women = `${path}/${encodeURIComponent('people-by-age~25-34~female')}`;
    const { body } = await officer.get(women).expect(200);
    expect(body.rows).toMatchObject({ kind: 'people', count: body.value, states: { erased: 1 } });
    expect(body.parts.map(({ as }: { as: string }) => as)).toEqual(['numerator', 'denominator']);
    const refs = (rows: { shown: { ref: string }[] }) => rows.shown.map(({ ref }) => ref);
    const once = refs(body.rows);
    expect(new Set(once).size).toBe(body.value);
    expect(refs((await officer.get(women)).body.rows).filter((ref) => once.includes(ref))).toEqual(
      [],
    );
    for (const person of [late, gone, corrected, held.mina])
      expect(JSON.stringify(body)).not.toContain(person.id);
    const erased = body.rows.shown.filter((row: { isErased: boolean }) => row.isErased);
    expect(erased).toMatchObject([{ from: null, what: null, path: null }]);
    // The late one is not behind the frozen figure; the cancelled service still is, and says so.
    const { body: legal } = await officer.get(`${path}/services-by-type~legal~given`).expect(200);
    expect(legal.rows).toMatchObject({ count: legal.value, states: { cancelled: 1 } });
    const { body: night } = await officer.get(`${path}/beds-by-month~total~occupancy`).expect(200);
    expect(night.parts.map(({ as }: { as: string }) => as)).toEqual(['numerator', 'denominator']);
    expect((await officer.get(`${path}/people-by-age~nobody~female`)).status).toBe(404);
  });

  it('follows money to entries with day and amount, which add up to the figure', async () => {
    const finance = await mawa.signIn('finance_officer');
    const path = `/api/v1/reports/${id}/figures`;
    for (const figure of ['budget-by-line~total~spentInPeriod', 'beyond-budget~total~amount']) {
      const { body } = await finance.get(`${path}/${figure}`).expect(200);
      expect([body.rows.sum, body.rows.shown.length]).toEqual([body.value, body.rows.count]);
      expect(body.rows.shown[0].amount).toMatch(/^\d+\.\d\d$/);
      const [first] = body.rows.shown;
      expect(first.bookedPath).toBe(`/budget/ledger/${first.transactionId}`);
      const booked = await finance.get(first.bookedPath).expect(200);
      expect(booked.text).toContain(first.ref);
      const page = await finance.get(`/reports/${id}/figures/${figure}`).expect(200);
      expect(page.text).toContain(`href="${first.bookedPath}"`);
    }
    // Of people, finance knows how many and no more.
    const { body } = await finance.get(`${path}/people-by-origin~national~people`).expect(200);
    expect([body.rows.shown, body.rows.count]).toEqual([null, body.value]);
    const rows = `${path}/people-by-origin~national~people/rows`;
    await finance.get(rows).expect(403);
    expect((await officer.get(rows).expect(200)).body.rows.shown).toHaveLength(body.value);
  });

  it('leads to a person only whoever may open that file by a right of their own', async () => {
    const both = await mawa.signIn(['programme_officer', 'reintegration_officer']);
    await worker.post(`${corrected.path}/access`, { userId: both.actor.userId }).expect(204);
    const figure = encodeURIComponent('people-by-age~25-34~female');
    const page = await both.get(`/reports/${id}/figures/${figure}`).expect(200);
    expect(page.text.match(/href="\/people\/[^"]+"/g)).toEqual([`href="/people/${corrected.id}"`]);
    const { rows } = await mawa.admin.query<{ subject_ids: string[]; fields: string[] }>(
      `SELECT subject_ids, fields FROM audit_log WHERE action = 'reports.trace_figure' AND actor_id = $1`,
      [both.actor.userId],
    );
    expect(rows).toEqual([
      { subject_ids: [id, corrected.id], fields: ['people-by-age/25-34/female'] },
    ]);
  });

  it('the audience reads how figures are defined, and no figure that was hidden from it', async () => {
    const donor = await mawa.signIn('donor_viewer', { organisationId: given.donorId });
    const other = await mawa.signIn('donor_viewer', { organisationId: given.otherId });
    const readers = { organisationIds: [given.donorId] };
    await officer.post(`/api/v1/reports/${id}/publications`, readers).expect(201);
    const { body } = await donor.get(`/api/v1/reports/${id}/figures`).expect(200);
    expect([body.tables, body.definitions.length]).toEqual([null, 16]);
    const page = await donor.get(`/reports/${id}/figures`).expect(200);
    expect(page.text).not.toContain(`/reports/${id}/figures/`);
    await donor.get(`/api/v1/reports/${id}/figures/people-by-origin~total~people`).expect(403);
    await donor.get(`/reports/${id}/figures/people-by-origin~total~people`).expect(403);
    await other.get(`/reports/${id}/figures`).expect(404);
    await worker.get(`/reports/${id}/figures`).expect(403);
    expect((await donor.get(`/reports/${id}`).expect(200)).text).not.toContain(
      `/reports/${id}/reproduction`,
    );
    expect((await officer.get(`/reports/${id}`).expect(200)).text).toContain('/reproduction/panel');
  });

  /** The command itself, with an application of its own over the same database. */
  const command = async (asked: string | undefined, options: object) => {
    const told = { out: '', err: '' };
    const hear = (into: 'out' | 'err') => (bytes: unknown) => {
      told[into] += String(bytes);
      return true;
    };
    const heard = [
      jest.spyOn(process.stdout, 'write').mockImplementation(hear('out')),
      jest.spyOn(process.stderr, 'write').mockImplementation(hear('err')),
    ];
    const before = process.env;
    const { appUrl } = mawa.database;
    process.env = { ...before, DATABASE_URL: appUrl, MAWA_DATA: mawa.env.MAWA_DATA };
    try {
      await new ReportReproduceCommand().run(asked ? [asked] : [], options);
      return { ...told, code: process.exitCode ?? 0 };
    } finally {
      process.env = before;
      process.exitCode = undefined;
      for (const one of heard) one.mockRestore();
    }
  };

  it('comes out the same by the command line, with files, progress and exit code', async () => {
    const folder = mkdtempSync(pathOf(tmpdir(), 'mawa-again-'));
    const { code, out, err } = await command(id, { as: officer.email, out: folder, json: true });
    const answer = JSON.parse(out) as { filesSame: number; figures: { moved: boolean }[] };
    expect([code, answer.filesSame]).toEqual([0, 18]);
    expect(answer.figures.some(({ moved }) => moved)).toBe(true);
    expect(err).toMatch(/72 % Les chiffres/);
    expect(readdirSync(folder).sort()).toEqual([...FILES].sort());
    const { rows } = await mawa.admin.query<{ format: string; language: string; sha256: string }>(
      'SELECT format, language, sha256 FROM report_files',
    );
    for (const { format, language, sha256: kept } of rows) {
      const bytes = readFileSync(pathOf(folder, `mawa-iom-2026-q3-${language}.${format}`));
      expect([format, language, sha256(bytes)]).toEqual([format, language, kept]);
    }
    rmSync(folder, { recursive: true });
    const page = await officer.get(`/reports/${id}/reproduction`).expect(200);
    expect(page.text).toContain('18 fichiers identiques, octet par octet');
    expect(page.text).toMatch(/effacement : 1/);
    const arabic = await mawa.signIn('auditor', { language: 'ar' });
    const panel = await arabic.get(`/reports/${id}/reproduction/panel`).expect(200);
    expect(panel.text).toContain('18 ملفا مطابقا بايتا ببايت');
    // What is kept in clear tells no figure and nobody.
    const { rows: own } = await mawa.admin.query<{ clear: string }>(
      `SELECT string_agg((to_jsonb(r) - 'differences_sealed')::text, '') AS clear FROM report_reproductions r`,
    );
    for (const person of [late, gone, corrected, held.mina, held.again])
      expect(own[0]!.clear).not.toContain(person.id);
  }, 90_000);

  it('the command line answers 2, and renders nothing, where it may not or is not told enough', async () => {
    expect(await command('no-id', { as: officer.email })).toMatchObject({ code: 2 });
    expect(await command(id, {})).toMatchObject({ code: 2, err: expect.stringMatching(/--as/) });
    const refused = await command(id, { as: worker.email });
    expect([refused.code, refused.out, refused.err.trim().length > 10]).toEqual([2, '', true]);
  });

  it('gives the same bytes in another process, from the keys as PostgreSQL orders them', async () => {
    const { rows } = await mawa.admin.query<{ published: { ar: object } }>(
      'SELECT published FROM report_documents WHERE version = 2',
    );
    const digests = await renderedElsewhere(rows[0]!.published.ar);
    const { rows: kept } = await mawa.admin.query<{ format: string; sha256: string }>(
      `SELECT format, sha256 FROM report_files WHERE language = 'ar'`,
    );
    for (const { format, sha256: digest } of kept)
      expect([format, digests[format]]).toEqual([format, digest]);
  });

  it('counts figures as separate SQL does after any number of later changes', async () => {
    const chance = seeded(20261128);
    const { rows: cases } = await mawa.admin.query<{ id: string }>(
      'SELECT id FROM cases WHERE case_number LIKE $1 ORDER BY case_number',
      ['T-%'],
    );
    const someone = () => cases[chance(cases.length)]!.id;
    const changes = [
      () =>
        helped(
          { id: someone() } as TestPerson,
          ['psy', 'legal'][chance(2)]!,
          `2026-0${7 + chance(3)}-1${chance(9)}`,
        ),
      () =>
        mawa.admin.query(
          `UPDATE services SET cancelled_at = '2026-11-24Z', cancelled_by = recorded_by
            WHERE id = (SELECT id FROM services WHERE cancelled_at IS NULL AND case_id = $1 LIMIT 1)`,
          [someone()],
        ),
      () =>
        mawa.admin.query(
          `SET session_replication_role = replica; UPDATE cases SET nationality = ${["'MA'", "'SN'", 'NULL'][chance(3)]!}
            WHERE id = '${someone()}'; SET session_replication_role = origin`,
        ),
    ];
    let compared = 0;
    for (let round = 0; round < 10; round += 1) {
      await speakAsSetup(mawa.admin);
      for (let n = 0; n < 3; n += 1) await changes[chance(changes.length)]!();
      const moved = told(await compare());
      const { rows } = await mawa.admin.query<{ figure: string; now: number }>(SEPARATELY);
      for (const { figure, now } of rows) {
        const known = moved[figure];
        const then = await frozenValue(figure);
        expect([round, figure, known ? known[1] : then]).toEqual([round, figure, now]);
        compared += 1;
      }
      for (const [figure, [then, now, ...causes]] of Object.entries(moved))
        expect([figure, then !== now && causes.length === 0]).toEqual([figure, false]);
    }
    expect(compared).toBe(10 * 5);
  }, 60_000);

  const frozenValue = async (figure: string): Promise<unknown> => {
    const { body } = await officer.get(
      `/api/v1/reports/${id}/figures/${encodeURIComponent(figure.replaceAll('/', '~'))}`,
    );
    return body.value;
  };

  it('says which edition, which file and which document is another one', async () => {
    await mawa.admin.query(
      `UPDATE report_documents SET versions = jsonb_set(versions, '{templates}', to_jsonb('x' || substr(versions ->> 'templates', 2)))
        WHERE report_id = $1 AND version = 2`,
      [id],
    );
    await mawa.admin.query(
      `UPDATE report_files SET bytes = set_byte(bytes, 200, get_byte(bytes, 200) # 1)
        WHERE report_id = $1 AND format = 'csv' AND language = 'ar'`,
      [id],
    );
    await mawa.admin.query(
      `UPDATE report_documents SET published = jsonb_set(published, '{en,meta,title}', '"IOM quarterly report."')
        WHERE report_id = $1 AND version = 2`,
      [id],
    );
    const answer = await again();
    expect(answer.editionsMoved.map(({ name }) => name)).toEqual(['templates']);
    expect([answer.documentSame, answer.filesSame, answer.filesKept]).toEqual([false, 12, 18]);
    const differ = answer.filesDiffer.map(({ format, language }) => `${format} ${language}`).sort();
    expect(differ).toEqual(['csv ar', 'docx en', 'html en', 'json en', 'pdf en', 'xlsx en']);
    const page = await officer.get(`/reports/${id}/reproduction`).expect(200);
    expect(page.text).toContain('6 fichiers diffèrent');
    expect(page.text).toContain('Gabarits');
  });
});

/** The digests of the files of one document, rendered by a process that knows nothing else. */
function renderedElsewhere(document: object): Promise<Record<string, string>> {
  const script = pathOf(__dirname, 'render-elsewhere.ts');
  return new Promise((done, fail) => {
    const asked = ['-r', '@swc-node/register', script];
    const child = execFile(process.execPath, asked, { cwd: ROOT }, (error, out) =>
      error ? fail(error) : done(JSON.parse(out) as Record<string, string>),
    );
    child.stdin!.end(JSON.stringify(document));
  });
}

/** Five figures, counted by other words than the product's. */
const SERVED = `
  SELECT DISTINCT coalesce(c.merged_into, c.id) AS id FROM cases c
   WHERE EXISTS (SELECT 1 FROM services s WHERE s.case_id = c.id AND s.cancelled_at IS NULL
                   AND s.given_on BETWEEN '2026-07-01' AND '2026-09-30')
      OR EXISTS (SELECT 1 FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
                  WHERE bp.case_id = c.id AND k.checked_in_at IS NOT NULL AND k.state IN ('stay', 'ended')
                    AND bp.nights && daterange('2026-07-01', '2026-10-01'))`;
const SEPARATELY = `
  SELECT 'services-by-type/' || type_code || '/given' AS figure, count(*)::int AS now FROM services
   WHERE cancelled_at IS NULL AND given_on BETWEEN '2026-07-01' AND '2026-09-30' GROUP BY 1
  UNION ALL
  SELECT 'people-by-origin/' || CASE WHEN nationality = 'MA' THEN 'national' WHEN nationality IS NULL THEN 'unknown'
           ELSE 'foreign' END || '/people', count(*)::int
    FROM cases WHERE id IN (${SERVED}) GROUP BY 1`;

function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

import { JobRunner } from '../../modules/platform/queue';
import { aWoman, register, standsAt } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const HEAD = 'Dossier;Suivi de;Date du suivi;Résultat';
const ROWS = 4_500;

/** One person has a follow-up on each day: more rows than a request writes. */
function longFile(number: string, wrong: readonly string[] = []): Buffer {
  const lines = Array.from({ length: ROWS }, (_, place) => {
    const day = new Date(Date.UTC(2001, 0, 1 + place)).toISOString().slice(0, 10);
    return `${number};Emploi;${day};Jointe`;
  });
  return Buffer.from(`${[HEAD, ...lines, ...wrong].join('\n')}\n`);
}

describe('the import of a long file', () => {
  let mawa: TestApp;
  let leila: SignedIn;
  const count = async (): Promise<number> =>
    (await mawa.admin.query('SELECT count(*)::int AS n FROM past_records')).rows[0].n;
  const opened = async (bytes: Buffer): Promise<string> => {
    const call = leila.post('/api/v1/imports/lists/past-follow-ups/runs', {});
    Object.assign(call, { _data: undefined }); // the helper wrote JSON; this is a file
    const { body } = await call
      .type('text/csv')
      .send(bytes as never)
      .expect(201);
    return body.id as string;
  };
  const newPerson = async (): Promise<string> =>
    (await register(mawa, leila.actor, [aWoman({ birthDate: '1990-01-01' })]))[0]!.caseNumber;

  beforeAll(async () => {
    mawa = await startApp();
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    leila = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());

  it('is a job whose page and API say how many rows are written, and is done once however often it is asked for', async () => {
    const id = await opened(longFile(await newPerson()));
    const before = await leila.get(`/imports/${id}/progress`).expect(200);
    expect(before.text).toContain(`hx-get="/imports/${id}"`);
    const { body: begun } = await leila.post(`/api/v1/imports/runs/${id}/import`, {}).expect(200);
    expect(begun).toMatchObject({ id, job: { state: 'waiting', done: null, rows: ROWS } });
    const { body: again } = await leila.post(`/api/v1/imports/runs/${id}/import`, {}).expect(200);
    expect(again.job.id).toBe(begun.job.id);
    expect(await count()).toBe(0);
    const page = await leila.get(`/imports/${id}`).expect(200);
    expect(page.text).toContain('Le fichier est lu et vérifié.');
    const other = await mawa.signIn('reintegration_officer');
    await other.get(`/imports/${id}/progress`).expect(404);
    const operator = await mawa.signIn('hotline_operator');
    await operator.get(`/imports/${id}/progress`).expect(403);

    const seen: (number | null)[] = [];
    const watch = setInterval(() => {
      void leila.get(`/api/v1/imports/runs/${id}`).then(({ body }) => {
        if (body.job?.state === 'running') seen.push(body.job.done);
      });
    }, 20);
    await mawa.app.get(JobRunner).handle('import-file', begun.job.id);
    clearInterval(watch);
    const { rows: steps } = await mawa.admin.query(
      'SELECT state, progress, step, result FROM jobs WHERE id = $1',
      [begun.job.id],
    );
    expect(steps).toEqual([
      {
        state: 'done',
        progress: 100,
        step: `written.${ROWS}`,
        result: { imported: ROWS, notes: ['past:note'] },
      },
    ]);
    for (const done of seen) expect([null, 2_000, 4_000, ROWS]).toContain(done);
    expect(await count()).toBe(ROWS);
    const ended = await leila.get(`/imports/${id}`).expect(200);
    expect(ended.text).toContain('imputées à aucune subvention');
    await leila.post(`/api/v1/imports/runs/${id}/import`, {}).expect(409);
  });

  it('shows on its page how many rows of how many are written', async () => {
    const id = await opened(longFile(await newPerson()));
    const { body } = await leila.post(`/api/v1/imports/runs/${id}/import`, {}).expect(200);
    await mawa.admin.query(
      `UPDATE jobs SET state = 'running', attempts = 1, started_at = '2026-11-24Z', heartbeat_at = '2026-11-24T23:10:00Z',
              progress = 55, step = 'written.2000' WHERE id = $1`,
      [body.job.id],
    );
    const page = await leila.get(`/imports/${id}/progress`).expect(200);
    expect(page.text.replaceAll(/\s/g, ' ')).toMatch(/2 000 lignes écrites sur 4 500/);
  });

  it('with a row that is wrong writes nothing, and its page says what is wrong', async () => {
    const before = await count();
    const id = await opened(longFile(await newPerson(), ['XX-1;Emploi;01/02/2015;Jointe']));
    const { body } = await leila.post(`/api/v1/imports/runs/${id}/import`, {}).expect(200);
    await mawa.app.get(JobRunner).handle('import-file', body.job.id);
    expect(await count()).toBe(before);
    const page = await leila.get(`/imports/${id}`).expect(200);
    expect(page.text).toContain('n’a le numéro « XX-1 »');
    const { body: third } = await leila
      .post(`/api/v1/imports/runs/${id}/import`, { leaveOut: true })
      .expect(200);
    expect(third.job.id).not.toBe(body.job.id);
    await mawa.app.get(JobRunner).handle('import-file', third.job.id);
    expect(await count()).toBe(before + ROWS);
  });

  it('is tried out by a job as well: its page says how far it is, and then what is wrong with every row', async () => {
    const before = await count();
    const id = await opened(
      longFile(await newPerson(), ['XX-1;Emploi;01/02/2015;Jointe', ';Emploi;;']),
    );
    const run = `/api/v1/imports/runs/${id}`;
    const { columns } = (await leila.get(run).expect(200)).body.sketch;
    const { body: begun } = await leila.post(`${run}/columns`, { columns }).expect(200);
    expect(begun).toMatchObject({
      id,
      job: { kind: 'check-import-file', state: 'waiting', rows: ROWS + 2 },
    });
    const { rows: params } = await mawa.admin.query('SELECT params FROM jobs WHERE id = $1', [
      begun.job.id,
    ]);
    expect(params).toEqual([{ params: { runId: id } }]);
    expect((await leila.get(`/imports/${id}`).expect(200)).text).toContain('Essai en cours');
    for (const [path, body] of [
      ['columns', { columns }],
      ['import', {}],
    ] as const) {
      const refused = await leila.post(`${run}/${path}`, body);
      expect([refused.status, refused.body.code]).toEqual([409, 'imports.under_way']);
    }
    await mawa.app.get(JobRunner).handle('check-import-file', begun.job.id);
    const { rows: steps } = await mawa.admin.query(
      'SELECT state, progress, step, result FROM jobs WHERE id = $1',
      [begun.job.id],
    );
    expect(steps).toEqual([
      { state: 'done', progress: 100, step: 'checking', result: { errors: 4 } },
    ]);
    expect(await count()).toBe(before);
    const { body: tried } = await leila.get(run).expect(200);
    expect(tried.sketch.result).toMatchObject({ rows: ROWS + 2, badRows: 2 });
    const page = await leila.get(`/imports/${id}`).expect(200);
    expect(page.text).toContain('n’a le numéro « XX-1 »');
  });

  it('without an error is tried out to its last row and then brought in', async () => {
    const before = await count();
    const id = await opened(longFile(await newPerson()));
    const run = `/api/v1/imports/runs/${id}`;
    const { columns } = (await leila.get(run).expect(200)).body.sketch;
    const { body: trial } = await leila.post(`${run}/columns`, { columns }).expect(200);
    await mawa.app.get(JobRunner).handle('check-import-file', trial.job.id);
    const { rows } = await mawa.admin.query('SELECT step, result FROM jobs WHERE id = $1', [
      trial.job.id,
    ]);
    expect(rows).toEqual([{ step: `written.${ROWS}`, result: { errors: 0 } }]);
    expect(await count()).toBe(before);
    const { body } = await leila.post(`${run}/import`, {}).expect(200);
    await mawa.app.get(JobRunner).handle('import-file', body.job.id);
    expect(await count()).toBe(before + ROWS);
  });

  it('with a wrong choice of columns is refused at once, and no job is begun', async () => {
    const id = await opened(longFile(await newPerson()));
    const run = `/api/v1/imports/runs/${id}`;
    await leila.post(`${run}/columns`, { columns: ['number', 'number'] }).expect(422);
    expect((await leila.get(run).expect(200)).body.job).toBeNull();
  });
});

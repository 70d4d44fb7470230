import { startApp, type SignedIn, type TestApp } from '../support/app';

const CSV = 'text/csv';
/** "الاسم;الجنس" over "سارة;أنثى" and "محمد;ذكر", as Arabic Excel saves it (Windows-1256). */
const ARABIC = Buffer.from(
  'c7e1c7d3e33bc7e1cce4d30d0a' + 'd3c7d1c93bc3e4cbec0d0ae3cde3cf3bd0dfd10d0a',
  'hex',
);
/** "Nom;Prénom" over "Benaïssa;Zoé", as French Excel saves it (Windows-1252). */
const FRENCH = Buffer.from('4e6f6d3b5072e96e6f6d0d0a42656e61ef7373613b5a6fe90d0a', 'hex');

describe('a CSV file of Excel', () => {
  let mawa: TestApp;
  let leila: SignedIn;
  const one = async (sql: string, values: unknown[] = []) =>
    (await mawa.admin.query(sql, values)).rows[0];
  const send = (who: SignedIn, path: string, bytes: Buffer) => {
    const call = who.post(path, {});
    Object.assign(call, { _data: undefined }); // the helper wrote JSON; this is a file
    return call.type(CSV).send(bytes as never);
  };
  const opened = async (bytes: Buffer): Promise<string> => {
    const { body } = await send(leila, '/api/v1/imports/lists/people/runs', bytes).expect(201);
    return body.id;
  };
  const namesOf = async (runId: string): Promise<string[]> => {
    const ids = await mawa.admin.query(
      'SELECT record_id FROM import_rows WHERE run_id = $1 ORDER BY row_number',
      [runId],
    );
    const names: string[] = [];
    for (const { record_id: id } of ids.rows) {
      const { body } = await leila.post(`/api/v1/people/${id}/identity`).expect(200);
      names.push([body.names.given, body.names.family].filter(Boolean).join(' '));
    }
    return names;
  };

  beforeAll(async () => {
    mawa = await startApp();
    leila = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());

  it('in Arabic (Windows-1256) is recognised, shown in Arabic and brought in with its names', async () => {
    const id = await opened(ARABIC);
    const { text } = await leila.get(`/imports/${id}`).expect(200);
    expect(text).toContain('Arabe (Windows-1256)');
    expect(text).toContain('سارة');
    const { body } = await send(leila, '/api/v1/imports/lists/people', ARABIC).expect(200);
    expect(await namesOf(body.runId)).toEqual(['سارة', 'محمد']);
  });

  it('in French (Windows-1252) is recognised and brought in with its accents', async () => {
    const { body } = await send(leila, '/api/v1/imports/lists/people', FRENCH).expect(200);
    expect(await namesOf(body.runId)).toEqual(['Zoé Benaïssa']);
  });

  it('that was judged wrongly is read again as the person says, and brought in so', async () => {
    // Of a heading in Latin letters and one short name nobody can be sure: "É" is also "ة".
    const bytes = Buffer.from('4e6f6d0d0ac90d0a', 'hex');
    const id = await opened(bytes);
    const page = await leila.get(`/imports/${id}`).expect(200);
    expect(page.text).toContain('value="windows-1252" selected');
    await leila.submit(`/imports/${id}/encoding`, { encoding: 'windows-1256' }).expect(303);
    const again = await leila.get(`/imports/${id}`).expect(200);
    expect(again.text).toContain('value="windows-1256" selected');
    expect(again.text).toContain('ة');
    await leila.submit(`/imports/${id}/columns`, { 'columns.0': 'family' }).expect(303);
    await leila.submit(`/imports/${id}/import`, {}).expect(303);
    expect(await namesOf(id)).toEqual(['ة']);
    const audit = await one(
      `SELECT count(*)::int AS n FROM audit_log WHERE action = 'imports.read_as' AND $1 = ANY (subject_ids)`,
      [id],
    );
    expect(audit).toEqual({ n: 1 });
  });

  it('is refused beside the choice where it cannot be read so, and stays as it was read', async () => {
    const id = await opened(ARABIC);
    const page = await leila.submit(`/imports/${id}/encoding`, { encoding: 'utf-8' }).expect(422);
    expect(page.text).toContain('ne peut pas être lu en UTF-8');
    const api = await leila
      .post(`/api/v1/imports/runs/${id}/encoding`, { encoding: 'utf-16le' })
      .expect(422);
    expect(api.body.errors).toMatchObject([{ code: 'imports.no_rows', field: 'encoding' }]);
    await leila.submit(`/imports/${id}/encoding`, { encoding: 'mac-roman' }).expect(422);
    const { text } = await leila.get(`/imports/${id}`).expect(200);
    expect(text).toContain('سارة');
  });

  it('in one call is read as the caller says', async () => {
    const path = '/api/v1/imports/lists/people?dryRun=true&encoding=';
    const other = Buffer.concat([FRENCH, Buffer.from('Ali;No\xebl\r\n', 'latin1')]);
    await send(leila, `${path}windows-1252`, other).expect(200);
    const { body } = await send(leila, `${path}utf-8`, other).expect(422);
    expect(body.errors).toMatchObject([{ code: 'imports.wrong_encoding' }]);
  });

  it('of somebody else is neither seen nor read again', async () => {
    const id = await opened(ARABIC);
    const other = await mawa.signIn('reintegration_officer');
    await other.submit(`/imports/${id}/encoding`, { encoding: 'utf-8' }).expect(404);
    const operator = await mawa.signIn('hotline_operator');
    await operator.post(`/api/v1/imports/runs/${id}/encoding`, { encoding: 'utf-8' }).expect(403);
  });
});

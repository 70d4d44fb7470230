import { startApp, type SignedIn, type TestApp } from '../support/app';

const FILE = 'Nom;Ancien numéro\nSara;DT 2024/017\nNora;DT 2024/018\nHiba;M-ABC 7\nRim;\n';

describe('the number that a person had before Mawa', () => {
  let mawa: TestApp;
  let leila: SignedIn;
  /** Number before Mawa, id. */
  const ids = new Map<string, string>();

  const searched = async (who: SignedIn, q: string) => {
    const { body } = await who.post('/api/v1/people/search', { q }).expect(200);
    return (body.found as { id: string; earlierNumber?: string; name: string | null }[]).map(
      ({ id, earlierNumber, name }) => ({ id, earlierNumber, name }),
    );
  };
  const found = (number: string) => ({ id: ids.get(number), earlierNumber: number, name: null });
  /** As the bar at the top of each page does: the form, then where it leads. */
  const searchedOnPage = async (who: SignedIn, q: string): Promise<string> => {
    const asked = await who.submit('/people/search', { q }).expect(303);
    const [kept] = ([] as string[]).concat(asked.headers['set-cookie'] ?? []);
    const cookie = `${who.headers.cookie}; ${kept!.split(';')[0]}`;
    return (await who.get('/people/search').set({ cookie }).expect(200)).text;
  };

  beforeAll(async () => {
    mawa = await startApp();
    leila = await mawa.signIn('reintegration_officer');
    const call = leila.post('/api/v1/imports/lists/people', {});
    Object.assign(call, { _data: undefined }); // the helper wrote JSON; this is a file
    await call
      .type('text/csv')
      .send(Buffer.from(FILE) as never)
      .expect(200);
    const { rows } = await mawa.admin.query('SELECT number, case_id AS id FROM earlier_numbers');
    for (const { number, id } of rows) ids.set(number, id);
  });
  afterAll(() => mawa.stop());

  it('stands on the case page and in the API of the case, and on no page of somebody without one', async () => {
    const id = ids.get('DT 2024/017')!;
    const page = await leila.get(`/people/${id}`).expect(200);
    expect(page.text).toMatch(/Numéro d’avant Mawa<\/dt><dd>DT 2024\/017<\/dd>/);
    const { body } = await leila.get(`/api/v1/people/${id}`).expect(200);
    expect(body.earlierNumbers).toEqual(['DT 2024/017']);
    const { rows } = await mawa.admin.query(
      'SELECT id FROM cases WHERE id NOT IN (SELECT case_id FROM earlier_numbers)',
    );
    const other = await leila.get(`/people/${rows[0].id}`).expect(200);
    expect(other.text).not.toContain('Numéro d’avant Mawa');
  });

  it('finds the person however it is written, or by its beginning, and opens no name', async () => {
    for (const q of ['DT 2024/017', 'dt-2024-017', 'dt_2024.017', 'DT ٢٠٢٤/٠١٧'])
      expect([q, await searched(leila, q)]).toEqual([q, [found('DT 2024/017')]]);
    expect(await searched(leila, 'DT 2024')).toEqual([found('DT 2024/017'), found('DT 2024/018')]);
    expect(await searched(leila, 'm-abc-7')).toEqual([found('M-ABC 7')]);
    expect(await searched(leila, 'DT 202')).toEqual([]);
    expect(await searched(leila, '2024/017')).toEqual([]);
    const text = await searchedOnPage(leila, 'DT 2024/017');
    expect(text).toContain(`href="/people/${ids.get('DT 2024/017')}"`);
    expect(text).toContain('Numéro d’avant Mawa <bdi>DT 2024/017</bdi>');
    expect(text).not.toContain('Sara');
  });

  it('finds nobody for a colleague to whom the case is not open, who finds no page either', async () => {
    const stranger = await mawa.signIn('reintegration_officer');
    expect(await searched(stranger, 'DT 2024/017')).toEqual([]);
    await stranger.get(`/people/${ids.get('DT 2024/017')}`).expect(404);
  });

  it('finds the person after two files were joined, by the number of either', async () => {
    const [into, from] = [ids.get('DT 2024/017')!, ids.get('DT 2024/018')!];
    await mawa.admin.query('BEGIN');
    await mawa.admin.query('SET LOCAL session_replication_role = replica');
    await mawa.admin.query('UPDATE cases SET merged_into = $1 WHERE id = $2', [into, from]);
    await mawa.admin.query(
      `INSERT INTO case_merges (id, case_id, into_id, why, by, at)
       SELECT gen_random_uuid(), $2, $1, 'facts_agree', (SELECT id FROM users LIMIT 1), '2026-11-24T12:00Z'`,
      [into, from],
    );
    await mawa.admin.query('COMMIT');
    expect(await searched(leila, 'DT 2024/018')).toEqual([
      { id: into, earlierNumber: 'DT 2024/018', name: null },
    ]);
    const { body } = await leila.get(`/api/v1/people/${into}`).expect(200);
    expect([...body.earlierNumbers].sort()).toEqual(['DT 2024/017', 'DT 2024/018']);
  });
});

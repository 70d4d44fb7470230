import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImportOnce } from '../../modules/imports';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const fixture = (name: string) => readFileSync(join(__dirname, '../fixtures/import', name));

describe('importing a list of people', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let imports: ImportOnce;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    imports = mawa.app.get(ImportOnce);
  });
  afterAll(() => mawa.stop());

  const cases = async () =>
    Number((await mawa.admin.query('SELECT count(*) AS n FROM cases')).rows[0].n);

  it.each([
    ['a-utf8-point-virgule.csv', 5],
    ['b-windows-1252.csv', 3],
    ['c-utf8-bom-virgule.csv', 3],
    ['d-arabe-et-mixte.csv', 4],
  ])('%s: a dry run changes nothing, then everybody is registered', async (name, people) => {
    const before = await cases();
    const dry = await imports.run(officer.actor, 'people', fixture(name), { dryRun: true });
    expect(dry).toMatchObject({ rows: people, errors: [], imported: 0 });
    expect(await cases()).toBe(before);
    const progress: string[] = [];
    const done = await imports.run(officer.actor, 'people', fixture(name), {
      onProgress: (now, all) => progress.push(`${now}/${all}`),
    });
    expect(done).toMatchObject({ rows: people, errors: [], imported: people });
    expect(progress).toEqual([`${people}/${people}`]);
    expect((await cases()) - before).toBe(people);
  });

  it('a mother and her son of one file are one family', async () => {
    const { rows } = await mawa.admin.query(
      `SELECT array_agg(relation ORDER BY relation DESC) AS relations FROM family_members GROUP BY family_id`,
    );
    expect(rows).toContainEqual({ relations: ['self', 'child'] });
  });

  it('who was imported is found by name in either script', async () => {
    const { body } = await officer
      .post('/api/v1/people/search', { q: 'Fatima Zahra Alaoui' })
      .expect(200);
    expect(body.found.map((found: { name: string }) => found.name)).toContain(
      'فَاطِمَة الزهراء العلوي',
    );
  });

  it('bad rows are all told by number and reason, and nobody is registered', async () => {
    const before = await cases();
    const { errors, imported } = await imports.run(
      officer.actor,
      'people',
      fixture('e-lignes-fautives.csv'),
    );
    expect(imported).toBe(0);
    expect(await cases()).toBe(before);
    expect([...new Set(errors.map(({ row }) => row))].length).toBeGreaterThan(4);
    expect(errors).toContainEqual(
      expect.objectContaining({
        row: 3,
        field: 'birthDate',
        sentence: 'Une personne née en 1888 aurait plus de 120 ans aujourd’hui. Vérifiez l’année.',
      }),
    );
    for (const { sentence } of errors) expect(sentence).toMatch(/^[^{}]+$/);
  });

  it('what is not a table is told as such, in the reader’s language', async () => {
    const { errors } = await imports.run(
      { ...officer.actor, language: 'en' },
      'people',
      fixture('f-pas-un-tableau.bin'),
    );
    expect(errors).toMatchObject([{ row: 0 }]);
    expect(errors[0]!.sentence).toMatch(/file|table/i);
  });

  it('is for those who may: a shelter manager is refused, also past the door', async () => {
    const manager = await mawa.signIn('shelter_manager');
    await expect(
      imports.run(manager.actor, 'people', fixture('b-windows-1252.csv')),
    ).rejects.toMatchObject({ kind: 'not_found' });
  });

  describe('over the API', () => {
    const send = (bytes: Buffer, query = '', requestId?: string) => {
      const call = officer.post(`/api/v1/people/import${query}`, {}, requestId);
      Object.assign(call, { _data: undefined }); // the helper wrote JSON; this is a file
      return call.type('text/csv').send(bytes as never);
    };

    it('takes a file once for each request id', async () => {
      const before = await cases();
      const file = Buffer.concat([fixture('b-windows-1252.csv'), Buffer.from('\r\n')]); // not the file of before
      const dry = await send(file, '?dryRun=true').expect(200);
      expect(dry.body).toMatchObject({ rows: 3, registered: 0 });
      const one = await send(file, '', 'fichier-0001').expect(200);
      const two = await send(file, '', 'fichier-0001').expect(200);
      expect(two.body).toEqual(one.body);
      expect((await cases()) - before).toBe(3);
    });

    it('answers each bad row as a problem, and 413 to a file that is too large', async () => {
      const before = await cases();
      const { body } = await send(fixture('e-lignes-fautives.csv')).expect(422);
      expect(body.errors[0]).toMatchObject({
        field: 'rows.3.birthDate',
        code: 'people.born_too_long_ago',
      });
      await send(Buffer.alloc(6 * 1024 * 1024, 'a')).expect(413);
      await officer.post('/api/v1/people/import', { people: [] }).expect(422);
      expect(await cases()).toBe(before);
    });
  });
});

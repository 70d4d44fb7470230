import { startApp, type SignedIn, type TestApp } from '../support/app';
import { countStatements } from '../support/count-statements';
import { linksOpen, panel, valuesOf } from './home-page';

describe('the first page of a case supervisor', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let quiet: SignedIn;
  let supervisor: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    quiet = await mawa.signIn('reintegration_officer');
    supervisor = await mawa.signIn('case_supervisor');
  });
  afterAll(() => mawa.stop());

  const person = async (of = officer): Promise<{ id: string; caseNumber: string }> =>
    (await of.post('/api/v1/people', { people: [{}] }).expect(201)).body.cases[0];

  it('draws who accompanies how many, the most loaded first, as the page of the team counts them', async () => {
    for (let n = 0; n < 3; n += 1) await person();
    await person(quiet);
    const load = (await panel(supervisor, 'caseload'))!;
    const bars = [
      ...load.html.matchAll(/<li>\s*<a href="([^"]*)">([^<]*)<\/a> <span[^>]*>([^<]*)</g),
    ].map(([, path, name, words]) => [path!.replace('&#x3D;', '='), name, words]);
    expect(bars).toEqual([
      [
        `/caseload?officer=${officer.actor.userId}#files`,
        officer.actor.name,
        'Dossiers ouverts : 3',
      ],
      [`/caseload?officer=${quiet.actor.userId}#files`, quiet.actor.name, 'Dossiers ouverts : 1'],
    ]);
    const { rows } = await mawa.admin.query(
      `SELECT principal_id AS id, count(DISTINCT case_id)::int AS files FROM case_access
        WHERE principal_kind = 'user' AND reason IN ('registered', 'assigned') AND until_at IS NULL GROUP BY 1 ORDER BY 2 DESC`,
    );
    expect(rows).toEqual([
      { id: officer.actor.userId, files: 3 },
      { id: quiet.actor.userId, files: 1 },
    ]);
    expect(valuesOf(load)).toEqual({ 'Plan à approuver': '0' });
    await linksOpen(supervisor, load);
  });

  it('ranks the most loaded of all officers, however many there are, and leaves no trace of a reading', async () => {
    const busy = await mawa.signIn('reintegration_officer');
    for (let n = 0; n < 5; n += 1) await person(busy);
    // By name all of these come before them.
    await mawa.admin.query(
      `WITH made AS (INSERT INTO users (email, name, language, created_at)
         SELECT 'a' || n || '@example.org', 'Aaa ' || n, 'fr', '2026-01-01Z' FROM generate_series(1, 40) n RETURNING id)
       INSERT INTO user_roles (user_id, role, granted_by, granted_at, confirmed_by, confirmed_at)
       SELECT id, 'reintegration_officer', $1, '2026-01-01Z', $2, '2026-01-01Z' FROM made`,
      [officer.actor.userId, quiet.actor.userId],
    );
    const asked = async () =>
      (
        await mawa.admin.query(
          `SELECT 1 FROM audit_log WHERE actor_id = $1 AND action LIKE '%caseload%'`,
          [supervisor.actor.userId],
        )
      ).rows.length;
    const before = await asked();
    const load = (await panel(supervisor, 'caseload'))!;
    expect(await asked()).toBe(before);
    const names = [...load.html.matchAll(/#files">([^<]*)<\/a>/g)].map(([, name]) => name);
    expect(names.slice(0, 3)).toEqual([busy.actor.name, officer.actor.name, quiet.actor.name]);
    expect(names).toHaveLength(6);
    expect(load.html).toContain('href="/caseload"');
    for (const most of [null, 6, 1_000]) {
      const ranked = await mawa.transactions.run(supervisor.actor, (tx) =>
        tx.query('SELECT * FROM caseload_ranking($1)', [most]),
      );
      expect(ranked).toHaveLength(most === 1_000 ? 10 : 6);
    }
    // The whole list is a reading.
    await supervisor.get('/caseload').expect(200);
    expect(await asked()).toBe(before + 1);
  });

  it('the ranking is refused by the database to all but supervisors', async () => {
    for (const { actor } of [officer, await mawa.signIn('administrator')]) {
      await expect(
        mawa.transactions.run(actor, (tx) => tx.query('SELECT * FROM caseload_ranking(6)')),
      ).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('says which openings in an emergency wait for a review, until they are reviewed', async () => {
    expect(await panel(supervisor, 'reviews')).toBeUndefined();
    const { id, caseNumber } = await person();
    await officer
      .post(`/api/v1/people/${id}/access`, { userId: supervisor.actor.userId })
      .expect(204);
    await quiet
      .post('/api/v1/break-glass', { caseNumber, cause: 'life', note: 'elle ne répond plus' })
      .expect(200);
    const reviews = (await panel(supervisor, 'reviews'))!;
    const { text } = await supervisor.get('/break-glass/reviews').expect(200);
    const listed = text.match(/href="\/break-glass\/reviews\//g)!.length;
    expect(valuesOf(reviews)).toEqual({ 'Accès d’urgence à contrôler': String(listed) });
    expect(listed).toBe(1);
    expect(reviews.rows[0]).toContain(caseNumber);
    expect(reviews.html).not.toContain('elle ne répond plus');
    await linksOpen(supervisor, reviews);
  });

  it('shows none of it to an officer or a manager of another house', async () => {
    for (const key of ['caseload', 'reviews', 'decisions']) {
      expect(await panel(officer, key)).toBeUndefined();
    }
  });

  it('asks the database as often for ten files as for four', async () => {
    const statements = () => countStatements(mawa, () => supervisor.get('/').expect(200));
    await statements();
    const few = await statements();
    for (let n = 0; n < 6; n += 1) await person();
    expect(await statements()).toBe(few);
    expect(few).toBeLessThanOrEqual(30);
  });
});

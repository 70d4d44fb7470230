import { startApp, type SignedIn, type TestApp } from '../support/app';
import { readPdf } from '../support/pdf-reader';

describe('who read the file of a person', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let caseId: string;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer', { language: 'en' });
    const { body } = await officer
      .post('/api/v1/people', { people: [{ names: { given: 'Mahjouba' } }] })
      .expect(201);
    caseId = body.cases[0].id;
    await officer.get(`/api/v1/people/${caseId}`).expect(200);
    await officer.post(`/api/v1/people/${caseId}/identity`, {}).expect(200);
  });
  afterAll(() => mawa.stop());

  const readers = async (query = '') =>
    (await officer.get(`/api/v1/people/${caseId}/rights/readers${query}`).expect(200)).body;

  it('says who did what, when and in which capacity, and names nobody', async () => {
    const { readings, readers: all } = await readers();
    expect(readings.map(({ action }: { action: string }) => action)).toEqual(
      expect.arrayContaining(['people.register', 'people.read', 'people.show_identity']),
    );
    expect(all).toEqual([expect.objectContaining({ reader: 1, roles: ['reintegration_officer'] })]);
    const { text } = await officer.get(`/people/${caseId}/rights/readers`).expect(200);
    expect(text).toContain('Files of people: show the identity');
    const names = (await mawa.admin.query('SELECT name FROM users WHERE NOT system')).rows;
    const shown = text.slice(text.indexOf('<main'), text.indexOf('</main'));
    for (const { name } of names)
      expect([name, JSON.stringify(readings).includes(name)]).toEqual([name, false]);
    expect(shown.match(/Compte personne\d+/g) ?? []).toEqual([]);
    expect(shown).not.toContain(officer.actor.userId);
  });

  it('shows break-glass and exports among them', async () => {
    const stranger = await mawa.signIn('reintegration_officer');
    const [{ number }] = (
      await mawa.admin.query('SELECT case_number AS number FROM cases WHERE id = $1', [caseId])
    ).rows as [{ number: string }];
    await stranger
      .post('/api/v1/break-glass', {
        caseNumber: number,
        cause: 'life',
        note: 'appel de la police, elle est en danger',
      })
      .expect(200);
    const { readings, readers: all } = await readers();
    const [act] = readings.filter(({ isBreakGlass }: { isBreakGlass: boolean }) => isBreakGlass);
    expect(act).toMatchObject({ reader: 2, roles: ['reintegration_officer'], isExport: false });
    expect(all).toHaveLength(2);
  });

  it('is given to the person as a PDF in their language, which is recorded and named an export', async () => {
    const answer = await officer
      .submit(`/people/${caseId}/rights/readers/file.pdf`, { language: 'fr' })
      .buffer(true)
      .parse((response, done) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('end', () => done(null, Buffer.concat(pieces)));
      })
      .expect(200);
    expect(answer.headers['content-type']).toContain('application/pdf');
    const text = readPdf(answer.body as Buffer).text;
    expect(text).toContain('Qui a lu mon dossier');
    expect(text).not.toMatch(/Compte personne|Mahjouba/);
    const { readings } = await readers();
    expect(readings[0]).toMatchObject({ action: 'people.take_readers', isExport: true });
  });

  it('keeps to the days that are asked for, and says what a day cannot be', async () => {
    expect((await readers('?to=2026-11-23')).readings).toEqual([]);
    expect((await readers('?from=2026-11-24&to=2026-11-24')).readings.length).toBeGreaterThan(3);
    await officer.get(`/api/v1/people/${caseId}/rights/readers?from=2026-02-31`).expect(422);
  });

  it('is for who answers the person and reaches the file alone, also in the database', async () => {
    for (const role of ['shelter_manager', 'auditor', 'administrator'] as const) {
      const other = await mawa.signIn(role);
      await other.get(`/people/${caseId}/rights/readers`).expect(403);
      const rows = await mawa.transactions.run(other.actor, (tx) =>
        tx.query('SELECT * FROM readings_of_case($1, NULL, NULL)', [caseId]),
      );
      expect([role, rows]).toEqual([role, []]);
    }
    const stranger = await mawa.signIn('case_supervisor');
    await stranger.get(`/people/${caseId}/rights/readers`).expect(404);
    const rows = await mawa.transactions.run(stranger.actor, (tx) =>
      tx.query('SELECT * FROM readings_of_case($1, NULL, NULL)', [caseId]),
    );
    expect(rows).toEqual([]);
  });

  it('stands on the page of the person’s rights, also while a request is open', async () => {
    await officer.post(`/api/v1/people/${caseId}/rights/requests`, { kind: 'access' }).expect(201);
    const { text } = await officer.get(`/people/${caseId}/rights`).expect(200);
    expect(text).toContain(`/people/${caseId}/rights/readers`);
  });
});

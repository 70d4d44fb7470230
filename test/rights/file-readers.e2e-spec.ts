import { record } from '../../modules/audit';
import { ACTS, actWords } from '../../modules/oversight';
import { LANGUAGES } from '../../modules/platform/shared/actor';
import { aPartner, aReferral, hasPlaces } from '../referrals/partners';
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

  const pdf = async (language: string): Promise<string> => {
    const answer = await officer
      .submit(`/people/${caseId}/rights/readers/file.pdf`, { language })
      .buffer(true)
      .parse((response, done) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('end', () => done(null, Buffer.concat(pieces)));
      })
      .expect(200);
    expect(answer.headers['content-type']).toContain('application/pdf');
    return readPdf(answer.body as Buffer).text;
  };

  it('says who did what, when and in which capacity, and names nobody', async () => {
    const { readings, readers: all } = await readers();
    expect(readings.map(({ action }: { action: string }) => action)).toEqual(
      expect.arrayContaining(['people.register', 'people.read', 'people.show_identity']),
    );
    expect(all).toEqual([expect.objectContaining({ reader: 1, roles: ['reintegration_officer'] })]);
    const { text } = await officer.get(`/people/${caseId}/rights/readers`).expect(200);
    expect(text).toContain('Case files: show the identity');
    const names = (await mawa.admin.query('SELECT name FROM users WHERE NOT system')).rows;
    // The header of the file says who follows it.
    const shown = text
      .slice(text.indexOf('<main'), text.indexOf('</main'))
      .replace(/<section class="case-header"[\s\S]*?<\/section>/, '');
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
    await mawa.transactions.run(officer.actor, (tx) =>
      record(tx, { action: 'people.review_break_glass', kind: 'case', ids: [caseId] }),
    );
    const { readings, readers: all } = await readers();
    const acts = readings.filter(({ isBreakGlass }: { isBreakGlass: boolean }) => isBreakGlass);
    expect(acts).toHaveLength(1);
    expect(acts[0]).toMatchObject({ reader: 2, roles: ['reintegration_officer'], isExport: false });
    expect(all).toHaveLength(2);
  });

  it('has among them acts that name a referral or a service of the file alone', async () => {
    const clinic = await aPartner(mawa, { name: 'Clinique Atlas' });
    await hasPlaces(officer, clinic, 'open').expect(201);
    const referral = await aReferral(officer, clinic);
    const nurse = await mawa.signIn('partner_viewer', { organisationId: clinic });
    const before = (await mawa.admin.query('SELECT max(seq) AS seq FROM audit_log')).rows[0].seq;
    await nurse.get(`/api/v1/received/${referral.id}`).expect(200);
    const { rows } = await mawa.admin.query(
      `SELECT 1 FROM audit_log WHERE seq > $1 AND $2 = ANY (subject_ids)`,
      [before, referral.caseId],
    );
    expect(rows).toEqual([]);
    const { body } = await officer
      .get(`/api/v1/people/${referral.caseId}/rights/readers`)
      .expect(200);
    expect(body.readings).toContainEqual(
      expect.objectContaining({
        action: 'referrals.open_received',
        organisation: 'Clinique Atlas',
        roles: ['partner_viewer'],
      }),
    );
    // The file of somebody else lists nothing of it.
    const others = await readers();
    expect(JSON.stringify(others)).not.toContain('Clinique Atlas');
  });

  it('is given to the person as a PDF in their language, which is recorded and named an export', async () => {
    const text = await pdf('fr');
    expect(text).toContain('Qui a lu mon dossier');
    expect(text).not.toMatch(/Compte personne|Mahjouba/);
    const { readings } = await readers();
    expect(readings[0]).toMatchObject({ action: 'people.take_readers', isExport: true });
  });

  it('says of what the whole file withholds only that somebody worked on the file', async () => {
    const withheld = ACTS.filter((act) =>
      /^(networks|links|duplicates|blind|complaints|calls|call_backs|callers|incidents)\.|^people\.(end_)?keep_apart$|^people\.(lift_)?block$|^people\.(un)?name$|restrict|ask_lift|_hold$|count_accused/.test(
        act,
      ),
    );
    expect(withheld.length).toBeGreaterThan(40);
    const write = (action: string, kind: string, outcome: 'done' | 'refused' = 'done') =>
      mawa.transactions.run(officer.actor, (tx) =>
        record(tx, { action, kind, ids: [caseId], outcome }),
      );
    const before = (await readers()).readings.length;
    for (const act of withheld) await write(act, 'case');
    await write('people:block', 'case', 'refused');
    await write('GET /people/:id/networks', 'case', 'refused');
    // What is read of the log, and alarms, are no acts on the file.
    await write('audit.read', 'audit');
    await write('alarms.raise', 'alarm');
    const { readings } = await readers();
    expect(readings).toHaveLength(before + withheld.length + 3);
    const neutral = readings.filter(({ action }: { action: string | null }) => action === null);
    expect(neutral).toHaveLength(withheld.length + 2);
    expect(JSON.stringify(readings)).not.toMatch(/network|keep_apart|duplicate|block|alarm|audit/);
    const { text: page } = await officer.get(`/people/${caseId}/rights/readers`).expect(200);
    const said = [page.slice(page.indexOf('<main'), page.indexOf('</main'))];
    for (const language of LANGUAGES) said.push(await pdf(language));
    const all = said.map((one) => one.replaceAll(/\s+/g, ' ')).join(' ');
    expect(all).toContain('Work on the file');
    expect(all).toContain('Travail sur le dossier');
    expect(all).toContain(actWords('en', 'people.show_identity'));
    expect(all).toContain(actWords('fr', 'people.show_identity'));
    const words = [...withheld, 'audit.read', 'alarms.raise', 'people:block'].flatMap((act) =>
      LANGUAGES.map((language) => actWords(language, act)),
    );
    expect(words.filter((one) => all.includes(one))).toEqual([]);
    expect(all).not.toMatch(/networks?\b|\/people\/:id/i);
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

  it('gives a reader the same number in each period', async () => {
    const second = await mawa.signIn('case_supervisor');
    const now = mawa.clock.now();
    mawa.clock.advance(2 * 86_400_000);
    await mawa.transactions.run(second.actor, (tx) =>
      record(tx, { action: 'people.read', kind: 'case', ids: [caseId] }),
    );
    const day = mawa.clock.now().toISOString().slice(0, 10);
    mawa.clock.set(now);
    const { readers: all } = await readers();
    const { readings } = await readers(`?from=${day}`);
    expect(all.length).toBeGreaterThan(1);
    expect(readings.map(({ reader }: { reader: number }) => reader)).toEqual([all.length]);
  });
});

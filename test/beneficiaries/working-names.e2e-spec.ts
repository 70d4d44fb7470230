import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aPerson, type TestPerson } from './test-people';

const WORKING = 'la dame du 3';

describe('the name that the team uses', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let her: TestPerson;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    officer = await mawa.signIn('reintegration_officer');
    her = await aPerson(officer, { names: { given: 'Wassila', family: 'Benkirane' } });
  });
  afterAll(() => mawa.stop());

  const versionOf = async (): Promise<number> => {
    const { rows } = await mawa.admin.query<{ version: number }>(
      'SELECT version FROM cases WHERE id = $1',
      [her.id],
    );
    return rows[0]!.version;
  };
  const correct = async (fields: Record<string, string>, by = officer) =>
    by.submit(`/people/${her.id}/corrections`, {
      version: String(await versionOf()),
      why: 'changed',
      'person.names.given': 'Wassila',
      'person.names.family': 'Benkirane',
      'person.sex': 'female',
      ...fields,
    });
  const shown = async (who: SignedIn, path: string): Promise<string> => {
    await who.submit('/shown-names', { shown: 'yes' }).expect(303);
    const { text } = await who.get(path).expect(200);
    await who.submit('/shown-names', { shown: 'no' }).expect(303);
    return text;
  };

  it('is written on the file, sealed, and comes first on lists and in the header', async () => {
    await correct({ 'person.names.working': WORKING }).then(({ status }) =>
      expect(status).toBe(303),
    );
    expect((await officer.get('/people').expect(200)).text).not.toContain(WORKING);
    expect(await shown(officer, '/people')).toContain(`${WORKING} · Wassila Benkirane`);
    expect(await shown(officer, `/people/${her.id}/services`)).toContain(
      `<bdi class="case-header__name">${WORKING} · Wassila Benkirane</bdi>`,
    );
    const { rows } = await mawa.admin.query<{ row: string }>(
      `SELECT s::text AS row FROM case_seals s WHERE case_id = $1
       UNION ALL SELECT f::text FROM case_former_values f WHERE case_id = $1
       UNION ALL SELECT c::text FROM case_corrections c WHERE case_id = $1
       UNION ALL SELECT a::text FROM audit_log a`,
      [her.id],
    );
    const bytes = Buffer.from(WORKING).toString('hex');
    expect(rows.filter(({ row }) => row.includes(WORKING) || row.includes(bytes))).toEqual([]);
  });

  it('is found by the search by name', async () => {
    const { text } = await officer.search('dame du 3');
    expect(text).toContain(her.caseNumber);
  });

  it('stays where a program corrects the name without it, and goes where the form is emptied', async () => {
    const correction = {
      version: await versionOf(),
      why: 'mistake',
      person: { names: { given: 'Ouassila', family: 'Benkirane' } },
    };
    await officer.post(`${her.path}/corrections`, correction).expect(201);
    expect(await shown(officer, '/people')).toContain(`${WORKING} · Ouassila Benkirane`);
    expect((await correct({})).status).toBe(303);
    expect(await shown(officer, '/people')).not.toContain(WORKING);
    await correct({ 'person.names.working': WORKING });
  });

  it('is refused where it is long, or a formula, beside its field', async () => {
    const long = await correct({ 'person.names.working': 'a'.repeat(41) });
    expect(long.status).toBe(422);
    expect(long.text).toContain('href="#f-person.names.working"');
    expect((await correct({ 'person.names.working': '=1+1' })).status).toBe(422);
  });

  it('is not changed by who may not write the identity', async () => {
    const legal = await mawa.signIn('legal_officer');
    await officer.post(`${her.path}/access`, { userId: legal.actor.userId }).expect(204);
    expect((await correct({ 'person.names.working': 'Amina' }, legal)).status).toBe(403);
    expect(await shown(legal, '/people')).toContain(WORKING);
    const stranger = await mawa.signIn('reintegration_officer');
    expect((await correct({ 'person.names.working': 'Amina' }, stranger)).status).toBe(404);
  });

  it('is in no export, and not in what a program is given as the name', async () => {
    const all = await mawa.signIn([
      'reintegration_officer',
      'programme_officer',
      'case_supervisor',
    ]);
    await officer.post(`${her.path}/access`, { userId: all.actor.userId }).expect(204);
    const { body } = await all.get('/api/v1/people?names=true').expect(200);
    expect(body.people[0].name).toBe('Wassila Benkirane');
    const identity = await all.post(`${her.path}/identity`).expect(200);
    expect(identity.body.names.working).toBe(WORKING);
    await officer
      .post('/api/v1/services', {
        caseId: her.id,
        typeCode: 'medical_consultation',
        givenOn: '2026-11-24',
      })
      .expect(201);
    const taken = await officer
      .post('/api/v1/exports', { list: 'services', why: 'case_work', format: 'csv' })
      .buffer(true)
      .parse((response, done) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => done(null, Buffer.concat(parts).toString()));
      })
      .expect(200);
    expect(taken.body).toContain('2026-11-24');
    expect(taken.body).not.toContain(WORKING);
  });

  it('is given to the person with her own file', async () => {
    const file = await officer.post(`${her.path}/rights/file.json`);
    expect([file.status, JSON.stringify(file.body).includes(WORKING)]).toEqual([200, true]);
  });

  it('has no sealed field of its own: it is joined, parted and erased with the names', async () => {
    const { rows } = await mawa.admin.query<{ field: string }>(
      'SELECT field FROM case_seals WHERE case_id = $1',
      [her.id],
    );
    expect(rows.map(({ field }) => field)).toContain('names');
    expect(rows.map(({ field }) => field)).not.toContain('working');
  });
});

import { aShelter, inBeds, standsAt } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const MOTHER = {
  names: { given: 'Mahjouba', family: 'Tizaoui' },
  sex: 'female',
  birthDate: '1994-03-08',
  nationality: 'MA',
  languages: ['ary'],
  phone: '+212661998877',
  safeContact: { mayCall: true, safeTimes: 'après 18 h' },
  documents: [{ kind: 'passport', number: 'QX7654321' }],
  exploitation: { acts: ['recruit'], means: [], purposes: [] },
  story: 'un récit bien gardé',
  medical: true,
};

describe('correcting what is known of a person', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let colleague: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    officer = await mawa.signIn('reintegration_officer');
    colleague = await mawa.signIn('case_supervisor');
  });
  afterAll(() => mawa.stop());

  const person = async (facts: object = MOTHER): Promise<string> => {
    const { body } = await officer.post('/api/v1/people', { people: [facts] }).expect(201);
    const id = body.cases[0].id as string;
    const userId = colleague.actor.userId;
    await officer.post(`/api/v1/people/${id}/access`, { userId }).expect(204);
    return id;
  };
  const path = (id: string) => `/api/v1/people/${id}/corrections`;
  const correct = (who: SignedIn, id: string, version: number, facts: object, why = 'mistake') =>
    who.post(path(id), { version, why, person: facts });
  const rowOf = async (id: string) =>
    (await mawa.admin.query('SELECT * FROM cases WHERE id = $1', [id])).rows[0]!;

  it('keeps what stood there before, sealed, with who, when and why', async () => {
    const id = await person();
    const names = { given: 'Mahjoubá', family: 'Tizaouí' };
    const { body } = await correct(officer, id, 1, { names, sex: 'other', phone: null }).expect(
      201,
    );
    expect(body).toEqual({
      version: 2,
      possibleDuplicate: false,
      fields: ['names', 'sex', 'phone'],
    });
    const shown = await colleague.get(path(id)).expect(200);
    expect(shown.body).toMatchObject({
      version: 2,
      person: { names, sex: 'other', phone: null, nationality: 'MA', story: MOTHER.story },
      history: [
        {
          version: 2,
          why: 'mistake',
          by: officer.actor.name,
          at: mawa.clock.now().toJSON(),
          before: { names: MOTHER.names, sex: 'female', phone: MOTHER.phone },
        },
      ],
    });
    const { body: identity } = await officer.post(`/api/v1/people/${id}/identity`).expect(200);
    expect(identity).toMatchObject({ names, contact: null });
    const { rows } = await mawa.admin.query<{ text: string }>(
      `SELECT string_agg(t.text, ' ') AS text FROM (
         SELECT encode(sealed, 'escape') FROM case_former_values UNION ALL SELECT c::text FROM case_corrections c
         UNION ALL SELECT body FROM audit_log UNION ALL SELECT answer::text FROM request_ids) t (text)`,
    );
    for (const word of ['Mahjouba', 'Tizaoui', '661998877']) {
      expect(rows[0]!.text).not.toContain(word);
    }
  });

  it('works the age at registration out by its own definition and leaves the day of registration', async () => {
    const id = await person({ birthDate: '2008-11-25', registeredOn: '2026-11-20' });
    expect(await rowOf(id)).toMatchObject({ birth_year: 2008, age_at_registration: 17 });
    await correct(officer, id, 1, { birthDate: '2007-11-21' }).expect(201);
    expect(await rowOf(id)).toMatchObject({
      birth_year: 2007,
      age_at_registration: 18,
      version: 2,
    });
    const bad = await correct(officer, id, 2, { birthDate: '2030-01-01' }).expect(422);
    expect(bad.body.errors).toMatchObject([{ field: 'person.birthDate' }]);
    await correct(officer, id, 2, { registeredOn: '2026-01-01' }).expect(422);
    expect(await rowOf(id)).toMatchObject({ version: 2 });
  });

  it('the second of two is told what the first changed, and overwrites nothing', async () => {
    const id = await person();
    await correct(officer, id, 1, { nationality: 'SN' }).expect(201);
    const { body } = await correct(colleague, id, 1, { nationality: 'CI' }).expect(409);
    expect(body.detail ?? body.message ?? JSON.stringify(body)).toContain(officer.actor.name);
    expect(JSON.stringify(body)).toContain('Nationalité');
    expect(await rowOf(id)).toMatchObject({ nationality: 'SN', version: 2 });
    await correct(colleague, id, 2, { nationality: 'CI' }).expect(201);
  });

  it('of two at the same moment one is written, and the other is told', async () => {
    const id = await person();
    const answers = await Promise.all([
      correct(officer, id, 1, { nationality: 'SN' }),
      correct(colleague, id, 1, { sex: 'male' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const row = await rowOf(id);
    expect([row.nationality === 'SN', row.sex === 'male'].filter(Boolean)).toHaveLength(1);
    const { body } = await officer.get(path(id)).expect(200);
    expect(body.history).toHaveLength(1);
  });

  it('the page merges: what only the other changed is taken over, what both changed is named', async () => {
    const id = await person();
    const page = await officer.get(`/people/${id}/corrections`).expect(200);
    expect(page.text).toContain('Mahjouba');
    await correct(colleague, id, 1, { nationality: 'SN', phone: '+212600000001' }).expect(201);
    const typed = {
      version: '1',
      why: 'changed',
      'person.names.given': 'Mahjouba',
      'person.names.family': 'Tizaoui',
      'person.sex': 'female',
      'person.nationality': 'MA',
      'person.birthDate': '1994-03-08',
      'person.birthYear': '1994',
      'person.ageAtRegistration': '32',
      'person.ageCertainty': 'exact',
      'person.languages': 'ary',
      'person.phone': '+212600000002',
      'person.safeContact.mayCall': 'yes',
      'person.safeContact.safeTimes': 'après 20 h',
      'person.documents.0.kind': 'passport',
      'person.documents.0.number': 'QX7654321',
      'person.exploitation.acts': 'recruit',
      'person.story': MOTHER.story,
      'person.medical': 'yes',
    };
    const { text } = await officer.submit(`/people/${id}/corrections`, typed).expect(409);
    expect(text).toContain(colleague.actor.name);
    expect(text).toMatch(/<option value="SN" selected>/);
    expect(text).toContain('value="après 20 h"');
    expect(text).toContain('+212600000001'); // what the other wrote stands beside the field
    expect(text).toContain('value="+212600000002"');
    expect(text).toContain('name="version" value="2"');
    const again = { ...typed, version: '2', 'person.nationality': 'SN' };
    await officer.submit(`/people/${id}/corrections`, again).expect(303);
    const { body } = await officer.get(path(id)).expect(200);
    expect(body.history[0].fields).toEqual(['safeContact', 'phone']);
    expect(body.person).toMatchObject({ nationality: 'SN', phone: '+212600000002', medical: true });
    const file = await officer.get(`/people/${id}`).expect(200);
    expect(file.text).toContain('Mis à jour : Contact sûr · Téléphone');
  });

  it('the same correction sent twice is written once; one that changes nothing is refused', async () => {
    const id = await person();
    const body = { version: 1, why: 'person_asked', person: { sex: 'male' } };
    const one = await officer.post(path(id), body, 'correction-1').expect(201);
    const two = await officer.post(path(id), body, 'correction-1').expect(201);
    expect(two.body).toEqual(one.body);
    await correct(officer, id, 2, { sex: 'male', languages: ['ary'] }).expect(422);
    await correct(officer, id, 2, { sex: 'female' }, 'because').expect(422);
  });

  it('a corrected document is found under its new number and no longer under the old', async () => {
    const id = await person({ documents: [{ kind: 'passport', number: 'AB111222' }] });
    const other = { kind: 'passport', number: 'CD333444' };
    await correct(officer, id, 1, { documents: [other] }).expect(201);
    const asked = async (number: string) =>
      (
        await officer
          .post('/api/v1/people', { people: [{ documents: [{ kind: 'passport', number }] }] })
          .expect(201)
      ).body.possibleDuplicate;
    expect([await asked('AB111222'), await asked('cd 333 444')]).toEqual([false, true]);
  });

  it('may: manager, officer, supervisor. May not: staff, and who does not see the file', async () => {
    const id = await person();
    const manager = await mawa.signIn('shelter_manager');
    const staff = await mawa.signIn('shelter_staff');
    for (const { actor } of [manager, staff]) {
      await officer.post(`/api/v1/people/${id}/access`, { userId: actor.userId }).expect(204);
    }
    await correct(manager, id, 1, { accessNeed: 'step_free' }).expect(201);
    await correct(colleague, id, 2, { accessNeed: 'none' }).expect(201);
    await correct(staff, id, 3, { accessNeed: 'step_free' }).expect(403);
    await staff.get(`/people/${id}/corrections`).expect(403);
    const stranger = await mawa.signIn('case_supervisor');
    await correct(stranger, id, 3, { accessNeed: 'step_free' }).expect(404);
    await stranger.get(`/people/${id}/corrections`).expect(404);
  });

  it('the database alone lets nothing be changed in silence', async () => {
    const id = await person();
    const run = (sql: string, params: unknown[] = [id]) =>
      mawa.transactions
        .run(officer.actor, (tx) => tx.query(sql, params))
        .then(
          () => 'written',
          () => 'refused',
        );
    expect(await run(`UPDATE cases SET sex = 'male' WHERE id = $1`)).toBe('refused');
    expect(await run(`UPDATE cases SET sex = 'male', version = 2 WHERE id = $1`)).toBe('refused');
    expect(await run(`UPDATE cases SET version = 3 WHERE id = $1`)).toBe('refused');
    expect(await run(`DELETE FROM case_seals WHERE case_id = $1 AND field = 'names'`)).toBe(
      'refused',
    );
    expect(await run(`UPDATE case_seals SET sealed = 'x' WHERE case_id = $1`)).toBe('refused');
    expect(await rowOf(id)).toMatchObject({ sex: 'female', version: 1 });
  });

  it('a shelter that received somebody sees its parts of what was corrected, and corrects none', async () => {
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    const house = await aShelter(mawa, { A: { mix: 'women', beds: 1 } });
    const manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    const id = await person({ ...MOTHER, accessNeed: 'none', pregnant: false, documents: [] });
    const asked = { caseIds: [id], neededFrom: '2026-11-24', urgency: 'tonight' };
    const { body: request } = await officer
      .post('/api/v1/bed-requests', { ...asked, source: 'hotline', basis: 'vital_interest' })
      .expect(201);
    const bed = `/api/v1/bed-requests/${request.id}`;
    const placements = inBeds([id], house.rooms.A!.beds);
    await officer.post(`${bed}/holds`, { placements, reason: 'demandé' }).expect(201);
    await officer.post(`${bed}/promise`).expect(201);
    await manager.post(`${bed}/check-in`).expect(201);
    const { body } = await manager.get(path(id)).expect(200);
    expect(body.person).toMatchObject({ names: MOTHER.names, story: null, phone: null });
    await correct(manager, id, 1, { pregnant: true }).expect(403);
    await correct(manager, id, 1, { story: 'autre' }).expect(403);
    const { text } = await manager.get(`/people/${id}/corrections`).expect(200);
    expect(text).not.toContain('name="version"');
    await correct(officer, id, 1, { story: 'un autre récit', pregnant: true }).expect(201);
    const { body: theirs } = await manager.get(path(id)).expect(200);
    expect(theirs.history).toMatchObject([{ before: { pregnant: false } }]);
    expect(JSON.stringify(theirs)).not.toContain(MOTHER.story);
  });
});

import { randomUUID } from 'node:crypto';
import { bedFigures } from '../../modules/shelter-beds';
import {
  aRequest,
  aShelter,
  aWoman,
  inBeds,
  standsAt,
  type TestShelter,
} from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import {
  aFamily,
  aPerson,
  opensTo,
  rowsSeen,
  type TestPerson,
  tomorrow,
  withRowSecurityAlone,
} from './test-people';

/** What a reader of lists, searches and counts finds of a person. */
async function traces(reader: SignedIn, { path, caseNumber, id }: TestPerson): Promise<string[]> {
  const list = await reader.get('/api/v1/people').expect(200);
  const byNumber = await reader.post('/api/v1/people/search', { q: caseNumber }).expect(200);
  const byName = await reader.post('/api/v1/people/search', { q: 'Mahjouba' }).expect(200);
  const pages = await Promise.all([
    reader.get('/people'),
    reader.search(caseNumber),
    reader.get('/services'),
    reader.get('/beds'),
  ]);
  const found: string[] = [];
  const people = list.body.people as { id: string }[];
  if (people.some((one) => one.id === id)) found.push('list');
  if (list.body.total !== people.length) found.push('count');
  if (byNumber.body.matched > 0) found.push('number');
  if ((byName.body.found as { id: string }[]).some((one) => one.id === id)) found.push('name');
  if ((await reader.get(path)).status !== 404) found.push('file');
  const visibleTexts = pages.map(({ text }) =>
    text.replaceAll(/(value|href|number)="?[^">]*"?/g, ''),
  );
  if (
    visibleTexts[0]!.includes(caseNumber) ||
    visibleTexts[2]!.includes(caseNumber) ||
    visibleTexts[3]!.includes(caseNumber)
  ) {
    found.push('page');
  }
  return found;
}

describe('somebody with a conflict of interest', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());

  const REASON = 'il est le beau-frère du recruteur';
  const block = (by: SignedIn, person: TestPerson, who: SignedIn, more: object = {}) =>
    by.post(`${person.path}/blocks`, {
      userId: who.actor.userId,
      scope: 'case',
      reason: REASON,
      ...more,
    });

  it('sees nothing of the case, whatever shelter, role or access would give', async () => {
    const shelterId = randomUUID();
    const [person, child] = await aFamily(officer, [{}, { relation: 'child' }]);
    const staff = await mawa.signIn('shelter_manager', { shelterIds: [shelterId] });
    const neighbour = await mawa.signIn('shelter_manager', { shelterIds: [shelterId] });
    await opensTo(mawa, shelterId, 'stay', [person!, child!]);
    await officer.post(`${person!.path}/access`, { userId: staff.actor.userId }).expect(204);
    expect(await traces(staff, person!)).toEqual(['list', 'number', 'name', 'file', 'page']);
    await block(officer, person!, staff).expect(201);
    expect(await traces(staff, person!)).toEqual([]);
    expect(await rowsSeen(mawa, staff, person!)).toEqual([]);
    await withRowSecurityAlone(mawa, async () => {
      expect(await traces(staff, person!)).toEqual([]);
    });
    // The colleague next door goes on, and the child's file was not meant.
    expect(await traces(neighbour, person!)).toContain('file');
    expect(await traces(staff, child!)).toContain('file');
  });

  it('of a person’s whole family, where that is meant', async () => {
    const shelterId = randomUUID();
    const people = await aFamily(officer, [{}, { relation: 'child' }]);
    const staff = await mawa.signIn('shelter_manager', { shelterIds: [shelterId] });
    await opensTo(mawa, shelterId, 'stay', people);
    await block(officer, people[1]!, staff, { scope: 'family' }).expect(201);
    for (const person of people) {
      expect(await traces(staff, person)).toEqual([]);
      expect(await rowsSeen(mawa, staff, person)).toEqual([]);
    }
  });

  it('cannot learn that there is a block, nor lift it', async () => {
    const person = await aPerson(officer);
    const colleague = await mawa.signIn('reintegration_officer');
    await officer.post(`${person.path}/access`, { userId: colleague.actor.userId }).expect(204);
    const { body } = await block(officer, person, colleague).expect(201);
    for (const asked of [person.id, randomUUID()]) {
      const path = `/api/v1/people/${asked}`;
      await colleague.get(`${path}/access`).expect(404);
      await colleague.delete(`${path}/blocks/${body.id}`).expect(404);
    }
    const seen = await mawa.transactions.run(colleague.actor, (tx) =>
      tx.query('SELECT * FROM case_blocks'),
    );
    expect(seen).toEqual([]);
    const lifted = mawa.transactions.run(colleague.actor, (tx) =>
      tx.query('SELECT lift_block($1)', [body.id]),
    );
    await expect(lifted).rejects.toMatchObject({ code: '42501' });
    const holds = await mawa.transactions.run(colleague.actor, (tx) =>
      tx.query('SELECT mawa_holds_fully($1) AS holds', [person.id]),
    );
    expect(holds).toEqual([{ holds: false }]);
  });

  it('comes back when the block is lifted, or its last day has passed', async () => {
    const person = await aPerson(officer);
    const colleague = await mawa.signIn('reintegration_officer');
    await officer.post(`${person.path}/access`, { userId: colleague.actor.userId }).expect(204);
    const { body } = await block(officer, person, colleague).expect(201);
    const twice = await block(officer, person, colleague).expect(409);
    expect(twice.body.code).toBe('case-access.blocked_already');
    await officer.delete(`${person.path}/blocks/${body.id}`).expect(204);
    await officer.delete(`${person.path}/blocks/${body.id}`).expect(409);
    await colleague.get(person.path).expect(200);
    await block(officer, person, colleague, { until: '2026-11-24' }).expect(201);
    await colleague.get(person.path).expect(404);
    await tomorrow(mawa, colleague, '2026-11-25T00:00:00Z', (later) =>
      later.get(person.path).expect(200),
    );
  });

  it('is told of with who decided and why, to those who answer for the case; sealed at rest', async () => {
    const person = await aPerson(officer);
    const colleague = await mawa.signIn('reintegration_officer');
    await block(officer, person, colleague).expect(201);
    const { body } = await officer.get(`${person.path}/access`).expect(200);
    expect(body.blocks).toMatchObject([
      { name: colleague.actor.name, by: officer.actor.name, reason: REASON, open: true },
    ]);
    const { rows } = await mawa.admin.query(
      `SELECT encode(reason, 'escape') AS reason FROM case_blocks WHERE case_id = $1`,
      [person.id],
    );
    expect(rows[0].reason).not.toContain('recruteur');
    const given = await officer
      .post(`${person.path}/access`, { userId: colleague.actor.userId })
      .expect(409);
    expect(given.body.code).toBe('case-access.colleague_blocked');
  });

  it('is never the last who answers for the case, also when two block each other at once', async () => {
    const person = await aPerson(officer);
    const colleague = await mawa.signIn('reintegration_officer');
    const alone = await block(officer, person, officer).expect(409);
    expect(alone.body.code).toBe('case-access.last_holder');
    await officer.post(`${person.path}/access`, { userId: colleague.actor.userId }).expect(204);
    const answers = await Promise.all([
      block(officer, person, colleague),
      block(colleague, person, officer),
    ]);
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses[0]).toBe(201);
    expect([403, 404, 409]).toContain(statuses[1]);
    const seen = await Promise.all([officer.get(person.path), colleague.get(person.path)]);
    expect(seen.map(({ status }) => status).sort()).toEqual([200, 404]);
  });

  it('is named by who answers for the case, and by nobody else', async () => {
    const shelterId = randomUUID();
    const person = await aPerson(officer);
    const manager = await mawa.signIn('shelter_manager', { shelterIds: [shelterId] });
    await opensTo(mawa, shelterId, 'stay', [person]);
    await block(manager, person, officer).expect(403);
    const stranger = await mawa.signIn('case_supervisor');
    await block(stranger, person, officer).expect(404);
    await block(await mawa.signIn('auditor'), person, officer).expect(403);
    const byHand = mawa.transactions.run(manager.actor, (tx) =>
      tx.query(`SELECT block_user($1, $2, $3, 'case', '\\x00', NULL)`, [
        randomUUID(),
        person.id,
        officer.actor.userId,
      ]),
    );
    await expect(byHand).rejects.toMatchObject({ code: '42501' });
  });
});

describe('a person whose file is for named people alone', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let officer: SignedIn;
  let supervisor: SignedIn;
  let manager: SignedIn;
  let otherManager: SignedIn;
  let staff: SignedIn;
  let person: TestPerson;
  let bookingId: string;
  beforeAll(async () => {
    mawa = await startApp();
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    house = await aShelter(mawa, { A: { beds: 6 } });
    officer = await mawa.signIn('reintegration_officer');
    supervisor = await mawa.signIn('case_supervisor');
    const shelterIds = [house.id];
    manager = await mawa.signIn('shelter_manager', { shelterIds });
    otherManager = await mawa.signIn('shelter_manager', { shelterIds });
    staff = await mawa.signIn('shelter_staff', { shelterIds });
    await sleepsHere();
    await officer.post(`${person.path}/access`, { userId: supervisor.actor.userId }).expect(204);
  }, 60_000);
  afterAll(() => mawa.stop());

  async function sleepsHere(): Promise<void> {
    const names = { given: 'Mahjouba', family: 'Tizaoui', aliases: [] };
    const { id, caseIds, caseNumbers } = await aRequest(mawa, officer, [aWoman({ names })]);
    const path = `/api/v1/bed-requests/${id}`;
    await officer
      .post(`${path}/holds`, { placements: inBeds(caseIds, house.rooms.A!.beds) })
      .expect(201);
    await officer.post(`${path}/promise`).expect(201);
    const { body } = await manager.post(`${path}/check-in`).expect(201);
    bookingId = body.bookings[0].id;
    person = { id: caseIds[0]!, caseNumber: caseNumbers[0]!, path: `/api/v1/people/${caseIds[0]}` };
  }

  const restrict = (by: SignedIn, named: SignedIn[] = []) =>
    by.post(`${person.path}/restriction`, {
      reason: 'un policier la cherche',
      userIds: named.map(({ actor }) => actor.userId),
    });

  it('is made so by a supervisor who has the case, and names a manager where she sleeps', async () => {
    await restrict(officer).expect(403);
    await restrict(await mawa.signIn('case_supervisor')).expect(404);
    const { body } = await restrict(supervisor, [officer]).expect(409);
    expect(body.code).toBe('case-access.name_a_manager');
    const wrong = await restrict(supervisor, [officer, await mawa.signIn('finance_officer')]);
    expect([wrong.status, wrong.body.code]).toEqual([422, 'people.cannot_be_assigned']);
    expect(await traces(staff, person)).toContain('file');
    await restrict(supervisor, [officer, manager]).expect(201);
    const again = await restrict(supervisor, [officer]).expect(409);
    expect(again.body.code).toBe('case-access.restricted_already');
  });

  it('is absent for everybody else of the house, and there for those who are named', async () => {
    for (const other of [otherManager, staff]) {
      expect(await traces(other, person)).toEqual([]);
      expect(await rowsSeen(mawa, other, person)).toEqual([]);
      await other.get(`/api/v1/bookings/${bookingId}`).expect(404);
    }
    await withRowSecurityAlone(mawa, async () => {
      for (const other of [otherManager, staff]) expect(await traces(other, person)).toEqual([]);
    });
    for (const named of [officer, supervisor, manager]) {
      expect(await traces(named, person)).toContain('list');
    }
    const { text } = await officer.get(`/people/${person.id}`).expect(200);
    expect(text).toContain('Dossier restreint');
  });

  it('still takes her bed: the board shows it as occupied by nobody, and figures count her', async () => {
    const { body } = await otherManager.get('/api/v1/beds/board').expect(200);
    const bars = body.shelters[0].rooms[0].beds[0].bars;
    expect(bars).toMatchObject([{ kind: 'stay', caseNumber: null }]);
    expect(body.shelters[0].occupancy.used).toBe(1);
    await mawa.admin.query(
      `INSERT INTO closed_nights (night, closed_by) VALUES ('2026-11-24', '00000000-0000-4000-8000-000000000004')`,
    );
    const figures = await mawa.transactions.run(otherManager.actor, (tx) =>
      bedFigures(tx, { from: '2026-11-01', until: '2026-12-01' }),
    );
    expect(figures.total.used).toBe(1);
    // Blind questions count her as well: one stranger in the room.
    const strangers = await mawa.transactions.run(otherManager.actor, (tx) =>
      tx.query(`SELECT strangers FROM blind_strangers($1, '[2026-11-24,2026-11-25)', '{}')`, [
        [house.rooms.A!.id],
      ]),
    );
    expect(strangers).toEqual([{ strangers: 1 }]);
  });

  it('keeps somebody named who answers for her, and a manager of the house', async () => {
    const unname = (who: SignedIn) =>
      officer.delete(`${person.path}/restriction/names/${who.actor.userId}`);
    expect((await unname(manager).expect(409)).body.code).toBe('case-access.name_a_manager');
    await unname(supervisor).expect(204);
    await supervisor.get(person.path).expect(404);
    expect((await unname(officer).expect(409)).body.code).toBe('case-access.last_holder');
    expect((await unname(staff).expect(409)).body.code).toBe('case-access.not_named');
    await officer
      .post(`${person.path}/restriction/names`, { userId: supervisor.actor.userId })
      .expect(204);
    await supervisor.get(person.path).expect(200);
    await manager
      .post(`${person.path}/restriction/names`, { userId: staff.actor.userId })
      .expect(403);
  });

  it('is opened in an emergency by a supervisor alone, and all who are named are told', async () => {
    const note = 'elle est introuvable depuis hier soir';
    const emergency = { caseNumber: person.caseNumber, cause: 'missing', note };
    const absent = await staff.get('/break-glass');
    expect(absent.status).toBe(403);
    const { body } = await otherManager.post('/api/v1/break-glass', emergency).expect(422);
    expect(body.code).toBe('case-access.glass_nothing');
    const other = await mawa.signIn('case_supervisor');
    const third = await mawa.signIn('case_supervisor');
    await other.post('/api/v1/break-glass', emergency).expect(200);
    await other.get(person.path).expect(200);
    const { rows } = await mawa.admin.query<{ for_user: string }>(
      `SELECT for_user FROM tasks WHERE kind = 'break_glass' AND case_id = $1`,
      [person.id],
    );
    expect(rows.map(({ for_user }) => for_user).sort()).toEqual(
      [officer, supervisor, manager].map(({ actor }) => actor.userId).sort(),
    );
    // A supervisor who is not named does not even review it.
    expect((await third.get('/api/v1/break-glass/reviews').expect(200)).body).toEqual([]);
    const { body: waiting } = await supervisor.get('/api/v1/break-glass/reviews').expect(200);
    expect(waiting).toMatchObject([{ caseNumber: person.caseNumber, restricted: true }]);
    await supervisor
      .post(`/api/v1/break-glass/reviews/${waiting[0].id}`, { verdict: 'not_justified', note })
      .expect(204);
    await other.get(person.path).expect(404);
  });

  it('is handed on by naming, and lifted by two', async () => {
    const colleague = await mawa.signIn('reintegration_officer');
    await officer.post(`${person.path}/access`, { userId: colleague.actor.userId }).expect(204);
    await colleague.get(person.path).expect(200);
    const lift = `${person.path}/restriction/lift`;
    await officer.post(lift).expect(403);
    await officer.post(`${lift}/answer`, { lift: true }).expect(409);
    await supervisor.post(lift).expect(204);
    await supervisor.post(lift).expect(409);
    const { body } = await supervisor.post(`${lift}/answer`, { lift: true }).expect(403);
    expect(body.code).toBe('case-access.second_person');
    await manager.post(`${lift}/answer`, { lift: true }).expect(403);
    await officer.post(`${lift}/answer`, { lift: false }).expect(204);
    await staff.get(person.path).expect(404);
    await supervisor.post(lift).expect(204);
    await officer.post(`${lift}/answer`, { lift: true }).expect(204);
    expect(await traces(staff, person)).toContain('file');
    const { text } = await officer.get(`/people/${person.id}`).expect(200);
    expect(text).toContain('Restriction levée');
  });

  it('a named manager checks her out; whoever is not named cannot', async () => {
    await restrict(supervisor, [officer, manager]).expect(201);
    await otherManager.post(`/api/v1/bookings/${bookingId}/exit`, {}).expect(404);
    await manager.post(`/api/v1/bookings/${bookingId}/exit`, {}).expect(201);
  });
});

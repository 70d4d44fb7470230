import { aCourt, aHearing, aProceeding } from '../legal-aid/legal';
import { aPartner } from '../referrals/partners';
import { aRequest, aShelter, aWoman, inBeds, type TestShelter } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { countStatements } from '../support/count-statements';
import { aSession, begun } from '../vocational-training/training';
import { aTrack } from '../voluntary-return/returns';
import { aPerson, type TestPerson } from './test-people';

const NAME = 'Wassila Benkirane';
const SWITCH = 'action="/shown-names"';

describe('names on lists', () => {
  let mawa: TestApp;
  let shelter: TestShelter;
  let officer: SignedIn;
  let supervisor: SignedIn;
  let manager: SignedIn;
  let her: TestPerson;

  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    shelter = await aShelter(mawa, { A: { beds: 2 } });
    officer = await mawa.signIn('reintegration_officer');
    supervisor = await mawa.signIn('case_supervisor');
    manager = await mawa.signIn('shelter_manager', { shelterIds: [shelter.id] });
    her = await onEveryList(officer);
    await officer.post(`${her.path}/access`, { userId: supervisor.actor.userId }).expect(204);
  });
  afterAll(() => mawa.stop());

  /** Somebody with a task, services, a hearing, a return and a wait for a bed. */
  async function onEveryList(by: SignedIn, family = 'Benkirane'): Promise<TestPerson> {
    const person = await aPerson(by, {
      names: { given: 'Wassila', family },
      birthDate: '1994-03-08',
    });
    const caseId = person.id;
    await by.post('/api/v1/tasks', { caseId, title: 'rappeler', dueOn: '2026-11-26' }).expect(201);
    const service = { caseId, typeCode: 'medical_consultation' };
    await by.post('/api/v1/services', { ...service, givenOn: '2026-11-24' }).expect(201);
    await by.post('/api/v1/service-appointments', { ...service, dueOn: '2026-11-26' }).expect(201);
    const court = await aCourt(await mawa.signIn('legal_officer'));
    const proceeding = await aProceeding(by, person);
    await aHearing(by, proceeding, court).expect(201);
    const award = { what: 'awarded', amount: '500', currency: 'MAD', on: '2026-11-20' };
    await by.post(`${proceeding.path}/compensation`, award).expect(201);
    await aTrack(by, person);
    const wait = { neededFrom: '2026-11-24', urgency: 'tonight', source: 'hotline' };
    await by
      .post('/api/v1/bed-requests', { ...wait, caseIds: [caseId], basis: 'vital_interest' })
      .expect(201);
    return person;
  }

  const show = (who: SignedIn, shown: 'yes' | 'no', next = '/tasks') =>
    who.submit('/shown-names', { shown, next });
  const textOf = async (who: SignedIn, path: string): Promise<string> =>
    (await who.get(path).expect(200)).text;
  const audits = async (actor: SignedIn): Promise<string[][]> => {
    const { rows } = await mawa.admin.query<{ ids: string[] }>(
      `SELECT subject_ids AS ids FROM audit_log WHERE action = 'people.list_names' AND actor_id = $1 ORDER BY seq`,
      [actor.actor.userId],
    );
    return rows.map(({ ids }) => ids);
  };

  const LISTS = [
    '/people',
    '/tasks',
    '/',
    '/hearings',
    '/legal/awards',
    '/services',
    '/services/planned',
    '/returns',
    '/beds/waiting',
    '/beds?nights=28',
  ];

  it.each(LISTS)(
    '%s: a name only after the session asked for it, with one audit row',
    async (path) => {
      const reader = await mawa.signInAs(officer.email);
      const before = await textOf(reader, path);
      expect(before).toContain(SWITCH);
      expect(before).not.toContain('Wassila');
      await show(reader, 'yes', path).expect(303).expect('location', path);
      const rows = (await audits(reader)).length;
      const after = await textOf(reader, path);
      expect(after).toMatch(new RegExp(`<bdi[^>]*>${NAME}</bdi>`));
      expect(after).toContain(her.caseNumber);
      expect((await audits(reader)).slice(rows)).toEqual([[her.id]]);
      await show(reader, 'no', path).expect(303);
      expect(await textOf(reader, path)).not.toContain('Wassila');
    },
  );

  it('the files of a colleague, for the supervisor who holds them too', async () => {
    const path = `/caseload?officer=${officer.actor.userId}`;
    expect(await textOf(supervisor, path)).not.toContain('Wassila');
    await show(supervisor, 'yes', path).expect(303);
    expect(await textOf(supervisor, path)).toContain(NAME);
    await show(supervisor, 'no', path).expect(303);
  });

  it('departures, follow-ups and one task show them as well', async () => {
    const reader = await mawa.signInAs(officer.email);
    await show(reader, 'yes');
    const task = /href="(\/tasks\/[0-9a-f-]{36})"/.exec(await textOf(reader, '/tasks'))![1]!;
    expect(await textOf(reader, task)).toContain(NAME);
    for (const path of ['/returns/departures', '/returns/follow-ups']) await textOf(reader, path);
  });

  it('a session of training shows them, with one audit row', async () => {
    const programme = await mawa.signIn('programme_officer');
    const session = await aSession(programme, await aPartner(mawa));
    await begun(officer, her, session.id);
    const reader = await mawa.signInAs(officer.email);
    const path = `/training/sessions/${session.id}`;
    const before = await textOf(reader, path);
    expect(before).toContain(SWITCH);
    expect(before).not.toContain('Wassila');
    await show(reader, 'yes', path).expect('location', path);
    const rows = (await audits(reader)).length;
    expect(await textOf(reader, path)).toContain(`<bdi class="case-name">${NAME}</bdi>`);
    expect((await audits(reader)).slice(rows)).toEqual([[her.id]]);
  });

  it('what was noted is said with the name only while names are shown', async () => {
    const reader = await mawa.signInAs(officer.email);
    const noted = async () => {
      const service = { caseNumber: her.caseNumber, typeCode: 'transport', givenOn: '2026-11-24' };
      const { headers } = await reader.submit('/services', service).expect(303);
      const flash = String(headers['set-cookie']).split(';')[0]!;
      const cookie = `${reader.headers['cookie']}; ${flash}`;
      return (await reader.get(headers.location as string).set('cookie', cookie)).text;
    };
    expect(await noted()).toContain(`Noté pour ${her.caseNumber} :`);
    await show(reader, 'yes');
    expect(await noted()).toContain(`Noté pour ${NAME} (${her.caseNumber}) :`);
  });

  it('in Arabic the name stands apart from the direction of the line', async () => {
    const reader = await mawa.signInAs(officer.email);
    await mawa.admin.query(`UPDATE users SET language = 'ar' WHERE id = $1`, [
      officer.actor.userId,
    ]);
    try {
      expect(await textOf(reader, '/tasks')).toContain('إظهار الأسماء');
      await show(reader, 'yes');
      const text = await textOf(reader, '/tasks');
      expect(text).toContain('dir="rtl"');
      expect(text).toContain(`<bdi class="case-name">${NAME}</bdi>`);
      expect(text).toContain('إخفاء الأسماء');
    } finally {
      await mawa.admin.query(`UPDATE users SET language = 'fr' WHERE id = $1`, [
        officer.actor.userId,
      ]);
    }
  });

  it('another session of the same account shows none, and signing out forgets', async () => {
    const first = await mawa.signInAs(officer.email);
    const second = await mawa.signInAs(officer.email);
    await show(first, 'yes').expect(303);
    expect(await textOf(first, '/tasks')).toContain(NAME);
    expect(await textOf(second, '/tasks')).not.toContain('Wassila');
    await first.submit('/sign-out', {}).expect(303);
    await first.get('/tasks').expect(303);
    expect(await textOf(await mawa.signInAs(officer.email), '/tasks')).not.toContain('Wassila');
  });

  it('an address of before asks for nothing', async () => {
    const reader = await mawa.signInAs(officer.email);
    expect(await textOf(reader, '/people?names=true')).not.toContain('Wassila');
  });

  it.each(['finance_officer', 'auditor', 'hotline_operator', 'administrator'] as const)(
    '%s has no switch, and gets no name even from a session that was changed by hand',
    async (role) => {
      const reader = await mawa.signIn(role);
      await show(reader, 'yes').expect(403);
      await mawa.admin.query('UPDATE sessions SET names_shown = true WHERE user_id = $1', [
        reader.actor.userId,
      ]);
      for (const path of [...LISTS, `/people/${her.id}`, `/people/${her.id}/services`]) {
        const { text } = await reader.get(path);
        expect(text).not.toContain('Wassila');
        expect(text).not.toContain(SWITCH);
      }
      expect(await audits(reader)).toEqual([]);
    },
  );

  it('a list shows the number, and no name, of somebody whose identity is not open to the reader', async () => {
    const { id, caseIds, caseNumbers } = await aRequest(mawa, officer, [
      aWoman({ names: { given: 'Wassila', family: 'Attendue', aliases: [] } }),
    ]);
    const path = `/api/v1/bed-requests/${id}`;
    const placements = inBeds(caseIds, shelter.rooms.A!.beds);
    await officer.post(`${path}/holds`, { placements }).expect(201);
    await officer.post(`${path}/promise`).expect(201);
    const roll = `/house/${shelter.id}/roll`;
    await show(manager, 'yes', roll).expect(303);
    const expected = await textOf(manager, roll);
    expect(expected).toContain(caseNumbers[0]);
    expect(expected).not.toContain('Wassila');
    // In the house she is known by her name, on what is given out too.
    await manager.post(`${path}/check-in`).expect(201);
    await manager.post(`/api/v1/houses/${shelter.id}/items/switch`, { on: true }).expect(201);
    await manager
      .post(`/api/v1/houses/${shelter.id}/items`, { item: 'dinner', caseIds })
      .expect(201);
    expect(await textOf(manager, `/house/${shelter.id}/items`)).toContain(
      '<bdi class="case-name">Wassila Attendue</bdi>',
    );
    await show(manager, 'no', roll).expect(303);
  });

  it('nothing of a restricted file of somebody else, nor of somebody who only waits', async () => {
    const colleague = await mawa.signIn('reintegration_officer');
    const restricted = await onEveryList(colleague, 'Retirée');
    const all = await mawa.signIn(['reintegration_officer', 'case_supervisor', 'shelter_manager'], {
      shelterIds: [shelter.id],
    });
    await colleague.post(`${restricted.path}/access`, { userId: all.actor.userId }).expect(204);
    await show(all, 'yes').expect(303);
    expect(await textOf(all, '/beds/waiting')).toContain('Wassila Retirée');
    const boss = await mawa.signIn('case_supervisor');
    await colleague.post(`${restricted.path}/access`, { userId: boss.actor.userId }).expect(204);
    await boss
      .post(`${restricted.path}/restriction`, {
        reason: 'menace',
        userIds: [colleague.actor.userId],
      })
      .expect(201);
    for (const path of [...LISTS, `/caseload?officer=${colleague.actor.userId}`]) {
      expect(await textOf(all, path)).not.toContain('Retirée');
    }
  });

  it('refuses a wrong value, another site and an address outside', async () => {
    await officer.submit('/shown-names', { shown: 'peut-être' }).expect(422);
    await officer
      .submit('/shown-names', { shown: 'no', next: '//ailleurs.example' })
      .expect('location', '/');
    await mawa.http().post('/shown-names').set('cookie', officer.headers.cookie!).expect(403);
  });

  it('no page with names is kept by a browser, and rows add no statement', async () => {
    const reader = await mawa.signInAs(officer.email);
    await show(reader, 'yes');
    const answer = await reader.get('/tasks').expect(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    const count = () => countStatements(mawa, () => reader.get('/tasks'));
    const few = await count();
    for (let n = 0; n < 8; n += 1) {
      const { id: caseId } = await aPerson(officer);
      const task = { caseId, title: 'rappeler', dueOn: '2026-11-26' };
      await officer.post('/api/v1/tasks', task).expect(201);
    }
    expect(await count()).toBe(few);
  });
});

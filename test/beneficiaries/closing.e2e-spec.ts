import { CaseClosings } from '../../modules/beneficiaries';
import { aProceeding } from '../legal-aid/legal';
import { agrees, aPartner, asking, hasPlaces } from '../referrals/partners';
import { aRequest, aShelter, aWoman, inBeds, standsAt } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aProvider, aSession, begun, enrolled } from '../vocational-training/training';
import { aTrack } from '../voluntary-return/returns';
import { aPerson, type TestPerson } from './test-people';

interface Open {
  readonly key: string;
  readonly does: string;
  readonly count: number;
  readonly path: string;
}

describe('closing a case', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  beforeEach(async () => {
    mawa = await startApp();
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    officer = await mawa.signIn('reintegration_officer');
  });
  afterEach(() => mawa.stop());

  const openTask = (kind: string, caseId: string) =>
    mawa.transactions.run(officer.actor, (tx) =>
      tx.query(`SELECT add_task($1, $2, NULL, 'reintegration_officer', NULL, mawa_now())`, [
        kind,
        caseId,
      ]),
    );
  const stage = (by: SignedIn, id: string, to: string, reason: string) =>
    by.post(`/api/v1/people/${id}/stages`, { to, reason, decidedBy: 'programme' });
  const closingOf = async (by: SignedIn, id: string) =>
    (await by.get(`/api/v1/people/${id}/stages`).expect(200)).body.closing;
  const openNow = (caseId: string): Promise<Open[]> =>
    mawa.transactions.run(officer.actor, (tx) =>
      mawa.app.get(CaseClosings).of(tx, { caseId, caseNumber: 'X' }),
    );
  const counts = (open: readonly Open[], does: string) =>
    Object.fromEntries(
      open.filter((one) => one.does === does).map(({ key, count }) => [key, count]),
    );

  /** Somebody with something of everything. */
  const busy = async (): Promise<TestPerson> => {
    const house = await aShelter(mawa, { A: { beds: 1 } });
    const { id, caseIds } = await aRequest(mawa, officer, [aWoman()]);
    const [caseId] = caseIds as [string];
    const placements = inBeds(caseIds, house.rooms.A!.beds);
    await officer.post(`/api/v1/bed-requests/${id}/holds`, { placements }).expect(201);
    const person = { id: caseId, caseNumber: '', path: `/api/v1/people/${caseId}` };
    await openTask('assessment_due', caseId);
    await openTask('plan_step', caseId);
    await openTask('document_review', caseId);
    const appointment = { caseId, typeCode: 'psychological_session', dueOn: '2026-11-25' };
    await officer.post('/api/v1/service-appointments', appointment).expect(201);
    const provider = await aProvider(mawa);
    const programme = await mawa.signIn('programme_officer');
    const [wanted, running] = [
      await aSession(programme, provider),
      await aSession(programme, provider),
    ];
    await enrolled(officer, person, wanted.id);
    await begun(officer, person, running.id);
    await aProceeding(officer, person);
    await aTrack(officer, person);
    const partner = await aPartner(mawa);
    await hasPlaces(officer, partner, 'open').expect(201);
    await agrees(officer, caseId, partner);
    await officer.post(`${person.path}/referrals`, asking(partner)).expect(201);
    return person;
  };

  it('says before what will end and what goes on, with counts and links, and does exactly that', async () => {
    const person = await busy();
    const { forbidden, officers, open } = await closingOf(officer, person.id);
    expect([forbidden, officers]).toEqual([null, [officer.actor.name]]);
    const { tasks, ...ends } = counts(open, 'ends');
    expect(ends).toEqual({ appointments: 1, training_seats: 1 });
    expect(tasks).toBeGreaterThanOrEqual(2);
    const { other_tasks, ...goesOn } = counts(open, 'goes_on');
    expect(goesOn).toEqual({
      beds: 1,
      bed_requests: 1,
      training: 1,
      referrals: 1,
      proceedings: 1,
      returns: 1,
      shares: 1,
    });
    expect(other_tasks).toBeGreaterThanOrEqual(1);
    const { text } = await officer.get(`/people/${person.id}/stages`).expect(200);
    const section = /<section aria-labelledby="closing">[^]*?<\/section>/.exec(text)![0];
    const links = [...section.matchAll(/<a href="([^"]*)">([^<]*)<\/a> <span[^>]*>(\d+)</g)].map(
      ([, path, label, count]) => [
        path!.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='),
        label,
        Number(count),
      ],
    );
    expect(links).toHaveLength(open.length);
    expect(links).toContainEqual([
      `/people/${person.id}/services`,
      'Rendez-vous et services prévus',
      1,
    ]);
    for (const [path] of links) await officer.get(path as string).expect(200);
    // Above the form.
    expect(text.indexOf('id="closing"')).toBeLessThan(text.indexOf('id="next-stage"'));
    await stage(officer, person.id, 'presumed', 'assessment').expect(201);
    await stage(officer, person.id, 'closed', 'person_wishes').expect(201);
    const after = await openNow(person.id);
    expect(counts(after, 'ends')).toEqual({});
    const { other_tasks: _tasks, ...left } = counts(after, 'goes_on');
    expect(left).toEqual(goesOn);
    expect(await closingOf(officer, person.id)).toBeNull();
    expect((await officer.get(`/people/${person.id}/stages`).expect(200)).text).not.toContain(
      'id="closing"',
    );
  });

  it('ends nothing where nothing is under way, and says so', async () => {
    const person = await aPerson(officer);
    await mawa.admin.query('DELETE FROM tasks WHERE case_id = $1', [person.id]);
    expect((await closingOf(officer, person.id)).open).toEqual([]);
    expect((await officer.get(`/people/${person.id}/stages`).expect(200)).text).toContain(
      'Rien n’est en cours',
    );
  });

  it('counts for each reader only what they may see', async () => {
    const person = await busy();
    const shelterId = '00000000-0000-4000-8000-00000000abcd';
    const manager = await mawa.signIn('shelter_manager', { shelterIds: [shelterId] });
    await mawa.admin.query(
      `INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, source_id, from_at)
       SELECT $1, 'shelter', $2, reason, parts, gen_random_uuid(), '2026-11-24Z' FROM access_reasons WHERE reason = 'hold'`,
      [person.id, shelterId],
    );
    const seen = await mawa.transactions.run(manager.actor, (tx) =>
      mawa.app.get(CaseClosings).of(tx, { caseId: person.id, caseNumber: 'X' }),
    );
    const keys = seen.map(({ key }) => key);
    for (const kept of ['proceedings', 'referrals', 'shares', 'returns', 'appointments']) {
      expect(keys).not.toContain(kept);
    }
  });

  it('is for other roles: whoever may not close is told whom to ask, before the form', async () => {
    const person = await aPerson(officer);
    const manager = await mawa.signIn('shelter_manager');
    await officer.post(`${person.path}/access`, { userId: manager.actor.userId }).expect(204);
    expect(await closingOf(manager, person.id)).toMatchObject({ forbidden: 'role', open: [] });
    const { text } = await manager.get(`/people/${person.id}/stages`).expect(200);
    expect(text).toContain('Votre rôle ne ferme pas de dossier. Demandez à qui le suit');
    expect(text).toContain(`href="/tasks/new?case&#x3D;${person.id}"`);
    expect(text).toContain('id="next-stage"');
    await stage(manager, person.id, 'closed', 'person_wishes').expect(403);
  });

  it('of a file that was joined leads to the one that goes on', async () => {
    const [kept, joined] = [await aPerson(officer), await aPerson(officer)];
    await mawa.admin.query('ALTER TABLE cases DISABLE TRIGGER USER');
    await mawa.admin.query('UPDATE cases SET merged_into = $1 WHERE id = $2', [kept.id, joined.id]);
    await mawa.admin.query('ALTER TABLE cases ENABLE TRIGGER USER');
    expect(await closingOf(officer, joined.id)).toMatchObject({
      forbidden: 'joined',
      joinedTo: kept.id,
    });
    const { text } = await officer.get(`/people/${joined.id}/stages`).expect(200);
    expect(text).toContain('Ce dossier a été joint à un autre.');
    expect(text).toContain(`<a href="/people/${kept.id}">Ouvrir le dossier</a>`);
    expect(text).not.toContain('id="next-stage"');
  });
});

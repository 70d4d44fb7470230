import { JobRunner } from '../../modules/platform/queue';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aGirl, aRequest, aShelter, aWoman, inBeds, person, type TestShelter } from './house';

type Party = {
  requestId: string;
  state: string;
  byHand: boolean;
  refused: { code: string } | null;
  beds: { bedId: string; roomId: string; shelterId: string }[];
};

describe('a group at once', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let other: TestShelter;
  let officer: SignedIn;
  let manager: SignedIn;
  let asked: { id: string; caseIds: string[] }[];
  beforeAll(async () => {
    mawa = await startApp();
    await mawa.app.get(JobRunner).start({ concurrency: 1 });
    house = await aShelter(mawa, { A: { beds: 2 }, B: { beds: 2 } });
    other = await aShelter(mawa, { C: { beds: 1 } });
    officer = await mawa.signIn('reintegration_officer');
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    asked = [];
    for (const people of [[aWoman()], [aWoman()], [aWoman(), aGirl()]]) {
      asked.push(await aRequest(mawa, officer, people));
      mawa.clock.advance(60_000);
    }
  });
  afterAll(() => mawa.stop());

  const plan = async (who: SignedIn, id: string) =>
    (await who.get(`/api/v1/bed-groups/${id}`).expect(200)).body;
  /** Asks for a plan and waits until it is there. */
  async function propose(who: SignedIn, requests: { id: string }[]) {
    const { body } = await who
      .post('/api/v1/bed-groups', { requestIds: requests.map(({ id }) => id) })
      .expect(202);
    for (let turn = 0; turn < 300; turn += 1) {
      const found = await plan(who, body.id as string);
      if (found.state === 'proposed') return found;
      if (found.job?.state === 'failed') throw new Error(found.job.errorCode);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('no plan in time');
  }
  async function eventually(read: () => Promise<unknown>, wanted: unknown) {
    for (let turn = 0; turn < 300 && (await read()) !== wanted; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await read()).toBe(wanted);
  }
  const partyOf = ({ parties }: { parties: Party[] }, { id }: { id: string }) =>
    parties.find(({ requestId }) => requestId === id)!;
  const states = (found: { parties: Party[] }) => found.parties.map(({ state }) => state);

  it('places more people than one after another, and says for each why', async () => {
    const found = await propose(officer, asked);
    expect(states(found)).toEqual(['proposed', 'proposed', 'proposed']);
    expect(found).toMatchObject({ freeBeds: 5, handPeople: 2 });
    const family = partyOf(found, asked[2]!);
    expect(new Set(family.beds.map(({ roomId }) => roomId)).size).toBe(1);
    expect(found.bound).toBeGreaterThanOrEqual(found.worth);
    const page = await officer.get(`/beds/groups/${found.id}`).expect(200);
    expect(page.text).toContain('4 personnes sur 4');
    expect(page.text).toContain('Pourquoi ces lits');
    expect((await officer.get('/beds/groups').expect(200)).text).toContain(found.id);
    await officer.get(`/beds/groups/${found.id}/progress`).expect(200);
  });

  it('where no bed can be had, the page says that and what is nearest, not that time ran out', async () => {
    const women = await aShelter(mawa, { W: { mix: 'women', beds: 2 } });
    const keeper = await mawa.signIn('shelter_manager', { shelterIds: [women.id] });
    const men = ['1990-01-01', '1985-01-01'].map((birthDate) => person({ sex: 'male', birthDate }));
    const two: { id: string }[] = [];
    for (const man of men) two.push(await aRequest(mawa, officer, [man], { shelterId: women.id }));
    const found = await propose(keeper, two);
    expect(states(found)).toEqual(['without', 'without']);
    expect(found).toMatchObject({ worth: 0, bound: 0 });
    const { text } = await keeper.get(`/beds/groups/${found.id}`).expect(200);
    expect(text).toContain('Aucun lit libre ne convient à l’une de ces demandes');
    expect(text).not.toContain('n’a pas abouti à temps');
    expect(text).toContain('Le plus proche :');
  });

  it('one plan at a time for each person: a second one asked meanwhile hears that the first is being made', async () => {
    const requestIds = asked.map(({ id }) => id);
    const ask = () => officer.post('/api/v1/bed-groups', { requestIds });
    const answers = await Promise.all([ask(), ask()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
    const [made, refused] = answers.sort((a, b) => a.status - b.status);
    expect(refused!.body.code).toBe('groups.one_at_a_time');
    await eventually(async () => (await plan(officer, made!.body.id as string)).state, 'proposed');
  });

  it('a manager plans over the beds of the own shelter alone', async () => {
    const found = await propose(manager, asked);
    const shelters = found.parties.flatMap(({ beds }: Party) =>
      beds.map(({ shelterId }) => shelterId),
    );
    expect(new Set(shelters)).toEqual(new Set([house.id]));
    expect(found.freeBeds).toBe(4);
  });

  it('a plan is seen by whoever made it, and is not there for anybody else, page, API and database alike', async () => {
    const found = await propose(officer, asked);
    await manager.get(`/api/v1/bed-groups/${found.id}`).expect(404);
    await manager.get(`/beds/groups/${found.id}`).expect(404);
    const confirm = { requestIds: [asked[0]!.id] };
    await manager.post(`/api/v1/bed-groups/${found.id}/holds`, confirm).expect(404);
    await manager
      .post(`/api/v1/bed-groups/${found.id}/moves`, { requestId: asked[0]!.id })
      .expect(404);
    for (const table of [
      'group_plans',
      'group_plan_parties',
      'group_plan_beds',
      'group_plan_changes',
    ]) {
      const column = table === 'group_plans' ? 'id' : 'plan_id';
      const rows = await mawa.transactions.run(manager.actor, (tx) =>
        tx.query(`SELECT 1 FROM ${table} WHERE ${column} = $1`, [found.id]),
      );
      expect(rows).toEqual([]);
    }
    const supervisor = await mawa.signIn('case_supervisor');
    await supervisor.get('/api/v1/bed-groups').expect(403);
    await supervisor
      .post('/api/v1/bed-groups', { requestIds: asked.map(({ id }) => id) })
      .expect(403);
  });

  it('is refused for one request alone, for one that nobody may see, and for one that is held', async () => {
    const one = await officer.post('/api/v1/bed-groups', { requestIds: [asked[0]!.id] });
    expect(one.status).toBe(422);
    const stranger = { requestIds: [asked[0]!.id, '00000000-0000-4000-8000-00000000abcd'] };
    const unknown = await officer.post('/api/v1/bed-groups', stranger);
    expect([unknown.status, unknown.body.code]).toEqual([409, 'groups.not_all_waiting']);
  });

  it('who is kept apart is never put under one roof, and a move there gets the sentence of any other', async () => {
    const here = await aShelter(mawa, { D: { beds: 1 }, E: { beds: 1 } });
    const there = await aShelter(mawa, { F: { beds: 1 } });
    const both = await mawa.signIn('shelter_manager', { shelterIds: [here.id, there.id] });
    const two = [await aRequest(mawa, officer), await aRequest(mawa, officer)];
    await officer
      .post(`/api/v1/people/${two[0]!.caseIds[0]}/keep-apart`, { otherCaseId: two[1]!.caseIds[0] })
      .expect(201);
    const found = await propose(both, two);
    const roofs = two.map((request) => partyOf(found, request).beds[0]?.shelterId);
    expect(new Set(roofs)).toEqual(new Set([here.id, there.id]));
    const move = { requestId: two[roofs.indexOf(there.id)]!.id, shelterId: here.id };
    const refused = await both.post(`/api/v1/bed-groups/${found.id}/moves`, move);
    expect([refused.status, refused.body.code]).toEqual([409, 'groups.no_place_there']);
    expect(JSON.stringify(await plan(both, found.id))).not.toContain('apart');
    // Confirmed one after the other, the wall of the calendar says the same.
    const { body } = await both
      .post(`/api/v1/bed-groups/${found.id}/holds`, { requestIds: two.map(({ id }) => id) })
      .expect(201);
    expect(body).toEqual({ held: expect.arrayContaining(two.map(({ id }) => id)), refused: [] });
  });

  it('is edited: a party is left out, looked for again, and moved to another house', async () => {
    const found = await propose(officer, asked);
    const path = `/api/v1/bed-groups/${found.id}`;
    const [first] = asked;
    for (const { id } of [first!, asked[1]!]) {
      await officer.post(`${path}/left-out`, { requestId: id }).expect(204);
    }
    expect(partyOf(await plan(officer, found.id), first!)).toMatchObject({
      state: 'left_out',
      beds: [],
    });
    await officer.post(`${path}/moves`, { requestId: first!.id, shelterId: other.id }).expect(204);
    const moved = partyOf(await plan(officer, found.id), first!);
    expect(moved.beds.map(({ shelterId }) => shelterId)).toEqual([other.id]);
    // The family of two finds no two beds there: the same answer as for any bed that is not proposed.
    const refused = await officer.post(`${path}/moves`, {
      requestId: asked[2]!.id,
      shelterId: other.id,
    });
    expect([refused.status, refused.body.code]).toEqual([409, 'groups.no_place_there']);
    expect(partyOf(await plan(officer, found.id), asked[2]!).state).toBe('proposed');
    const page = await officer.submit(`/beds/groups/${found.id}/moves`, {
      requestId: asked[2]!.id,
      shelterId: other.id,
    });
    expect(page.status).toBe(409);
    expect(page.text).toContain('Aucune place n’est proposée là pour cette demande.');
  });

  it('is confirmed: what was taken meanwhile is named, each party is held whole, and the rest stands', async () => {
    const found = await propose(officer, asked);
    const lost = partyOf(found, asked[0]!);
    const late = await aRequest(mawa, officer, [
      person({ sex: 'female', birthDate: '1990-01-01' }),
    ]);
    await officer
      .post(`/api/v1/bed-requests/${late.id}/holds`, {
        placements: inBeds(late.caseIds, [lost.beds[0]!.bedId]),
      })
      .expect(201);
    const path = `/beds/groups/${found.id}/holds`;
    const answer = await officer.submit(path, { requestIds: asked.map(({ id }) => id) });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('Le reste du plan tient.');
    const after = await plan(officer, found.id);
    expect(partyOf(after, asked[0]!)).toMatchObject({
      state: 'proposed',
      refused: { code: 'beds.taken' },
    });
    expect(partyOf(after, asked[2]!).state).toBe('held');
    const { rows } = await mawa.admin.query(
      `SELECT k.bed_id FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
        WHERE bp.request_id = $1 AND k.state = 'hold'`,
      [asked[2]!.id],
    );
    expect(rows.map(({ bed_id }) => bed_id).sort()).toEqual(
      partyOf(found, asked[2]!)
        .beds.map(({ bedId }) => bedId)
        .sort(),
    );
    // The same press again holds nothing twice.
    const again = await officer.post(`/api/v1/bed-groups/${found.id}/holds`, {
      requestIds: [asked[2]!.id],
    });
    expect(again.body).toEqual({ held: [asked[2]!.id], refused: [] });
  });

  it('two who confirm plans for the same beds at once: each bed is held once, no party in part', async () => {
    const three = await aShelter(mawa, { G: { beds: 2 }, H: { beds: 2 } });
    const colleague = await mawa.signIn('shelter_manager', { shelterIds: [three.id] });
    const also = await mawa.signIn('shelter_manager', { shelterIds: [three.id] });
    const families = [
      await aRequest(mawa, officer, [aWoman(), aGirl()]),
      await aRequest(mawa, officer, [aWoman(), aGirl()]),
      await aRequest(mawa, officer, [aWoman(), aGirl()]),
      await aRequest(mawa, officer, [aWoman(), aGirl()]),
    ];
    const [mine, theirs] = [
      await propose(colleague, families.slice(0, 2)),
      await propose(also, families.slice(2)),
    ];
    const ids = (of: typeof families) => ({ requestIds: of.map(({ id }) => id) });
    await Promise.all([
      colleague.post(`/api/v1/bed-groups/${mine.id}/holds`, ids(families.slice(0, 2))).expect(201),
      also.post(`/api/v1/bed-groups/${theirs.id}/holds`, ids(families.slice(2))).expect(201),
    ]);
    const { rows } = await mawa.admin.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
        WHERE bp.request_id = ANY ($1) AND k.state = 'hold' GROUP BY bp.request_id`,
      [families.map(({ id }) => id)],
    );
    expect(rows).toEqual([{ n: 2 }, { n: 2 }]);
  });
});

describe('a group of whom something has to be asked', () => {
  it('an answer about one party is not written into the files of another', async () => {
    const mawa = await startApp();
    try {
      await mawa.app.get(JobRunner).start({ concurrency: 1 });
      await aShelter(mawa, { A: { beds: 3, stepFree: false } });
      const officer = await mawa.signIn('reintegration_officer');
      const [one, two] = [
        await aRequest(mawa, officer, [aWoman({ accessNeed: null })]),
        await aRequest(mawa, officer, [aWoman({ accessNeed: null })]),
      ];
      const three = await aRequest(mawa, officer);
      const requestIds = [one, two, three].map(({ id }) => id);
      const { body } = await officer.post('/api/v1/bed-groups', { requestIds }).expect(202);
      const path = `/api/v1/bed-groups/${body.id}`;
      for (let turn = 0; turn < 300; turn += 1) {
        if ((await officer.get(path)).body.state === 'proposed') break;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      const reason = 'elle marche sans aide';
      const both = await officer.post(`${path}/holds`, { requestIds, reason });
      expect([both.status, both.body.code]).toEqual([422, 'groups.one_answer_a_party']);
      const some = await officer.post(`${path}/holds`, { requestIds: [one.id, three.id], reason });
      expect(some.body.refused).toEqual([]);
      const { rows } = await mawa.admin.query(
        `SELECT bp.case_id FROM bed_notes n JOIN booking_people bp ON bp.booking_id = n.booking_id WHERE n.about = 'hold'`,
      );
      expect(rows).toEqual([{ case_id: one.caseIds[0] }]);
    } finally {
      await mawa.stop();
    }
  });
});

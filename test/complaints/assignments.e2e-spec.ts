import { ComplaintsHousekeeping } from '../../modules/complaints/complaints.schedule';
import { aShelter, type TestShelter } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import {
  aComplaint,
  aFocalPoint,
  anOrganisation,
  kindsOfTasks,
  nobodyReads,
  sees,
  tasksOf,
  withNumber,
} from './complaints';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('a complaint is never left with nobody', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let admin: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    house = await aShelter(mawa, { A: { beds: 1 } });
    admin = await mawa.signIn('administrator');
  });
  afterAll(() => mawa.stop());
  beforeEach(() => nobodyReads(mawa));

  const acknowledge = (reader: SignedIn, path: string) =>
    reader.post(`${path}/steps`, { to: 'acknowledged' }).expect(204);
  const answer = (reader: SignedIn, path: string) =>
    reader.post(`${path}/answers`, { text: 'Voici.', final: 'yes' }).expect(201);
  const later = async (ms: number, ...readers: SignedIn[]): Promise<SignedIn[]> => {
    mawa.clock.advance(ms);
    admin = await mawa.signInAs(admin.email);
    return Promise.all(readers.map(({ email }) => mawa.signInAs(email)));
  };

  const LEAVING: [string, (one: SignedIn) => Promise<unknown>][] = [
    [
      'whose role ends',
      async ({ actor: { userId } }) => {
        const { body } = await admin.get(`/api/v1/users/${userId}`).expect(200);
        await admin.delete(`/api/v1/roles/${body.roles[0].id}`).expect(204);
      },
    ],
    [
      'whose account closes',
      ({ actor: { userId } }) =>
        admin.post(`/api/v1/users/${userId}/closing`, { reason: 'left' }).expect(201),
    ],
  ];
  it.each(LEAVING)('somebody %s lets go of it, and the others are asked', async (_, leave) => {
    const [one, two] = [await aFocalPoint(mawa), await aFocalPoint(mawa)];
    const { id, code, path } = await aComplaint(mawa);
    await acknowledge(one, path);
    expect(await kindsOfTasks(mawa, two, id)).toEqual([]);
    await leave(one);
    const { body } = await two.get(path).expect(200);
    expect(body.complaint.handlerId).toBeNull();
    expect(await kindsOfTasks(mawa, two, id)).toEqual(['complaint_new']);
    await withNumber(mawa, 'more', code, { text: 'Il revient ce soir.' }).expect(200);
    expect(await kindsOfTasks(mawa, two, id)).toEqual(['complaint_new']);
    await two.post(`${path}/taking`).expect(204);
    expect(await kindsOfTasks(mawa, two, id)).toEqual([
      'complaint_answer',
      'complaint_check',
      'complaint_words',
    ]);
  });

  it('one administrator sends nobody who reads into a house, which would blind them to it for good', async () => {
    const one = await aFocalPoint(mawa);
    const { path } = await aComplaint(mawa);
    await acknowledge(one, path);
    const membership = { kind: 'shelter', principalId: house.id };
    const refused = await admin
      .post(`/api/v1/users/${one.actor.userId}/memberships`, membership)
      .expect(409);
    expect(refused.body.code ?? refused.body.errors[0].code).toBe(
      'access.focal_point_joins_no_house',
    );
    await expect(
      mawa.transactions.run(admin.actor, (tx) =>
        tx.query(
          `INSERT INTO memberships (user_id, principal_kind, principal_id, given_by) VALUES ($1, 'shelter', $2, $3)`,
          [one.actor.userId, house.id, admin.actor.userId],
        ),
      ),
    ).rejects.toMatchObject({ constraint: 'focal_points_join_no_house' });
    await one.get(path).expect(200);
  });

  it('taken over from somebody away, everything that it asks goes along', async () => {
    const [one, two] = [await aFocalPoint(mawa), await aFocalPoint(mawa)];
    const { id, code, path } = await aComplaint(mawa);
    await acknowledge(one, path);
    await withNumber(mawa, 'more', code, { text: 'Encore un mot.' }).expect(200);
    const asked = await tasksOf(mawa, one, id);
    expect(asked.map(({ kind }) => kind)).toEqual([
      'complaint_answer',
      'complaint_check',
      'complaint_words',
    ]);
    await two.post(`${path}/taking`).expect(204);
    expect([await tasksOf(mawa, one, id), await tasksOf(mawa, two, id)]).toEqual([[], asked]);
    await answer(two, path);
    // Answered and heard; whether anybody makes her pay is still to be looked at.
    expect(await kindsOfTasks(mawa, two, id)).toEqual(['complaint_check']);
  });

  it('after somebody stepped aside, or was appealed against, whoever takes it looks for revenge too', async () => {
    const [one, two, three] = [
      await aFocalPoint(mawa),
      await aFocalPoint(mawa),
      await aFocalPoint(mawa),
    ];
    const { id, code, path } = await aComplaint(mawa);
    await acknowledge(one, path);
    const due = (await tasksOf(mawa, one, id)).find(({ kind }) => kind === 'complaint_check');
    await one.post(`${path}/stepping-aside`).expect(204);
    for (const reader of [two, three]) {
      expect(await kindsOfTasks(mawa, reader, id)).toEqual(['complaint_new']);
    }
    await two.post(`${path}/taking`).expect(204);
    expect(await tasksOf(mawa, two, id)).toContainEqual(due);
    await answer(two, path);
    await withNumber(mawa, 'another', code).expect(200);
    expect([await kindsOfTasks(mawa, two, id), await kindsOfTasks(mawa, three, id)]).toEqual([
      [],
      ['complaint_new'],
    ]);
    const early = await three.post(`${path}/taking`);
    expect([early.status, early.body.code]).toEqual([409, 'complaints.not_a_step']);
    await acknowledge(three, path);
    expect(await kindsOfTasks(mawa, three, id)).toEqual(['complaint_answer', 'complaint_check']);
    expect(await tasksOf(mawa, three, id)).toContainEqual(due);
  });

  it('a second is asked of all but whoever has it in hand, and again when the second leaves', async () => {
    const [one, two, three] = [
      await aFocalPoint(mawa),
      await aFocalPoint(mawa),
      await aFocalPoint(mawa),
    ];
    const { id, path } = await aComplaint(mawa, { kind: 'violence' });
    await acknowledge(one, path);
    expect([await kindsOfTasks(mawa, one, id), await kindsOfTasks(mawa, two, id)]).toEqual([
      ['complaint_answer', 'complaint_check'],
      ['complaint_second'],
    ]);
    await two.post(`${path}/second`).expect(204);
    expect(await kindsOfTasks(mawa, three, id)).toEqual([]);
    await two.post(`${path}/stepping-aside`).expect(204);
    expect(await kindsOfTasks(mawa, three, id)).toEqual(['complaint_second']);
    expect(await kindsOfTasks(mawa, one, id)).toEqual(['complaint_answer', 'complaint_check']);
  });

  it('a closed one is not taken over: whoever reopens it has it in hand', async () => {
    const [one, two] = [await aFocalPoint(mawa), await aFocalPoint(mawa)];
    const { id, path } = await aComplaint(mawa);
    await acknowledge(one, path);
    await answer(one, path);
    await one.post(`${path}/steps`, { to: 'closed', reason: 'settled' }).expect(204);
    const taken = await two.post(`${path}/taking`);
    expect([taken.status, taken.body.code]).toEqual([409, 'complaints.not_a_step']);
    expect([await kindsOfTasks(mawa, one, id), await kindsOfTasks(mawa, two, id)]).toEqual([
      ['complaint_check'],
      [],
    ]);
    const { text } = await two.get(`/complaints/${id}`).expect(200);
    expect(text).toContain('>Rouvrir<');
    await two.submit(`/complaints/${id}/steps`, { to: 'reopened' }).expect(303);
    expect([await kindsOfTasks(mawa, one, id), await kindsOfTasks(mawa, two, id)]).toEqual([
      [],
      ['complaint_answer', 'complaint_check'],
    ]);
  });

  it('what came while nobody was named is asked of whoever is confirmed next', async () => {
    const { id } = await aComplaint(mawa);
    const other = await mawa.signIn('administrator');
    const next = await mawa.signIn([], { organisationId: await anOrganisation(mawa) });
    const { body: role } = await admin
      .post(`/api/v1/users/${next.actor.userId}/roles`, { role: 'focal_point' })
      .expect(201);
    const asked = async () => {
      const { rows } = await mawa.admin.query(
        'SELECT kind FROM tasks WHERE subject_id = $1 AND for_user = $2 AND done_at IS NULL',
        [id, next.actor.userId],
      );
      return rows.map(({ kind }) => kind as string);
    };
    expect(await asked()).toEqual([]);
    await other.post(`/api/v1/roles/${role.id}/confirmation`).expect(204);
    expect(await asked()).toEqual(['complaint_new']);
    const named = await mawa.signInAs(next.email);
    expect([await sees(mawa, named, id), await kindsOfTasks(mawa, named, id)]).toEqual([
      true,
      ['complaint_new'],
    ]);
  });

  it('whoever may read because a time in a shelter ran out elsewhere is asked by the hourly round', async () => {
    const [soon] = await Promise.all([aFocalPoint(mawa)]);
    const elsewhere = await aShelter(mawa, { A: { beds: 1 } });
    await mawa.admin.query(
      `INSERT INTO memberships (user_id, principal_kind, principal_id, from_at, until_at, given_by)
       VALUES ($1, 'shelter', $2, '2020-01-01Z', $3, '00000000-0000-4000-8000-000000000004')`,
      [soon.actor.userId, elsewhere.id, new Date(mawa.clock.now().getTime() + HOUR)],
    );
    const { id } = await aComplaint(mawa, { region: '09' });
    expect(await kindsOfTasks(mawa, soon, id)).toEqual([]);
    const [now] = await later(2 * HOUR, soon);
    await mawa.app.get(ComplaintsHousekeeping).run();
    expect(await kindsOfTasks(mawa, now!, id)).toEqual(['complaint_new']);
    await mawa.app.get(ComplaintsHousekeeping).run();
    expect(await kindsOfTasks(mawa, now!, id)).toEqual(['complaint_new']);
  });

  it('turning out to be grave, its tasks come forward with it, also those that were put off', async () => {
    const [one, two] = [await aFocalPoint(mawa), await aFocalPoint(mawa)];
    const { id, path } = await aComplaint(mawa, { kind: 'theft' });
    const arrived = mawa.clock.now().getTime();
    const at = (ms: number) => new Date(arrived + ms).toISOString();
    const due = async (reader: SignedIn) => (await tasksOf(mawa, reader, id))[0]!.dueAt;
    expect([await due(one), await due(two)]).toEqual([at(2 * DAY), at(2 * DAY)]);
    const { body: tasks } = await two.get('/api/v1/tasks').expect(200);
    const task = tasks.tasks.find((row: { subjectId: string }) => row.subjectId === id);
    const until = at(5 * DAY).slice(0, 10);
    await two
      .post(`/api/v1/tasks/${task.id}/postponements`, { until, reason: 'no_time' })
      .expect(204);
    expect((await due(two)) > at(4 * DAY)).toBe(true);
    await mawa.app.get(ComplaintsHousekeeping).run();
    expect((await due(two)) > at(4 * DAY)).toBe(true);
    await one.post(`${path}/sorting`, { kind: 'violence' }).expect(204);
    expect([await due(one), await due(two)]).toEqual([at(DAY), at(DAY)]);
  });
});

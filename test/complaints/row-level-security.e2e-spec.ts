import { ComplaintsHousekeeping } from '../../modules/complaints/complaints.schedule';
import { aShelter, type TestShelter } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import {
  aComplaint,
  aFocalPoint,
  anOrganisation,
  isRunBy,
  kindsOfTasks,
  nobodyReads,
  sees,
  tasksOf,
  withNumber,
} from './complaints';

const DAY = 86_400_000;

describe('what sorting and naming can not do', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let other: TestShelter;
  let operator: string;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    house = await aShelter(mawa, { A: { beds: 1 } });
    other = await aShelter(mawa, { A: { beds: 1 } });
    operator = await anOrganisation(mawa, 'partner');
    await isRunBy(mawa, house.id, operator);
  });
  afterAll(() => mawa.stop());
  beforeEach(() => nobodyReads(mawa));

  const ofTheHouse = () => mawa.signIn('focal_point', { organisationId: operator });
  const sort = (reader: SignedIn, path: string, sorting: object) =>
    reader.post(`${path}/sorting`, sorting).expect(204);
  const change = (reader: SignedIn, id: string, what: string) =>
    mawa.transactions.run(reader.actor, (tx) =>
      tx.query(`UPDATE complaints SET ${what} WHERE id = $1`, [id]),
    );

  it('a house that was given once keeps its operator out, whoever sorts it again or clears it', async () => {
    const [theirs, free] = [await ofTheHouse(), await aFocalPoint(mawa)];
    const { id, path } = await aComplaint(mawa, { region: '09' });
    // No house of theirs in that region: they read it until somebody knows which house it is.
    expect(await sees(mawa, theirs, id)).toBe(true);
    await sort(free, path, { shelterId: house.id });
    expect(await sees(mawa, theirs, id)).toBe(false);
    for (const sorting of [{}, { region: '09' }, { shelterId: other.id }]) {
      await sort(free, path, sorting);
      expect([sorting, await sees(mawa, theirs, id)]).toEqual([sorting, false]);
    }
    await change(free, id, 'shelter_id = NULL');
    expect(await sees(mawa, theirs, id)).toBe(false);
    await expect(
      mawa.transactions.run(free.actor, (tx) => tx.query('DELETE FROM complaint_places')),
    ).rejects.toThrow(/permission denied/);
  });

  it('a wrong house opens it to nobody: cleared again, it is of a house not known', async () => {
    const [theirs, free] = [await ofTheHouse(), await aFocalPoint(mawa)];
    const { id, path } = await aComplaint(mawa, { region: '04' });
    expect(await sees(mawa, theirs, id)).toBe(false);
    await sort(free, path, { shelterId: other.id });
    await sort(free, path, { region: '04' });
    expect(await sees(mawa, theirs, id)).toBe(false);
  });

  it('said to be about those who read here, it stays so: the commission sorts it, and they see nothing', async () => {
    const [first, commission] = [await aFocalPoint(mawa), await aFocalPoint(mawa, 'commission')];
    const { id } = await aComplaint(mawa, { about: 'focal_point' });
    const answer = await commission.submit(`/complaints/${id}/sorting`, {
      kind: 'violence',
      about: '',
      child: '',
      shelterId: '',
      region: '',
    });
    expect(answer.status).toBe(303);
    expect([await sees(mawa, first, id), await sees(mawa, commission, id)]).toEqual([false, true]);
    expect(await tasksOf(mawa, first, id)).toEqual([]);
    await change(commission, id, `about = 'staff', region = '04'`);
    expect(await sees(mawa, first, id)).toBe(false);
    // Sorted so by a focal point, it is out of their own sight, and stays so.
    const later = await aComplaint(mawa);
    await sort(first, later.path, { about: 'focal_point' });
    await change(commission, later.id, 'about = NULL');
    expect(await sees(mawa, first, later.id)).toBe(false);
  });

  it('deadlines are not put off and danger is not taken back, also not in the database itself', async () => {
    const one = await aFocalPoint(mawa);
    const { id, path } = await aComplaint(mawa, { kind: 'violence' });
    for (const [what, constraint] of [
      ['safeguarding = false', 'complaint_stays_grave'],
      [`acknowledge_by = acknowledge_by + interval '1 hour'`, 'complaint_is_not_put_off'],
      [`answer_by = answer_by + interval '1 day'`, 'complaint_is_not_put_off'],
      [`due_at = due_at + interval '1 day'`, 'complaint_is_not_put_off'],
      ['due_at = NULL', 'complaint_is_not_put_off'],
    ] as const) {
      await expect(change(one, id, what)).rejects.toMatchObject({ constraint });
    }
    await change(one, id, `answer_by = answer_by - interval '1 day'`);
    await expect(change(one, id, 'about_readers = true')).rejects.toThrow(/permission denied/);
    const { body } = await one.get(path).expect(200);
    expect(body.complaint.safeguarding).toBe(true);
  });

  it('before anybody knows which house: none whose organisation runs one there, and the commission steps in', async () => {
    const theirs = await ofTheHouse();
    const elsewhere = await aFocalPoint(mawa);
    await mawa.admin.query(
      `INSERT INTO memberships (user_id, principal_kind, principal_id, from_at, given_by)
       VALUES ($1, 'organisation', $2, '2020-01-01Z', '00000000-0000-4000-8000-000000000004')`,
      [elsewhere.actor.userId, operator],
    );
    const commission = await aFocalPoint(mawa, 'commission');
    const [here, there, anywhere] = [
      await aComplaint(mawa, { region: '04' }),
      await aComplaint(mawa, { region: '09' }),
      await aComplaint(mawa),
    ];
    for (const reader of [theirs, elsewhere]) {
      expect([
        await sees(mawa, reader, here.id),
        await sees(mawa, reader, there.id),
        await sees(mawa, reader, anywhere.id),
      ]).toEqual([false, true, false]);
    }
    expect([
      await sees(mawa, commission, here.id),
      await sees(mawa, commission, there.id),
      await sees(mawa, commission, anywhere.id),
    ]).toEqual([true, false, true]);
    expect((await tasksOf(mawa, commission, here.id)).map(({ kind }) => kind)).toEqual([
      'complaint_new',
    ]);
    const free = await aFocalPoint(mawa);
    expect(await sees(mawa, free, here.id)).toBe(true);
  });

  it('whoever takes one from the others does not take it from the commission', async () => {
    const [bad, good] = [await aFocalPoint(mawa), await aFocalPoint(mawa)];
    const commission = await aFocalPoint(mawa, 'commission');
    const { id, path } = await aComplaint(mawa, { kind: 'theft' });
    expect(await sees(mawa, commission, id)).toBe(false);
    const { organisationId } = good.actor;
    await bad
      .post(`${path}/accused`, { what: 'organisation', accusedOrganisationId: organisationId })
      .expect(201);
    expect([await sees(mawa, good, id), await sees(mawa, commission, id)]).toEqual([false, true]);
    await bad.post(`${path}/steps`, { to: 'acknowledged' }).expect(204);
    await bad.post(`${path}/answers`, { text: 'Rien.', final: 'yes' }).expect(201);
    await bad.post(`${path}/steps`, { to: 'closed', reason: 'not_confirmed' }).expect(204);
    const { body } = await commission.get('/api/v1/complaints?closed=1').expect(200);
    expect(body.complaints.map((one: { id: string }) => one.id)).toContain(id);
    // Closed within the minute, it waits for the commission until somebody of it has read the words.
    expect(await kindsOfTasks(mawa, commission, id)).toEqual(['complaint_look']);
    await commission.get(path).expect(200);
    expect(await kindsOfTasks(mawa, commission, id)).toEqual(['complaint_look']);
    await commission.get(`${path}?words=1`).expect(200);
    expect(await kindsOfTasks(mawa, commission, id)).toEqual([]);
  });

  it('sorted so that others are out, the commission reads it; sorted so that nobody is, it does not', async () => {
    const [free, theirs] = [await aFocalPoint(mawa), await ofTheHouse()];
    const commission = await aFocalPoint(mawa, 'commission');
    const { id, path } = await aComplaint(mawa, { region: '09' });
    await sort(free, path, { shelterId: other.id });
    expect(await sees(mawa, commission, id)).toBe(false);
    await sort(free, path, { shelterId: house.id });
    expect([await sees(mawa, theirs, id), await sees(mawa, commission, id)]).toEqual([false, true]);
  });

  it('what is late is the commission’s to read, and stays so', async () => {
    let only = await aFocalPoint(mawa);
    const [unread, kept] = [await aComplaint(mawa), await aComplaint(mawa)];
    await only.post(`${kept.path}/steps`, { to: 'acknowledged' }).expect(204);
    let commission = await aFocalPoint(mawa, 'commission');
    expect(await sees(mawa, commission, unread.id)).toBe(false);
    mawa.clock.advance(3 * DAY);
    [only, commission] = [await mawa.signInAs(only.email), await mawa.signInAs(commission.email)];
    expect([
      await sees(mawa, commission, unread.id),
      await sees(mawa, commission, kept.id),
    ]).toEqual([true, false]);
    await only.post(`${unread.path}/steps`, { to: 'acknowledged' }).expect(204);
    expect(await sees(mawa, commission, unread.id)).toBe(true);
    expect(await kindsOfTasks(mawa, commission, unread.id)).toEqual(['complaint_look']);
    // In hand in time, then left lying: the hourly round tells the commission of it.
    mawa.clock.advance(30 * DAY);
    commission = await mawa.signInAs(commission.email);
    await mawa.app.get(ComplaintsHousekeeping).run();
    expect(await kindsOfTasks(mawa, commission, kept.id)).toEqual(['complaint_look']);
    // One line written late, and closed within the minute, does not take it out of the commission's sight.
    only = await mawa.signInAs(only.email);
    await only.post(`${kept.path}/answers`, { text: 'Rien.', final: 'yes' }).expect(201);
    await only.post(`${kept.path}/steps`, { to: 'closed', reason: 'not_confirmed' }).expect(204);
    await withNumber(mawa, 'more', kept.code, { text: 'Rien n’a changé.' }).expect(200);
    mawa.clock.advance(40 * DAY);
    [only, commission] = [await mawa.signInAs(only.email), await mawa.signInAs(commission.email)];
    await only.post(`${kept.path}/answers`, { text: 'Rien.', final: 'yes' }).expect(201);
    expect(await sees(mawa, commission, kept.id)).toBe(true);
    expect(await kindsOfTasks(mawa, commission, kept.id)).toEqual(['complaint_look']);
  });

  it('taken from whoever had it in hand, it waits for the commission, also once it is closed', async () => {
    const [had, takes] = [await aFocalPoint(mawa), await aFocalPoint(mawa)];
    const commission = await aFocalPoint(mawa, 'commission');
    const { id, path } = await aComplaint(mawa, { kind: 'theft' });
    await had.post(`${path}/steps`, { to: 'acknowledged' }).expect(204);
    expect(await sees(mawa, commission, id)).toBe(false);
    await takes.post(`${path}/taking`).expect(204);
    await takes.post(`${path}/answers`, { text: 'Merci.', final: 'yes' }).expect(201);
    await takes.post(`${path}/steps`, { to: 'closed', reason: 'withdrawn' }).expect(204);
    expect(await kindsOfTasks(mawa, commission, id)).toEqual(['complaint_look']);
    await commission.get(`${path}?words=1`).expect(200);
    expect(await kindsOfTasks(mawa, commission, id)).toEqual([]);
  });

  it('handed up, it waits for the commission though another has it in hand', async () => {
    const [one, commission] = [await aFocalPoint(mawa), await aFocalPoint(mawa, 'commission')];
    const { id, path } = await aComplaint(mawa);
    await one.post(`${path}/steps`, { to: 'acknowledged' }).expect(204);
    await one.post(`${path}/hand-up`).expect(204);
    expect(await kindsOfTasks(mawa, commission, id)).toEqual(['complaint_look']);
    await commission.post(`${path}/taking`).expect(204);
    expect(await kindsOfTasks(mawa, commission, id)).toEqual([
      'complaint_answer',
      'complaint_check',
    ]);
  });

  it('who counts as a focal point is asked by the database alone', async () => {
    const staff = await mawa.signIn('shelter_staff', { shelterIds: [house.id] });
    await expect(
      mawa.transactions.run(staff.actor, (tx) => tx.query('SELECT * FROM focal_points()')),
    ).rejects.toThrow(/permission denied/);
  });
});

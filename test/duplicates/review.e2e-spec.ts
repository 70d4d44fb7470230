import { randomUUID } from 'node:crypto';
import { withRowSecurityAlone, aPerson, tomorrow } from '../beneficiaries/test-people';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import {
  compareAtNight,
  compareNow,
  MINA,
  MINA_AGAIN,
  pairOf,
  noticesOf,
  twoSides,
  type TwoSides,
} from './pairs';

describe('looking at two files side by side', () => {
  let mawa: TestApp;
  beforeEach(async () => {
    mawa = await startApp();
  });
  afterEach(() => mawa.stop());

  const createFixture = async (): Promise<TwoSides & { path: string; page: string }> => {
    const sides = await twoSides(mawa);
    const { id } = (await pairOf(mawa, sides.mina, sides.again))!;
    return { ...sides, path: `/api/v1/duplicates/${id}`, page: `/duplicates/${id}` };
  };
  const agree = (who: SignedIn, path: string) => who.post(`${path}/answer`, { answer: 'may_look' });

  it('opens once both sides agreed: identity and facts, no story, for fourteen days', async () => {
    const { mina, again, here, there, path, page } = await createFixture();
    expect((await here.get(path).expect(200)).body).toMatchObject({
      both: null,
      side: { caseId: mina.id },
    });
    expect((await here.get(page).expect(200)).text).not.toContain(again.caseNumber);
    await agree(here, path).expect(204);
    expect((await here.get(path).expect(200)).body.both).toBeNull();
    await here.get(again.path).expect(404);
    await agree(there, path).expect(204);
    for (const [who, other] of [
      [here, again],
      [there, mina],
    ] as const) {
      const { body } = await who.get(path).expect(200);
      expect(
        body.both.people.map(({ caseNumber }: { caseNumber: string }) => caseNumber).sort(),
      ).toEqual([mina.caseNumber, again.caseNumber].sort());
      const { body: identity } = await who
        .post(`${other.path}/identity`, { parts: ['identity', 'story'] })
        .expect(200);
      expect(identity.names.family).toBeTruthy();
      expect(identity.story).toBeUndefined();
      await who
        .post(`${other.path}/corrections`, { version: 1, why: 'mistake', person: { sex: 'male' } })
        .expect(403);
    }
    const { body: access } = await here.get(`${mina.path}/access`).expect(200);
    expect(JSON.stringify(access)).toContain(there.actor.name);
    await tomorrow(mawa, there, '2026-12-09T00:00:00Z', (later) =>
      later.get(mina.path).expect(404),
    );
  });

  it('says in words what differs, and shows who they are only when asked, which is recorded in both', async () => {
    const { mina, again, here, there, path, page } = await createFixture();
    await agree(here, path).expect(204);
    await agree(there, path).expect(204);
    const { text } = await here.get(page).expect(200);
    expect(text).toContain('identique');
    expect(text).toContain('rien à comparer');
    expect(text).not.toContain('Bennani');
    const shown = await here.submit(`${page}/identity`, {}).expect(200);
    expect(shown.text).toContain('Bennani');
    expect(shown.text).toContain('بناني');
    const { rows } = await mawa.admin.query(
      `SELECT subject_ids FROM audit_log WHERE action = 'people.show_identity' AND actor_id = $1`,
      [here.actor.userId],
    );
    expect(rows.flatMap(({ subject_ids }) => subject_ids).sort()).toEqual(
      [mina.id, again.id].sort(),
    );
  });

  it('two sides that agree at the same moment open it as well', async () => {
    const { here, there, path } = await createFixture();
    await Promise.all([agree(here, path).expect(204), agree(there, path).expect(204)]);
    for (const who of [here, there])
      expect((await who.get(path).expect(200)).body.both).not.toBeNull();
    expect((await agree(here, path)).status).toBe(404);
  });

  it('whoever does not want it says so, is asked no more, and may still change their mind', async () => {
    const { here, there, path } = await createFixture();
    await here.post(`${path}/answer`, { answer: 'declined' }).expect(204);
    expect(await noticesOf(here)).toEqual([]);
    await agree(there, path).expect(204);
    expect((await there.get(path).expect(200)).body.both).toBeNull();
    await compareAtNight(mawa);
    expect(await noticesOf(here)).toEqual([]);
    await agree(here, path).expect(204);
    expect((await there.get(path).expect(200)).body.both).not.toBeNull();
    await here.post(`${path}/answer`, { answer: 'perhaps' }).expect(422);
  });

  it('two people, it was said: the tasks and what was opened end, and the pair stays away', async () => {
    const { mina, again, here, there, path, page } = await createFixture();
    await agree(here, path).expect(204);
    await agree(there, path).expect(204);
    await here.post(`${path}/apart`, { why: 'because' }).expect(422);
    await here.submit(`${page}/apart`, { why: 'documents_differ' }).expect(303);
    expect(await pairOf(mawa, mina, again)).toMatchObject({ state: 'not_same' });
    await here.get(again.path).expect(404);
    await there.get(mina.path).expect(404);
    expect([await noticesOf(here), await noticesOf(there)]).toEqual([[], []]);
    await there.post(`${path}/apart`, { why: 'facts_differ' }).expect(404);
    // Something else is corrected: nothing that tells two people apart.
    await here
      .post(`${mina.path}/corrections`, {
        version: 1,
        why: 'changed',
        person: { phone: '+212600112233' },
      })
      .expect(201);
    mawa.clock.set('2026-11-25T02:30:00Z');
    await compareAtNight(mawa);
    expect(await pairOf(mawa, mina, again)).toMatchObject({ state: 'not_same' });
    const officer = await mawa.signInAs(here.email);
    const names = { names: { given: 'Fatima Zohra', family: 'Bennani' } };
    await officer
      .post(`${mina.path}/corrections`, { version: 2, why: 'mistake', person: names })
      .expect(201);
    await compareNow(mawa);
    mawa.clock.set('2026-11-26T02:30:00Z');
    await compareAtNight(mawa);
    expect(await pairOf(mawa, mina, again)).toMatchObject({ state: 'proposed' });
    const { rows } = await mawa.admin.query(
      `SELECT from_state, to_state, why FROM duplicate_states WHERE pair_id = $1 ORDER BY at`,
      [(await pairOf(mawa, mina, again))!.id],
    );
    expect(rows).toEqual([
      { from_state: null, to_state: 'proposed', why: null },
      { from_state: 'proposed', to_state: 'not_same', why: 'documents_differ' },
      { from_state: 'not_same', to_state: 'proposed', why: 'facts_changed' },
    ]);
  });

  it('of two who judge at once one is first, and the other is told', async () => {
    const { mina, again, here, there, path } = await createFixture();
    const supervisor = await mawa.signIn('case_supervisor');
    const second = await mawa.signIn('case_supervisor');
    for (const { userId } of [supervisor.actor, second.actor]) {
      await here.post(`${mina.path}/access`, { userId }).expect(204);
      await there.post(`${again.path}/access`, { userId }).expect(204);
    }
    const apart = (who: SignedIn) => who.post(`${path}/apart`, { why: 'met_both' });
    const answers = await Promise.all([apart(supervisor), apart(second)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect(answers.find(({ status }) => status === 409)!.body.code).toBe(
      'duplicates.judged_already',
    );
  });

  it('a restricted person’s side is asked first; the other side never sees them', async () => {
    const here = await mawa.signIn('reintegration_officer');
    const there = await mawa.signIn('reintegration_officer');
    const mina = await aPerson(here, MINA);
    const supervisor = await mawa.signIn('case_supervisor');
    await here.post(`${mina.path}/access`, { userId: supervisor.actor.userId }).expect(204);
    const restriction = { reason: 'menacée', userIds: [here.actor.userId] };
    await supervisor.post(`${mina.path}/restriction`, restriction).expect(201);
    const again = await aPerson(there, MINA_AGAIN);
    await compareNow(mawa);
    const { id } = (await pairOf(mawa, mina, again))!;
    const path = `/api/v1/duplicates/${id}`;
    expect(await noticesOf(there)).toEqual([]);
    await there.get(path).expect(404);
    await agree(here, path).expect(204);
    expect(await noticesOf(there)).toEqual([id]);
    await agree(there, path).expect(204);
    expect((await here.get(path).expect(200)).body.both).not.toBeNull();
    expect((await there.get(path).expect(200)).body.both).toBeNull();
    await there.get(mina.path).expect(404);
  });

  it('whoever is kept out afterwards sees nothing of it any more', async () => {
    const { mina, here, there, path } = await createFixture();
    await agree(here, path).expect(204);
    await agree(there, path).expect(204);
    await there.get(mina.path).expect(200);
    const block = { userId: there.actor.userId, scope: 'case', reason: 'son frère' };
    await here.post(`${mina.path}/blocks`, block).expect(201);
    expect((await there.get(path).expect(200)).body.both).toBeNull();
    await compareAtNight(mawa);
    await there.get(path).expect(404);
    expect(await noticesOf(there)).toEqual([]);
  });

  it('is for those whom it concerns: not for another role, nor for a stranger, also by row level security alone', async () => {
    const { here, path, page } = await createFixture();
    const auditor = await mawa.signIn('auditor');
    const stranger = await mawa.signIn('case_supervisor');
    for (const route of ['/api/v1/duplicates', path, page, '/duplicates'])
      await auditor.get(route).expect(403);
    const knock = async (who: SignedIn, at: string) => [
      (await who.get(at)).status,
      (await who.post(`${at}/identity`)).status,
      (await who.post(`${at}/answer`, { answer: 'may_look' })).status,
      (await who.post(`${at}/apart`, { why: 'met_both' })).status,
    ];
    for (const at of [path, `/api/v1/duplicates/${randomUUID()}`])
      expect(await knock(stranger, at)).toEqual([404, 404, 404, 404]);
    await withRowSecurityAlone(mawa, async () => {
      for (const who of [stranger, auditor]) {
        expect(await knock(who, path)).toEqual([404, 404, 404, 404]);
        expect((await who.get('/api/v1/duplicates').expect(200)).body).toEqual({
          pairs: [],
          sides: [],
          joined: [],
          apart: [],
        });
      }
    });
    // One's own side alone is no side by side.
    expect(await knock(here, path)).toEqual([200, 404, 204, 404]);
  });

  it('the file says so to whoever was told', async () => {
    const { mina, here, page } = await createFixture();
    const { body } = await here.get(mina.path).expect(200);
    expect(page).toContain(body.perhapsKnown);
    const { text } = await here.get(`/people/${mina.id}`).expect(200);
    expect(text).toContain('Peut-être une personne que le programme connaît déjà.');
    const { text: list } = await here.get('/duplicates').expect(200);
    expect(list).toContain(mina.caseNumber);
  });
});

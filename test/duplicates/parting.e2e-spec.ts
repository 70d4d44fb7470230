import { randomUUID } from 'node:crypto';
import { aPerson, withRowSecurityAlone } from '../beneficiaries/test-people';
import { yesTo } from '../consents/consent-answers';
import { aPastStay, aShelter, standsAt } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import {
  bothHeld,
  compareAtNight,
  digestOf,
  type HeldPair,
  join,
  pairOf,
  noticesOf,
  compareNow,
  MINA,
} from './pairs';

const service = { typeCode: 'medical_consultation', givenOn: '2026-11-24' };

describe('taking the joining of two files back', () => {
  let mawa: TestApp;
  beforeEach(async () => {
    mawa = await startApp();
    await standsAt(mawa, '2026-11-24T23:10:00Z');
  });
  afterEach(() => mawa.stop());

  /** Two files with something of everything in them, and colleagues who see one of the two. */
  async function livedIn(held: HeldPair): Promise<{ colleague: SignedIn }> {
    const { officer, mina, again } = held;
    const colleague = await mawa.signIn('reintegration_officer');
    await officer.post(`${again.path}/access`, { userId: colleague.actor.userId }).expect(204);
    const house = await aShelter(mawa, { A: { beds: 2 } });
    const [one, two] = house.rooms.A!.beds as [string, string];
    await aPastStay(mawa, { bedId: one, caseId: mina.id, nights: '[2026-10-05,2026-10-09)' });
    await aPastStay(mawa, { bedId: two, caseId: again.id, nights: '[2026-11-20,)' });
    for (const { id, path } of [mina, again]) {
      await officer.post('/api/v1/services', { ...service, caseId: id }).expect(201);
      await officer.post(`${path}/consents`, yesTo('shelter')).expect(201);
      await officer
        .post('/api/v1/tasks', { caseId: id, title: 'rappeler', dueOn: '2026-11-30' })
        .expect(201);
      await mawa.transactions.run(officer.actor, (tx) =>
        tx.query(
          `SELECT add_task('consent', $1, NULL, 'reintegration_officer', NULL, mawa_now())`,
          [id],
        ),
      );
    }
    await mawa.transactions.run(officer.actor, (tx) =>
      tx.query(
        `SELECT add_task('reflection_ends', $1, NULL, 'reintegration_officer', NULL, mawa_now())`,
        [again.id],
      ),
    );
    return { colleague };
  }

  const consequences = (who: SignedIn, { mina }: Pick<HeldPair, 'mina'>, merge: string) =>
    who.get(`${mina.path}/merges/${merge}`);
  const undo = (
    who: SignedIn,
    { mina }: Pick<HeldPair, 'mina'>,
    merge: string,
    why = 'two_people',
  ) => who.post(`${mina.path}/merges/${merge}/undo`, { why });

  it('says of two of one name that both will see the two files, and both lose them again', async () => {
    const held = await bothHeld(mawa);
    const { officer, mina, again, pair } = held;
    for (let count = 0; count < 2; count += 1) {
      const { actor } = await mawa.signIn('reintegration_officer');
      await mawa.admin.query(`UPDATE users SET name = 'Sara Amrani' WHERE id = $1`, [actor.userId]);
      await officer.post(`${again.path}/access`, { userId: actor.userId }).expect(204);
    }
    const { body } = await officer.get(`/api/v1/duplicates/${pair}/consequences`).expect(200);
    expect(body.newcomers).toEqual(['Sara Amrani', 'Sara Amrani']);
    const merge = await join(officer, pair, mina);
    const shown = await consequences(officer, held, merge).expect(200);
    expect(shown.body.losing).toEqual(['Sara Amrani', 'Sara Amrani']);
  });

  it('gives both back exactly as they were: every row, sealed values byte for byte', async () => {
    const held = await bothHeld(
      mawa,
      { phone: '+212600112233' },
      { nationality: 'DZ', languages: ['ary'] },
    );
    const { officer, mina, again, pair } = held;
    await livedIn(held);
    const ids = [mina.id, again.id];
    const before = await digestOf(mawa, ids);
    expect(
      Object.values(before).filter((digest) => !digest.startsWith('0 ')).length,
    ).toBeGreaterThan(9);
    const merge = await join(officer, pair, mina, {
      choices: { names: 'from', nationality: 'from' },
    });
    const joined = await digestOf(mawa, ids);
    for (const table of [
      'cases.id',
      'case_access.case_id',
      'case_seals.case_id',
      'case_corrections.case_id',
      'tasks.case_id',
    ]) {
      expect([table, joined[table] === before[table]]).toEqual([table, false]);
    }
    await undo(officer, held, merge).expect(204);
    expect(await digestOf(mawa, ids)).toEqual(before);
  });

  it('shows first what follows: what was written since and to whom it will belong, who will see less', async () => {
    const held = await bothHeld(mawa);
    const { officer, mina, again, pair } = held;
    const { colleague } = await livedIn(held);
    const merge = await join(officer, pair, mina);
    mawa.clock.set('2026-11-25T10:00:00Z');
    const later = await mawa.signInAs(officer.email);
    await later.post('/api/v1/services', { ...service, caseId: mina.id }).expect(201);
    await later.post(`${mina.path}/stages`, { to: 'presumed', reason: 'assessment' }).expect(201);
    const { body } = await consequences(later, held, merge).expect(200);
    expect(body).toMatchObject({
      since: [
        {
          caseNumber: mina.caseNumber,
          written: [
            { kind: 'services', count: 1 },
            { kind: 'steps', count: 1 },
          ],
        },
        { caseNumber: again.caseNumber, written: [] },
      ],
      factsGoBack: true,
      losing: expect.arrayContaining([colleague.actor.name]),
      obstacle: null,
    });
    const page = await later.get(`/people/${mina.id}/joined/${merge}`).expect(200);
    expect(page.text).toContain('1 service · 1 étape');
    await later.submit(`/people/${mina.id}/joined/${merge}/undo`, { why: 'mistake' }).expect(303);
    const services = async (id: string) =>
      (await later.get(`/api/v1/services?caseId=${id}`).expect(200)).body.total;
    expect([await services(mina.id), await services(again.id)]).toEqual([2, 1]);
    const asColleague = await mawa.signInAs(colleague.email);
    await asColleague.get(mina.path).expect(404);
    await asColleague.get(again.path).expect(200);
    const { text } = await later.get(`/people/${mina.id}`).expect(200);
    expect(text).toContain(`Dossier ${again.caseNumber} séparé de nouveau`);
  });

  it('facts that somebody corrected since stay, and it is said so before', async () => {
    const held = await bothHeld(mawa, {}, { nationality: 'DZ' });
    const { officer, mina, pair } = held;
    const merge = await join(officer, pair, mina, {
      choices: { names: 'into', nationality: 'from' },
    });
    mawa.clock.set('2026-11-25T10:00:00Z');
    const later = await mawa.signInAs(officer.email);
    const { body: read } = await later.get(`${mina.path}/corrections`).expect(200);
    const version = read.version ?? 2;
    await later
      .post(`${mina.path}/corrections`, { version, why: 'changed', person: { sex: 'other' } })
      .expect(201);
    expect((await consequences(later, held, merge).expect(200)).body.factsGoBack).toBe(false);
    await undo(later, held, merge).expect(204);
    expect((await later.get(mina.path).expect(200)).body).toMatchObject({
      nationality: 'DZ',
      sex: 'other',
    });
  });

  it('the pair comes back to be judged, and a second undo is told that it is done', async () => {
    const held = await bothHeld(mawa);
    const { officer, mina, again, pair } = held;
    const merge = await join(officer, pair, mina);
    await undo(officer, held, merge, 'because').expect(422);
    await undo(officer, held, merge).expect(204);
    expect(await pairOf(mawa, mina, again)).toMatchObject({ state: 'proposed' });
    expect(await noticesOf(officer)).toEqual([pair]);
    const twice = await undo(officer, held, merge).expect(409);
    expect(twice.body.code).toBe('duplicates.undone_already');
    await compareAtNight(mawa);
    expect(await pairOf(mawa, mina, again)).toMatchObject({ state: 'proposed' });
    // And it can be joined again, the other way.
    await join(officer, pair, again);
    expect((await officer.get(again.path).expect(200)).body.joined).toMatchObject([
      { id: mina.id },
    ]);
  });

  it('a joined pair stays in the list and leads to taking it back, for those who have both', async () => {
    const { officer, mina, pair } = await bothHeld(mawa);
    const merge = await join(officer, pair, mina);
    const { body } = await officer.get('/api/v1/duplicates').expect(200);
    expect(body).toMatchObject({ pairs: [], joined: [{ id: pair, mergeId: merge }] });
    expect((await officer.get('/duplicates').expect(200)).text).toContain(`/duplicates/${pair}`);
    const { text } = await officer.get(`/duplicates/${pair}`).expect(200);
    expect(text).toContain(`href="/people/${mina.id}/joined/${merge}"`);
    // The comparison of the night is nobody's name.
    expect(text).not.toContain('duplicate finder');
    const stranger = await mawa.signIn('reintegration_officer');
    expect((await stranger.get('/api/v1/duplicates').expect(200)).body.joined).toEqual([]);
    await undo(officer, { mina }, merge).expect(204);
    expect((await officer.get('/api/v1/duplicates').expect(200)).body.joined).toEqual([]);
    expect((await officer.get(`/duplicates/${pair}`).expect(200)).text).not.toContain('/joined/');
  });

  it('two who undo at once: one does, the other is told', async () => {
    const held = await bothHeld(mawa);
    const supervisor = await mawa.signIn('case_supervisor');
    for (const { path } of [held.mina, held.again]) {
      await held.officer.post(`${path}/access`, { userId: supervisor.actor.userId }).expect(204);
    }
    const merge = await join(held.officer, held.pair, held.mina);
    const answers = await Promise.all([
      undo(held.officer, held, merge),
      undo(supervisor, held, merge),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
  });

  it('says what stands in the way: a file that nobody would answer for', async () => {
    const held = await bothHeld(mawa);
    const { officer, mina, again, pair } = held;
    const other = await mawa.signIn('reintegration_officer');
    await officer.post(`${mina.path}/access`, { userId: other.actor.userId }).expect(204);
    const merge = await join(officer, pair, mina);
    // Whoever registered both leaves; the colleague answered for one of them alone.
    await other.get(again.path).expect(200);
    await officer.post(`${mina.path}/access/hand-over`, { userId: other.actor.userId });
    await mawa.admin.query(
      `UPDATE case_access SET until_at = $1 WHERE principal_id = $2 AND mirror_of IS NULL`,
      [mawa.clock.now(), officer.actor.userId],
    );
    const { body } = await consequences(other, held, merge).expect(200);
    expect(body.obstacle).toBe('duplicates.no_holder');
    const refused = await undo(other, held, merge).expect(409);
    expect(refused.body.code).toBe('duplicates.no_holder');
    await other.post(`${again.path}/access`, { userId: other.actor.userId });
    const third = await mawa.signIn('reintegration_officer');
    await other.post(`${again.path}/access`, { userId: third.actor.userId }).expect(204);
    await undo(other, held, merge).expect(204);
    await third.get(again.path).expect(200);
    await third.get(mina.path).expect(404);
  });

  it('of a chain one link is taken out, and what hung on it goes with it', async () => {
    const held = await bothHeld(mawa);
    const { officer, mina, again, pair } = held;
    const first = await bothHeldThird(held);
    const inner = await join(officer, pair, mina);
    const outer = await join(officer, (await pairOf(mawa, mina, first))!.id, first);
    await undo(officer, held, outer).expect(204);
    const { rows } = await mawa.admin.query(
      'SELECT id, merged_into FROM cases WHERE merged_into IS NOT NULL',
    );
    expect(rows).toEqual([{ id: again.id, merged_into: mina.id }]);
    await undo(officer, held, inner).expect(204);
    const { rows: none } = await mawa.admin.query(
      'SELECT 1 FROM cases WHERE merged_into IS NOT NULL',
    );
    expect(none).toEqual([]);
  });

  async function bothHeldThird({ officer }: HeldPair) {
    const third = await aPerson(officer, { ...MINA, registeredOn: '2026-09-01' });
    await compareNow(mawa);
    return third;
  }

  it('is for somebody who answers for both; a stranger finds nothing, also by row level security alone', async () => {
    const held = await bothHeld(mawa);
    const merge = await join(held.officer, held.pair, held.mina);
    const auditor = await mawa.signIn('auditor');
    const stranger = await mawa.signIn('case_supervisor');
    const tried = async (who: SignedIn) => [
      (await consequences(who, held, merge)).status,
      (await undo(who, held, merge)).status,
      (await who.get(`/people/${held.mina.id}/joined/${merge}`)).status,
      (await who.get(`${held.mina.path}/merges`)).status,
    ];
    expect(await tried(auditor)).toEqual([403, 403, 403, 403]);
    expect(await tried(stranger)).toEqual([404, 404, 404, 404]);
    await withRowSecurityAlone(mawa, async () => {
      for (const who of [auditor, stranger]) expect(await tried(who)).toEqual([404, 404, 404, 404]);
    });
    for (const who of [auditor, stranger]) {
      const bySql = mawa.transactions.run(who.actor, (tx) =>
        tx.query(`SELECT part_files($1, 'mistake')`, [merge]),
      );
      await expect(bySql).rejects.toMatchObject({ code: '42501' });
      const seen = await mawa.transactions.run(who.actor, (tx) =>
        tx.query('SELECT * FROM case_merges'),
      );
      expect(seen).toEqual([]);
    }
    await consequences(held.officer, held, randomUUID()).expect(404);
    expect((await held.officer.get(`${held.mina.path}/merges`).expect(200)).body).toHaveLength(1);
  });
});

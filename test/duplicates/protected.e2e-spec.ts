import { aPerson, type TestPerson } from '../beneficiaries/test-people';
import { standsAt } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { bothHeld, compareNow, type HeldPair, join, MINA, pairOf } from './pairs';

describe('what protects a person, when two files are joined or parted', () => {
  let mawa: TestApp;
  beforeEach(async () => {
    mawa = await startApp();
    await standsAt(mawa, '2026-11-24T23:10:00Z');
  });
  afterEach(() => mawa.stop());

  const undo = (who: SignedIn, file: TestPerson, merge: string) =>
    who.post(`${file.path}/merges/${merge}/undo`, { why: 'two_people' });
  const give = (who: SignedIn, person: TestPerson, to: SignedIn) =>
    who.post(`${person.path}/access`, { userId: to.actor.userId }).expect(204);
  const asked = (person: TestPerson) => ({
    caseIds: [person.id],
    neededFrom: '2026-11-24',
    urgency: 'days',
    source: 'hotline',
    basis: 'vital_interest',
  });
  const agesAsked = async (person: TestPerson) =>
    (
      await mawa.admin.query(
        'SELECT age_low AS low, age_high AS high FROM request_people WHERE case_id = $1',
        [person.id],
      )
    ).rows[0];

  it('a restriction set while they were one holds for both afterwards, and one officer does not undo it', async () => {
    const { officer, mina, again, pair } = await bothHeld(mawa);
    const [supervisor, colleague] = [
      await mawa.signIn('case_supervisor'),
      await mawa.signIn('reintegration_officer'),
    ];
    for (const person of [mina, again]) await give(officer, person, supervisor);
    await give(officer, again, colleague);
    const merge = await join(officer, pair, mina);
    mawa.clock.set('2026-11-24T23:20:00Z');
    const named = { reason: 'menacée', userIds: [officer.actor.userId] };
    await supervisor.post(`${mina.path}/restriction`, named).expect(201);
    await colleague.get(again.path).expect(404);

    const { body } = await officer.get(`${mina.path}/merges/${merge}`).expect(200);
    expect(body.since[0].written).toEqual([{ kind: 'restrictions', count: 1 }]);
    await undo(officer, mina, merge).expect(204);
    for (const person of [mina, again]) await colleague.get(person.path).expect(404);
    for (const person of [mina, again]) await officer.get(person.path).expect(200);
    await supervisor.post(`${again.path}/restriction/lift`).expect(204);
    await colleague.get(again.path).expect(404);
    await officer.post(`${again.path}/restriction/lift/answer`, { lift: true }).expect(204);
    await colleague.get(again.path).expect(200);
    await colleague.get(mina.path).expect(404);
  });

  it('so do a conflict of interest, a person to keep away from and a legal hold', async () => {
    const { officer, mina, again, pair } = await bothHeld(mawa);
    const cousin = await mawa.signIn('reintegration_officer');
    const supervisor = await mawa.signIn('case_supervisor');
    await give(officer, again, cousin);
    await give(officer, mina, supervisor);
    const other = await aPerson(officer, { names: { given: 'Hassan' }, sex: 'male' });
    const merge = await join(officer, pair, mina);
    const conflict = { userId: cousin.actor.userId, scope: 'case', reason: 'sa cousine' };
    await officer.post(`${mina.path}/blocks`, conflict).expect(201);
    await officer.post(`${mina.path}/keep-apart`, { otherCaseId: other.id }).expect(201);
    await supervisor.post(`${mina.path}/rights/holds`, { holdReason: 'proceedings' }).expect(201);
    await undo(officer, mina, merge).expect(204);

    await cousin.get(again.path).expect(404);
    const { rows } = await mawa.admin.query(
      `SELECT (SELECT count(*)::int FROM keep_apart WHERE ended_at IS NULL AND from_case_id = $2 AND case_id = ANY ($1)
                 OR ended_at IS NULL AND case_id = $2 AND from_case_id = ANY ($1)) AS apart,
              (SELECT count(DISTINCT case_id)::int FROM legal_holds WHERE ended_at IS NULL AND case_id = ANY ($1)) AS held`,
      [[mina.id, again.id], other.id],
    );
    expect(rows).toEqual([{ apart: 2, held: 2 }]);
    const page = await officer.get(`/people/${again.id}/access`).expect(200);
    expect(page.text).toContain('Repris d’un autre dossier');
    expect(page.text).not.toContain('sa cousine');
  });

  it('a bed asked for under the other number is asked for the child that she is', async () => {
    const held = await bothHeld(mawa, { birthYear: 2009 }, { birthYear: 2008 });
    const { officer, mina, again, pair } = held;
    await officer.post('/api/v1/bed-requests', asked(again)).expect(201);
    expect(await agesAsked(again)).toEqual({ low: 17, high: 18 });
    const merge = await join(officer, pair, mina, { choices: { names: 'into', age: 'into' } });
    expect(await agesAsked(again)).toEqual({ low: 16, high: 17 });
    const corrected = { version: 1, why: 'mistake', person: { birthDate: '1990-06-01' } };
    await officer.post(`${mina.path}/corrections`, corrected).expect(201);
    expect(await agesAsked(again)).toEqual({ low: 36, high: 36 });
    await undo(officer, mina, merge).expect(204);
    expect(await agesAsked(again)).toEqual({ low: 17, high: 18 });
  });

  it('the older of two joins is not undone under the newer: what was taken over would stay with a stranger', async () => {
    const held: HeldPair = await bothHeld(mawa, {}, { phone: '+212600999888' });
    const { officer, mina, again, pair } = held;
    const inner = await join(officer, pair, mina);
    const first = await aPerson(officer, { ...MINA, registeredOn: '2026-09-01' });
    await compareNow(mawa);
    const outer = await join(officer, (await pairOf(mawa, mina, first))!.id, first);
    const { body } = await officer.get(`${mina.path}/merges/${inner}`).expect(200);
    expect(body.obstacle).toBe('duplicates.later_first');
    const refused = await undo(officer, mina, inner).expect(409);
    expect(refused.body.code).toBe('duplicates.later_first');
    await undo(officer, mina, outer).expect(204);
    await undo(officer, mina, inner).expect(204);
    const opened = await officer.post(`${first.path}/identity`).expect(200);
    expect(JSON.stringify(opened.body)).not.toContain('999888');
    expect(again.id).not.toBe(first.id);
  });

  it('two who are linked, or kept apart, are two until somebody says otherwise', async () => {
    const linked = await bothHeld(mawa);
    const link = { kind: 'sibling', otherCaseId: linked.again.id };
    await linked.officer.post(`${linked.mina.path}/links`, link).expect(201);
    const choices = { names: 'into' };
    const merging = { intoId: linked.mina.id, why: 'facts_agree', choices };
    const refused = await linked.officer
      .post(`/api/v1/duplicates/${linked.pair}/merge`, merging)
      .expect(409);
    expect(refused.body.code).toBe('duplicates.are_linked');
  });
});

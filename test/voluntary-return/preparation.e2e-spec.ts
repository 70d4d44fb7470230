import { randomUUID } from 'node:crypto';
import { aPerson } from '../beneficiaries/test-people';
import { ADULT } from '../consents/consent-answers';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { standsAt } from '../shelter-beds/house';
import * as give from './returns';
import { aTrack, step } from './returns';

describe('the preparation of a departure', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    await standsAt(mawa, '2026-11-24T20:00:00Z');
    officer = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());

  async function decidedTrack() {
    const person = await aPerson(officer, ADULT);
    const track = await aTrack(officer, person);
    await officer.post(`${track.path}/counselling`, give.session()).expect(201);
    return { person, track, page: track.path.replace('/api/v1', '') };
  }
  const leavingOn = (on: string) =>
    give.journey({ legs: [{ mode: 'air', from: 'MA', to: 'CI', leavesOn: on, reachesOn: on }] });

  it('is not dated before the decision to go, and a sentence beside the day names that decision', async () => {
    const { person, track, page } = await decidedTrack();
    const settle = (item: string, on: string) =>
      officer.post(`${track.path}/formalities`, { item, outcome: 'done', on });
    // Nobody has decided yet: what was done before is noted.
    await settle('all_medicines', '2026-11-04').expect(201);
    await officer.post(`${track.path}/decisions`, give.decision()).expect(201);
    const early = await settle('all_exit_permit', '2026-11-04').expect(422);
    expect(early.body.errors).toMatchObject([{ code: 'returns.before_decision', field: 'on' }]);
    expect(early.body.detail).toMatch(/5\snov\.\s2026/);
    const journey = await officer.post(`${track.path}/journeys`, leavingOn('2026-11-04'));
    expect([journey.status, journey.body.code, journey.body.errors[0].field]).toEqual([
      422,
      'returns.before_decision',
      'legs.0.leavesOn',
    ]);
    await settle('all_exit_permit', '2026-11-05').expect(201);
    await officer.post(`${track.path}/journeys`, leavingOn('2026-11-05')).expect(201);
    // A change of mind leaves what was done after the first decision in order.
    await officer
      .post(`${track.path}/decisions`, give.decision({ on: '2026-11-12', decision: 'wait' }))
      .expect(201);
    await officer.post(`${track.path}/decisions`, give.decision({ on: '2026-11-15' })).expect(201);
    await settle('all_contact_safe', '2026-11-10').expect(201);
    // The step itself is held to the decision that counts.
    const moved = await step(officer, track, 'preparing', '2026-11-13').expect(422);
    expect(moved.body.errors[0]).toMatchObject({ code: 'returns.before_decision', field: 'on' });
    const shown = await officer
      .submit(`${page}/steps`, { to: 'preparing', on: '2026-11-13' })
      .expect(422);
    expect(shown.text).toContain('La décision de partir est du');
    // By SQL alone.
    const write = (sql: string) =>
      mawa.transactions.run(officer.actor, (tx) =>
        tx.query(sql, [randomUUID(), person.id, track.id]),
      );
    await expect(
      write(`INSERT INTO return_checks (id, case_id, track_id, item, list_version, done_on, outcome)
             VALUES ($1, $2, $3, 'all_proceedings', 1, '2026-11-04', 'done')`),
    ).rejects.toMatchObject({ constraint: 'return_follows_decision' });
    await expect(
      write(`INSERT INTO return_journeys (id, case_id, track_id, leaves_on, escort, contact)
             VALUES ($1, $2, $3, '2026-11-04', 'none', 'partner')`),
    ).rejects.toMatchObject({ constraint: 'return_follows_decision' });
  });

  it('has one form for all formalities, saved together, with each error in its row', async () => {
    const { track, page } = await decidedTrack();
    await officer.post(`${track.path}/decisions`, give.decision()).expect(201);
    const form = await officer.get(`${page}/formalities/new`).expect(200);
    for (const item of give.FORMALITIES) {
      expect(form.text).toContain(`name="outcomes.${item}"`);
      expect(form.text).toContain(`name="days.${item}"`);
    }
    const days = Object.fromEntries(give.FORMALITIES.map((item) => [`days.${item}`, '2026-11-24']));
    const settled = async () =>
      (await officer.get(track.path).expect(200)).body.settled.map(
        ({ item }: { item: string }) => item,
      ) as string[];
    const none = await officer.submit(`${page}/formalities`, days).expect(422);
    expect(none.text).toContain('au moins une formalité');
    const wrong = await officer
      .submit(`${page}/formalities`, {
        ...days,
        'outcomes.all_exit_permit': 'done',
        'outcomes.all_medicines': 'not_needed',
        'days.all_medicines': '2026-11-04',
        'outcomes.ci_consular_interview': 'done',
        'days.ci_consular_interview': '2026-11-25',
      })
      .expect(422);
    expect(wrong.text).toMatch(/id="e-days\.all_medicines">[^]*?La décision de partir est du/);
    expect(wrong.text).toMatch(/id="e-days\.ci_consular_interview">[^]*?pas encore venu/);
    expect(wrong.text).not.toContain('id="e-days.all_exit_permit">');
    expect(wrong.text).toContain('value="2026-11-04"');
    expect(wrong.text).toContain('<option value="not_needed" selected>');
    expect(await settled()).toEqual([]);
    const odd: Record<string, string>[] = [
      { 'outcomes.all_exit_permit': 'maybe' },
      { 'outcomes.ng_biometrics': 'done', 'days.ng_biometrics': '2026-11-24' },
      { outcomes: 'done' },
      { 'outcomes.all_exit_permit.x': 'done' },
    ];
    for (const sent of odd) {
      await officer.submit(`${page}/formalities`, { ...days, ...sent }).expect(422);
    }
    const two = {
      ...days,
      'outcomes.all_exit_permit': 'done',
      'outcomes.all_medicines': 'not_needed',
    };
    await officer.submit(`${page}/formalities`, two).expect(303);
    expect((await settled()).sort()).toEqual(['all_exit_permit', 'all_medicines']);
    // A colleague was first with one of them: the rest of what was chosen is not lost.
    const late = await officer
      .submit(`${page}/formalities`, { ...two, 'outcomes.all_contact_safe': 'done' })
      .expect(422);
    expect(late.text).toContain('Cette formalité est déjà notée.');
    expect(late.text).not.toContain('name="outcomes.all_medicines"');
    expect(late.text).toContain('name="outcomes.all_contact_safe"');
    const manager = await mawa.signIn('shelter_manager');
    await manager.submit(`${page}/formalities`, two).expect(403);
  });
});

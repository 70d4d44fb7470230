import { aPerson, type TestPerson } from '../beneficiaries/test-people';
import { ADULT, CHILD } from '../consents/consent-answers';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { standsAt } from '../shelter-beds/house';
import * as give from './returns';
import { aTrack, atHome, codesOf, decided, prepared, returnsOf, step } from './returns';

const CANARY = 'CANARI-Grand-Bassam-5518';

describe('a person who thinks of returning', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let second: SignedIn;
  let person: TestPerson;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    officer = await mawa.signIn('reintegration_officer');
    second = await mawa.signIn('case_supervisor');
    person = await someone(ADULT);
  });
  afterAll(() => mawa.stop());

  async function someone(facts: object): Promise<TestPerson> {
    const one = await aPerson(officer, facts);
    await officer.post(`${one.path}/access`, { userId: second.actor.userId }).expect(204);
    return one;
  }
  const read = async (path: string) => (await officer.get(path).expect(200)).body;
  const refused = async (path: string, body: object, by = officer) =>
    codesOf(await by.post(path, body));

  it('has one track at a time, opened by the officer, with a country and never an address', async () => {
    const one = await someone(ADULT);
    const { path } = await aTrack(officer, one, { note: CANARY });
    expect(await read(path)).toMatchObject({
      door: 'return',
      country: 'CI',
      state: 'counselling',
      officer: officer.actor.name,
      steps: [{ from: 'new', to: 'counselling', on: '2026-11-02', note: CANARY }],
      next: ['preparing', 'withdrawn', 'stopped'],
    });
    const again = { door: 'return', country: 'SN', openedOn: '2026-11-20' };
    expect(await refused(returnsOf(one), again)).toEqual(['returns.one_at_a_time']);
    const other = await someone(ADULT);
    const wrong = (more: object) => refused(returnsOf(other), { ...again, ...more });
    expect(await wrong({ country: 'MA' })).toEqual(['returns.which_country']);
    expect(await wrong({ openedOn: '2026-11-26' })).toEqual(['returns.in_future']);
    expect(await wrong({ door: 'home', country: undefined })).toEqual(['returns.which_region']);
    expect(await wrong({ ...atHome, leftOn: undefined })).toEqual(['returns.left_when']);
    expect((await read(returnsOf(other))).tracks).toEqual([]);
  });

  it('the form of a return offers the country of the nationality first, already chosen', async () => {
    const optionsOf = async (facts: object) => {
      const one = await someone({ ...ADULT, ...facts });
      const { text } = await officer.get(`/people/${one.id}/returns/new?door=return`).expect(200);
      const select = /<select[^>]* name="country"[^]*?<\/select>/.exec(text)![0];
      return [...select.matchAll(/<option value="([A-Z]{2})"( selected)?>/g)].map((found) => ({
        code: found[1],
        chosen: found[2] !== undefined,
      }));
    };
    const own = await optionsOf({ nationality: 'SN' });
    expect(own[0]).toEqual({ code: 'SN', chosen: true });
    expect(own.filter(({ chosen }) => chosen)).toHaveLength(1);
    expect(own.filter(({ code }) => code === 'SN')).toHaveLength(1);
    expect(own[1]!.code).toBe('AF');
    // Nobody returns from Morocco to Morocco, and where no nationality is known nothing is presumed.
    for (const nationality of ['MA', undefined]) {
      const options = await optionsOf({ nationality });
      expect(options[0]!.code).toBe('AF');
      expect(options.some(({ chosen }) => chosen)).toBe(false);
    }
  });

  it('is told one by one what is missing before anything is prepared', async () => {
    const track = await aTrack(officer, person);
    const missing = async () => (await read(track.path)).onwards.missing;
    expect(await missing()).toEqual(['counselling', 'topics', 'decision', 'family', 'risk']);
    expect(codesOf(await step(officer, track, 'preparing').expect(422))).toEqual([
      'returns.missing_counselling',
      'returns.missing_topics',
      'returns.missing_decision',
      'returns.missing_family',
      'returns.missing_risk',
    ]);
    // A session through a relative, or with somebody beside her, explains without counting.
    const half = give.TOPICS.slice(0, 7);
    const { path } = track;
    await officer
      .post(`${path}/counselling`, give.session({ interpreter: 'relative', topics: half }))
      .expect(201);
    await officer
      .post(`${path}/counselling`, give.session({ alone: false, topics: half }))
      .expect(201);
    expect(await missing()).toEqual(['counselling', 'topics', 'decision', 'family', 'risk']);
    await officer.post(`${path}/counselling`, give.session({ topics: ['data'] })).expect(201);
    expect(await missing()).toEqual(['decision', 'family', 'risk']);
    await officer.post(`${path}/decisions`, give.decision({ on: '2026-11-23' })).expect(201);
    expect(await missing()).toEqual(['cooling_off', 'family', 'risk']);
    await officer.post(`${path}/decisions`, give.decision({ on: '2026-11-21' })).expect(201);
    await officer.post(`${path}/family`, give.family()).expect(201);
    expect(await missing()).toEqual(['risk']);
    await officer.post(`${path}/decisions`, give.decision({ decision: 'wait' })).expect(201);
    expect(await missing()).toEqual(['decision', 'risk']);
  });

  it('the risk is decided by a second person, with a reason where it is high or not known', async () => {
    const one = await someone(ADULT);
    const { path } = await aTrack(officer, one);
    const { body } = await officer
      .post(`${path}/risks`, give.risk({ debts: 'unknown' }))
      .expect(201);
    const of = `${path}/risks/${body.id}/decision`;
    expect(await refused(of, { decision: 'go', note: 'vu' })).toEqual(['returns.second_person']);
    expect(await refused(of, { decision: 'go' }, second)).toEqual(['returns.go_why']);
    await second.post(of, { decision: 'go', note: CANARY }).expect(201);
    expect(await refused(of, { decision: 'wait' }, second)).toEqual(['returns.decided_already']);
    const { risks } = await read(path);
    expect(risks).toMatchObject([{ validUntil: '2027-01-05', decided: { decision: 'go' } }]);
    const later = give.risk({ informedOn: '2026-11-07' });
    expect(await refused(`${path}/risks`, later)).toEqual(['returns.informed_later']);
  });

  it('an assessment of risks past its last day is no longer valid, not late', async () => {
    const one = await someone(ADULT);
    const { id, path } = await aTrack(officer, one, { openedOn: '2026-08-01' });
    const old = give.risk({ on: '2026-08-06', informedOn: '2026-08-01' });
    await officer.post(`${path}/risks`, old).expect(201);
    const { text } = await officer.get(`/people/${one.id}/returns/${id}`).expect(200);
    expect(text).toContain('N’est plus valable');
    expect(text).not.toContain('En retard');
  });

  it('decides herself, informed and free; a yes under pressure is not taken', async () => {
    const one = await someone(ADULT);
    const { path } = await aTrack(officer, one);
    const says = (more: object) => refused(`${path}/decisions`, give.decision(more));
    expect(await says({})).toEqual(['returns.not_informed']);
    await officer.post(`${path}/counselling`, give.session()).expect(201);
    expect(await says({ on: '2026-11-02' })).toEqual(['returns.not_informed']);
    expect(await says({ decider: 'parent' })).toEqual(['returns.adult_decides']);
    expect(await says({ capacity: undefined })).toEqual(['returns.capacity_asked']);
    expect(await says({ pressure: 'some' })).toEqual(['returns.not_free']);
    await officer
      .post(`${path}/decisions`, give.decision({ decision: 'no', pressure: 'some' }))
      .expect(201);
  });

  it('a child decides with a guardian, after her best interests were determined', async () => {
    const one = await someone(CHILD);
    const track = await aTrack(officer, one);
    await decidedAsChild(track);
    const missing = async () => (await read(track.path)).onwards.missing;
    expect(await missing()).toEqual(['best_interests', 'tracing']);
    const bid = await give.determination(officer, second, one);
    const asked = give.decision({ decider: 'parent', assent: 'given', bestInterestsId: bid });
    expect(await refused(`${track.path}/decisions`, asked)).toEqual(['returns.no_determination']);
    await second.post(`/api/v1/people/${one.id}/assessments/${bid}/approval`).expect(204);
    await officer.post(`${track.path}/decisions`, asked).expect(201);
    await officer
      .post(`${track.path}/family`, give.family({ kind: 'tracing', outcome: 'found' }))
      .expect(201);
    expect(await missing()).toEqual([]);
    await step(officer, track, 'preparing').expect(201);
  });

  async function decidedAsChild(track: { path: string }): Promise<void> {
    const { path } = track;
    await officer.post(`${path}/counselling`, give.session()).expect(201);
    expect(await refused(`${path}/decisions`, give.decision())).toEqual([
      'returns.child_not_alone',
    ]);
    const asked = (more: object) =>
      give.decision({ decider: 'parent', capacity: undefined, ...more });
    expect(await refused(`${path}/decisions`, asked({}))).toEqual(['returns.child_is_asked']);
    const against = asked({ assent: 'refused' });
    expect(await refused(`${path}/decisions`, against)).toEqual(['returns.child_refuses']);
    await officer.post(`${path}/decisions`, asked({ assent: 'given' })).expect(201);
    await officer.post(`${path}/family`, give.family()).expect(201);
    const { body } = await officer.post(`${path}/risks`, give.risk()).expect(201);
    await second.post(`${path}/risks/${body.id}/decision`, { decision: 'go' }).expect(201);
  }

  it('departs with a paper and a body fit for the journey, and not without', async () => {
    const one = await someone(ADULT);
    const track = await aTrack(officer, one);
    await decided(officer, second, track);
    await step(officer, track, 'preparing', '2026-11-10').expect(201);
    expect(codesOf(await step(officer, track, 'travelling').expect(422))).toEqual([
      'returns.missing_document',
      'returns.missing_fitness',
      'returns.missing_journey',
      'returns.missing_formalities',
    ]);
    await prepared(officer, track);
    expect(codesOf(await step(officer, track, 'arrived').expect(422))).toEqual([
      'returns.no_such_step',
    ]);
    expect(codesOf(await step(officer, track, 'travelling', '2026-11-10').expect(422))).toEqual([
      'returns.missing_document',
      'returns.missing_fitness',
      'returns.missing_day',
      'returns.missing_formalities',
    ]);
    // She changed her mind the evening before.
    await officer
      .post(`${track.path}/decisions`, give.decision({ on: '2026-11-19', decision: 'wait' }))
      .expect(201);
    expect(codesOf(await step(officer, track, 'travelling').expect(422))).toEqual([
      'returns.missing_decision',
    ]);
    await officer.post(`${track.path}/decisions`, give.decision({ on: '2026-11-19' })).expect(201);
    expect(codesOf(await step(officer, track, 'travelling').expect(422))).toEqual([
      'returns.missing_cooling_off',
    ]);
    // The flight was missed meanwhile: another journey is planned.
    expect(codesOf(await step(officer, track, 'travelling', '2026-11-22').expect(422))).toEqual([
      'returns.missing_journey',
    ]);
    await officer.post(`${track.path}/journeys`, leaving('2026-11-22')).expect(201);
    await step(officer, track, 'travelling', '2026-11-22').expect(201);
    await step(officer, track, 'arrived', '2026-11-23').expect(201);
    // The partner has five days; a word of the escort is no confirmation.
    expect(await read(track.path)).toMatchObject({ state: 'arrived', confirmBy: '2026-11-28' });
    const hear = (more: object) => officer.post(`${track.path}/arrivals`, give.arrival(more));
    expect(codesOf(await hear({ on: '2026-11-22' }).expect(422))).toEqual(['returns.heard_then']);
    expect(codesOf(await step(officer, track, 'reintegrating', '2026-11-24').expect(422))).toEqual([
      'returns.missing_reception',
      'returns.missing_confirmation',
    ]);
    await hear({ reportedBy: 'escort', note: CANARY }).expect(201);
    expect((await read(track.path)).onwards.missing).toEqual(['confirmation']);
    await hear({}).expect(201);
    expect((await read(track.path)).confirmBy).toBeNull();
    await step(officer, track, 'reintegrating', '2026-11-24').expect(201);
  });

  const leaving = (on: string, more: object = {}) =>
    give.journey({
      legs: [{ mode: 'air', from: 'MA', to: 'CI', leavesOn: on, leavesAt: '14:30', reachesOn: on }],
      ...more,
    });

  it('travels by legs that follow each other, a carer beside whoever needs one', async () => {
    const one = await someone(ADULT);
    const track = await aTrack(officer, one);
    const planned = (legs: object[]) => refused(`${track.path}/journeys`, give.journey({ legs }));
    const toParis = {
      mode: 'air',
      from: 'MA',
      to: 'FR',
      leavesOn: '2026-11-20',
      reachesOn: '2026-11-20',
    };
    expect(await planned([toParis])).toEqual(['returns.leg_elsewhere']);
    expect(await planned([{ ...toParis, from: 'ES' }])).toEqual(['returns.leg_from_here']);
    expect(await planned([toParis, { ...toParis, to: 'CI' }])).toEqual(['returns.leg_from']);
    expect(await planned([])).toEqual(['returns.legs_which']);
    await decided(officer, second, track);
    await step(officer, track, 'preparing', '2026-11-10').expect(201);
    await prepared(officer, track);
    const settled = { item: 'all_medicines', outcome: 'done', on: '2026-11-19' };
    const of = `${track.path}/formalities`;
    expect(await refused(of, settled)).toEqual(['returns.settled_already']);
    // Asked for a return to Nigeria alone.
    expect(await refused(of, { ...settled, item: 'ng_biometrics' })).toEqual(['common.not_choice']);
    await officer
      .post(`${track.path}/fitness`, give.fitness({ verdict: 'fit_escorted' }))
      .expect(201);
    expect(codesOf(await step(officer, track, 'travelling').expect(422))).toEqual([
      'returns.missing_escort',
    ]);
    await officer
      .post(`${track.path}/journeys`, leaving('2026-11-20', { escort: 'staff' }))
      .expect(201);
    expect(codesOf(await step(officer, track, 'travelling').expect(422))).toEqual([
      'returns.missing_escort',
    ]);
    await officer
      .post(`${track.path}/journeys`, leaving('2026-11-20', { escort: 'medical' }))
      .expect(201);
    await step(officer, track, 'travelling').expect(201);
  });

  it('the departures of the days ahead stand in a line, and leave the office without anybody', async () => {
    const one = await someone(ADULT);
    const track = await aTrack(officer, one);
    await decided(officer, second, track);
    await step(officer, track, 'preparing', '2026-11-10').expect(201);
    const planned = leaving('2026-12-03', { needs: ['medicine'], note: CANARY });
    await officer.post(`${track.path}/journeys`, planned).expect(201);
    const { body } = await officer.get('/api/v1/returns/departures').expect(200);
    expect(body).toMatchObject({ from: '2026-11-24', until: '2027-01-23' });
    expect(body.departures).toMatchObject([
      {
        caseNumber: one.caseNumber,
        country: 'CI',
        leavesOn: '2026-12-03',
        missing: ['document', 'fitness', 'formalities'],
      },
    ]);
    const day = await officer.get('/api/v1/returns/departures?on=2026-12-04').expect(200);
    expect(day.body.departures).toEqual([]);
    const { text } = await officer.get('/returns/departures').expect(200);
    for (const word of [one.caseNumber, 'Avion : Maroc → Côte d’Ivoire', 'médicaments', '<circle'])
      expect(text).toContain(word);
    const file = await officer
      .post('/api/v1/exports', {
        list: 'departures',
        format: 'csv',
        why: 'case_work',
        filters: { on: '2026-12-03' },
      })
      .expect(200);
    const csv = file.text || String(file.body);
    for (const word of ['2026-12-03', '14:30', 'Côte d’Ivoire']) expect(csv).toContain(word);
    for (const word of [one.caseNumber, one.id, CANARY, 'Hafsa']) expect(csv).not.toContain(word);
  });

  it('withdraws at any moment without a reason, and keeps all help', async () => {
    const one = await someone(ADULT);
    const track = await aTrack(officer, one);
    await decided(officer, second, track);
    await step(officer, track, 'preparing', '2026-11-10').expect(201);
    const service = { caseId: one.id, typeCode: 'medical_consultation', givenOn: '2026-11-24' };
    await officer.post('/api/v1/services', service).expect(201);
    const before = await held(one);
    await officer.post(`${track.path}/withdrawal`, { on: '2026-11-24' }).expect(201);
    expect(await held(one)).toEqual(before);
    await officer.post('/api/v1/services', service).expect(201);
    expect(await read(track.path)).toMatchObject({ state: 'withdrawn', next: [], onwards: null });
    expect(codesOf(await step(officer, track, 'preparing').expect(409))).toEqual([
      'returns.is_over',
    ]);
    expect(await refused(`${track.path}/counselling`, give.session())).toEqual(['returns.is_over']);
    // Who changes her mind again begins anew.
    await aTrack(officer, one, { openedOn: '2026-11-24' });
  });

  /** What stands open to the person and to those who help. */
  async function held({ id }: TestPerson): Promise<unknown> {
    const { rows } = await mawa.admin.query(
      `SELECT (SELECT json_agg(a ORDER BY a.principal_id) FROM case_access a WHERE case_id = $1) AS access,
              (SELECT stage FROM cases WHERE id = $1) AS stage,
              (SELECT count(*) FROM services WHERE case_id = $1 AND cancelled_at IS NULL) AS services`,
      [id],
    );
    return rows[0];
  }

  it('goes on at home from the shelter without a journey', async () => {
    const one = await someone(ADULT);
    const track = await aTrack(officer, one, atHome);
    expect((await read(track.path)).next).toEqual(['reintegrating', 'withdrawn', 'stopped']);
    expect(await refused(`${track.path}/documents`, give.paper())).toEqual(['common.not_found']);
    expect(await refused(`${track.path}/steps`, { to: 'travelling', on: '2026-11-20' })).toEqual([
      'returns.no_such_step',
    ]);
    await decided(officer, second, track);
    await step(officer, track, 'reintegrating').expect(201);
    expect(codesOf(await step(officer, track, 'completed').expect(422))).toEqual([
      'returns.missing_year',
      'returns.missing_outcome',
    ]);
    const before = await someone(ADULT);
    const older = await aTrack(officer, before, { ...atHome, leftOn: '2025-11-20' });
    await decided(officer, second, older);
    await step(officer, older, 'reintegrating').expect(201);
    expect(codesOf(await step(officer, older, 'completed').expect(422))).toEqual([
      'returns.missing_outcome',
    ]);
    const outcome = { on: '2026-11-20', outcome: 'not_known' };
    await officer.post(`${older.path}/outcomes`, outcome).expect(201);
    await step(officer, older, 'completed').expect(201);
    expect((await read(older.path)).state).toBe('completed');
  });

  it('a track is stopped with its reason alone', async () => {
    const one = await someone(ADULT);
    const { path } = await aTrack(officer, one);
    const stop = (more: object) => ({ to: 'stopped', on: '2026-11-20', ...more });
    expect(await refused(`${path}/steps`, stop({}))).toEqual(['returns.stop_why']);
    await officer.post(`${path}/steps`, stop({ reason: 'do_not_go' })).expect(201);
  });

  it('what is written in words opens with the key of the person alone', async () => {
    const { rows } = await mawa.admin.query<{ text: string }>(
      `SELECT string_agg(t.text, ' ') AS text FROM (SELECT p::text FROM return_steps p UNION ALL
         SELECT s::text FROM return_risk_decisions s UNION ALL
         SELECT j::text FROM return_journeys j UNION ALL SELECT body FROM audit_log UNION ALL
         SELECT answer::text FROM request_ids) t (text)`,
    );
    expect(rows[0]!.text).not.toContain(CANARY);
    const audit = await mawa.admin.query<{ action: string }>(
      `SELECT DISTINCT action FROM audit_log WHERE action LIKE 'returns.%' ORDER BY 1`,
    );
    expect(audit.rows.map(({ action }) => action)).toEqual([
      'returns.add_document',
      'returns.assess_risk',
      'returns.counsel',
      'returns.decide',
      'returns.decide_risk',
      'returns.departures',
      'returns.examine',
      'returns.family',
      'returns.hear_of_arrival',
      'returns.open',
      'returns.outcome',
      'returns.plan_journey',
      'returns.read',
      'returns.settle',
      'returns.step',
      'returns.withdraw',
    ]);
  });
});

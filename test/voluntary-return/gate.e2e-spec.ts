import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { nextOf, STATES, type State } from '../../modules/voluntary-return/track-states.rules';
import { constraintOf, type Tx } from '../../modules/platform/database/transactions';
import {
  aPerson,
  opensTo,
  type TestPerson,
  withRowSecurityAlone,
} from '../beneficiaries/test-people';
import { ADULT } from '../consents/consent-answers';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { standsAt } from '../shelter-beds/house';
import * as give from './returns';
import { aTrack, decided, prepared, returnsOf, step } from './returns';

const CANARY = 'CANARI-Bouake-7731';
const STORY = [
  'return_family',
  'return_risks',
  'return_risk_decisions',
  'return_follow_ups',
  'return_satisfactions',
  'return_surveys',
  'return_outcomes',
];

describe('who reads and who writes a return, and what the database alone holds', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let second: SignedIn;
  let manager: SignedIn;
  let person: TestPerson;
  let track: { id: string; path: string };
  let risk: string;
  /** Of the random paths; no track of hers stays. */
  let adult: TestPerson;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    officer = await mawa.signIn('reintegration_officer');
    second = await mawa.signIn('case_supervisor');
    const shelterId = randomUUID();
    manager = await mawa.signIn('shelter_manager', { shelterIds: [shelterId] });
    person = await aPerson(officer, ADULT);
    await opensTo(mawa, shelterId, 'stay', [person]);
    await officer.post(`${person.path}/access`, { userId: second.actor.userId }).expect(204);
    track = await aTrack(officer, person, { note: 'une note de parcours' });
    await officer.post(`${track.path}/counselling`, give.session()).expect(201);
    await officer.post(`${track.path}/family`, give.family({ note: CANARY })).expect(201);
    const { body } = await officer.post(`${track.path}/risks`, give.risk({ note: CANARY }));
    risk = body.id;
    adult = await aPerson(officer, ADULT);
    await officer.post(`${adult.path}/access`, { userId: second.actor.userId }).expect(204);
  });
  afterAll(() => mawa.stop());

  const pageOf = () => track.path.replace('/api/v1', '');

  it('the officer and the supervisor read all of it, on pages in three languages', async () => {
    for (const who of [officer, second]) {
      const { body } = await who.get(track.path).expect(200);
      expect(body).toMatchObject({ family: [{ note: CANARY }], risks: [{ note: CANARY }] });
      const { text } = await who.get(pageOf()).expect(200);
      for (const word of [
        'Retour : Côte d’Ivoire',
        CANARY,
        'la décision de partir',
        'interprète professionnel·le',
      ])
        expect(text).toContain(word);
      await who.get(`/people/${person.id}/returns`).expect(200);
    }
    const { text } = await officer.get('/returns').expect(200);
    expect(text).toContain(person.caseNumber);
    expect(text).toContain('il manque 2 éléments');
    const timeline = await officer.get(`/people/${person.id}`).expect(200);
    expect(timeline.text).toContain('Entretien d’information sur le retour');
  });

  it('a form shows what is wrong beside its field and loses nothing', async () => {
    const { text } = await officer
      .submit(`${pageOf()}/decisions`, { ...give.decision({ pressure: 'some' }), note: 'gardé' })
      .expect(422);
    expect(text).toContain('n’est libre que si la personne');
    expect(text).toContain('gardé');
    for (const page of [
      'counselling',
      'decisions',
      'family',
      'risks',
      'documents',
      'fitness',
      'journeys',
      'formalities',
      'steps',
      'withdrawal',
    ])
      await officer.get(`${pageOf()}/${page}/new`).expect(200);
    const refused = await officer
      .submit(`${pageOf()}/steps`, { to: 'preparing', on: '2026-11-24' })
      .expect(422);
    expect(refused.text).toContain('Il manque la décision de partir');
  });

  it('the house where she sleeps reads where the track stands, not the risks; it may note that she withdraws', async () => {
    const { body } = await manager.get(track.path).expect(200);
    expect(body).toMatchObject({
      family: [],
      risks: [],
      steps: [{ note: 'une note de parcours' }],
    });
    expect(body.onwards.missing).toEqual(['decision', 'risk']);
    const { text } = await manager.get(pageOf()).expect(200);
    expect(text).not.toContain(CANARY);
    for (const part of [
      'counselling',
      'decisions',
      'family',
      'risks',
      'documents',
      'fitness',
      'journeys',
      'formalities',
      'steps',
    ])
      await manager.post(`${track.path}/${part}`, {}).expect(403);
    await manager.post(`${track.path}/risks/${risk}/decision`, { decision: 'go' }).expect(403);
    await manager.post(returnsOf(person), {}).expect(403);
    const other = await aPerson(officer, ADULT);
    await opensTo(mawa, manager.actor.shelterIds[0]!, 'stay', [other]);
    const theirs = await aTrack(officer, other);
    await manager.post(`${theirs.path}/withdrawal`, { on: '2026-11-24' }).expect(201);
  });

  it('nobody else reads it, and with the policy switched off no table shows a row', async () => {
    const stranger = await mawa.signIn('reintegration_officer');
    const legal = await mawa.signIn('legal_officer');
    for (const [who, status] of [
      [stranger, 404],
      [legal, 403],
    ] as const) {
      await who.get(track.path).expect(status);
      await who.get(pageOf()).expect(status);
      await who.post(`${track.path}/withdrawal`, { on: '2026-11-24' }).expect(status);
    }
    await legal.get('/returns').expect(403);
    expect((await stranger.get('/api/v1/returns').expect(200)).body.tracks).toEqual([]);
    await withRowSecurityAlone(mawa, async () => {
      const tables = await mawa.admin.query<{ name: string }>(
        `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relname LIKE 'return\\_%'
            AND relname NOT IN ('return_transitions', 'return_needs', 'return_marks') ORDER BY 1`,
      );
      expect(tables.rows).toHaveLength(26);
      for (const { name } of tables.rows) {
        const count = (who: SignedIn) =>
          mawa.transactions.run(who.actor, async (tx) => {
            const [row] = await tx.query<{ n: number }>(
              `SELECT count(*)::int AS n FROM ${name} WHERE case_id = $1`,
              [person.id],
            );
            return row!.n;
          });
        expect([name, await count(stranger)]).toEqual([name, 0]);
        if (STORY.includes(name)) expect([name, await count(manager)]).toEqual([name, 0]);
      }
      const missing = await mawa.transactions.run(stranger.actor, (tx) =>
        tx.query(`SELECT return_missing($1, 'preparing', '2026-11-24')`, [track.id]),
      );
      expect(missing).toEqual([]);
    });
  });

  it('a state is nobody’s to write, and a track without its first step is refused', async () => {
    const write = (sql: string, params: unknown[]) =>
      mawa.transactions.run(officer.actor, (tx) => tx.query(sql, params));
    const state = `UPDATE return_tracks SET state = 'travelling' WHERE id = $1`;
    await expect(write(state, [track.id])).rejects.toThrow('permission denied');
    const settled = `INSERT INTO return_decisions (id, case_id, track_id, decided_on, decision, as_child, decider, capacity, pressure, settled_on)
      VALUES (gen_random_uuid(), $1, $2, '2026-11-24', 'go', false, 'self', 'assessed', 'none', '2026-11-24')`;
    await expect(write(settled, [person.id, track.id])).rejects.toThrow('permission denied');
    const bare = await aPerson(officer, ADULT);
    const opened = `INSERT INTO return_tracks (id, case_id, door, country, opened_on, officer_id)
      VALUES (gen_random_uuid(), $1, 'return', 'CI', '2026-11-24', $2)`;
    await expect(write(opened, [bare.id, officer.actor.userId])).rejects.toMatchObject({
      constraint: 'return_track_has_begun',
    });
  });

  it('by SQL alone a child does not decide for herself, nor one person about the risk she weighed', async () => {
    const child = await aPerson(officer, { sex: 'female', birthDate: '2012-05-02' });
    const theirs = await aTrack(officer, child);
    await officer.post(`${theirs.path}/counselling`, give.session()).expect(201);
    const { body } = await officer.post(`${theirs.path}/risks`, give.risk()).expect(201);
    const write = (sql: string, params: unknown[]) =>
      mawa.transactions.run(officer.actor, (tx) => tx.query(sql, params));
    const go = `INSERT INTO return_decisions (id, case_id, track_id, decided_on, decision, as_child, decider, capacity, pressure)
      VALUES (gen_random_uuid(), $1, $2, '2026-11-20', 'go', false, 'self', 'assessed', 'none')`;
    await expect(write(go, [child.id, theirs.id])).rejects.toMatchObject({
      constraint: 'return_decision_of_a_child',
    });
    const alone = `INSERT INTO return_risk_decisions (id, case_id, track_id, risk_id, decision) VALUES (gen_random_uuid(), $1, $2, $3, 'go')`;
    await expect(write(alone, [child.id, theirs.id, body.id])).rejects.toMatchObject({
      constraint: 'return_risk_by_a_second_person',
    });
  });

  it('of two who note the same departure one is told that it has moved on', async () => {
    const one = await aPerson(officer, ADULT);
    await officer.post(`${one.path}/access`, { userId: second.actor.userId }).expect(204);
    const theirs = await aTrack(officer, one);
    await decided(officer, second, theirs);
    await step(officer, theirs, 'preparing', '2026-11-10').expect(201);
    await prepared(officer, theirs);
    const both = await Promise.all([officer, second].map((who) => step(who, theirs, 'travelling')));
    expect(both.map(({ status }) => status).sort()).toEqual([201, expect.any(Number)]);
    const { body } = await officer.get(theirs.path).expect(200);
    const departures = body.steps.filter(({ to }: { to: string }) => to === 'travelling');
    expect(departures).toHaveLength(1);
    // The same request twice is one step.
    const arrived = { to: 'arrived', on: '2026-11-23' };
    const id = randomUUID();
    const twice = [
      await officer.post(`${theirs.path}/steps`, arrived, id).expect(201),
      await officer.post(`${theirs.path}/steps`, arrived, id).expect(201),
    ];
    expect(twice[0]!.body).toEqual(twice[1]!.body);
  });

  /** Where a random path stands: what the departure rests on, told by hand beside the database. */
  interface Model {
    state: State;
    alone: boolean;
    explained: Set<string>;
    decision: { go: boolean; settled: boolean } | null;
    family: boolean;
    risk: boolean;
    issued: boolean;
    fit: boolean;
    journey: boolean;
    settled: boolean;
  }
  const ACTS = [
    'session',
    'half',
    'relative',
    'go',
    'go_now',
    'no',
    'family',
    'risk_go',
    'risk_wait',
    'risk_open',
    'issued',
    'lost',
    'fit',
    'not_fit',
    'journey',
    'settle',
    ...STATES,
  ] as const;
  const ready = (m: Model): boolean =>
    m.alone &&
    m.explained.size === 8 &&
    !!m.decision?.go &&
    m.decision.settled &&
    m.family &&
    m.risk;

  it('no path reaches departure without the decision record, a paper and fitness, and none that has them is barred', async () => {
    let departures = 0;
    let barred = 0;
    const wandering = fc.array(fc.constantFrom(...ACTS), { maxLength: 14 });
    const needed = ['session', 'go', 'family', 'risk_go', 'issued', 'fit', 'journey', 'settle'];
    // Nearly all that is needed, in any order, with something in between.
    const nearly = fc
      .tuple(
        fc.shuffledSubarray([...needed], { minLength: 7 }),
        fc.array(fc.constantFrom(...ACTS), { maxLength: 2 }),
      )
      .map(([some, between]) => [
        'session',
        ...some,
        'preparing',
        ...between,
        'travelling',
        ...between,
      ]);
    await fc.assert(
      fc.asyncProperty(fc.oneof(wandering, { weight: 2, arbitrary: nearly }), async (path) => {
        const went = await walk(path);
        departures += went.departures;
        barred += went.barred;
      }),
      { numRuns: 80, seed: 20261124 },
    );
    expect(departures).toBeGreaterThan(10);
    expect(barred).toBeGreaterThan(30);
  });

  async function walk(path: readonly string[]): Promise<{ departures: number; barred: number }> {
    const went = { departures: 0, barred: 0 };
    const one = randomUUID();
    const undo = new Error('undo');
    await mawa.transactions
      .run(officer.actor, async (tx) => {
        await tx.query(
          `INSERT INTO return_tracks (id, case_id, door, country, opened_on, officer_id) VALUES ($1, $2, 'return', 'SN', '2026-11-01', $3)`,
          [one, adult.id, officer.actor.userId],
        );
        const model: Model = {
          state: 'counselling',
          alone: false,
          explained: new Set<string>(),
          decision: null,
          family: false,
          risk: false,
          issued: false,
          fit: false,
          journey: false,
          settled: false,
        };
        await stepTo(tx, one, 'new', 'counselling');
        for (const act of path) {
          if (!(STATES as readonly string[]).includes(act)) {
            await does(tx, one, act, model);
            continue;
          }
          const to = act as State;
          const refused = await stepTo(tx, one, model.state, to);
          const needs =
            (to === 'preparing' && model.state === 'counselling' && !ready(model)) ||
            (to === 'travelling' &&
              !(ready(model) && model.issued && model.fit && model.journey && model.settled)) ||
            to === 'completed' || // nobody arrived a year ago
            to === 'reintegrating'; // and nobody was heard of since
          const legal = nextOf('return', model.state).includes(to);
          expect([act, model, refused]).toEqual([
            act,
            model,
            !legal ? 'return_step_is_legal' : needs ? 'return_step_has_what_it_needs' : null,
          ]);
          if (refused === null && to === 'travelling') went.departures += 1;
          if (refused === 'return_step_has_what_it_needs') went.barred += 1;
          if (refused === null) model.state = to;
          if (['withdrawn', 'stopped', 'completed'].includes(model.state)) break;
        }
        throw undo;
      })
      .catch((error: unknown) => {
        if (error !== undo) throw error;
      });
    return went;
  }

  /** Null where it was taken, else the constraint that refused. */
  async function stepTo(tx: Tx, trackId: string, from: string, to: string): Promise<string | null> {
    await tx.query('SAVEPOINT here');
    try {
      await tx.query(
        `INSERT INTO return_steps (id, case_id, track_id, from_state, to_state, on_day, reason)
         VALUES (gen_random_uuid(), $1, $2, $3, $4, '2026-11-24', CASE $4 WHEN 'stopped' THEN 'other_way' END)`,
        [adult.id, trackId, from, to],
      );
      return null;
    } catch (error) {
      await tx.query('ROLLBACK TO SAVEPOINT here');
      return constraintOf(error) ?? 'none';
    }
  }

  async function does(tx: Tx, trackId: string, act: string, model: Model): Promise<void> {
    const insert = (table: string, row: Record<string, unknown>) => {
      const all = { id: randomUUID(), case_id: adult.id, track_id: trackId, ...row };
      const names = Object.keys(all);
      return tx.query(
        `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
        Object.values(all),
      );
    };
    if (act === 'session' || act === 'half' || act === 'relative') {
      const topics = act === 'half' ? give.TOPICS.slice(0, 4) : give.TOPICS;
      await insert('return_counselling', {
        held_on: '2026-11-10',
        how: 'in_person',
        language: 'fra',
        alone: true,
        topics,
        interpreter: act === 'relative' ? 'relative' : 'staff',
        list_version: 1,
        understood: 'yes',
      });
      if (act !== 'relative') model.alone = true;
      for (const topic of topics) model.explained.add(topic);
    } else if (act === 'go' || act === 'go_now' || act === 'no') {
      if (model.explained.size === 0) return; // a decision to go would not be informed
      await insert('return_decisions', {
        decided_on: act === 'go_now' ? '2026-11-23' : '2026-11-20',
        as_child: false,
        decision: act === 'no' ? 'no' : 'go',
        decider: 'self',
        capacity: 'not_in_doubt',
        pressure: 'none',
      });
      model.decision = { go: act !== 'no', settled: act !== 'go_now' };
    } else if (act === 'family') {
      await insert('return_family', { kind: 'assessment', outcome: 'safe', done_on: '2026-11-12' });
      model.family = true;
    } else if (act.startsWith('risk_')) {
      const id = randomUUID();
      await insert('return_risks', {
        id,
        assessed_on: '2026-11-15',
        informed_on: '2026-11-01',
        retrafficking: 'low',
        family: 'low',
        debts: 'low',
        stigma: 'low',
        country: 'low',
      });
      if (act !== 'risk_open') {
        await asSecond(tx, () =>
          insert('return_risk_decisions', {
            risk_id: id,
            decision: act === 'risk_go' ? 'go' : 'wait',
          }),
        );
      }
      model.risk = act === 'risk_go';
    } else if (act === 'issued' || act === 'lost') {
      const id = randomUUID();
      await insert('return_documents', { id, kind: 'passport', kind_version: 1, country: 'SN' });
      await tx.query(
        `INSERT INTO return_document_steps (id, case_id, document_id, from_state, to_state, on_day, valid_until)
         VALUES (gen_random_uuid(), $1, $2, 'new', $3, '2026-11-16', CASE $3 WHEN 'issued' THEN date '2027-01-01' END)`,
        [adult.id, id, act],
      );
      model.issued ||= act === 'issued';
    } else if (act === 'journey') {
      const id = randomUUID();
      const day = '2026-11-24';
      await insert('return_journeys', { id, leaves_on: day, escort: 'none', contact: 'partner' });
      await tx.query(
        `INSERT INTO return_legs (id, case_id, journey_id, leg, mode, from_country, to_country, leaves_on, reaches_on)
         VALUES (gen_random_uuid(), $1, $2, 1, 'air', 'MA', 'SN', $3, $3)`,
        [adult.id, id, day],
      );
      model.journey = true;
    } else if (act === 'settle') {
      if (model.settled) return;
      for (const item of give.FORMALITIES.slice(0, 4)) {
        await insert('return_checks', {
          item,
          list_version: 1,
          done_on: '2026-11-24',
          outcome: 'done',
        });
      }
      model.settled = true;
    } else {
      await insert('return_fitness', {
        seen_on: '2026-11-17',
        verdict: act,
        valid_until: '2026-12-17',
      });
      model.fit = act === 'fit';
    }
  }

  /** As the supervisor, who holds this file as well. */
  async function asSecond(tx: Tx, work: () => Promise<unknown>): Promise<void> {
    const be = (id: string) => tx.query(`SELECT set_config('mawa.actor', $1, true)`, [id]);
    await be(second.actor.userId);
    await work();
    await be(officer.actor.userId);
  }
});

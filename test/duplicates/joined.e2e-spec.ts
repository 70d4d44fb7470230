import { JobRunner } from '../../modules/platform/queue';
import { peopleServed } from '../../modules/indicators';
import { serviceFigures } from '../../modules/assistance-services';
import { bedFigures } from '../../modules/shelter-beds';
import { aPerson, rowsSeen, withRowSecurityAlone } from '../beneficiaries/test-people';
import { yesTo } from '../consents/consent-answers';
import { openedGrant } from '../grant-budgeting/samples';
import { aPastStay, aRequest, aShelter, aWoman, inBeds, standsAt } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { bothHeld, compareNow, join, joining, pairOf, type HeldPair } from './pairs';

const service = { typeCode: 'medical_consultation', givenOn: '2026-11-24' };

describe('one person under two numbers that were joined', () => {
  let mawa: TestApp;
  beforeEach(async () => {
    mawa = await startApp();
    await standsAt(mawa, '2026-11-24T23:10:00Z');
  });
  afterEach(() => mawa.stop());

  describe('what hides one file hides the person', () => {
    const block = (by: SignedIn, path: string, who: SignedIn, scope = 'case') =>
      by
        .post(`${path}/blocks`, { userId: who.actor.userId, scope, reason: 'son frère' })
        .expect(201);

    it.each(['mina', 'again'] as const)(
      'a conflict set in the file of %s, before or after',
      async (side) => {
        const held = await bothHeld(mawa);
        const { officer, mina, again, pair } = held;
        const before = await mawa.signIn('reintegration_officer');
        const after = await mawa.signIn('reintegration_officer');
        for (const { path } of [mina, again])
          for (const { actor } of [before, after])
            await officer.post(`${path}/access`, { userId: actor.userId }).expect(204);
        await block(officer, held[side].path, before);
        await join(officer, pair, mina);
        await block(officer, held[side].path, after);
        for (const who of [before, after]) {
          for (const person of [mina, again]) {
            await who.get(person.path).expect(404);
            expect(await rowsSeen(mawa, who, person)).toEqual([]);
          }
          await withRowSecurityAlone(mawa, async () => {
            await who.get(mina.path).expect(404);
          });
        }
        // Nobody hands either file to one who is kept out.
        for (const { path } of [mina, again])
          await officer.post(`${path}/access`, { userId: before.actor.userId }).expect(409);
      },
    );

    it('a restriction of one is for named people in both, and the stricter of two wins', async () => {
      const { officer, mina, again, pair } = await bothHeld(mawa);
      const supervisor = await mawa.signIn('case_supervisor');
      const unnamed = await mawa.signIn('reintegration_officer');
      const namedInOne = await mawa.signIn('reintegration_officer');
      for (const { path } of [mina, again])
        for (const { actor } of [supervisor, unnamed, namedInOne])
          await officer.post(`${path}/access`, { userId: actor.userId }).expect(204);
      const ids = [officer.actor.userId, namedInOne.actor.userId];
      await supervisor
        .post(`${again.path}/restriction`, { reason: 'menacée', userIds: ids })
        .expect(201);
      await join(officer, pair, mina);
      for (const { path } of [mina, again]) {
        await unnamed.get(path).expect(404);
        await namedInOne.get(path).expect(200);
      }
      expect((await officer.get(mina.path).expect(200)).body.restricted).toBe(true);
      const search = await unnamed
        .post('/api/v1/people/search', { q: mina.caseNumber })
        .expect(200);
      expect(search.body.matched).toBe(0);
      // The other file restricted as well, for fewer: both must name.
      await supervisor
        .post(`${mina.path}/restriction`, { reason: 'menacée', userIds: [officer.actor.userId] })
        .expect(201);
      await namedInOne.get(mina.path).expect(404);
      await namedInOne.get(again.path).expect(404);
      // Lifted in one, the other still holds.
      await supervisor.post(`${mina.path}/restriction/lift`).expect(204);
      await officer.post(`${mina.path}/restriction/lift/answer`, { lift: true }).expect(204);
      await unnamed.get(mina.path).expect(404);
      await namedInOne.get(mina.path).expect(200);
    });

    it('whoever sleeps in a house is not joined out of its manager’s sight', async () => {
      const { officer, mina, again, pair } = await bothHeld(mawa);
      const house = await aShelter(mawa, { A: { beds: 1 } });
      const manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
      await aPastStay(mawa, {
        bedId: house.rooms.A!.beds[0]!,
        caseId: mina.id,
        nights: '[2026-11-20,)',
      });
      const supervisor = await mawa.signIn('case_supervisor');
      for (const { path } of [mina, again])
        await officer.post(`${path}/access`, { userId: supervisor.actor.userId }).expect(204);
      await supervisor
        .post(`${again.path}/restriction`, { reason: 'menacée', userIds: [officer.actor.userId] })
        .expect(201);
      const refused = await officer
        .post(`/api/v1/duplicates/${pair}/merge`, joining(mina))
        .expect(409);
      expect(refused.body.code).toBe('duplicates.name_a_manager');
      await officer
        .post(`${again.path}/restriction/names`, { userId: manager.actor.userId })
        .expect(204);
      await join(officer, pair, mina);
      await manager.get(mina.path).expect(200);
    });
  });

  it('whoever follows or shelters one file follows both, also from later on; ending ends both', async () => {
    const { officer, mina, again, pair } = await bothHeld(mawa);
    const [first, later] = [
      await mawa.signIn('reintegration_officer'),
      await mawa.signIn('reintegration_officer'),
    ];
    await officer.post(`${again.path}/access`, { userId: first.actor.userId }).expect(204);
    await join(officer, pair, mina);
    await officer.post(`${mina.path}/access`, { userId: later.actor.userId }).expect(204);
    for (const who of [first, later])
      for (const { path } of [mina, again]) await who.get(path).expect(200);
    for (const who of [first, later]) {
      await officer.delete(`${mina.path}/access/${who.actor.userId}`).expect(204);
      for (const { path } of [mina, again]) await who.get(path).expect(404);
    }
    const house = await aShelter(mawa, { A: { beds: 1 } });
    const manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    await aPastStay(mawa, {
      bedId: house.rooms.A!.beds[0]!,
      caseId: mina.id,
      nights: '[2026-11-24,)',
    });
    await manager.get(again.path).expect(200);
  });

  it('sleeps in one bed a night, and waits once, under whichever number', async () => {
    const { officer, mina, again, pair } = await bothHeld(mawa);
    const house = await aShelter(mawa, { A: { beds: 2 } });
    const [one, two] = house.rooms.A!.beds as [string, string];
    await aPastStay(mawa, { bedId: one, caseId: again.id, nights: '[2026-11-20,)' });
    await join(officer, pair, mina);
    const placed = aPastStay(mawa, {
      bedId: two,
      caseId: mina.id,
      nights: '[2026-11-22,2026-11-23)',
    });
    await expect(placed).rejects.toMatchObject({ constraint: 'booking_people_one_person_once' });
    const [{ already } = { already: null }] = await mawa.transactions.run(officer.actor, (tx) =>
      tx.query<{ already: boolean }>(
        `SELECT blind_already_placed('[2026-11-24,2026-11-25)', $1) AS already`,
        [[mina.id]],
      ),
    );
    expect(already).toBe(true);
  });

  it.each(['mina', 'again'] as const)(
    'whom the file of %s hides on bed boards, no board shows, under either number',
    async (side) => {
      const held = await bothHeld(mawa);
      const { officer, mina, again, pair } = held;
      const house = await aShelter(mawa, { A: { beds: 1 } });
      const stay = await aPastStay(mawa, {
        bedId: house.rooms.A!.beds[0]!,
        caseId: held[side].id,
        nights: '[2026-11-20,)',
      });
      const path = `/api/v1/bookings/${stay}/board-hiding`;
      await officer.post(path, { reason: 'threat' }).expect(204);
      await join(officer, pair, mina);
      const { rows } = await mawa.admin.query(
        'SELECT case_id FROM board_hidings WHERE ended_at IS NULL AND case_id = $1',
        [mina.id],
      );
      expect(rows).toHaveLength(1);
      const numbers = [mina.caseNumber, again.caseNumber];
      const board = async () => (await officer.get('/beds').expect(200)).text;
      const shown = await board();
      expect(numbers.filter((number) => shown.includes(number))).toEqual([]);
      await officer.delete(path).expect(204);
      const after = await board();
      expect(numbers.filter((number) => after.includes(number))).toHaveLength(1);
    },
  );

  it('is kept apart from whom either file says', async () => {
    const { officer, mina, again, pair } = await bothHeld(mawa);
    const house = await aShelter(mawa, { A: { beds: 3 } });
    const bed = house.rooms.A!.beds;
    const feared = await aPerson(officer, { names: { given: 'Rachida' } });
    await officer.post(`${again.path}/keep-apart`, { otherCaseId: feared.id }).expect(201);
    await join(officer, pair, mina);
    await aPastStay(mawa, { bedId: bed[0]!, caseId: feared.id, nights: '[2026-11-20,)' });
    const barred = (cases: string[]) =>
      mawa.transactions.run(officer.actor, (tx) =>
        tx.query(`SELECT * FROM blind_barred($1, '[2026-11-24,2026-11-25)', $2)`, [
          [house.id],
          cases,
        ]),
      );
    expect(await barred([mina.id])).toEqual([{ shelter_id: house.id }]);
    const { body } = await officer.get(mina.path).expect(200);
    expect(body.keptApart).toMatchObject([{ caseNumber: feared.caseNumber }]);
  });

  it('a refusal written down in one file closes what the other shared', async () => {
    const { officer, mina, again, pair } = await bothHeld(mawa);
    const admin = await mawa.signIn('administrator');
    const partner = { code: 'MINARET', kind: 'partner', name: 'Minaret' };
    const { body } = await admin.post('/api/v1/organisations', partner).expect(201);
    const sharing = { purpose: 'sharing', recipientId: body.id };
    await officer
      .post(`${again.path}/consents`, yesTo('sharing', { recipientId: body.id }))
      .expect(201);
    const share = { ...sharing, what: ['needs'], why: 'referral', how: 'oral' };
    await officer.post(`${again.path}/shares`, share).expect(201);
    await join(officer, pair, mina);
    mawa.clock.set('2026-11-24T23:20:00Z');
    const no = { ...sharing, decision: 'refused', how: 'oral', language: 'fra' };
    await officer.post(`${mina.path}/consents`, no).expect(201);
    const { rows } = await mawa.admin.query('SELECT closed_why FROM shares');
    expect(rows).toEqual([{ closed_why: 'refused' }]);
  });

  describe('figures', () => {
    const Q3 = { from: '2026-07-01', until: '2026-10-01' };
    const Q4 = { from: '2026-10-01', until: '2027-01-01' };

    /** One night and one service under each number, in each quarter; every night closed. */
    async function served({ officer, mina, again }: HeldPair) {
      const house = await aShelter(mawa, { A: { beds: 2 } });
      const [one, two] = house.rooms.A!.beds as [string, string];
      for (const month of ['08', '11']) {
        await aPastStay(mawa, {
          bedId: one,
          caseId: mina.id,
          nights: `[2026-${month}-03,2026-${month}-04)`,
        });
        await aPastStay(mawa, {
          bedId: two,
          caseId: again.id,
          nights: `[2026-${month}-05,2026-${month}-06)`,
        });
        for (const { id: caseId } of [mina, again])
          await officer
            .post('/api/v1/services', { ...service, caseId, givenOn: `2026-${month}-10` })
            .expect(201);
      }
      await mawa.admin.query(
        `INSERT INTO closed_nights (night, closed_by) SELECT d::date, '00000000-0000-4000-8000-000000000001'
           FROM generate_series(timestamp '2026-07-01', timestamp '2026-11-23', interval '1 day') d`,
      );
    }
    const figures = async (period: typeof Q3) => {
      const reader = await mawa.signIn('programme_officer');
      return mawa.transactions.run(reader.actor, async (tx) => {
        const people = await peopleServed(tx, period);
        const beds = await bedFigures(tx, period);
        const services = await serviceFigures(tx, period);
        return {
          people: people.total,
          inBeds: people.inBeds,
          helped: people.helped,
          bedNights: beds.total.used,
          services: services.byType[0]!.services,
          helpedByType: services.byType[0]!.people,
        };
      });
    };
    const TWO = { people: 2, inBeds: 2, helped: 2, bedNights: 2, services: 2, helpedByType: 2 };
    const ONE = { ...TWO, people: 1, inBeds: 1, helped: 1, helpedByType: 1 };

    it('a closed quarter does not move, an open one counts one person and each night once', async () => {
      const held = await bothHeld(
        mawa,
        { registeredOn: '2026-07-02' },
        { registeredOn: '2026-07-03' },
      );
      await served(held);
      await openedGrant(mawa);
      const finance = await mawa.signIn('finance_officer');
      await finance.post('/api/v1/periods/closing', { untilDay: '2026-09-30' }).expect(201);
      expect([await figures(Q3), await figures(Q4)]).toEqual([TWO, TWO]);
      mawa.clock.set('2026-11-25T10:00:00Z');
      const officer = await mawa.signInAs(held.officer.email);
      const merge = await join(officer, held.pair, held.mina);
      expect([await figures(Q3), await figures(Q4)]).toEqual([TWO, ONE]);
      // Closed while they were joined: undoing does not move that one either.
      mawa.clock.set('2027-01-02T10:00:00Z');
      const later = await mawa.signInAs(finance.email);
      await later.post('/api/v1/periods/closing', { untilDay: '2026-12-31' }).expect(201);
      mawa.clock.set('2027-01-03T10:00:00Z');
      const undoing = await mawa.signInAs(officer.email);
      await undoing
        .post(`${held.mina.path}/merges/${merge}/undo`, { why: 'two_people' })
        .expect(204);
      expect([await figures(Q3), await figures(Q4)]).toEqual([TWO, ONE]);
    });

    it('undone while the quarter is open, it counts two again', async () => {
      const held = await bothHeld(
        mawa,
        { registeredOn: '2026-07-02' },
        { registeredOn: '2026-07-03' },
      );
      await served(held);
      const merge = await join(held.officer, held.pair, held.mina);
      expect(await figures(Q4)).toEqual(ONE);
      await held.officer
        .post(`${held.mina.path}/merges/${merge}/undo`, { why: 'two_people' })
        .expect(204);
      expect(await figures(Q4)).toEqual(TWO);
    });
  });

  it('is given their whole file, of both numbers', async () => {
    const { officer, mina, again, pair } = await bothHeld(
      mawa,
      { story: 'un premier récit' },
      { story: 'un second récit' },
    );
    await officer
      .post('/api/v1/services', { ...service, caseId: again.id, note: 'une note au dossier' })
      .expect(201);
    await join(officer, pair, mina);
    const { body } = await officer
      .post(`${mina.path}/rights/file.json`, {})
      .buffer(true)
      .parse((res, done) => {
        let text = '';
        res.on('data', (chunk: Buffer) => (text += chunk.toString()));
        res.on('end', () => done(null, JSON.parse(text)));
      });
    const text = JSON.stringify(body);
    for (const said of ['un premier récit', 'un second récit', 'une note au dossier', 'بناني'])
      expect(text).toContain(said);
    expect(body.records.cases).toHaveLength(2);
  });

  it('is erased under both numbers: nothing readable, no way back, totals unmoved', async () => {
    const { officer, mina, again, pair } = await bothHeld(
      mawa,
      { story: 'un premier récit', phone: '+212600112233' },
      { documents: [{ kind: 'passport', number: 'ZZ777' }] },
    );
    const merge = await join(officer, pair, mina, { choices: { names: 'from' } });
    const supervisor = await mawa.signIn('case_supervisor');
    const asked = await officer
      .post(`${again.path}/rights/erasure`, { reason: 'person_asked' })
      .expect(201);
    const blocked = await officer
      .post(`${mina.path}/merges/${merge}/undo`, { why: 'mistake' })
      .expect(409);
    expect(blocked.body.code).toBe('duplicates.erasure_asked');
    const decided = await supervisor
      .post(`/api/v1/erasures/${asked.body.id}/decision`, { decision: 'approved' })
      .expect(200);
    await mawa.app.get(JobRunner).handle('erase-person', decided.body.jobId);
    const count = async (sql: string) => (await mawa.admin.query(sql)).rows[0].n;
    expect(
      await count(
        `SELECT count(*)::int AS n FROM cases WHERE erased_at IS NOT NULL AND case_number IS NULL`,
      ),
    ).toBe(2);
    expect(await count(`SELECT count(*)::int AS n FROM cases WHERE merged_into IS NOT NULL`)).toBe(
      1,
    );
    for (const table of [
      'case_seals',
      'keys.case_keys',
      'document_digests',
      'case_merge_before',
      'case_merge_seals',
      'duplicate_pairs',
      'duplicate_notices',
      'case_access',
    ]) {
      expect([table, await count(`SELECT count(*)::int AS n FROM ${table}`)]).toEqual([table, 0]);
    }
    for (const { id, caseNumber } of [mina, again]) {
      expect(await count(`SELECT count(*)::int AS n FROM cases WHERE id = '${id}'`)).toBe(0);
      const { body } = await supervisor.post('/api/v1/erasures/asked', { caseNumber }).expect(200);
      expect(JSON.stringify(body)).toContain('2026-11-24');
    }
  });

  it('a bed that one file waited for is not given to the other as well', async () => {
    const officer = await mawa.signIn('reintegration_officer');
    const house = await aShelter(mawa, { A: { beds: 2 } });
    const names = { given: 'Fatima Zahra', family: 'Bennani', aliases: [] };
    const request = await aRequest(mawa, officer, [aWoman({ names })]);
    const manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    const again = await aPerson(officer, { names, birthDate: '1994-03-08', sex: 'female' });
    await compareNow(mawa);
    const first = { id: request.caseIds[0]!, caseNumber: request.caseNumbers[0]!, path: '' };
    await join(officer, (await pairOf(mawa, first, again))!.id, again, { choices: {} });
    const hold = { placements: inBeds([first.id], house.rooms.A!.beds), reason: 'demandé' };
    await manager.post(`/api/v1/bed-requests/${request.id}/holds`, hold).expect(201);
    const more = {
      caseIds: [again.id],
      neededFrom: '2026-11-24',
      urgency: 'tonight',
      source: 'hotline',
      basis: 'consent',
    };
    const second = await officer.post('/api/v1/bed-requests', more);
    if (second.status === 201) {
      const other = {
        placements: inBeds([again.id], house.rooms.A!.beds.slice(1)),
        reason: 'demandé',
      };
      await manager.post(`/api/v1/bed-requests/${second.body.id}/holds`, other).expect(409);
    } else expect(second.status).toBe(409);
  });
});

import { bedFigures } from '../../modules/shelter-beds';
import { JobRunner } from '../../modules/platform/queue';
import { SETUP_ACTOR } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aRequest, aShelter, aWoman, inBeds, person, standsAt, type TestShelter } from './house';
import { closeNight, comesToStay, timeIs } from './house-days';

type Row = Record<string, unknown>;

describe('what a house is like, over time', () => {
  let mawa: TestApp;
  let administrator: SignedIn;
  let officer: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    await standsAt(mawa, '2026-11-24T20:00:00Z');
    await timeIs(mawa, '2026-11-24T20:00:00Z');
    administrator = await mawa.signIn('administrator');
    officer = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());

  const change = (house: TestShelter, body: object, who = administrator) =>
    who.post(`/api/v1/shelters/${house.id}/changes`, body);
  const historyOf = async (house: TestShelter) =>
    (await administrator.get(`/api/v1/shelters/${house.id}/history`).expect(200)).body;
  const tonight = async (house: TestShelter) =>
    (await administrator.get('/api/v1/shelters').expect(200)).body.find(
      ({ id }: Row) => id === house.id,
    );
  const aMan = () => person({ sex: 'male', birthDate: '1990-04-02' });
  const held = async (
    bedId: string,
    more: { person?: ReturnType<typeof aWoman>; neededFrom?: string; nights?: number } = {},
    reason?: string,
  ) => {
    const { person: who = aWoman(), ...asked } = more;
    const request = await aRequest(mawa, officer, [who], asked);
    return officer.post(`/api/v1/bed-requests/${request.id}/holds`, {
      placements: inBeds(request.caseIds, [bedId]),
      ...(reason ? { reason } : {}),
    });
  };
  const candidate = async (bedId: string, more: object = {}) => {
    const request = await aRequest(mawa, officer, [aWoman()], more);
    const { body } = await officer.get(`/api/v1/bed-requests/${request.id}/candidates`).expect(200);
    return body.beds.find((bed: Row) => bed.bedId === bedId);
  };

  describe('is changed from a night on', () => {
    let house: TestShelter;
    beforeAll(async () => {
      house = await aShelter(mawa, { A: { beds: 2 } });
    });
    const night = { doorsClose: '22:00', doorsOpen: '06:30', lateArrivals: false };

    it('what was stays in its row, and tonight is shown as it holds tonight', async () => {
      await change(house, { from: '2026-11-24', ...night, nightStaff: 'awake' }).expect(204);
      await change(house, {
        from: '2026-12-10',
        kind: 'temporary',
        receives: ['boy', 'girl', 'woman', 'man'],
        languages: ['fra', 'ary'],
      }).expect(204);
      const { facts } = await historyOf(house);
      expect(
        facts.map(({ from, until, kind, receives, languages, doorsClose, nightStaff }: Row) => [
          from,
          until,
          kind,
          receives,
          languages,
          doorsClose,
          nightStaff,
        ]),
      ).toEqual([
        ['2000-01-01', '2026-11-24', 'emergency', ['woman', 'girl', 'boy'], [], null, null],
        ['2026-11-24', '2026-12-10', 'emergency', ['woman', 'girl', 'boy'], [], '22:00', 'awake'],
        [
          '2026-12-10',
          null,
          'temporary',
          ['woman', 'man', 'girl', 'boy'],
          ['ary', 'fra'],
          '22:00',
          'awake',
        ],
      ]);
      expect(facts.map(({ setBy }: Row) => setBy === null)).toEqual([true, false, false]);
      expect(await tonight(house)).toMatchObject({ kind: 'emergency', languages: [] });
    });

    it.each<[string, object, number, string, string]>([
      [
        'in the past',
        { from: '2026-11-23', kind: 'temporary' },
        422,
        'inventory.past_stays',
        'from',
      ],
      [
        'before what is planned',
        { from: '2026-12-01', kind: 'temporary' },
        409,
        'inventory.planned_already',
        'from',
      ],
      [
        'twice from one night',
        { from: '2026-12-10', kind: 'emergency' },
        409,
        'inventory.changed_that_night',
        'from',
      ],
      [
        'to what it is',
        { from: '2026-12-20', receives: ['man', 'boy', 'girl', 'woman'] },
        422,
        'houses.nothing_changes',
        'from',
      ],
      [
        'to receive nobody',
        { from: '2026-12-20', receives: [] },
        422,
        'common.too_few_items',
        'receives',
      ],
      [
        'to a language that no list has',
        { from: '2026-12-20', languages: ['xx'] },
        422,
        'common.not_choice',
        'languages',
      ],
      [
        'to doors that open before they close',
        { from: '2026-12-20', doorsOpen: '21:00' },
        422,
        'houses.doors_in_turn',
        'doorsOpen',
      ],
      [
        'to an hour that is none',
        { from: '2026-12-20', doorsOpen: '25:00' },
        422,
        'houses.not_time',
        'doorsOpen',
      ],
    ])('is not changed %s', async (_what, body, status, code, field) => {
      const answer = await change(house, body);
      expect(answer.status).toBe(status);
      const error = answer.body.errors?.[0] ?? answer.body;
      expect([error.code, error.field]).toEqual([code, field]);
      expect((await historyOf(house)).facts).toHaveLength(3);
    });

    it('of the doors all is said or nothing', async () => {
      const other = await aShelter(mawa, { A: { beds: 1 } });
      const half = await change(other, { from: '2026-11-24', doorsClose: '22:00' });
      expect([half.status, half.body.code]).toEqual([422, 'houses.doors_whole']);
      await change(other, { from: '2026-11-24', nightStaff: 'none' }).expect(204);
      expect((await historyOf(other)).facts.at(-1)).toMatchObject({
        doorsClose: null,
        doorsOpen: null,
        lateArrivals: null,
        nightStaff: 'none',
      });
    });

    it('the database itself keeps the past, and lets nobody but an administrator write', async () => {
      const other = await aShelter(mawa, {});
      const manager = await mawa.signIn('shelter_manager', { shelterIds: [other.id] });
      const as = (who: SignedIn, sql: string) =>
        mawa.transactions.run(who.actor, (tx) => tx.query(sql, [other.id]));
      const end = (until: string) =>
        `UPDATE shelter_facts SET during = daterange(lower(during), '${until}') WHERE shelter_id = $1 RETURNING id`;
      const add = (during: string) =>
        `INSERT INTO shelter_facts (shelter_id, during, kind, receives, set_by) VALUES ($1, '${during}', 'temporary', '{man}', mawa_actor())`;
      await expect(as(administrator, end('2026-01-01'))).rejects.toThrow(/not written anew/);
      await expect(as(administrator, add('[1990-01-01,2000-01-01)'))).rejects.toThrow(
        /follows what it was/,
      );
      for (const sql of [
        `UPDATE shelter_facts SET kind = 'temporary' WHERE shelter_id = $1`,
        'DELETE FROM shelter_facts WHERE shelter_id = $1',
        `UPDATE shelters SET receives = '{man}' WHERE id = $1`,
      ]) {
        await expect(as(administrator, sql)).rejects.toThrow(/permission denied/);
      }
      expect(await as(manager, end('2027-01-01'))).toEqual([]);
      await mawa.transactions.run(administrator.actor, (tx) =>
        tx.query(end('2027-01-01'), [other.id]),
      );
      await expect(as(manager, add('[2027-01-01,)'))).rejects.toThrow(/row-level security/);
      await as(administrator, add('[2027-01-01,)'));
    });

    it('a planned change holds once its night has come, without anybody’s doing', async () => {
      await timeIs(mawa, '2026-12-10T13:00:00Z');
      await closeNight(mawa, '2026-12-09');
      expect(await tonight(house)).toMatchObject({
        kind: 'temporary',
        receives: ['woman', 'man', 'girl', 'boy'],
        languages: ['ary', 'fra'],
      });
      await timeIs(mawa, '2026-11-24T20:00:00Z');
      await mawa.app.get(JobRunner).tick('lapse-holds');
      expect(await tonight(house)).toMatchObject({ kind: 'emergency' });
    });
  });

  describe('whom it receives counts on the night of arrival', () => {
    let house: TestShelter;
    let manager: SignedIn;
    beforeAll(async () => {
      house = await aShelter(mawa, { M: { mix: 'mixed', beds: 6 }, W: { beds: 3 } });
      manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
      await change(house, { from: '2026-12-10', receives: ['man'] }).expect(204);
    });

    it('a woman who comes before the change is placed over it; one who comes after is not', async () => {
      const [first, second, third] = house.rooms.W!.beds as [string, string, string];
      await held(first, { neededFrom: '2026-12-09', nights: 6 }).then(({ status }) =>
        expect(status).toBe(201),
      );
      const late = await held(second, { neededFrom: '2026-12-10', nights: 6 });
      expect(late.status).toBe(422);
      expect(late.body.detail).toContain('Accueil non prévu');
      expect((await candidate(third, { neededFrom: '2026-12-09' })).verdict).toBe('fits');
      const after = await candidate(third, { neededFrom: '2026-12-10' });
      expect([after.verdict, after.checks.received]).toEqual(['no', 'fail']);
    });

    it('a man is received from that night on', async () => {
      const [first] = house.rooms.M!.beds as [string];
      const early = await held(first, { person: aMan(), neededFrom: '2026-12-09' });
      expect(early.status).toBe(422);
      await held(first, { person: aMan(), neededFrom: '2026-12-10' }).then(({ status }) =>
        expect(status).toBe(201),
      );
    });

    it('what is spoken there counts on that night as well', async () => {
      const other = await aShelter(mawa, { A: { beds: 1 } });
      await change(other, { from: '2026-12-10', languages: ['fra'] }).expect(204);
      const asks = async (neededFrom: string) => {
        const request = await aRequest(mawa, officer, [aWoman({ languages: ['fra'] })], {
          neededFrom,
        });
        const { body } = await officer
          .get(`/api/v1/bed-requests/${request.id}/candidates`)
          .expect(200);
        const bed = body.beds.find(({ bedId }: Row) => bedId === other.rooms.A!.beds[0]);
        return bed.reasons.map(({ code }: Row) => code).includes('same_language');
      };
      expect([await asks('2026-12-09'), await asks('2026-12-10')]).toEqual([false, true]);
    });

    it('the rules are tried on what it is on the first of the nights', async () => {
      const tries = async (from: string) => {
        const rules = await mawa.signIn('case_supervisor');
        const { body } = await rules
          .post('/api/v1/placing-rules/trials', { from, people: [{ sex: 'male', age: 30 }] })
          .expect(200);
        return body.beds.find(({ bedId }: Row) => bedId === house.rooms.M!.beds[1]).after.verdict;
      };
      expect([await tries('2026-12-09'), await tries('2026-12-10')]).toEqual(['no', 'fits']);
    });

    it('those who live there stay: more nights and another bed of the house, but nobody new', async () => {
      const home = await aShelter(mawa, { A: { beds: 2 }, B: { beds: 2 } });
      const away = await aShelter(mawa, { A: { beds: 1 } }, ['man']);
      manager = await mawa.signIn('shelter_manager', { shelterIds: [home.id] });
      const stay = await comesToStay(mawa, { officer, manager }, home.rooms.A!.beds[0]!);
      await timeIs(mawa, '2026-11-26T20:00:00Z');
      await change(home, { from: '2026-11-26', receives: ['man'] }).expect(204);
      expect((await tonight(home)).receives).toEqual(['man']);
      const booking = (await manager.get(`/api/v1/bookings/${stay.id}`).expect(200)).body;
      await manager
        .post(`/api/v1/bookings/${stay.id}/planned-exit`, {
          on: '2026-12-20',
          version: booking.version,
        })
        .expect(201);
      const { body } = await officer.get(`/api/v1/bookings/${stay.id}/move-choices`).expect(200);
      const verdictOf = (id: string) =>
        body.beds.find(({ bedId }: Row) => bedId === id)?.verdict as string;
      expect(verdictOf(home.rooms.B!.beds[0]!)).toBe('fits');
      expect(verdictOf(away.rooms.A!.beds[0]!)).toBe('no');
      await manager
        .post('/api/v1/bed-moves', {
          moves: [{ bookingId: stay.id, bedId: home.rooms.B!.beds[0]! }],
        })
        .expect(201);
      const fresh = await held(home.rooms.A!.beds[1]!, { neededFrom: '2026-11-26', nights: 2 });
      expect(fresh.status).toBe(422);
      await timeIs(mawa, '2026-11-24T20:00:00Z');
    });
  });

  describe('is not changed over the heads of those who are expected', () => {
    let house: TestShelter;
    beforeAll(async () => {
      house = await aShelter(mawa, { A: { beds: 4 } });
    });

    it('is refused with the nights of their arrival; after them, or where they are received, it is not', async () => {
      const beds = house.rooms.A!.beds;
      for (const [bed, neededFrom] of [
        [beds[0]!, '2026-11-28'],
        [beds[1]!, '2026-11-30'],
      ] as const) {
        await held(bed, { neededFrom, nights: 9 }).then(({ status }) => expect(status).toBe(201));
      }
      const refused = await change(house, { from: '2026-11-27', receives: ['girl', 'boy'] });
      expect([refused.status, refused.body.code]).toEqual([409, 'houses.guests_expected']);
      expect(refused.body.detail).toMatch(/28\snov\.\s2026.*30\snov\.\s2026/);
      await expect(
        mawa.transactions.run(administrator.actor, async (tx) => {
          await tx.query(
            `UPDATE shelter_facts SET during = daterange(lower(during), '2026-11-27') WHERE shelter_id = $1`,
            [house.id],
          );
          await tx.query(
            `INSERT INTO shelter_facts (shelter_id, during, kind, receives, set_by)
             VALUES ($1, '[2026-11-27,)', 'emergency', '{girl,boy}', mawa_actor())`,
            [house.id],
          );
        }),
      ).rejects.toThrow(/receive no more/);
      await change(house, { from: '2026-11-27', receives: ['woman', 'girl'] }).expect(204);
      await change(house, { from: '2026-12-01', receives: ['girl'] }).expect(204);
    });

    it('of a change and a placement at the same moment one is told of the other', async () => {
      const other = await aShelter(mawa, { A: { beds: 1 } });
      const request = await aRequest(mawa, officer, [aWoman()], {
        neededFrom: '2026-12-20',
        nights: 3,
      });
      const [changed, placed] = await Promise.all([
        change(other, { from: '2026-12-20', receives: ['man'] }),
        officer.post(`/api/v1/bed-requests/${request.id}/holds`, {
          placements: inBeds(request.caseIds, other.rooms.A!.beds),
        }),
      ]);
      expect([
        [204, 422],
        [409, 201],
      ]).toContainEqual([changed.status, placed.status]);
    });

    it('of two changes from one night at the same moment one holds', async () => {
      const other = await aShelter(mawa, {});
      const answers = await Promise.all(
        ['awake', 'none'].map((nightStaff) => change(other, { from: '2026-12-20', nightStaff })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    });
  });

  describe('whose doors are closed', () => {
    let house: TestShelter;
    let bed: string;
    beforeAll(async () => {
      house = await aShelter(mawa, { A: { beds: 3 } });
      bed = house.rooms.A!.beds[0]!;
      const night = { doorsClose: '22:00', doorsOpen: '06:30', lateArrivals: false };
      await change(house, { from: '2026-11-24', ...night, nightStaff: 'asleep' }).expect(204);
    });
    afterAll(() => timeIs(mawa, '2026-11-24T20:00:00Z'));
    const closed = async (more: object = {}) => {
      const { verdict, reasons } = await candidate(bed, more);
      const told = reasons.find(({ code }: Row) => code === 'doors_closed');
      return [verdict, told?.text ?? null];
    };

    it('is to be rung up by whoever looks for a bed tonight, once they have closed', async () => {
      const sentence =
        'Portes fermées depuis 22:00, personne n’est reçu avant 06:30 : appeler la maison';
      expect(await closed()).toEqual(['fits', null]);
      await timeIs(mawa, '2026-11-24T23:10:00Z');
      expect(await closed()).toEqual(['ask', sentence]);
      expect(await closed({ urgency: 'days' })).toEqual(['fits', null]);
      expect(await closed({ neededFrom: '2026-11-25' })).toEqual(['fits', null]);
      await timeIs(mawa, '2026-11-25T03:00:00Z');
      expect(await closed()).toEqual(['ask', sentence]);
      await timeIs(mawa, '2026-11-25T07:00:00Z');
      expect(await closed()).toEqual(['fits', null]);
    });

    it('has its bed held all the same, with a word of why', async () => {
      await timeIs(mawa, '2026-11-24T23:10:00Z');
      const silent = await held(bed);
      expect([silent.status, silent.body.code]).toEqual([422, 'beds.reason_needed']);
      const rung = await held(bed, {}, 'La veilleuse a répondu et ouvre.');
      expect(rung.status).toBe(201);
      await change(house, { from: '2026-11-25', lateArrivals: true }).expect(204);
      await timeIs(mawa, '2026-11-25T23:10:00Z');
      bed = house.rooms.A!.beds[1]!;
      expect(await closed({ neededFrom: '2026-11-25' })).toEqual(['fits', null]);
    });
  });

  it('a later change leaves the figures of a past quarter their kind', async () => {
    const house = await aShelter(mawa, { A: { beds: 1 } });
    await mawa.admin.query(
      `INSERT INTO closed_nights (night, closed_by) SELECT d::date, $1 FROM generate_series(timestamp '2026-07-01', '2026-11-23', '1 day') d
       ON CONFLICT DO NOTHING`,
      [SETUP_ACTOR.userId],
    );
    const supervisor = await mawa.signIn('programme_officer');
    const kinds = async (from: string, until: string) => {
      const figures = await mawa.transactions.run(supervisor.actor, (tx) =>
        bedFigures(tx, { from, until }),
      );
      const { body } = await supervisor
        .get(`/api/v1/house-figures?from=${from}&until=${before(until)}`)
        .expect(200);
      const kindOf = (all: readonly { shelterId: string; kind: string }[]) =>
        all.find(({ shelterId }) => shelterId === house.id)?.kind;
      expect(kindOf(body.shelters)).toBe(kindOf(figures.shelters));
      return kindOf(figures.shelters);
    };
    const quarter = ['2026-07-01', '2026-10-01'] as const;
    const running = ['2026-10-01', '2027-01-01'] as const;
    expect(await kinds(...quarter)).toBe('emergency');
    await change(house, { from: '2026-11-24', kind: 'temporary' }).expect(204);
    expect(await kinds(...quarter)).toBe('emergency');
    // What is planned for later is not yet what it is.
    await change(house, { from: '2026-12-20', kind: 'emergency' }).expect(204);
    expect(await kinds(...running)).toBe('temporary');

    const { rows } = await mawa.admin.query<{ period: string; kind: string }>(
      `SELECT p.period, (SELECT f.kind FROM shelter_facts f WHERE f.shelter_id = $1 AND lower(f.during) <= p.last
          ORDER BY lower(f.during) DESC LIMIT 1) AS kind
         FROM (VALUES ('quarter', date '2026-09-30'), ('running', date '2026-11-24')) AS p (period, last)`,
      [house.id],
    );
    expect(rows).toEqual([
      { period: 'quarter', kind: 'emergency' },
      { period: 'running', kind: 'temporary' },
    ]);
    await mawa.admin.query('DELETE FROM closed_nights');
  });
  const before = (day: string) =>
    new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

  describe('on its page', () => {
    let house: TestShelter;
    let path: string;
    let manager: SignedIn;
    beforeAll(async () => {
      house = await aShelter(mawa, { A: { beds: 1 } });
      path = `/admin/shelters/${house.id}`;
      manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    });
    const form = {
      from: '2026-11-24',
      kind: 'emergency',
      receives: ['woman', 'girl'],
      doorsClose: '21:30',
      doorsOpen: '07:00',
      lateArrivals: 'no',
      nightStaff: 'on_call',
    };

    it('one form changes it, and what it is tonight and over time is drawn', async () => {
      await administrator.submit(`${path}/changes`, { ...form, languages: ['fra'] }).expect(303);
      await administrator
        .submit(`${path}/changes`, { ...form, from: '2026-12-15', kind: 'temporary' })
        .expect(303);
      const { text } = await administrator.get(path).expect(200);
      expect(text).toContain('fermées de 21:30 à 07:00');
      expect(text).toContain('quelqu’un répond au téléphone');
      expect(text).toMatch(
        /aria-label="Type\s: Urgence, jusqu’au [^"]*14\sdéc\.\s2026\. Temporaire, depuis le [^"]*15\sdéc/,
      );
      expect(text).toMatch(/aria-label="Accueille des garçons\s: Garçons, jusqu’au [^"]*23\snov/);
      // Half a year ahead.
      expect(text).toMatch(/cette nuit<\/strong><span>lun\.\s24\smai\s2027/);
      // No box of a language was ticked the second time.
      const { facts } = await historyOf(house);
      expect(facts.map(({ languages }: Row) => languages)).toEqual([[], ['fra'], []]);
    });

    it('what is refused comes back filled in, with words beside its field', async () => {
      const again = await administrator.submit(`${path}/changes`, {
        ...form,
        from: '2026-12-20',
        doorsOpen: '20:00',
      });
      expect(again.status).toBe(422);
      expect(again.text).toContain('rouvrent le matin, avant midi');
      expect(again.text).toContain('value="20:00"');
      const { kind, from } = form;
      const nobody = await administrator.submit(`${path}/changes`, { kind, from });
      expect(nobody.status).toBe(422);
    });

    it('the longest stay has a form of its own, and its history', async () => {
      await administrator.submit(`${path}/stay-limits`, { nights: '60' }).expect(303);
      await administrator
        .submit(`${path}/stay-limits`, { nights: '90', from: '2026-12-01' })
        .expect(303);
      const again = await administrator.submit(`${path}/stay-limits`, {
        nights: '70',
        from: '2026-11-30',
      });
      expect(again.status).toBe(409);
      expect(again.text).toContain('value="70"');
      const { stayLimits } = await historyOf(house);
      expect(stayLimits.map(({ nights, from, until }: Row) => [nights, from, until])).toEqual([
        [60, '2026-11-24', '2026-12-01'],
        [90, '2026-12-01', null],
      ]);
      const { text } = await administrator.get(path).expect(200);
      expect(text).toContain('60 nuits');
      expect(text).toMatch(
        /aria-label="Séjour le plus long\s: 60 nuits, du [^"]*\. 90 nuits, depuis/,
      );
    });

    it('is read by a manager and an officer; only an administrator writes', async () => {
      const seen = await manager.get(path).expect(200);
      expect(seen.text).toContain('fermées de 21:30 à 07:00');
      expect(seen.text).not.toContain('/stay-limits');
      await officer.get(`/api/v1/shelters/${house.id}/history`).expect(200);
      for (const who of [manager, officer]) {
        await change(house, { from: '2027-01-01', kind: 'emergency' }, who).expect(403);
        await who.submit(`${path}/changes`, {}).expect(403);
        await who.submit(`${path}/stay-limits`, {}).expect(403);
      }
      const finance = await mawa.signIn('finance_officer');
      await finance.get(`/api/v1/shelters/${house.id}/history`).expect(403);
      const nowhere = '00000000-0000-4000-8000-0000000000aa';
      await administrator.get(`/api/v1/shelters/${nowhere}/history`).expect(404);
      await administrator
        .post(`/api/v1/shelters/${nowhere}/changes`, { from: '2026-12-24' })
        .expect(404);
    });

    it('the night staff find the doors and who is awake on the list of tonight and above the roll', async () => {
      for (const there of [`/beds/tonight?shelter=${house.id}`, `/house/${house.id}/roll`]) {
        const { text } = await manager.get(there).expect(200);
        expect(text).toContain('fermées de 21:30 à 07:00');
        expect(text).toContain('personne n’est reçu une fois les portes fermées');
        expect(text).toContain('quelqu’un répond au téléphone');
      }
    });

    it('the board leads to the rules that are set aside', async () => {
      const { text } = await manager.get('/beds').expect(200);
      expect(text).toContain('href="/beds/overrides"');
    });
  });
});

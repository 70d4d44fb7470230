import { randomUUID } from 'node:crypto';
import { aFamily, aPerson, withRowSecurityAlone } from '../beneficiaries/test-people';
import { yesTo } from '../consents/consent-answers';
import { aPastStay, aShelter, standsAt } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import {
  bothHeld,
  compareNow,
  type HeldPair,
  join,
  joining,
  MINA_AGAIN,
  pairOf,
  noticesOf,
  twoSides,
} from './pairs';

const service = { typeCode: 'medical_consultation', givenOn: '2026-11-24' };

describe('joining two files of one person', () => {
  let mawa: TestApp;
  beforeEach(async () => {
    mawa = await startApp();
    await standsAt(mawa, '2026-11-24T23:10:00Z');
  });
  afterEach(() => mawa.stop());

  const consequences = (who: SignedIn, pair: string, into = '') =>
    who.get(`/api/v1/duplicates/${pair}/consequences${into && `?into=${into}`}`);

  it('shows first what follows: what stays where, who will see both, what contradicts', async () => {
    const held = await bothHeld(
      mawa,
      { sex: 'female' },
      { phone: '+212600112233', languages: ['ary'] },
    );
    const { officer, mina, again, pair } = held;
    const colleague = await mawa.signIn('reintegration_officer');
    await officer.post(`${again.path}/access`, { userId: colleague.actor.userId }).expect(204);
    await officer.post('/api/v1/services', { ...service, caseId: again.id }).expect(201);
    const { body } = await consequences(officer, pair).expect(200);
    expect(body).toMatchObject({
      into: { id: mina.id },
      from: { id: again.id },
      records: expect.arrayContaining([{ kind: 'services', count: 1 }]),
      twoPlans: false,
      choices: [{ group: 'names', proposed: 'into' }],
      newcomers: [colleague.actor.name],
      obstacle: null,
      sharedNights: [],
    });
    expect(body.taken.sort()).toEqual(['languages', 'phone']);
    expect((await consequences(officer, pair, again.id).expect(200)).body.into.id).toBe(again.id);
    // Looking changes nothing.
    expect(await pairOf(mawa, mina, again)).toMatchObject({ state: 'proposed' });
    const page = await officer.get(`/duplicates/${pair}/merge`).expect(200);
    expect(page.text).toContain('1 service');
    expect(page.text).toContain(colleague.actor.name);
  });

  it('afterwards the old number finds the person, who stands once in lists and searches', async () => {
    const { officer, mina, again, pair } = await bothHeld(mawa);
    await join(officer, pair, mina);
    const found = async (q: string) =>
      (await officer.post('/api/v1/people/search', { q }).expect(200)).body.found.map(
        ({ id }: { id: string }) => id,
      );
    expect(await found(again.caseNumber)).toEqual([mina.id]);
    expect(await found('Bennani')).toEqual([mina.id]);
    expect(await found('فاطمة')).toEqual([mina.id]);
    const { body } = await officer.get('/api/v1/people').expect(200);
    expect([body.total, body.people.map(({ id }: { id: string }) => id)]).toEqual([1, [mina.id]]);
    expect(await noticesOf(officer)).toEqual([]);
  });

  it('what happened under both numbers is read in one file', async () => {
    const { officer, mina, again, pair } = await bothHeld(mawa);
    await officer.post('/api/v1/services', { ...service, caseId: again.id }).expect(201);
    await officer.post('/api/v1/services', { ...service, caseId: mina.id }).expect(201);
    await join(officer, pair, mina);
    const { body: file } = await officer.get(mina.path).expect(200);
    expect(file.joined).toMatchObject([{ id: again.id, caseNumber: again.caseNumber }]);
    const { body: services } = await officer.get(`/api/v1/services?caseId=${mina.id}`).expect(200);
    expect(services.total).toBe(2);
    const { text } = await officer.get(`/people/${mina.id}`).expect(200);
    expect(text).toContain(`Dossier ${again.caseNumber} réuni à celui-ci`);
    const shown = await officer.submit(`/people/${mina.id}/identity`, {}).expect(200);
    expect(shown.text).toContain('Fatima Zahra Bennani');
    expect(shown.text).toContain('فاطمة الزهراء بناني');
    const archive = await officer.get(`/people/${again.id}`).expect(200);
    expect(archive.text).toContain('Ce dossier est réuni à');
    expect(archive.text).toContain(mina.caseNumber);
  });

  it('a consent given under the old number is asked for again in the file that goes on', async () => {
    const { officer, mina, again, pair } = await bothHeld(mawa);
    const until = '2026-12-10';
    await officer.post(`${again.path}/consents`, yesTo('contact', { until })).expect(201);
    await officer.post(`${again.path}/consents`, yesTo('assistance', { until })).expect(201);
    await join(officer, pair, mina);
    mawa.clock.advance(60_000);
    await officer.post(`${mina.path}/consents`, yesTo('assistance')).expect(201);
    const open = async () => {
      await mawa.transactions.run(officer.actor, (tx) =>
        tx.query('SELECT run_consent_housekeeping()'),
      );
      const { rows } = await mawa.admin.query(
        `SELECT t.case_id, c.purpose FROM tasks t JOIN consents c ON c.id = t.subject_id
          WHERE t.kind = 'consent_expires' AND t.done_at IS NULL`,
      );
      return rows;
    };
    expect(await open()).toEqual([{ case_id: mina.id, purpose: 'contact' }]);
    await officer.post(`${mina.path}/consents`, yesTo('contact')).expect(201);
    expect(await open()).toEqual([]);
  });

  it('nothing new is written in the file that was joined, by page, API or SQL; what protects still is', async () => {
    const { officer, mina, again, pair } = await bothHeld(mawa);
    await officer.post(`${again.path}/consents`, yesTo('shelter')).expect(201);
    const { body: said } = await officer.get(`${again.path}/consents`).expect(200);
    await join(officer, pair, mina);
    for (const [path, body] of [
      ['/api/v1/services', { ...service, caseId: again.id }],
      [`${again.path}/consents`, yesTo('assistance')],
      [`${again.path}/stages`, { to: 'presumed', reason: 'assessment' }],
      [`${again.path}/corrections`, { version: 1, why: 'mistake', person: { sex: 'male' } }],
      [`${again.path}/plan/draft`, {}],
      [
        '/api/v1/bed-requests',
        {
          caseIds: [again.id],
          neededFrom: '2026-11-24',
          urgency: 'tonight',
          source: 'hotline',
          basis: 'consent',
        },
      ],
    ] as const) {
      const refused = await officer.post(path, body);
      expect([path, refused.status, refused.body.code]).toEqual([
        path,
        409,
        'people.file_was_joined',
      ]);
    }
    const bySql = mawa.transactions.run(officer.actor, (tx) =>
      tx.query(
        `INSERT INTO services (case_id, type_code, given_on, recorded_by) VALUES ($1, 'medical_consultation', '2026-11-24', $2)`,
        [again.id, officer.actor.userId],
      ),
    );
    await expect(bySql).rejects.toMatchObject({ constraint: 'file_was_joined' });
    const consentId = said.standing[0].id;
    await officer
      .post(`${again.path}/consents/${consentId}/withdrawal`, { how: 'oral' })
      .expect(201);
    await officer.post('/api/v1/services', { ...service, caseId: mina.id }).expect(201);
  });

  it('where the two say otherwise somebody chooses, fact by fact, and the file keeps what stood there', async () => {
    const { officer, mina, again, pair } = await bothHeld(
      mawa,
      { nationality: 'MA', sex: null },
      { nationality: 'DZ' },
    );
    const path = `/api/v1/duplicates/${pair}/merge`;
    const open = await officer.post(path, { intoId: mina.id, why: 'person_says' }).expect(422);
    expect(open.body.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
      'choices.names',
      'choices.nationality',
    ]);
    const wrong = { intoId: mina.id, why: 'person_says', choices: { names: 'both' } };
    await officer.post(path, wrong).expect(422);
    await officer.post(path, { ...wrong, intoId: randomUUID(), choices: {} }).expect(422);
    await join(officer, pair, mina, { choices: { names: 'from', nationality: 'from' } });
    const { body } = await officer.get(mina.path).expect(200);
    expect(body).toMatchObject({ nationality: 'DZ', sex: 'female' });
    const { body: identity } = await officer
      .post(`${mina.path}/identity`, { parts: ['identity'] })
      .expect(200);
    expect(identity.names.family).toBe('بناني');
    const { body: history } = await officer.get(`${mina.path}/corrections`).expect(200);
    expect(JSON.stringify(history)).toContain('"why":"merged"');
    expect((await officer.get(again.path).expect(200)).body.nationality).toBe('DZ');
  });

  it('is refused with a sentence while both have a bed for one night', async () => {
    const { officer, mina, again, pair } = await bothHeld(mawa);
    const house = await aShelter(mawa, { A: { beds: 2 } });
    const [one, two] = house.rooms.A!.beds as [string, string];
    await aPastStay(mawa, { bedId: one, caseId: mina.id, nights: '[2026-11-20,)' });
    await aPastStay(mawa, { bedId: two, caseId: again.id, nights: '[2026-11-23,2026-11-24)' });
    const { body } = await consequences(officer, pair).expect(200);
    expect([body.obstacle, body.sharedNights]).toEqual(['duplicates.two_beds', ['2026-11-23']]);
    const refused = await officer
      .post(`/api/v1/duplicates/${pair}/merge`, joining(mina))
      .expect(409);
    expect(refused.body.code).toBe('duplicates.two_beds');
    const page = await officer.submit(`/duplicates/${pair}/merge`, {
      intoId: mina.id,
      why: 'facts_agree',
      'choices.names': 'into',
    });
    expect(page.status).toBe(409);
    expect(page.text).toContain('Les deux dossiers ont un lit pour les mêmes nuits.');
    expect(await pairOf(mawa, mina, again)).toMatchObject({ state: 'proposed' });
  });

  it('and while both wait for a bed', async () => {
    const { officer, mina, again, pair } = await bothHeld(mawa);
    for (const { id } of [mina, again]) {
      const asked = {
        caseIds: [id],
        neededFrom: '2026-11-24',
        urgency: 'days',
        source: 'hotline',
        basis: 'consent',
      };
      await officer.post('/api/v1/bed-requests', asked).expect(201);
    }
    const refused = await officer
      .post(`/api/v1/duplicates/${pair}/merge`, joining(mina))
      .expect(409);
    expect(refused.body.code).toBe('duplicates.two_requests');
  });

  it('and where one file shares what the other refused', async () => {
    const { officer, mina, again, pair } = await bothHeld(mawa);
    const admin = await mawa.signIn('administrator');
    const partner = { code: 'MINARET', kind: 'partner', name: 'Minaret' };
    const { body } = await admin.post('/api/v1/organisations', partner).expect(201);
    await officer
      .post(`${mina.path}/consents`, yesTo('sharing', { recipientId: body.id }))
      .expect(201);
    const share = {
      purpose: 'sharing',
      recipientId: body.id,
      what: ['needs'],
      why: 'referral',
      how: 'oral',
    };
    await officer.post(`${mina.path}/shares`, share).expect(201);
    const no = {
      purpose: 'sharing',
      recipientId: body.id,
      decision: 'refused',
      how: 'oral',
      language: 'fra',
    };
    await officer.post(`${again.path}/consents`, no).expect(201);
    const refused = await officer
      .post(`/api/v1/duplicates/${pair}/merge`, joining(mina))
      .expect(409);
    expect(refused.body.code).toBe('duplicates.consents_differ');
  });

  it('of two who join at once one is first; the other is told', async () => {
    const { officer, mina, again, pair } = await bothHeld(mawa);
    const supervisor = await mawa.signIn('case_supervisor');
    for (const { path } of [mina, again])
      await officer.post(`${path}/access`, { userId: supervisor.actor.userId }).expect(204);
    const path = `/api/v1/duplicates/${pair}/merge`;
    const answers = await Promise.all([
      officer.post(path, joining(mina)),
      supervisor.post(path, joining(again)),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const { rows } = await mawa.admin.query('SELECT count(*)::int AS merges FROM case_merges');
    expect(rows[0].merges).toBe(1);
    const twice = await officer.post(path, joining(mina), 'a-request-id-1');
    expect(twice.status).toBe(409);
  });

  it('the same request twice joins once', async () => {
    const { officer, mina, pair } = await bothHeld(mawa);
    const path = `/api/v1/duplicates/${pair}/merge`;
    const one = await officer.post(path, joining(mina), 'request-0001').expect(201);
    const two = await officer.post(path, joining(mina), 'request-0001').expect(201);
    expect(two.body).toEqual(one.body);
  });

  it('a third file is joined to the person, from whichever side it was found', async () => {
    const { officer, mina, again, pair } = await bothHeld(mawa);
    const third = await aPerson(officer, {
      ...MINA_AGAIN,
      names: { given: 'Fatimazahra', family: 'Bennani' },
    });
    await compareNow(mawa);
    await join(officer, pair, mina);
    const found = (await pairOf(mawa, again, third)) ?? (await pairOf(mawa, mina, third));
    await join(officer, found!.id, mina);
    const { rows } = await mawa.admin.query(
      'SELECT id, merged_into FROM cases WHERE merged_into IS NOT NULL ORDER BY id',
    );
    expect(rows).toEqual([again.id, third.id].sort().map((id) => ({ id, merged_into: mina.id })));
    expect((await officer.get(mina.path).expect(200)).body.joined).toHaveLength(2);
    const { rows: open } = await mawa.admin.query(
      `SELECT 1 FROM duplicate_pairs WHERE state = 'proposed'`,
    );
    expect(open).toEqual([]);
  });

  it('a chain of joined files is one person as well', async () => {
    const { officer, mina, again, pair } = await bothHeld(mawa);
    const third = await aPerson(officer, { ...MINA_AGAIN, registeredOn: '2026-09-01' });
    await compareNow(mawa);
    await join(officer, pair, mina);
    await join(officer, (await pairOf(mawa, mina, third))!.id, third);
    const { rows } = await mawa.admin.query(
      'SELECT id FROM cases WHERE merged_into = $1 ORDER BY id',
      [third.id],
    );
    expect(rows.map(({ id }) => id)).toEqual([mina.id, again.id].sort());
    const { body } = await officer
      .post('/api/v1/people/search', { q: again.caseNumber })
      .expect(200);
    expect(body.found[0].id).toBe(third.id);
  });

  it('her child stays her family, under the number that goes on', async () => {
    const officer = await mawa.signIn('reintegration_officer');
    const mina = await aPerson(officer, { ...MINA_AGAIN, registeredOn: '2026-10-01' });
    const child = {
      names: { given: 'Issa', family: 'Bennani' },
      sex: 'male',
      birthYear: 2019,
      relation: 'child',
    };
    const [again, son] = await aFamily(officer, [MINA_AGAIN, child]);
    await compareNow(mawa);
    await join(officer, (await pairOf(mawa, mina, again!))!.id, mina, { choices: {} });
    const { body: file } = await officer.get(mina.path).expect(200);
    expect(file.family).toMatchObject([{ id: son!.id, relation: 'child' }]);
    const { body: his } = await officer.get(son!.path).expect(200);
    expect(his.family).toMatchObject([{ id: mina.id }]);
  });

  describe('is for somebody who answers for both', () => {
    const tried = async (who: SignedIn, { pair, mina }: HeldPair) => [
      (await consequences(who, pair)).status,
      (await who.post(`/api/v1/duplicates/${pair}/merge`, joining(mina))).status,
      (await who.get(`/duplicates/${pair}/merge`)).status,
    ];

    it('not for a manager’s role, an auditor or a stranger; nor by row level security alone', async () => {
      const held = await bothHeld(mawa);
      const auditor = await mawa.signIn('auditor');
      const stranger = await mawa.signIn('case_supervisor');
      const manager = await mawa.signIn('shelter_manager');
      expect(await tried(auditor, held)).toEqual([403, 403, 403]);
      expect(await tried(manager, held)).toEqual([403, 403, 403]);
      expect(await tried(stranger, held)).toEqual([404, 404, 404]);
      await withRowSecurityAlone(mawa, async () => {
        for (const who of [auditor, manager, stranger])
          expect(await tried(who, held)).toEqual([404, 404, 404]);
      });
      const bySql = (who: SignedIn) =>
        mawa.transactions.run(who.actor, (tx) =>
          tx.query(`SELECT join_files($1, $2, $3, 'facts_agree')`, [
            randomUUID(),
            held.pair,
            held.mina.id,
          ]),
        );
      for (const who of [auditor, manager, stranger])
        await expect(bySql(who)).rejects.toMatchObject({ code: '42501' });
      const pointer = mawa.transactions.run(held.officer.actor, (tx) =>
        tx.query('UPDATE cases SET merged_into = $1 WHERE id = $2', [held.mina.id, held.again.id]),
      );
      await expect(pointer).rejects.toMatchObject({ code: '42501' });
    });

    it('whoever only looks at the other file is told so, and joins once they were given it', async () => {
      const { mina, again, here, there } = await twoSides(mawa);
      const { id } = (await pairOf(mawa, mina, again))!;
      for (const who of [here, there])
        await who.post(`/api/v1/duplicates/${id}/answer`, { answer: 'may_look' }).expect(204);
      const refused = await here.post(`/api/v1/duplicates/${id}/merge`, joining(mina)).expect(403);
      expect(refused.body.code).toBe('duplicates.needs_both');
      await there.post(`${again.path}/access`, { userId: here.actor.userId }).expect(204);
      await join(here, id, mina);
      // Both now follow one person, and whoever did not do it is told.
      const { body } = await there.get('/api/v1/tasks').expect(200);
      expect(
        body.tasks.filter(({ kind }: { kind: string }) => kind === 'files_joined'),
      ).toHaveLength(1);
      await there.get(mina.path).expect(200);
    });
  });
});

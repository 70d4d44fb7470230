import { newCaseNumber } from '../../modules/beneficiaries';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aShelter, standsAt, type TestShelter } from '../shelter-beds/house';
import { aCall, aHouse, aLine, endCall, type TestLine } from './hotline';

const one = (id: string) => `/api/v1/hotline/calls/${id}`;
const MOTHER = { sex: 'female', age: 31, accessNeed: 'none', name: 'Fatou' };
const CHILDREN = [
  { sex: 'female', age: 8, accessNeed: 'none' },
  { sex: 'male', age: 5, accessNeed: 'none' },
];

interface Proposal {
  readonly rank: number;
  readonly verdict: string;
  readonly shelter: string;
  readonly beds: string[];
  readonly reasons: { sign: string; text: string }[];
}

describe('from a call to a bed', () => {
  let mawa: TestApp;
  let line: TestLine;
  let house: TestShelter;
  let manager: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    line = await aLine(mawa);
  });
  beforeEach(async () => {
    await mawa.admin.query(`UPDATE shelters SET active = false`);
    house = await aHouse(mawa);
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
  });
  afterAll(() => mawa.stop());

  const danger = (more: object = {}) =>
    aCall(line.operator, {
      type: 'emergency',
      language: 'wol',
      region: '04',
      danger: 'yes',
      no_place: 'yes',
      note: 'enfermée depuis mars, deux enfants',
      number: '0677889900',
      ...more,
    });
  const counts = async () => {
    const { rows } = await mawa.admin.query(
      `SELECT (SELECT count(*)::int FROM cases) AS cases, (SELECT count(*)::int FROM bed_requests) AS requests,
              (SELECT count(*)::int FROM bookings) AS bookings, (SELECT count(*)::int FROM call_links) AS links`,
    );
    return rows[0] as Record<string, number>;
  };

  it('at eleven at night: a woman with two children, three beds held in one press, and nothing typed twice', async () => {
    const id = await danger();
    const people = [MOTHER, ...CHILDREN];
    const before = await counts();
    const looked = await line.operator.post(`${one(id)}/beds`, { people }).expect(200);
    const proposals = looked.body.proposals as Proposal[];
    expect(proposals.length).toBeGreaterThan(0);
    expect(proposals.length).toBeLessThanOrEqual(3);
    expect(proposals[0]).toMatchObject({ rank: 1, verdict: 'fits' });
    expect(new Set(proposals[0]!.beds).size).toBe(3);
    expect(proposals[0]!.reasons.length).toBeGreaterThan(0);
    // Looking leaves nothing.
    expect(await counts()).toEqual(before);

    const body = { people, beds: proposals[0]!.beds };
    const done = await line.operator.post(`${one(id)}/placement`, body, 'tenir-23h10').expect(201);
    expect(done.body).toMatchObject({ handedOn: true, held: { shelter: proposals[0]!.shelter } });
    expect(done.body.caseNumbers).toHaveLength(3);
    const again = await line.operator.post(`${one(id)}/placement`, body, 'tenir-23h10').expect(201);
    expect(again.body).toEqual(done.body);
    expect(await counts()).toEqual({
      cases: before.cases! + 3,
      requests: before.requests! + 1,
      bookings: before.bookings! + 3,
      links: before.links! + 3,
    });

    const { rows } = await mawa.admin.query(
      `SELECT urgency, source, basis, risk, needed_from::text AS "from" FROM bed_requests WHERE id = $1`,
      [done.body.requestId],
    );
    expect(rows).toEqual([
      {
        urgency: 'tonight',
        source: 'hotline',
        basis: 'vital_interest',
        risk: 'immediate',
        from: '2026-11-24',
      },
    ]);
    // What was typed came along, and what was not known stayed unknown.
    const cases = await mawa.admin.query(
      `SELECT sex, age_at_registration AS age, age_certainty AS certainty, languages, nationality, region_recruitment AS region
         FROM cases WHERE case_number = ANY ($1) ORDER BY age_at_registration DESC`,
      [done.body.caseNumbers],
    );
    const unknown = { certainty: 'declared', languages: ['wol'], nationality: null, region: null };
    expect(cases.rows).toEqual([
      { sex: 'female', age: 31, ...unknown },
      { sex: 'female', age: 8, ...unknown },
      { sex: 'male', age: 5, ...unknown },
    ]);
    const held = await manager.get('/api/v1/bed-requests').expect(200);
    expect(held.body.find((row: { id: string }) => row.id === done.body.requestId)).toMatchObject({
      bookings: [{ state: 'hold', agreed: true }, { state: 'hold' }, { state: 'hold' }],
    });
    expect(
      (await line.operator.get(one(id))).body.steps.map((s: { step: string }) => s.step),
    ).toEqual(['case', 'request', 'hold']);
    await endCall(line.operator, id, 'bed');
  });

  describe('afterwards', () => {
    let id: string;
    let caseId: string;
    let caseNumber: string;
    let owner: SignedIn;
    beforeEach(async () => {
      id = await danger();
      const looked = await line.operator.post(`${one(id)}/beds`, { people: [MOTHER] }).expect(200);
      const { body } = await line.operator
        .post(`${one(id)}/placement`, { people: [MOTHER], beds: looked.body.proposals[0].beds })
        .expect(201);
      caseNumber = body.caseNumbers[0];
      const { rows } = await mawa.admin.query<{ id: string; holder: string }>(
        `SELECT c.id, a.principal_id AS holder FROM cases c JOIN case_access a ON a.case_id = c.id AND a.reason = 'assigned' AND a.until_at IS NULL
          WHERE c.case_number = $1`,
        [caseNumber],
      );
      caseId = rows[0]!.id;
      const email = await mawa.admin.query(`SELECT email FROM users WHERE id = $1`, [
        rows[0]!.holder,
      ]);
      owner = await mawa.signInAs(email.rows[0].email);
    });

    it('an officer of the same organisation answers for her, has the story, and a task; the operator has nothing of the file', async () => {
      expect(owner.actor.userId).toBe(line.officer.actor.userId);
      const file = await owner
        .post(`/api/v1/people/${caseId}/identity`, { parts: ['identity', 'contact', 'story'] })
        .expect(200);
      expect(JSON.stringify(file.body)).toContain('enfermée depuis mars');
      expect(JSON.stringify(file.body)).toContain('Fatou');
      expect(JSON.stringify(file.body)).not.toContain('677889900');
      const { body } = await owner.get('/api/v1/tasks').expect(200);
      expect(JSON.stringify(body)).toContain('hotline_case');
      await line.operator.get(`/api/v1/people/${caseId}`).expect(403);
      const seen = await mawa.transactions.run(line.operator.actor, async (tx) => {
        const [row] = await tx.query(
          `SELECT (SELECT count(*)::int FROM cases WHERE id = $1) AS cases, (SELECT count(*)::int FROM case_seals WHERE case_id = $1) AS seals,
                  (SELECT count(*)::int FROM keys.case_keys WHERE case_id = $1) AS keys, (SELECT count(*)::int FROM booking_people WHERE case_id = $1) AS beds,
                  (SELECT count(*)::int FROM case_access WHERE case_id = $1 AND until_at IS NULL) AS access`,
          [caseId],
        );
        return row;
      });
      expect(seen).toEqual({ cases: 0, seals: 0, keys: 0, beds: 0, access: 0 });
    });

    it('her file shows a day and a kind of call, and leads to no call; parting them is a press of either side', async () => {
      const page = await owner.get(`/people/${caseId}`).expect(200);
      expect(page.text).toContain('Dossier ouvert après un appel à la ligne · Urgence');
      expect(page.text).not.toContain(id);
      const { rows } = await mawa.admin.query<{ id: string }>(
        'SELECT id FROM call_links WHERE case_id = $1',
        [caseId],
      );
      const link = rows[0]!.id;
      expect((await owner.get(`/hotline/links/${link}`).expect(200)).text).toContain('Délier');
      const none = await mawa.transactions.run(owner.actor, (tx) =>
        tx.query('SELECT 1 FROM calls WHERE id = $1', [id]),
      );
      expect(none).toEqual([]);
      const other = await mawa.signIn('reintegration_officer', { organisationId: line.id });
      await other.delete(`/api/v1/hotline/links/${link}`).expect(404);
      await manager.delete(`/api/v1/hotline/links/${link}`).expect(403);
      await owner.delete(`/api/v1/hotline/links/${link}`).expect(204);
      expect((await owner.get(`/people/${caseId}`)).text).not.toContain('appel à la ligne');
      await owner.get(`/hotline/links/${link}`).expect(404);
      expect((await line.operator.get(one(id))).body.links).toEqual([]);
    });

    it('another call is linked by the number that she gives, and shows the operator nothing', async () => {
      const later = await aCall(line.colleague, { type: 'follow_up', note: 'elle va mieux' });
      const refused = async (caseNumberTyped: string) => {
        const { status, body } = await line.colleague.post(`${one(later)}/links`, {
          caseNumber: caseNumberTyped,
        });
        return [status, body.code];
      };
      expect(await refused('M-0000')).toEqual([422, 'hotline.not_a_number']);
      await mawa.admin.query(`UPDATE settings SET value = '3' WHERE key = 'hotline_link_tries'`);
      await standsAt(mawa, '2026-11-24T23:10:00Z');
      const linked = await line.colleague.post(`${one(later)}/links`, { caseNumber }).expect(201);
      expect(Object.keys(linked.body)).toEqual(['id']);
      expect((await owner.get(`/people/${caseId}`)).text).toContain('Appel à la ligne · Suivi');
      expect((await owner.get(`/people/${caseId}`)).text).not.toContain('elle va mieux');
      const two = await mawa.transactions.run(line.colleague.actor, (tx) =>
        tx.query('SELECT 1 FROM cases WHERE id = $1', [caseId]),
      );
      expect(two).toEqual([]);
      await line.colleague.post(`${one(later)}/links`, { caseNumber }).expect(201);
      await line.colleague.post(`${one(later)}/links`, { caseNumber }).expect(201);
      expect(await refused(caseNumber)).toEqual([429, 'hotline.link_tries']);
      await line.officer.post(`${one(later)}/links`, { caseNumber }).expect(403);
      await mawa.admin.query(`UPDATE settings SET value = '20' WHERE key = 'hotline_link_tries'`);
    });

    it('an erased person leaves no call behind', async () => {
      await standsAt(mawa, '2026-11-24T23:10:00Z');
      const links = async () =>
        (await mawa.admin.query('SELECT 1 FROM call_links WHERE case_id = $1', [caseId])).rowCount;
      expect(await links()).toBe(1);
      const words = async () =>
        (
          await mawa.admin.query(
            `SELECT (SELECT count(*)::int FROM keys.record_keys WHERE kind = 'call' AND record_id = c.id) AS keys, c.sealed IS NOT NULL AS said
               FROM calls c WHERE c.id = $1`,
            [id],
          )
        ).rows[0];
      expect(await words()).toEqual({ keys: 1, said: true });
      await mawa.admin.query('SELECT wipe_case($1)', [caseId]);
      expect(await links()).toBe(0);
      // What she said on the telephone goes with the file that it became.
      expect(await words()).toEqual({ keys: 0, said: false });
    });
  });

  it('a restricted file is answered as a number that nobody has', async () => {
    const id = await danger();
    const { body: opened } = await line.operator
      .post(`${one(id)}/placement`, { people: [MOTHER] })
      .expect(201);
    const [caseNumber] = opened.caseNumbers as [string];
    const { rows } = await mawa.admin.query<{ id: string; holder: string }>(
      `SELECT c.id, u.email AS holder FROM cases c JOIN case_access a ON a.case_id = c.id AND a.reason = 'assigned' AND a.until_at IS NULL
         JOIN users u ON u.id = a.principal_id WHERE c.case_number = $1`,
      [caseNumber],
    );
    const people = `/api/v1/people/${rows[0]!.id}`;
    const owner = await mawa.signInAs(rows[0]!.holder);
    await owner.post(`${people}/access`, { userId: line.supervisor.actor.userId });
    await line.supervisor.post(`${people}/restriction`, { reason: 'menacée par un proche' });
    const restricted = await mawa.admin.query(
      'SELECT 1 FROM case_restrictions WHERE case_id = $1',
      [rows[0]!.id],
    );
    expect(restricted.rowCount).toBe(1);
    const later = await aCall(line.colleague, { type: 'follow_up' });
    const answer = async (typed: string) => {
      const { status, body } = await line.colleague.post(`${one(later)}/links`, {
        caseNumber: typed,
      });
      return [status, body.code];
    };
    expect(await answer(caseNumber)).toEqual([422, 'hotline.no_such_file']);
    const nobodys = newCaseNumber((size) => Buffer.alloc(size, 7));
    expect(await answer(nobodys)).toEqual([422, 'hotline.no_such_file']);
  });

  it('all of it or nothing: a bed that somebody else took meanwhile leaves no file, no request, no link', async () => {
    const other = await aLine(mawa);
    const [first, second] = [
      await danger(),
      await aCall(other.operator, { type: 'emergency', danger: 'yes' }),
    ];
    const look = await line.operator.post(`${one(first)}/beds`, { people: [MOTHER] }).expect(200);
    const { beds } = look.body.proposals[0] as Proposal;
    const before = await counts();
    const both = await Promise.all([
      line.operator.post(`${one(first)}/placement`, { people: [MOTHER], beds }),
      other.operator.post(`${one(second)}/placement`, { people: [MOTHER], beds }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const after = await counts();
    expect(after).toEqual({
      cases: before.cases! + 1,
      requests: before.requests! + 1,
      bookings: before.bookings! + 1,
      links: before.links! + 1,
    });
  });

  it('where something is not known, holding needs a word on what was asked; nothing is guessed', async () => {
    const id = await danger({ danger: 'no' });
    const people = [{}];
    const look = await line.operator.post(`${one(id)}/beds`, { people }).expect(200);
    expect(look.body.proposals[0]).toMatchObject({ verdict: 'ask' });
    const { beds } = look.body.proposals[0] as Proposal;
    const before = await counts();
    const refused = await line.operator.post(`${one(id)}/placement`, { people, beds });
    expect([refused.status, refused.body.code]).toEqual([422, 'beds.reason_needed']);
    expect(await counts()).toEqual(before);
    await line.operator
      .post(`${one(id)}/placement`, { people, beds, reason: 'femme, dit avoir 25 ans' })
      .expect(201);
  });

  it('where no bed fits the file is opened and the request waits, once for a call', async () => {
    const id = await danger();
    const man = [{ sex: 'male', age: 40, accessNeed: 'none' }];
    const look = await line.operator.post(`${one(id)}/beds`, { people: man }).expect(200);
    expect(look.body.proposals).toEqual([]);
    expect(look.body.lacks.length).toBeGreaterThan(0);
    const { body } = await line.operator.post(`${one(id)}/placement`, { people: man }).expect(201);
    expect(body.held).toBeNull();
    const twice = await line.operator.post(`${one(id)}/placement`, { people: man });
    expect([twice.status, twice.body.code]).toEqual([409, 'hotline.opened_already']);
  });

  it('a bed too few, a bed of nowhere, too many people: a sentence, and nothing changed', async () => {
    const id = await danger();
    const before = await counts();
    const refused = async (body: object) =>
      (await line.operator.post(`${one(id)}/placement`, body)).status;
    expect(await refused({ people: [] })).toBe(422);
    expect(
      await refused({ people: [MOTHER, ...CHILDREN], beds: house.rooms.A!.beds.slice(0, 2) }),
    ).toBe(422);
    expect(
      await refused({ people: [MOTHER], beds: ['00000000-0000-4000-8000-0000000000ff'] }),
    ).toBe(404);
    expect(await refused({ people: [{ ...MOTHER, age: 400 }] })).toBe(422);
    expect(await refused({ people: [{ ...MOTHER, sex: 'cat' }] })).toBe(422);
    expect(await refused({ people: Array(11).fill(MOTHER) })).toBe(422);
    expect(await counts()).toEqual(before);
  });

  it('is for whoever took the call: not a colleague, a supervisor, a house or another line', async () => {
    const id = await danger();
    const body = { people: [MOTHER] };
    const status = async (who: SignedIn, path: string) =>
      (await who.post(`${one(id)}/${path}`, body)).status;
    expect(await status(line.colleague, 'placement')).toBe(403);
    expect(await status(line.supervisor, 'placement')).toBe(403);
    expect(await status(manager, 'beds')).toBe(403);
    expect(await status((await aLine(mawa)).operator, 'beds')).toBe(404);
    await mawa.transactions
      .run(line.colleague.actor, (tx) =>
        tx.query('SELECT hand_over_call_files($1, NULL)', [
          ['00000000-0000-4000-8000-0000000000ff'],
        ]),
      )
      .then(
        () => Promise.reject(new Error('handed on what is not hers')),
        (error: Error) => expect(error.message).toContain('not opened by this actor'),
      );
  });

  it('takes ages as they are said; one that is none stands as typed with its error, and nothing can be held', async () => {
    const id = await danger();
    const people = (ages: readonly string[]) =>
      Object.fromEntries(
        ages.flatMap((age, at) => [
          [`people.${at}.sex`, 'female'],
          [`people.${at}.age`, age],
          [`people.${at}.accessNeed`, 'none'],
        ]),
      );
    const page = `/hotline/calls/${id}/bed`;
    const wrong = await line.operator
      .submit(page, { act: 'look', ...people(['٣١', 'trente']) })
      .expect(422);
    expect(wrong.text).toContain('<a href="#f-people.1.age">Personne 2, âge : Écrivez');
    expect(wrong.text).toContain('value="trente" aria-invalid="true"');
    expect(wrong.text).toContain('value="٣١"');
    expect(wrong.text).toMatch(/id="e-people\.1\.age">[\s\S]*?Écrivez l’âge en chiffres/);
    expect(wrong.text).not.toContain('value="hold:');
    expect(wrong.text).toContain('Corrigez d’abord ce qui est signalé');

    const said = ['٣١', '8 ans', '۵ سنوات'];
    const look = await line.operator.submit(page, { act: 'look', ...people(said) }).expect(200);
    expect(look.text).toContain('value="hold:');
    const { body } = await line.operator.get(one(id)).expect(200);
    expect(body.words.people.map(({ age }: { age: number }) => age)).toEqual([31, 8, 5]);
  });

  it('says of a girl of 15 alone that she is an unaccompanied minor, in the words of the waiting list', async () => {
    const id = await danger({ minor: 'yes' });
    const path = `/hotline/calls/${id}/bed`;
    const alone = 'Mineur·e non accompagné·e';
    const first = await line.operator.get(path).expect(200);
    expect(first.text).toContain('L’appel dit : un mineur. Notez l’âge de chaque personne.');
    expect(first.text).not.toContain(alone);
    const girl = { 'people.0.sex': 'female', 'people.0.age': '15', 'people.0.accessNeed': 'none' };
    const look = await line.operator.submit(path, { act: 'look', ...girl }).expect(200);
    expect(look.text).toContain(`${alone}. Un mineur ne reste pas seul`);
    expect(look.text).not.toContain('L’appel dit');
    const mother = { 'people.1.sex': 'female', 'people.1.age': '31' };
    const both = await line.operator.submit(path, { act: 'look', ...girl, ...mother }).expect(200);
    expect(both.text).not.toContain(alone);
    const people = [{ sex: 'female', age: 15, accessNeed: 'none' }];
    const { body } = await line.operator.post(`${one(id)}/beds`, { people }).expect(200);
    expect(body.unaccompanied).toBe(true);
    // Without an age nobody is a minor that nobody has spoken of.
    const unknown = await line.operator
      .post(`${one(await danger())}/beds`, { people: [{ sex: 'female' }] })
      .expect(200);
    expect(unknown.body.unaccompanied).toBe(false);
  });

  it('proposes no cradle to a girl of 15 or to somebody of unknown age, and one to an infant', async () => {
    const { rooms } = await aShelter(mawa, { K: { mix: 'family', beds: ['single', 'cot'] } });
    const [, cradle] = rooms.K!.beds;
    const bedsFor = async (people: object[]): Promise<string[]> => {
      const { body } = await line.operator
        .post(`${one(await danger())}/beds`, { people })
        .expect(200);
      return (body.proposals as Proposal[]).flatMap(({ beds }) => beds);
    };
    const she = { sex: 'female', accessNeed: 'none' };
    for (const person of [{ ...she, age: 15 }, she, { sex: 'female' }]) {
      const beds = await bedsFor([person]);
      expect(beds.length).toBeGreaterThan(0);
      expect(beds).not.toContain(cradle);
    }
    expect(
      await bedsFor([
        { ...she, age: 31 },
        { ...she, age: 0 },
      ]),
    ).toContain(cradle);
  });

  it('on the pages: from the screen of the call to the bed in two presses', async () => {
    const id = await danger();
    await line.operator
      .submit(`/hotline/calls/${id}`, { act: 'bed', was: '{}', type: 'emergency' })
      .expect(303)
      .expect('location', `/hotline/calls/${id}/bed`);
    const first = await line.operator.get(`/hotline/calls/${id}/bed`).expect(200);
    expect(first.text).toContain('Lits possibles');
    const fields = {
      'people.0.sex': 'female',
      'people.0.age': '31',
      'people.0.accessNeed': 'none',
      'people.0.name': 'Fatou',
    };
    const look = await line.operator
      .submit(`/hotline/calls/${id}/bed`, { act: 'look', ...fields })
      .expect(200);
    const press = /name="act" value="(hold:[0-9a-f,-]+)"/.exec(look.text)![1]!;
    expect(look.text).toContain('Fatou');
    // The focus goes to what the press has brought.
    expect(look.text.match(/data-focus>[^<]+/g)).toEqual(['data-focus>Lits possibles']);
    const more = await line.operator
      .submit(`/hotline/calls/${id}/bed`, { act: 'more', ...fields })
      .expect(200);
    expect(more.text.match(/data-focus>[^<]+/g)).toEqual(['data-focus>Personne 2']);
    await line.operator.submit(`/hotline/calls/${id}/bed`, { act: 'look', ...fields }).expect(200);
    // Kept with the call, but the name.
    expect((await line.operator.get(one(id))).body.words.people).toEqual([
      { sex: 'female', age: 31, accessNeed: 'none', pregnant: null },
    ]);
    const held = await line.operator
      .submit(`/hotline/calls/${id}/bed`, { act: press, ...fields, _request: 'une-pression-1' })
      .expect(200);
    expect(held.text).toContain('C’est fait');
    expect(held.text).toMatch(/M-[0-9A-Z]{4}-[0-9A-Z]{3}-[0-9A-Z]/);
    const call = await line.operator.get(`/hotline/calls/${id}`).expect(200);
    expect(call.text).toContain('Lit retenu pour 1 personne');
    await line.operator.get('/beds/waiting').expect(200);
    await line.operator.get('/beds').expect(200);
  });
});

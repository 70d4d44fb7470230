import { randomUUID } from 'node:crypto';
import { ImportOnce } from '../../modules/imports';
import { DUPLICATE_FINDER, HOUSEKEEPING_ACTOR } from '../../modules/platform/shared/actor';
import { Jobs } from '../../modules/platform/queue';
import { aFamily, aPerson, type TestPerson } from '../beneficiaries/test-people';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { compareAtNight, compareNow, MINA, MINA_AGAIN, pairOf, noticesOf } from './pairs';

describe('people who are perhaps one person', () => {
  let mawa: TestApp;
  let here: SignedIn;
  let there: SignedIn;
  beforeEach(async () => {
    mawa = await startApp();
    here = await mawa.signIn('reintegration_officer');
    there = await mawa.signIn('reintegration_officer');
  });
  afterEach(() => mawa.stop());

  const restrict = async (person: TestPerson, by: SignedIn): Promise<SignedIn> => {
    const supervisor = await mawa.signIn('case_supervisor');
    await by.post(`${person.path}/access`, { userId: supervisor.actor.userId }).expect(204);
    const userIds = [by.actor.userId];
    await supervisor.post(`${person.path}/restriction`, { reason: 'menacée', userIds }).expect(201);
    return supervisor;
  };

  it('are found at intake across scripts, and each side is told of itself alone', async () => {
    const mina = await aPerson(here, MINA);
    await compareNow(mawa);
    expect(await noticesOf(here)).toEqual([]);
    const again = await aPerson(there, MINA_AGAIN);
    await compareNow(mawa);
    const pair = (await pairOf(mawa, mina, again))!;
    expect(pair).toMatchObject({
      strength: 'probable',
      reasons: ['names_alike', 'birth_year_same', 'nationality_same'],
      state: 'proposed',
      found_how: 'intake',
    });
    expect(await noticesOf(here)).toEqual([pair.id]);
    expect(await noticesOf(there)).toEqual([pair.id]);
    for (const [who, own, other] of [
      [here, mina, again],
      [there, again, mina],
    ] as const) {
      const { text } = await who.get('/tasks').expect(200);
      expect(text).toContain(`accompagne aussi : ${own.caseNumber}</bdi>`);
      expect(text).not.toContain(other.caseNumber);
      await who.get(other.path).expect(404);
      const seen = await mawa.transactions.run(who.actor, (tx) =>
        tx.query('SELECT * FROM duplicate_pairs'),
      );
      expect(seen).toEqual([]);
    }
  });

  it('the answer to registering says nothing of names: they are compared afterwards', async () => {
    await aPerson(here, MINA);
    const { body } = await there.post('/api/v1/people', { people: [MINA_AGAIN] }).expect(201);
    expect(body.possibleDuplicate).toBe(false);
    const { rows } = await mawa.admin.query(
      `SELECT params, result FROM jobs WHERE kind = 'find-duplicates' AND asked_by = $1`,
      [there.actor.userId],
    );
    expect(rows).toEqual([{ params: { how: 'intake' }, result: null }]);
    await compareNow(mawa);
    const { rows: done } = await mawa.admin.query(
      `SELECT DISTINCT state, result FROM jobs WHERE kind = 'find-duplicates'`,
    );
    expect(done).toEqual([{ state: 'done', result: {} }]);
  });

  it('whoever answers for both is told, and nobody else', async () => {
    const mina = await aPerson(here, MINA);
    const again = await aPerson(there, MINA_AGAIN);
    const supervisor = await mawa.signIn('case_supervisor');
    await here.post(`${mina.path}/access`, { userId: supervisor.actor.userId }).expect(204);
    await there.post(`${again.path}/access`, { userId: supervisor.actor.userId }).expect(204);
    await compareNow(mawa);
    expect(await noticesOf(supervisor)).toHaveLength(1);
    const [first, second] = [mina, again].sort((a, b) => (a.id < b.id ? -1 : 1));
    expect((await supervisor.get('/tasks').expect(200)).text).toContain(
      `accompagne aussi : ${first!.caseNumber} · ${second!.caseNumber}</bdi>`,
    );
    expect([await noticesOf(here), await noticesOf(there)]).toEqual([[], []]);
  });

  it('what is only possible makes no task for whoever has both files: it stands in the list', async () => {
    const mina = await aPerson(here, MINA);
    const again = await aPerson(here, { ...MINA_AGAIN, birthYear: null });
    const elsewhere = await aPerson(there, { ...MINA, birthYear: null });
    await compareNow(mawa);
    const own = (await pairOf(mawa, mina, again))!;
    expect(own.strength).toBe('possible');
    expect(await noticesOf(here)).not.toContain(own.id);
    const { body } = await here.get('/api/v1/duplicates').expect(200);
    expect(body.pairs.map(({ id }: { id: string }) => id)).toEqual([own.id]);
    // A colleague's file can be looked at only once they answer: that is a task.
    const theirs = (await pairOf(mawa, mina, elsewhere))!;
    expect(theirs.strength).toBe('possible');
    expect(await noticesOf(here)).toContain(theirs.id);
    expect(await noticesOf(there)).toContain(theirs.id);
  });

  it('by form, family and file alike', async () => {
    const mina = await aPerson(here, MINA);
    const child = { names: { given: 'Issa', family: 'Bennani' }, sex: 'male', relation: 'child' };
    const [mother] = await aFamily(there, [MINA_AGAIN, child]);
    const csv =
      'Nom;Prénom;Sexe;Date de naissance;Nationalité\nBennani;Fatimazahra;Femme;14/07/1999;Marocaine\n';
    const file = await mawa.app.get(ImportOnce).run(there.actor, 'people', Buffer.from(csv));
    expect(file).toMatchObject({ imported: 1, notes: [] });
    await compareNow(mawa);
    expect(await pairOf(mawa, mina, mother!)).toMatchObject({ strength: 'probable' });
    const { rows } = await mawa.admin.query('SELECT count(*)::int AS count FROM duplicate_pairs');
    expect(rows[0].count).toBe(3);
  });

  it('at night whoever was corrected is compared again; a second night changes nothing', async () => {
    const mina = await aPerson(here, MINA);
    const again = await aPerson(there, { ...MINA_AGAIN, birthYear: 1971 });
    await compareAtNight(mawa);
    expect(await pairOf(mawa, mina, again)).toBeUndefined();
    const correction = { version: 1, why: 'mistake', person: { birthYear: 1999 } };
    await there.post(`${again.path}/corrections`, correction).expect(201);
    mawa.clock.set('2026-11-26T02:30:00Z');
    await compareAtNight(mawa);
    const pair = await pairOf(mawa, mina, again);
    expect(pair).toMatchObject({ state: 'proposed', found_how: 'nightly' });
    const before = await mawa.admin.query(
      'SELECT * FROM duplicate_pairs, duplicate_states, duplicate_notices',
    );
    mawa.clock.set('2026-11-27T02:30:00Z');
    await compareAtNight(mawa);
    await compareAtNight(mawa);
    expect(
      (await mawa.admin.query('SELECT * FROM duplicate_pairs, duplicate_states, duplicate_notices'))
        .rows,
    ).toEqual(before.rows);
  });

  it('facts corrected the other way withdraw what was proposed', async () => {
    const mina = await aPerson(here, MINA);
    const again = await aPerson(there, MINA_AGAIN);
    await compareNow(mawa);
    const correction = { version: 1, why: 'mistake', person: { birthYear: 1971 } };
    await there.post(`${again.path}/corrections`, correction).expect(201);
    await compareAtNight(mawa);
    expect((await pairOf(mawa, mina, again))!.state).toBe('withdrawn');
    expect(await noticesOf(here)).toEqual([]);
  });

  it('a new matcher compares everybody with everybody, whoever waits or not', async () => {
    const mina = await aPerson(here, MINA);
    const again = await aPerson(there, MINA_AGAIN);
    await compareNow(mawa);
    await mawa.admin.query('DELETE FROM duplicate_pairs');
    await compareAtNight(mawa);
    expect(await pairOf(mawa, mina, again)).toMatchObject({ state: 'proposed' });
    await mawa.admin.query('DELETE FROM duplicate_pairs');
    mawa.clock.set('2026-11-26T02:30:00Z');
    await compareAtNight(mawa);
    expect(await pairOf(mawa, mina, again)).toBeUndefined();
  });

  it('a run that is killed before its end leaves everything to the next', async () => {
    const mina = await aPerson(here, MINA);
    const again = await aPerson(there, MINA_AGAIN);
    const jobs = mawa.app.get(Jobs);
    const killed = jest.spyOn(jobs, 'finish').mockRejectedValue(new Error('killed'));
    await compareNow(mawa).catch(() => undefined);
    killed.mockRestore();
    const { rows } = await mawa.admin.query(
      'SELECT count(*)::int AS waiting FROM duplicate_waiting',
    );
    expect(rows[0].waiting).toBe(2);
    expect(await pairOf(mawa, mina, again)).toBeUndefined();
    await compareNow(mawa);
    expect(await pairOf(mawa, mina, again)).toMatchObject({ state: 'proposed' });
  });

  describe('somebody who registers invented people to learn whether a hunted woman is here', () => {
    it('learns nothing of a restricted one, who is told herself', async () => {
      const mina = await aPerson(here, {
        ...MINA,
        documents: [{ kind: 'passport', number: 'AB1234567' }],
      });
      const supervisor = await restrict(mina, here);
      const probe = { ...MINA_AGAIN, documents: [{ kind: 'passport', number: 'ab 1234567' }] };
      const { body } = await there.post('/api/v1/people', { people: [probe] }).expect(201);
      expect(body.possibleDuplicate).toBe(false);
      await compareNow(mawa);
      await compareAtNight(mawa);
      expect(await noticesOf(there)).toEqual([]);
      const notices = await mawa.transactions.run(there.actor, (tx) =>
        tx.query('SELECT * FROM duplicate_notices'),
      );
      expect(notices).toEqual([]);
      expect(await noticesOf(here)).toHaveLength(1);
      expect(await noticesOf(supervisor)).toHaveLength(1);
      const own = await here.post('/api/v1/people', { people: [probe] }).expect(201);
      expect(own.body.possibleDuplicate).toBe(true);
    });

    it('learns nothing of one from whom a conflict keeps them', async () => {
      const mina = await aPerson(here, {
        ...MINA,
        documents: [{ kind: 'passport', number: 'AB1234567' }],
      });
      const block = { userId: there.actor.userId, scope: 'case', reason: 'son frère' };
      await here.post(`${mina.path}/blocks`, block).expect(201);
      const probe = { ...MINA_AGAIN, documents: [{ kind: 'passport', number: 'AB1234567' }] };
      const { body } = await there.post('/api/v1/people', { people: [probe] }).expect(201);
      expect(body.possibleDuplicate).toBe(false);
      await compareNow(mawa);
      expect(await noticesOf(there)).toEqual([]);
      expect(await noticesOf(here)).toHaveLength(1);
    });

    it('is told of ten people a day at most, and of the next ones tomorrow', async () => {
      const given = [
        'Salma',
        'Hind',
        'Nadia',
        'Loubna',
        'Ghita',
        'Siham',
        'Ouafae',
        'Btissam',
        'Chaima',
        'Dounia',
        'Khadija',
        'Zineb',
      ];
      const invented = given.map((name) => ({
        ...MINA,
        names: { given: name, family: 'Zerktouni' },
      }));
      for (const person of invented) await aPerson(here, person);
      await compareNow(mawa);
      for (const person of invented) await aPerson(there, person);
      await compareNow(mawa);
      expect(await noticesOf(there)).toHaveLength(10);
      await compareAtNight(mawa);
      expect(await noticesOf(there)).toHaveLength(10);
      mawa.clock.set('2026-11-26T02:30:00Z');
      await compareAtNight(mawa);
      expect(await noticesOf(await mawa.signInAs(there.email))).toHaveLength(12);
    });

    it('asks about documents forty times a day at most; each time is recorded, the numbers never', async () => {
      const known = { documents: [{ kind: 'passport', number: 'AB1234567' }] };
      await aPerson(here, known);
      const ask = async () =>
        (await there.post('/api/v1/people', { people: [known] }).expect(201)).body
          .possibleDuplicate;
      await mawa.admin.query(
        `INSERT INTO audit_log (lane, at, actor_id, action, subject_kind, body)
         SELECT 0, $1, $2, 'blind.same_document', 'document', '{}' FROM generate_series(1, 39)`,
        [mawa.clock.now(), there.actor.userId],
      );
      expect([await ask(), await ask()]).toEqual([true, false]);
      const { rows } = await mawa.admin.query(
        `SELECT outcome, body FROM audit_log WHERE actor_id = $1 AND action = 'blind.same_document' ORDER BY seq DESC LIMIT 2`,
        [there.actor.userId],
      );
      const body = '{"question" : "same document", "numbers" : 1}';
      expect(rows).toEqual([
        { outcome: 'refused', body },
        { outcome: 'done', body },
      ]);
    });
  });

  describe('the door', () => {
    const everybody = 'SELECT * FROM people_to_compare(true)';
    it('opens to the duplicate finder alone, and its audit row holds counts', async () => {
      await aPerson(here, MINA);
      for (const actor of [
        here.actor,
        (await mawa.signIn('case_supervisor')).actor,
        HOUSEKEEPING_ACTOR,
      ]) {
        for (const sql of [everybody, 'SELECT * FROM same_documents(true)'])
          await expect(mawa.transactions.run(actor, (tx) => tx.query(sql))).rejects.toMatchObject({
            code: '42501',
          });
        const propose = mawa.transactions.run(actor, (tx) =>
          tx.query(`SELECT propose_duplicates('intake', 'x', true, '[]', '[]', 0, 0)`),
        );
        await expect(propose).rejects.toMatchObject({ code: '42501' });
      }
      const rows = await mawa.transactions.run(DUPLICATE_FINDER, (tx) =>
        tx.query<{ sealed: Buffer }>(everybody),
      );
      expect(rows).toHaveLength(1);
      expect(JSON.stringify(rows[0])).not.toContain('Bennani');
      const { rows: audit } = await mawa.admin.query(
        `SELECT subject_ids, fields, body FROM audit_log WHERE action = 'blind.duplicates'`,
      );
      expect(audit).toEqual([
        {
          subject_ids: [],
          fields: ['names', 'facts'],
          body: '{"question" : "duplicates", "all" : true, "waiting" : 1, "people" : 1}',
        },
      ]);
    });

    it('shows the finder no story, health or contact, nor any file', async () => {
      await aPerson(here, { ...MINA, phone: '+212600112233' });
      const seen = await mawa.transactions.run(DUPLICATE_FINDER, (tx) =>
        tx.query(
          'SELECT (SELECT count(*)::int FROM cases) AS cases, (SELECT count(*)::int FROM case_seals) AS seals',
        ),
      );
      expect(seen).toEqual([{ cases: 0, seals: 0 }]);
    });
  });

  it('an unknown answer, a pair of others, a pair of nobody: one refusal', async () => {
    const byHand = (sql: string, params: unknown[]) =>
      mawa.transactions.run(here.actor, (tx) => tx.query<{ count: number }>(sql, params));
    expect(
      await byHand(`SELECT answer_duplicate($1, 'may_look') AS count`, [randomUUID()]),
    ).toEqual([{ count: 0 }]);
    await expect(
      byHand(`SELECT mark_not_same($1, 'facts_differ')`, [randomUUID()]),
    ).rejects.toMatchObject({ code: '42501' });
  });
});

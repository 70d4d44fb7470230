import { randomUUID } from 'node:crypto';
import { NightClosing } from '../../modules/shelter-beds';
import { NIGHT_CLOSING } from '../../modules/platform/shared/actor';
import { aPastStay, aShelter, aWoman, inBeds, register, standsAt } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aPerson, opensTo, type TestPerson, tomorrow, withRowSecurityAlone } from './test-people';

const NAME = 'Le groupe du port';
const WORDS = 'deux frères et un chauffeur, près de la gare';

describe('networks', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let supervisor: SignedIn;
  let stranger: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    officer = await mawa.signIn('reintegration_officer');
    supervisor = await mawa.signIn('case_supervisor');
    stranger = await mawa.signIn('case_supervisor');
  });
  afterAll(() => mawa.stop());

  const open = async (who = officer, name = NAME): Promise<string> =>
    (await who.post('/api/v1/networks', { name, description: WORDS }).expect(201)).body.id;
  const say = (who: SignedIn, person: TestPerson, networkId: string, side: string) =>
    who.post(`${person.path}/networks`, { networkId, side });
  const keepApart = (who: SignedIn, person: TestPerson, networkId: string, victimsToo = false) =>
    who.post(`${person.path}/network-apart`, { networkId, victimsToo });
  const rowsUnder = (who: SignedIn, sql: string, params: unknown[]) =>
    mawa.transactions.run(who.actor, (tx) => tx.query(sql, params));

  it('are sealed: neither the name nor what is known stands in the database', async () => {
    const id = await open();
    const { body } = await officer.get(`/api/v1/networks/${id}`).expect(200);
    expect(body).toMatchObject({ name: NAME, description: WORDS, revision: 1 });
    const { rows } = await mawa.admin.query<{ text: string }>(
      `SELECT string_agg(t.text, ' ') AS text FROM (SELECT n::text || encode(n.sealed, 'escape') FROM networks n
         UNION ALL SELECT body FROM audit_log UNION ALL SELECT answer::text FROM request_ids) t (text)`,
    );
    for (const word of ['groupe', 'port', 'chauffeur']) expect(rows[0]!.text).not.toContain(word);
    const seen = await mawa.admin.query(
      `SELECT action FROM audit_log WHERE $1 = ANY (subject_ids) ORDER BY seq`,
      [id],
    );
    expect(seen.rows.map(({ action }) => action)).toEqual(['networks.open', 'networks.read']);
  });

  it('are read by those who are named, or a supervisor who answers for somebody in it, and by nobody else', async () => {
    const id = await open();
    const person = await aPerson(officer);
    await say(officer, person, id, 'exploited').expect(201);
    const absent = async (who: SignedIn) => {
      await who.get(`/api/v1/networks/${id}`).expect(404);
      await who.get(`/networks/${id}`).expect(404);
      await who.put(`/api/v1/networks/${id}`, { revision: 1, name: 'x' }).expect(404);
      await who.post(`/api/v1/networks/${id}/readers`, { userId: who.actor.userId }).expect(404);
      await who.delete(`/api/v1/networks/${id}/readers/${officer.actor.userId}`).expect(404);
      expect((await who.get('/api/v1/networks').expect(200)).body).not.toContainEqual(
        expect.objectContaining({ id }),
      );
      for (const [sql, params] of [
        ['SELECT 1 FROM networks WHERE id = $1', [id]],
        ['SELECT 1 FROM network_readers WHERE network_id = $1', [id]],
        ['SELECT 1 FROM case_networks WHERE network_id = $1', [id]],
        [`SELECT 1 FROM keys.record_keys WHERE kind = 'network' AND record_id = $1`, [id]],
        ['UPDATE networks SET revision = 9 WHERE id = $1 RETURNING 1', [id]],
      ] as const) {
        expect([sql, await rowsUnder(who, sql, [...params])]).toEqual([sql, []]);
      }
    };
    await absent(supervisor);
    await withRowSecurityAlone(mawa, () => absent(stranger));
    // She answers for somebody in it from now on.
    await officer.post(`${person.path}/access`, { userId: supervisor.actor.userId }).expect(204);
    const { body } = await supervisor.get(`/api/v1/networks/${id}`).expect(200);
    expect(body).toMatchObject({ name: NAME, people: [{ caseId: person.id, side: 'exploited' }] });
    // A named colleague reads the network, and of its people those that are open to them.
    const colleague = await mawa.signIn('reintegration_officer');
    await absent(colleague);
    await officer
      .post(`/api/v1/networks/${id}/readers`, { userId: colleague.actor.userId })
      .expect(204);
    const named = await colleague.get(`/api/v1/networks/${id}`).expect(200);
    expect(named.body).toMatchObject({ name: NAME, people: [] });
    const clerk = await mawa.signIn('finance_officer');
    await officer
      .post(`/api/v1/networks/${id}/readers`, { userId: clerk.actor.userId })
      .expect(422);
    await officer
      .post(`/api/v1/networks/${id}/readers`, { userId: colleague.actor.userId })
      .expect(409);
    await officer.delete(`/api/v1/networks/${id}/readers/${colleague.actor.userId}`).expect(204);
    await absent(colleague);
    const last = await officer.delete(`/api/v1/networks/${id}/readers/${officer.actor.userId}`);
    expect([last.status, last.body.code]).toEqual([409, 'links.last_reader']);
    for (const role of ['shelter_manager', 'administrator', 'hotline_operator'] as const) {
      const other = await mawa.signIn(role);
      await other.get('/api/v1/networks').expect(403);
      await other.post('/api/v1/networks', { name: 'x' }).expect(403);
      expect(await rowsUnder(other, 'SELECT 1 FROM networks', [])).toEqual([]);
      await expect(
        rowsUnder(other, 'SELECT open_network($1)', [randomUUID()]),
      ).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('some days of access, as to approve one form, make nobody a reader for good', async () => {
    const id = await open();
    const person = await aPerson(officer);
    await say(officer, person, id, 'exploited').expect(201);
    const passing = await mawa.signIn('case_supervisor');
    await officer.post(`${person.path}/access`, { userId: passing.actor.userId }).expect(204);
    await mawa.admin.query(
      `UPDATE case_access SET until_at = '2026-12-24Z' WHERE case_id = $1 AND principal_id = $2`,
      [person.id, passing.actor.userId],
    );
    await passing.get(`/api/v1/networks/${id}`).expect(200);
    const readers = `/api/v1/networks/${id}/readers`;
    for (const userId of [passing.actor.userId, supervisor.actor.userId]) {
      const refused = await passing.post(readers, { userId }).expect(403);
      expect(refused.body.code).toBe('links.keeps_not');
    }
    await passing.delete(`${readers}/${officer.actor.userId}`).expect(403);
    await expect(
      rowsUnder(
        passing,
        'INSERT INTO network_readers (network_id, user_id, named_by) VALUES ($1, $2, $2)',
        [id, passing.actor.userId],
      ),
    ).rejects.toMatchObject({ code: '42501' });
    await expect(
      rowsUnder(passing, 'SELECT end_network_reader($1, $2)', [id, officer.actor.userId]),
    ).rejects.toMatchObject({ code: '42501' });
  });

  it('are read by a deputy while they stand in, who names no reader: neither themselves nor others', async () => {
    const away = await mawa.signIn('case_supervisor');
    const deputy = await mawa.signIn('case_supervisor');
    const id = await open();
    const person = await aPerson(officer);
    await officer.post(`${person.path}/access`, { userId: away.actor.userId }).expect(204);
    await say(officer, person, id, 'exploited').expect(201);
    await away
      .post('/api/v1/deputies', { deputyId: deputy.actor.userId, until: '2026-11-30' })
      .expect(201);
    await deputy.get(`/api/v1/networks/${id}`).expect(200);
    for (const userId of [deputy.actor.userId, stranger.actor.userId]) {
      await deputy.post(`/api/v1/networks/${id}/readers`, { userId }).expect(403);
    }
    await tomorrow(mawa, deputy, '2026-12-01T00:00:00Z', (later) =>
      later.get(`/api/v1/networks/${id}`).expect(404),
    );
    await away.post(`/api/v1/networks/${id}/readers`, { userId: deputy.actor.userId }).expect(204);
  });

  it('are said of a person by who answers for them, in words of the network only to its readers', async () => {
    const [person, other] = [await aPerson(officer), await aPerson(officer)];
    const id = await open(officer, 'Le groupe de la plage');
    const { body } = await say(officer, person, id, 'exploited').expect(201);
    expect((await say(officer, person, id, 'member').expect(409)).body.errors).toMatchObject([
      { code: 'links.already' },
    ]);
    await say(officer, person, randomUUID(), 'member').expect(422);
    await say(officer, person, id, 'king').expect(422);
    await officer.post(`${person.path}/networks`, { side: 'member' }).expect(422);
    const page = await officer.get(`/people/${person.id}/links`).expect(200);
    expect(page.text).toContain('Le groupe de la plage');
    // An officer who shares the case and is not named sees that nothing is noted.
    const colleague = await mawa.signIn('reintegration_officer');
    await officer.post(`${person.path}/access`, { userId: colleague.actor.userId }).expect(204);
    const theirs = await colleague.get(`${person.path}/links`).expect(200);
    expect(theirs.body.networks).toEqual({ said: [], apart: [] });
    expect((await colleague.get(`/people/${person.id}/links`).expect(200)).text).not.toContain(
      'plage',
    );
    await colleague
      .post(`${person.path}/networks/${body.id}/end`, { reason: 'mistake' })
      .expect(404);
    // One that one may not read is answered as one that does not exist.
    const hidden = await say(colleague, person, id, 'member');
    const absent = await say(colleague, person, randomUUID(), 'member');
    expect([hidden.status, hidden.body.errors]).toEqual([absent.status, absent.body.errors]);
    // A form names a new one in passing, once however often it is pressed.
    const typed = { networkName: 'Les cousins', side: 'recruiter', _request: randomUUID() };
    for (let press = 1; press <= 2; press += 1) {
      await officer.submit(`/people/${other.id}/networks`, typed).expect(303);
    }
    const listed = await officer.get('/networks').expect(200);
    expect(listed.text.split('Les cousins')).toHaveLength(2);
    await officer.post(`${person.path}/networks/${body.id}/end`, { reason: 'mistake' }).expect(204);
    await officer.post(`${person.path}/networks/${body.id}/end`, { reason: 'mistake' }).expect(409);
  });

  it('two who write at once lose nothing: the second is told', async () => {
    const id = await open();
    const write = (revision: number, name: string) =>
      officer.put(`/api/v1/networks/${id}`, { revision, name });
    const answers = await Promise.all([write(1, 'A'), write(1, 'B')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const page = await officer
      .submit(`/networks/${id}`, { revision: '1', name: 'C', description: 'mon texte' })
      .expect(409);
    expect(page.text).toContain('mon texte');
    await officer.submit(`/networks/${id}`, { revision: '2', name: '' }).expect(422);
    await officer.submit(`/networks/${id}`, { revision: '2', name: 'D' }).expect(303);
  });

  describe('bar a bed', () => {
    const on = (id: string): TestPerson => ({ id, caseNumber: '', path: `/api/v1/people/${id}` });
    const women = async (count: number) =>
      (
        await register(
          mawa,
          officer.actor,
          Array.from({ length: count }, () => aWoman()),
          false,
        )
      ).map(({ id }) => on(id));
    beforeAll(() => standsAt(mawa, '2026-11-24T23:10:00Z'));

    const ask = async (person: TestPerson) => {
      const { body } = await officer
        .post('/api/v1/bed-requests', {
          caseIds: [person.id],
          neededFrom: '2026-11-24',
          urgency: 'tonight',
          source: 'ngo',
          basis: 'consent',
        })
        .expect(201);
      return body.id as string;
    };
    interface Bed {
      bedId: string;
      verdict: string;
    }
    const answerOf = async (request: string, bedId: string) => {
      const { body } = await officer.get(`/api/v1/bed-requests/${request}/candidates`).expect(200);
      const found = (body.beds as Bed[]).find((bed) => bed.bedId === bedId)!;
      return { ...found, bedId: '', label: '' };
    };
    const hold = (request: string, person: TestPerson, bedId: string) =>
      officer.post(`/api/v1/bed-requests/${request}/holds`, {
        placements: inBeds([person.id], [bedId]),
      });

    it.each(['recruiter', 'member', 'linked'])(
      'where somebody on its side sleeps (%s), in the words of a bed that a neighbour holds',
      async (side) => {
        const [she, other, neighbour] = (await women(3)) as [TestPerson, TestPerson, TestPerson];
        const { rooms } = await aShelter(mawa, { R: { beds: 3 } });
        const [r1, r2, r3] = rooms.R!.beds as [string, string, string];
        await aPastStay(mawa, {
          bedId: r1,
          caseId: other.id,
          nights: '[2026-11-20,)',
          sign: 'woman',
        });
        const network = await open();
        await say(officer, other, network, side).expect(201);
        const request = await ask(she);
        expect(await answerOf(request, r2)).toMatchObject({ verdict: 'fits' });
        await keepApart(officer, she, network).expect(201);
        const waiting = await ask(neighbour);
        await hold(waiting, neighbour, r3).expect(201);
        const barred = await answerOf(request, r2);
        expect(barred).toEqual(await answerOf(request, r3));
        expect(barred).toMatchObject({ verdict: 'not_proposed', reasons: [], score: null });
        const [direct, taken] = [await hold(request, she, r2), await hold(request, she, r3)];
        expect([direct.status, taken.status]).toEqual([409, 409]);
        expect(direct.body.detail.replace('R2', '·')).toBe(taken.body.detail.replace('R3', '·'));
        const page = await officer.get(`/beds/requests/${request}`).expect(200);
        expect(page.text).not.toMatch(/réseau|groupe du port/i);
      },
    );

    it('the other way round too: whoever is on its side is not brought to her', async () => {
      const [she, other] = (await women(2)) as [TestPerson, TestPerson];
      const { rooms } = await aShelter(mawa, { R: { beds: 2 } });
      const [r1, r2] = rooms.R!.beds as [string, string];
      await aPastStay(mawa, { bedId: r1, caseId: she.id, nights: '[2026-11-20,)', sign: 'woman' });
      const network = await open();
      await keepApart(officer, she, network).expect(201);
      const request = await ask(other);
      expect(await answerOf(request, r2)).toMatchObject({ verdict: 'fits' });
      await say(officer, other, network, 'recruiter').expect(201);
      expect(await answerOf(request, r2)).toMatchObject({ verdict: 'not_proposed' });
      await hold(request, other, r2).expect(409);
    });

    it('two whom it exploited are not barred for that, unless it was asked; nor once it has ended', async () => {
      const [she, other] = (await women(2)) as [TestPerson, TestPerson];
      const { rooms } = await aShelter(mawa, { R: { beds: 2 } });
      const [r1, r2] = rooms.R!.beds as [string, string];
      await aPastStay(mawa, {
        bedId: r1,
        caseId: other.id,
        nights: '[2026-11-20,)',
        sign: 'woman',
      });
      const network = await open();
      for (const person of [she, other])
        await say(officer, person, network, 'exploited').expect(201);
      const request = await ask(she);
      const verdict = async () => (await answerOf(request, r2)).verdict;
      expect(await verdict()).toBe('fits');
      const { body: only } = await keepApart(officer, she, network).expect(201);
      expect(await verdict()).toBe('fits');
      const end = (id: string) =>
        officer.post(`${she.path}/network-apart/${id}/end`, { reason: 'no_longer' });
      await end(only.id).expect(204);
      const { body: asked } = await keepApart(officer, she, network, true).expect(201);
      expect(await verdict()).toBe('not_proposed');
      await end(asked.id).expect(204);
      await end(asked.id).expect(409);
      expect(await verdict()).toBe('fits');
    });

    it('a placement and a decision at the same instant never miss each other', async () => {
      for (let round = 0; round < 4; round += 1) {
        const [she, other] = (await women(2)) as [TestPerson, TestPerson];
        const { rooms } = await aShelter(mawa, { R: { beds: 2 } });
        const [r1, r2] = rooms.R!.beds as [string, string];
        await aPastStay(mawa, {
          bedId: r1,
          caseId: other.id,
          nights: '[2026-11-20,)',
          sign: 'woman',
        });
        const network = await open();
        await say(officer, other, network, 'member').expect(201);
        const request = await ask(she);
        const [placed, decided] = await Promise.all([
          hold(request, she, r2),
          keepApart(officer, she, network),
        ]);
        expect(decided.status).toBe(201);
        const { rows } = await mawa.admin.query(
          `SELECT 1 FROM tasks WHERE kind = 'stay_unsuitable' AND case_id = $1`,
          [she.id],
        );
        // Held first: somebody is asked to look. Decided first: the bed was not to be had.
        expect([placed.status === 201, rows.length > 0]).toEqual(
          placed.status === 201 ? [true, true] : [false, false],
        );
      }
    });

    it('who sleeps under one roof when it is decided is looked at, by those who hold them, and no task says why', async () => {
      const [she, other] = (await women(2)) as [TestPerson, TestPerson];
      const { rooms } = await aShelter(mawa, { R: { beds: 2 } });
      const [r1, r2] = rooms.R!.beds as [string, string];
      await aPastStay(mawa, { bedId: r1, caseId: she.id, nights: '[2026-11-20,)', sign: 'woman' });
      await aPastStay(mawa, {
        bedId: r2,
        caseId: other.id,
        nights: '[2026-11-20,)',
        sign: 'woman',
      });
      const network = await open();
      await say(officer, other, network, 'member').expect(201);
      const tasks = async () =>
        (
          await mawa.admin.query(
            `SELECT DISTINCT case_id FROM tasks WHERE kind = 'stay_unsuitable' AND case_id = ANY ($1)`,
            [[she.id, other.id]],
          )
        ).rowCount;
      expect(await tasks()).toBe(0);
      const { body } = await keepApart(officer, she, network).expect(201);
      expect(Object.keys(body)).toEqual(['id']);
      expect(await tasks()).toBe(2);
      const day = await officer.get('/tasks').expect(200);
      expect(day.text).toContain('Regarder si cette maison convient encore');
      expect(day.text).not.toMatch(/réseau/i);
      // Deciding it of two people does the same.
      const [one, two] = (await women(2)) as [TestPerson, TestPerson];
      const second = await aShelter(mawa, { R: { beds: 2 } });
      const beds = second.rooms.R!.beds as [string, string];
      await aPastStay(mawa, {
        bedId: beds[0],
        caseId: one.id,
        nights: '[2026-11-20,)',
        sign: 'woman',
      });
      await aPastStay(mawa, {
        bedId: beds[1],
        caseId: two.id,
        nights: '[2026-11-20,)',
        sign: 'woman',
      });
      await officer.post(`${one.path}/keep-apart`, { otherCaseId: two.id }).expect(201);
      const { rowCount } = await mawa.admin.query(
        `SELECT DISTINCT case_id FROM tasks WHERE kind = 'stay_unsuitable' AND case_id = ANY ($1)`,
        [[one.id, two.id]],
      );
      expect(rowCount).toBe(2);
      await expect(
        rowsUnder(stranger, 'SELECT open_separation_tasks($1)', [[she.id]]),
      ).rejects.toMatchObject({ code: '42501' });
    });

    it('more nights are refused in the words of a placement, and the closing of a night asks as well', async () => {
      const [she, other] = (await women(2)) as [TestPerson, TestPerson];
      const house = await aShelter(mawa, { R: { beds: 2 } });
      const manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
      const [r1, r2] = house.rooms.R!.beds as [string, string];
      const stay = await aPastStay(mawa, {
        bedId: r1,
        caseId: she.id,
        nights: '[2026-11-20,)',
        sign: 'woman',
      });
      await mawa.admin.query(
        `UPDATE bookings SET nights = '[2026-11-20,2026-11-25)' WHERE id = $1`,
        [stay],
      );
      const network = await open();
      await say(officer, other, network, 'recruiter').expect(201);
      await aPastStay(mawa, {
        bedId: r2,
        caseId: other.id,
        nights: '[2026-11-23,)',
        sign: 'woman',
      });
      await keepApart(officer, she, network).expect(201);
      const prolong = await manager.post(`/api/v1/bookings/${stay}/planned-exit`, {
        on: '2026-11-28',
        version: 1,
      });
      expect([prolong.status, prolong.body.code]).toEqual([409, 'beds.taken']);
      mawa.clock.advance(2 * 86_400_000);
      await mawa.transactions.run(NIGHT_CLOSING, (tx) =>
        mawa.app.get(NightClosing).closeNight(tx, '2026-11-25'),
      );
      const { rows } = await mawa.admin.query(
        `SELECT count(*)::int AS n FROM tasks WHERE kind = 'stay_to_review' AND case_id = ANY ($1)`,
        [[she.id, other.id]],
      );
      expect(rows[0].n).toBeGreaterThan(0);
      mawa.clock.advance(-2 * 86_400_000);
    });
  });

  it('show nothing of themselves to a house that keeps or houses somebody', async () => {
    const shelterId = randomUUID();
    const manager = await mawa.signIn('shelter_manager', { shelterIds: [shelterId] });
    officer = await mawa.signInAs(officer.email);
    const person = await aPerson(officer);
    const id = await open();
    await say(officer, person, id, 'exploited').expect(201);
    await keepApart(officer, person, id).expect(201);
    await opensTo(mawa, shelterId, 'stay', [person]);
    const seen = await manager.get(`${person.path}/links`).expect(200);
    expect(seen.body.networks).toBeNull();
    for (const path of [`/people/${person.id}`, `/people/${person.id}/links`]) {
      expect((await manager.get(path).expect(200)).text).not.toMatch(/réseau|groupe du port/i);
    }
    expect(await rowsUnder(manager, 'SELECT 1 FROM network_apart', [])).toEqual([]);
    await expect(rowsUnder(manager, 'SELECT * FROM kept_from($1)', [[person.id]])).rejects.toThrow(
      /permission denied/,
    );
  });

  it('stand before everything on the file of who is kept from one, for those who read it', async () => {
    const person = await aPerson(officer);
    const id = await open();
    await keepApart(officer, person, id).expect(201);
    const alert = 'Jamais sous le même toit qu’un réseau';
    expect((await officer.get(`/people/${person.id}`).expect(200)).text).toContain(alert);
    const colleague = await mawa.signIn('reintegration_officer');
    await officer.post(`${person.path}/access`, { userId: colleague.actor.userId }).expect(204);
    expect((await colleague.get(`/people/${person.id}`).expect(200)).text).not.toContain(alert);
  });

  it('forget an erased person', async () => {
    const person = await aPerson(officer);
    const id = await open();
    await say(officer, person, id, 'exploited').expect(201);
    await keepApart(officer, person, id).expect(201);
    await mawa.admin.query('SELECT wipe_case($1)', [person.id]);
    const { rows } = await mawa.admin.query(
      `SELECT (SELECT count(*)::int FROM case_networks WHERE network_id = $1) AS said,
              (SELECT count(*)::int FROM network_apart WHERE network_id = $1) AS apart`,
      [id],
    );
    expect(rows).toEqual([{ said: 0, apart: 0 }]);
  });
});

import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { aGirl, aShelter, aWoman, register, standsAt } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aPerson, opensTo, type TestPerson, withRowSecurityAlone } from './test-people';

describe('links and families', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let colleague: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    officer = await mawa.signIn('reintegration_officer');
    colleague = await mawa.signIn('case_supervisor');
  });
  afterAll(() => mawa.stop());

  const link = (who: SignedIn, self: TestPerson, kind: string, other: TestPerson, more = {}) =>
    who.post(`${self.path}/links`, { kind, otherCaseId: other.id, ...more });
  const linksSeen = async (who: SignedIn, person: TestPerson) =>
    (await who.get(`${person.path}/links`).expect(200)).body as {
      links: { id: string; kind: string; otherId: string; endedAt: string | null }[];
      families: { id: string; members: { id: string; relation: string }[] }[];
      coupleAlert: string | null;
    };
  const give = (person: TestPerson, who: SignedIn) =>
    officer.post(`${person.path}/access`, { userId: who.actor.userId }).expect(204);
  const membersOf = async (person: TestPerson) =>
    (await linksSeen(officer, person)).families.map(({ members }) =>
      members.map(({ id }) => id).sort(),
    );
  const rows = async (sql: string, params: unknown[]) => (await mawa.admin.query(sql, params)).rows;

  it('a mother and her child become one family, told to each in their own words, once', async () => {
    const [mother, child] = [
      await aPerson(officer, { birthYear: 1995 }),
      await aPerson(officer, { birthYear: 2018 }),
    ];
    const { body } = await link(officer, child, 'child_of', mother, { since: '2018-05-02' }).expect(
      201,
    );
    const ofMother = await linksSeen(officer, mother);
    expect(ofMother.links).toMatchObject([
      { id: body.id, kind: 'parent_of', otherId: child.id, since: '2018-05-02' },
    ]);
    expect(ofMother.families[0]!.members.map(({ relation }) => relation)).toEqual([
      'self',
      'child',
    ]);
    const again = await link(officer, mother, 'parent_of', child).expect(409);
    expect(again.body.errors).toMatchObject([{ code: 'links.already' }]);
    const page = await officer.get(`/people/${mother.id}/links`).expect(200);
    expect(page.text).toContain('Parent de');
    expect(page.text).toContain(child.caseNumber);
    expect((await officer.get(`/people/${child.id}/links`).expect(200)).text).toContain(
      'Enfant de',
    );
    const file = await officer.get(`/people/${child.id}`).expect(200);
    expect(file.text).toContain('Lien noté avec une autre personne : Enfant');
    const audit = await rows(
      `SELECT action, fields FROM audit_log WHERE $1 = ANY (subject_ids) AND action LIKE 'links.%'`,
      [body.id],
    );
    expect(audit).toEqual([{ action: 'links.add', fields: ['parent_of'] }]);
  });

  it('what cannot be is refused with a sentence, and changes nothing', async () => {
    const [old, young, child, ageless] = [
      await aPerson(officer, { birthYear: 1990 }),
      await aPerson(officer, { birthYear: 2010 }),
      await aPerson(officer, { birthDate: '2012-03-01' }),
      await aPerson(officer),
    ];
    const refused = async (answer: ReturnType<typeof link>, code: string) => {
      const { body } = await answer.expect(422);
      expect(body.errors).toMatchObject([{ code }]);
      expect(body.errors[0].detail.length).toBeGreaterThan(20);
    };
    await refused(link(officer, old, 'parent_of', old), 'links.self');
    await refused(link(officer, young, 'parent_of', old), 'links.child_is_younger');
    await refused(link(officer, child, 'guardian_of', young), 'links.guardian_is_child');
    await refused(link(officer, ageless, 'guardian_of', young), 'links.guardian_age_unknown');
    await refused(
      link(officer, old, 'parent_of', young, { since: '2030-01-01' }),
      'links.since_in_future',
    );
    await link(officer, old, 'enemy_of', young).expect(422);
    await link(officer, old, 'parent_of', young, { since: '2010-02-31' }).expect(422);
    for (const person of [old, young, child, ageless]) {
      expect(await linksSeen(officer, person)).toMatchObject({ links: [], families: [] });
    }
  });

  it('nobody is their own ancestor, though two say so at once', async () => {
    const [a, b, c] = [await aPerson(officer), await aPerson(officer), await aPerson(officer)];
    await link(officer, a, 'parent_of', b).expect(201);
    await link(officer, b, 'parent_of', c).expect(201);
    const { body } = await link(officer, c, 'parent_of', a).expect(422);
    expect(body.errors).toMatchObject([{ code: 'links.circle' }]);
    const [x, y, z] = [await aPerson(officer), await aPerson(officer), await aPerson(officer)];
    const answers = await Promise.all([
      link(officer, x, 'parent_of', y),
      link(officer, y, 'parent_of', z),
      link(officer, z, 'parent_of', x),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 422]);
  });

  it('the table itself refuses what cannot be, whoever writes', async () => {
    const [a, b] = [
      await aPerson(officer, { birthYear: 1990 }),
      await aPerson(officer, { birthYear: 2015 }),
    ];
    const insert = (kind: string, from: string, to: string) =>
      mawa.transactions.run(officer.actor, (tx) =>
        tx.query(
          'INSERT INTO case_links (kind, from_case, to_case, made_by) VALUES ($1, $2, $3, $4)',
          [kind, from, to, officer.actor.userId],
        ),
      );
    const [low, high] = [a.id, b.id].sort() as [string, string];
    await expect(insert('parent_of', a.id, a.id)).rejects.toThrow(/case_links_of_two/);
    await expect(insert('sibling', high, low)).rejects.toThrow(/case_links_symmetrical_once/);
    await expect(insert('parent_of', b.id, a.id)).rejects.toThrow(/younger than its parent/);
    await expect(insert('guardian_of', b.id, a.id)).rejects.toThrow(/of age/);
    await insert('sibling', low, high);
    await expect(insert('sibling', low, high)).rejects.toThrow(/case_links_once/);
  });

  it('a couple with a child is not refused: it is an alert before everything, for who sees both', async () => {
    const [man, girl] = [
      await aPerson(officer, { sex: 'male', birthYear: 1980 }),
      await aPerson(officer, { birthDate: '2011-01-01' }),
    ];
    await give(girl, colleague);
    await link(officer, girl, 'couple', man).expect(201);
    expect((await linksSeen(officer, girl)).coupleAlert).toBe('child');
    const alert = 'En couple avec une personne de moins de 18 ans';
    for (const person of [girl, man]) {
      expect((await officer.get(`/people/${person.id}`).expect(200)).text).toContain(alert);
    }
    expect((await colleague.get(`/people/${girl.id}`).expect(200)).text).not.toContain('En couple');
    const [one, ageless] = [await aPerson(officer, { birthYear: 1980 }), await aPerson(officer)];
    await link(officer, one, 'couple', ageless).expect(201);
    expect((await linksSeen(officer, one)).coupleAlert).toBe('perhaps');
  });

  describe('is seen by whoever sees both', () => {
    it('and of one side alone nothing of it shows, anywhere', async () => {
      const [seen, hidden] = [await aPerson(officer), await aPerson(officer)];
      await give(seen, colleague);
      const { body } = await link(officer, seen, 'sibling', hidden).expect(201);
      await link(officer, seen, 'co_victim', hidden).expect(201);
      expect(await linksSeen(colleague, seen)).toMatchObject({ links: [] });
      for (const path of [
        `/people/${seen.id}`,
        `/people/${seen.id}/links`,
        `/api/v1/people/${seen.id}`,
      ]) {
        const { text } = await colleague.get(path).expect(200);
        expect([path, text.includes(hidden.caseNumber), text.includes(hidden.id)]).toEqual([
          path,
          false,
          false,
        ]);
        expect(text).not.toContain('Lien noté');
      }
      const reason = 'mistake';
      await withRowSecurityAlone(mawa, async () => {
        await colleague.get(`${hidden.path}/links`).expect(404);
        await colleague.post(`${seen.path}/links/${body.id}/end`, { reason }).expect(404);
        await link(colleague, seen, 'sibling', hidden).expect(404);
        const nobody = { ...hidden, id: randomUUID() };
        const [one, two] = [
          await link(colleague, seen, 'sibling', hidden),
          await link(colleague, seen, 'sibling', nobody),
        ];
        expect([one.status, one.body.code]).toEqual([two.status, two.body.code]);
      });
      const under = (sql: string) =>
        mawa.transactions.run(colleague.actor, (tx) => tx.query(sql, [body.id]));
      expect(await under('SELECT 1 FROM case_links WHERE id = $1')).toEqual([]);
      expect(
        await under(`UPDATE case_links SET ended_at = mawa_now(), ended_by = mawa_actor(), end_reason = 'mistake'
                      WHERE id = $1 RETURNING 1`),
      ).toEqual([]);
      // A number on a page is answered alike, hidden or not.
      const answers = [];
      for (const linkNumber of [hidden.caseNumber, 'M-0000-000-0']) {
        const { status, text } = await colleague.submit(`/people/${seen.id}/links`, {
          kind: 'sibling',
          linkNumber,
        });
        answers.push([status, /class="field__error"[^]*?<\/p>/.exec(text)?.[0]]);
      }
      expect(answers[0]).toEqual(answers[1]);
    });

    it('a house that keeps or houses them sees the family and its links, no fellow victims, and changes nothing', async () => {
      const shelterId = randomUUID();
      const manager = await mawa.signIn('shelter_manager', { shelterIds: [shelterId] });
      const [mother, child, fellow] = [
        await aPerson(officer, { birthYear: 1995 }),
        await aPerson(officer, { birthYear: 2018 }),
        await aPerson(officer),
      ];
      const { body } = await link(officer, mother, 'parent_of', child).expect(201);
      await link(officer, mother, 'co_victim', fellow).expect(201);
      for (const reason of ['hold', 'stay'] as const) {
        await opensTo(mawa, shelterId, reason, [mother, child, fellow]);
        const seen = await linksSeen(manager, mother);
        expect(seen.links.map(({ kind }) => kind)).toEqual(['parent_of']);
        expect(seen).toMatchObject({ keptApart: null, networks: null, mayChange: false });
        await link(manager, mother, 'sibling', fellow).expect(403);
        await manager
          .post(`${mother.path}/links/${body.id}/end`, { reason: 'mistake' })
          .expect(403);
        await manager.post(`${mother.path}/networks`, { name: 'x', side: 'exploited' }).expect(403);
        const { text } = await manager.get(`/people/${mother.id}/links`).expect(200);
        expect(text).not.toMatch(/Réseaux|Noter un lien|A subi les mêmes faits que/);
      }
    });

    it('is so for any people, links and readers', async () => {
      const readers = [officer, colleague, await mawa.signIn('shelter_manager')];
      const kinds = ['parent_of', 'sibling', 'couple', 'other_relative', 'co_victim'];
      const pair = fc.tuple(fc.nat(4), fc.nat(4), fc.constantFrom(...kinds));
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.subarray([0, 1, 2]), { minLength: 5, maxLength: 5 }),
          fc.array(pair, { maxLength: 6 }),
          async (holders, wanted) => {
            const people = [];
            for (const held of holders) {
              const person = await aPerson(officer);
              for (const reader of held) if (reader > 0) await give(person, readers[reader]!);
              people.push(person);
            }
            const made = new Map<string, [number, number]>();
            for (const [one, two, kind] of wanted) {
              const { status, body } = await link(officer, people[one]!, kind, people[two]!);
              if (status === 201) made.set(body.id as string, [one, two]);
            }
            for (const [place, reader] of readers.entries()) {
              const sees = (person: number) => place === 0 || holders[person]!.includes(place);
              for (const [index, person] of people.entries()) {
                if (!sees(index)) continue;
                const expected = [...made].filter(
                  ([, ends]) => ends.includes(index) && ends.every(sees),
                );
                const { links } = await linksSeen(reader, person);
                expect(links.map(({ id }) => id).sort()).toEqual(expected.map(([id]) => id).sort());
              }
            }
          },
        ),
        { numRuns: 8, seed: 448 },
      );
    }, 120_000);

    it('is made by whoever answers for both: having the one is not enough', async () => {
      const [own, others] = [await aPerson(officer), await aPerson(officer)];
      const shelterId = randomUUID();
      const manager = await mawa.signIn('shelter_manager', { shelterIds: [shelterId] });
      await officer.post(`${own.path}/access`, { userId: manager.actor.userId }).expect(204);
      await opensTo(mawa, shelterId, 'stay', [others]);
      await link(manager, own, 'sibling', others).expect(403);
      await manager
        .post(`${own.path}/family`, { otherCaseId: others.id, relation: 'sibling' })
        .expect(403);
      expect(await membersOf(own)).toEqual([]);
      await expect(
        mawa.transactions.run(manager.actor, (tx) =>
          tx.query(
            `INSERT INTO case_links (kind, from_case, to_case, made_by)
             VALUES ('sibling', least($1::uuid, $2), greatest($1::uuid, $2), mawa_actor())`,
            [own.id, others.id],
          ),
        ),
      ).rejects.toThrow(/row-level security/);
    });
  });

  it('ends for a reason, by who answers for both, and stays to be read', async () => {
    const [a, b] = [await aPerson(officer), await aPerson(officer)];
    const { body } = await link(officer, a, 'couple', b).expect(201);
    const path = `${b.path}/links/${body.id}/end`;
    await officer.post(path, { reason: 'bored' }).expect(422);
    await officer.post(path, { reason: 'no_longer' }).expect(204);
    await officer.post(path, { reason: 'no_longer' }).expect(409);
    expect((await linksSeen(officer, a)).links).toMatchObject([
      { endReason: 'no_longer', endedBy: officer.actor.name },
    ]);
    await expect(
      mawa.transactions.run(officer.actor, (tx) =>
        tx.query(
          'UPDATE case_links SET ended_at = NULL, ended_by = NULL, end_reason = NULL WHERE id = $1',
          [body.id],
        ),
      ),
    ).rejects.toThrow(/has ended/);
    await link(officer, a, 'couple', b).expect(201); // and may be noted anew
    await officer
      .submit(`/people/${a.id}/links`, { kind: 'sibling', linkNumber: b.caseNumber })
      .expect(303);
    await officer
      .submit(`/people/${a.id}/links`, { kind: 'sibling', linkNumber: b.caseNumber })
      .expect(409);
    const empty = await officer.submit(`/people/${a.id}/links`, {}).expect(422);
    expect(empty.text).toContain('Choisissez ce que cette personne est à l’autre');
  });

  describe('a family', () => {
    it('is joined and left after registering, each with its row; links hold whom they bind', async () => {
      const [mother, child, aunt] = [
        await aPerson(officer, { birthYear: 1995 }),
        await aPerson(officer, { birthYear: 2018 }),
        await aPerson(officer),
      ];
      const bound = await link(officer, mother, 'parent_of', child).expect(201);
      const joined = await officer
        .post(`${mother.path}/family`, { otherCaseId: aunt.id, relation: 'sibling' })
        .expect(201);
      const { familyId } = joined.body;
      expect(await membersOf(child)).toEqual([[mother.id, child.id, aunt.id].sort()]);
      await officer
        .post(`${mother.path}/family`, { otherCaseId: aunt.id, relation: 'sibling' })
        .expect(409);
      for (const relation of ['self', 'neighbour']) {
        await officer
          .post(`${mother.path}/family`, { otherCaseId: child.id, relation })
          .expect(422);
      }
      const leave = (person: TestPerson) =>
        officer.post(`${person.path}/family/${familyId}/leave`, { reason: 'no_longer' });
      const { body } = await leave(child).expect(409);
      expect(body.code).toBe('links.bound');
      expect(body.detail).toContain(mother.caseNumber);
      await leave(aunt).expect(204);
      await leave(aunt).expect(404);
      expect(await membersOf(child)).toEqual([[mother.id, child.id].sort()]);
      await officer
        .post(`${mother.path}/links/${bound.body.id}/end`, { reason: 'mistake' })
        .expect(204);
      await leave(child).expect(204);
      expect(
        await rows(
          'SELECT change, relation, reason, by FROM family_changes WHERE case_id = $1 ORDER BY at, change',
          [aunt.id],
        ),
      ).toEqual([
        { change: 'joined', relation: 'sibling', reason: null, by: officer.actor.userId },
        { change: 'left', relation: null, reason: 'no_longer', by: officer.actor.userId },
      ]);
      expect((await officer.get(`/people/${aunt.id}`).expect(200)).text).toContain(
        'A quitté une famille',
      );
    });

    it('is split in one act, along no link that holds', async () => {
      const [a, a1, b, b1] = await Promise.all(
        [1990, 2015, 1992, 2016].map((birthYear) => aPerson(officer, { birthYear })),
      );
      await link(officer, a!, 'parent_of', a1!).expect(201);
      await link(officer, b!, 'parent_of', b1!).expect(201);
      for (const [other, relation] of [
        [b!, 'sibling'],
        [b1!, 'other_relative'],
      ] as const) {
        await officer.post(`${a!.path}/family`, { otherCaseId: other.id, relation }).expect(201);
      }
      const [family] = (await linksSeen(officer, a!)).families;
      expect(family!.members).toHaveLength(4);
      const split = (...goers: TestPerson[]) =>
        officer.post(`${a!.path}/family/${family!.id}/split`, {
          caseIds: goers.map(({ id }) => id),
        });
      await split(b!).expect(422);
      await split(a!, a1!, b!, b1!).expect(422);
      expect((await split(a!, b!).expect(409)).body.code).toBe('links.bound');
      await split(b!, await aPerson(officer)).expect(422);
      const { body } = await split(b!, b1!).expect(201);
      expect(await membersOf(a!)).toEqual([[a!.id, a1!.id].sort()]);
      const after = (await linksSeen(officer, b!)).families;
      expect(after.map(({ id }) => id)).toContain(body.familyId);
      expect(after.find(({ id }) => id === body.familyId)!.members).toMatchObject([
        { id: b!.id, relation: 'self' },
        { id: b1!.id },
      ]);
    });

    it('of two that become linked: whoever joins is of both, and nobody else is drawn in', async () => {
      const [a, a1, b, b1] = await Promise.all(
        [1990, 2015, 1992, 2016].map((birthYear) => aPerson(officer, { birthYear })),
      );
      await link(officer, a!, 'parent_of', a1!).expect(201);
      await link(officer, b!, 'parent_of', b1!).expect(201);
      await link(officer, a!, 'sibling', b!).expect(201);
      expect(await membersOf(a1!)).toEqual([[a!.id, a1!.id, b!.id].sort()]);
      expect(await membersOf(b1!)).toEqual([[b!.id, b1!.id].sort()]);
      expect((await officer.get(b!.path).expect(200)).body.family).toHaveLength(3);
    });

    it('makes two one party for a room; a fellow victim or an uncle does not', async () => {
      await standsAt(mawa, '2026-11-24T23:10:00Z');
      await aShelter(mawa, { R: { mix: 'family', beds: 3 } });
      const asOneParty = async (kind: string): Promise<boolean> => {
        const [woman, girl] = await register(mawa, officer.actor, [aWoman(), aGirl()], false);
        const person = (id: string): TestPerson => ({
          id,
          caseNumber: '',
          path: `/api/v1/people/${id}`,
        });
        await link(officer, person(woman!.id), kind, person(girl!.id)).expect(201);
        const { body } = await officer
          .post('/api/v1/bed-requests', {
            caseIds: [woman!.id, girl!.id],
            neededFrom: '2026-11-24',
            urgency: 'tonight',
            source: 'ngo',
            basis: 'consent',
          })
          .expect(201);
        const found = await officer.get(`/api/v1/bed-requests/${body.id}/candidates`).expect(200);
        return (found.body.proposals as unknown[]).length > 0;
      };
      for (const kind of ['parent_of', 'sibling', 'guardian_of']) {
        expect([kind, await asOneParty(kind)]).toEqual([kind, true]);
      }
      for (const kind of ['co_victim', 'other_relative']) {
        expect([kind, await asOneParty(kind)]).toEqual([kind, false]);
      }
    });

    it('is left without leaving a conflict of interest behind: who was kept out of it stays out', async () => {
      const ahmed = await mawa.signIn('reintegration_officer');
      const [one, two, three] = [
        await aPerson(officer),
        await aPerson(officer),
        await aPerson(officer),
      ];
      for (const person of [one, two, three]) await give(person, ahmed);
      for (const otherCaseId of [two.id, three.id]) {
        await officer
          .post(`${one.path}/family`, { otherCaseId, relation: 'other_relative' })
          .expect(201);
      }
      const conflict = { userId: ahmed.actor.userId, scope: 'family', reason: 'son cousin' };
      await officer.post(`${one.path}/blocks`, conflict).expect(201);
      for (const person of [one, two, three]) await ahmed.get(person.path).expect(404);
      const family = (await linksSeen(officer, one)).families[0]!.id;
      const leave = (person: TestPerson) =>
        officer.post(`${person.path}/family/${family}/leave`, { reason: 'no_longer' }).expect(204);
      await leave(two);
      await ahmed.get(two.path).expect(404);
      // She with whom it was said leaves as well: those who stay stay closed to him.
      await leave(one);
      for (const person of [one, two, three]) await ahmed.get(person.path).expect(404);
    });

    it('takes nobody in of whom nobody would answer any more', async () => {
      const ahmed = await mawa.signIn('reintegration_officer');
      const hers = await aPerson(officer);
      const conflict = { userId: officer.actor.userId, scope: 'family', reason: 'sa tante' };
      const third = await aPerson(ahmed);
      await ahmed.post(`${third.path}/blocks`, conflict).expect(201);
      await give(hers, ahmed);
      await ahmed
        .post(`${third.path}/family`, { otherCaseId: hers.id, relation: 'sibling' })
        .expect(201);
      await officer.get(hers.path).expect(404);
      const alone = await aPerson(officer);
      await give(alone, ahmed);
      // For some days alone, as to approve a plan.
      await mawa.admin.query(
        `UPDATE case_access SET until_at = '2026-12-24Z' WHERE case_id = $1 AND principal_id = $2`,
        [alone.id, ahmed.actor.userId],
      );
      const refused = await ahmed
        .post(`${third.path}/family`, { otherCaseId: alone.id, relation: 'sibling' })
        .expect(409);
      expect(refused.body.code).toBe('case-access.last_holder');
    });

    it('is joined by nobody who answers for none of it', async () => {
      const [a, b] = [await aPerson(officer), await aPerson(officer)];
      await link(officer, a, 'sibling', b).expect(201);
      const family = (await linksSeen(officer, a)).families[0]!.id;
      const stranger = await mawa.signIn('reintegration_officer');
      const own = await aPerson(stranger);
      const join = mawa.transactions.run(stranger.actor, (tx) =>
        tx.query(`INSERT INTO family_members VALUES ($1, $2, 'sibling')`, [family, own.id]),
      );
      await expect(join).rejects.toThrow(/row-level security/);
    });
  });

  it('an erased person is in no link and no family any more', async () => {
    const [gone, stays] = [await aPerson(officer), await aPerson(officer)];
    await link(officer, gone, 'sibling', stays).expect(201);
    await mawa.admin.query('SELECT wipe_case($1)', [gone.id]);
    expect(await linksSeen(officer, stays)).toMatchObject({ links: [] });
    expect(await rows('SELECT 1 FROM family_changes WHERE case_id = $1', [gone.id])).toEqual([]);
    expect(
      await rows('SELECT 1 FROM case_links WHERE $1 IN (from_case, to_case)', [gone.id]),
    ).toEqual([]);
  });
});

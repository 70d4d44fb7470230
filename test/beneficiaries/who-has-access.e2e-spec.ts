import { randomUUID } from 'node:crypto';
import { EndedAccessSchedule } from '../../modules/plans/ended-access.schedule';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aPerson, opensTo, type TestPerson, tomorrow, withRowSecurityAlone } from './test-people';

describe('who has a case', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let colleague: SignedIn;
  let person: TestPerson;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    colleague = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());
  beforeEach(async () => {
    person = await aPerson(officer);
  });

  const give = (userId: string, more: object = {}) =>
    officer.post(`${person.path}/access`, { userId, ...more });
  const end = (by: SignedIn, userId: string) => by.delete(`${person.path}/access/${userId}`);

  it('is told with the reason, since when, until when and by whom; what ended is history', async () => {
    const { userId } = colleague.actor;
    await give(userId, { until: '2026-11-30' }).expect(204);
    const { body } = await officer.get(`${person.path}/access`).expect(200);
    expect(body.now).toMatchObject([
      { name: officer.actor.name, reason: 'registered', until: null, givenBy: officer.actor.name },
      {
        name: colleague.actor.name,
        reason: 'assigned',
        givenBy: officer.actor.name,
        from: '2026-11-24T23:10:00.000Z',
        until: '2026-12-01T00:00:00.000Z',
      },
    ]);
    await end(officer, userId).expect(204);
    const after = await officer.get(`${person.path}/access`).expect(200);
    expect(after.body.before).toMatchObject([{ name: colleague.actor.name, open: false }]);
    const { text } = await officer.get(`/people/${person.id}/access`).expect(200);
    expect(text).toContain(colleague.actor.name);
    const { rows } = await mawa.admin.query(
      `SELECT count(*)::int AS reads FROM audit_log WHERE action = 'people.read_access' AND subject_ids = $1`,
      [[person.id]],
    );
    expect(rows).toEqual([{ reads: 3 }]);
  });

  it('a house that sees the person reads nothing of who else does, not even by SQL', async () => {
    const shelterId = randomUUID();
    const manager = await mawa.signIn('shelter_manager', { shelterIds: [shelterId] });
    await opensTo(mawa, shelterId, 'stay', [person]);
    await manager.get(person.path).expect(200);
    await manager.get(`${person.path}/access`).expect(403);
    await manager.get(`/people/${person.id}/access`).expect(403);
    const asked = mawa.transactions.run(manager.actor, (tx) =>
      tx.query('SELECT * FROM access_of_case($1)', [person.id]),
    );
    await expect(asked).rejects.toMatchObject({ code: '42501' });
    const own = await mawa.transactions.run(manager.actor, (tx) =>
      tx.query('SELECT reason FROM case_access WHERE case_id = $1', [person.id]),
    );
    expect(own).toEqual([{ reason: 'stay' }]);
  });

  it('with the policy switched off a stranger of any role is answered as for nobody', async () => {
    await withRowSecurityAlone(mawa, async () => {
      for (const role of [
        'administrator',
        'auditor',
        'case_supervisor',
        'legal_officer',
      ] as const) {
        const stranger = await mawa.signIn(role);
        for (const id of [person.id, randomUUID()]) {
          const path = `/api/v1/people/${id}`;
          await stranger.get(`${path}/access`).expect(404);
          await stranger
            .post(`${path}/access/hand-over`, { userId: colleague.actor.userId })
            .expect(404);
          await stranger.post(`${path}/restriction`, { reason: 'x' }).expect(404);
          const block = { userId: officer.actor.userId, scope: 'case', reason: 'x' };
          await stranger.post(`${path}/blocks`, block).expect(404);
          await stranger.get(`/people/${id}/access`).expect(404);
        }
      }
    });
  });

  it('an access with a last day is over the day after', async () => {
    await give(colleague.actor.userId, { until: '2026-11-24' }).expect(204);
    await colleague.get(person.path).expect(200);
    await tomorrow(mawa, colleague, '2026-11-25T00:00:00Z', (later) =>
      later.get(person.path).expect(404),
    );
    const past = await give(colleague.actor.userId, { until: '2026-11-23' }).expect(422);
    expect(past.body.code).toBe('case-access.until_past');
    await give(colleague.actor.userId, { until: '2026-02-30' }).expect(422);
  });

  it('whoever has it until a day keeps it no longer by their own hand, and gives nobody more', async () => {
    await give(colleague.actor.userId, { until: '2026-11-30' }).expect(204);
    const friend = await mawa.signIn('reintegration_officer');
    const giving = async (userId: string, until?: string) => {
      const { status, body } = await colleague.post(`${person.path}/access`, {
        userId,
        ...(until && { until }),
      });
      return [status, body.code];
    };
    const beyond = [409, 'case-access.beyond_own'];
    expect(await giving(colleague.actor.userId)).toEqual(beyond);
    expect(await giving(colleague.actor.userId, '2027-06-30')).toEqual(beyond);
    expect(await giving(friend.actor.userId)).toEqual(beyond);
    expect(await giving(friend.actor.userId, '2026-12-01')).toEqual(beyond);
    const over = await colleague.post(`${person.path}/access/hand-over`, {
      userId: friend.actor.userId,
    });
    expect([over.status, over.body.code]).toEqual(beyond);
    const page = await colleague.submit(`/people/${person.id}/access`, {
      userId: friend.actor.userId,
    });
    expect(page.status).toBe(409);
    expect(page.text).toContain('jusqu’à cette date');
    expect(await giving(friend.actor.userId, '2026-11-30')).toEqual([204, undefined]);
    await tomorrow(mawa, colleague, '2026-12-01T00:00:00Z', (later) =>
      later.get(person.path).expect(404),
    );
    await tomorrow(mawa, friend, '2026-12-01T00:00:00Z', (later) =>
      later.get(person.path).expect(404),
    );
  });

  it('a supervisor who is asked about a plan keeps the case no longer than they were asked', async () => {
    const supervisor = await mawa.signIn('case_supervisor');
    await give(supervisor.actor.userId, { until: '2026-12-24' }).expect(204);
    const kept = await supervisor.post(`${person.path}/access`, {
      userId: supervisor.actor.userId,
    });
    expect([kept.status, kept.body.code]).toEqual([409, 'case-access.beyond_own']);
  });

  it('ending what is not there says so, and changes nothing', async () => {
    for (const userId of [colleague.actor.userId, randomUUID()]) {
      const { body } = await end(officer, userId).expect(409);
      expect(body.code).toBe('case-access.nothing_to_end');
    }
    const page = await officer.submit(`/people/${person.id}/access/${randomUUID()}/end`, {});
    expect(page.status).toBe(409);
  });

  it('the last who answers for a case cannot leave it; after handing it over she no longer sees it', async () => {
    const { body } = await end(officer, officer.actor.userId).expect(409);
    expect(body.code).toBe('case-access.last_holder');
    await give(colleague.actor.userId, { until: '2027-01-31' }).expect(204);
    await end(officer, officer.actor.userId).expect(409); // one whose time runs out does not count
    const itself = await officer
      .post(`${person.path}/access/hand-over`, { userId: officer.actor.userId })
      .expect(422);
    expect(itself.body.code).toBe('case-access.to_yourself');
    await officer
      .post(`${person.path}/access/hand-over`, { userId: colleague.actor.userId })
      .expect(204);
    await officer.get(person.path).expect(404);
    await colleague.get(person.path).expect(200);
  });

  describe('and the open tasks about it', () => {
    const aTask = (by: SignedIn) =>
      by
        .post('/api/v1/tasks', { caseId: person.id, title: 'Appeler l’école', dueOn: '2026-11-25' })
        .expect(201);
    const mine = async (who: SignedIn) => {
      const { body } = await who.get(`/api/v1/tasks?caseId=${person.id}`).expect(200);
      return (body.tasks as { title: string }[]).map(({ title }) => title);
    };

    it('go with it to whoever takes it over, though somebody else answers for it too', async () => {
      const supervisor = await mawa.signIn('case_supervisor');
      await give(supervisor.actor.userId).expect(204);
      await aTask(officer);
      await officer
        .post(`${person.path}/access/hand-over`, { userId: colleague.actor.userId })
        .expect(204);
      expect(await mine(supervisor)).toEqual([]);
      expect(await mine(colleague)).toEqual(['Appeler l’école']);
    });

    it('of a colleague whose access is ended go to who ends it, and of who leaves to who stays', async () => {
      await give(colleague.actor.userId).expect(204);
      await aTask(colleague);
      await end(officer, colleague.actor.userId).expect(204);
      expect(await mine(officer)).toEqual(['Appeler l’école']);
      await give(colleague.actor.userId).expect(204);
      await end(officer, officer.actor.userId).expect(204);
      expect(await mine(colleague)).toEqual(['Appeler l’école']);
    });

    it('that the other has too are there once, and what was taken for a role waits for the role', async () => {
      const [role, both] = [randomUUID(), randomUUID()];
      await give(colleague.actor.userId).expect(204);
      await mawa.admin.query(
        `INSERT INTO tasks (id, kind, case_id, subject_id, for_role, for_user, taken_by, due_at, opened_at)
         VALUES ($1, 'notify_partner', $2, NULL, 'reintegration_officer', NULL, $3, '2026-11-24Z', '2026-11-24Z'),
                ($4, 'plan_step', $2, $2, NULL, $3, NULL, '2026-11-24Z', '2026-11-24Z'),
                (gen_random_uuid(), 'plan_step', $2, $2, NULL, $5, NULL, '2026-11-24Z', '2026-11-24Z')`,
        [role, person.id, officer.actor.userId, both, colleague.actor.userId],
      );
      await end(officer, officer.actor.userId).expect(204);
      const { rows } = await mawa.admin.query(
        'SELECT taken_by, ended_by FROM tasks WHERE id = ANY ($1::uuid[]) ORDER BY kind',
        [[role, both]],
      );
      expect(rows).toEqual([
        { taken_by: null, ended_by: null },
        { taken_by: null, ended_by: 'handed_over' },
      ]);
    });

    it('that the other is given at that very moment are there once', async () => {
      await give(colleague.actor.userId).expect(204);
      const insert = (userId: string) =>
        mawa.admin.query(
          `INSERT INTO tasks (kind, case_id, subject_id, for_user, due_at, opened_at)
           VALUES ('plan_step', $1, $1, $2, '2026-11-24Z', '2026-11-24Z')`,
          [person.id, userId],
        );
      await insert(officer.actor.userId);
      await mawa.admin.query('BEGIN');
      await insert(colleague.actor.userId);
      const ended = end(officer, officer.actor.userId).then(({ status }) => status);
      await new Promise((later) => setTimeout(later, 500));
      await mawa.admin.query('COMMIT');
      expect(await ended).toBe(204);
      const { rows } = await mawa.admin.query(
        `SELECT for_user, ended_by FROM tasks WHERE kind = 'plan_step' AND case_id = $1 ORDER BY ended_by NULLS FIRST`,
        [person.id],
      );
      expect(rows).toEqual([
        { for_user: colleague.actor.userId, ended_by: null },
        { for_user: officer.actor.userId, ended_by: 'handed_over' },
      ]);
    });

    describe('of a colleague who had it until a day', () => {
      const housekeeping = () => mawa.app.get(EndedAccessSchedule).run();
      const heldBy = async () => {
        const { rows } = await mawa.admin.query<{ for_user: string }>(
          `SELECT for_user FROM tasks WHERE case_id = $1 AND kind = 'own' AND done_at IS NULL`,
          [person.id],
        );
        return rows.map(({ for_user }) => for_user);
      };
      const at = async (instant: string, look: () => Promise<unknown>) => {
        const before = mawa.clock.now();
        mawa.clock.set(instant);
        await look().finally(() => mawa.clock.set(before));
      };

      it('go to its officer once that day is over, though a supervisor has it longer', async () => {
        const supervisor = await mawa.signIn('case_supervisor');
        const own = await aPerson(supervisor);
        person = own;
        const giving = (who: SignedIn, until?: string) =>
          supervisor
            .post(`${own.path}/access`, { userId: who.actor.userId, ...(until && { until }) })
            .expect(204);
        await giving(officer);
        await giving(colleague, '2026-11-30');
        await aTask(colleague);
        await housekeeping();
        expect(await heldBy()).toEqual([colleague.actor.userId]);
        await at('2026-12-01T00:00:00Z', async () => {
          await housekeeping();
          expect(await heldBy()).toEqual([officer.actor.userId]);
        });
      });

      it('stay with whoever reads it as a deputy of its officer, and go when that is over too', async () => {
        const away = await mawa.signIn('reintegration_officer');
        person = await aPerson(away);
        await away
          .post(`${person.path}/access`, { userId: colleague.actor.userId, until: '2026-11-30' })
          .expect(204);
        await aTask(colleague);
        await away
          .post('/api/v1/deputies', { deputyId: colleague.actor.userId, until: '2026-12-02' })
          .expect(201);
        await at('2026-12-02T12:00:00Z', async () => {
          await housekeeping();
          expect(await heldBy()).toEqual([colleague.actor.userId]);
        });
        await at('2026-12-03T12:00:00Z', async () => {
          await housekeeping();
          expect(await heldBy()).toEqual([away.actor.userId]);
        });
      });

      it('are passed on by the regular job alone', async () => {
        const passed = mawa.transactions.run(officer.actor, (tx) =>
          tx.query('SELECT pass_on_ended_access()'),
        );
        await expect(passed).rejects.toMatchObject({ code: '42501' });
      });
    });

    it('are not passed on by SQL to a colleague who does not have the case, nor by a stranger', async () => {
      const passed = (by: SignedIn, to: SignedIn) =>
        mawa.transactions.run(by.actor, (tx) =>
          tx.query('SELECT hand_over_tasks($1, $2)', [person.id, to.actor.userId]),
        );
      await expect(passed(officer, colleague)).rejects.toMatchObject({ code: '42501' });
      await expect(passed(colleague, officer)).rejects.toMatchObject({ code: '42501' });
    });
  });

  it('nor where the only other account is closed', async () => {
    const gone = await mawa.signIn('reintegration_officer');
    await give(gone.actor.userId).expect(204);
    await mawa.admin.query('UPDATE users SET active = false WHERE id = $1', [gone.actor.userId]);
    const { body } = await end(officer, officer.actor.userId).expect(409);
    expect(body.code).toBe('case-access.last_holder');
  });

  it('two who leave at the same moment do not both leave', async () => {
    await give(colleague.actor.userId).expect(204);
    for (let round = 0; round < 5; round += 1) {
      const answers = await Promise.all([
        end(officer, officer.actor.userId),
        end(colleague, colleague.actor.userId),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
      const { rows } = await mawa.admin.query<{ principal_id: string }>(
        `SELECT principal_id FROM case_access WHERE case_id = $1 AND until_at IS NULL`,
        [person.id],
      );
      expect(rows).toHaveLength(1);
      const [left, gone] =
        rows[0]!.principal_id === officer.actor.userId
          ? [officer, colleague]
          : [colleague, officer];
      await left.post(`${person.path}/access`, { userId: gone.actor.userId }).expect(204);
    }
  });

  it('a registrar’s own access is ended by herself or a supervisor, not by another colleague', async () => {
    const supervisor = await mawa.signIn('case_supervisor');
    await give(colleague.actor.userId).expect(204);
    await give(supervisor.actor.userId).expect(204);
    await end(colleague, officer.actor.userId).expect(409);
    await officer.get(person.path).expect(200);
    await end(supervisor, officer.actor.userId).expect(204);
    await officer.get(person.path).expect(404);
  });

  it('no case goes by SQL to an account whose role opens none', async () => {
    const { actor } = await mawa.signIn('finance_officer');
    const given = mawa.transactions.run(officer.actor, (tx) =>
      tx.query(`SELECT grant_access($1, 'user', $2)`, [person.id, actor.userId]),
    );
    await expect(given).rejects.toMatchObject({ code: '42501' });
  });

  describe('two who must never sleep under one roof', () => {
    const apart = async (one: TestPerson, other: TestPerson) => {
      const { body } = await officer
        .post(`${one.path}/keep-apart`, { otherCaseId: other.id })
        .expect(201);
      return body.id as string;
    };

    it('are let go by who answers for both, with a reason that is sealed', async () => {
      const other = await aPerson(officer);
      const id = await apart(person, other);
      await officer.post(`${other.path}/keep-apart/${id}/end`).expect(422);
      const reason = 'ils se sont réconciliés devant le juge';
      await officer.post(`${other.path}/keep-apart/${id}/end`, { reason }).expect(204);
      const again = await officer
        .post(`${other.path}/keep-apart/${id}/end`, { reason })
        .expect(409);
      expect(again.body.code).toBe('case-access.apart_ended');
      const { rows } = await mawa.admin.query(
        `SELECT ended_by, ended_at IS NOT NULL AS ended, encode(end_reason, 'escape') AS sealed FROM keep_apart WHERE id = $1`,
        [id],
      );
      expect(rows).toMatchObject([{ ended_by: officer.actor.userId, ended: true }]);
      expect(rows[0].sealed).not.toContain('juge');
      expect((await officer.get(person.path)).body.keptApart).toEqual([]);
      const { text } = await officer.get(`/people/${person.id}/links`).expect(200);
      expect(text).toContain(other.caseNumber);
      await apart(person, other); // and may be decided anew
    });

    it('not by who has one of them, to whom the pair is not there', async () => {
      const other = await aPerson(officer);
      const id = await apart(person, other);
      await give(colleague.actor.userId).expect(204);
      const reason = 'je ne sais rien de l’autre';
      for (const asked of [id, randomUUID()]) {
        await colleague.post(`${person.path}/keep-apart/${asked}/end`, { reason }).expect(404);
      }
      const changed = await mawa.transactions.run(colleague.actor, (tx) =>
        tx.query('UPDATE keep_apart SET ended_at = mawa_now() WHERE id = $1 RETURNING id', [id]),
      );
      expect(changed).toEqual([]);
    });

    it('a page takes the other’s number, and answers a hidden one as one that does not exist', async () => {
      const hidden = await aPerson(colleague);
      const path = `/people/${person.id}/keep-apart`;
      const answers = [];
      for (const otherNumber of [hidden.caseNumber, 'M-0000-000-0']) {
        const { status, text } = await officer.submit(path, { otherNumber });
        answers.push([status, /class="field__error"[^]*?<\/p>/.exec(text)?.[0]]);
      }
      expect(answers[0]).toEqual(answers[1]);
      expect(answers[0]![0]).toBe(422);
      const other = await aPerson(officer);
      await officer.submit(path, { otherNumber: other.caseNumber }).expect(303);
    });
  });
});

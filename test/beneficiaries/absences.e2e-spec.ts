import { randomUUID } from 'node:crypto';
import { cookies, startApp, type SignedIn, type TestApp } from '../support/app';
import { aPerson, tomorrow, withRowSecurityAlone } from './test-people';

const CLOSED = { reason: 'left' };

describe('absences', () => {
  let mawa: TestApp;
  let admin: SignedIn;
  let supervisor: SignedIn;
  let absent: SignedIn;
  let deputy: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    admin = await mawa.signIn('administrator');
    supervisor = await mawa.signIn('case_supervisor');
  });
  afterAll(() => mawa.stop());
  beforeEach(async () => {
    absent = await mawa.signIn('reintegration_officer');
    deputy = await mawa.signIn('reintegration_officer');
  });

  const idOf = ({ actor }: SignedIn) => actor.userId;
  const name = (by: SignedIn, more: object = {}) =>
    by.post('/api/v1/deputies', { deputyId: idOf(deputy), until: '2026-12-01', ...more });
  const codeOf = ({ status, body }: { status: number; body: { code: string } }) => [
    status,
    body.code,
  ];

  describe('a deputy', () => {
    it('answers for the files of the absent colleague until the last day, also for those that come later', async () => {
      const before = await aPerson(absent);
      const unrelated = await aPerson(supervisor);
      await deputy.get(before.path).expect(404);
      await name(absent).expect(201);
      const later = await aPerson(absent);
      for (const { path } of [before, later]) {
        await deputy.get(path).expect(200);
        await deputy.get(`${path}/access`).expect(200);
      }
      await deputy.get(unrelated.path).expect(404);
      await tomorrow(mawa, deputy, '2026-12-01T23:59:00Z', (then) =>
        then.get(before.path).expect(200),
      );
      await tomorrow(mawa, deputy, '2026-12-02T00:00:00Z', (then) =>
        then.get(before.path).expect(404),
      );
    });

    it('stands in from a day to come and not before it', async () => {
      const person = await aPerson(absent);
      await name(absent, { from: '2026-11-27' }).expect(201);
      await deputy.get(person.path).expect(404);
      await tomorrow(mawa, deputy, '2026-11-27T08:00:00Z', (then) =>
        then.get(person.path).expect(200),
      );
    });

    it('is on the page "Access" of each file, with whom they stand in for and until when', async () => {
      const person = await aPerson(absent);
      await name(absent).expect(201);
      const { body } = await absent.get(`${person.path}/access`).expect(200);
      expect(body.now).toContainEqual(
        expect.objectContaining({
          name: deputy.actor.name,
          reason: 'deputy',
          givenBy: absent.actor.name,
          until: '2026-12-02T00:00:00.000Z',
        }),
      );
      const { text } = await absent.get(`/people/${person.id}/access`).expect(200);
      expect(text).toContain('remplace une personne absente');
    });

    it('has the tasks of the absent colleague among their own', async () => {
      const person = await aPerson(absent);
      const task = { caseId: person.id, title: 'Appeler l’école', dueOn: '2026-11-25' };
      await absent.post('/api/v1/tasks', task).expect(201);
      const mine = async () => {
        const { body } = await deputy.get('/api/v1/tasks').expect(200);
        return (body.tasks as { caseId: string }[]).map(({ caseId }) => caseId);
      };
      expect(await mine()).not.toContain(person.id);
      await name(absent).expect(201);
      expect(await mine()).toContain(person.id);
    });

    it('cannot keep a file: assigning it to oneself is refused, to somebody else it is not', async () => {
      const person = await aPerson(absent);
      await name(absent).expect(201);
      const own = await deputy.post(`${person.path}/access`, { userId: idOf(deputy) });
      expect(own.status).toBe(403);
      await deputy.post(`${person.path}/access`, { userId: idOf(supervisor) }).expect(204);
    });

    it('sees neither a file that a conflict of interest keeps from them nor a restricted one', async () => {
      const blocked = await aPerson(absent);
      const restricted = await aPerson(absent);
      await absent
        .post(`${blocked.path}/blocks`, { userId: idOf(deputy), scope: 'case', reason: 'cousine' })
        .expect(201);
      await absent.post(`${restricted.path}/access`, { userId: idOf(supervisor) }).expect(204);
      await supervisor
        .post(`${restricted.path}/restriction`, { reason: 'menace', userIds: [idOf(absent)] })
        .expect(201);
      await name(absent).expect(201);
      await deputy.get(blocked.path).expect(404);
      await deputy.get(restricted.path).expect(404);
    });

    it('is not the deputy of those for whom the absent colleague stands in', async () => {
      const third = await mawa.signIn('reintegration_officer');
      const person = await aPerson(third);
      await third
        .post('/api/v1/deputies', { deputyId: idOf(absent), until: '2026-12-01' })
        .expect(201);
      await name(absent).expect(201);
      await absent.get(person.path).expect(200);
      await deputy.get(person.path).expect(404);
    });

    it('ends at once when either of the two ends it', async () => {
      const person = await aPerson(absent);
      for (const by of [absent, deputy]) {
        const { body } = await name(absent).expect(201);
        await deputy.get(person.path).expect(200);
        await by.post(`/api/v1/deputies/${body.id}/end`).expect(204);
        await deputy.get(person.path).expect(404);
        await by.post(`/api/v1/deputies/${body.id}/end`).expect(404);
      }
      const { body } = await absent.get('/api/v1/deputies').expect(200);
      expect(body.map(({ state }: { state: string }) => state)).toEqual(['over', 'over']);
    });

    it('of somebody else is asked for by a supervisor and counts once an administrator confirms', async () => {
      const person = await aPerson(absent);
      const { body } = await name(supervisor, { absentId: idOf(absent) }).expect(201);
      expect(body.waits).toBe(true);
      await deputy.get(person.path).expect(404);
      const task = async () =>
        (
          await mawa.admin.query(
            `SELECT for_role, done_at IS NOT NULL AS done FROM tasks WHERE kind = 'deputy_waits' AND subject_id = $1`,
            [body.id],
          )
        ).rows;
      expect(await task()).toEqual([{ for_role: 'administrator', done: false }]);
      for (const other of [supervisor, absent, deputy]) {
        await other.post(`/api/v1/deputies/${body.id}/confirmation`).expect(403);
      }
      await admin.post(`/api/v1/deputies/${body.id}/confirmation`).expect(204);
      await deputy.get(person.path).expect(200);
      expect(await task()).toEqual([{ for_role: 'administrator', done: true }]);
      const again = await admin.post(`/api/v1/deputies/${body.id}/confirmation`);
      expect(codeOf(again)).toEqual([409, 'absences.confirmed_already']);
    });

    it('of somebody else is not for an officer to name, nor for anybody to be by their own word', async () => {
      const third = await mawa.signIn('reintegration_officer');
      expect(codeOf(await name(third, { absentId: idOf(absent) }))).toEqual([
        403,
        'access.not_yours',
      ]);
      const itself = { absentId: idOf(absent), deputyId: idOf(supervisor) };
      expect(codeOf(await name(supervisor, itself))).toEqual([403, 'absences.not_yourself']);
      await withRowSecurityAlone(mawa, async () => {
        const auditor = await mawa.signIn('auditor');
        expect((await name(auditor, { absentId: idOf(absent) })).status).toBe(403);
      });
      const byHand = mawa.transactions.run(deputy.actor, (tx) =>
        tx.query(
          `INSERT INTO deputies (user_id, deputy_id, from_at, until_at, given_by)
           VALUES ($1, $2, mawa_now(), mawa_now() + interval '1 day', $1)`,
          [idOf(absent), idOf(deputy)],
        ),
      );
      await expect(byHand).rejects.toMatchObject({ code: '42501' });
    });

    it('is refused with a sentence beside the field', async () => {
      const auditor = await mawa.signIn('auditor');
      for (const [fields, status, code, field] of [
        [{ until: '2026-11-23' }, 422, 'absences.day_past', 'until'],
        [{ from: '2026-11-23' }, 422, 'absences.day_past', 'from'],
        [{ from: '2026-12-05' }, 422, 'absences.until_before_from', 'until'],
        [{ until: '2027-02-26' }, 422, 'absences.too_long', 'until'],
        [{ deputyId: idOf(absent) }, 422, 'absences.somebody_else', 'deputyId'],
        [{ deputyId: idOf(auditor) }, 422, 'people.cannot_be_assigned', 'deputyId'],
        [{ deputyId: randomUUID() }, 422, 'people.cannot_be_assigned', 'deputyId'],
      ] as const) {
        const answer = await name(absent, fields);
        expect([...codeOf(answer), answer.body.errors?.[0]?.field]).toEqual([status, code, field]);
      }
      const { rows } = await mawa.admin.query('SELECT 1 FROM deputies WHERE user_id = $1', [
        idOf(absent),
      ]);
      expect(rows).toEqual([]);
    });

    it('is one at a time, also where two are named at once', async () => {
      const other = await mawa.signIn('reintegration_officer');
      const statuses = (
        await Promise.all([name(absent), name(absent, { deputyId: idOf(other) })])
      ).map(({ status }) => status);
      expect(statuses.sort()).toEqual([201, 409]);
    });
  });

  describe('handing over all files', () => {
    const handOver = (by: SignedIn, body: object) => by.post('/api/v1/caseload-handovers', body);

    it('gives them to a colleague with their tasks and closes them to oneself, in one act', async () => {
      const people = [await aPerson(absent), await aPerson(absent), await aPerson(absent)];
      const task = { caseId: people[0]!.id, title: 'Appeler l’école', dueOn: '2026-11-25' };
      await absent.post('/api/v1/tasks', task).expect(201);
      const { body } = await handOver(absent, { toId: idOf(deputy) }).expect(201);
      expect(body).toEqual({ handedOver: 3, leftOut: 0 });
      for (const { path } of people) {
        await absent.get(path).expect(404);
        await deputy.get(path).expect(200);
      }
      const { rows } = await mawa.admin.query(
        'SELECT for_user FROM tasks WHERE case_id = $1 AND title IS NOT NULL',
        [people[0]!.id],
      );
      expect(rows).toEqual([{ for_user: idOf(deputy) }]);
      const audit = await mawa.admin.query<{ subject_ids: string[] }>(
        `SELECT subject_ids FROM audit_log WHERE action = 'people.hand_over_caseload' AND actor_id = $1`,
        [idOf(absent)],
      );
      expect(audit.rows[0]!.subject_ids.sort()).toEqual(people.map(({ id }) => id).sort());
      expect(codeOf(await handOver(absent, { toId: idOf(deputy) }))).toEqual([
        409,
        'absences.nothing_to_hand_over',
      ]);
    });

    it('leaves those from which the colleague is kept, and says how many', async () => {
      const [one, blocked] = [await aPerson(absent), await aPerson(absent)];
      await absent
        .post(`${blocked.path}/blocks`, { userId: idOf(deputy), scope: 'case', reason: 'cousine' })
        .expect(201);
      const { body } = await handOver(absent, { toId: idOf(deputy) }).expect(201);
      expect(body).toEqual({ handedOver: 1, leftOut: 1 });
      await absent.get(one.path).expect(404);
      await absent.get(blocked.path).expect(200);
      await deputy.get(blocked.path).expect(404);
      expect(codeOf(await handOver(absent, { toId: idOf(deputy) }))).toEqual([
        409,
        'absences.all_left_out',
      ]);
    });

    it('of a closed account is for a supervisor: what nobody else follows, and nothing else', async () => {
      const [alone, shared] = [await aPerson(absent), await aPerson(absent)];
      await absent.post(`${shared.path}/access`, { userId: idOf(deputy) }).expect(204);
      expect(
        codeOf(await handOver(supervisor, { fromId: idOf(absent), toId: idOf(deputy) })),
      ).toEqual([409, 'absences.nothing_to_hand_over']);
      await admin.post(`/api/v1/users/${idOf(absent)}/closing`, CLOSED).expect(201);
      const { body: sources } = await supervisor
        .get('/api/v1/caseload-handovers/sources')
        .expect(200);
      expect(sources).toContainEqual({
        id: idOf(absent),
        name: absent.actor.name,
        closed: true,
        cases: 1,
      });
      const third = await mawa.signIn('reintegration_officer');
      expect((await handOver(third, { fromId: idOf(absent), toId: idOf(third) })).status).toBe(409);
      await handOver(supervisor, { fromId: idOf(absent), toId: idOf(third) }).expect(201);
      await third.get(alone.path).expect(200);
      await third.get(shared.path).expect(404);
      await deputy.get(shared.path).expect(200);
      const { rows } = await mawa.admin.query(
        `SELECT 1 FROM tasks WHERE kind = 'cases_without_holder' AND subject_id = $1 AND done_at IS NULL`,
        [idOf(absent)],
      );
      expect(rows).toEqual([]);
    });

    it('does not show a supervisor what a conflict of interest keeps from them', async () => {
      const other = await mawa.signIn('case_supervisor');
      const person = await aPerson(absent);
      await absent
        .post(`${person.path}/blocks`, { userId: idOf(other), scope: 'case', reason: 'voisine' })
        .expect(201);
      await admin.post(`/api/v1/users/${idOf(absent)}/closing`, CLOSED).expect(201);
      const { body } = await other.get('/api/v1/caseload-handovers/sources').expect(200);
      expect(body.map(({ id }: { id: string }) => id)).not.toContain(idOf(absent));
      expect((await handOver(other, { fromId: idOf(absent), toId: idOf(deputy) })).status).toBe(
        409,
      );
    });

    it('of a colleague in service is for a supervisor who answers for the same files', async () => {
      const [known, unknown] = [await aPerson(absent), await aPerson(absent)];
      await absent.post(`${known.path}/access`, { userId: idOf(supervisor) }).expect(204);
      const { body } = await handOver(supervisor, {
        fromId: idOf(absent),
        toId: idOf(deputy),
      }).expect(201);
      expect(body.handedOver).toBe(1);
      await absent.get(known.path).expect(404);
      await absent.get(unknown.path).expect(200);
    });

    it('is not for somebody whose role opens no cases any more, by row-level security alone', async () => {
      const person = await aPerson(absent);
      await mawa.admin.query(
        'UPDATE user_roles SET ended_at = granted_at, ended_by = granted_by WHERE user_id = $1',
        [idOf(absent)],
      );
      const handed = mawa.transactions.run(absent.actor, (tx) =>
        tx.query('SELECT handed_over FROM hand_over_caseload($1, $2)', [
          idOf(absent),
          idOf(deputy),
        ]),
      );
      expect(await handed).toEqual([{ handed_over: [] }]);
      await deputy.get(person.path).expect(404);
    });

    it('happens once where it is asked for twice at once', async () => {
      await aPerson(absent);
      await aPerson(absent);
      const other = await mawa.signIn('reintegration_officer');
      const answers = await Promise.all([
        handOver(absent, { toId: idOf(deputy) }),
        handOver(absent, { toId: idOf(other) }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    });

    it('by page: leads back to it, and shows what was handed over to those whom it concerns', async () => {
      await aPerson(absent);
      const answer = await absent.submit('/absences/handovers', {
        fromId: idOf(absent),
        toId: idOf(deputy),
      });
      expect([answer.status, answer.headers.location]).toEqual([303, '/absences']);
      const { text } = await deputy.get('/absences').expect(200);
      expect(text).toContain(absent.actor.name);
      const third = await mawa.signIn('reintegration_officer');
      expect((await third.get('/absences').expect(200)).text).not.toContain('Passations faites');
      await (await mawa.signIn('auditor')).get('/absences').expect(403);
    });
  });

  it('a deputy is named by page too', async () => {
    const answer = await absent.submit('/absences/deputies', {
      deputyId: idOf(deputy),
      until: '2026-12-01',
    });
    expect([answer.status, answer.headers.location]).toEqual([303, '/absences']);
    const wrong = await absent.submit('/absences/deputies', { deputyId: idOf(deputy) });
    expect(wrong.status).toBe(422);
    const { text } = await absent.get('/absences').expect(200);
    expect(text).toContain(`${deputy.actor.name}`);
  });

  describe('whoever gives something to an absent colleague', () => {
    const until = '1 déc. 2026';
    let giver: SignedIn;
    let marked: string;
    beforeEach(async () => {
      giver = await mawa.signIn('reintegration_officer');
      marked = `${absent.actor.name} (absence jusqu’au mar. ${until}, remplacement : ${deputy.actor.name})`;
    });
    const plain = (text: string) => text.replaceAll('\u00a0', ' ');
    const seen = async (path: string) => plain((await giver.get(path).expect(200)).text);
    /** What the page says to which a form leads. */
    const said = async (path: string, fields: Record<string, string>, leadsTo: string) => {
      const answer = await giver.submit(path, fields);
      expect([answer.status, answer.headers.location]).toEqual([303, leadsTo]);
      const { text } = await giver
        .get(leadsTo)
        .set('cookie', `${giver.headers.cookie}; ${cookies(answer)}`)
        .expect(200);
      return plain(/<div class="notice[^]*?<\/div>/.exec(text)?.[0] ?? '');
    };
    const absence = () =>
      `${absent.actor.name} est en absence jusqu’au mar. ${until}. Remplacement : ${deputy.actor.name}.`;

    it('sees who is away beside the choice, until when and who stands in, and again after the act', async () => {
      const person = await aPerson(giver);
      await name(absent).expect(201);
      const access = `/people/${person.id}/access`;
      expect(await seen(access)).toContain(marked);
      expect(await seen(access)).not.toContain(`${deputy.actor.name} (absence`);
      expect(await seen('/absences')).toContain(marked);
      expect(await said(access, { userId: idOf(absent) }, access)).toContain(
        `Le dossier est confié. ${absence()}`,
      );
      // Nobody who is there is said to be away.
      const other = await mawa.signIn('reintegration_officer');
      expect(await said(access, { userId: idOf(other) }, access)).not.toContain('en absence');

      const form = `/tasks/new?case=${person.id}`;
      expect(await seen(form)).toContain(marked);
      const task = { caseId: person.id, title: 'Appeler l’école', dueOn: '2026-11-25' };
      expect(await said('/tasks', { ...task, forUserId: idOf(absent) }, '/tasks')).toContain(
        absence(),
      );
      const { body } = await giver.post('/api/v1/tasks', task).expect(201);
      expect(await seen(`/tasks/${body.id}`)).toContain(marked);
      expect(
        await said(`/tasks/${body.id}/delegate`, { toUserId: idOf(absent) }, '/tasks'),
      ).toContain(absence());

      const handed = `${access}/hand-over`;
      expect(await said(handed, { successorId: idOf(absent) }, '/people')).toContain(absence());
      await aPerson(giver);
      expect(await said('/absences/handovers', { toId: idOf(absent) }, '/absences')).toContain(
        `Tous les dossiers sont passés. ${absence()}`,
      );
    });

    it('is told nothing of an absence to come, over, or not confirmed', async () => {
      const person = await aPerson(giver);
      const access = `/people/${person.id}/access`;
      const marks = async () => (await seen(access)).includes('(absence');
      await supervisor
        .post('/api/v1/deputies', {
          absentId: idOf(absent),
          deputyId: idOf(deputy),
          until: '2026-12-01',
        })
        .expect(201);
      await name(deputy, { deputyId: idOf(supervisor), from: '2026-11-27' }).expect(201);
      expect(await seen(access)).not.toContain(marked);
      expect(await seen(access)).not.toContain(`${deputy.actor.name} (absence`);
      const before = mawa.clock.now();
      mawa.clock.set('2026-12-02T00:00:00Z');
      giver = await mawa.signInAs(giver.email);
      expect(await marks()).toBe(false);
      mawa.clock.set(before);
    });
  });
});

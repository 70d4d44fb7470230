import { aPerson } from '../beneficiaries/test-people';
import { aRequest, aShelter, aWoman, inBeds } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { countStatements } from '../support/count-statements';

const hour = 3_600_000;

describe('many tasks', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let colleague: SignedIn;
  let one: { id: string; caseNumber: string };
  let two: { id: string; caseNumber: string };
  beforeEach(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    officer = await mawa.signIn('reintegration_officer');
    colleague = await mawa.signIn('reintegration_officer');
    [one, two] = [await aPerson(officer), await aPerson(officer)];
  });
  afterEach(() => mawa.stop());

  let made = 10;
  const open = async (
    kind: string,
    caseId: string | null,
    { hours = 1, user, role }: { hours?: number; user?: SignedIn; role?: string } = {},
  ): Promise<string> => {
    const subject = `00000000-0000-4000-8000-00000000${(made += 1).toString().padStart(4, '0')}`;
    await mawa.transactions.run(officer.actor, (tx) =>
      tx.query('SELECT add_task($1, $2, $3, $4, $5, $6)', [
        kind,
        caseId,
        subject,
        user ? null : (role ?? 'reintegration_officer'),
        user?.actor.userId ?? null,
        new Date(mawa.clock.now().getTime() + hours * hour),
      ]),
    );
    const { rows } = await mawa.admin.query<{ id: string }>(
      'SELECT id FROM tasks WHERE subject_id = $1',
      [subject],
    );
    return rows[0]!.id;
  };
  const listed = async (who: SignedIn, query = ''): Promise<string[]> => {
    const { body } = await who.get(`/api/v1/tasks${query}`).expect(200);
    return body.tasks.map(({ id }: { id: string }) => id);
  };
  it('names the acts on several above the list, and the form stands after what is ticked', async () => {
    await open('visit', one.id);
    const { text } = await officer.get('/tasks').expect(200);
    const places = ['href="#chosen-acts"', 'id="choose-', 'id="chosen-acts"'];
    const found = places.map((part) => text.indexOf(part));
    expect(found).toEqual([...found].sort((a, b) => a - b));
    expect(found).not.toContain(-1);
  });

  /** The tasks of a page, in its order. */
  const shown = async (who: SignedIn, query: string): Promise<string[]> => {
    const { text } = await who.get(`/tasks${query}`).expect(200);
    return [...text.matchAll(/id="choose-([0-9a-f-]{36})"/g)].map(([, id]) => id!);
  };
  const share = (caseId: string) =>
    officer.post(`/api/v1/people/${caseId}/access`, { userId: colleague.actor.userId }).expect(204);

  describe('the filter', () => {
    it('keeps a kind, a due state and a person; the counts are those of what is kept', async () => {
      const late = await open('visit', one.id, { hours: -1 });
      const soon = await open('visit', two.id, { hours: 24 });
      const call = await open('check_up', two.id, { hours: 25 });
      expect(await shown(officer, '?kind=visit')).toEqual([late, soon]);
      expect(await shown(officer, '?when=coming')).toEqual([soon, call]);
      expect(await shown(officer, `?case=${one.caseNumber}`)).toEqual([late]);
      expect(await shown(officer, `?case=${two.id}&kind=check_up`)).toEqual([call]);
      expect(await listed(officer, `?kind=visit&caseId=${two.id}`)).toEqual([soon]);
      const { text } = await officer.get('/tasks?kind=visit').expect(200);
      expect(text).toMatch(/id="when-overdue">En retard <span class="tag tag--danger">1</);
      expect(text).toMatch(/<option value="visit" selected>/);
      expect(text).toContain('<option value="check_up">');
      expect((await officer.get('/api/v1/tasks?kind=visit').expect(200)).body.counts).toEqual({
        overdue: 1,
        today: 0,
        coming: 1,
      });
    });

    it('keeps a house: the people who stay there or are promised a bed there', async () => {
      const house = await aShelter(mawa, { A: { beds: 1 } });
      const other = await aShelter(mawa, { B: { beds: 1 } });
      const { id, caseIds } = await aRequest(mawa, officer, [aWoman()]);
      const placements = inBeds(caseIds, house.rooms.A!.beds);
      await officer.post(`/api/v1/bed-requests/${id}/holds`, { placements }).expect(201);
      const there = await open('visit', caseIds[0]!);
      await open('visit', one.id);
      expect(await shown(officer, `?house=${house.id}&kind=visit`)).toEqual([there]);
      expect(await shown(officer, `?house=${other.id}`)).toEqual([]);
      const { text } = await officer.get('/tasks').expect(200);
      expect(text).toContain(`<option value="${house.id}">`);
      expect(text).not.toContain(`<option value="${other.id}">`);
      // An operator of the house's own is offered it; a colleague without the file sees neither task nor house.
      const hers = await colleague.get(`/tasks?whose=all&house=${house.id}`).expect(200);
      expect(hers.text).not.toContain(there);
    });

    it('says of a number that is nobody’s that it is unknown, and does not ask for names', async () => {
      await open('visit', one.id);
      const { text } = await officer.get('/tasks?case=M-AAAA-AAAA-A').expect(200);
      expect(text).toContain('notice--warning');
      expect(text).not.toContain('id="choose-');
      expect((await officer.get('/tasks?case=Amina').expect(200)).text).toContain(
        'notice--warning',
      );
      await colleague.get(`/tasks?case=${one.caseNumber}`).expect(200);
      for (const query of ['?kind=%27', '?when=x', '?house=1', '?refused=x.9', '?whose=y']) {
        expect(await shown(officer, query)).toHaveLength(1);
      }
    });

    it('asks the database as often for forty tasks as for one', async () => {
      await open('visit', one.id);
      const statements = () => countStatements(mawa, () => officer.get('/tasks').expect(200));
      await statements();
      const few = await statements();
      for (let n = 0; n < 39; n += 1) await open('visit', one.id, { hours: 2 });
      expect(await statements()).toBe(few);
      expect(few).toBeLessThanOrEqual(12);
    });
  });

  describe('several at once', () => {
    it('are marked as done where they may be; the others stay, with the reason beside each', async () => {
      const first = await open('visit', one.id);
      const second = await open('check_up', two.id);
      const consent = await open('consent', one.id);
      const page = await officer
        .submit('/tasks/chosen', { act: 'done', ids: [first, second, consent], kind: '' })
        .expect(303);
      expect(page.headers.location).toBe(`/tasks?refused=${consent}.2`);
      const { text } = await officer.get(page.headers.location!).expect(200);
      const why = text.slice(text.indexOf(`id="why-${consent}"`));
      expect(why.slice(0, 400)).toContain('se ferme quand l’acte est noté');
      expect(text).toMatch(new RegExp(`value="${consent}" checked`));
      expect(await listed(officer)).toEqual([consent]);
      const { rows } = await mawa.admin.query(
        `SELECT h.change FROM task_changes h WHERE h.task_id = ANY ($1)`,
        [[first, second, consent]],
      );
      expect(rows).toEqual([{ change: 'done' }, { change: 'done' }]);
    });

    it('are put off to one day with one reason; what is due later than that stays', async () => {
      const soon = await open('visit', one.id);
      const later = await open('visit', two.id, { hours: 24 * 10 });
      const { body } = await officer
        .post('/api/v1/tasks/postponements', {
          ids: [soon, later],
          until: '2026-11-28',
          reason: 'no_time',
        })
        .expect(200);
      expect(body).toEqual({ changed: [soon], refused: [{ id: later, code: 'plans.not_later' }] });
      const answer = await officer
        .submit('/tasks/chosen', {
          act: 'later',
          ids: later,
          until: '2026-12-20',
          reason: 'no_time',
        })
        .expect(303);
      expect(answer.headers.location).toBe('/tasks');
    });

    it('ask for a task, a day and a reason, beside their fields, and keep what was ticked', async () => {
      const id = await open('visit', one.id);
      const none = await officer.submit('/tasks/chosen', { act: 'done' }).expect(422);
      expect(none.text).toContain('Cochez au moins une tâche.');
      const past = { act: 'later', ids: [id], until: '2026-11-20', reason: 'no_time' };
      const refused = await officer.submit('/tasks/chosen', past).expect(422);
      expect(refused.text).toContain('Ce jour est passé.');
      expect(refused.text).toMatch(new RegExp(`value="${id}" checked`));
      await officer.submit('/tasks/chosen', { ...past, until: '' }).expect(422);
      await officer
        .post('/api/v1/tasks/completions', { ids: Array.from({ length: 51 }, () => id) })
        .expect(422);
      expect(await listed(officer)).toEqual([id]);
    });

    it('touch no task about a person whom one may not see', async () => {
      const id = await open('visit', one.id);
      const { body } = await colleague.post('/api/v1/tasks/completions', { ids: [id] }).expect(200);
      expect(body).toEqual({ changed: [], refused: [{ id, code: 'common.not_found' }] });
      const partner = await mawa.signIn('partner_viewer');
      await partner.post('/api/v1/tasks/completions', { ids: [id] }).expect(403);
      expect(await listed(officer)).toEqual([id]);
    });

    it('are done once where two choose the same in another order', async () => {
      await share(one.id);
      const ids = [await open('visit', one.id), await open('check_up', one.id)];
      const [a, b] = await Promise.all([
        officer.post('/api/v1/tasks/completions', { ids }),
        colleague.post('/api/v1/tasks/completions', { ids: [...ids].reverse() }),
      ]);
      expect([a.status, b.status]).toEqual([200, 200]);
      expect([...a.body.changed, ...b.body.changed].sort()).toEqual([...ids].sort());
    });

    it('are never done by Enter in a field: the first button postpones, and needs a day', async () => {
      const id = await open('visit', one.id);
      const { text } = await officer.get('/tasks').expect(200);
      const acts = [...text.matchAll(/name="act" value="(\w+)"/g)].map(([, act]) => act);
      expect(acts).toEqual(['later', 'done']);
      for (const act of ['later', '']) {
        await officer.submit('/tasks/chosen', { act, ids: [id], until: '' }).expect(422);
      }
      expect(await listed(officer)).toEqual([id]);
    });

    it('are all ticked by a link, without a script', async () => {
      await open('visit', one.id);
      await open('visit', two.id);
      const { text } = await officer.get('/tasks?choose=all').expect(200);
      expect(text.match(/name="ids" value="[^"]*" checked/g)).toHaveLength(2);
    });
  });

  describe('delegation', () => {
    const give = (who: SignedIn, id: string, to: SignedIn) =>
      who.post(`/api/v1/tasks/${id}/delegations`, { toUserId: to.actor.userId });

    it('gives a task to a colleague who may read the file; who gave it sees it until it is done', async () => {
      await share(one.id);
      const id = await open('visit', one.id);
      await give(officer, id, colleague).expect(204);
      expect(await listed(officer)).toEqual([]);
      expect(await listed(officer, '?whose=delegated')).toEqual([id]);
      expect(await listed(colleague)).toEqual([id]);
      expect(await listed(colleague, '?whose=delegated')).toEqual([]);
      const hers = await colleague.get('/tasks').expect(200);
      expect(hers.text).toContain(`confiée par ${officer.actor.name}`);
      const page = await officer.get(`/tasks/${id}`).expect(200);
      expect(page.text).toContain(`Confiée à\u00a0: <bdi>${colleague.actor.name}</bdi>`);
      const { rows } = await mawa.admin.query(
        'SELECT change, by, to_user FROM task_changes WHERE task_id = $1',
        [id],
      );
      expect(rows).toEqual([
        { change: 'delegated', by: officer.actor.userId, to_user: colleague.actor.userId },
      ]);
      await colleague.post(`/api/v1/tasks/${id}/completion`).expect(204);
      expect(await listed(officer, '?whose=delegated')).toEqual([]);
    });

    it('is not for a colleague who may not read the file, nor for one who holds no task', async () => {
      const id = await open('visit', one.id);
      const { body } = await give(officer, id, colleague).expect(422);
      expect(body.errors).toMatchObject([{ field: 'toUserId', code: 'plans.does_not_hold' }]);
      await give(colleague, id, officer).expect(404);
      const finance = await mawa.signIn('finance_officer');
      await give(officer, id, finance).expect(422);
      await give(await mawa.signIn('partner_viewer'), id, officer).expect(403);
      expect(await listed(officer)).toEqual([id]);
    });

    it('is by whom it waits for alone, and not of what names the one who decides', async () => {
      await share(one.id);
      const hers = await open('visit', one.id, { user: colleague });
      await give(officer, hers, officer).expect(403);
      const approval = await open('plan_approval', one.id, { user: officer });
      expect((await give(officer, approval, colleague).expect(409)).body.code).toBe('plans.bound');
      const nobody = await open('duplicate', null, { user: officer });
      expect((await give(officer, nobody, colleague).expect(409)).body.code).toBe(
        'plans.delegate_needs_file',
      );
      const mine = await open('visit', one.id);
      await give(officer, mine, officer).expect(422);
    });

    it('of a role is for a colleague of that role, and is the role’s again once it is taken back', async () => {
      const supervisor = await mawa.signIn('case_supervisor');
      await officer
        .post(`/api/v1/people/${one.id}/access`, { userId: supervisor.actor.userId })
        .expect(204);
      await share(one.id);
      const id = await open('visit', one.id);
      const { text } = await officer.get(`/tasks/${id}`).expect(200);
      expect(text).toContain(colleague.actor.userId);
      expect(text).not.toContain(supervisor.actor.userId);
      expect((await give(officer, id, supervisor).expect(422)).body.errors).toMatchObject([
        { field: 'toUserId', code: 'plans.does_not_hold' },
      ]);
      const hers = await open('visit', one.id, { user: officer });
      await give(officer, hers, supervisor).expect(204);
      await give(officer, id, colleague).expect(204);
      await officer.delete(`/api/v1/tasks/${id}/delegations`).expect(204);
      const { rows } = await mawa.admin.query(
        'SELECT for_role, for_user, taken_by FROM tasks WHERE id = $1',
        [id],
      );
      expect(rows).toEqual([
        { for_role: 'reintegration_officer', for_user: null, taken_by: officer.actor.userId },
      ]);
    });

    it('is taken back by whoever gave it, and by nobody else', async () => {
      await share(one.id);
      const id = await open('visit', one.id);
      await give(officer, id, colleague).expect(204);
      await colleague.delete(`/api/v1/tasks/${id}/delegations`).expect(409);
      await officer.submit(`/tasks/${id}/take-back`, {}).expect(303);
      expect(await listed(officer)).toEqual([id]);
      expect(await listed(colleague)).toEqual([]);
      await officer.submit(`/tasks/${id}/delegate`, { toUserId: '' }).expect(422);
      await officer
        .submit(`/tasks/${id}/delegate`, { toUserId: colleague.actor.userId })
        .expect(303);
      expect(await listed(colleague)).toEqual([id]);
    });

    it('is to one of two colleagues where two press at once, and never to who has the same', async () => {
      const third = await mawa.signIn('reintegration_officer');
      await share(one.id);
      await officer
        .post(`/api/v1/people/${one.id}/access`, { userId: third.actor.userId })
        .expect(204);
      const id = await open('visit', one.id);
      const answers = await Promise.all([give(officer, id, colleague), give(colleague, id, third)]);
      const after = await mawa.admin.query('SELECT for_user FROM tasks WHERE id = $1', [id]);
      const { rows } = await mawa.admin.query(
        `SELECT to_user FROM task_changes WHERE task_id = $1 ORDER BY id DESC LIMIT 1`,
        [id],
      );
      expect(rows[0].to_user).toBe(after.rows[0].for_user);
      expect(answers.some(({ status }) => status === 204)).toBe(true);
      await mawa.transactions.run(officer.actor, (tx) =>
        tx.query(
          `SELECT add_task('check_up', $1, NULL, NULL, $2, $3), add_task('check_up', $1, NULL, NULL, $4, $3)`,
          [one.id, officer.actor.userId, mawa.clock.now(), colleague.actor.userId],
        ),
      );
      const own = (await listed(officer, '?kind=check_up'))[0]!;
      expect((await give(officer, own, colleague).expect(409)).body.code).toBe(
        'plans.has_the_same',
      );
    });
  });
});

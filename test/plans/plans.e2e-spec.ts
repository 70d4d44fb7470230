import { ReadPlans } from '../../modules/plans';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const agreement = { decision: 'agreed', on: '2026-11-20', how: 'oral', language: 'ary' };
const trade = {
  dimension: 'economic',
  title: 'Apprendre la couture',
  steps: [{ what: 'Visiter l’atelier de Zoulikha', who: 'person', dueOn: '2026-12-01' }],
};
const papers = {
  dimension: 'legal',
  title: 'Avoir une carte de séjour',
  steps: [{ what: 'Voir l’avocate', who: 'team', dueOn: '2026-11-30' }],
};

describe('a plan agreed with a person', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let supervisor: SignedIn;
  let second: SignedIn;
  let path: string;
  let caseId: string;
  beforeEach(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    supervisor = await mawa.signIn('case_supervisor');
    second = await mawa.signIn('case_supervisor');
    const { body } = await officer.post('/api/v1/people', { people: [{}] }).expect(201);
    caseId = body.cases[0].id;
    path = `/api/v1/people/${caseId}/plan`;
  });
  afterEach(() => mawa.stop());

  const plan = async (reader = officer) => (await reader.get(path).expect(200)).body;
  const write = async (body: object) => {
    const { draft } = await plan();
    return officer.put(`${path}/draft`, { revision: draft.revision, ...body });
  };
  const sent = async (body: object = { agreement, goals: [trade, papers] }) => {
    await officer.post(`${path}/draft`).expect(201);
    expect((await write(body)).status).toBe(200);
    await officer.post(`${path}/sending`, { approverId: supervisor.actor.userId }).expect(204);
  };
  const approved = async () => {
    await sent();
    await supervisor.post(`${path}/approval`).expect(201);
  };
  const stepTasks = async () => {
    const { rows } = await mawa.admin.query(
      `SELECT subject_id, due_at, done_at IS NOT NULL AS done FROM tasks WHERE kind = 'plan_step' ORDER BY due_at`,
    );
    return rows as { subject_id: string; due_at: Date; done: boolean }[];
  };

  it('is written, sent, approved by another, and its dated steps are tasks', async () => {
    await approved();
    const { current, draft, history } = await plan();
    expect(draft).toBeNull();
    expect(current).toMatchObject({
      version: 1,
      state: 'approved',
      agreement,
      decidedBy: supervisor.actor.name,
      goals: [{ title: trade.title }, { title: papers.title }],
    });
    expect(history.map(({ toState }: { toState: string }) => toState)).toEqual([
      'draft',
      'sent',
      'approved',
    ]);
    const { body } = await officer.get('/api/v1/tasks').expect(200);
    expect(body.tasks).toMatchObject([
      { kind: 'plan_step', title: 'Voir l’avocate', dueAt: '2026-11-30T23:59:00.000Z' },
      { kind: 'plan_step', title: 'Visiter l’atelier de Zoulikha' },
    ]);
    const file = await officer.get(`/people/${caseId}?kind=plan`).expect(200);
    expect(file.text).toContain('Plan approuvé, version 1');
  });

  it('asks a supervisor, who sees the file for thirty days and has a task until it is decided', async () => {
    await supervisor.get(path).expect(404);
    await sent();
    const { body } = await supervisor.get('/api/v1/tasks').expect(200);
    expect(body.tasks).toMatchObject([{ kind: 'plan_approval', path: `/people/${caseId}/plan` }]);
    await second.get(path).expect(404);
    await supervisor.post(`${path}/approval`).expect(201);
    const after = await supervisor.get('/api/v1/tasks').expect(200);
    expect(after.body.tasks).toEqual([]);
    mawa.clock.set('2026-12-24T23:11:00Z');
    const later = await mawa.signInAs(supervisor.email);
    await later.get(path).expect(404);
  });

  it('is returned with a word, corrected and sent again', async () => {
    await sent();
    await supervisor.post(`${path}/return`, { note: '' }).expect(422);
    await supervisor.post(`${path}/return`, { note: 'Parler du logement' }).expect(204);
    const { draft, history } = await plan();
    expect(draft.state).toBe('draft');
    expect(history.at(-1)).toMatchObject({ toState: 'draft', note: 'Parler du logement' });
    const { body } = await officer.get('/api/v1/tasks').expect(200);
    expect(body.tasks).toMatchObject([{ kind: 'plan_returned' }]);
    await officer.post(`${path}/sending`, { approverId: supervisor.actor.userId }).expect(204);
    await supervisor.post(`${path}/approval`).expect(201);
  });

  it('nobody approves what they wrote, and only supervisors approve', async () => {
    await supervisor.post(`${path}/draft`).expect(404);
    await officer
      .post(`/api/v1/people/${caseId}/access`, { userId: supervisor.actor.userId })
      .expect(204);
    await supervisor.post(`${path}/draft`).expect(201);
    const { draft } = await plan();
    const body = { revision: draft.revision, agreement, goals: [trade] };
    await officer.put(`${path}/draft`, body).expect(200);
    await officer.post(`${path}/sending`, { approverId: supervisor.actor.userId }).expect(422);
    await officer.post(`${path}/sending`, { approverId: officer.actor.userId }).expect(422);
    await officer.post(`${path}/sending`, { approverId: second.actor.userId }).expect(204);
    await officer.post(`${path}/approval`).expect(403);
    await supervisor.post(`${path}/approval`).expect(409);
    await supervisor.post(`${path}/return`, { note: 'x' }).expect(409);
    await expect(
      mawa.admin.query(
        `UPDATE plans SET state = 'approved', decided_by = $1, decided_at = sent_at WHERE state = 'sent'`,
        [supervisor.actor.userId],
      ),
    ).rejects.toThrow(/approve/);
    await second.post(`${path}/approval`).expect(201);
  });

  it('nobody approves or returns what they sent, without a word of theirs in it', async () => {
    await officer
      .post(`/api/v1/people/${caseId}/access`, { userId: supervisor.actor.userId })
      .expect(204);
    await officer.post(`${path}/draft`).expect(201);
    await write({ agreement, goals: [trade] });
    await supervisor.post(`${path}/sending`, { approverId: second.actor.userId }).expect(204);
    const { text } = await supervisor.get(`/people/${caseId}/plan`).expect(200);
    expect(text).not.toContain('plan/approve');
    for (const [act, body] of [
      ['approval', {}],
      ['return', { note: 'x' }],
    ] as const) {
      const refused = await supervisor.post(`${path}/${act}`, body);
      expect([refused.status, refused.body.code]).toEqual([409, 'plans.own_plan']);
    }
    expect((await second.get(`/people/${caseId}/plan`).expect(200)).text).toContain('plan/approve');
    await second.post(`${path}/return`, { note: 'Parler du logement' }).expect(204);
    await officer.post(`${path}/sending`, { approverId: supervisor.actor.userId }).expect(204);
    await supervisor.post(`${path}/approval`).expect(201);
  });

  it('of two drafts begun at once there is one; of two who approve at once one does', async () => {
    const begun = await Promise.all([officer.post(`${path}/draft`), officer.post(`${path}/draft`)]);
    expect(begun.map(({ status }) => status).sort()).toEqual([201, 409]);
    await write({ agreement, goals: [trade] });
    await officer.post(`${path}/sending`, { approverId: supervisor.actor.userId }).expect(204);
    await officer
      .post(`/api/v1/people/${caseId}/access`, { userId: second.actor.userId })
      .expect(204);
    const decided = await Promise.all([
      supervisor.post(`${path}/approval`),
      second.post(`${path}/approval`),
    ]);
    expect(decided.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await stepTasks()).toHaveLength(1);
  });

  it('two who write at once do not write over each other', async () => {
    await officer.post(`${path}/draft`).expect(201);
    const { draft } = await plan();
    const answers = await Promise.all(
      ['a', 'b'].map((wishes) =>
        officer.put(`${path}/draft`, { revision: draft.revision, wishes }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('in force it never changes: a change is a new version, compared side by side', async () => {
    await approved();
    await officer.put(`${path}/draft`, { revision: 1, wishes: 'x' }).expect(404);
    for (const change of [
      `UPDATE plans SET agreed_on = '2026-11-19' WHERE state = 'approved'`,
      `DELETE FROM plan_steps`,
      `UPDATE plans SET state = 'draft' WHERE state = 'approved'`,
    ]) {
      await expect(mawa.admin.query(change)).rejects.toThrow(/only a draft|not a step/);
    }
    await officer.post(`${path}/draft`).expect(201);
    const { draft } = await plan();
    expect(draft).toMatchObject({ version: 2, agreement: null });
    const [one] = draft.goals;
    const health = {
      dimension: 'health',
      title: 'Voir un médecin',
      steps: [{ what: 'Rendez-vous', who: 'team' }],
    };
    const changed = { ...one, steps: [{ ...one.steps[0], dueOn: '2026-12-05' }] };
    const goals = [pick(changed), health];
    expect((await write({ agreement: { ...agreement, decision: 'refused' }, goals })).status).toBe(
      200,
    );
    const { body } = await officer.get(`${path}/comparison?from=1&to=2`).expect(200);
    expect(
      body.goals.map(({ change, steps }: { change: string; steps: { change: string }[] }) => [
        change,
        ...steps.map((step) => step.change),
      ]),
    ).toEqual([
      ['same', 'changed'],
      ['dropped', 'dropped'],
      ['added', 'added'],
    ]);
    await officer.post(`${path}/sending`, { approverId: supervisor.actor.userId }).expect(204);
    await supervisor.post(`${path}/approval`).expect(201);
    const { current, versions } = await plan();
    expect(current.version).toBe(2);
    expect(versions.map(({ state }: { state: string }) => state)).toEqual(['approved', 'replaced']);
    expect((await stepTasks()).map(({ due_at, done }) => [due_at.toISOString(), done])).toEqual([
      ['2026-11-30T23:59:00.000Z', true],
      ['2026-12-05T23:59:00.000Z', false],
    ]);
    const page = await officer.get(`/people/${caseId}/plan/compare?from=1&to=2`).expect(200);
    expect(page.text).toMatch(/change--added[\s\S]*ajouté/);
    await officer.get(`${path}/comparison?from=2&to=2`).expect(422);
    await officer.get(`${path}/comparison?from=1&to=9`).expect(404);
  });

  it('how it goes is rows; a step done closes its task, taken back it waits again', async () => {
    await approved();
    const { current } = await plan();
    const step = current.goals[0].steps[0].key;
    const note = { of: 'step', key: step, state: 'done', note: 'Avec sa sœur' };
    await officer.post(`${path}/progress`, note).expect(201);
    expect((await plan()).current.goals[0].steps[0].progress).toMatchObject({
      state: 'done',
      note: 'Avec sa sœur',
      by: officer.actor.name,
    });
    expect((await stepTasks()).map(({ done }) => done)).toEqual([false, true]);
    await officer
      .post(`${path}/progress`, { of: 'step', key: step, state: 'under_way' })
      .expect(201);
    expect((await stepTasks()).map(({ done }) => done)).toEqual([false, false]);
    await officer.post(`${path}/progress`, { of: 'goal', key: step, state: 'done' }).expect(404);
    await officer
      .post(`${path}/progress`, { of: 'goal', key: current.goals[0].key, state: 'under_way' })
      .expect(201);
  });

  it('is not sent without a goal, a step and what the person said', async () => {
    await officer.post(`${path}/draft`).expect(201);
    const send = () => officer.post(`${path}/sending`, { approverId: supervisor.actor.userId });
    expect((await send()).body.code).toBe('plans.no_goal');
    await write({ goals: [{ ...trade, steps: [] }] });
    expect((await send()).body.code).toBe('plans.goal_without_step');
    await write({ goals: [trade] });
    expect((await send()).body.code).toBe('plans.not_agreed');
    expect((await write({ agreement: { ...agreement, on: '2027-01-01' } })).status).toBe(422);
    expect((await write({ goals: [{ ...trade, dimension: 'astral' }] })).status).toBe(422);
    for (const dueOn of ['0026-03-01', '2206-03-01', '2027-02-30']) {
      const { status, body } = await write({
        goals: [{ ...trade, steps: [{ ...trade.steps[0], dueOn }] }],
      });
      expect([dueOn, status, body.errors]).toMatchObject([
        dueOn,
        422,
        [{ field: 'goals.0.steps.0.dueOn', code: 'common.not_date' }],
      ]);
    }
  });

  it('every text is sealed, and reading is recorded without a word of it', async () => {
    await sent({ agreement, goals: [trade], wishes: 'Revoir ma fille Nadège' });
    await supervisor.post(`${path}/return`, { note: 'Appeler Zoulikha' }).expect(204);
    const dump = await mawa.admin.query(
      `SELECT (SELECT string_agg(encode(wishes, 'escape'), '') FROM plans)
           || (SELECT string_agg(encode(title, 'escape'), '') FROM plan_goals)
           || (SELECT string_agg(encode(what, 'escape'), '') FROM plan_steps)
           || (SELECT string_agg(encode(note, 'escape'), '') FROM plan_states WHERE note IS NOT NULL)
           || (SELECT string_agg(body, '') FROM audit_log) AS all`,
    );
    expect(dump.rows[0].all).not.toMatch(/Nadège|Nad|Zoulikha|couture/);
    const read = await mawa.admin.query(`SELECT 1 FROM audit_log WHERE action = 'plans.read'`);
    expect(read.rows.length).toBeGreaterThan(0);
  });

  it('is not there for those who do not hold the file, nor for those who have no plans', async () => {
    await approved();
    const other = await mawa.signIn('reintegration_officer');
    for (const way of [path, `${path}/versions/1`, `${path}/comparison?from=1&to=2`]) {
      await other.get(way).expect(404);
    }
    await other.post(`${path}/draft`).expect(404);
    await other.get(`/people/${caseId}/plan`).expect(404);
    const finance = await mawa.signIn('finance_officer');
    await finance.get(path).expect(403);
    const staff = await mawa.signIn('shelter_staff');
    await staff.post(`${path}/draft`).expect(403);
  });

  it('follows the person to a new number when the old one is cut, and is in what the person is given', async () => {
    await sent({ agreement, goals: [trade], wishes: 'Revoir ma fille' });
    await supervisor.post(`${path}/approval`).expect(201);
    const given = await officer.post(`/api/v1/people/${caseId}/rights/file.json`).expect(200);
    for (const words of ['Revoir ma fille', trade.title, trade.steps[0]!.what]) {
      expect(JSON.stringify(given.body)).toContain(words);
    }
    await mawa.admin.query(
      `WITH clock AS MATERIALIZED (SELECT set_config('mawa.now', '2026-11-24T23:30:00Z', false))
       SELECT wipe_case($1) FROM clock`,
      [caseId],
    );
    const { rows } = await mawa.admin.query('SELECT id FROM cases WHERE erased_at IS NOT NULL');
    const left = await mawa.admin.query(
      `SELECT DISTINCT case_id FROM (SELECT case_id FROM plans UNION ALL SELECT case_id FROM plan_goals
         UNION ALL SELECT case_id FROM plan_steps UNION ALL SELECT case_id FROM plan_states) all_of_it`,
    );
    expect(left.rows).toEqual([{ case_id: rows[0].id }]);
  });

  it('the pages write, send and approve the same', async () => {
    const page = `/people/${caseId}/plan`;
    expect((await officer.get(page).expect(200)).text).toContain('Commencer un plan');
    await officer.submit(`${page}/start`, {}).expect(303);
    await officer.get(`${page}/draft`).expect(200);
    const { draft } = await plan();
    const fields = {
      revision: String(draft.revision),
      wishes: 'Un toit',
      'goals.0.title': 'Un logement',
      'goals.0.dimension': 'social',
      'goals.0.steps.0.what': 'Chercher',
      'goals.0.steps.0.who': 'team',
      'goals.0.steps.1.what': '',
      'goals.0.steps.1.who': 'person',
      'goals.1.title': '',
      'agreement.decision': 'agreed',
      'agreement.on': '2026-11-24',
      'agreement.how': 'oral',
      'agreement.language': 'fra',
    };
    const wrong = await officer.submit(`${page}/draft`, { ...fields, 'goals.0.title': '' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Chercher');
    await officer.submit(`${page}/draft`, fields).expect(303);
    await officer.submit(`${page}/send`, { approverId: supervisor.actor.userId }).expect(303);
    await officer.get(`${page}/draft`).expect(409);
    expect((await supervisor.get(page).expect(200)).text).toContain('Approuver le plan');
    await supervisor.submit(`${page}/approve`, {}).expect(303);
    const shown = await officer.get(page).expect(200);
    expect(shown.text).toMatch(/Plan en vigueur[\s\S]*Un toit[\s\S]*Chercher/);
    await officer.get(`${page}/versions/1`).expect(200);
  });

  it('twenty goals take as many statements to open as one', async () => {
    const statements = async (count: number) => {
      await officer.delete(`${path}/draft`);
      await officer.post(`${path}/draft`).expect(201);
      const goals = Array.from({ length: count }, () => trade);
      expect((await write({ goals })).status).toBe(200);
      return mawa.transactions.run(officer.actor, async (tx) => {
        let asked = 0;
        const counting = {
          ...tx,
          query: <T>(sql: string, params?: unknown[]) => {
            asked += 1;
            return tx.query<T>(sql, params);
          },
        };
        await mawa.app.get(ReadPlans).fileIn(counting, caseId);
        return asked;
      });
    };
    const one = await statements(1);
    expect(await statements(20)).toBe(one);
    expect(one).toBeLessThanOrEqual(9);
  });
});

const pick = ({ key, dimension, title, steps }: Record<string, unknown>) => ({
  key,
  dimension,
  title,
  steps: (steps as Record<string, unknown>[]).map(({ key: stepKey, what, who, dueOn }) => ({
    key: stepKey,
    what,
    who,
    dueOn,
  })),
});

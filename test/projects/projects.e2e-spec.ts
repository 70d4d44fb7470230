import { randomUUID } from 'node:crypto';
import { aPerson, type TestPerson } from '../beneficiaries/test-people';
import { ADULT } from '../consents/consent-answers';
import { bothHeld, join } from '../duplicates/pairs';
import { enteredRate, openedGrant } from '../grant-budgeting/samples';
import { standsAt } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { codesOf } from '../vocational-training/training';
import * as give from './projects';
import {
  aSitting,
  at,
  begun,
  granted,
  PROJECTS,
  step,
  submitted,
  type TestProject,
} from './projects';
import { projectFigures } from '../../modules/projects';

const CANARY = 'CANARI-Fournil-8821';
const TODAY = '2026-11-24';

describe('projects', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let stranger: SignedIn;
  let supervisor: SignedIn;
  let finance: SignedIn;
  let committee: SignedIn[];
  let lineId: string;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    await standsAt(mawa, '2026-11-24T12:10:00Z');
    officer = await mawa.signIn('reintegration_officer');
    stranger = await mawa.signIn('reintegration_officer');
    supervisor = await mawa.signIn('case_supervisor');
    finance = await mawa.signIn('finance_officer');
    committee = [];
    for (const role of ['programme_officer', 'programme_officer', 'finance_officer'] as const) {
      committee.push(await mawa.signIn(role));
    }
    await enteredRate(mawa, ['USD', 'MAD', '2026-11-01', '9.20']);
    lineId = (await openedGrant(mawa)).lines['IOM-1.1']!;
  });
  afterAll(() => mawa.stop());

  const someone = (by = officer): Promise<TestPerson> => aPerson(by, ADULT);
  const three = async () => [await someone(), await someone(), await someone()];
  const read = async (path: string, by = officer) => (await by.get(path).expect(200)).body;
  const refused = async (path: string, body: object, by = officer) =>
    codesOf(await by.post(path, body));
  const count = async (sql: string, params: unknown[] = []): Promise<number> =>
    Number((await mawa.admin.query<{ n: string }>(sql, params)).rows[0]!.n);
  const shared = (person: TestPerson, by: SignedIn) =>
    officer.post(`${person.path}/access`, { userId: by.actor.userId }).expect(204);
  const own = async (more: object = {}) =>
    submitted(officer, [await someone()], { kind: 'own', shares: undefined, ...more });

  it('shows its title on the timeline to those who may read projects, and not to a house', async () => {
    const person = await someone();
    await begun(officer, [person], { title: 'Atelier Tafukt', kind: 'own', shares: undefined });
    const manager = await mawa.signIn('shelter_manager');
    await shared(person, manager);
    const page = person.path.replace('/api/v1', '');
    expect((await officer.get(page).expect(200)).text).toContain('Atelier Tafukt');
    const { text } = await manager.get(page).expect(200);
    expect(text).not.toContain('Atelier Tafukt');
    expect(text).not.toContain(`${page}/projects`);
  });

  it('of three people is read through any of them, and the others are a number', async () => {
    const people = await three();
    const project = await begun(officer, people, { note: CANARY });
    expect(await read(project.path)).toMatchObject({
      kind: 'cooperative',
      state: 'idea',
      people: 3,
      shares: 100,
      others: 0,
      idea: CANARY,
      members: people.map(({ caseNumber }, n) => ({ caseNumber, shares: n === 0 ? 50 : 25 })),
    });
    await stranger.get(project.path).expect(404);
    await shared(people[1]!, stranger);
    const seen = await read(project.path, stranger);
    expect(seen.members).toMatchObject([{ caseNumber: people[1]!.caseNumber, shares: 25 }]);
    expect(seen).toMatchObject({ people: 3, shares: 100, others: 2 });
    const { text } = await stranger.get(`/training/projects/${project.id}`).expect(200);
    expect(text).toContain('et 2 autres personnes');
    expect(text).not.toContain(people[0]!.caseNumber);
    const { text: page } = await stranger.get(`/people/${people[1]!.id}/projects`).expect(200);
    expect(page).toContain('Pains du matin');
    const { rows } = await mawa.admin.query<{ row: string }>(
      'SELECT json_agg(p)::text AS row FROM projects p',
    );
    expect(rows[0]!.row).not.toContain('CANARI');
    expect(
      await count(
        `SELECT count(*) AS n FROM audit_log WHERE action = 'projects.read' AND $1 = ANY (subject_ids) AND $2 = ANY (subject_ids)`,
        [project.id, people[1]!.id],
      ),
    ).toBeGreaterThan(0);
  });

  it('takes in whom the officer accompanies, once, with shares in a cooperative alone', async () => {
    const [first, second] = await three();
    const project = await begun(officer, [first!]);
    const to = `${project.path}/people`;
    const joins = (more: object) =>
      refused(to, { caseNumber: second!.caseNumber, shares: 25, on: '2026-10-02', ...more });
    expect(await joins({ shares: undefined })).toEqual(['projects.which_shares']);
    expect(await joins({ caseNumber: first!.caseNumber })).toEqual(['projects.in_it_already']);
    const hidden = await someone(stranger);
    expect(await joins({ caseNumber: hidden.caseNumber })).toEqual(['projects.who']);
    await officer
      .post(to, { caseNumber: second!.caseNumber, shares: 25, on: '2026-10-02' })
      .expect(201);
    const alone = await begun(officer, [await someone()], { kind: 'own', shares: undefined });
    const one = { caseNumber: second!.caseNumber, on: '2026-10-02' };
    expect(await refused(`${alone.path}/people`, one)).toEqual(['projects.of_one']);
    const { members } = await read(project.path);
    await officer.post(`${project.path}/leaving/${members[0].id}`, { on: TODAY }).expect(201);
    expect(await refused(`${project.path}/leaving/${members[1].id}`, { on: TODAY })).toEqual([
      'projects.keeps_somebody',
    ]);
    expect(await read(project.path)).toMatchObject({
      people: 1,
      shares: 25,
      officer: expect.any(String),
    });
  });

  it('goes its way step by step, and a cooperative of one goes no further than its plan', async () => {
    const project = await begun(officer, [await someone()]);
    expect(codesOf(await step(officer, project, 'submitted'))).toEqual(['projects.no_such_step']);
    await step(officer, project, 'training').expect(201);
    expect(await refused(`${project.path}/plans`, give.plan())).toEqual(['projects.not_planned']);
    await step(officer, project, 'plan').expect(201);
    expect(codesOf(await step(officer, project, 'submitted'))).toEqual(['projects.of_several']);
    expect(codesOf(await step(officer, project, 'withdrawn'))).toEqual(['projects.why']);
    expect(
      codesOf(await step(officer, project, 'withdrawn', { on: '2026-10-09', reason: 'other_way' })),
    ).toEqual(['projects.before_last']);
    await step(officer, project, 'withdrawn', { reason: 'other_way' }).expect(201);
    expect((await read(project.path)).state).toBe('withdrawn');
  });

  it('keeps a plan that falls under zero, says in which month, and does not let it be submitted', async () => {
    const project = await begun(officer, [await someone()], { kind: 'own', shares: undefined });
    await step(officer, project, 'plan').expect(201);
    expect(codesOf(await step(officer, project, 'submitted'))).toEqual(['projects.asks_nothing']);
    // 3 000 + 16 000 − 18 000, then 500 less every month: under zero in the third.
    const lines = [
      { kind: 'need', label: 'Four', amounts: ['18000'] },
      { kind: 'expense', label: 'Farine', amounts: ['500'] },
    ];
    const poor = give.plan({ grantAsked: '16000.00', lines });
    const { body } = await officer.post(`${project.path}/plans`, poor).expect(201);
    expect(body).toMatchObject({
      edition: 1,
      cash: { lowest: -500_000, lowestMonth: 12, holds: false },
    });
    expect(codesOf(await step(officer, project, 'submitted'))).toEqual([
      'projects.falls_under_zero',
    ]);
    const { text } = await officer.get(`/training/projects/${project.id}`).expect(200);
    expect(text).toContain('ce plan ne peut pas être déposé');
    expect(text).toContain('il manque 500,00');
    const odd = give.plan({ lines: [{ kind: 'income', label: 'Pain', amounts: ['1', '2'] }] });
    expect(await refused(`${project.path}/plans`, odd)).toEqual(['projects.twelve_amounts']);
    await officer.post(`${project.path}/plans`, give.plan()).expect(201);
    const { rows } = await mawa.admin.query<{ lowest: string }>(
      'SELECT project_plan_lowest(id)::text AS lowest FROM project_plans WHERE project_id = $1 ORDER BY edition',
      [project.id],
    );
    expect(rows.map(({ lowest }) => lowest)).toEqual(['-5000.00', '5000.00']);
    await step(officer, project, 'submitted').expect(201);
  });

  describe('before the committee', () => {
    it('is read with its plan, and nothing of its life, visits or people; by no relative who is kept apart', async () => {
      const person = await someone();
      const project = await submitted(officer, [person], { kind: 'own', shares: undefined });
      await officer
        .post(`${project.path}/visits`, { on: TODAY, note: `${CANARY} pleure` })
        .expect(201);
      const relative = await mawa.signIn('programme_officer');
      const sitting = await aSitting([...committee, relative]);
      await officer.post(`${project.path}/agenda`, { sittingId: sitting.id }).expect(201);
      const seen = await read(project.path, committee[1]);
      expect(seen.plans).toHaveLength(1);
      expect(JSON.stringify(seen)).not.toContain('pleure');
      await read(project.path, relative);
      await officer
        .post(`${person.path}/blocks`, {
          userId: relative.actor.userId,
          scope: 'case',
          reason: 'une cousine',
        })
        .expect(201);
      await relative.get(project.path).expect(404);
      const scoresAt = `${at(sitting, project)}/scores`;
      expect((await relative.post(scoresAt, give.scores(5))).status).not.toBe(201);
      expect(
        await count('SELECT count(*) AS n FROM project_scores WHERE user_id = $1', [
          relative.actor.userId,
        ]),
      ).toBe(0);
    });

    it('is scored by each alone, who sees the others’ only afterwards', async () => {
      const project = await submitted(officer, await three());
      const sitting = await aSitting(committee);
      await committee[0]!.get(project.path).expect(404);
      await officer.post(`${project.path}/agenda`, { sittingId: sitting.id }).expect(201);
      const score = (by: SignedIn, points: number) =>
        by.post(`${at(sitting, project)}/scores`, give.scores(points, CANARY));
      const missing = { scores: give.scores(4).scores.slice(1) };
      expect(await refused(`${at(sitting, project)}/scores`, missing, committee[0])).toEqual([
        'projects.every_criterion',
      ]);
      const [first, again] = await Promise.all([score(committee[0]!, 5), score(committee[0]!, 1)]);
      expect([first.status, again.status].sort()).toEqual([201, 409]);
      const [one] = (await read(sitting.path, committee[1])).agenda;
      expect(one).toMatchObject({ sees: false, mayScore: true, scores: [] });
      expect(one.members.filter((x: { scored: boolean }) => x.scored)).toHaveLength(1);
      expect(one.project.members).toEqual([]);
      expect(one.project).toMatchObject({ people: 3, others: 3 });
      await score(committee[1]!, 3).expect(201);
      expect((await read(sitting.path, committee[1])).agenda[0].scores).toHaveLength(10);
      const { text } = await committee[1]!
        .get(`/training/projects/sittings/${sitting.id}`)
        .expect(200);
      expect(text).toContain(CANARY);
      const { text: blind } = await committee[2]!
        .get(`/training/projects/sittings/${sitting.id}`)
        .expect(200);
      expect(blind).not.toContain(CANARY);
      await officer.get(sitting.path).expect(403);
      await supervisor.get(sitting.path).expect(404);
    });

    it('is scored by nobody who follows it or one of its people, and counts nobody who withdrew', async () => {
      const person = await someone();
      await shared(person, supervisor);
      const project = await submitted(officer, [person], { kind: 'own', shares: undefined });
      const sitting = await aSitting([...committee, supervisor]);
      await officer.post(`${project.path}/agenda`, { sittingId: sitting.id }).expect(201);
      const scoresAt = `${at(sitting, project)}/scores`;
      expect(await refused(scoresAt, give.scores(5), supervisor)).toEqual(['projects.conflict']);
      const forced = mawa.transactions.run(supervisor.actor, (tx) =>
        tx.query(
          `INSERT INTO project_scores (id, sitting_id, project_id, criterion, points) VALUES (gen_random_uuid(), $1, $2, 'skills', 5)`,
          [sitting.id, project.id],
        ),
      );
      await expect(forced).rejects.toThrow('has to do with it');
      for (const member of committee) await member.post(scoresAt, give.scores(4)).expect(201);
      await committee[2]!.post(`${at(sitting, project)}/recusal`, { reason: 'family' }).expect(201);
      const decide = `${at(sitting, project)}/decision`;
      expect(await refused(decide, give.decision(lineId), committee[0])).toEqual([
        'projects.too_few_scores',
      ]);
    });

    it('is decided by the chair, once, for no more than was asked, with tranches that make the grant', async () => {
      const project = await own();
      const sitting = await aSitting(committee);
      await officer.post(`${project.path}/agenda`, { sittingId: sitting.id }).expect(201);
      for (const member of committee) {
        await member.post(`${at(sitting, project)}/scores`, give.scores(2)).expect(201);
      }
      const to = `${at(sitting, project)}/decision`;
      const decide = (more: object, by = committee[0]!) =>
        refused(to, give.decision(lineId, { note: 'Le marché est sûr.', ...more }), by);
      expect(await decide({}, committee[1])).toEqual(['projects.chair_decides']);
      expect(await decide({ note: undefined })).toEqual(['projects.decision_why']);
      expect(await decide({ amount: '20000.01' })).toEqual(['projects.more_than_asked']);
      expect(await decide({ amount: '18000.01' })).toEqual(['projects.tranches_sum']);
      expect(await decide({ tranches: [] })).toEqual(['projects.tranches_sum']);
      expect(await decide({ outcome: 'refused', note: undefined })).toEqual([
        'projects.decision_why',
      ]);
      const answers = await Promise.all([
        committee[0]!.post(to, give.decision(lineId, { note: 'Le marché est sûr.' })),
        committee[0]!.post(to, { outcome: 'refused', note: 'non' }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      expect(
        await count('SELECT count(*) AS n FROM project_decisions WHERE project_id = $1', [
          project.id,
        ]),
      ).toBe(1);
      expect(codesOf(await step(officer, project, 'approved'))).toEqual(['projects.no_such_step']);
    });

    it('comes back with another edition of its plan', async () => {
      const project = await own();
      const sitting = await aSitting(committee);
      await officer.post(`${project.path}/agenda`, { sittingId: sitting.id }).expect(201);
      for (const member of committee) {
        await member.post(`${at(sitting, project)}/scores`, give.scores(3)).expect(201);
      }
      const back = { outcome: 'returned', note: 'Chiffrez la farine.' };
      await committee[0]!.post(`${at(sitting, project)}/decision`, back).expect(201);
      expect((await read(project.path)).state).toBe('returned');
      await step(officer, project, 'plan', { on: TODAY }).expect(201);
      expect(codesOf(await step(officer, project, 'submitted', { on: TODAY }))).toEqual([
        'projects.edition_decided',
      ]);
      await officer.post(`${project.path}/plans`, give.plan()).expect(201);
      await step(officer, project, 'submitted', { on: TODAY }).expect(201);
      expect(await refused(`${project.path}/agenda`, { sittingId: sitting.id })).toEqual([
        'projects.before_another',
      ]);
      await granted(officer, committee, project, lineId);
      expect((await read(project.path)).decisions).toMatchObject([
        { outcome: 'returned', mean: '3.00', reason: 'Chiffrez la farine.' },
        { outcome: 'approved', mean: '4.00', amount: '18000.00' },
      ]);
    });
  });

  describe('a grant', () => {
    let project: TestProject;
    let tranches: { id: string }[];
    const of = (n: number, act: string) => `${project.path}/tranches/${tranches[n]!.id}/${act}`;
    const pay = (n: number, more: object = {}, by = finance) =>
      by.post(of(n, 'payments'), { on: TODAY, ...more });
    const reached = (n: number, by = officer) =>
      by.post(`${project.path}/milestones/${tranches[n]!.id}`, { on: TODAY, note: CANARY });
    const spentOn = () =>
      count(
        `SELECT coalesce(sum(e.original_amount), 0) AS n FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
           JOIN ledger_accounts a ON a.id = e.account_id AND a.kind IN ('spent', 'unfunded')
          WHERE coalesce((SELECT f.source_id FROM ledger_transactions f WHERE f.id = t.reverses), t.source_id)
             IN (SELECT p.id::text FROM project_payments p WHERE p.project_id = $1)`,
        [project.id],
      );
    beforeAll(async () => {
      const people = await three();
      await shared(people[0]!, supervisor);
      project = await submitted(officer, people);
      tranches = await granted(officer, committee, project, lineId);
    });

    it('is not paid without its milestone, nor by who confirmed it or granted it', async () => {
      expect(codesOf(await pay(0))).toEqual(['projects.no_milestone']);
      const page = await finance.submit(
        `/training/projects/${project.id}/tranches/${tranches[0]!.id}/payments`,
        { on: TODAY },
      );
      expect(page.text).toContain('L’étape de cette tranche n’est pas confirmée');
      expect(await spentOn()).toBe(0);
      await reached(0, supervisor).expect(201);
      expect(codesOf(await pay(0, {}, supervisor))).toEqual(['projects.somebody_else_pays']);
      await officer.post(of(0, 'payments'), { on: TODAY }).expect(403);
    });

    it('is paid and taken back by nobody who merely reads it, and its milestone lies after the grant', async () => {
      const person = await someone();
      await shared(person, supervisor);
      const other = await submitted(officer, [person, await someone(), await someone()]);
      const [first] = await granted(officer, committee, other, lineId);
      const early = { on: '2026-11-23', note: 'avant' };
      expect(await refused(`${other.path}/milestones/${first!.id}`, early)).toEqual([
        'projects.after_the_grant',
      ]);
      await officer
        .post(`${other.path}/milestones/${first!.id}`, { on: TODAY, note: 'loué' })
        .expect(201);
      const path = `${other.path}/tranches/${first!.id}`;
      await finance.post(`${path}/payments`, { on: TODAY }).expect(201);
      // She leaves: who reads her file reads on, and neither pays nor takes back.
      const { members } = await read(other.path);
      const her = members.find(
        ({ caseNumber }: { caseNumber: string }) => caseNumber === person.caseNumber,
      );
      await officer.post(`${other.path}/leaving/${her.id}`, { on: TODAY }).expect(201);
      await read(other.path, supervisor);
      await supervisor.post(`${path}/taking-back`, { reason: 'mistake' }).expect(403);
      expect(
        await count(
          `SELECT count(*) AS n FROM project_payments WHERE project_id = $1 AND taken_back_at IS NULL`,
          [other.id],
        ),
      ).toBe(1);
      expect(
        await count(
          `SELECT count(*) AS n FROM ledger_transactions t JOIN project_payments p ON t.source_id = p.id::text
            WHERE p.project_id = $1 AND EXISTS (SELECT 1 FROM ledger_transactions r WHERE r.reverses = t.id)`,
          [other.id],
        ),
      ).toBe(0);
    });

    it('is paid once, by whoever presses, and a payment is taken back by a step', async () => {
      const answers = await Promise.all([pay(0), pay(0)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      expect(await spentOn()).toBe(10_000);
      await finance.post(of(0, 'taking-back'), { reason: 'mistake' }).expect(201);
      expect(await spentOn()).toBe(0);
      expect(await refused(of(0, 'taking-back'), { reason: 'mistake' }, finance)).toEqual([
        'projects.taken_back_already',
      ]);
      await pay(0).expect(201);
      expect(await spentOn()).toBe(10_000);
      const seen = await read(project.path, finance);
      expect(seen).toMatchObject({ members: [], idea: null, plans: [], steps: [] });
      expect(
        codesOf(await step(officer, project, 'withdrawn', { on: TODAY, reason: 'other_way' })),
      ).toEqual(['projects.paid_ends']);
    });

    it('goes on where receipts that somebody else accepted cover the tranche before', async () => {
      await reached(1).expect(201);
      expect(codesOf(await pay(1))).toEqual(['projects.receipts_missing']);
      const hand = async (amount: string) =>
        (
          await officer
            .post(`${project.path}/receipts/${tranches[0]!.id}`, {
              on: TODAY,
              amount,
              what: CANARY,
            })
            .expect(201)
        ).body.id as string;
      const accept = (id: string, by: SignedIn, accepted = true) =>
        by.post(`${project.path}/answers/${id}`, { accepted, on: TODAY });
      const receipt = await hand('7999.99');
      expect(codesOf(await accept(receipt, officer))).toEqual(['projects.somebody_else_looks']);
      await accept(receipt, supervisor).expect(201);
      await accept(await hand('500.00'), supervisor, false).expect(201);
      expect(codesOf(await pay(1))).toEqual(['projects.receipts_missing']);
      await accept(await hand('0.01'), supervisor).expect(201);
      expect((await read(project.path)).tranches[0]).toMatchObject({
        paid: true,
        covered: 800_000,
      });
      await pay(1).expect(201);
      expect(await spentOn()).toBe(18_000);
      expect(await refused(of(0, 'taking-back'), { reason: 'mistake' }, finance)).toEqual([
        'projects.last_first',
      ]);
      const { text } = await officer.get(`/training/projects/${project.id}`).expect(200);
      expect(text).toContain('justifiée à 80');
    });

    it('buys things that somebody holds, and is looked at by visits', async () => {
      const { members } = await read(project.path);
      const thing = { what: CANARY, value: '7999.99', memberId: members[0].id, on: TODAY };
      const { body } = await officer.post(`${project.path}/assets`, thing).expect(201);
      const to = `${project.path}/things/${body.id}`;
      await officer.post(to, { to: 'broken', on: TODAY }).expect(201);
      expect(await refused(to, { to: 'lost', on: TODAY })).toEqual(['projects.no_such_step']);
      const elsewhere = { ...thing, memberId: randomUUID() };
      expect(await refused(`${project.path}/assets`, elsewhere)).toEqual(['common.not_choice']);
      const visit = { on: TODAY, note: CANARY, nextOn: TODAY };
      expect(await refused(`${project.path}/visits`, visit)).toEqual(['projects.next_later']);
      await officer.post(`${project.path}/visits`, { ...visit, nextOn: '2026-12-24' }).expect(201);
      const { text } = await officer.get(`/training/projects/${project.id}`).expect(200);
      expect(text).toContain('en panne');
    });
  });

  it('that runs is asked after six months whether it lives, once, with its jobs', async () => {
    const project = await own();
    await granted(officer, committee, project, lineId);
    await mawa.admin.query(`UPDATE project_steps SET on_day = '2026-05-01' WHERE project_id = $1`, [
      project.id,
    ]);
    await step(officer, project, 'running', { on: '2026-05-10' }).expect(201);
    const review = (more: object = {}) => ({
      months: 6,
      on: '2026-11-10',
      outcome: 'alive',
      turnover: '4200.00',
      expenses: '2600.00',
      jobs: 2,
      jobsWomen: 2,
      jobsProgramme: 1,
      ...more,
    });
    const to = `${project.path}/reviews`;
    expect(await refused(to, review({ on: '2026-10-26' }))).toEqual(['projects.not_yet_asked']);
    expect(await refused(to, review({ months: 12 }))).toEqual(['projects.not_yet_asked']);
    expect(await refused(to, review({ months: 3 }))).toEqual(['projects.which_mark']);
    expect(await refused(to, review({ jobsWomen: 3 }))).toEqual(['projects.within_jobs']);
    expect(await refused(to, review({ jobs: undefined }))).toEqual([
      'projects.alive_details_missing',
    ]);
    expect(await refused(to, review({ outcome: 'not_alive' }))).toEqual(['projects.why']);
    await officer.post(to, review()).expect(201);
    expect(await refused(to, review())).toEqual(['projects.reviewed_already']);
    expect((await read(project.path)).marks).toMatchObject([
      { state: 'alive' },
      { state: 'ahead' },
    ]);
    expect(codesOf(await step(officer, project, 'ended', { on: TODAY }))).toEqual(['projects.why']);
    await step(officer, project, 'ended', { on: TODAY, reason: 'alive' }).expect(201);
  });

  it('has figures that plain SQL says as well', async () => {
    const project = await own();
    await granted(officer, committee, project, lineId);
    await mawa.admin.query(`UPDATE project_steps SET on_day = '2025-10-01' WHERE project_id = $1`, [
      project.id,
    ]);
    await step(officer, project, 'running', { on: '2025-10-05' }).expect(201);
    const told = { turnover: '4000.00', expenses: '1.00', jobs: 1, jobsWomen: 1, jobsProgramme: 1 };
    const review = (months: number, on: string, more: object) =>
      officer.post(`${project.path}/reviews`, { months, on, ...more }).expect(201);
    await review(6, '2026-04-05', { outcome: 'alive', ...told });
    await review(12, '2026-10-05', { outcome: 'not_alive', why: 'costs' });
    const period = { from: '2026-01-01', until: '2027-01-01' };
    const found = await mawa.transactions.run(finance.actor, (tx) => projectFigures(tx, period));
    const begun = `FROM projects p JOIN project_steps s ON s.project_id = p.id AND s.from_state = 'new' AND s.on_day >= '2026-01-01'`;
    expect(found.begun).toBe(await count(`SELECT count(*) AS n ${begun}`));
    expect(found.people).toBe(
      await count(
        `SELECT count(DISTINCT pp.case_id) AS n ${begun} JOIN project_people pp ON pp.project_id = p.id`,
      ),
    );
    expect(found.granted.cents).toBe(
      await count(
        `SELECT coalesce(sum(amount), 0) * 100 AS n FROM project_decisions WHERE outcome = 'approved'`,
      ),
    );
    expect(found.paid.cents).toBe(
      await count(
        'SELECT coalesce(sum(amount), 0) * 100 AS n FROM project_payments WHERE taken_back_at IS NULL',
      ),
    );
    // Of a mark of six months the window closes thirty days after it.
    const passed = (months: number) =>
      count(
        `SELECT count(*) AS n FROM project_steps s WHERE s.to_state = 'running'
            AND s.on_day + make_interval(months => $1) + interval '30 days' BETWEEN '2026-01-01' AND '2026-11-23'`,
        [months],
      );
    const alive = (months: number) =>
      count(
        `SELECT count(*) AS n FROM project_reviews r JOIN project_steps s ON s.project_id = r.project_id AND s.to_state = 'running'
          WHERE r.months = $1 AND r.outcome = 'alive' AND s.on_day + make_interval(months => $1) + interval '30 days' < '2026-11-24'`,
        [months],
      );
    for (const one of found.alive) {
      expect([one.months, one.passed, one.alive]).toEqual([
        one.months,
        await passed(one.months),
        await alive(one.months),
      ]);
    }
    expect(found.alive[1]).toMatchObject({
      months: 12,
      passed: 1,
      alive: 0,
      notAlive: 1,
      share: 0,
    });
    const page = await committee[0]!.get('/training/figures?year=2026').expect(200);
    expect(page.text).toContain('En activité à 12 mois');
    const api = await read('/api/v1/training/figures?year=2026', committee[0]);
    expect(api.projects.alive).toHaveLength(2);
  });

  it('ends with the last file where it had not begun, and nothing in words outlives an erasure', async () => {
    const [first, second] = [await someone(), await someone()];
    const project = await begun(officer, [first, second], { note: CANARY });
    const alone = await begun(officer, [first], { kind: 'own', shares: undefined, title: CANARY });
    await officer.post(`${alone.path}/visits`, { on: TODAY, note: CANARY }).expect(201);
    const close = async (person: TestPerson) => {
      for (const [to, reason] of [
        ['presumed', 'assessment'],
        ['assisted', 'support_begins'],
        ['closed', 'goals_reached'],
      ]) {
        const stage = { to, reason, decidedBy: 'programme' };
        await officer.post(`${person.path}/stages`, stage).expect(201);
      }
    };
    await close(first);
    expect(await read(project.path)).toMatchObject({ state: 'idea', people: 1 });
    expect(await read(alone.path)).toMatchObject({ state: 'withdrawn' });
    const again = { caseNumber: first.caseNumber, shares: 1, on: TODAY };
    expect(await refused(`${project.path}/people`, again)).toEqual(['projects.case_closed']);
    const words = () =>
      count(
        `SELECT count(*) AS n FROM projects p LEFT JOIN project_visits v ON v.project_id = p.id
          WHERE p.id = $1 AND (p.title <> '-' OR p.idea IS NOT NULL OR v.seen IS NOT NULL)`,
        [alone.id],
      );
    expect(await words()).toBe(1);
    const asked = { reason: 'person_asked' };
    const erasure = await officer.post(`${first.path}/rights/erasure`, asked).expect(201);
    await mawa.transactions.run(supervisor.actor, async (tx) => {
      await tx.query(
        `UPDATE erasures SET decision = 'approved', decided_by = mawa_actor(), decided_at = mawa_now() WHERE id = $1`,
        [erasure.body.id],
      );
    });
    await mawa.transactions.run(supervisor.actor, (tx) =>
      tx.query('SELECT erase_case($1)', [erasure.body.id]),
    );
    expect(await words()).toBe(0);
    // The other one is still there, and so are the words of the project.
    expect((await read(project.path)).idea).toBe(CANARY);
  });

  it('ends with the last file of one person who is in it with two joined files', async () => {
    const { officer: by, mina, again, pair } = await bothHeld(mawa);
    const alone = await begun(by, [mina, again], { title: 'Une seule couture' });
    const other = await aPerson(by, ADULT);
    const withOther = await begun(by, [mina, again, other], { title: 'Couture à deux' });
    await join(by, pair, mina);
    for (const [to, reason] of [
      ['presumed', 'assessment'],
      ['assisted', 'support_begins'],
      ['closed', 'goals_reached'],
    ]) {
      const stage = { to, reason, decidedBy: 'programme' };
      await by.post(`${mina.path}/stages`, stage).expect(201);
    }
    expect(await read(alone.path, by)).toMatchObject({ state: 'withdrawn' });
    expect(await read(withOther.path, by)).toMatchObject({ state: 'idea', people: 1 });
  });

  it('stands on the board with what it asks, for those who see it alone', async () => {
    const project = await own({ title: 'Atelier du tableau' });
    const find = async (by: SignedIn) =>
      (await read(PROJECTS, by)).projects.find(({ id }: { id: string }) => id === project.id);
    expect(await find(officer)).toMatchObject({ asks: ['put'], people: 1 });
    expect(await find(stranger)).toBeUndefined();
    expect(await find(finance)).toBeUndefined();
    const { text } = await officer.get('/training/projects?ask=put').expect(200);
    expect(text).toContain('Atelier du tableau');
    await (await mawa.signIn('shelter_manager')).get('/training/projects').expect(403);
  });
});

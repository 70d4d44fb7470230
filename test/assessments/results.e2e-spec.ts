import { aFamily, aPerson, type TestPerson } from '../beneficiaries/test-people';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import {
  assessmentsPath,
  BEST_INTERESTS,
  HIGH_RISK,
  LOW_RISK,
  MODERATE_RISK,
  no,
  save,
  signed,
  started,
  yes,
} from './samples';

interface TaskRow {
  readonly kind: string;
  readonly due: string;
  readonly done: boolean;
  readonly for_user: string | null;
}

describe('what a result asks for', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let supervisor: SignedIn;
  let person: TestPerson;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '240' } });
    officer = await mawa.signIn('reintegration_officer');
    supervisor = await mawa.signIn('case_supervisor');
  });
  afterAll(() => mawa.stop());
  beforeEach(async () => {
    mawa.clock.set('2026-11-24T23:10:00Z');
    person = await aPerson(officer, { birthDate: '1994-03-08' });
  });

  const tasks = async (of = person): Promise<TaskRow[]> =>
    (
      await mawa.admin.query<TaskRow>(
        `SELECT kind, to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS due, done_at IS NOT NULL AS done, for_user
           FROM tasks WHERE case_id = $1 ORDER BY opened_at, kind`,
        [of.id],
      )
    ).rows;
  /** What stands before everything of the file, in red. */
  const alerts = async (reader = officer) => {
    const { text } = await reader.get(`/people/${person.id}`).expect(200);
    return [...text.matchAll(/notice--danger[\s\S]*?<p>([\s\S]*?)<\/p>/g)].map(([, words]) =>
      words!.replace(/<[^>]*>/g, '').trim(),
    );
  };

  it('a high risk stands before everything of the file, with a plan within a day and a look in a week', async () => {
    expect(await alerts()).toEqual([]);
    const id = await signed(officer, person.id, 'risk', HIGH_RISK);
    expect(await alerts()).toEqual([
      expect.stringContaining(
        'Risque et sécurité : Risque élevé (le 24 novembre 2026)'.replaceAll(
          ' novembre ',
          '\u00a0novembre\u00a0',
        ),
      ),
    ]);
    expect(await tasks()).toEqual([
      {
        kind: 'assessment_due',
        due: '2026-12-01 23:59',
        done: false,
        for_user: officer.actor.userId,
      },
      { kind: 'safety_plan', due: '2026-11-25 23:10', done: false, for_user: officer.actor.userId },
    ]);
    const { body } = await officer.get('/api/v1/tasks').expect(200);
    const mine = (
      body.tasks as { kind: string; caseId: string; path: string; byHand: boolean }[]
    ).filter(({ caseId }) => caseId === person.id);
    expect(mine.map(({ kind, path, byHand }) => [kind, path, byHand])).toEqual([
      ['safety_plan', `/people/${person.id}/plan#safety`, true],
      ['assessment_due', `/people/${person.id}/assessments`, false],
    ]);
    const { text: list } = await officer.get('/tasks').expect(200);
    expect(list).toContain('<bdi>Refaire une évaluation : Risque et sécurité</bdi>');
    const timeline = (await officer.get(`/people/${person.id}?kind=assessment`).expect(200)).text;
    expect(timeline).toContain(`/people/${person.id}/assessments/${id}`);
  });

  it('leads from the alert to the safety plan: where none is, to write it as a goal of safety', async () => {
    await signed(officer, person.id, 'risk', HIGH_RISK);
    const plan = `/people/${person.id}/plan`;
    const linkOf = async (reader = officer) =>
      new RegExp(`<a href="${plan}#safety">([^<]*)</a>`).exec(
        (await reader.get(`/people/${person.id}/assessments`).expect(200)).text,
      )?.[1];
    expect(await linkOf()).toBe('Aucun plan de sécurité encore : l’écrire');
    const { text: empty } = await officer.get(plan).expect(200);
    expect(empty).toMatch(/id="safety"[\s\S]*Aucun encore[\s\S]*name="goal" value="safety"/);
    const next = `${plan}/draft?goal=safety`;
    await officer.submit(`${plan}/start`, { goal: 'safety' }).expect('location', next);
    const { text: form } = await officer.get(next).expect(200);
    expect(form).toMatch(/name="goals\.0\.dimension"[\s\S]*?value="safety" selected/);
    await officer
      .submit(`${plan}/draft`, {
        revision: '1',
        'goals.0.title': 'Savoir qui appeler',
        'goals.0.dimension': 'safety',
        'goals.0.steps.0.what': 'Apprendre le numéro par cœur',
        'goals.0.steps.0.who': 'person',
      })
      .expect('location', plan);
    expect(await linkOf()).toBe('Lire le plan de sécurité');
    expect((await officer.get(plan).expect(200)).text).toMatch(
      /id="safety"[\s\S]*?Savoir qui appeler[\s\S]*?Apprendre le numéro/,
    );
  });

  it('assessed anew the reminder is closed by the act, and the alert follows the latest', async () => {
    await signed(officer, person.id, 'risk', HIGH_RISK);
    mawa.clock.set('2026-11-24T23:40:00Z');
    await signed(officer, person.id, 'risk', MODERATE_RISK);
    expect(await alerts()).toEqual([]);
    expect(await tasks()).toEqual([
      expect.objectContaining({ kind: 'assessment_due', due: '2026-12-01 23:59', done: true }),
      expect.objectContaining({ kind: 'safety_plan', done: false }), // a plan is done when a person says so
      expect.objectContaining({ kind: 'assessment_due', due: '2026-12-24 23:59', done: false }),
    ]);
    mawa.clock.set('2026-11-24T23:50:00Z');
    await signed(officer, person.id, 'risk', LOW_RISK);
    expect((await tasks()).at(-1)).toMatchObject({ due: '2027-02-22 23:59', done: false });
    const { text } = await officer.get(`/people/${person.id}/assessments`).expect(200);
    expect(text).toContain('Risque et sécurité : en baisse, de « Risque moyen »');
    expect(text).toContain('over-time__point--high');
  });

  it('says how high it was, on what it rests, and how high it could still be', async () => {
    const id = await signed(officer, person.id, 'risk', MODERATE_RISK);
    const { body } = await officer.get(`${assessmentsPath(person.id)}/${id}`).expect(200);
    // By hand: no safety 2, phone 2, nearby 2. Unknown, at their worst: threatened 3 with when 3, kinds 5 and
    // injured 3; close 2, influence 2, debt 2; children 3; self-harm 4, trusted 1, call 1.
    expect(body.outcome).toMatchObject({
      score: 6,
      highest: 6 + 14 + 6 + 3 + 6,
      band: 'moderate',
      couldBe: 'high',
    });
    const { text } = await officer.get(`/people/${person.id}/assessments/${id}`).expect(200);
    expect(text).toContain('Risque moyen : 6 points');
    expect(text).toContain('Ce pourrait être « Risque élevé »');
    expect(text).toContain('Ce que cela ne dit pas');
  });

  it('somebody who does not answer for the person leaves the task to the officers who do', async () => {
    const shelterId = '11111111-1111-4111-8111-111111111111';
    const manager = await mawa.signIn('shelter_manager', { shelterIds: [shelterId] });
    await mawa.admin.query(
      `INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, from_at)
       SELECT $1, 'shelter', $2, reason, parts, '2026-11-24Z' FROM access_reasons WHERE reason = 'stay'`,
      [person.id, shelterId],
    );
    await signed(manager, person.id, 'needs', {
      first_things: { need_housing: { value: 'urgent' } },
    });
    expect((await tasks()).find(({ kind }) => kind === 'urgent_help')).toMatchObject({
      for_user: null,
      due: '2026-11-26 23:10',
    });
  });

  describe('a screening', () => {
    const trafficked = {
      beginning: { deception: yes },
      freedom: { isolation: yes, retention_of_documents: no },
    };

    it('names the signs, what is not known and what it does not mean, and changes no stage', async () => {
      const id = await signed(officer, person.id, 'ilo_indicators', trafficked);
      const { text } = await officer.get(`/people/${person.id}/assessments/${id}`).expect(200);
      expect(text).toContain('2 signes vus, 8 sans réponse');
      expect(text).toContain('Ce n’est pas un constat de droit');
      expect(text).toContain('c’est une personne qui décide'.replace('c’est', 'C’est'));
      const { body } = await officer.get(person.path).expect(200);
      expect(body.stage).toBe('detected');
      const { rows } = await mawa.admin.query(
        'SELECT 1 FROM assessment_results WHERE assessment_id = $1',
        [id],
      );
      expect(rows).toEqual([]);
    });

    it('a person decides, it is written down who, and it leads to the stages without taking a step', async () => {
      const id = await signed(officer, person.id, 'ilo_indicators', trafficked);
      const decisions = `${assessmentsPath(person.id)}/${id}/decisions`;
      await officer.post(decisions, { decision: 'presumed', decidedBy: 'astral' }).expect(422);
      await officer.post(decisions, { decision: 'certain', decidedBy: 'police' }).expect(422);
      const led = await officer
        .submit(`/people/${person.id}/assessments/${id}/decisions`, {
          decision: 'presumed',
          decidedBy: 'programme',
          note: 'Deux signes, et la peur de Zoulikha',
        })
        .expect(303);
      expect(led.headers.location).toBe(`/people/${person.id}/stages#next-stage`);
      expect((await officer.get(person.path).expect(200)).body.stage).toBe('detected');
      const { body } = await officer.get(`${assessmentsPath(person.id)}/${id}`).expect(200);
      expect(body.decisions).toMatchObject([
        {
          decision: 'presumed',
          decidedBy: 'programme',
          by: officer.actor.name,
          note: 'Deux signes, et la peur de Zoulikha',
        },
      ]);
      const { rows } = await mawa.admin.query(
        `SELECT encode(note, 'escape') AS note FROM assessment_decisions WHERE assessment_id = $1`,
        [id],
      );
      expect(rows[0].note).not.toContain('Zoulikha');
      await officer
        .post(decisions, { decision: 'more_needed', decidedBy: 'programme' })
        .expect(201);
      expect((await tasks()).map(({ kind, due }) => [kind, due])).toEqual([
        ['assessment_due', '2026-12-08 23:59'],
      ]);
    });

    it('is decided on its correction once it was corrected', async () => {
      const id = await signed(officer, person.id, 'ilo_indicators', trafficked);
      const path = assessmentsPath(person.id);
      const page = () => officer.get(`/people/${person.id}/assessments/${id}`).expect(200);
      const form = `/assessments/${id}/decisions"`;
      const decision = { decision: 'presumed', decidedBy: 'programme' };
      const { body } = await officer
        .post(`${path}/${id}/corrections`, { reason: 'mistake' })
        .expect(201);
      expect((await page()).text).toContain(form);
      await officer.post(`${path}/${body.id}/signature`).expect(201);
      expect((await page()).text).not.toContain(form);
      const refused = await officer.post(`${path}/${id}/decisions`, decision);
      expect({ status: refused.status, code: refused.body.code }).toEqual({
        status: 409,
        code: 'assessments.decide_on_correction',
      });
      await officer.post(`${path}/${body.id}/decisions`, decision).expect(201);
    });

    it('is decided only once it is signed, and only where the form asks for it', async () => {
      const id = await started(officer, person.id, 'ilo_indicators');
      const decision = { decision: 'presumed', decidedBy: 'programme' };
      const path = assessmentsPath(person.id);
      expect((await officer.post(`${path}/${id}/decisions`, decision).expect(409)).body.code).toBe(
        'assessments.not_finished',
      );
      const needs = await signed(officer, person.id, 'needs', {});
      expect(
        (await officer.post(`${path}/${needs}/decisions`, decision).expect(409)).body.code,
      ).toBe('assessments.decides_nothing');
      await expect(
        mawa.transactions.run(officer.actor, (tx) =>
          tx.query(
            `INSERT INTO assessment_decisions (id, assessment_id, case_id, part, decision, decided_by, by)
             SELECT gen_random_uuid(), id, case_id, part, 'presumed', 'programme', mawa_actor() FROM assessments WHERE id = $1`,
            [id],
          ),
        ),
      ).rejects.toThrow(/never changes/);
    });

    it('the Delphi set shows which dimensions stand out by their rule, and whether exploitation is there', async () => {
      const id = await signed(officer, person.id, 'delphi_adult_labour', {
        deceptive_recruitment: { dr_job: yes, dr_education: yes }, // one strong and one weak
        recruitment_abuse: { ra_economic: yes, ra_language: yes }, // two medium: not enough
        exploitation: { ex_hours: yes }, // one strong: not enough
        destination_abuse: { da_economic: yes, da_family: yes, da_past: yes }, // two medium and one weak
      });
      const { body } = await officer.get(`${assessmentsPath(person.id)}/${id}`).expect(200);
      const positive = (body.outcome.groups as { id: string; positive: boolean }[]).filter(
        (group) => group.positive,
      );
      expect(positive.map(({ id: group }) => group)).toEqual([
        'deceptive_recruitment',
        'destination_abuse',
      ]);
      expect(body.outcome.mustHave).toEqual({ group: 'exploitation', positive: false });
      const { text } = await officer.get(`/people/${person.id}/assessments/${id}`).expect(200);
      expect(text).toContain('2 dimensions sur 6 ressortent');
      expect(text).toContain('La dimension « Exploitation » ne ressort pas (encore)');
      expect(text).toContain('non vérifié dans sa source');
    });
  });

  describe('the best interests of a child', () => {
    let child: TestPerson;
    let id: string;
    beforeEach(async () => {
      [child] = (await aFamily(officer, [{ birthDate: '2014-05-02' }])) as [TestPerson];
      id = await started(officer, child.id, 'best_interests');
    });
    const path = () => `${assessmentsPath(child.id)}/${id}`;
    const fill = async () => {
      for (const [section, answers] of Object.entries(BEST_INTERESTS)) {
        await save(officer, child.id, id, section, answers).expect(200);
      }
    };

    it('asks who took part, what the child says and what is proposed before anybody signs', async () => {
      const { body } = await officer.post(`${path()}/signature`).expect(422);
      expect(body.errors.map(({ field }: { field: string }) => field)).toEqual([
        'decision_about',
        'took_part',
        'heard',
        'weighed',
        'outcome',
        'outcome_why',
        'differs',
        'review_on',
      ]);
      await save(officer, child.id, id, 'view', { heard: no }).expect(200);
      const again = await officer.post(`${path()}/signature`).expect(422);
      expect(again.body.errors.map(({ field }: { field: string }) => field)).toContain(
        'not_heard_why',
      );
      const { text } = await officer.get(`/people/${child.id}/assessments/${id}`).expect(200);
      expect(text).toContain('Pourquoi pas, et quand le sera-t-il');
    });

    it('is approved by a supervisor who wrote none of it, and by nobody else', async () => {
      await fill();
      expect((await officer.post(`${path()}/signature`).expect(422)).body.code).toBe(
        'assessments.choose_approver',
      );
      await officer.post(`${path()}/signature`, { approverId: officer.actor.userId }).expect(422);
      await supervisor.get(path()).expect(404);
      await officer
        .post(`${path()}/signature`, { approverId: supervisor.actor.userId })
        .expect(201);
      await save(officer, child.id, id, 'view', { heard: no }, 1).expect(409);
      await officer.post(`${path()}/approval`).expect(403);
      const { body: waiting } = await supervisor.get('/api/v1/tasks').expect(200);
      expect(waiting.tasks).toEqual([
        expect.objectContaining({
          kind: 'assessment_approval',
          path: `/people/${child.id}/assessments/${id}`,
        }),
      ]);
      const own = mawa.transactions.run(officer.actor, (tx) =>
        tx.query(
          `UPDATE assessments SET state = 'finished', approved_by = mawa_actor(), approved_at = mawa_now() WHERE id = $1`,
          [id],
        ),
      );
      await expect(own).rejects.toThrow(/a supervisor approves it|approved_by_another/);
      await supervisor.post(`${path()}/approval`).expect(204);
      await supervisor.post(`${path()}/approval`).expect(409);
      const { body } = await officer.get(path()).expect(200);
      expect(body).toMatchObject({
        state: 'finished',
        signedBy: officer.actor.name,
        approvedBy: supervisor.actor.name,
      });
      expect((await supervisor.get('/api/v1/tasks').expect(200)).body.tasks).toEqual([]);
      const { text } = await officer.get(`/people/${child.id}/assessments/${id}`).expect(200);
      expect(text).toContain('Rester avec sa sœur Zoulikha');
    });

    it('a supervisor who wrote in it cannot approve it, whoever signs', async () => {
      await officer
        .post(`/api/v1/people/${child.id}/access`, { userId: supervisor.actor.userId })
        .expect(204);
      await fill();
      await save(supervisor, child.id, id, 'growing', { learning: { value: 'école' } }).expect(200);
      await officer
        .post(`${path()}/signature`, { approverId: supervisor.actor.userId })
        .expect(422);
      const third = await mawa.signIn('case_supervisor');
      await officer.post(`${path()}/signature`, { approverId: third.actor.userId }).expect(201);
      expect((await supervisor.post(`${path()}/approval`).expect(403)).body.code).toBe(
        'assessments.second_person',
      );
      await expect(
        mawa.transactions.run(supervisor.actor, (tx) =>
          tx.query(
            `UPDATE assessments SET state = 'finished', approved_by = mawa_actor(), approved_at = mawa_now() WHERE id = $1`,
            [id],
          ),
        ),
      ).rejects.toThrow(/approved_by_another/);
      await third.post(`${path()}/approval`).expect(204);
    });

    const offered = async () => {
      const { text } = await officer.get(`/people/${child.id}/assessments/${id}`).expect(200);
      return (who: SignedIn) => text.includes(`value="${who.actor.userId}"`);
    };

    it('a supervisor who began it is not offered as its approver, and approves it no other way', async () => {
      await officer.delete(path()).expect(204);
      await officer
        .post(`/api/v1/people/${child.id}/access`, { userId: supervisor.actor.userId })
        .expect(204);
      id = await started(supervisor, child.id, 'best_interests');
      await fill();
      const third = await mawa.signIn('case_supervisor');
      const isOffered = await offered();
      expect([isOffered(supervisor), isOffered(third)]).toEqual([false, true]);
      const asked = await officer
        .post(`${path()}/signature`, { approverId: supervisor.actor.userId })
        .expect(422);
      expect(asked.body.code).toBe('assessments.cannot_approve');
      await officer.post(`${path()}/signature`, { approverId: third.actor.userId }).expect(201);
      const refused = await supervisor.post(`${path()}/approval`).expect(403);
      expect(refused.body.code).toBe('assessments.second_person');
      const { text } = await supervisor.get(`/people/${child.id}/assessments/${id}`).expect(200);
      expect(text).not.toContain(`/assessments/${id}/approve"`);
      await third.post(`${path()}/approval`).expect(204);
    });

    it('whoever wrote the answers that a correction carries over cannot approve it', async () => {
      await officer
        .post(`/api/v1/people/${child.id}/access`, { userId: supervisor.actor.userId })
        .expect(204);
      for (const [section, answers] of Object.entries(BEST_INTERESTS)) {
        await save(supervisor, child.id, id, section, answers).expect(200);
      }
      const third = await mawa.signIn('case_supervisor');
      await officer.post(`${path()}/signature`, { approverId: third.actor.userId }).expect(201);
      await third.post(`${path()}/approval`).expect(204);
      const { body } = await officer
        .post(`${path()}/corrections`, { reason: 'new_facts' })
        .expect(201);
      id = body.id;
      await save(officer, child.id, id, 'growing', { learning: { value: 'école' } }).expect(200);
      const isOffered = await offered();
      expect([isOffered(supervisor), isOffered(third)]).toEqual([false, true]);
      const asked = await officer
        .post(`${path()}/signature`, { approverId: supervisor.actor.userId })
        .expect(422);
      expect(asked.body.code).toBe('assessments.cannot_approve');
      await officer.post(`${path()}/signature`, { approverId: third.actor.userId }).expect(201);
      const refused = await supervisor.post(`${path()}/approval`).expect(403);
      expect(refused.body.code).toBe('assessments.second_person');
      await third.post(`${path()}/approval`).expect(204);
    });

    it('is sent back with a word, changed and signed again', async () => {
      await fill();
      await officer
        .post(`${path()}/signature`, { approverId: supervisor.actor.userId })
        .expect(201);
      await supervisor.post(`${path()}/return`, { note: '' }).expect(422);
      await supervisor.post(`${path()}/return`, { note: 'Demander aussi à la tante' }).expect(204);
      expect((await tasks(child)).filter(({ done }) => !done)).toEqual([
        expect.objectContaining({ kind: 'assessment_returned', for_user: officer.actor.userId }),
      ]);
      const { text } = await officer.get(`/people/${child.id}/assessments/${id}`).expect(200);
      expect(text).toContain('Demander aussi à la tante');
      const { body } = await officer.get(path()).expect(200);
      const { revision } = body.saved.view;
      await save(officer, child.id, id, 'view', { heard_how: { value: 'talk' } }, revision).expect(
        200,
      );
      await officer
        .post(`${path()}/signature`, { approverId: supervisor.actor.userId })
        .expect(201);
      await supervisor.post(`${path()}/approval`).expect(204);
      expect(
        (await tasks(child)).filter(({ kind }) => kind === 'assessment_returned'),
      ).toMatchObject([{ done: true }]);
    });

    it('is taken back by whoever sent it, where whoever was asked is away, and by nobody else', async () => {
      await fill();
      await officer
        .post(`${path()}/signature`, { approverId: supervisor.actor.userId })
        .expect(201);
      const refused = await supervisor.post(`${path()}/taking-back`).expect(403);
      expect(refused.body.code).toBe('assessments.not_yours_to_take_back');
      const page = await officer.get(`/people/${child.id}/assessments/${id}`).expect(200);
      expect(page.text).toContain(`action="/people/${child.id}/assessments/${id}/taking-back"`);
      await officer.submit(`/people/${child.id}/assessments/${id}/taking-back`, {}).expect(303);
      expect((await tasks(child)).filter(({ done }) => !done)).toEqual([]);
      await supervisor.post(`${path()}/approval`).expect(409);
      await officer.post(`${path()}/taking-back`).expect(409);
      const another = await mawa.signIn('case_supervisor');
      await officer
        .post(`/api/v1/people/${child.id}/access`, { userId: another.actor.userId })
        .expect(204);
      await officer.post(`${path()}/signature`, { approverId: another.actor.userId }).expect(201);
      await another.post(`${path()}/approval`).expect(204);
    });

    it('two supervisors who decide at once decide once', async () => {
      await fill();
      const other = await mawa.signIn('case_supervisor');
      await officer
        .post(`/api/v1/people/${child.id}/access`, { userId: other.actor.userId })
        .expect(204);
      await officer
        .post(`${path()}/signature`, { approverId: supervisor.actor.userId })
        .expect(201);
      const answers = await Promise.all([
        supervisor.post(`${path()}/approval`),
        other.post(`${path()}/return`, { note: 'pas encore' }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    });
  });
});

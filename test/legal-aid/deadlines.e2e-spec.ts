import { aPerson, type TestPerson, withRowSecurityAlone } from '../beneficiaries/test-people';
import { standsAt } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aCourt, aHearing, aProceeding, codesOf, legalOf } from './legal';

const TONIGHT = '2026-11-24T23:10:00Z';

interface OpenTask {
  readonly kind: string;
  readonly subjectId: string;
  readonly due: string;
  readonly for: string;
  readonly done: boolean;
}

describe('what legal aid must not forget', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let legal: SignedIn;
  let person: TestPerson;
  let court: string;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    officer = await mawa.signIn('reintegration_officer');
    legal = await mawa.signIn('legal_officer');
    court = await aCourt(legal);
    await standsAt(mawa, TONIGHT);
  });
  beforeEach(async () => {
    mawa.clock.set(TONIGHT);
    person = await aPerson(officer);
    await officer.post(`${person.path}/access`, { userId: legal.actor.userId }).expect(204);
  });
  afterAll(() => mawa.stop());

  /** Tasks of a kind about the person, by their day. */
  async function tasks(kind: string): Promise<OpenTask[]> {
    const { rows } = await mawa.admin.query<OpenTask>(
      `SELECT kind, subject_id AS "subjectId", mawa_day(due_at)::text AS due, for_user AS for, done_at IS NOT NULL AS done
         FROM tasks WHERE kind = $1 AND case_id = $2 ORDER BY done_at NULLS FIRST, due_at`,
      [kind, person.id],
    );
    return rows;
  }
  const textOf = async (who: SignedIn, path: string): Promise<string> =>
    (await who.get(path).expect(200)).text.replaceAll(/[\u00a0\u202f]/g, ' ');

  describe('a protection measure with an end', () => {
    const measures = () => `${legalOf(person)}/measures`;
    const GRANTED = {
      kind: 'contact_ban',
      to: 'granted',
      on: '2026-11-10',
      authority: 'court',
      untilOn: '2026-12-31',
    };
    async function aMeasure(by: SignedIn, more: object = {}): Promise<string> {
      const { body } = await by.post(measures(), { ...GRANTED, ...more }).expect(201);
      return body.id as string;
    }
    const step = (by: SignedIn, id: string, more: object) =>
      by.post(`${measures()}/${id}/steps`, { to: 'granted', on: '2026-11-20', ...more });

    it('is a task of whoever follows its proceeding two weeks before its end, of no proceeding of its writer', async () => {
      const { id } = await aProceeding(legal, person);
      const ofProceeding = await aMeasure(officer, { proceedingId: id });
      const ofNone = await aMeasure(officer, { untilOn: '2026-12-30' });
      expect(await tasks('measure_ends')).toEqual([
        {
          kind: 'measure_ends',
          subjectId: ofNone,
          due: '2026-12-16',
          for: officer.actor.userId,
          done: false,
        },
        {
          kind: 'measure_ends',
          subjectId: ofProceeding,
          due: '2026-12-17',
          for: legal.actor.userId,
          done: false,
        },
      ]);
      const words = 'Mesure de protection qui prend fin : demander la suite';
      const colleague = await mawa.signIn('legal_officer', { language: 'ar' });
      await officer.post(`${person.path}/access`, { userId: colleague.actor.userId }).expect(204);
      mawa.clock.set('2026-12-16T09:00:00Z');
      const list = await textOf(await mawa.signInAs(legal.email), '/tasks');
      expect(list).toContain(words);
      expect(list).toContain('Interdiction');
      expect(list).toContain(`/people/${person.id}/legal#measures`);
      const other = await mawa.signInAs(legal.email);
      await other
        .put(`${legalOf(person)}/${id}`, { revision: 1, officerId: colleague.actor.userId })
        .expect(204);
      const arabic = await mawa.signInAs(colleague.email);
      expect(await textOf(arabic, '/tasks')).toContain('تدبير حماية ينتهي قريبا: طلب ما يليه');
      const form = await textOf(arabic, `/people/${person.id}/legal/measures/${ofNone}/step`);
      expect(form).toContain('مُدِّد');
      expect(form).not.toMatch(/legal:[a-z_.]+/);
    });

    it('is due on its last day where two weeks before are over, at once where it ran out', async () => {
      await aMeasure(officer, { untilOn: '2026-12-01' });
      await aMeasure(officer, { untilOn: '2026-11-20' });
      expect((await tasks('measure_ends')).map(({ due }) => due)).toEqual([
        '2026-11-20',
        '2026-12-01',
      ]);
      const { body } = await officer.get(`/api/v1/tasks?caseId=${person.id}`).expect(200);
      expect(
        (body.tasks as { kind: string; when: string }[]).map(({ kind, when }) => [kind, when]),
      ).toEqual(
        expect.arrayContaining([
          ['measure_ends', 'overdue'],
          ['measure_ends', 'coming'],
        ]),
      );
    });

    it('is no task while it is only asked for or has no end, and none any more once it ended', async () => {
      await aMeasure(officer, { untilOn: undefined });
      const asked = await aMeasure(officer, { to: 'asked' });
      expect(await tasks('measure_ends')).toEqual([]);
      await step(officer, asked, { untilOn: '2027-01-31' }).expect(204);
      expect(await tasks('measure_ends')).toMatchObject([{ subjectId: asked, due: '2027-01-17' }]);
      await step(officer, asked, { to: 'ended' }).expect(204);
      expect(await tasks('measure_ends')).toMatchObject([{ subjectId: asked, done: true }]);
    });

    it('gets a later end by a row that leaves the ends before readable, and its task follows', async () => {
      const id = await aMeasure(officer, { untilOn: '2026-11-22' });
      const late = await step(officer, id, { untilOn: '2027-02-28', authority: 'court' });
      expect(late.status).toBe(204);
      await step(legal, id, { untilOn: '2027-05-31', note: 'un an en tout' }).expect(204);
      expect(await tasks('measure_ends')).toMatchObject([
        { subjectId: id, due: '2027-05-17', for: officer.actor.userId, done: false },
      ]);
      const { body } = await officer.get(legalOf(person)).expect(200);
      expect(body.measures).toMatchObject([
        {
          state: 'granted',
          untilOn: '2027-05-31',
          firstUntilOn: '2026-11-22',
          next: ['ended', 'granted'],
          steps: [
            { to: 'granted', untilOn: null },
            { from: 'granted', to: 'granted', untilOn: '2027-02-28', detail: 'court' },
            { from: 'granted', to: 'granted', untilOn: '2027-05-31', note: 'un an en tout' },
          ],
        },
      ]);
      const page = await textOf(officer, `/people/${person.id}/legal`);
      expect(page).toContain('Prolongée le ven. 20 nov. 2026 jusqu’au lun. 31 mai 2027');
      expect(page).toContain('jusqu’au dim. 22 nov. 2026');
      expect(page).not.toContain('échue');
      expect(await textOf(officer, `/people/${person.id}`)).toContain('prolongée');
    });

    it('a later end is later, says until when, and only what is granted has one', async () => {
      const id = await aMeasure(officer);
      for (const [more, code] of [
        [{}, 'legal.extended_until'],
        [{ untilOn: '2026-12-31' }, 'legal.end_not_later'],
        [{ untilOn: '2026-12-30' }, 'legal.end_not_later'],
        [{ untilOn: '2026-11-19' }, 'legal.ends_before'],
        [{ untilOn: '2027-13-01' }, 'common.not_date'],
        [{ untilOn: '2027-01-31', on: '2026-11-26' }, 'legal.in_future'],
        [{ untilOn: '2027-01-31', to: 'ended' }, 'legal.end_of_granted'],
      ] as const) {
        const { status, body } = await step(officer, id, more);
        expect([more, status, codesOf({ body })]).toEqual([more, 422, [code]]);
      }
      expect(await tasks('measure_ends')).toMatchObject([{ due: '2026-12-17', done: false }]);
      await step(officer, id, { to: 'ended' }).expect(204);
      expect(codesOf(await step(officer, id, { untilOn: '2027-01-31' }).expect(422))).toEqual([
        'legal.no_such_step',
      ]);
    });

    it('is extended on its page, where a wrong date stays with a sentence beside it', async () => {
      const id = await aMeasure(officer);
      const at = `/people/${person.id}/legal/measures/${id}`;
      const form = await textOf(officer, `${at}/step`);
      expect(form).toContain('Interdiction de contact · accordée · jusqu’au jeu. 31 déc. 2026');
      expect(form).toContain('prolongée');
      expect(form).not.toContain('>accordée<');
      const typed = { to: 'granted', on: '2026-11-20', untilOn: '2026-12-30' };
      const wrong = await officer.submit(`${at}/steps`, typed).expect(422);
      expect(wrong.text).toContain('Une prolongation finit plus tard que la mesure');
      expect(wrong.text).toContain('value="2026-12-30"');
      await officer.submit(`${at}/steps`, { ...typed, untilOn: '2027-03-31' }).expect(303);
      expect(await tasks('measure_ends')).toMatchObject([{ due: '2027-03-17', done: false }]);
    });

    it('extended by two colleagues at once until the same day: one does, the other is told', async () => {
      const id = await aMeasure(officer);
      const both = await Promise.all(
        [officer, legal].map((by) => step(by, id, { untilOn: '2027-01-31' })),
      );
      expect(both.map(({ status }) => status).sort()).toEqual([204, 422]);
      expect((await tasks('measure_ends')).filter(({ done }) => !done)).toHaveLength(1);
    });

    it('PostgreSQL keeps its end: no row without it, none that shortens, none overwritten', async () => {
      const id = await aMeasure(officer);
      const insert = (until: string | null) =>
        mawa.transactions.run(officer.actor, (tx) =>
          tx.query(
            `INSERT INTO legal_steps (id, case_id, measure_id, from_state, to_state, on_day, until_on)
             VALUES (gen_random_uuid(), $1, $2, 'granted', 'granted', '2026-11-20', $3)`,
            [person.id, id, until],
          ),
        );
      await expect(insert(null)).rejects.toMatchObject({ constraint: 'legal_steps_extend_until' });
      await expect(insert('2026-12-01')).rejects.toMatchObject({
        constraint: 'measure_end_is_later',
      });
      await expect(
        mawa.transactions.run(officer.actor, (tx) =>
          tx.query(`UPDATE protection_measures SET until_on = '2027-01-01' WHERE id = $1`, [id]),
        ),
      ).rejects.toMatchObject({ code: '42501' });
    });

    it('is extended by nobody who does not write the legal part', async () => {
      const id = await aMeasure(officer);
      const stranger = await mawa.signIn('legal_officer');
      await step(stranger, id, { untilOn: '2027-01-31' }).expect(404);
      const manager = await mawa.signIn('shelter_manager');
      await step(manager, id, { untilOn: '2027-01-31' }).expect(403);
      expect(await tasks('measure_ends')).toMatchObject([{ due: '2026-12-17' }]);
    });
  });

  describe('the tasks of a proceeding', () => {
    it('end with the act of any colleague, and wait again where it was a mistake', async () => {
      const proceeding = await aProceeding(officer, person);
      const { body } = await aHearing(officer, proceeding, court).expect(201);
      const order = { kind: 'pay_wages', madeOn: '2026-11-20', dueOn: '2026-12-15' };
      const { body: made } = await officer.post(`${proceeding.path}/orders`, order).expect(201);
      const end = (to: string, detail: string) =>
        legal.post(`${proceeding.path}/hearings/${body.id}/end`, { to, detail }).expect(201);
      const carry = (more: object) =>
        legal.post(`${proceeding.path}/orders/${made.id}/steps`, { on: '2026-11-24', ...more });
      const at = `/people/${person.id}/legal/${proceeding.id}`;
      expect(await textOf(legal, `${at}/hearings/${body.id}/end`)).toMatch(
        /Pénal, comme victime · jeu. 26 nov. 2026 · Audience de jugement · Tribunal \d/,
      );
      expect(await textOf(legal, `${at}/orders/${made.id}/step`)).toContain(
        'Pénal, comme victime · Payer des salaires · à exécuter avant le mar. 15 déc. 2026',
      );
      await end('cancelled', 'court_decided');
      await carry({ to: 'carried_out', doneBy: 'bailiff' }).expect(204);
      expect(await tasks('hearing')).toMatchObject([{ done: true }]);
      expect(await tasks('court_order')).toMatchObject([{ done: true }]);
      await end('planned', 'entered_by_mistake');
      await carry({ to: 'made' }).expect(204);
      for (const kind of ['hearing', 'court_order']) {
        expect(await tasks(kind)).toMatchObject([{ for: officer.actor.userId, done: false }]);
      }
    });

    it('pass to the colleague who follows it from now on, whoever says so', async () => {
      const proceeding = await aProceeding(officer, person);
      await aHearing(officer, proceeding, court).expect(201);
      await officer
        .post(`${legalOf(person)}/measures`, {
          kind: 'contact_ban',
          to: 'granted',
          on: '2026-11-10',
          authority: 'court',
          untilOn: '2026-12-31',
          proceedingId: proceeding.id,
        })
        .expect(201);
      await officer
        .post(`${proceeding.path}/compensation`, {
          what: 'awarded',
          amount: '100',
          currency: 'MAD',
          on: '2026-11-20',
        })
        .expect(201);
      await legal.put(proceeding.path, { revision: 1, officerId: legal.actor.userId }).expect(204);
      for (const kind of ['hearing', 'measure_ends', 'award_unpaid']) {
        expect(await tasks(kind)).toMatchObject([{ for: legal.actor.userId, done: false }]);
      }
    });
  });

  describe('compensation that was awarded', () => {
    let proceeding: { id: string; path: string };
    beforeEach(async () => {
      proceeding = await aProceeding(legal, person);
    });
    const note = (what: string, amount: string, more: object = {}) =>
      officer.post(`${proceeding.path}/compensation`, {
        what,
        amount,
        currency: 'MAD',
        on: '2026-11-20',
        ...more,
      });
    const retract = (id: string) =>
      officer.post(`${proceeding.path}/compensation/${id}/retraction`).expect(204);
    const list = async (who = legal, query = '') =>
      (await who.get(`/api/v1/unpaid-awards${query}`).expect(200)).body;
    const mine = async () =>
      ((await list()).awards as { proceedingId: string }[]).filter(
        ({ proceedingId }) => proceedingId === proceeding.id,
      );

    it('is a task of whoever follows it, due a month later, until it is paid in full', async () => {
      await note('asked', '900').expect(201);
      expect(await tasks('award_unpaid')).toEqual([]);
      await note('awarded', '500.30').expect(201);
      const task = { subjectId: proceeding.id, due: '2026-12-20', for: legal.actor.userId };
      expect(await tasks('award_unpaid')).toMatchObject([{ ...task, done: false }]);
      mawa.clock.set('2026-12-21T09:00:00Z');
      const waits = await textOf(await mawa.signInAs(legal.email), '/tasks');
      expect(waits).toContain('Indemnisation accordée, pas encore payée : relancer');
      expect(waits).toContain(`/people/${person.id}/legal/${proceeding.id}#compensation`);
      mawa.clock.set(TONIGHT);
      await note('paid', '500').expect(201);
      expect(await tasks('award_unpaid')).toMatchObject([{ ...task, done: false }]);
      expect(await mine()).toMatchObject([
        {
          awarded: '500.30',
          paid: '500.00',
          unrecoverable: '0.00',
          outstanding: '0.30',
          currency: 'MAD',
          awardedOn: '2026-11-20',
          dueOn: '2026-12-20',
          overdue: false,
        },
      ]);
      const { body: last } = await note('paid', '0.30').expect(201);
      expect(await tasks('award_unpaid')).toMatchObject([{ ...task, done: true }]);
      expect(await mine()).toEqual([]);
      await retract(last.id);
      expect(await tasks('award_unpaid')).toMatchObject([{ ...task, done: false }]);
      expect(await mine()).toMatchObject([{ outstanding: '0.30' }]);
    });

    it('waits no longer for what will never be paid', async () => {
      await note('awarded', '500').expect(201);
      expect(codesOf(await note('unrecoverable', '500.01').expect(422))).toEqual([
        'legal.paid_more',
      ]);
      await note('paid', '100').expect(201);
      await note('unrecoverable', '250').expect(201);
      expect(await mine()).toMatchObject([{ unrecoverable: '250.00', outstanding: '150.00' }]);
      expect(await textOf(legal, '/legal/awards')).toContain('Ne sera pas payé');
      const { body: rest } = await note('unrecoverable', '150').expect(201);
      expect(await tasks('award_unpaid')).toMatchObject([{ done: true }]);
      const page = await textOf(officer, `/people/${person.id}/legal/${proceeding.id}`);
      expect(page).toContain('400,00 MAD');
      expect(page).not.toContain('Reste à payer');
      await retract(rest.id);
      expect(await tasks('award_unpaid')).toMatchObject([{ done: false }]);
    });

    it('a later award moves its day, and an award noted by mistake is no task', async () => {
      const { body: first } = await note('awarded', '500', { on: '2026-10-01' }).expect(201);
      expect(await tasks('award_unpaid')).toMatchObject([{ due: '2026-10-31' }]);
      expect(await mine()).toMatchObject([{ overdue: true }]);
      const { body: second } = await note('awarded', '700').expect(201);
      expect(await tasks('award_unpaid')).toMatchObject([{ due: '2026-12-20', done: false }]);
      await retract(second.id);
      expect(await tasks('award_unpaid')).toMatchObject([{ due: '2026-10-31', done: false }]);
      await retract(first.id);
      expect(await tasks('award_unpaid')).toMatchObject([{ done: true }]);
    });

    it('is still owed once the proceeding is closed', async () => {
      await note('awarded', '500').expect(201);
      for (const to of ['dismissed', 'closed']) {
        await legal.post(`${proceeding.path}/stages`, { to, on: '2026-11-20' }).expect(201);
      }
      expect(await tasks('award_unpaid')).toMatchObject([{ done: false }]);
      await note('paid', '500').expect(201);
      expect(await tasks('award_unpaid')).toMatchObject([{ done: true }]);
    });

    it('two payments at once that settle it end the task', async () => {
      await note('awarded', '100').expect(201);
      const answers = await Promise.all([
        note('paid', '50'),
        note('paid', '50'),
        note('paid', '50'),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 422]);
      expect(await tasks('award_unpaid')).toMatchObject([{ done: true }]);
      expect(await mine()).toEqual([]);
    });

    it('stands on a list with exact sums, the longest due first, by colleague and by day', async () => {
      const reader = await mawa.signIn('legal_officer');
      const other = await aPerson(officer);
      for (const { path } of [person, other]) {
        await officer.post(`${path}/access`, { userId: reader.actor.userId }).expect(204);
      }
      const theirs = await aProceeding(officer, other, { kind: 'labour', stage: 'filed' });
      await note('awarded', '0.10').expect(201);
      const add = (amount: string, on: string) =>
        officer
          .post(`${theirs.path}/compensation`, { what: 'awarded', amount, currency: 'MAD', on })
          .expect(201);
      await add('0.20', '2026-10-01');
      const all = await list(reader);
      expect(all).toMatchObject({
        total: 2,
        totals: [{ currency: 'MAD', count: 2, outstanding: '0.30' }],
        awards: [
          { proceedingId: theirs.id, caseNumber: other.caseNumber, overdue: true },
          { proceedingId: proceeding.id, caseNumber: person.caseNumber, overdue: false },
        ],
      });
      const ids = async (query: string) =>
        ((await list(reader, query)).awards as { proceedingId: string }[]).map(
          ({ proceedingId }) => proceedingId,
        );
      expect(await ids('?due=overdue')).toEqual([theirs.id]);
      expect(await ids(`?officer=${legal.actor.userId}`)).toEqual([proceeding.id]);
      for (const query of ['?due=soon', '?officer=moi']) {
        await reader.get(`/api/v1/unpaid-awards${query}`).expect(422);
      }
      const page = await textOf(reader, '/legal/awards');
      expect(page).toContain(other.caseNumber);
      expect(page).toContain('0,30 MAD');
      expect(page).toContain('en retard');
      for (const path of ['/hearings', `/people/${person.id}/legal`, '/']) {
        expect([path, (await textOf(reader, path)).includes('/legal/awards')]).toEqual([
          path,
          true,
        ]);
      }
      const arabic = await mawa.signIn('legal_officer', { language: 'ar' });
      await officer.post(`${person.path}/access`, { userId: arabic.actor.userId }).expect(204);
      const shown = await textOf(arabic, '/legal/awards');
      expect(shown).toContain('تعويضات تنتظر الأداء');
      expect(shown).not.toMatch(/legal:[a-z_.]+/);
      const file = await reader
        .post('/api/v1/exports', {
          list: 'unpaid-awards',
          format: 'csv',
          why: 'case_work',
          filters: { due: 'overdue' },
        })
        .expect(200);
      const csv = Buffer.isBuffer(file.body) ? file.body.toString('utf8') : file.text;
      expect(csv).toContain(';0,20;0;0;0,20;MAD');
      expect(csv).not.toContain('0,10');
      expect(csv).not.toContain(other.caseNumber);
    });

    it('is shown to nobody without the legal part of the case, by row-level security as well', async () => {
      await note('awarded', '500').expect(201);
      const stranger = await mawa.signIn('legal_officer');
      expect(await list(stranger)).toEqual({ awards: [], totals: [], total: 0, officers: [] });
      expect(await textOf(stranger, '/legal/awards')).toContain('Rien à payer');
      const manager = await mawa.signIn('shelter_manager');
      const finance = await mawa.signIn('finance_officer');
      for (const who of [manager, finance]) {
        await who.get('/api/v1/unpaid-awards').expect(403);
        await who.get('/legal/awards').expect(403);
      }
      await withRowSecurityAlone(mawa, async () => {
        expect((await list(manager)).awards).toEqual([]);
        expect((await list(finance)).total).toBe(0);
      });
    });
  });
});

import { aPerson, type TestPerson } from '../beneficiaries/test-people';
import { standsAt } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aCourt, aHearing, aProceeding, codesOf, legalOf } from './legal';

const NUMBER = '2026/2640/1187';
const LAWYER = 'Maître Hanane Zerouali';

describe('the proceedings of a person', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let person: TestPerson;
  let court: string;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    officer = await mawa.signIn('reintegration_officer');
    court = await aCourt(await mawa.signIn('legal_officer'));
    person = await aPerson(officer);
    await standsAt(mawa, '2026-11-24T23:10:00Z');
  });
  afterAll(() => mawa.stop());

  const read = async (path: string) => (await officer.get(path).expect(200)).body;

  it('are opened where they stand, with numbers that only the person’s key opens', async () => {
    const { path } = await aProceeding(officer, person, {
      courtId: court,
      prosecutorFile: NUMBER,
      courtFile: 'TPI-99',
      note: 'une note de dossier',
    });
    expect(await read(path)).toMatchObject({
      kind: 'criminal_victim',
      track: 'criminal',
      state: 'prosecution',
      prosecutorFile: NUMBER,
      courtFile: 'TPI-99',
      openedOn: '2026-11-02',
      officer: officer.actor.name,
      revision: 1,
      steps: [{ from: 'new', to: 'prosecution', on: '2026-11-02', note: 'une note de dossier' }],
      next: ['instruction', 'trial', 'dismissed'],
    });
    const { rows } = await mawa.admin.query<{ text: string }>(
      `SELECT string_agg(t.text, ' ') AS text FROM (SELECT p::text FROM proceedings p UNION ALL SELECT s::text FROM legal_steps s
         UNION ALL SELECT body FROM audit_log UNION ALL SELECT answer::text FROM request_ids) t (text)`,
    );
    for (const word of [NUMBER, 'TPI-99', 'une note de dossier']) {
      expect(rows[0]!.text).not.toContain(word);
    }
    const audit = await mawa.admin.query(
      `SELECT DISTINCT action FROM audit_log WHERE action LIKE 'legal.%' ORDER BY 1`,
    );
    expect(audit.rows.map(({ action }) => action)).toEqual(['legal.open', 'legal.read']);
  });

  it('go on by legal steps alone, each a row with its day, and end', async () => {
    const { path } = await aProceeding(officer, person, { kind: 'civil', stage: 'filed' });
    const step = (to: string, on = '2026-11-20') => officer.post(`${path}/stages`, { to, on });
    expect(codesOf(await step('final').expect(422))).toEqual(['legal.no_such_step']);
    expect(codesOf(await step('trial', '2026-11-25').expect(422))).toEqual(['legal.in_future']);
    expect(codesOf(await step('trial', '2026-02-31').expect(422))).toEqual(['common.not_date']);
    for (const to of ['trial', 'judged', 'appeal', 'appealed', 'final', 'closed']) {
      await step(to).expect(201);
    }
    const { steps, state, next } = await read(path);
    expect(state).toBe('closed');
    expect(next).toEqual([]);
    expect(steps.map(({ to }: { to: string }) => to)).toEqual([
      'filed',
      'trial',
      'judged',
      'appeal',
      'appealed',
      'final',
      'closed',
    ]);
    expect(codesOf(await step('filed').expect(422))).toEqual(['legal.no_such_step']);
    expect(codesOf(await aHearing(officer, { path }, court).expect(409))).toEqual([
      'legal.is_closed',
    ]);
  });

  it('a criminal one that was dismissed opens again; an administrative one has its own way', async () => {
    const { path } = await aProceeding(officer, person, { stage: 'filed' });
    for (const to of ['dismissed', 'inquiry', 'prosecution']) {
      await officer.post(`${path}/stages`, { to, on: '2026-11-20' }).expect(201);
    }
    const stay = await aProceeding(officer, person, { kind: 'residence', stage: 'review' });
    expect((await read(stay.path)).next).toEqual(['granted', 'refused']);
    const wrong = { kind: 'residence', stage: 'prosecution', openedOn: '2026-11-02' };
    expect(codesOf(await officer.post(legalOf(person), wrong).expect(422))).toEqual([
      'legal.no_such_start',
    ]);
  });

  it('two colleagues who note the next step at once: one does, the other is told', async () => {
    const { id, path } = await aProceeding(officer, person, { stage: 'filed' });
    const other = await mawa.signIn('case_supervisor');
    await officer.post(`${person.path}/access`, { userId: other.actor.userId }).expect(204);
    const both = await Promise.all([
      officer.post(`${path}/stages`, { to: 'inquiry', on: '2026-11-20' }),
      other.post(`${path}/stages`, { to: 'dismissed', on: '2026-11-20' }),
    ]);
    const { rows } = await mawa.admin.query(
      'SELECT to_state FROM legal_steps WHERE proceeding_id = $1 ORDER BY place',
      [id],
    );
    const won = both.filter(({ status }) => status === 201);
    // Either one wins; where both got through one after the other, the second followed the first.
    expect(won.length).toBeGreaterThanOrEqual(1);
    expect(rows.length).toBe(1 + won.length);
    const lost = both.filter(({ status }) => status !== 201);
    for (const answer of lost) {
      expect(['legal.moved_on', 'legal.no_such_step']).toContain(codesOf(answer)[0]);
    }
  });

  it('no state is written past the steps, and no record stands without its first one', async () => {
    const { id } = await aProceeding(officer, person, { stage: 'filed' });
    await expect(
      mawa.transactions.run(officer.actor, (tx) =>
        tx.query(`UPDATE proceedings SET state = 'closed' WHERE id = $1`, [id]),
      ),
    ).rejects.toMatchObject({ code: '42501' });
    await expect(
      mawa.transactions.run(officer.actor, (tx) =>
        tx.query(
          `INSERT INTO proceedings (id, case_id, kind, opened_on, officer_id) VALUES (gen_random_uuid(), $1, 'civil', '2026-11-01', $2)`,
          [person.id, officer.actor.userId],
        ),
      ),
    ).rejects.toMatchObject({ constraint: 'legal_record_has_begun' });
    await expect(
      mawa.transactions.run(officer.actor, (tx) =>
        tx.query(
          `INSERT INTO legal_steps (id, case_id, proceeding_id, from_state, to_state, on_day) VALUES (gen_random_uuid(), $1, $2, 'filed', 'final', '2026-11-20')`,
          [person.id, id],
        ),
      ),
    ).rejects.toMatchObject({ constraint: 'legal_step_is_legal' });
  });

  it('are completed by whoever saw them last: the second of two is told', async () => {
    const { path } = await aProceeding(officer, person);
    const given = { revision: 1, courtId: court, prosecutorFile: NUMBER };
    await officer.put(path, given).expect(204);
    expect(await read(path)).toMatchObject({
      revision: 2,
      prosecutorFile: NUMBER,
      court: { id: court },
    });
    expect(codesOf(await officer.put(path, given).expect(409))).toEqual(['legal.saved_by_another']);
    const stranger = await mawa.signIn('legal_officer');
    const hers = { ...given, revision: 2, officerId: stranger.actor.userId };
    expect(codesOf(await officer.put(path, hers).expect(422))).toEqual([
      'legal.officer_without_file',
    ]);
  });

  it('have a lawyer and an interpreter, their names under the person’s key', async () => {
    const { path } = await aProceeding(officer, person);
    const add = (more: object) => officer.post(`${path}/contacts`, more);
    const { body } = await add({ role: 'lawyer', name: LAWYER, phone: '+212 537 00 11 22' }).expect(
      201,
    );
    await add({ role: 'interpreter', name: 'Awa', language: 'bam' }).expect(201);
    for (const [more, code] of [
      [{ role: 'lawyer' }, 'legal.contact_of_nobody'],
      [{ role: 'judge', name: 'X' }, 'common.not_choice'],
      [{ role: 'lawyer', name: 'X', phone: 'appelez-moi' }, 'legal.bad_phone'],
      [{ role: 'interpreter', name: 'X', language: 'xxq' }, 'common.not_choice'],
      [{ role: 'lawyer', organisationId: person.id }, 'legal.unknown_organisation'],
      [{ role: 'lawyer', name: 'a\0b' }, 'common.broken_text'],
    ] as const) {
      expect([more, codesOf(await add(more).expect(422))]).toEqual([more, [code]]);
    }
    expect((await read(path)).contacts).toMatchObject([
      { role: 'lawyer', name: LAWYER, phone: '+212 537 00 11 22', endedAt: null },
      { role: 'interpreter', name: 'Awa', language: 'bam' },
    ]);
    await officer.post(`${path}/contacts/${body.id}/end`).expect(204);
    await officer.post(`${path}/contacts/${body.id}/end`).expect(404);
    const { rows } = await mawa.admin.query<{ text: string }>(
      `SELECT string_agg(encode(name, 'escape'), ' ') AS text FROM proceeding_contacts`,
    );
    expect(rows[0]!.text).not.toContain('Zerouali');
  });

  describe('measures of protection', () => {
    it('are asked, granted, ended, each step by an authority', async () => {
      const path = `${legalOf(person)}/measures`;
      const asked = { kind: 'contact_ban', to: 'asked', on: '2026-11-10', authority: 'prosecutor' };
      const { body } = await officer.post(path, asked).expect(201);
      const step = (to: string, more: object = {}) =>
        officer.post(`${path}/${body.id}/steps`, { to, on: '2026-11-12', ...more });
      expect(codesOf(await step('ended').expect(422))).toEqual(['legal.no_such_step']);
      await step('granted', { authority: 'court', note: 'six mois' }).expect(204);
      await step('ended').expect(204);
      expect(codesOf(await step('granted').expect(422))).toEqual(['legal.no_such_step']);
      const { measures } = await read(legalOf(person));
      expect(measures.find(({ id }: { id: string }) => id === body.id)).toMatchObject({
        kind: 'contact_ban',
        kindVersion: 1,
        state: 'ended',
        steps: [
          { to: 'asked', detail: 'prosecutor' },
          { to: 'granted', detail: 'court', note: 'six mois' },
          { to: 'ended' },
        ],
      });
      for (const [more, code] of [
        [{ kind: 'moat' }, 'common.not_choice'],
        [{ untilOn: '2026-11-01' }, 'legal.ends_before'],
        [{ on: '2027-01-01' }, 'legal.in_future'],
        [{ authority: 'mayor' }, 'common.not_choice'],
      ] as const) {
        const { body: answer, status } = await officer.post(path, { ...asked, ...more });
        expect([more, status, codesOf({ body: answer })]).toEqual([more, 422, [code]]);
      }
    });
  });

  describe('what a court ordered', () => {
    const tasksOf = async (kind: string) => {
      const { body } = await officer.get(`/api/v1/tasks?caseId=${person.id}&whose=all`).expect(200);
      return (body.tasks as { kind: string; when: string; subjectId: string }[]).filter(
        (task) => task.kind === kind,
      );
    };

    it('is a task until it is carried out, overdue after its day', async () => {
      const { path } = await aProceeding(officer, person);
      const order = {
        kind: 'pay_wages',
        madeOn: '2026-11-20',
        dueOn: '2026-11-25',
        text: 'verser',
      };
      const { body } = await officer.post(`${path}/orders`, order).expect(201);
      expect(await tasksOf('court_order')).toMatchObject([{ when: 'coming', subjectId: body.id }]);
      mawa.clock.set('2026-11-27T09:00:00Z');
      const later = await mawa.signInAs(officer.email);
      const { body: file } = await later.get(path).expect(200);
      expect(file.orders).toMatchObject([{ state: 'made', overdue: true, text: 'verser' }]);
      const page = await later.get(`/people/${person.id}/legal`).expect(200);
      expect(page.text).toContain('1 décision en retard');
      const { body: all } = await later.get(`/api/v1/tasks?caseId=${person.id}&whose=all`);
      expect(all.tasks.find(({ kind }: { kind: string }) => kind === 'court_order')).toMatchObject({
        when: 'overdue',
      });
      const step = (more: object) => later.post(`${path}/orders/${body.id}/steps`, more);
      const done = { to: 'carried_out', on: '2026-11-26' };
      expect(codesOf(await step(done).expect(422))).toEqual(['legal.by_whom']);
      expect(
        codesOf(await step({ ...done, on: '2026-11-19', doneBy: 'bailiff' }).expect(422)),
      ).toEqual(['legal.before_made']);
      await step({ ...done, doneBy: 'bailiff' }).expect(204);
      mawa.clock.set('2026-11-24T23:10:00Z');
      expect(await tasksOf('court_order')).toEqual([]);
    });

    it('with a time that ends before it was made is refused', async () => {
      const { path } = await aProceeding(officer, person);
      const order = { kind: 'pay_wages', madeOn: '2026-11-20', dueOn: '2026-11-19' };
      expect(codesOf(await officer.post(`${path}/orders`, order).expect(422))).toEqual([
        'legal.due_before_made',
      ]);
      expect(
        codesOf(
          await officer
            .post(`${path}/orders`, { ...order, kind: 'tea', dueOn: undefined })
            .expect(422),
        ),
      ).toEqual(['common.not_choice']);
    });
  });

  describe('compensation', () => {
    const add = (path: string, what: string, amount: string, more: object = {}) =>
      officer.post(`${path}/compensation`, {
        what,
        amount,
        currency: 'MAD',
        on: '2026-11-20',
        ...more,
      });

    it('is kept to the cent: the last word of what was asked and awarded, the sum of what was paid', async () => {
      const { id, path } = await aProceeding(officer, person);
      await add(path, 'asked', '80000').expect(201);
      await add(path, 'asked', '120000.10').expect(201);
      expect(codesOf(await add(path, 'paid', '1').expect(422))).toEqual(['legal.paid_more']);
      await add(path, 'awarded', '50000.30').expect(201);
      await add(path, 'paid', '0.10').expect(201);
      await add(path, 'paid', '0.20').expect(201);
      const { body: last } = await add(path, 'paid', '50000').expect(201);
      expect(codesOf(await add(path, 'paid', '0.01').expect(422))).toEqual(['legal.paid_more']);
      expect(codesOf(await add(path, 'awarded', '50000.29').expect(422))).toEqual([
        'legal.paid_more',
      ]);
      expect(codesOf(await add(path, 'asked', '5', { currency: 'EUR' }).expect(422))).toEqual([
        'legal.one_currency',
      ]);
      const page = await officer.get(`/people/${person.id}/legal/${id}`).expect(200);
      expect(page.text.replaceAll(/[\u00a0\u202f]/g, ' ')).toContain('50 000,30 MAD');
      await officer.post(`${path}/compensation/${last.id}/retraction`).expect(204);
      await officer.post(`${path}/compensation/${last.id}/retraction`).expect(404);
      const shown = await officer.get(`/people/${person.id}/legal/${id}`).expect(200);
      // 50,000.30 less 0.10 and 0.20.
      expect(shown.text.replaceAll(/[\u00a0\u202f]/g, ' ')).toMatch(
        /Reste à payer :<\/strong> <bdi>50 000,00 MAD/,
      );
    });

    it('two payments at once are never more than was awarded', async () => {
      const { path } = await aProceeding(officer, person);
      await add(path, 'awarded', '100').expect(201);
      const answers = await Promise.all(Array.from({ length: 6 }, () => add(path, 'paid', '60')));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422, 422, 422]);
    });

    it('bad amounts get a sentence', async () => {
      const { path } = await aProceeding(officer, person);
      for (const amount of ['-5', '0', '1,5', '1e5', 'NaN', '12345678901', '1.234']) {
        const { status, body } = await add(path, 'asked', amount);
        expect([amount, status, codesOf({ body })]).toEqual([amount, 422, ['common.not_amount']]);
      }
      expect(codesOf(await add(path, 'asked', '').expect(422))).toEqual(['common.required']);
      expect(codesOf(await add(path, 'asked', '5', { on: '2026-12-01' }).expect(422))).toEqual([
        'legal.in_future',
      ]);
    });
  });

  describe('the accused', () => {
    const group = (more: object = {}) => ({
      sex: 'male',
      ageGroup: '26_35',
      nationality: 'MA',
      education: 'primary',
      count: 2,
      ...more,
    });

    it('are counts, of which the last revision counts', async () => {
      const { path } = await aProceeding(officer, person);
      const put = (revision: number, counts: object[]) =>
        officer.put(`${path}/accused`, { revision, counts });
      await put(0, [
        group(),
        group({ count: 1 }),
        group({ sex: 'female', nationality: 'unknown' }),
      ]).expect(200);
      expect((await read(path)).accused).toMatchObject([
        { ...group({ sex: 'female', nationality: 'unknown' }), revision: 1 },
        { ...group({ count: 3 }), revision: 1 },
      ]);
      expect(codesOf(await put(0, [group()]).expect(409))).toEqual(['legal.saved_by_another']);
      await put(1, []).expect(200);
      expect((await read(path)).accused).toMatchObject([{ count: 0, revision: 2 }]);
      const both = await Promise.all([put(2, [group()]), put(2, [group({ count: 5 })])]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    });

    it('have no place for a name, and stand in criminal proceedings alone', async () => {
      const { path } = await aProceeding(officer, person);
      const put = (counts: object[]) => officer.put(`${path}/accused`, { revision: 0, counts });
      for (const [more, code] of [
        [{ name: 'Rachid' }, 'common.unknown_field'],
        [{ nationality: 'Rachid' }, 'common.not_choice'],
        [{ nationality: 'ZZ' }, 'common.not_choice'],
        [{ education: 'Rachid' }, 'common.not_choice'],
        [{ count: 501 }, 'common.too_big'],
        [{ count: -1 }, 'common.too_small'],
        [{ count: 1.5 }, 'common.not_whole'],
      ] as const) {
        const { status, body } = await put([group(more)]);
        expect([more, status, codesOf({ body })]).toEqual([more, 422, [code]]);
      }
      const civil = await aProceeding(officer, person, { kind: 'civil', stage: 'filed' });
      expect(
        codesOf(
          await officer
            .put(`${civil.path}/accused`, { revision: 0, counts: [group()] })
            .expect(422),
        ),
      ).toEqual(['legal.nobody_is_accused']);
    });

    it('are written on a page that needs no script', async () => {
      const { id, path } = await aProceeding(officer, person);
      const page = await officer.get(`/people/${person.id}/legal/${id}/accused`).expect(200);
      expect(page.text).toContain('counts.2.count');
      const fields = Object.fromEntries(
        Object.entries(group()).map(([name, value]) => [`counts.0.${name}`, String(value)]),
      );
      await officer
        .submit(`/people/${person.id}/legal/${id}/accused`, { revision: '0', ...fields })
        .expect(303);
      expect((await read(path)).accused).toMatchObject([{ ...group(), revision: 1 }]);
      const wrong = await officer
        .submit(`/people/${person.id}/legal/${id}/accused`, {
          revision: '1',
          ...fields,
          'counts.0.count': 'deux',
        })
        .expect(422);
      expect(wrong.text).toContain('value="deux"');
    });
  });

  it('every form keeps what was typed and says beside the field what is wrong', async () => {
    const { id } = await aProceeding(officer, person);
    const at = `/people/${person.id}/legal`;
    for (const page of [
      `${at}/new`,
      `${at}/measures/new`,
      `${at}/${id}`,
      `${at}/${id}/edit`,
      `${at}/${id}/stages/new`,
      `${at}/${id}/hearings/new`,
      `${at}/${id}/orders/new`,
      `${at}/${id}/contacts/new`,
      `${at}/${id}/compensation/new`,
      `${at}/${id}/accused`,
    ]) {
      const { text } = await officer.get(page).expect(200);
      expect([page, text.match(/legal:[a-z_.]+/g)]).toEqual([page, null]);
    }
    const bad = await officer
      .submit(`${at}/${id}/compensation`, {
        what: 'asked',
        amount: 'beaucoup',
        currency: 'MAD',
        on: '2026-11-20',
      })
      .expect(422);
    expect(bad.text).toContain('value="beaucoup"');
    await officer
      .submit(`${at}/${id}/compensation`, {
        what: 'asked',
        amount: '1 250,50',
        currency: 'MAD',
        on: '2026-11-20',
      })
      .expect(303);
    expect((await read(`${legalOf(person)}/${id}`)).amounts).toMatchObject([{ amount: '1250.50' }]);
    const opened = await officer
      .submit(at, {
        kind: 'labour',
        stage: 'preparing',
        openedOn: '2026-11-24',
        officerId: officer.actor.userId,
      })
      .expect(303);
    expect(opened.headers.location).toMatch(new RegExp(`^${at}/[0-9a-f-]{36}$`));
  });
});

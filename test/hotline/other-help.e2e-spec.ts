import { startApp, type SignedIn, type TestApp } from '../support/app';
import { standsAt } from '../shelter-beds/house';
import { agrees, aPartner, asking, hasPlaces } from '../referrals/partners';
import { aCall, aHouse, aLine, type TestLine } from './hotline';

const one = (id: string) => `/api/v1/hotline/calls/${id}`;
const SHE = { sex: 'female', age: 31, accessNeed: 'none', name: 'Salima' };

interface Help {
  readonly id: string;
  readonly service: string;
  readonly how: string | null;
}

describe('from a call to other help than a bed', () => {
  let mawa: TestApp;
  let line: TestLine;
  let lawyers: string;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    line = await aLine(mawa);
    await aHouse(mawa);
    lawyers = await aPartner(mawa, { name: 'Barreau solidaire', partnerType: 'legal' });
    await hasPlaces(line.officer, lawyers, 50, 'legal').expect(201);
  });
  afterAll(() => mawa.stop());

  const calm = (who: SignedIn = line.operator, facts: object = {}) =>
    aCall(who, {
      type: 'information',
      language: 'ary',
      danger: 'no',
      medical: 'no',
      no_place: 'no',
      ...facts,
    });
  const place = (callId: string, body: object, requestId?: string) =>
    line.operator.post(`${one(callId)}/placement`, body, requestId);
  const row = async (sql: string, ...params: unknown[]) =>
    (await mawa.admin.query(sql, params)).rows[0] as Record<string, unknown>;
  const counts = () =>
    row(`SELECT (SELECT count(*)::int FROM cases) AS cases, (SELECT count(*)::int FROM bed_requests) AS requests,
                (SELECT count(*)::int FROM help_asked) AS help, (SELECT count(*)::int FROM call_links) AS links,
                (SELECT count(*)::int FROM tasks WHERE kind = 'help_asked') AS tasks`);
  const taskOf = (caseId: string) =>
    row(
      `SELECT for_user AS "forUser", due_at AS "dueAt", done_at IS NOT NULL AS done FROM tasks WHERE kind = 'help_asked' AND case_id = $1`,
      caseId,
    );
  const helpOf = async (caseId: string, who: SignedIn = line.officer) =>
    (await who.get(`/api/v1/people/${caseId}/help-asked`).expect(200)).body as Help[];
  const answer = (id: string, body: object = { reason: 'given_here' }, who = line.officer) =>
    who.post(`/api/v1/help-asked/${id}/answer`, body);

  /** A file opened for this help alone; the line's one officer has it. */
  async function asked(...help: string[]): Promise<string> {
    const { body } = await place(await calm(), { people: [SHE], help, noBed: true }).expect(201);
    const [caseNumber] = body.caseNumbers as [string];
    return (await row('SELECT id FROM cases WHERE case_number = $1', caseNumber)).id as string;
  }

  it('without a bed: the file is opened, linked and handed on, once however often it is pressed', async () => {
    const id = await calm();
    const before = await counts();
    const body = { people: [SHE], help: ['legal', 'papers', 'legal'], noBed: true };
    const done = await place(id, body, 'aide-sans-lit').expect(201);
    expect(done.body).toMatchObject({
      requestId: null,
      held: null,
      helpAsked: true,
      handedOn: true,
      caseNumbers: [expect.stringMatching(/^M-/)],
    });
    expect((await place(id, body, 'aide-sans-lit').expect(201)).body).toEqual(done.body);
    const twice = await place(id, body, 'une-autre-fois');
    expect([twice.status, twice.body.code]).toEqual([409, 'hotline.opened_already']);
    expect(await counts()).toEqual({
      cases: Number(before.cases) + 1,
      requests: before.requests,
      help: Number(before.help) + 2,
      links: Number(before.links) + 1,
      tasks: Number(before.tasks) + 1,
    });
    const call = await line.operator.get(one(id)).expect(200);
    expect(
      call.body.steps.map(({ step, people }: { step: string; people: number }) => [step, people]),
    ).toEqual([
      ['case', 1],
      ['help', 1],
    ]);
    const page = await line.operator.get(`/hotline/calls/${id}`).expect(200);
    expect(page.text).toContain('Autre aide demandée');
    const { rows } = await mawa.admin.query<{ name: string }>(
      `SELECT column_name AS name FROM information_schema.columns WHERE table_name IN ('help_asked', 'help_answers') AND column_name LIKE '%call%'`,
    );
    expect(rows).toEqual([]);
    expect((await line.supervisor.get('/api/v1/hotline/figures')).body.became).toEqual({
      case: 1,
      request: 0,
      hold: 0,
      help: 1,
    });
  });

  it('with a bed: the same press holds it and asks for help, due today where a doctor is needed', async () => {
    const id = await calm(line.operator, { type: 'emergency', medical: 'yes', no_place: 'yes' });
    const people = [SHE, { sex: 'female', age: 8, accessNeed: 'none' }];
    const looked = await line.operator.post(`${one(id)}/beds`, { people }).expect(200);
    const { beds } = looked.body.proposals[0] as { beds: string[] };
    const { body } = await place(id, { people, beds, help: ['medical'] }).expect(201);
    expect(body).toMatchObject({ helpAsked: true, handedOn: true });
    expect(body.held).not.toBeNull();
    expect(
      (await line.operator.get(one(id))).body.steps.map((s: { step: string }) => s.step),
    ).toEqual(['case', 'request', 'hold', 'help']);
    const { rows } = await mawa.admin.query<{ id: string; name: string }>(
      `SELECT c.id, c.age_at_registration AS age, h.service, h.urgent, h.due_at = h.asked_at AS today
         FROM cases c LEFT JOIN help_asked h ON h.case_id = c.id WHERE c.case_number = ANY ($1) ORDER BY 2 DESC`,
      [body.caseNumbers],
    );
    // Of the first of them.
    expect(rows).toMatchObject([
      { age: 31, service: 'medical', urgent: true, today: true },
      { age: 8, service: null },
    ]);
    expect((await taskOf(rows[0]!.id)).dueAt).toEqual(new Date('2026-11-24T23:10:00Z'));
    const file = await line.officer.get(`/people/${rows[0]!.id}`).expect(200);
    expect(file.text).toMatch(
      /notice--danger[\s\S]*Demandé au téléphone depuis[^<]*Soins médicaux/,
    );
  });

  it('what cannot be asked for gets a sentence beside the field, and nothing is opened', async () => {
    const id = await calm();
    const before = await counts();
    const refused = async (more: object) => {
      const { status, body } = await place(id, { people: [SHE], ...more });
      return [status, body.code, (body.errors as { field: string }[] | undefined)?.[0]?.field];
    };
    const unknown = await refused({ noBed: true, help: ['legal', 'astrology'] });
    expect(unknown).toEqual([422, 'common.not_choice', 'help']);
    expect((await refused({ noBed: true, help: ['DROP TABLE'] }))[0]).toBe(422);
    expect((await refused({ noBed: true, help: 'x'.repeat(50) }))[0]).toBe(422);
    expect((await refused({ help: { legal: true } }))[0]).toBe(422);
    expect(await refused({ noBed: true })).toEqual([422, 'hotline.help_needed', 'help']);
    expect(await refused({ noBed: true, help: [] })).toEqual([422, 'hotline.help_needed', 'help']);
    const beds = ['00000000-0000-4000-8000-0000000000ff'];
    expect(await refused({ noBed: true, help: ['legal'], beds })).toEqual([
      422,
      'hotline.bed_or_none',
      'beds',
    ]);
    expect(await counts()).toEqual(before);
    await line.colleague
      .post(`${one(id)}/placement`, { people: [SHE], help: ['legal'], noBed: true })
      .expect(403);
  });

  it('the operator has nothing of the file, and only those who hold it read or answer what was asked', async () => {
    const caseId = await asked('papers');
    const path = `/api/v1/people/${caseId}/help-asked`;
    await line.operator.get(path).expect(403);
    const seenBy = (who: SignedIn) =>
      mawa.transactions.run(who.actor, async (tx) =>
        tx.query('SELECT 1 FROM help_asked WHERE case_id = $1', [caseId]),
      );
    expect(await seenBy(line.operator)).toEqual([]);
    expect(await seenBy(line.officer)).toHaveLength(1);
    const other = await mawa.signIn('reintegration_officer');
    const programme = await mawa.signIn('programme_officer');
    expect(await seenBy(other)).toEqual([]);
    await other.get(path).expect(404);
    await programme.get(path).expect(403);
    const [help] = await helpOf(caseId);
    await answer(help!.id, { reason: 'given_here' }, other).expect(404);
    await answer(help!.id, { reason: 'given_here' }, programme).expect(403);
    await answer(help!.id, { reason: 'given_here' }, line.operator).expect(403);
    const said = (how: string) =>
      mawa.transactions.run(line.officer.actor, (tx) =>
        tx.query(`INSERT INTO help_answers (help_id, case_id, how) VALUES ($1, $2, $3)`, [
          help!.id,
          caseId,
          how,
        ]),
      );
    // That it was referred is said by the referral alone.
    await expect(said('referred')).rejects.toMatchObject({ code: '42501' });
    expect(await taskOf(caseId)).toMatchObject({ forUser: line.officer.actor.userId, done: false });
  });

  it('the officer sees it with a link that has the help chosen; a referral answers it, a word the rest, and the task is done', async () => {
    const caseId = await asked('legal', 'papers');
    expect((await taskOf(caseId)).dueAt).toEqual(new Date('2026-11-27T23:10:00Z'));
    const todo = await line.officer.get('/tasks').expect(200);
    expect(todo.text).toContain('Une aide demandée au téléphone : orienter');
    const file = await line.officer.get(`/people/${caseId}`).expect(200);
    expect(file.text).toContain('Demandé au téléphone : Aide juridique');
    const tab = await line.officer.get(`/people/${caseId}/referrals`).expect(200);
    const chosen = `/people/${caseId}/referrals/new?service=legal`;
    expect(tab.text.replaceAll('&#x3D;', '=')).toContain(`href="${chosen}"`);
    expect((await line.officer.get(chosen).expect(200)).text).toContain('Barreau solidaire');

    await agrees(line.officer, caseId, lawyers);
    const { body: sent } = await line.officer
      .post(`/api/v1/people/${caseId}/referrals`, asking(lawyers, { service: 'legal' }))
      .expect(201);
    expect(await helpOf(caseId)).toMatchObject([
      { service: 'papers', how: null },
      { service: 'legal', how: 'referred', referralId: sent.id },
    ]);
    expect((await taskOf(caseId)).done).toBe(false);

    const [papers, legal] = (await helpOf(caseId)) as [Help, Help];
    const refused = async (id: string, body: object) => {
      const { status, body: said } = await answer(id, body);
      return [status, said.errors?.[0]?.code ?? said.code];
    };
    expect(await refused(papers.id, { reason: 'because' })).toEqual([422, 'referrals.help_how']);
    expect(await refused(legal.id, { reason: 'not_wanted' })).toEqual([409, 'referrals.help_over']);
    await line.officer
      .submit(`/help-asked/${papers.id}/answer`, { reason: 'not_wanted' })
      .expect(303)
      .expect('location', `/people/${caseId}/referrals`);
    expect((await taskOf(caseId)).done).toBe(true);
    const after = await line.officer.get(`/people/${caseId}`).expect(200);
    expect(after.text).not.toContain('sans suite encore');
    expect(after.text).toContain('plus souhaitée : Papiers et séjour');
    const { rows } = await mawa.admin.query<{ action: string }>(
      `SELECT action FROM audit_log WHERE $1 = ANY (subject_ids) AND action LIKE 'referrals.help%' ORDER BY 1`,
      [caseId],
    );
    expect(rows.map(({ action }) => action)).toEqual(['referrals.help_ask', 'referrals.help_done']);
    const given = await line.officer.post(`/api/v1/people/${caseId}/rights/file.json`).expect(200);
    expect(given.body.records.help_asked).toHaveLength(2);
    expect(given.body.records.help_answers).toHaveLength(2);
  });

  it('the last two answered in the same moment close the task; one answered by two, once', async () => {
    const caseId = await asked('legal', 'papers');
    await agrees(line.officer, caseId, lawyers);
    const [first, second] = (await helpOf(caseId)) as [Help, Help];
    const papers = first.service === 'papers' ? first : second;
    const results = await Promise.all([
      line.officer.post(
        `/api/v1/people/${caseId}/referrals`,
        asking(lawyers, { service: 'legal' }),
      ),
      answer(papers.id),
      answer(papers.id, { reason: 'not_wanted' }),
    ]);
    const statuses = results.map(({ status }) => status);
    expect(statuses[0]).toBe(201);
    expect(statuses.slice(1).sort()).toEqual([201, 409]);
    expect((await taskOf(caseId)).done).toBe(true);
  });

  it('an erased person leaves nothing of what she asked for', async () => {
    const caseId = await asked('legal', 'papers');
    const [help] = await helpOf(caseId);
    await answer(help!.id).expect(201);
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    const left = async () =>
      (
        await row(
          `SELECT (SELECT count(*)::int FROM help_asked) + (SELECT count(*)::int FROM help_answers) AS n`,
        )
      ).n as number;
    const before = await left();
    await mawa.admin.query('BEGIN');
    await mawa.admin.query(
      `SELECT set_config('mawa.now', $1, true), set_config('mawa.tonight', '2026-11-24', true), set_config('mawa.actor', $2, true)`,
      [mawa.clock.now().toISOString(), line.officer.actor.userId],
    );
    await mawa.admin.query('SELECT wipe_case($1)', [caseId]);
    await mawa.admin.query('COMMIT');
    expect(await left()).toBe(before - 3);
  });

  it('on the page: beside the beds, ticked and kept, with a sentence where nothing is ticked', async () => {
    const id = await calm();
    const bed = `/hotline/calls/${id}/bed`;
    const fields = { 'people.0.sex': 'female', 'people.0.age': '31', 'people.0.name': 'Salima' };
    const first = await line.operator.get(bed).expect(200);
    expect(first.text).toContain('Pas besoin de lit : ouvrir le dossier et le confier');
    expect(first.text).toContain('Aide juridique');
    expect(first.text).not.toContain('other-help" open');
    await line.operator.submit(bed, { act: 'look', ...fields, help: ['legal', 'job'] }).expect(200);
    const back = await line.operator.get(bed).expect(200);
    expect(back.text).toMatch(/name="help" value="legal" checked/);
    expect(back.text).not.toMatch(/name="help" value="papers" checked/);
    expect((await line.operator.get(one(id))).body.words.help).toEqual(['legal', 'job']);
    const before = await counts();
    const none = await line.operator.submit(bed, { act: 'help', ...fields }).expect(422);
    expect(none.text).toContain('href="#f-help"');
    expect(none.text).toContain('Cochez au moins une aide, ou demandez un lit.');
    expect(none.text).toContain('value="Salima"');
    const wrong = await line.operator.submit(bed, { act: 'help', ...fields, help: 'astrology' });
    expect([wrong.status, wrong.text.includes('id="e-help"')]).toEqual([422, true]);
    expect(await counts()).toEqual(before);
    // Somebody of whom nothing is known is asked for as well, between two who are known.
    const blank = {
      'people.0.sex': '',
      'people.0.age': '',
      'people.1.sex': '',
      'people.2.age': '8',
    };
    await line.operator.submit(bed, { act: 'look', ...blank }).expect(200);
    expect((await line.operator.get(one(id))).body.words.people).toMatchObject([
      { sex: null, age: null },
      { sex: null, age: null },
      { age: 8 },
    ]);
    const done = await line.operator
      .submit(bed, { act: 'help', ...fields, help: 'legal', _request: 'une-aide-1' })
      .expect(200);
    expect(done.text).toContain('C’est fait');
    expect(done.text).toContain('Aide juridique');
    expect(done.text).toContain('aucun lit n’a été demandé');
    const end = await line.operator.get(`/hotline/calls/${id}/end`).expect(200);
    expect(end.text).toMatch(/btn-primary" name="outcome" value="oriented"/);
  });

  it('in Arabic and in English too', async () => {
    for (const [language, kind, button] of [
      ['ar', 'مساعدة قانونية', 'لا حاجة إلى سرير: فتح الملف وتسليمه'],
      ['en', 'Legal aid', 'No bed is needed: open the file and hand it on'],
    ] as const) {
      const who = await mawa.signIn('hotline_operator', { organisationId: line.id, language });
      const id = await calm(who);
      const page = await who.get(`/hotline/calls/${id}/bed`).expect(200);
      expect(page.text).toContain(kind);
      expect(page.text).toContain(button);
    }
  });
});

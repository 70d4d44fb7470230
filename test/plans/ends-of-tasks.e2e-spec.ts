import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TASK_ENDINGS } from '../../modules/plans/task.rules';
import { Tasks } from '../../modules/plans';
import { aPerson } from '../beneficiaries/test-people';
import { aCourt, aHearing, aProceeding } from '../legal-aid/legal';
import { aRequest, aShelter, aWoman, inBeds, standsAt } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import * as give from '../voluntary-return/returns';

const day = 86_400_000;

describe('a task ends with what it is about', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let supervisor: SignedIn;
  beforeEach(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    officer = await mawa.signIn('reintegration_officer');
    supervisor = await mawa.signIn('case_supervisor');
  });
  afterEach(() => mawa.stop());

  const open = (
    kind: string,
    caseId: string | null,
    more: { subject?: string; role?: string; user?: string; from?: number } = {},
  ) =>
    mawa.transactions.run(officer.actor, (tx) =>
      tx.query('SELECT add_task($1, $2, $3, $4, $5, $6)', [
        kind,
        caseId,
        more.subject ?? null,
        more.role ?? (more.user ? null : 'reintegration_officer'),
        more.user ?? null,
        new Date(mawa.clock.now().getTime() + (more.from ?? -day)),
      ]),
    );
  /** What waits, and what ended by what, by hand from the rows. */
  const state = async (caseId: string) => {
    const { rows } = await mawa.admin.query<{ kind: string; waits: boolean; why: string | null }>(
      `SELECT t.kind, t.done_at IS NULL AS waits,
              (SELECT h.change || coalesce(' ' || h.reason, '') FROM task_changes h WHERE h.task_id = t.id ORDER BY h.id DESC LIMIT 1) AS why
         FROM tasks t WHERE t.case_id = $1 ORDER BY t.kind, t.due_at DESC`,
      [caseId],
    );
    return rows.map(({ kind, waits, why }) => [kind, waits ? 'waits' : 'done', why]);
  };

  it('the exit from a house ends what was asked about the stay, and its undoing opens it again', async () => {
    const house = await aShelter(mawa, { A: { beds: 1 } });
    const manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    const { id, caseIds } = await aRequest(mawa, officer, [aWoman()]);
    const [caseId] = caseIds as [string];
    const placements = inBeds(caseIds, house.rooms.A!.beds);
    const { body } = await officer
      .post(`/api/v1/bed-requests/${id}/holds`, { placements })
      .expect(201);
    const booking = body.bookings[0].id as string;
    await officer.post(`/api/v1/bed-requests/${id}/promise`).expect(201);
    await manager.post(`/api/v1/bed-requests/${id}/check-in`).expect(201);
    await open('stay_unsuitable', caseId, { subject: booking });
    await open('exit_follow_up', caseId, { subject: booking });
    await open('own_care', caseId);
    const asked = async () =>
      (await state(caseId)).filter(([kind]) => kind !== 'consent' && kind !== 'own_care');
    expect(await asked()).toEqual([
      ['exit_follow_up', 'waits', null],
      ['person_arrived', 'waits', null],
      ['stay_unsuitable', 'waits', null],
    ]);
    const exit = { destination: 'family_temporary' };
    await manager.post(`/api/v1/bookings/${booking}/exit`, exit).expect(201);
    const left = await asked();
    expect(left).toEqual([
      ['exit_follow_up', 'waits', null],
      ['person_arrived', 'done', 'ended bed_left'],
      ['stay_unsuitable', 'done', 'ended bed_left'],
    ]);
    expect((await officer.get('/tasks').expect(200)).text).not.toContain('Prendre connaissance');
    const { rows } = await mawa.admin.query<{ id: string }>(
      `SELECT id FROM tasks WHERE kind = 'person_arrived'`,
    );
    const { text } = await officer.get(`/tasks/${rows[0]!.id}`).expect(200);
    expect(text).toContain(
      `Fermée (La personne a quitté ce lit) · <bdi>${manager.actor.name}</bdi>`,
    );
    await manager.post(`/api/v1/bookings/${booking}/undo`).expect(201);
    expect(await asked()).toEqual([
      ['exit_follow_up', 'done', 'ended exit_undone'],
      ['person_arrived', 'waits', 'reopened'],
      ['stay_unsuitable', 'waits', 'reopened'],
    ]);
    // What is not about the stay is not touched by it.
    expect((await state(caseId)).find(([kind]) => kind === 'own_care')).toEqual([
      'own_care',
      'waits',
      null,
    ]);
  });

  it('a change of beds asks about the new bed what was asked about the old, and its undoing about the old again', async () => {
    const house = await aShelter(mawa, { A: { beds: 2 } });
    const manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    const [a1, a2] = house.rooms.A!.beds as [string, string];
    const { id, caseIds } = await aRequest(mawa, officer, [aWoman()]);
    const { body } = await officer
      .post(`/api/v1/bed-requests/${id}/holds`, { placements: inBeds(caseIds, [a1]) })
      .expect(201);
    await officer.post(`/api/v1/bed-requests/${id}/promise`).expect(201);
    await manager.post(`/api/v1/bed-requests/${id}/check-in`).expect(201);
    const first = body.bookings[0].id as string;
    const askedAbout = async () =>
      (
        await mawa.admin.query<{ subject_id: string }>(
          `SELECT subject_id FROM tasks WHERE kind = 'person_arrived' AND done_at IS NULL`,
        )
      ).rows.map(({ subject_id }) => subject_id);
    expect(await askedAbout()).toEqual([first]);
    const moved = await manager
      .post('/api/v1/bed-moves', { moves: [{ bookingId: first, bedId: a2 }] })
      .expect(201);
    const second = moved.body.bookings[0].id as string;
    expect(await askedAbout()).toEqual([second]);
    await manager.post(`/api/v1/bookings/${second}/undo`).expect(201);
    expect(await askedAbout()).toEqual([first]);
  });

  it('a check-in that was a mistake lets the follow-up of the last exit wait again, and no older one', async () => {
    const house = await aShelter(mawa, { A: { beds: 1 } });
    const manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    const { id, caseIds } = await aRequest(mawa, officer, [aWoman()]);
    const [caseId] = caseIds as [string];
    const { body } = await officer
      .post(`/api/v1/bed-requests/${id}/holds`, {
        placements: inBeds(caseIds, house.rooms.A!.beds),
      })
      .expect(201);
    await officer.post(`/api/v1/bed-requests/${id}/promise`).expect(201);
    const [old, late] = ['1', '2'].map((n) => `00000000-0000-4000-8000-00000000000${n}`);
    await open('exit_follow_up', caseId, { subject: old });
    await mawa.admin.query(
      `UPDATE tasks SET done_at = $1::timestamptz - interval '1 year', ended_by = 'came_back' WHERE subject_id = $2`,
      [mawa.clock.now(), old],
    );
    await open('exit_follow_up', caseId, { subject: late });
    const waits = async () =>
      (
        await mawa.admin.query<{ subject_id: string }>(
          `SELECT subject_id FROM tasks WHERE kind = 'exit_follow_up' AND done_at IS NULL`,
        )
      ).rows.map(({ subject_id }) => subject_id);
    mawa.clock.advance(60_000);
    await manager.post(`/api/v1/bed-requests/${id}/check-in`).expect(201);
    expect(await waits()).toEqual([]);
    await manager.post(`/api/v1/bookings/${body.bookings[0].id}/undo`).expect(201);
    expect(await waits()).toEqual([late]);
  });

  it('a bed that is given back and a request that is withdrawn end what waited for them', async () => {
    const house = await aShelter(mawa, { A: { beds: 1 } });
    const { id, caseIds } = await aRequest(mawa, officer, [aWoman()], { basis: 'vital_interest' });
    const [caseId] = caseIds as [string];
    const placements = inBeds(caseIds, house.rooms.A!.beds);
    const { body } = await officer
      .post(`/api/v1/bed-requests/${id}/holds`, { placements })
      .expect(201);
    await open('confirm_hold', caseId, { subject: body.bookings[0].id });
    await open('bed_request_expired', caseId, { subject: id, user: officer.actor.userId });
    await officer.post(`/api/v1/bed-requests/${id}/release`).expect(201);
    expect((await state(caseId)).find(([kind]) => kind === 'confirm_hold')).toEqual([
      'confirm_hold',
      'done',
      'ended booking_ended',
    ]);
    await officer.post(`/api/v1/bed-requests/${id}/withdraw`).expect(204);
    const rest = (await state(caseId)).filter(([kind]) => kind !== 'confirm_hold');
    expect(rest.map(([kind, now]) => [kind, now])).toEqual([
      ['bed_request_expired', 'done'],
      ['consent', 'done'],
    ]);
  });

  it('a closed file ends what was to be done with the person, not what is still owed', async () => {
    const { id } = await aPerson(officer);
    const kinds = ['assessment_due', 'document_expiry', 'help_asked', 'safety_plan', 'plan_step'];
    for (const kind of kinds) await open(kind, id);
    const owed = ['document_review', 'rights_request', 'return_danger', 'own'];
    for (const kind of owed) await open(kind, id);
    const stages = (to: string, reason: string) =>
      officer.post(`/api/v1/people/${id}/stages`, { to, reason }).expect(201);
    await stages('not_victim', 'assessment');
    const byKind = async () =>
      Object.fromEntries((await state(id)).map(([kind, ...is]) => [kind, is]));
    const closed = await byKind();
    for (const kind of kinds)
      expect([kind, closed[kind!]]).toEqual([kind, ['done', 'ended file_closed']]);
    for (const kind of owed) expect([kind, closed[kind!]]).toEqual([kind, ['waits', null]]);
    await supervisor.get('/api/v1/tasks').expect(200);
    await officer
      .post(`/api/v1/people/${id}/access`, { userId: supervisor.actor.userId })
      .expect(204);
    await supervisor
      .post(`/api/v1/people/${id}/stages`, { to: 'presumed', reason: 'new_facts' })
      .expect(201);
    const again = await byKind();
    for (const kind of kinds) expect([kind, again[kind!]]).toEqual([kind, ['waits', 'reopened']]);
  });

  it('a hearing that is cancelled, and a proceeding that is closed, are prepared no more', async () => {
    const person = await aPerson(officer);
    const court = await aCourt(await mawa.signIn('legal_officer'));
    const proceeding = await aProceeding(officer, person, { kind: 'civil', stage: 'filed' });
    await aHearing(officer, proceeding, court).expect(201);
    const { body } = await aHearing(officer, proceeding, court, { day: '2026-12-10' }).expect(201);
    const hearings = async () => (await state(person.id)).map(([, ...is]) => is);
    expect(await hearings()).toEqual([
      ['waits', null],
      ['waits', null],
    ]);
    await officer
      .post(`${proceeding.path}/hearings/${body.id}/end`, {
        to: 'cancelled',
        detail: 'court_decided',
      })
      .expect(201);
    expect(await hearings()).toEqual([
      ['done', 'ended its_act'],
      ['waits', null],
    ]);
    for (const to of ['dismissed', 'closed']) {
      await officer.post(`${proceeding.path}/stages`, { to, on: '2026-11-20' }).expect(201);
    }
    expect(await hearings()).toEqual([
      ['done', 'ended its_act'],
      ['done', 'ended its_act'],
    ]);
  });

  it('a return that is withdrawn asks for no document and no decision any more', async () => {
    const person = await aPerson(officer, { birthDate: '1994-03-08' });
    const track = await give.aTrack(officer, person);
    await officer.post(`${track.path}/risks`, give.risk()).expect(201);
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    const { rows } = await mawa.admin.query<{ id: string }>('SELECT id FROM return_risks');
    await open('return_risk', person.id, { subject: rows[0]!.id });
    await officer.post(`${track.path}/withdrawal`, { on: '2026-11-24' }).expect(201);
    expect(await state(person.id)).toEqual([['return_risk', 'done', 'ended return_ended']]);
  });

  it('says in words by what each task of the programme ends', () => {
    const files = (folder: string): string[] =>
      readdirSync(folder).flatMap((name) => {
        const path = join(folder, name);
        return statSync(path).isDirectory() ? files(path) : [path];
      });
    const written = [...files('migrations/schema'), ...files('modules')]
      .filter((path) => /\.(sql|ts)$/.test(path))
      .flatMap((path) => {
        const text = readFileSync(path, 'utf8');
        return [
          ...text.matchAll(/ended_by = '([a-z_]+)'/g),
          ...text.matchAll(/ended_by = CASE[^']*'[a-z_]+' THEN '([a-z_]+)'/g),
          ...text.matchAll(/subject_ends_tasks\(\s*'([a-z_]+)'/g),
          ...text.matchAll(/v_by := '([a-z_]+)'/g),
        ].map(([, word]) => word!);
      });
    const words = [...new Set(written)].filter((word) => word !== 'by_hand');
    expect(words.length).toBeGreaterThan(8);
    expect(words.filter((word) => !(TASK_ENDINGS as readonly string[]).includes(word))).toEqual([]);
  });

  it('is overdue by one definition: first page, list, day, mail, caseload and supervisor', async () => {
    const colleague = await mawa.signIn('reintegration_officer');
    const [one, two] = [await aPerson(officer), await aPerson(officer)];
    for (const { id } of [one, two]) {
      for (const userId of [colleague.actor.userId, supervisor.actor.userId]) {
        await officer.post(`/api/v1/people/${id}/access`, { userId }).expect(204);
      }
    }
    const subject = (n: number) => `00000000-0000-4000-8000-0000000040${n}`;
    // Of the role, in the officer's name, in that of a colleague, taken by a colleague, of today and done.
    for (let n = 10; n < 20; n += 1) await open('visit', one.id, { subject: subject(n) });
    await open('visit', two.id, { subject: subject(20), user: officer.actor.userId });
    await open('visit', two.id, { subject: subject(21), user: colleague.actor.userId });
    await open('visit', two.id, { subject: subject(22) });
    await open('visit', two.id, { subject: subject(23), from: 60_000 });
    await open('assessment_due', one.id, { subject: subject(24), role: 'case_supervisor' });
    const { body } = await colleague.get('/api/v1/tasks').expect(200);
    const id = (n: number) =>
      body.tasks.find((task: { subjectId: string }) => task.subjectId === subject(n)).id;
    await colleague.post(`/api/v1/tasks/${id(22)}/taking`).expect(204);
    await colleague.post(`/api/v1/tasks/${id(19)}/completion`).expect(204);
    const { rows } = await mawa.admin.query<{ late: number }>(
      `SELECT count(*)::int AS late FROM tasks
        WHERE done_at IS NULL AND due_at <= $1
          AND (for_user = $2 OR for_user IS NULL AND for_role = 'reintegration_officer' AND (taken_by IS NULL OR taken_by = $2))`,
      [mawa.clock.now(), officer.actor.userId],
    );
    expect(rows).toEqual([{ late: 10 }]);
    const late = rows[0]!.late;
    const words = new RegExp(`id="when-overdue">En retard <span class="tag tag--danger">${late}<`);
    expect((await officer.get('/').expect(200)).text).toMatch(words);
    expect((await officer.get('/tasks').expect(200)).text).toMatch(words);
    expect((await officer.get('/api/v1/day').expect(200)).body.counts.overdue).toBe(late);
    expect((await officer.get('/api/v1/tasks').expect(200)).body.counts.overdue).toBe(late);
    const mail = await mawa.transactions.run(officer.actor, (tx) =>
      mawa.app.get(Tasks).countDue(tx),
    );
    expect(mail.overdue).toBe(late);
    const load = await supervisor.get('/api/v1/caseload').expect(200);
    const own = load.body.officers.find(
      ({ userId }: { userId: string }) => userId === officer.actor.userId,
    );
    expect(own.overdue).toBe(late);
    const cases = await supervisor.get(`/api/v1/caseload/${officer.actor.userId}`).expect(200);
    expect(
      cases.body.cases.map(({ caseId, overdue }: { caseId: string; overdue: number }) => [
        caseId,
        overdue,
      ]),
    ).toEqual([
      [one.id, 9],
      [two.id, 1],
    ]);
    const home = await supervisor.get('/').expect(200);
    expect(home.text).toMatch(new RegExp(`En retard : ${late}|${late} en retard|en retard`));
  });
});

import { newCode } from '../../modules/complaints/receipt-code.rules';
import { ComplaintsHousekeeping } from '../../modules/complaints/complaints.schedule';
import { aShelter, standsAt, type TestShelter } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import {
  aFocalPoint,
  agreedContact,
  everythingAsText,
  say,
  seenBy,
  sheetOf,
  slipsOf,
  theComplaint,
  withNumber,
} from './complaints';

const DAY = 86_400_000;

describe('following a complaint', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let khadija: SignedIn;
  let mehdi: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '700' } });
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    house = await aShelter(mawa, { A: { beds: 1 } });
    khadija = await aFocalPoint(mawa);
    mehdi = await aFocalPoint(mawa, 'partner');
  });
  afterAll(() => mawa.stop());

  const write = async (more: object = {}) => {
    mawa.clock.advance(1000);
    const { body } = await say(mawa, { text: 'Un mot.', ...more }).expect(201);
    const id = await theComplaint(mawa);
    return { code: body.code as string, id, path: `/api/v1/complaints/${id}` };
  };
  const kindsOfTasks = async (reader: SignedIn, id: string): Promise<string[]> => {
    const { body } = await reader.get('/api/v1/tasks').expect(200);
    return (body.tasks as { kind: string; subjectId: string }[])
      .filter(({ subjectId }) => subjectId === id)
      .map(({ kind }) => kind)
      .sort();
  };

  it('two focal points at once: one has it in hand, the other is told so', async () => {
    const { path } = await write();
    const answers = await Promise.all(
      [khadija, mehdi].map((one) => one.post(`${path}/steps`, { to: 'acknowledged' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    const told = answers.find(({ status }) => status === 409)!;
    expect(told.body.code).toBe('complaints.not_a_step');
    const slower = answers[0]!.status === 409 ? khadija : mehdi;
    const answer = await slower.post(`${path}/answers`, { text: 'Moi aussi.' });
    expect([answer.status, answer.body.code]).toEqual([409, 'complaints.not_in_hand']);
    await slower.post(`${path}/taking`).expect(204);
    await slower.post(`${path}/answers`, { text: 'Moi maintenant.' }).expect(201);
  });

  it('tasks follow: to read it for all, to answer for one, later whether anybody takes revenge', async () => {
    const { id, path } = await write();
    expect([await kindsOfTasks(khadija, id), await kindsOfTasks(mehdi, id)]).toEqual([
      ['complaint_new'],
      ['complaint_new'],
    ]);
    await khadija.post(`${path}/steps`, { to: 'acknowledged' }).expect(204);
    mawa.clock.advance(17 * DAY);
    khadija = await mawa.signInAs(khadija.email);
    mehdi = await mawa.signInAs(mehdi.email);
    expect([await kindsOfTasks(khadija, id), await kindsOfTasks(mehdi, id)]).toEqual([
      ['complaint_answer', 'complaint_check'],
      [],
    ]);
    await khadija
      .post(`${path}/check`, { finding: 'signs', checkNote: 'On la surveille.' })
      .expect(204);
    const { body } = await khadija.get(`${path}?words=1`).expect(200);
    expect(body.words.checks).toMatchObject([
      { finding: 'signs', text: 'On la surveille.' },
      { finding: null, dueAt: new Date(mawa.clock.now().getTime() + 14 * DAY).toISOString() },
    ]);
    await khadija.post(`${path}/answers`, { text: 'Voici.', final: 'yes' }).expect(201);
    expect(await kindsOfTasks(khadija, id)).toEqual(['complaint_check']);
  });

  it('only the steps of the table: no answer without words, no closing without one', async () => {
    const { path } = await write();
    const refused = async (body: object, code: string) => {
      const answer = await khadija.post(`${path}/steps`, body);
      expect([body, answer.status, answer.body.code]).toEqual([
        body,
        code.endsWith('needed') ? 422 : 409,
        code,
      ]);
    };
    await refused({ to: 'under_investigation' }, 'complaints.not_a_step');
    await khadija.post(`${path}/steps`, { to: 'acknowledged' }).expect(204);
    await refused({ to: 'answered' }, 'complaints.answer_needed');
    await refused({ to: 'closed', reason: 'settled' }, 'complaints.not_a_step');
    await refused({ to: 'reopened' }, 'complaints.not_a_step');
    await refused({ to: 'referred' }, 'complaints.reason_needed');
    await khadija.post(`${path}/steps`, { to: 'referred', reason: 'prosecutor' }).expect(204);
    const { body } = await khadija.get(path).expect(200);
    expect(
      body.stages.map(({ to, reason }: { to: string; reason: string | null }) => [to, reason]),
    ).toEqual([
      ['received', null],
      ['acknowledged', null],
      ['referred', 'prosecutor'],
    ]);
  });

  it('where somebody may be in danger: a day, fifteen days, and a second focal point before it is closed', async () => {
    const { id, path } = await write({ kind: 'sexual' });
    const now = mawa.clock.now().getTime();
    const { body } = await khadija.get(path).expect(200);
    expect(body.complaint).toMatchObject({
      safeguarding: true,
      acknowledgeBy: new Date(now + DAY).toISOString(),
      answerBy: new Date(now + 15 * DAY).toISOString(),
    });
    await khadija.post(`${path}/steps`, { to: 'acknowledged' }).expect(204);
    expect(await kindsOfTasks(mehdi, id)).toEqual(['complaint_second']);
    await khadija
      .post(`${path}/answers`, { text: 'Vous êtes en sécurité.', final: 'yes' })
      .expect(201);
    const early = await khadija.post(`${path}/steps`, { to: 'closed', reason: 'settled' });
    expect([early.status, early.body.code]).toEqual([409, 'complaints.second_needed']);
    const self = await khadija.post(`${path}/second`);
    expect([self.status, self.body.code]).toEqual([409, 'complaints.second_is_another']);
    await mehdi.post(`${path}/second`).expect(204);
    expect(await kindsOfTasks(mehdi, id)).toEqual([]);
    await khadija.post(`${path}/steps`, { to: 'closed', reason: 'settled' }).expect(204);
    const list = await khadija.get('/complaints?closed=1').expect(200);
    expect(list.text).toContain(`/complaints/${id}`);
  });

  it('becoming the second focal point opens no word; reading is an act of its own', async () => {
    const { id, path } = await write({ kind: 'sexual', text: 'Mot à ne pas montrer.' });
    await khadija.post(`${path}/steps`, { to: 'acknowledged' }).expect(204);
    const readBy = async (reader: SignedIn): Promise<number> => {
      const { rows } = await mawa.admin.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM complaint_trail
          WHERE action = 'complaints.read' AND actor_id = $1 AND $2 = ANY (subject_ids)`,
        [reader.actor.userId, id],
      );
      return rows[0]!.count;
    };
    const page = `/complaints/${id}`;
    const second = await mehdi.submit(`${page}/second`, {}).expect(303);
    expect(second.headers.location).toBe(page);
    const closed = await mehdi.get(page).expect(200);
    expect(closed.text).not.toContain('Mot à ne pas montrer.');
    expect(closed.text).toContain('retirez-vous sans lire');
    expect(await readBy(mehdi)).toBe(0);

    expect((await mehdi.get(`${page}?words=1`).expect(200)).text).toContain(
      'Mot à ne pas montrer.',
    );
    expect(await readBy(mehdi)).toBe(1);
    const taken = await mehdi.submit(`${page}/taking`, {}).expect(303);
    expect(taken.headers.location).toBe(`${page}?words=1`);
  });

  it('a form that is refused opens no word to who has not read them', async () => {
    const { id } = await write({ text: 'Autre mot à ne pas montrer.' });
    const refused = await mehdi
      .submit(`/complaints/${id}/steps`, { to: 'under_investigation' })
      .expect(409);
    expect(refused.text).not.toContain('Autre mot à ne pas montrer.');
  });

  it('turns out to be grave: its deadlines come forward, and do not go back', async () => {
    const { path } = await write({ kind: 'quality' });
    const now = mawa.clock.now().getTime();
    const due = async () => (await khadija.get(path).expect(200)).body.complaint;
    await khadija.post(`${path}/sorting`, { kind: 'violence', child: 'yes' }).expect(204);
    const grave = { safeguarding: true, acknowledgeBy: new Date(now + DAY).toISOString() };
    expect(await due()).toMatchObject({ ...grave, dueAt: grave.acknowledgeBy });
    await khadija.post(`${path}/sorting`, { kind: 'quality' }).expect(204);
    expect(await due()).toMatchObject(grave);
  });

  it('is linked to a file only by a focal point who is given the number; the file is not opened, and erasing the person cuts it', async () => {
    const officer = await mawa.signIn('reintegration_officer');
    const { body: made } = await officer
      .post('/api/v1/people', { people: [{ sex: 'female' }] })
      .expect(201);
    const [person] = made.cases as { id: string; caseNumber: string }[];
    const { id, path } = await write();
    for (const [caseNumber, status] of [
      ['M-0000-000-0', 422],
      ['x', 422],
      [person!.caseNumber.toLowerCase(), 204],
    ] as const) {
      const answer = await khadija.post(`${path}/link`, { caseNumber });
      expect([caseNumber, answer.status]).toEqual([caseNumber, status]);
    }
    const { body, text } = await khadija.get(path).expect(200);
    expect(body.linked).toBe(true);
    expect(text).not.toContain(person!.caseNumber);
    await khadija.get(`/api/v1/people/${person!.id}`).expect(403);
    const { text: file } = await officer.get(`/people/${person!.id}`).expect(200);
    expect(file).not.toContain(id);
    await mawa.admin.query('SELECT wipe_case($1)', [person!.id]);
    expect((await khadija.get(path).expect(200)).body.linked).toBe(false);
  });

  it('the operator who took it by phone reads the number aloud and sees nothing of it afterwards', async () => {
    const operator = await mawa.signIn('hotline_operator');
    mawa.clock.advance(1000);
    const page = await operator.submit('/complaints/phone', {
      language: 'ar',
      text: 'شيء قيل عبر الهاتف',
      shelterId: house.id,
      kind: '',
      about: '',
    });
    expect(page.status).toBe(200);
    const code = [...page.text.matchAll(/<bdi>(\d{4})<\/bdi>/g)].map(([, group]) => group).join('');
    expect(code).toMatch(/^\d{16}$/);
    const id = await theComplaint(mawa);
    await operator.get(`/complaints/${id}`).expect(403);
    const { body } = await khadija.get(`/api/v1/complaints/${id}?words=1`).expect(200);
    expect(body.complaint).toMatchObject({ way: 'phone', language: 'ar', shelterId: house.id });
    const read = await withNumber(mawa, 'read', code).expect(200);
    expect(read.body.words[0].text).toBe('شيء قيل عبر الهاتف');
  });

  it('after five years two focal points destroy it: no word, no key, no number; the totals stay', async () => {
    const { id, code, path } = await write({ text: 'À oublier un jour.', kind: 'theft' });
    await khadija.post(`${path}/steps`, { to: 'acknowledged' }).expect(204);
    await khadija.post(`${path}/answers`, { text: 'Fait.', final: 'yes' }).expect(201);
    await khadija.post(`${path}/steps`, { to: 'closed', reason: 'settled' }).expect(204);
    const early = await khadija.post(`${path}/destruction`);
    expect([early.status, early.body.code]).toEqual([409, 'complaints.kept_still']);
    const asks =
      'INSERT INTO complaint_destructions (complaint_id, asked_by) VALUES ($1, mawa_actor())';
    await mawa.transactions.run(khadija.actor, (tx) => tx.query(asks, [id]));
    await expect(
      mawa.transactions.run(mehdi.actor, async (tx) => {
        await tx.query(
          'UPDATE complaint_destructions SET approved_by = mawa_actor(), approved_at = mawa_now() WHERE complaint_id = $1',
          [id],
        );
        await tx.query('SELECT destroy_complaint($1)', [id]);
      }),
    ).rejects.toMatchObject({ constraint: 'complaint_is_kept_still' });
    await mawa.admin.query('DELETE FROM complaint_destructions WHERE complaint_id = $1', [id]);
    mawa.clock.advance(5 * 366 * DAY);
    khadija = await mawa.signInAs(khadija.email);
    mehdi = await mawa.signInAs(mehdi.email);
    await mawa.app.get(ComplaintsHousekeeping).run();
    const asked = async () =>
      Promise.all(
        [khadija, mehdi].map(async (one) =>
          (await kindsOfTasks(one, id)).includes('complaint_destroy'),
        ),
      );
    expect(await asked()).toEqual([true, true]);
    await khadija.post(`${path}/destruction`).expect(204);
    expect(await asked()).toEqual([false, true]);
    // Among the decisions of the other, and beside her task no second time.
    const waiting = async (path: string) => {
      const { body } = await mehdi.get(path).expect(200);
      const { decisions } = path.endsWith('day') ? body.decisions : body;
      return (decisions as { id: string; words: string }[])
        .filter((one) => one.id === id)
        .map(({ words }) => words);
    };
    expect(await waiting('/api/v1/decisions')).toEqual([`Plainte à détruire : ${id.slice(0, 6)}`]);
    expect(await waiting('/api/v1/day')).toEqual([]);
    // She comes back to it before the other has agreed: it is kept.
    await withNumber(mawa, 'more', code, { text: 'Encore un mot.' }).expect(200);
    const open = await mehdi.post(`${path}/destruction/approval`);
    expect([open.status, open.body.code]).toEqual([409, 'complaints.kept_still']);
    await mehdi.post(`${path}/taking`).expect(204);
    await mehdi.post(`${path}/answers`, { text: 'Entendu.', final: 'yes' }).expect(201);
    await mehdi.post(`${path}/steps`, { to: 'closed', reason: 'settled' }).expect(204);
    mawa.clock.advance(5 * 366 * DAY);
    khadija = await mawa.signInAs(khadija.email);
    mehdi = await mawa.signInAs(mehdi.email);
    // What was asked for years ago was asked of what stood there then.
    const old = await mehdi.post(`${path}/destruction/approval`);
    expect([old.status, old.body.code]).toEqual([409, 'complaints.not_asked']);
    await khadija.post(`${path}/destruction`).expect(204);
    const alone = await khadija.post(`${path}/destruction/approval`);
    expect([alone.status, alone.body.code]).toEqual([403, 'complaints.needs_another']);
    await mehdi.post(`${path}/destruction/approval`).expect(204);
    const { body } = await khadija.get(`${path}?words=1`).expect(200);
    expect([body.words, body.complaint.kind]).toEqual([null, 'theft']);
    // Nothing more is written under a key that is gone: mehdi has it in hand.
    for (const [act, fields] of Object.entries({
      answers: { text: 'Encore.' },
      notes: { note: 'Encore.' },
      measures: { measure: 'no_contact', measureNote: 'Encore.' },
      check: { finding: 'signs', checkNote: 'Encore.' },
      accused: { what: 'unnamed', accusedName: 'Encore.' },
      steps: { to: 'reopened' },
    })) {
      const late = await mehdi.post(`${path}/${act}`, fields);
      expect({ act, status: late.status, code: late.body.code }).toEqual({
        act,
        status: 409,
        code: 'complaints.destroyed',
      });
    }
    const { text } = await mehdi.get(`/complaints/${id}?words=1`).expect(200);
    expect(text).not.toMatch(/\/(answers|notes|measures|check|accused|steps)"/);
    expect((await withNumber(mawa, 'read', code)).body.errors[0].code).toBe(
      'complaints.no_such_number',
    );
    const { rows } = await mawa.admin.query<{ n: number }>(
      `SELECT (SELECT count(*) FROM complaint_words WHERE complaint_id = $1)::int
            + (SELECT count(*) FROM keys.record_keys WHERE record_id = $1)::int AS n`,
      [id],
    );
    expect(rows[0]!.n).toBe(0);
  });
});

describe('paper for a wall', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let khadija: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    house = await aShelter(mawa, { A: { beds: 1 } });
    khadija = await aFocalPoint(mawa);
    await agreedContact(mawa, khadija);
  });
  afterAll(() => mawa.stop());

  const order = { sheets: 1 };

  it('is printed by a focal point or an administrator, recorded as a batch, and by nobody else', async () => {
    for (const role of ['shelter_manager', 'hotline_operator', 'auditor'] as const) {
      const other = await mawa.signIn(role, { shelterIds: [house.id] });
      await other.post('/api/v1/complaints/papers', order).expect(403);
    }
    const admin = await mawa.signIn('administrator');
    await admin.post('/api/v1/complaints/papers', { ...order, shelterId: house.id }).expect(200);
    const { body } = await khadija.get('/api/v1/complaints/papers').expect(200);
    expect(body.batches).toMatchObject([{ slips: 8, by: admin.actor.name }]);
    const auditor = await mawa.signIn('auditor');
    const { body: audit } = await auditor.get('/api/v1/audit?action=complaints.print').expect(200);
    expect(audit.lines).toHaveLength(1);
  });

  it('tells the focal point from which house, its taker’s name to nobody, and its use to none of the house', async () => {
    const arabicOrder = { sheets: '١', shelterId: house.id };
    const slips = await slipsOf(await sheetOf(khadija, arabicOrder));
    expect(slips).toHaveLength(8);
    expect(new Set(slips).size).toBe(8);
    const before = await khadija.get('/api/v1/complaints/papers').expect(200);
    const arabic = [...slips[0]!].map((digit) => '٠١٢٣٤٥٦٧٨٩'[Number(digit)]).join('');
    const { body } = await say(mawa, { text: 'Avec le papier.', paper: arabic }).expect(201);
    expect(body.code.slice(0, 8)).toBe(slips[0]);
    const id = await theComplaint(mawa);
    const { body: file } = await khadija.get(`/api/v1/complaints/${id}`).expect(200);
    expect(file.complaint).toMatchObject({ way: 'paper', region: '04', shelterId: null });
    expect(file.complaint.paperOf).toMatch(/^Maison /);
    expect((await khadija.get('/api/v1/complaints/papers').expect(200)).body).toEqual(before.body);
    // Whoever copied the slip off the wall learns nothing: used and unused are answered alike.
    const guess = (slip: string) => withNumber(mawa, 'read', wholeOf(slip));
    const [used, unused] = [await guess(slips[0]!), await guess(slips[1]!)];
    const plain = ({ body: answer }: { body: object }) => ({ ...answer, instance: '' });
    expect([used.status, plain(used)]).toEqual([422, plain(unused)]);
    // Written with again it is another complaint, with a number of its own.
    const again = await say(mawa, { text: 'Une autre.', paper: slips[0] }).expect(201);
    expect(again.body.code).not.toBe(body.code);
    const all = await everythingAsText(mawa);
    for (const slip of slips) expect([slip, all.includes(slip)]).toEqual([slip, false]);
  });

  it('keeps those of the house out, though nobody has said which house it is', async () => {
    const once = await aFocalPoint(mawa);
    await mawa.admin.query(
      `INSERT INTO memberships (user_id, principal_kind, principal_id, from_at, until_at, given_by)
       VALUES ($1, 'shelter', $2, '2020-01-01Z', '2021-01-01Z', '00000000-0000-4000-8000-000000000004')`,
      [once.actor.userId, house.id],
    );
    expect(await seenBy(once)).toEqual([]);
    expect((await seenBy(khadija)).length).toBe(2);
  });

  it('with a wrong digit says so and loses nothing; one that is not ours too', async () => {
    for (const paper of ['12345678', '0000572', '00005724']) {
      const page = await mawa
        .http()
        .post('/mot/new?l=fr')
        .type('form')
        .send({ text: 'Mes mots.', paper });
      expect([paper, page.status]).toEqual([paper, 422]);
      expect(page.text).toContain('Mes mots.');
      expect(page.text).toContain('Ces chiffres ne sont pas ceux d’un de nos papiers');
    }
  });
});

/** Some whole number that begins with this slip and is nobody's. */
function wholeOf(slip: string): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(123_456n);
  return newCode(slip, bytes);
}

describe('figures of complaints', () => {
  let mawa: TestApp;
  beforeAll(
    async () =>
      (mawa = await startApp({ at: '2026-08-10T10:00:00Z', env: { MAWA_IDLE_MINUTES: '700' } })),
  );
  afterAll(() => mawa.stop());

  it('are of quarters that are over, small numbers hidden, never by house, as counted by hand', async () => {
    let khadija = await aFocalPoint(mawa);
    let programme = await mawa.signIn('programme_officer');
    // 7 thefts, 6 of quality, 2 of violence; 9 in region 04, 6 in 06; one acknowledged too late.
    const plan = [
      ...Array.from({ length: 7 }, () => ({ kind: 'theft', region: '04' })),
      ...Array.from({ length: 6 }, () => ({ kind: 'quality', region: '06' })),
      ...Array.from({ length: 2 }, () => ({ kind: 'violence', region: '04' })),
    ];
    for (const more of plan) await say(mawa, { text: 'x', ...more }).expect(201);
    const ids = await seenBy(khadija);
    expect(ids).toHaveLength(15);
    for (const id of ids) {
      await khadija.post(`/api/v1/complaints/${id}/steps`, { to: 'acknowledged' }).expect(204);
    }
    const running = await programme.get('/api/v1/complaint-figures?quarter=2026-Q3');
    expect([running.status, running.body.errors[0].code]).toEqual([422, 'quarter_goes_on']);
    mawa.clock.set('2026-10-02T10:00:00Z');
    programme = await mawa.signInAs(programme.email);
    khadija = await mawa.signInAs(khadija.email);
    const { body } = await programme.get('/api/v1/complaint-figures?quarter=2026-Q3').expect(200);
    const counts = Object.fromEntries(
      body.byKind.map(({ key, count }: { key: string; count: number | null }) => [key, count]),
    );
    expect([body.received, body.open, counts.theft, counts.quality, counts.violence]).toEqual([
      15,
      15,
      7,
      null,
      null,
    ]);
    const regions = (body.byRegion as { key: string; count: number | null }[]).filter(
      ({ count }) => count !== null,
    );
    // 9 and 6 by hand; where nothing was said is hidden, and so is the smaller of the two with it.
    expect([body.byRegion.length, regions]).toEqual([14, [{ key: '04', count: 9 }]]);
    expect(body.acknowledgedInTime).toEqual({ inTime: 15, all: 15 });
    // None was answered, and the time of all had come: nought of fifteen.
    expect(body.answeredInTime).toEqual({ inTime: 0, all: 15 });
    const { text } = await programme.get('/complaint-figures?quarter=2026-Q3').expect(200);
    expect(text).toContain('<td class="figure">masqué</td>');
    const empty = await programme.get('/api/v1/complaint-figures?quarter=2026-Q2').expect(200);
    expect(empty.body.received).toBeNull();
    await khadija.get('/complaint-figures').expect(403);
  });
});

describe('who is named to read complaints', () => {
  it('administrators see who counts and what is missing, and it takes two of them', async () => {
    const mawa = await startApp();
    try {
      const [admin, other] = [
        await mawa.signIn('administrator'),
        await mawa.signIn('administrator'),
      ];
      const gapsNow = async () => (await admin.get('/api/v1/focal-points').expect(200)).body.gaps;
      expect(await gapsNow()).toEqual(['two_organisations', 'escalation']);
      const one = await aFocalPoint(mawa);
      await aFocalPoint(mawa, 'commission');
      expect(await gapsNow()).toEqual(['two_organisations']);
      await aFocalPoint(mawa, 'partner');
      expect(await gapsNow()).toEqual([]);
      const { body: made } = await admin
        .post('/api/v1/users', {
          email: 'nouvelle@example.org',
          name: 'Nouvelle',
          organisationId: one.actor.organisationId,
        })
        .expect(201);
      const { body: role } = await admin
        .post(`/api/v1/users/${made.id}/roles`, { role: 'focal_point' })
        .expect(201);
      const of = async () =>
        (await admin.get('/api/v1/focal-points').expect(200)).body.focalPoints.find(
          ({ userId }: { userId: string }) => userId === made.id,
        ).obstacles;
      expect(await of()).toEqual(['waiting']);
      await admin.post(`/api/v1/roles/${role.id}/confirmation`).expect(403);
      await other.post(`/api/v1/roles/${role.id}/confirmation`).expect(204);
      expect(await of()).toEqual([]);
      const { text } = await admin.get('/admin/focal-points').expect(200);
      expect(text).toContain('Nouvelle');
    } finally {
      await mawa.stop();
    }
  });
});

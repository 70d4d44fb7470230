import { randomUUID } from 'node:crypto';
import { aPerson, type TestPerson } from '../beneficiaries/test-people';
import { confirmed } from '../support/confirmed';
import { PASSWORD, startApp, type SignedIn, type TestApp } from '../support/app';
import { enrol } from '../support/second-factor';
import { aCourt, aHearing, aProceeding, codesOf } from './legal';

interface Listed {
  readonly id: string;
  readonly day: string;
  readonly caseNumber: string;
  readonly code: string;
  readonly courtClosed: boolean;
}

describe('hearings', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let legal: SignedIn;
  let person: TestPerson;
  let court: string;
  let proceeding: { id: string; path: string };
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    officer = await mawa.signIn('reintegration_officer');
    legal = await mawa.signIn('legal_officer');
    court = await aCourt(legal);
    person = await aPerson(officer);
    proceeding = await aProceeding(officer, person);
  });
  afterAll(() => mawa.stop());

  const set = (more: object = {}) => aHearing(officer, proceeding, court, more);
  const closedOn = (day: object) => {
    const proposal = legal.post('/api/v1/courts/closed-days', { ...day, source: 'Decree' });
    return confirmed(mawa, proposal, 'case_supervisor');
  };
  const upcoming = async (who: SignedIn, query = ''): Promise<Listed[]> =>
    (await who.get(`/api/v1/hearings${query}`).expect(200)).body.next;

  describe('on a day on which the court does not sit', () => {
    it('are refused with a sentence: weekends, holidays of each year, a day of one court', async () => {
      expect(codesOf(await set({ day: '2026-11-28' }).expect(422))).toEqual([
        'legal.court_weekend',
      ]);
      expect(codesOf(await set({ day: '2027-01-11' }).expect(422))).toEqual(['legal.court_closed']);
      const closed = {
        fr: 'Grève du greffe',
        ar: 'إضراب كتابة الضبط',
        en: 'Strike of the registry',
      };
      await closedOn({ ...closed, day: '2026-12-03', courtId: court });
      const { body } = await set({ day: '2026-12-03' }).expect(422);
      expect(body.errors).toMatchObject([
        { field: 'day', detail: expect.stringContaining('Grève du greffe') },
      ]);
      const other = await aCourt(legal);
      await aHearing(officer, proceeding, other, { day: '2026-12-03' }).expect(201);
      const page = await officer
        .submit(`/people/${person.id}/legal/${proceeding.id}/hearings`, {
          courtId: court,
          day: '2026-11-29',
          time: '09:30',
          kind: 'trial',
          place: 'salle 4',
        })
        .expect(422);
      expect(page.text).toContain('Les tribunaux ne siègent pas le samedi ni le dimanche');
      expect(page.text).toContain('value="salle 4"');
    });

    it('are refused by the database as well', async () => {
      const insert = (at: string) =>
        mawa.transactions.run(officer.actor, (tx) =>
          tx.query(
            `INSERT INTO hearings (id, proceeding_id, case_id, court_id, starts_at, kind, code) VALUES (gen_random_uuid(), $1, $2, $3, $4, 'trial', '0000-0001')`,
            [proceeding.id, person.id, court, at],
          ),
        );
      await expect(insert('2026-11-28T10:00:00Z')).rejects.toMatchObject({
        constraint: 'hearing_at_the_weekend',
      });
      await expect(insert('2027-01-11T10:00:00Z')).rejects.toMatchObject({
        constraint: 'hearing_on_a_closed_day',
      });
    });

    it('where whoever followed holds the file no more, it is a task for whoever holds it', async () => {
      const passing = await mawa.signIn('legal_officer');
      const theirs = await aPerson(officer);
      await officer.post(`${theirs.path}/access`, { userId: passing.actor.userId }).expect(204);
      const of = await aProceeding(passing, theirs);
      const { body } = await aHearing(passing, of, court, { day: '2026-12-17' }).expect(201);
      await mawa.admin.query(
        `UPDATE case_access SET until_at = '2026-11-24T23:00:00Z' WHERE case_id = $1 AND principal_id = $2`,
        [theirs.id, passing.actor.userId],
      );
      await closedOn({ fr: 'Grève', ar: 'إضراب', en: 'Strike', day: '2026-12-17' });
      const { rows } = await mawa.admin.query(
        `SELECT for_user AS "for" FROM tasks WHERE kind = 'hearing_court_closed' AND subject_id = $1`,
        [body.id],
      );
      expect(rows).toEqual([{ for: officer.actor.userId }]);
    });

    it('a day that is closed afterwards is a task for whoever follows, and shown in words', async () => {
      const { body } = await set({ day: '2026-12-08', time: '11:00' }).expect(201);
      const words = { fr: 'Aïd', ar: 'عيد', en: 'Eid' };
      await closedOn({ ...words, day: '2026-12-08' });
      const tasks = await officer.get(`/api/v1/tasks?caseId=${person.id}&whose=all`).expect(200);
      expect(tasks.body.tasks).toContainEqual(
        expect.objectContaining({ kind: 'hearing_court_closed', subjectId: body.id }),
      );
      const shown = (await upcoming(officer)).find(({ id }) => id === body.id);
      expect(shown).toMatchObject({ courtClosed: true });
      const page = await officer.get('/hearings?month=2026-12').expect(200);
      expect(page.text).toContain('Le tribunal est fermé ce jour-là');
      expect(page.text).toContain('Aïd');
      expect(
        codesOf(
          await legal
            .post('/api/v1/courts/closed-days', { ...words, day: '2026-12-08', source: 'Decree' })
            .expect(409),
        ),
      ).toEqual(['legal.day_known']);
      const { closedDays } = (await legal.get('/api/v1/courts').expect(200)).body;
      const { id } = closedDays.find((one: { day: string }) => one.day === '2026-12-08');
      const removal = `/api/v1/courts/closed-days/${id}/removal`;
      await confirmed(mawa, legal.post(removal, { source: 'Notice' }), 'case_supervisor');
      await legal.post(removal, { source: 'Notice' }).expect(404);
      expect((await upcoming(officer)).find(({ id }) => id === body.id)).toMatchObject({
        courtClosed: false,
      });
    });

    it('closing a day and setting a hearing on it at once never leaves nobody told', async () => {
      const words = { fr: 'Fête', ar: 'عيد', en: 'Feast', source: 'Decree' };
      const { body: proposal } = await legal
        .post('/api/v1/courts/closed-days', { ...words, day: '2026-12-15' })
        .expect(201);
      const [hearing] = await Promise.all([
        set({ day: '2026-12-15', time: '15:00' }),
        confirmed(mawa, proposal.id as string, 'case_supervisor'),
      ]);
      if (hearing.status === 201) {
        const { rows } = await mawa.admin.query(
          `SELECT 1 FROM tasks WHERE kind = 'hearing_court_closed' AND subject_id = $1`,
          [hearing.body.id],
        );
        expect(rows.length).toBe(1);
      } else
        expect(['legal.court_closed', 'legal.court_closed_day']).toContain(codesOf(hearing)[0]);
    });
  });

  it('bad days and hours get a sentence', async () => {
    for (const [more, code] of [
      [{ day: '2026-02-31' }, 'common.not_date'],
      [{ time: '25:00' }, 'legal.not_a_time'],
      [{ time: '9h30' }, 'legal.not_a_time'],
      [{ day: '2031-01-07' }, 'legal.too_far_ahead'],
      [{ day: '2024-01-09' }, 'legal.too_long_ago'],
      [{ courtId: randomUUID() }, 'legal.unknown_court'],
      [{ kind: 'tea' }, 'common.not_choice'],
      [{ place: 'x'.repeat(121) }, 'common.too_long'],
    ] as const) {
      expect([more, codesOf(await set(more).expect(422))]).toEqual([more, [code]]);
    }
  });

  it('the same one pressed twice at once is set once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => set({ day: '2026-12-10', time: '10:15' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    const again = randomUUID();
    const hearing = { courtId: court, day: '2026-12-11', time: '09:00', kind: 'trial' };
    const one = await officer.post(`${proceeding.path}/hearings`, hearing, again).expect(201);
    const two = await officer.post(`${proceeding.path}/hearings`, hearing, again).expect(201);
    expect(two.body).toEqual(one.body);
  });

  it('an adjourned one goes on another day in the same act, and its task with it', async () => {
    const { body } = await set({ day: '2026-12-14', time: '09:00', personExpected: true }).expect(
      201,
    );
    const end = (more: object) => officer.post(`${proceeding.path}/hearings/${body.id}/end`, more);
    expect(codesOf(await end({ to: 'held', detail: 'heard' }).expect(422))).toEqual([
      'legal.not_held_yet',
    ]);
    const adjourned = { to: 'adjourned', detail: 'lawyer_asked' };
    expect(codesOf(await end(adjourned).expect(422))).toEqual(['legal.adjourned_to_when']);
    const sunday = { ...adjourned, next: { day: '2026-12-20', time: '09:00' } };
    expect((await end(sunday).expect(422)).body.errors).toMatchObject([
      { field: 'next.day', code: 'legal.court_weekend' },
    ]);
    const { body: answer } = await end({
      ...adjourned,
      next: { day: '2026-12-21', time: '10:30' },
    }).expect(201);
    expect(codesOf(await end({ to: 'cancelled', detail: 'court_decided' }).expect(422))).toEqual([
      'legal.no_such_step',
    ]);
    const { body: file } = await officer.get(proceeding.path).expect(200);
    const of = (id: string) => file.hearings.find((one: { id: string }) => one.id === id);
    expect(of(body.id)).toMatchObject({
      state: 'adjourned',
      steps: [{ to: 'planned' }, { to: 'adjourned', detail: 'lawyer_asked' }],
    });
    expect(of(answer.next.id)).toMatchObject({
      state: 'planned',
      day: '2026-12-21',
      adjournedFrom: body.id,
      personExpected: true,
    });
    const { rows } = await mawa.admin.query(
      `SELECT subject_id, done_at IS NOT NULL AS done FROM tasks WHERE kind = 'hearing' AND subject_id = ANY ($1) ORDER BY done DESC`,
      [[body.id, answer.next.id]],
    );
    expect(rows).toEqual([
      { subject_id: body.id, done: true },
      { subject_id: answer.next.id, done: false },
    ]);
  });

  it('are prepared by the end of the last day before on which the court sits', async () => {
    const monday = await set({ day: '2026-12-07', time: '10:15' }).expect(201);
    const friday = await set({ day: '2026-12-11', time: '10:15' }).expect(201);
    const today = await set({ day: '2026-11-24', time: '23:45' }).expect(201);
    const { rows } = await mawa.admin.query(
      `SELECT to_char(t.due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS due FROM tasks t
         JOIN hearings h ON h.id = t.subject_id WHERE t.kind = 'hearing' AND h.id = ANY ($1) ORDER BY h.starts_at`,
      [[monday, friday, today].map(({ body }) => body.id)],
    );
    expect(rows.map(({ due }) => due)).toEqual([
      '2026-11-24 23:45',
      '2026-12-04 23:59',
      '2026-12-10 23:59',
    ]);
  });

  it('tomorrow’s stands before everything of the file, on the day and on the timeline, without a number or a room', async () => {
    const near = await aPerson(officer);
    const of = await aProceeding(officer, near, { prosecutorFile: 'PARQUET-77' });
    await aHearing(officer, of, court, {
      day: '2026-11-25',
      time: '08:45',
      place: 'salle 12',
      note: 'prévoir un taxi',
    }).expect(201);
    const { text } = await officer.get(`/people/${near.id}`).expect(200);
    expect(text).toContain('Audience demain à 08:45');
    expect(text).toContain('Audience (Audience de jugement) : fixée');
    for (const word of ['PARQUET-77', 'salle 12', 'prévoir un taxi'])
      expect(text).not.toContain(word);
    const { body } = await officer.get('/api/v1/day').expect(200);
    expect(body.entries).toContainEqual(
      expect.objectContaining({ caseNumber: near.caseNumber, day: '2026-11-25', icon: 'gavel' }),
    );
    mawa.clock.set('2026-11-25T09:00:00Z');
    const later = await mawa.signInAs(officer.email);
    expect((await later.get(`/people/${near.id}`).expect(200)).text).not.toContain(
      'Audience demain',
    );
    mawa.clock.set('2026-11-24T23:10:00Z');
  });

  it('are listed next first, by officer, court and code', async () => {
    const other = await aCourt(legal);
    const { body } = await aHearing(officer, proceeding, other, { day: '2026-11-27' }).expect(201);
    const all = await upcoming(officer);
    expect(all.map(({ day }) => day)).toEqual(all.map(({ day }) => day).toSorted());
    expect((await upcoming(officer, `?court=${other}`)).map(({ id }) => id)).toEqual([body.id]);
    expect(await upcoming(officer, `?officer=${legal.actor.userId}`)).toEqual([]);
    expect(
      (await upcoming(officer, `?code=${body.code.toLowerCase()}`)).map(({ id }) => id),
    ).toEqual([body.id]);
    expect(codesOf(await officer.get('/api/v1/hearings?code=xx').expect(422))).toEqual([
      'legal.not_a_code',
    ]);
    expect(codesOf(await officer.get('/api/v1/hearings?month=2026-13').expect(422))).toEqual([
      'legal.not_a_month',
    ]);
    const page = await officer.get(`/hearings?month=2026-11&court=${other}`).expect(200);
    expect(page.text).toContain(person.caseNumber);
    expect(page.text).toMatch(/novembre\s2026/);
    expect(page.text.match(/legal:[a-z_.]+/g)).toBeNull();
  });

  describe('in the calendar of a telephone', () => {
    const feedOf = async (who: SignedIn): Promise<string> =>
      (await who.post('/api/v1/hearings/feed').expect(201)).body.path;
    const fetched = (path: string) => mawa.http().get(path);

    it('are a word, a time and a code: no name, no number, no court, no room', async () => {
      const hidden = await aPerson(officer, { names: { given: 'Zoubida', family: 'Ouazzani' } });
      const of = await aProceeding(officer, hidden, {
        prosecutorFile: 'PARQUET-99',
        courtId: court,
      });
      const { body } = await aHearing(officer, of, court, {
        day: '2026-11-30',
        time: '14:00',
        place: 'salle Rif',
        note: 'avec sa fille',
      }).expect(201);
      const path = await feedOf(officer);
      expect(path).toMatch(/^\/calendar\/[\w-]{43}\.ics$/);
      const { text, headers } = await fetched(path).expect(200);
      expect(headers['content-type']).toBe('text/calendar; charset=utf-8');
      expect(headers['set-cookie']).toBeUndefined();
      expect(text).toContain(`SUMMARY:Audience ${body.code}\r\n`);
      expect(text).toContain('DTSTART:20261130T140000Z\r\n');
      const lines = text.split('\r\n').filter(Boolean);
      const allowed =
        /^(BEGIN|END):(VCALENDAR|VEVENT)$|^(VERSION:2\.0|PRODID:-\/\/calendar\/\/EN|CALSCALE:GREGORIAN|METHOD:PUBLISH|CLASS:PRIVATE|STATUS:CONFIRMED|DURATION:PT1H)$|^UID:[0-9a-z]{4}-[0-9a-z]{4}@hearing$|^DT(START|STAMP):\d{8}T\d{6}Z$|^SUMMARY:Audience [0-9A-Z]{4}-[0-9A-Z]{4}$/;
      expect(lines.filter((line) => !allowed.test(line))).toEqual([]);
      for (const word of [
        'Zoubida',
        'Ouazzani',
        hidden.caseNumber,
        'PARQUET',
        'Rif',
        'fille',
        'Tribunal',
        'Rabat',
        'Mawa',
      ]) {
        expect([word, text.includes(word)]).toEqual([word, false]);
      }
    });

    it('are only those of files that its owner may still see', async () => {
      const guest = await mawa.signIn('case_supervisor', { language: 'en' });
      const theirs = await aPerson(officer);
      await officer.post(`${theirs.path}/access`, { userId: guest.actor.userId }).expect(204);
      const of = await aProceeding(officer, theirs);
      const { body } = await aHearing(officer, of, court, { day: '2026-12-01' }).expect(201);
      const path = await feedOf(guest);
      const now = (await fetched(path).expect(200)).text;
      expect(now).toContain(`SUMMARY:Hearing ${body.code}`);
      expect(now.match(/BEGIN:VEVENT/g)).toHaveLength(1);
      const { body: access } = await officer.get(`${theirs.path}/access`).expect(200);
      expect(JSON.stringify(access)).toContain(guest.actor.userId);
      await mawa.admin.query(
        `UPDATE case_access SET until_at = '2026-11-24T23:00:00Z' WHERE case_id = $1 AND principal_id = $2`,
        [theirs.id, guest.actor.userId],
      );
      expect((await fetched(path).expect(200)).text).not.toContain('VEVENT');
    });

    it('lead nowhere once taken back, made anew, or when the account is closed', async () => {
      const first = await feedOf(legal);
      const second = await feedOf(legal);
      await fetched(first).expect(404);
      await fetched(second).expect(200);
      await legal.delete('/api/v1/hearings/feed').expect(204);
      await fetched(second).expect(404);
      await legal.delete('/api/v1/hearings/feed').expect(404);
      const gone = await mawa.signIn('legal_officer');
      const path = await feedOf(gone);
      await fetched(path).expect(200);
      await mawa.admin.query(
        'UPDATE user_roles SET ended_at = (SELECT max(made_at) FROM hearing_feeds), ended_by = granted_by WHERE user_id = $1',
        [gone.actor.userId],
      );
      await fetched(path).expect(404);
      // A role that comes back brings no old address with it.
      await mawa.admin.query(
        `INSERT INTO user_roles (user_id, role, granted_by, granted_at, confirmed_by, confirmed_at)
         SELECT user_id, role, granted_by, ended_at, confirmed_by, confirmed_at FROM user_roles WHERE user_id = $1`,
        [gone.actor.userId],
      );
      mawa.clock.advance(60_000);
      const back = await mawa.signInAs(gone.email);
      await fetched(path).expect(404);
      await fetched(await feedOf(back)).expect(200);
      await fetched('/calendar/nothing.ics').expect(404);
      await fetched(`/calendar/${'A'.repeat(43)}.ics`).expect(404);
    });

    it('lead nowhere once the password of their owner changed, or the second factor was taken off', async () => {
      const owner = await mawa.signIn('legal_officer');
      const other = await mawa.signIn('legal_officer');
      const [path, kept] = [await feedOf(owner), await feedOf(other)];
      const change = { currentPassword: PASSWORD, newPassword: 'une autre phrase bien longue' };
      await owner.post('/api/v1/account/password', change).expect(200);
      await fetched(path).expect(404);
      await fetched(kept).expect(200);
      const page = await owner.get('/hearings/feed').expect(200);
      expect(page.text).not.toContain('Une adresse existe');
      const anew = await feedOf(owner);
      await fetched(anew).expect(200);
      await enrol(mawa, owner.actor);
      const again = await mawa.signInAs(owner.email);
      await fetched(anew).expect(200);
      await mawa.admin.query(`SELECT set_config('mawa.now', $1, false)`, [mawa.clock.now()]);
      const taken = 'DELETE FROM second_factors WHERE user_id = $1';
      expect((await mawa.admin.query(taken, [owner.actor.userId])).rowCount).toBe(1);
      await fetched(anew).expect(404);
      await fetched(await feedOf(again)).expect(200);
    });

    it('keep no secret in the database, and show it once', async () => {
      const page = await officer.submit('/hearings/feed', {}).expect(200);
      const secret = /calendar\/([\w-]{43})\.ics/.exec(page.text)![1]!;
      const { rows } = await mawa.admin.query<{ text: string }>(
        `SELECT string_agg(t, ' ') AS text FROM (SELECT f::text FROM hearing_feeds f UNION ALL SELECT body FROM audit_log) x (t)`,
      );
      expect(rows[0]!.text).not.toContain(secret);
      expect((await officer.get('/hearings/feed').expect(200)).text).not.toContain(secret);
      await officer.submit('/hearings/feed/undo', {}).expect(303);
      await fetched(`/calendar/${secret}.ics`).expect(404);
    });

    it('two presses at once leave one address', async () => {
      const answers = await Promise.all([1, 2, 3].map(() => officer.post('/api/v1/hearings/feed')));
      expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
      const { rows } = await mawa.admin.query(
        'SELECT 1 FROM hearing_feeds WHERE user_id = $1 AND revoked_at IS NULL',
        [officer.actor.userId],
      );
      expect(rows.length).toBe(1);
    });
  });

  it('courts are added, corrected by whoever saw them last, and put aside', async () => {
    const id = await aCourt(legal, {
      fr: 'Tribunal de Nador',
      office: 'Cellule, 2e étage',
      officePhone: '0536 00 00 00',
    });
    const same = {
      kind: 'appeal',
      fr: 'Tribunal de NADOR',
      ar: 'محكمة',
      en: 'Court',
      city: 'Nador',
      region: '02',
    };
    expect(codesOf(await legal.post('/api/v1/courts', same).expect(409))).toEqual([
      'legal.court_known',
    ]);
    const office = 'Cellule, 2e étage';
    const changed = { ...same, fr: 'Cour de Nador', office, revision: 1, active: false };
    await legal.put(`/api/v1/courts/${id}`, changed).expect(204);
    expect(codesOf(await legal.put(`/api/v1/courts/${id}`, changed).expect(409))).toEqual([
      'legal.saved_by_another',
    ]);
    expect(
      codesOf(await aHearing(officer, proceeding, id, { day: '2026-12-17' }).expect(422)),
    ).toEqual(['legal.unknown_court']);
    await legal.put(`/api/v1/courts/${randomUUID()}`, changed).expect(404);
    for (const [more, code] of [
      [{ region: '44' }, 'common.not_choice'],
      [{ fr: '' }, 'common.required'],
      [{ officePhone: 'x' }, 'legal.bad_phone'],
    ] as const) {
      expect(codesOf(await legal.post('/api/v1/courts', { ...same, ...more }).expect(422))).toEqual(
        [code],
      );
    }
    const page = await legal.get('/courts').expect(200);
    expect(page.text).toContain('Cellule d’accueil des victimes');
    expect(page.text).toContain('Marche verte');
    expect((await legal.get(`/courts/${id}`).expect(200)).text).toContain('Cour de Nador');
    const bad = await legal.submit('/courts', { fr: 'Trib' }).expect(422);
    expect(bad.text).toContain('value="Trib"');
  });
});

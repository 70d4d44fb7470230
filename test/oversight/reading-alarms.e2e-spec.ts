import { AuditSealer } from '../../modules/audit';
import { WatchReadings } from '../../modules/oversight';
import { HOUSEKEEPING_ACTOR } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';

interface AlarmBody {
  readonly id: string;
  readonly rule: string;
  readonly userId: string | null;
  readonly facts: { readonly number: number };
}

describe('alarms on unusual reading', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let supervisor: SignedIn;
  let auditor: SignedIn;
  let administrator: SignedIn;
  let own: string[];

  beforeAll(async () => {
    // In the middle of a day.
    mawa = await startApp({ at: '2026-11-24T10:00:00Z', env: { MAWA_IDLE_MINUTES: '720' } });
    [officer, supervisor, auditor, administrator] = await Promise.all([
      mawa.signIn('reintegration_officer'),
      mawa.signIn('case_supervisor', { language: 'en' }),
      mawa.signIn('auditor', { language: 'en' }),
      mawa.signIn('administrator', { language: 'en' }),
    ]);
    own = await registered(26);
    expect(await watch()).toBe(0);
    mawa.clock.advance(3_600_000);
  });
  afterAll(() => mawa.stop());

  const registered = async (count: number): Promise<string[]> => {
    const people = Array.from({ length: count }, (_, n) => ({ names: { given: `Prénom ${n}` } }));
    const ids: string[] = [];
    for (const one of people) {
      const { body } = await officer.post('/api/v1/people', { people: [one] }).expect(201);
      ids.push(body.cases[0].id as string);
    }
    return ids;
  };
  const watch = async (): Promise<number> => {
    await mawa.app.get(AuditSealer).seal();
    return mawa.app.get(WatchReadings).run();
  };
  const open = async (reader: SignedIn): Promise<AlarmBody[]> =>
    (await reader.get('/api/v1/alarms').expect(200)).body.open;
  const sql = async (text: string, values: unknown[] = []) =>
    (await mawa.admin.query(text, values)).rows;

  it('raises one where somebody reads many files in an hour, with its explanation and a task', async () => {
    for (const id of own.slice(0, 24)) {
      await officer.get(`/api/v1/people/${id}`).expect(200);
      mawa.clock.advance(60_000);
    }
    expect(await watch()).toBe(1);
    const [alarm] = await open(supervisor);
    expect(alarm).toMatchObject({ rule: 'many_files', userId: officer.actor.userId });
    expect(alarm!.facts.number).toBeGreaterThanOrEqual(20);
    const { text } = await supervisor.get(`/alarms/${alarm!.id}`).expect(200);
    expect(text).toContain('different files within one hour');
    expect(text).not.toMatch(/Prénom|\/audit\?/);
    for (const reader of [supervisor, auditor, administrator])
      expect((await reader.get('/tasks').expect(200)).text).toContain(`/alarms/${alarm!.id}`);
  });

  it('is in the audit log without the account and what it did, since its subject may read there', async () => {
    const [alarm] = await open(auditor);
    expect(
      await sql(
        `SELECT subject_ids::text[] AS ids, fields FROM audit_log WHERE action = 'alarms.raise'`,
      ),
    ).toEqual([{ ids: [alarm!.id], fields: [] }]);
  });

  it('leads an auditor to the rows, and nobody else', async () => {
    const [alarm] = await open(auditor);
    const { text } = await auditor.get(`/alarms/${alarm!.id}`).expect(200);
    const path = /href="(\/audit\?[^"]+)"/
      .exec(text)![1]!
      .replaceAll('&amp;', '&')
      .replaceAll('&#x3D;', '=');
    expect(path).toContain(`who=${officer.actor.userId}`);
    const rows = await auditor.get(path).expect(200);
    expect(rows.text).toContain('Case files: read');
  });

  it('is not raised again for the same, nor read twice', async () => {
    expect(await watch()).toBe(0);
    await officer.get(`/api/v1/people/${own[24]}`).expect(200);
    expect(await watch()).toBe(0);
    expect(await open(supervisor)).toHaveLength(1);
  });

  it('is closed with a finding by one person whom it is not about; its tasks are done', async () => {
    const [alarm] = await open(supervisor);
    const path = `/api/v1/alarms/${alarm!.id}/closing`;
    await supervisor.post(path, { finding: 'whatever' }).expect(422);
    await supervisor.post(path, { finding: 'agreed' }).expect(204);
    const again = await auditor.post(path, { finding: 'misuse' });
    expect([again.status, again.body.code]).toEqual([409, 'alarms.closed']);
    expect(await open(auditor)).toEqual([]);
    expect(
      await sql(`SELECT 1 FROM tasks WHERE kind = 'reading_alarm' AND done_at IS NULL`),
    ).toEqual([]);
    // What it was about has been looked into.
    expect(await watch()).toBe(0);
  });

  it('is raised again for a second theft, minutes after the first alarm was closed', async () => {
    mawa.clock.advance(60_000);
    for (const id of own.slice(0, 19)) {
      await officer.get(`/api/v1/people/${id}`).expect(200);
      mawa.clock.advance(10_000);
    }
    // With those of before the closing they are more than twenty.
    expect(await watch()).toBe(0);
    await officer.get(`/api/v1/people/${own[19]}`).expect(200);
    expect(await watch()).toBe(1);
    const [alarm] = await open(supervisor);
    expect(alarm).toMatchObject({ rule: 'many_files', facts: { number: 20 } });
    await supervisor.post(`/api/v1/alarms/${alarm!.id}/closing`, { finding: 'stolen' }).expect(204);
    expect(await watch()).toBe(0);
  });

  it('is hidden from whom it is about, whatever their role, also in the database', async () => {
    await sql(
      `INSERT INTO reading_alarms (rule, user_id, facts, from_at, until_at, opened_at)
       VALUES ('busy_day', $1, '{"number": 200}', $2, $2, $2)`,
      [supervisor.actor.userId, mawa.clock.now()],
    );
    expect(await open(supervisor)).toEqual([]);
    const [alarm] = await open(auditor);
    await supervisor.get(`/alarms/${alarm!.id}`).expect(404);
    await supervisor.post(`/api/v1/alarms/${alarm!.id}/closing`, { finding: 'agreed' }).expect(404);
    const closed = await mawa.transactions.run(supervisor.actor, (tx) =>
      tx.query('SELECT close_reading_alarm($1, $2) AS closed', [alarm!.id, 'agreed']),
    );
    expect(closed).toEqual([{ closed: false }]);
    await auditor.post(`/api/v1/alarms/${alarm!.id}/closing`, { finding: 'taught' }).expect(204);
  });

  it('about a file is hidden from those who had read it, and not from those who look into it', async () => {
    await sql(
      `INSERT INTO settings (key, valid_from, value, source)
       SELECT key, '2026-11-01Z', value || '{"readersOfAFile": 3}', 'test' FROM settings WHERE key = 'reading_alarms'`,
    );
    const [{ number }] = (await sql('SELECT case_number AS number FROM cases WHERE id = $1', [
      own[25],
    ])) as [{ number: string }];
    const glass = {
      caseNumber: number,
      cause: 'life',
      note: 'la police appelle, elle est en danger',
    };
    const breakGlass = async (reader: SignedIn) => {
      await reader.post('/api/v1/break-glass', glass).expect(200);
      mawa.clock.advance(60_000);
    };
    const reader = await mawa.signIn('case_supervisor');
    const strangers = [
      await mawa.signIn('reintegration_officer'),
      await mawa.signIn('reintegration_officer'),
    ];
    for (const one of [reader, ...strangers]) await breakGlass(one);
    await watch();
    const aboutFile = async (who: SignedIn) =>
      (await open(who)).filter(({ rule }) => rule === 'one_file');
    const [alarm] = await aboutFile(auditor);
    expect(alarm).toMatchObject({ userId: null, facts: { number: 3 } });
    expect(await aboutFile(supervisor)).toHaveLength(1);
    expect(await aboutFile(reader)).toEqual([]);
    await reader.get(`/alarms/${alarm!.id}`).expect(404);
    await reader.post(`/api/v1/alarms/${alarm!.id}/closing`, { finding: 'agreed' }).expect(404);
    const closed = await mawa.transactions.run(reader.actor, (tx) =>
      tx.query('SELECT close_reading_alarm($1, $2) AS closed', [alarm!.id, 'agreed']),
    );
    expect(closed).toEqual([{ closed: false }]);
    const tasksOf = (who: SignedIn) =>
      sql('SELECT done_at IS NULL AS open FROM tasks WHERE subject_id = $1 AND for_user = $2', [
        alarm!.id,
        who.actor.userId,
      ]);
    expect([await tasksOf(reader), await tasksOf(supervisor)]).toEqual([[], [{ open: true }]]);
    // Those who look into it read who read, and perhaps the file, and go on to see the alarm.
    const { text } = await auditor.get(`/alarms/${alarm!.id}`).expect(200);
    const rows = /href="(\/audit\?[^"]+)"/.exec(text)![1]!;
    await auditor.get(rows.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=')).expect(200);
    await watch();
    expect((await aboutFile(auditor))[0]).toMatchObject({ facts: { number: 3 } });
    await breakGlass(supervisor);
    await watch();
    expect((await aboutFile(supervisor))[0]).toMatchObject({ facts: { number: 4 } });
    expect(await tasksOf(supervisor)).toEqual([{ open: true }]);
    expect(await aboutFile(reader)).toEqual([]);
    await auditor.post(`/api/v1/alarms/${alarm!.id}/closing`, { finding: 'taught' }).expect(204);
  });

  it('does not count what a deputy reads for a colleague as outside their files', async () => {
    const deputy = await mawa.signIn('reintegration_officer');
    const isOutside = () =>
      mawa.transactions.run(HOUSEKEEPING_ACTOR, async (tx) => {
        const [row] = await tx.query<{ outside: boolean }>(
          'SELECT outside FROM files_read_outside($1, $2, $3)',
          [[deputy.actor.userId], [own[0]], mawa.clock.now()],
        );
        return row!.outside;
      });
    expect(await isOutside()).toBe(true);
    await officer
      .post('/api/v1/deputies', { deputyId: deputy.actor.userId, until: '2026-12-01' })
      .expect(201);
    expect(await isOutside()).toBe(false);
  });

  it('is for auditors, administrators and supervisors alone', async () => {
    await officer.get('/alarms').expect(403);
    const seen = await mawa.transactions.run(officer.actor, (tx) =>
      tx.query('SELECT id FROM reading_alarms'),
    );
    expect(seen).toEqual([]);
    await expect(
      mawa.transactions.run(officer.actor, (tx) =>
        tx.query(`SELECT close_reading_alarm(gen_random_uuid(), 'agreed')`),
      ),
    ).rejects.toThrow(/closes no alarm/);
  });

  it('compares an account with its peers and not with its own days', async () => {
    const [reader, peer] = await Promise.all([
      mawa.signIn('programme_officer'),
      mawa.signIn('programme_officer'),
    ]);
    const days = (user: SignedIn, refused: number, from: number, count: number) =>
      sql(
        `INSERT INTO reading_days (user_id, day, readings, files, files_outside, files_at_night, files_an_hour, searches,
                                   exports, refused)
         SELECT $1, date '2026-11-23' - n, 0, 0, 0, 0, 0, 0, 0, $2 FROM generate_series($3::int, $4::int) AS n`,
        [user.actor.userId, refused, from, from + count - 1],
      );
    // Nine days are too few to know the account by itself.
    await days(reader, 100, 0, 9);
    await days(peer, 1, 0, 20);
    for (let n = 0; n < 22; n += 1) await reader.get('/api/v1/users').expect(403);
    expect(await watch()).toBe(1);
    const [alarm] = await open(supervisor);
    expect(alarm).toMatchObject({ rule: 'refused', userId: reader.actor.userId });
    await supervisor
      .post(`/api/v1/alarms/${alarm!.id}/closing`, { finding: 'mistake' })
      .expect(204);
  });

  it('is raised where an account is refused again and again', async () => {
    const other = await mawa.signIn('shelter_staff');
    for (let n = 0; n < 22; n += 1) await other.get('/api/v1/users').expect(403);
    expect(await watch()).toBe(1);
    expect((await open(administrator)).map(({ rule }) => rule)).toEqual(['refused']);
  });

  it('lists open ones the oldest first, page by page, so that many new ones hide none', async () => {
    const before = (await open(auditor)).map(({ id }) => id);
    mawa.clock.advance(60_000);
    await sql(
      `INSERT INTO reading_alarms (rule, user_id, subject_id, facts, from_at, until_at, opened_at)
       SELECT 'session_copied', $1, gen_random_uuid(), '{"number": 1}', $2, $2, $2 FROM generate_series(1, 70)`,
      [officer.actor.userId, mawa.clock.now()],
    );
    const seen: string[] = [];
    for (let after = ''; after !== null;) {
      const { body } = await auditor.get(`/api/v1/alarms?after=${after}`).expect(200);
      expect(body.open.length).toBeLessThanOrEqual(30);
      seen.push(...(body.open as AlarmBody[]).map(({ id }) => id));
      after = body.nextOpen;
    }
    expect(seen.slice(0, before.length)).toEqual(before);
    expect(before.length).toBeGreaterThan(0);
    expect([seen.length, new Set(seen).size]).toEqual([before.length + 70, before.length + 70]);
    const { text } = await auditor.get('/alarms').expect(200);
    const next = /href="\/alarms\?after(?:=|&#x3D;)([0-9a-f-]{36})"/.exec(text)![1]!;
    expect(next).toBe(seen[29]);
    const second = await auditor.get(`/alarms?after=${next}`).expect(200);
    expect(second.text).toContain(`/alarms/${seen[30]}`);
    expect(second.text).not.toContain(`/alarms/${seen[29]}"`);
    await auditor.get('/api/v1/alarms?after=x').expect(422);
    await sql(
      `UPDATE reading_alarms SET closed_at = $1, closed_by = $2, finding = 'mistake' WHERE id = ANY ($3)`,
      [mawa.clock.now(), auditor.actor.userId, seen.slice(before.length)],
    );
  });

  it('keeps of a day how much was read, and nothing else', async () => {
    const [day] = await sql('SELECT * FROM reading_days WHERE user_id = $1', [
      officer.actor.userId,
    ]);
    expect(day).toMatchObject({ files_outside: 0, exports: 0 });
    expect(day!.files).toBeGreaterThanOrEqual(24);
  });

  it('goes on where it stopped: what was read before is not read again', async () => {
    const [before] = await sql('SELECT batch FROM reading_watch');
    await officer.get(`/api/v1/people/${own[0]}`).expect(200);
    await watch();
    const [after] = await sql('SELECT batch FROM reading_watch');
    expect(BigInt(after!.batch) - BigInt(before!.batch)).toBe(1n);
  });
});

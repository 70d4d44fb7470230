import { rolesThatMay } from '../../modules/access';
import { ROLES } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const NOTICED = '2026-11-24T10:00:00Z';
const SECRET = 'La dame de la rue des Orangers, dossier MA-0042';
const REPORT = {
  noticedAt: NOTICED,
  happenedAt: '2026-11-23T21:15:00Z',
  kinds: ['confidentiality'],
  dataKinds: ['shelter_address', 'name'],
  peopleCount: '3',
  danger: 'no',
  text: SECRET,
};
const ASSESSMENT = {
  risk: 'high_risk',
  consequences: ['found_by_traffickers'],
  peopleCount: '4',
  recordsCount: '9',
  reason: 'Adresse envoyée à un inconnu',
};

describe('breaches of personal data', () => {
  let mawa: TestApp;
  let staff: SignedIn;
  let programme: SignedIn;
  let supervisor: SignedIn;
  let auditor: SignedIn;

  beforeAll(async () => {
    mawa = await startApp({ at: '2026-11-24T12:00:00Z', env: { MAWA_IDLE_MINUTES: '720' } });
    [staff, programme, supervisor, auditor] = await Promise.all([
      mawa.signIn('shelter_staff', { language: 'en' }),
      mawa.signIn('programme_officer', { language: 'en' }),
      mawa.signIn('case_supervisor', { language: 'en' }),
      mawa.signIn('auditor', { language: 'en' }),
    ]);
  });
  afterAll(() => mawa.stop());

  const sql = async (text: string, values: unknown[] = []) =>
    (await mawa.admin.query(text, values)).rows;
  const reported = async (more: Record<string, string> = {}, by = staff): Promise<string> => {
    const before = (await sql('SELECT id FROM breaches')).map(({ id }) => id as string);
    await by.submit('/breaches/report', { ...REPORT, ...more }).expect(303);
    const [row] = await sql('SELECT id FROM breaches WHERE id <> ALL ($1)', [before]);
    return row.id;
  };
  const notice = (more: Record<string, string> = {}) => ({
    recipient: 'head',
    madeAt: NOTICED,
    way: 'phone',
    ...more,
  });
  const settled = async (id: string) => {
    await programme.submit(`/breaches/${id}/assessments`, { ...ASSESSMENT, risk: 'no_risk' });
    await programme.submit(`/breaches/${id}/notices`, notice()).expect(303);
  };

  describe('reports', () => {
    it('come from anybody with an account, who sees that they are dealt with and nothing more', async () => {
      for (const role of ROLES) {
        const who = await mawa.signIn(role, { language: 'en' });
        await who.get('/breaches/report').expect(200);
        const id = await reported({}, who);
        const mine = await who.get('/breaches/report').expect(200);
        expect(mine.text).toContain(id.slice(0, 8).toUpperCase());
        const status = rolesThatMay('breaches:read').includes(role) ? 200 : 403;
        expect([role, (await who.get(`/breaches/${id}`)).status]).toEqual([role, status]);
        expect([role, (await who.get('/breaches')).status]).toEqual([role, status]);
      }
    });

    it('are sealed: nothing that was typed stands in the database', async () => {
      const id = await reported();
      const [row] = await sql('SELECT b::text AS row FROM breaches b WHERE id = $1', [id]);
      expect(row.row).not.toContain('Orangers');
      expect((await programme.get(`/breaches/${id}`).expect(200)).text).toContain('Orangers');
      const { text } = await auditor.get(`/breaches/${id}`).expect(200);
      expect(text).toContain('address of a shelter');
      expect(text).not.toContain('Orangers');
    });

    it('are shown again with what is wrong', async () => {
      const { text } = await staff
        .submit('/breaches/report', {
          noticedAt: '2026-11-25T10:00:00Z',
          danger: 'no',
          text: SECRET,
        })
        .expect(422);
      expect(text).toContain('Choose at least one answer.');
      const { noticedAt: _, happenedAt: __, ...now } = REPORT;
      await staff.submit('/breaches/report', now).expect(303);
      const later = await staff
        .submit('/breaches/report', { ...REPORT, noticedAt: '2027-01-01T00:00:00Z' })
        .expect(422);
      expect(later.text).toContain('Give a time that has already passed.');
      const order = await staff
        .submit('/breaches/report', { ...REPORT, happenedAt: '2026-11-24T11:00:00Z' })
        .expect(422);
      expect(order.text).toContain('after the time when it was noticed');
    });

    it('are kept from those who decide on them and are named as concerned, from nobody else', async () => {
      expect((await staff.get('/breaches/report')).text).toContain(programme.actor.name);
      const own = await programme.get('/breaches/report').expect(200);
      expect(own.text).not.toContain(`value="${programme.actor.userId}"`);
      const id = await reported({ hiddenFrom: programme.actor.userId, danger: 'yes' });
      expect((await programme.get(`/breaches/${id}`)).status).toBe(404);
      expect((await programme.get('/breaches')).text).not.toContain(id);
      await programme.submit(`/breaches/${id}/assessments`, ASSESSMENT).expect(404);
      const asked = await sql(
        `SELECT for_user FROM tasks WHERE kind = 'breach' AND subject_id = $1`,
        [id],
      );
      expect(asked.map((one) => one.for_user)).not.toContain(programme.actor.userId);
      expect(asked.map((one) => one.for_user)).toContain(supervisor.actor.userId);
      for (const reader of [supervisor, auditor]) {
        const { text } = await reader.get(`/breaches/${id}`).expect(200);
        expect(text).toContain('Hidden from');
        expect(text).toContain(programme.actor.name);
      }
      const deciders = await sql(
        'SELECT id FROM users WHERE decides_on_breaches(id) AND id <> $1',
        [programme.actor.userId],
      );
      const hiddenFrom = deciders.map((one) => one.id as string);
      const alone = await programme.submit('/breaches/report', { ...REPORT, hiddenFrom });
      expect([alone.status, alone.text.includes('Nobody can deal with this report.')]).toEqual([
        409,
        true,
      ]);
      const partner = await mawa.signIn('partner_viewer', { language: 'en' });
      const theirs = await partner.get('/breaches/report').expect(200);
      expect(theirs.text).toContain('make a complaint instead');
      expect(theirs.text).not.toContain(supervisor.actor.name);
      const wrong = await staff
        .submit('/breaches/report', { ...REPORT, hiddenFrom: auditor.actor.userId })
        .expect(422);
      expect(wrong.text).toContain('Choose from the people on the list.');
    });

    it('open a task for each who decides, at once where somebody may be in danger', async () => {
      const id = await reported({ danger: 'yes' });
      const tasks = await sql(
        `SELECT t.for_user, t.due_at = b.reported_at AS now FROM tasks t JOIN breaches b ON b.id = t.subject_id
          WHERE t.kind = 'breach' AND t.subject_id = $1 AND t.done_at IS NULL`,
        [id],
      );
      const theirs = (who: SignedIn) =>
        tasks.filter((one) => one.for_user === who.actor.userId).map(({ now }) => now);
      expect([programme, supervisor, auditor, staff].map(theirs)).toEqual([[true], [true], [], []]);
      expect((await programme.get('/tasks').expect(200)).text).toContain(`/breaches/${id}`);
    });
  });

  describe('deadlines', () => {
    it('count in hours from when it was noticed, as the setting has them, and say what is left', async () => {
      const id = await reported();
      expect(
        await sql(
          `SELECT recipient, extract(epoch FROM d.due_at - b.noticed_at)::int / 3600 AS hours
             FROM breach_deadlines d JOIN breaches b ON b.id = d.breach_id WHERE b.id = $1 ORDER BY 1`,
          [id],
        ),
      ).toEqual([
        { recipient: 'authority', hours: 72 },
        { recipient: 'grant_officer', hours: 72 },
        { recipient: 'head', hours: 4 },
        { recipient: 'partners', hours: 24 },
        { recipient: 'people', hours: 24 },
      ]);
      const begun = mawa.clock.now().getTime();
      const at = async (hours: number) => {
        mawa.clock.advance(Date.parse(NOTICED) + hours * 3_600_000 - mawa.clock.now().getTime());
        const who = await mawa.signIn('programme_officer', { language: 'en' });
        return (await who.get(`/breaches/${id}`).expect(200)).text;
      };
      expect(await at(71)).toMatch(/tag--warning">1 hour left/);
      expect(await at(72)).toMatch(/tag--warning">0 minutes left/);
      expect(await at(73)).toMatch(/tag--danger">.*late by 1 hour</);
      mawa.clock.advance(begun - mawa.clock.now().getTime());
    });

    it('follow another setting from the next report on', async () => {
      const hours = async (id: string) =>
        sql(
          `SELECT extract(epoch FROM d.due_at - b.noticed_at)::int / 3600 AS hours FROM breach_deadlines d
             JOIN breaches b ON b.id = d.breach_id WHERE b.id = $1 AND d.recipient = 'head'`,
          [id],
        );
      const before = await reported();
      await sql(
        `INSERT INTO settings (key, valid_from, value, source)
         SELECT key, '2026-11-24T11:00:00Z', value || '{"head": 2}', 'test' FROM settings WHERE key = 'breach_notice_hours'`,
      );
      const after = await reported();
      expect([await hours(before), await hours(after)]).toEqual([[{ hours: 4 }], [{ hours: 2 }]]);
    });

    it('stand on the first page of those who decide, and of nobody else', async () => {
      await reported();
      for (const who of [programme, supervisor])
        expect((await who.get('/').expect(200)).text).toContain('Notices that are due next');
      for (const who of [auditor, staff])
        expect((await who.get('/').expect(200)).text).not.toContain('Notices that are due next');
    });
  });

  describe('decisions', () => {
    it('belong to programme officers and case supervisors', async () => {
      const id = await reported();
      for (const who of [staff, auditor, await mawa.signIn('administrator')]) {
        for (const [path, body] of [
          ['assessments', ASSESSMENT],
          ['measures', { measure: 'people_moved', takenAt: NOTICED }],
          ['notices', notice()],
          ['waivers', { waivedRecipient: 'people', waiverReason: 'would_endanger' }],
          ['closing', { lessons: 'Aucune' }],
          [`waivers/${id}/decision`, { decision: 'agreed' }],
        ] as const)
          await who.submit(`/breaches/${id}/${path}`, body).expect(403);
      }
      await supervisor.submit(`/breaches/${id}/assessments`, ASSESSMENT).expect(303);
    });

    it('go from the report over measures and notices to the closing', async () => {
      const id = await reported();
      const path = `/breaches/${id}`;
      const early = await programme.submit(`${path}/closing`, { lessons: 'Aucune' }).expect(409);
      expect(early.text).toContain('Assess the risk first.');
      await supervisor
        .submit(`${path}/measures`, { measure: 'people_moved', takenAt: NOTICED })
        .expect(303);
      await programme
        .submit(`${path}/assessments`, { ...ASSESSMENT, consequences: [] })
        .expect(422);
      await programme.submit(`${path}/assessments`, ASSESSMENT).expect(303);
      const open = await programme.submit(`${path}/closing`, { lessons: 'Aucune' }).expect(409);
      expect(open.text).toContain('Notices that are needed are not made (5).');
      await programme.submit(`${path}/notices`, notice()).expect(303);
      for (const recipient of ['authority', 'partners', 'grant_officer'])
        await programme.submit(`${path}/notices`, notice({ recipient, way: 'form' })).expect(303);
      await supervisor
        .submit(
          `${path}/notices`,
          notice({ recipient: 'people', way: 'in_person', peopleInformed: '4' }),
        )
        .expect(303);
      await programme
        .submit(`${path}/closing`, { lessons: 'Vérifier le destinataire' })
        .expect(303);
      expect(await sql('SELECT state FROM breaches WHERE id = $1', [id])).toEqual([
        { state: 'closed' },
      ]);
      expect(
        await sql(`SELECT 1 FROM tasks WHERE subject_id = $1 AND done_at IS NULL`, [id]),
      ).toEqual([]);
      await programme.submit(`${path}/notices`, notice()).expect(409);
      // What is learnt afterwards opens it again, with its tasks.
      await supervisor.submit(`${path}/assessments`, ASSESSMENT).expect(303);
      expect(
        await sql(
          `SELECT from_state || ' ' || to_state AS step FROM breach_steps WHERE breach_id = $1 ORDER BY place`,
          [id],
        ),
      ).toEqual([
        { step: 'reported assessed' },
        { step: 'assessed closed' },
        { step: 'closed assessed' },
      ]);
      expect(
        (await sql(`SELECT 1 FROM tasks WHERE subject_id = $1 AND done_at IS NULL`, [id])).length,
      ).toBeGreaterThan(1);
    });

    it('leave no notice out by one person alone: another closes what is of no high risk', async () => {
      for (const risk of ['not_a_breach', 'no_risk', 'risk']) {
        const id = await reported();
        await supervisor.submit(`/breaches/${id}/assessments`, { ...ASSESSMENT, risk }).expect(303);
        const all = ['head', 'authority', 'partners', 'grant_officer'];
        for (const recipient of all)
          await supervisor.submit(`/breaches/${id}/notices`, notice({ recipient })).expect(303);
        const alone = await supervisor
          .submit(`/breaches/${id}/closing`, { lessons: 'Rien à signaler' })
          .expect(409);
        expect(alone.text).toContain('somebody other than whoever assessed it');
        await programme.submit(`/breaches/${id}/closing`, { lessons: 'Lu à deux' }).expect(303);
      }
    });

    it('leave people to be told until as many were told as are concerned', async () => {
      const id = await reported();
      const standing = async () =>
        (await programme.get(`/breaches/${id}`).expect(200)).text
          .split('<tr')
          .find((row) => row.includes('People concerned'));
      const told = (peopleInformed: string) =>
        programme
          .submit(`/breaches/${id}/notices`, {
            ...notice({ recipient: 'people', way: 'in_person' }),
            peopleInformed,
          })
          .expect(303);
      await programme.submit(`/breaches/${id}/assessments`, ASSESSMENT).expect(303);
      await told('1');
      expect(await standing()).toContain('left');
      await told('3');
      expect(await standing()).toContain('made in time');
    });

    it('are not dated before the breach was noticed, and say when they were entered', async () => {
      const id = await reported();
      const early = notice({ madeAt: '2026-11-24T09:59:00Z' });
      const { text } = await programme.submit(`/breaches/${id}/notices`, early).expect(422);
      expect(text).toContain('cannot be made before the breach was noticed');
      await programme.submit(`/breaches/${id}/notices`, notice()).expect(303);
      expect((await programme.get(`/breaches/${id}`).expect(200)).text).toContain('entered by:');
    });

    it('hold no word of what was decided in the audit log', async () => {
      const id = await reported();
      await supervisor.submit(`/breaches/${id}/assessments`, ASSESSMENT).expect(303);
      const rows = await sql(
        `SELECT action, fields FROM audit_log WHERE subject_kind = 'breach' AND $1 = ANY (subject_ids) ORDER BY seq`,
        [id],
      );
      expect(rows).toEqual([
        { action: 'breaches.report', fields: [] },
        { action: 'breaches.assess', fields: [] },
      ]);
    });

    it('tell people concerned only in person, and by numbers', async () => {
      const path = `/breaches/${await reported()}/notices`;
      const people = notice({ recipient: 'people' });
      for (const way of ['phone', 'mail', 'letter', 'form']) {
        const { text } = await programme.submit(path, { ...people, way }).expect(422);
        expect(text).toContain('People concerned are told only in person.');
      }
      await programme.submit(path, { ...people, way: 'in_person' }).expect(422);
      await expect(
        mawa.admin.query(
          `INSERT INTO breach_notices (id, breach_id, recipient, made_at, way, people_informed, at, by)
           SELECT gen_random_uuid(), d.breach_id, 'people', $1, 'phone', 1, $1, $2 FROM breach_deadlines d
            WHERE d.recipient = 'people' LIMIT 1`,
          [NOTICED, programme.actor.userId],
        ),
      ).rejects.toMatchObject({ constraint: 'breach_notices_people_in_person' });
    });

    it('not to notify are taken by two people', async () => {
      const id = await reported();
      const path = `/breaches/${id}/waivers`;
      const asked = { waivedRecipient: 'authority', waiverReason: 'does_not_apply' };
      await programme.submit(path, asked).expect(303);
      await supervisor.submit(path, asked).expect(409);
      const [{ id: waiver }] = await sql('SELECT id FROM breach_waivers WHERE breach_id = $1', [
        id,
      ]);
      const own = await programme
        .submit(`${path}/${waiver}/decision`, { decision: 'agreed' })
        .expect(409);
      expect(own.text).toContain('Another person must decide.');
      expect((await supervisor.get('/').expect(200)).text).toContain(
        'Proposal not to notify a data breach',
      );
      expect((await programme.get('/').expect(200)).text).not.toContain(
        'Proposal not to notify a data breach',
      );
      const both = await Promise.all(
        ['agreed', 'refused'].map((decision) =>
          supervisor.submit(`${path}/${waiver}/decision`, { decision }),
        ),
      );
      expect(both.map(({ status }) => status).sort()).toEqual([303, 409]);
      const [{ decision }] = await sql('SELECT decision FROM breach_waivers WHERE id = $1', [
        waiver,
      ]);
      expect(['agreed', 'refused']).toContain(decision);
    });

    it('not to notify hold until the risk is assessed anew', async () => {
      const id = await reported();
      const path = `/breaches/${id}/waivers`;
      const asked = { waivedRecipient: 'people', waiverReason: 'risk_gone' };
      const decided = async (decision: string) => {
        await programme.submit(path, asked).expect(303);
        const [waiver] = await sql(
          'SELECT id FROM breach_waivers WHERE breach_id = $1 ORDER BY place DESC LIMIT 1',
          [id],
        );
        await supervisor.submit(`${path}/${waiver.id}/decision`, { decision }).expect(303);
      };
      const open = async () => {
        const [, count] = /are not made \((\d)\)/.exec(
          (await programme.submit(`/breaches/${id}/closing`, { lessons: 'Non' }).expect(409)).text,
        )!;
        return Number(count);
      };
      await programme.submit(`/breaches/${id}/assessments`, ASSESSMENT).expect(303);
      expect(await open()).toBe(5);
      await decided('agreed');
      await programme.submit(path, asked).expect(409);
      expect(await open()).toBe(4);
      mawa.clock.advance(60_000);
      await programme.submit(`/breaches/${id}/assessments`, ASSESSMENT).expect(303);
      expect(await open()).toBe(5);
      // Where the other person refused, a lower risk does not undo it.
      await decided('refused');
      await programme
        .submit(`/breaches/${id}/assessments`, { ...ASSESSMENT, risk: 'not_a_breach' })
        .expect(303);
      expect(await open()).toBe(1);
    });

    it('close it once when two do so at the same moment', async () => {
      const id = await reported();
      await settled(id);
      const both = await Promise.all(
        [await mawa.signIn('case_supervisor'), supervisor].map((who) =>
          who.submit(`/breaches/${id}/closing`, { lessons: 'Vérifier deux fois' }),
        ),
      );
      expect(both.map(({ status }) => status).sort()).toEqual([303, 409]);
      expect(
        await sql(`SELECT 1 FROM breach_steps WHERE breach_id = $1 AND to_state = 'closed'`, [id]),
      ).toHaveLength(1);
    });
  });

  describe('the notice to the authority', () => {
    it('holds what article 33(3) asks for, and nothing that somebody typed', async () => {
      const id = await reported();
      const path = `/breaches/${id}`;
      await programme.submit(`${path}/assessments`, ASSESSMENT).expect(303);
      await programme
        .submit(`${path}/measures`, {
          measure: 'people_moved',
          takenAt: NOTICED,
          measureNote: 'Madame Amina, rue des Orangers',
        })
        .expect(303);
      for (const who of [programme, auditor]) {
        const shown = await who.get(`${path}/notice`).expect(200);
        const [, text] = /authority-notice(.*)<\/main>/s.exec(shown.text)!;
        expect(text).toContain('about 4 people');
        expect(text).toContain('about 9 records');
        expect(text).toContain('found by those who exploited them');
        expect(text).toContain('people moved to a safe place');
        expect(text).not.toMatch(/Orangers|Amina|MA-0042|inconnu/);
        for (const { actor } of [staff, programme, who]) expect(text).not.toContain(actor.name);
      }
      await staff.get(`${path}/notice`).expect(403);
    });
  });

  describe('without anybody who decides', () => {
    it('are refused with what to do, and nothing is kept', async () => {
      await sql(`UPDATE users SET active = false WHERE id IN
        (SELECT user_id FROM user_roles WHERE role IN ('programme_officer', 'case_supervisor'))`);
      const before = await sql('SELECT count(*) FROM breaches');
      const { text } = await staff.submit('/breaches/report', REPORT).expect(409);
      expect(text).toContain('Telephone the head of the organisation.');
      expect(text).toContain('rue des Orangers');
      expect(await sql('SELECT count(*) FROM breaches')).toEqual(before);
      await sql('UPDATE users SET active = true WHERE NOT system');
    });
  });

  describe('in the database', () => {
    it('only its readers see a breach, its key and what was decided', async () => {
      const id = await reported();
      await settled(id);
      const seen = async (who: SignedIn) =>
        mawa.transactions.run(who.actor, async (tx) => {
          const count = async (text: string) => (await tx.query(text, [id])).length;
          return [
            await count('SELECT FROM breaches WHERE id = $1'),
            await count(`SELECT FROM keys.record_keys WHERE kind = 'breach' AND record_id = $1`),
            await count('SELECT FROM breach_deadlines WHERE breach_id = $1'),
            await count('SELECT FROM breach_assessments WHERE breach_id = $1'),
          ];
        });
      expect(await seen(programme)).toEqual([1, 1, 5, 1]);
      expect(await seen(auditor)).toEqual([1, 0, 5, 1]);
      expect(await seen(staff)).toEqual([1, 1, 0, 0]);
      expect(await seen(await mawa.signIn('administrator'))).toEqual([0, 0, 0, 0]);
      const { actor } = await mawa.signIn('finance_officer');
      await expect(
        mawa.transactions.run(actor, (tx) =>
          tx.query(
            `INSERT INTO breach_measures (id, breach_id, kind, taken_at) VALUES (gen_random_uuid(), $1, 'other', $2)`,
            [id, NOTICED],
          ),
        ),
      ).rejects.toMatchObject({ code: '42501' });
    });

    it('one reported from an alarm stays hidden from whom the alarm is about', async () => {
      const suspect = await mawa.signIn('case_supervisor', { language: 'en' });
      const [alarm] = await sql(
        `INSERT INTO reading_alarms (rule, user_id, facts, from_at, until_at, opened_at)
         VALUES ('busy_day', $1, '{"number": 200}', $2, $2, $2) RETURNING id`,
        [suspect.actor.userId, NOTICED],
      );
      const form = await supervisor.get(`/breaches/report?alarm=${alarm.id}`).expect(200);
      expect(form.text).toContain(`name="alarmId" value="${alarm.id}"`);
      expect((await supervisor.get(`/alarms/${alarm.id}`).expect(200)).text).toContain(
        `/breaches/report?alarm=${alarm.id}`,
      );
      const id = await reported({ alarmId: alarm.id }, supervisor);
      await programme.get(`/breaches/${id}`).expect(200);
      await suspect.get(`/breaches/${id}`).expect(404);
      await suspect.submit(`/breaches/${id}/assessments`, ASSESSMENT).expect(404);
      expect((await suspect.get('/tasks').expect(200)).text).not.toContain(id);
      // An alarm that one may not see is none: the report is kept without it.
      const unseen = await staff.get(`/breaches/report?alarm=${alarm.id}`).expect(200);
      expect(unseen.text).not.toContain('alarmId');
      for (const who of [suspect, staff]) {
        const without = await reported({ alarmId: alarm.id }, who);
        expect(await sql('SELECT alarm_id FROM breaches WHERE id = $1', [without])).toEqual([
          { alarm_id: null },
        ]);
      }
    });
  });
});

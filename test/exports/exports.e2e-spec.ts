import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import type supertest from 'supertest';
import { DataSource, type Logger } from 'typeorm';
import { ExportLists } from '../../modules/exports';
import { openedGrant } from '../grant-budgeting/samples';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { ADULT, yesTo } from '../consents/consent-answers';

const bytes = (call: supertest.Test) =>
  call.buffer(true).parse((answer, done) => {
    const parts: Buffer[] = [];
    answer.on('data', (part: Buffer) => parts.push(part));
    answer.on('end', () => done(null, Buffer.concat(parts)));
  });

/** Goes away with the first bytes, after `meanwhile`. */
const hungUp = (
  port: number,
  headers: Readonly<Record<string, string>>,
  body: string,
  meanwhile: () => Promise<void> = () => Promise.resolve(),
) =>
  new Promise<void>((done, fail) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        method: 'POST',
        path: '/api/v1/exports',
        agent: false,
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (answer) => {
        if (answer.statusCode !== 200) return fail(new Error(`answered ${answer.statusCode}`));
        answer.once('data', () => {
          answer.pause();
          meanwhile()
            .then(done, fail)
            .finally(() => asked.destroy());
        });
        answer.on('error', () => undefined);
      },
    );
    asked.on('error', fail);
    asked.end(body);
  });

async function until<T>(ask: () => Promise<T | false>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== false) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('lists that are taken out', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let stranger: SignedIn;
  let admin: SignedIn;
  let auditor: SignedIn;
  let partner: string;
  let formula: string;
  const people: { id: string; caseNumber: string }[] = [];

  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    stranger = await mawa.signIn('reintegration_officer');
    admin = await mawa.signIn('administrator');
    auditor = await mawa.signIn('auditor');
    await openedGrant(mawa);
    const organisation = async (code: string, name: string): Promise<string> =>
      (await admin.post('/api/v1/organisations', { code, kind: 'partner', name }).expect(201)).body
        .id;
    partner = await organisation('MINARET', 'Minaret');
    formula = await organisation('FORMULA', '=HYPERLINK("http://x";"Cèdre")');
    for (const [at, nationality] of ['MA', 'CI', 'SN'].entries()) {
      const person = { ...ADULT, nationality, registeredOn: '2026-10-05' };
      const { body } = await officer.post('/api/v1/people', { people: [person] }).expect(201);
      people.push(body.cases[0]);
      for (let day = 1; day <= 2; day += 1) {
        await given(people[at]!.id, `2026-11-0${day}`, day === 1 ? formula : partner);
      }
    }
  });
  afterAll(() => mawa.stop());

  const given = (caseId: string, givenOn: string, providerId: string) =>
    officer
      .post('/api/v1/services', { caseId, typeCode: 'psychological_session', givenOn, providerId })
      .expect(201);
  const take = (who: SignedIn, asked: object) =>
    bytes(who.post('/api/v1/exports', { why: 'case_work', format: 'csv', ...asked }));
  const textOf = async (who: SignedIn, asked: object): Promise<string> =>
    ((await take(who, asked).expect(200)).body as Buffer).toString('utf8');
  const rowsOf = async (who: SignedIn, asked: object): Promise<string[][]> =>
    parse((await textOf(who, asked)).slice(1), { delimiter: ';', relaxColumnCount: false });
  const agree = async (at: number, more: object): Promise<string> =>
    (
      await officer
        .post(`/api/v1/people/${people[at]!.id}/consents`, yesTo('sharing', more))
        .expect(201)
    ).body.id;
  /** The clock stands still: the audit says which was the last. */
  const lastEntered = async () =>
    (
      await mawa.admin.query(
        `SELECT e.*, a.fields, a.actor_id FROM audit_log a JOIN exports e ON a.subject_ids[1] = e.id
          WHERE a.action = 'exports.take' ORDER BY a.seq DESC LIMIT 1`,
      )
    ).rows[0];

  it('open in French Excel: mark, semicolons, heads in words, hashtags, then the lines', async () => {
    const answer = await take(officer, { list: 'services' }).expect(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'cache-control': 'no-store',
    });
    expect(answer.headers['content-disposition']).toContain('filename="liste-2026-11-24.csv"');
    const text = (answer.body as Buffer).toString('utf8');
    expect(text.startsWith('\uFEFFPersonne (identifiant du fichier);Donné le;')).toBe(true);
    const [heads, tags, ...lines] = await rowsOf(officer, { list: 'services' });
    expect(heads!.slice(0, 5)).toEqual([
      'Personne (identifiant du fichier)',
      'Donné le',
      'Domaine',
      'Service',
      'Quantité',
    ]);
    expect(tags!.slice(0, 4)).toEqual([
      '#beneficiary+id',
      '#date+occurred',
      '#sector+name',
      '#service+type+name',
    ]);
    const { rows } = await mawa.admin.query('SELECT count(*)::int AS n FROM services');
    expect(lines).toHaveLength(rows[0].n);
    expect(lines[0]!.slice(1, 6)).toEqual([
      '2026-11-01',
      'Psychosocial',
      'Séance de soutien psychologique',
      '1',
      'séance(s)',
    ]);
  });

  it('hold no name, no case number and no id of ours, and other ids in each file', async () => {
    const first = await textOf(officer, { list: 'people' });
    const { rows } = await mawa.admin.query('SELECT id::text, case_number FROM cases');
    for (const { id, case_number: number } of rows) {
      expect(first).not.toContain(id);
      expect(first).not.toContain(number);
    }
    expect(first).not.toMatch(/Hafsa/i);
    const ids = (text: string) =>
      text
        .split('\r\n')
        .slice(2, -1)
        .map((line) => line.split(';')[0]);
    const second = await textOf(officer, { list: 'people' });
    expect(new Set([...ids(first), ...ids(second)]).size).toBe(6);
    const services = ids(await textOf(officer, { list: 'services' }));
    expect([services.length, new Set(services).size]).toEqual([6, 3]);
  });

  it('never run what somebody typed', async () => {
    const [, , ...lines] = await rowsOf(officer, { list: 'services' });
    const providers = new Set(lines.map((line) => line[6]));
    expect(providers).toEqual(new Set([`'=HYPERLINK("http://x";"Cèdre")`, 'Minaret']));
  });

  it('follow the filters of the screen', async () => {
    const filters = { from: '2026-11-02', until: '2026-11-02' };
    const [, , ...lines] = await rowsOf(officer, { list: 'services', filters });
    expect(lines.map((line) => line[1])).toEqual(['2026-11-02', '2026-11-02', '2026-11-02']);
    expect(await lastEntered()).toMatchObject({ lines: 3, filters: ['from', 'until'] });
  });

  it('are a table for machines where codes are asked for', async () => {
    const text = await textOf(officer, { list: 'people', words: 'codes' });
    const [heads, tags, ...lines] = parse(text) as string[][];
    expect(heads!.slice(0, 4)).toEqual(['person', 'registered', 'stage', 'sex']);
    expect(tags![2]).toBe('#status+code');
    expect(lines.map((line) => line[6]).sort()).toEqual(['CI', 'MA', 'SN']);
  });

  it('speak the reader’s language', async () => {
    const [heads, , ...lines] = await rowsOf(officer, { list: 'people', language: 'ar' });
    expect(heads![0]).toBe('الشخص (معرّف الملف)');
    expect(lines.map((line) => line[3])).toEqual(['أنثى', 'أنثى', 'أنثى']);
  });

  it('are a workbook with real days and numbers, from right to left in Arabic', async () => {
    const open = async (language: string) => {
      const { body, headers } = await take(officer, { list: 'services', format: 'xlsx', language });
      const book = new ExcelJS.Workbook();
      await book.xlsx.load(body);
      return { book, name: headers['content-disposition'] };
    };
    const { book, name } = await open('fr');
    expect(name).toContain('liste-2026-11-24.xlsx');
    expect(book.worksheets.map((sheet) => sheet.name)).toEqual(['Liste', 'À lire']);
    const sheet = book.worksheets[0]!;
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', xSplit: 1, ySplit: 2 });
    expect(sheet.autoFilter).toBe('A2:K8');
    expect(sheet.getCell('B1').value).toBe('Donné le');
    expect(sheet.getCell('B2').value).toBe('#date+occurred');
    expect(sheet.getCell('B3').value).toEqual(new Date('2026-11-01T00:00:00Z'));
    expect(sheet.getCell('E3').value).toBe(1);
    expect(sheet.rowCount).toBe(8);
    expect(book.creator).toBe('Mawa');
    const arabic = (await open('ar')).book.worksheets[0]!;
    expect([arabic.name, arabic.views[0]!.rightToLeft]).toEqual(['قائمة', true]);
  });

  it('hold what the reader may see and nothing else', async () => {
    const { body } = await stranger
      .post('/api/v1/exports', { list: 'people', format: 'csv', why: 'case_work' })
      .expect(409);
    expect(body.code).toBe('exports.nothing');
    expect(body.detail).toContain('rien à télécharger');
  });

  it('of people need a reason', async () => {
    const { body } = await officer
      .post('/api/v1/exports', { list: 'people', format: 'csv' })
      .expect(422);
    expect(body.code).toBe('exports.say_why');
  });

  it('leave out who has not agreed, and who no longer does', async () => {
    const consent = await agree(0, { recipientId: partner });
    await agree(1, { recipientId: partner });
    await agree(2, { recipientId: formula });
    const toPartner = { list: 'services', to: partner, why: 'agreed_with_people' };
    const counted = await officer
      .post('/api/v1/exports/counts', { ...toPartner, format: 'csv' })
      .expect(200);
    expect(counted.body).toEqual({ lines: 4, leftOut: { few: true, about: 0 } });
    const [, tags, ...lines] = await rowsOf(officer, toPartner);
    expect(lines).toHaveLength(4);
    expect(lines.map((line) => line[1])).toEqual(['2026-11', '2026-11', '2026-11', '2026-11']);
    expect(tags![1]).toBe('#date+occurred');
    expect(await lastEntered()).toMatchObject({
      recipient: 'organisation',
      recipient_id: partner,
      lines: 4,
      left_out_few: true,
    });

    // Each person in it is the reference of a share, the same one in the next list for that organisation.
    const [, , ...again] = await rowsOf(officer, { ...toPartner, list: 'services' });
    const references = new Set(lines.map((line) => line[0]));
    expect(new Set(again.map((line) => line[0]))).toEqual(references);
    const shares = async () =>
      (await officer.get(`/api/v1/shares?recipientId=${partner}`).expect(200)).body.shares;
    expect(await shares()).toHaveLength(2);
    for (const one of await shares()) {
      expect(references).toContain(one.reference);
      expect(one).toMatchObject({ what: ['facts', 'care'], why: 'agreed_with_people', open: true });
    }

    await officer
      .post(`/api/v1/people/${people[0]!.id}/consents/${consent}/withdrawal`, { how: 'oral' })
      .expect(201);
    const closed = (await shares()).find(({ open }: { open: boolean }) => !open);
    const notices = await mawa.admin.query(
      'SELECT reference FROM share_notices WHERE organisation_id = $1',
      [partner],
    );
    expect(notices.rows).toEqual([{ reference: closed.reference }]);
    const { rows: told } = await mawa.admin.query(
      `SELECT cardinality(subject_ids) - 1 AS people FROM audit_log WHERE action = 'exports.take' ORDER BY seq DESC LIMIT 1`,
    );
    expect(told[0].people).toBeGreaterThan(0);
    const [, , ...next] = await rowsOf(officer, toPartner);
    expect(next).toHaveLength(2);
    const research = { list: 'people', to: 'research', why: 'research', format: 'csv' };
    const nobody = await officer.post('/api/v1/exports', research).expect(409);
    expect(nobody.body.code).toBe('exports.nobody_agreed');
    await agree(2, { purpose: 'statistics' });
    // One person in a list is that person, whatever her id is in it.
    const few = await officer.post('/api/v1/exports', research).expect(409);
    expect(few.body.code).toBe('exports.too_few');
    for (const at of [0, 1]) await agree(at, { purpose: 'statistics' });
    await officer.post('/api/v1/exports', research).expect(409);
    await mawa.admin.query(`UPDATE settings SET value = '3' WHERE key = 'threshold_donor'`);
    const [, , ...lent] = await rowsOf(officer, research);
    await mawa.admin.query(`UPDATE settings SET value = '5' WHERE key = 'threshold_donor'`);
    expect(lent.map((line) => [line[1], line[4]])).toEqual(
      Array.from({ length: 3 }, () => ['2026-10', '25-39']),
    );
  });

  it('leave the office by the hand of an officer or a supervisor alone', async () => {
    const manager = await mawa.signIn('shelter_manager');
    const out = { list: 'people', format: 'csv', why: 'coordination', to: partner };
    const { body } = await manager.post('/api/v1/exports', out).expect(403);
    expect(body.code).toBe('exports.office_only');
    const staff = await mawa.signIn('shelter_staff');
    await staff.post('/api/v1/exports', { ...out, to: 'office' }).expect(403);
    await admin.post('/api/v1/exports', { ...out, to: 'office' }).expect(404);
  });

  it('are in the audit and in the register before the first byte, without a value', async () => {
    await take(officer, { list: 'people', filters: { nationality: 'CI' } }).expect(200);
    expect(await lastEntered()).toMatchObject({
      fields: ['people', 'case_list', 'lines:1', 'nationality'],
      actor_id: officer.actor.userId,
      lines: 1,
      list: 'people',
      why: 'case_work',
    });
    const { body } = await auditor.get('/api/v1/exports').expect(200);
    const found = body.taken.filter(
      (one: { lines: number; recipient: string }) =>
        one.lines === 1 || one.recipient === 'research',
    );
    expect(found).toMatchObject([{ list: 'people' }, { list: 'people', by: officer.actor.name }]);
    expect(JSON.stringify(body)).not.toContain('"CI"');
    const { text } = await auditor.get('/exports').expect(200);
    expect(text).toContain('Listes téléchargées');
    expect(text).not.toContain('>CI<');
    await officer.get('/exports').expect(403);
  });

  it('stand above the list on the screen, with its filters', async () => {
    const { text } = await officer.get('/services?from=2026-11-02').expect(200);
    expect(text).toContain('name="filters.from" value="2026-11-02"');
    expect(text).toContain('/exports/new?list&#x3D;services&amp;from&#x3D;2026-11-02');
    const form = await officer.get('/exports/new?list=services&from=2026-11-02').expect(200);
    expect(form.text).toContain('À qui la liste est-elle destinée');
    const wrong = await officer.submit('/exports', { list: 'services', format: 'csv' }).expect(422);
    expect(wrong.text).toContain('Dites pourquoi');
    const asked = {
      list: 'services',
      format: 'csv',
      why: 'case_work',
      'filters.from': '2026-11-02',
    };
    const counted = await officer.submit('/exports', { ...asked, act: 'count' }).expect(200);
    expect(counted.text).toContain('3 lignes.');
    const taken = await bytes(officer.submit('/exports', asked)).expect(200);
    expect((taken.body as Buffer).toString('utf8').split('\r\n')).toHaveLength(6);
  });

  it('of beds and organisations hold no person, and need no reason', async () => {
    const organisations = async (language: string) => {
      const { body } = await bytes(
        admin.post('/api/v1/exports', { list: 'organisations', format: 'csv', language }),
      ).expect(200);
      return parse((body as Buffer).toString('utf8').slice(1), { delimiter: ';' }) as string[][];
    };
    const [heads, tags, ...lines] = await organisations('fr');
    expect([heads![0], tags![0]]).toEqual(['Code', '#org+id']);
    const { rows } = await mawa.admin.query('SELECT count(*)::int AS n FROM organisations');
    expect(lines).toHaveLength(rows[0].n);
    expect(lines.find(([code]) => code === 'MINARET')).toEqual(
      expect.arrayContaining(['Minaret', 'Partenaire', 'Maroc', 'oui']),
    );
    expect((await organisations('en')).find(([code]) => code === 'MINARET')).toEqual(
      expect.arrayContaining(['Minaret', 'Partner', 'Morocco', 'yes']),
    );
    const none = await admin.post('/api/v1/exports', { list: 'beds', format: 'csv' }).expect(409);
    expect(none.body.code).toBe('exports.nothing');
  });

  it('of stays count the nights slept, of a house say only where and which kind', async () => {
    await mawa.admin.query(
      `BEGIN; SET LOCAL session_replication_role = replica;
       SELECT set_config('mawa.actor', '${officer.actor.userId}', true), set_config('mawa.now', '2026-11-01Z', true);
       WITH house AS (INSERT INTO shelters (code_name, region, kind, receives)
              VALUES ('Maison Argane', '06', 'emergency', '{woman}') RETURNING id),
            fact AS (INSERT INTO shelter_facts (shelter_id, during, kind, receives)
              SELECT id, '[2020-01-01,)', 'temporary', '{woman}' FROM house),
            room AS (INSERT INTO rooms (shelter_id, name, mix) SELECT id, 'A', 'women' FROM house RETURNING id, shelter_id),
            bed AS (INSERT INTO beds (room_id, shelter_id, label, kind, in_service)
              SELECT id, shelter_id, l, 'single', '[2020-01-01,)' FROM room, unnest('{1,2}'::text[]) l RETURNING id, shelter_id, label),
            stay AS (INSERT INTO bookings (bed_id, shelter_id, nights, state, outcome, checked_in_at, created_by)
              SELECT id, shelter_id, CASE label WHEN '1' THEN '[2026-11-02,2026-11-12)' ELSE '[2026-11-20,)' END::daterange,
                     CASE label WHEN '1' THEN 'ended' ELSE 'stay' END, CASE label WHEN '1' THEN 'left' END, '2026-11-02Z',
                     '${officer.actor.userId}' FROM bed RETURNING id, nights, state)
       INSERT INTO booking_people (booking_id, case_id, nights, state)
       SELECT id, '${people[0]!.id}', nights, state FROM stay; COMMIT`,
    );
    const [, , ...lines] = await rowsOf(officer, { list: 'stays' });
    // From the 2nd until the 12th ten nights; from the 20th until this one, the 24th, four.
    expect(lines.map((line) => line.slice(1))).toEqual([
      ['2026-11-02', '2026-11-12', '10', 'Casablanca-Settat', 'Temporaire', 'Lit simple', 'Sortie'],
      ['2026-11-20', '', '4', 'Casablanca-Settat', 'Temporaire', 'Lit simple', 'En cours'],
    ]);
    const filters = { from: '2026-11-12', until: '2026-11-30' };
    expect(await rowsOf(officer, { list: 'stays', filters })).toHaveLength(3);
    const beds = await take(admin, { list: 'beds', why: undefined }).expect(200);
    expect((beds.body as Buffer).toString('utf8')).not.toContain('Argane');
  });

  it('of referrals and proceedings say how far they are, in the words of their lists', async () => {
    const id = people[0]!.id;
    await mawa.admin.query(
      `BEGIN; SET LOCAL session_replication_role = replica;
       SELECT set_config('mawa.actor', '${officer.actor.userId}', true), set_config('mawa.now', '2026-11-20T09:00Z', true);
       INSERT INTO referrals (id, case_id, partner_id, share_id, reference, places_id, service, list_version, urgency, parts, state, due_at)
       VALUES (gen_random_uuid(), '${id}', '${partner}', gen_random_uuid(), 'R-1', gen_random_uuid(), 'legal', 1, 'soon', '{facts}', 'sent', '2026-11-25Z');
       WITH one AS (INSERT INTO proceedings (id, case_id, kind, state, opened_on, officer_id)
              VALUES (gen_random_uuid(), '${id}', 'labour', 'trial', '2026-10-12', '${officer.actor.userId}') RETURNING id, case_id)
       INSERT INTO hearings (id, proceeding_id, case_id, court_id, starts_at, day, kind, state, code)
       SELECT gen_random_uuid(), id, case_id, gen_random_uuid(), '2026-11-10T10:00Z', '2026-11-10', 'trial', s, c FROM one,
              (VALUES ('held', 'AAAA-0001'), ('held', 'AAAA-0002'), ('planned', 'AAAA-0003')) h (s, c); COMMIT`,
    );
    const [, , ...sent] = await rowsOf(officer, { list: 'referrals', filters: { show: 'all' } });
    expect(sent.map((line) => line.slice(1))).toMatchObject([
      [
        '2026-11-20',
        expect.any(String),
        'Minaret',
        expect.any(String),
        expect.any(String),
        '',
        '',
        '',
      ],
    ]);
    const codesOfIt = await textOf(officer, { list: 'referrals', words: 'codes' });
    expect(codesOfIt).toContain(',2026-11-20,legal,Minaret,soon,sent,,,');
    expect(sent[0]![2]).not.toBe('legal');
    const [, , ...legal] = await rowsOf(officer, { list: 'proceedings', words: 'labels' });
    expect(legal.map((line) => line.slice(1))).toEqual([
      ['2026-10-12', expect.stringMatching(/travail/i), expect.any(String), '', '2', '1'],
    ]);
    const staff = await mawa.signIn('programme_officer');
    await staff
      .post('/api/v1/exports', { list: 'proceedings', format: 'csv', why: 'reporting' })
      .expect(404);
  });

  it('are in the register though whoever asked hangs up, and others can still take theirs', async () => {
    const more = 30_000;
    await mawa.admin.query(
      `BEGIN; SET LOCAL session_replication_role = replica;
       INSERT INTO services (case_id, type_code, given_on, recorded_by, recorded_at)
       SELECT '${people[0]!.id}', 'psychological_session', date '2026-10-06' + n % 20, '${officer.actor.userId}', '2026-11-01Z'
         FROM generate_series(1, ${more}) n; COMMIT`,
    );
    const { port } = mawa.app.getHttpServer().address() as AddressInfo;
    const asked = JSON.stringify({ list: 'services', format: 'csv', why: 'case_work' });
    const entered = async () =>
      (
        await mawa.admin.query(
          `SELECT e.lines, e.handed_over AS "handedOver", e.whole, take.fields AS take, ending.fields AS ending
             FROM exports e JOIN audit_log take ON take.subject_ids[1] = e.id AND take.action = 'exports.take'
             LEFT JOIN audit_log ending ON ending.subject_ids[1] = e.id AND ending.action = 'exports.end'
            WHERE e.lines IS NULL ORDER BY take.seq`,
        )
      ).rows;
    for (let time = 0; time < 5; time += 1) await hungUp(port, officer.headers, asked);
    expect(await entered()).toHaveLength(5);
    const whole = await textOf(officer, { list: 'services' });
    expect(whole.split('\r\n')).toHaveLength(more + 6 + 3);
    const ended = await until(async () => {
      const all = await entered();
      return all.length === 6 && all.every(({ ending }) => ending !== null) && all;
    });
    // A long list is read once: how many lines it has is known, and audited, when it has ended.
    expect(ended.map(({ take }) => take)).toEqual(
      Array.from({ length: 6 }, () => ['services', 'case_list']),
    );
    const cutOff = ended.slice(0, 5);
    for (const one of cutOff) {
      expect(one).toMatchObject({ lines: null, whole: false });
      expect(one.handedOver).toBeLessThan(more + 6);
      expect(one.ending).toEqual(['services', `lines:${one.handedOver}`, 'cut_off']);
    }
    expect(ended[5]).toMatchObject({
      handedOver: more + 6,
      whole: true,
      ending: ['services', `lines:${more + 6}`, 'whole'],
    });
    const { body } = await auditor.get('/api/v1/exports').expect(200);
    const lines = (body.taken as { lines: number | null; whole: boolean | null }[]).filter(
      (one) => one.lines === null || one.lines === more + 6,
    );
    expect(lines.map((one) => [one.lines, one.whole])).toEqual(
      expect.arrayContaining([
        [null, false],
        [more + 6, true],
      ]),
    );
    const { text } = await auditor.get('/exports').expect(200);
    expect(text).toContain('interrompue après');
  });

  it('are entered as soon as their first byte leaves, without an end until they have one', async () => {
    const { port } = mawa.app.getHttpServer().address() as AddressInfo;
    const asked = JSON.stringify({ list: 'services', format: 'csv', why: 'supervision' });
    const last = async () =>
      (
        await mawa.admin.query(
          `SELECT handed_over AS "handedOver", whole FROM exports WHERE why = 'supervision'`,
        )
      ).rows[0];
    await hungUp(port, officer.headers, asked, async () => {
      // A process that stops now leaves the entry like this.
      expect(await last()).toEqual({ handedOver: null, whole: null });
      const { text } = await auditor.get('/exports').expect(200);
      expect(text).toContain('fin non enregistrée');
    });
    expect(await until(async () => ((await last()).whole === null ? false : last()))).toMatchObject(
      { whole: false },
    );
  });

  /** Statements that name the table of the list, by their first words. */
  const readings = async (work: () => Promise<unknown>): Promise<string[]> => {
    const source = mawa.app.get(DataSource);
    const before = source.logger;
    const said: string[] = [];
    source.logger = new Proxy(before, {
      get: (logger, name) =>
        name === 'logQuery' ? (sql: string) => said.push(sql) : Reflect.get(logger, name),
    }) as Logger;
    try {
      await work();
    } finally {
      source.logger = before;
    }
    return said.filter((sql) => /FROM services s/.test(sql)).map((sql) => sql.split(' ')[0]!);
  };

  it('are read once as CSV; counted before where they may be too long, and as a workbook', async () => {
    const csv = () => textOf(officer, { list: 'services' });
    expect(await readings(csv)).toEqual(['EXPLAIN', 'DECLARE']);
    const filters = { from: '2026-11-02' };
    const workbook = () => take(officer, { list: 'services', format: 'xlsx', filters }).expect(200);
    expect(await readings(workbook)).toEqual(['SELECT', 'DECLARE']);
    const pages = `SELECT relpages, reltuples FROM pg_class WHERE oid = 'services'::regclass`;
    const [kept] = (await mawa.admin.query(pages)).rows;
    const believed = (relpages: number, reltuples: number) =>
      mawa.admin.query(
        `UPDATE pg_class SET relpages = $1, reltuples = $2 WHERE oid = 'services'::regclass`,
        [relpages, reltuples],
      );
    await believed(1, 1_000_000);
    try {
      expect(await readings(csv)).toEqual(['EXPLAIN', 'SELECT', 'DECLARE']);
    } finally {
      await believed(kept.relpages, kept.reltuples);
    }
  });

  it('carry only hashtags of the standard, and attributes of it or named here', () => {
    const standard = parse(
      readFileSync(join(__dirname, '../fixtures/standards/hxl-hashtags.csv'), 'utf8'),
      { columns: true },
    ) as { hashtag: string; attribute: string }[];
    const hashtags = new Set(standard.map(({ hashtag }) => hashtag));
    const attributes = new Set(standard.map(({ attribute }) => attribute.slice(1)));
    // What the standard leaves to whoever writes: attributes of our own.
    const ours = new Set(
      'sex age language access unit priority nights planned room beds status role time escort awarded due paid unrecoverable outstanding'.split(
        ' ',
      ),
    );
    const lists = mawa.app.get(ExportLists).all();
    expect(lists.map(({ key }) => key).sort()).toEqual(
      'beds departures organisations people proceedings referrals services stays unpaid-awards'.split(
        ' ',
      ),
    );
    for (const list of lists) {
      const columns = list.columns(officer.actor);
      expect(new Set(columns.map(({ key }) => key)).size).toBe(columns.length);
      for (const { hxl } of columns) {
        const [hashtag, ...named] = hxl.split('+');
        expect(hashtags).toContain(hashtag);
        for (const one of named)
          expect([one, attributes.has(one) || ours.has(one)]).toEqual([one, true]);
      }
    }
  });
});

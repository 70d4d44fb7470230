import { randomUUID } from 'node:crypto';
import type { Role } from '../../modules/platform/shared/actor';
import {
  aPerson,
  opensTo,
  type TestPerson,
  withRowSecurityAlone,
} from '../beneficiaries/test-people';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aCourt, aHearing, aProceeding, legalOf } from './legal';

const CANARY = 'CANARI-Oum-Rabia-4417';
const TABLES = [
  'proceedings',
  'proceeding_contacts',
  'hearings',
  'legal_steps',
  'protection_measures',
  'court_orders',
  'compensation_amounts',
  'accused_counts',
  'court_summaries',
] as const;

describe('who sees and who writes the legal file of a person', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let legal: SignedIn;
  let supervisor: SignedIn;
  let manager: SignedIn;
  let person: TestPerson;
  let court: string;
  let proceeding: { id: string; path: string };
  let hearing: string;
  let summary: string;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    officer = await mawa.signIn('reintegration_officer');
    legal = await mawa.signIn('legal_officer');
    supervisor = await mawa.signIn('case_supervisor');
    const shelterId = randomUUID();
    manager = await mawa.signIn('shelter_manager', { shelterIds: [shelterId] });
    court = await aCourt(legal);
    person = await aPerson(officer);
    await opensTo(mawa, shelterId, 'stay', [person]);
    for (const { actor } of [legal, supervisor]) {
      await officer.post(`${person.path}/access`, { userId: actor.userId }).expect(204);
    }
    proceeding = await aProceeding(legal, person, {
      courtId: court,
      prosecutorFile: CANARY,
      courtFile: CANARY,
      note: CANARY,
    });
    const { path } = proceeding;
    const { body } = await aHearing(legal, proceeding, court, { place: CANARY, note: CANARY });
    hearing = body.id;
    await legal.post(`${path}/contacts`, { role: 'lawyer', name: CANARY }).expect(201);
    await legal
      .post(`${path}/orders`, {
        kind: 'appear',
        madeOn: '2026-11-20',
        dueOn: '2026-11-30',
        text: CANARY,
      })
      .expect(201);
    await legal
      .post(`${path}/compensation`, {
        what: 'asked',
        amount: '77123.45',
        currency: 'MAD',
        on: '2026-11-20',
      })
      .expect(201);
    const accused = {
      sex: 'male',
      ageGroup: 'adult',
      nationality: 'MA',
      education: 'none',
      count: 1,
    };
    await legal.put(`${path}/accused`, { revision: 0, counts: [accused] }).expect(200);
    await legal
      .post(`${legalOf(person)}/measures`, {
        kind: 'escort',
        to: 'asked',
        on: '2026-11-20',
        authority: 'police',
        note: CANARY,
      })
      .expect(201);
    const note = { language: 'fr', withName: true, text: CANARY };
    summary = (await legal.post(`${path}/summaries`, note).expect(201)).body.id;
  });
  afterAll(() => mawa.stop());

  const readings = () => [
    legalOf(person),
    `${legalOf(person)}/officers`,
    proceeding.path,
    `/people/${person.id}/legal`,
    `/people/${person.id}/legal/${proceeding.id}`,
  ];
  const summaries = () => [
    `${legalOf(person)}/summaries/${summary}`,
    `/people/${person.id}/legal/summaries/${summary}`,
    `/people/${person.id}/legal/${proceeding.id}/summary`,
  ];

  it('a legal officer, the officer who accompanies and the supervisor read all of it', async () => {
    for (const who of [legal, officer, supervisor]) {
      for (const path of readings()) await who.get(path).expect(200);
      const { body } = await who.get(proceeding.path).expect(200);
      expect(body).toMatchObject({ prosecutorFile: CANARY, hearings: [{ place: CANARY }] });
    }
  });

  it('papers for a court are made and read by the legal officer and the supervisor, by no other', async () => {
    for (const path of summaries()) {
      await legal.get(path).expect(200);
      await supervisor.get(path).expect(200);
      await officer.get(path).expect(403);
    }
    const note = { language: 'fr', withName: false, text: 'un texte' };
    await officer.post(`${proceeding.path}/summaries`, note).expect(403);
    await supervisor.post(`${proceeding.path}/summaries`, note).expect(201);
    await legal.get(`${legalOf(person)}/summaries/${randomUUID()}`).expect(404);
  });

  it('the house where the person sleeps reads nothing of it: no tab, no alert, no task of a court', async () => {
    for (const path of readings()) await manager.get(path).expect(403);
    for (const path of ['/hearings', '/hearings/feed', '/courts', '/legal/figures']) {
      await manager.get(path).expect(403);
    }
    const { text } = await manager.get(`/people/${person.id}`).expect(200);
    for (const word of [CANARY, '/legal', 'Audience'])
      expect([word, text.includes(word)]).toEqual([word, false]);
  });

  it('with the policy switched off the house still gets nothing, and no table shows it a row', async () => {
    await withRowSecurityAlone(mawa, async () => {
      for (const path of readings()) {
        const { status, text } = await manager.get(path);
        expect([path, status === 403 || status === 404, text.includes(CANARY)]).toEqual([
          path,
          true,
          false,
        ]);
      }
      const { body } = await manager.get('/api/v1/hearings').expect(200);
      expect([body.next, body.shown, body.total]).toEqual([[], [], 0]);
      await aHearing(manager, proceeding, court, { day: '2026-12-01' }).expect(403);
    });
    const seen = await mawa.transactions.run(manager.actor, (tx) =>
      tx.query(
        TABLES.map((table) => `SELECT '${table}' AS name FROM ${table}`).join(' UNION ALL '),
      ),
    );
    expect(seen).toEqual([]);
  });

  it('a stranger of any role is answered as for nobody, and writes nothing by SQL', async () => {
    await withRowSecurityAlone(mawa, async () => {
      for (const role of [
        'legal_officer',
        'case_supervisor',
        'administrator',
        'programme_officer',
        'auditor',
      ] as const) {
        const stranger = await mawa.signIn(role);
        for (const path of [...readings(), ...summaries()]) {
          const { status, text } = await stranger.get(path);
          expect([role, path, status, text.includes(CANARY)]).toEqual([role, path, 404, false]);
        }
        await stranger
          .post(`${proceeding.path}/stages`, { to: 'trial', on: '2026-11-20' })
          .expect(404);
        await stranger
          .post(`${proceeding.path}/hearings/${hearing}/end`, { to: 'cancelled', detail: 'other' })
          .expect(404);
        const insert = mawa.transactions.run(stranger.actor, (tx) =>
          tx.query(
            `INSERT INTO legal_steps (id, case_id, proceeding_id, from_state, to_state, on_day) VALUES (gen_random_uuid(), $1, $2, 'prosecution', 'trial', '2026-11-20')`,
            [person.id, proceeding.id],
          ),
        );
        await expect(insert).rejects.toMatchObject({ code: '42501' });
      }
    });
    const { rows } = await mawa.admin.query('SELECT state FROM proceedings WHERE id = $1', [
      proceeding.id,
    ]);
    expect(rows).toEqual([{ state: 'prosecution' }]);
  });

  it('whoever opened the file in an emergency reads and writes nothing legal', async () => {
    const helper = await mawa.signIn('reintegration_officer');
    const cause = { caseNumber: person.caseNumber, cause: 'life', note: 'elle appelle' };
    await helper.post('/api/v1/break-glass', cause).expect(200);
    await helper.get(person.path).expect(200);
    for (const path of readings()) await helper.get(path).expect(403);
    const given = { kind: 'civil', stage: 'filed', openedOn: '2026-11-02' };
    await helper.post(legalOf(person), given).expect(403);
  });

  it('whoever is kept out of the file sees nothing of it, in no calendar and no feed', async () => {
    const { body } = await supervisor.post('/api/v1/hearings/feed').expect(201);
    const calendar = () =>
      mawa
        .http()
        .get(body.path as string)
        .expect(200);
    expect((await calendar()).text).toContain('VEVENT');
    const block = { userId: supervisor.actor.userId, scope: 'case', reason: 'une parente' };
    await officer.post(`${person.path}/blocks`, block).expect(201);
    await supervisor.get(proceeding.path).expect(404);
    expect((await supervisor.get('/api/v1/hearings').expect(200)).body.next).toEqual([]);
    expect((await calendar()).text).not.toContain('VEVENT');
  });

  it('a legal officer reads the file, and of it no care: no service, plan, stay or consent', async () => {
    await officer
      .post('/api/v1/services', {
        caseId: person.id,
        typeCode: 'medical_consultation',
        givenOn: '2026-11-24',
      })
      .expect(201);
    const hers = (await legal.get(`/people/${person.id}`).expect(200)).text;
    const theirs = (await officer.get(`/people/${person.id}`).expect(200)).text;
    expect(theirs).toContain('Consultation médicale');
    expect(hers).not.toContain('Consultation médicale');
    expect(hers).toContain('Pénal, comme victime');
    await legal.get('/people').expect(200);
    await legal.get(`/people/${person.id}/plan`).expect(403);
    await legal.get(`/people/${person.id}/consents`).expect(403);
    await legal.post(`${person.path}/identity`, { parts: ['identity'] }).expect(200);
    await legal.post('/api/v1/people', { people: [{}] }).expect(403);
  });

  const WHO: Readonly<Record<string, readonly Role[]>> = {
    '/api/v1/hearings': ['legal_officer', 'reintegration_officer', 'case_supervisor'],
    '/api/v1/unpaid-awards': ['legal_officer', 'reintegration_officer', 'case_supervisor'],
    '/legal/awards': ['legal_officer', 'reintegration_officer', 'case_supervisor'],
    '/api/v1/hearings/feed': ['legal_officer', 'reintegration_officer', 'case_supervisor'],
    '/api/v1/courts': [
      'legal_officer',
      'reintegration_officer',
      'case_supervisor',
      'administrator',
    ],
    '/courts/new': ['legal_officer', 'administrator'],
    '/api/v1/legal-figures': ['legal_officer', 'case_supervisor', 'programme_officer'],
  };
  it.each([
    'administrator',
    'shelter_manager',
    'shelter_staff',
    'reintegration_officer',
    'case_supervisor',
    'legal_officer',
    'hotline_operator',
    'programme_officer',
    'finance_officer',
    'partner_viewer',
    'auditor',
  ] as Role[])('the pages without a person open to those whose work they are: %s', async (role) => {
    const reader = await mawa.signIn(role);
    for (const [path, roles] of Object.entries(WHO)) {
      const { status } = await reader.get(path);
      expect([role, path, status]).toEqual([role, path, roles.includes(role) ? 200 : 403]);
    }
  });

  it('courts and days are written by those who keep them, by row level security as well', async () => {
    const words = { fr: 'Fête', ar: 'عيد', en: 'Feast' };
    await officer.post('/api/v1/courts/closed-days', { ...words, day: '2027-03-03' }).expect(403);
    for (const sql of [
      `INSERT INTO courts (kind, fr, ar, en, city, region) VALUES ('other', 'xx', 'xx', 'xx', 'xx', '01')`,
      `INSERT INTO court_closed_days (day, fr, ar, en) VALUES ('2027-03-03', 'xx', 'xx', 'xx')`,
    ]) {
      await expect(
        mawa.transactions.run(officer.actor, (tx) => tx.query(sql)),
      ).rejects.toMatchObject({ code: '42501' });
    }
    const none = await mawa.transactions.run(officer.actor, (tx) =>
      tx.query('UPDATE courts SET active = false RETURNING id'),
    );
    expect(none).toEqual([]);
  });

  it('somebody’s calendar address is theirs alone', async () => {
    const rows = await mawa.transactions.run(officer.actor, (tx) =>
      tx.query('SELECT id FROM hearing_feeds'),
    );
    expect(rows).toEqual([]);
    await expect(
      mawa.transactions.run(officer.actor, (tx) =>
        tx.query(`INSERT INTO hearing_feeds (user_id, token_digest) VALUES ($1, '\\x00')`, [
          legal.actor.userId,
        ]),
      ),
    ).rejects.toMatchObject({ code: '42501' });
  });

  it('the door through which houses are compared opens to one system user alone', async () => {
    for (const who of [legal, manager, supervisor]) {
      await expect(
        mawa.transactions.run(who.actor, (tx) =>
          tx.query(`SELECT * FROM scan_shelters($1, 'referral')`, [randomUUID()]),
        ),
      ).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('figures see coded facts of everybody and neither a case nor a word', async () => {
    const { rows } = await mawa.admin.query<{ name: string }>(
      `SELECT table_name || '.' || column_name AS name FROM information_schema.column_privileges
        WHERE grantee = 'mawa_figures' AND privilege_type = 'SELECT' AND table_name = ANY ($1)`,
      [[...TABLES, 'courts']],
    );
    const forbidden =
      /case_id|officer|prosecutor_file|court_file|note|place$|text|name|phone|content|\.by$|_by$|code$/;
    expect(
      rows.map(({ name }) => name).filter((name) => forbidden.test(name.replace(/\.place$/, ''))),
    ).toEqual([]);
    expect(rows.length).toBeGreaterThan(30);
  });
});

import { randomUUID } from 'node:crypto';
import { DeclaredRoutes, PermissionGuard } from '../../modules/access';
import { aShelter, standsAt, type TestShelter } from '../shelter-beds/house';
import { SETUP_ACTOR } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import {
  aFocalPoint,
  anOrganisation,
  say,
  seenBy,
  theComplaint,
  withNumber,
  worked,
} from './complaints';

const WORDS = 'Samira garde mon passeport et me fait nettoyer la nuit.';

/** Every table that holds something of a complaint, and what else could betray one. */
const TABLES = [
  'complaints',
  'complaint_words',
  'complaint_stages',
  'complaint_accused',
  'complaint_kept_out',
  'complaint_hands',
  'complaint_measures',
  'complaint_checks',
  'complaint_opinions',
  'complaint_links',
  'complaint_destructions',
  'complaint_slips',
  'complaint_trail',
  `keys.record_keys WHERE kind = 'complaint'`,
  `documents WHERE owner_kind = 'complaint'`,
  'document_pieces',
  'keys.document_keys',
  `tasks WHERE kind LIKE 'complaint%'`,
  // Their own knocking at the door is written as for any door.
  `audit_log WHERE action LIKE 'complaint%' AND subject_kind <> 'route' OR subject_kind = 'complaint'`,
  'jobs',
];

describe('a complaint about the manager of a shelter', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let id: string;
  let fileId: string;
  let khadija: SignedIn;
  const readers: Record<string, SignedIn> = {};

  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    house = await aShelter(mawa, { A: { beds: 2 } });
    const ofTheHouse = await anOrganisation(mawa, 'partner');
    const place = { shelterIds: [house.id], organisationId: ofTheHouse };
    khadija = await aFocalPoint(mawa);
    readers.accused = await mawa.signIn('shelter_manager', place);
    readers.colleague = await mawa.signIn('shelter_staff', { shelterIds: [house.id] });
    readers.administrator = await mawa.signIn('administrator');
    readers.auditor = await mawa.signIn('auditor');
    readers.officer = await mawa.signIn(['reintegration_officer', 'case_supervisor']);
    readers.operator = await mawa.signIn('hotline_operator');
    readers.programme = await mawa.signIn('programme_officer');
    // Named to read complaints, and yet not this one.
    readers.focalOfTheHouse = await mawa.signIn('focal_point', { organisationId: ofTheHouse });
    readers.focalOnceThere = await aFocalPoint(mawa);
    await worked(mawa, readers.focalOnceThere.actor.userId, house.id, '2021-03-01Z');
    readers.focalStillThere = await aFocalPoint(mawa);
    await worked(mawa, readers.focalStillThere.actor.userId, house.id, null);
    readers.focalAndAuditor = await aFocalPoint(mawa, 'agency', ['auditor']);
    readers.focalAndAdministrator = await aFocalPoint(mawa, 'agency', ['administrator']);
    readers.focalWithoutOrganisation = await mawa.signIn('focal_point');
    readers.commission = await aFocalPoint(mawa, 'commission');

    const said = { language: 'fr', text: WORDS, contact: '0661998877', kind: 'neglect' };
    await readers.operator
      .post('/api/v1/complaints/phone', { ...said, shelterId: house.id })
      .expect(201);
    id = await theComplaint(mawa);
    const path = `/api/v1/complaints/${id}`;
    await khadija
      .post(`${path}/accused`, { what: 'user', accusedUserId: readers.accused.actor.userId })
      .expect(201);
    await khadija
      .post(`${path}/accused`, { what: 'unnamed', accusedName: 'le gardien' })
      .expect(201);
    await khadija.post(`${path}/steps`, { to: 'acknowledged' }).expect(204);
    await khadija
      .post(`${path}/measures`, { measure: 'other', measureNote: 'note-du-point-focal' })
      .expect(201);
    await khadija.post(`${path}/answers`, { text: 'Nous regardons.' }).expect(201);
    const { body: paper } = await mawa
      .http()
      .post(`${path}/files`)
      .set(khadija.headers)
      .attach('file', Buffer.from(ONE_PAGE), { filename: 'passeport-samira.pdf' })
      .expect(201);
    fileId = paper.id;
    // By the page as well, which takes a file and no other field.
    const posted = await mawa
      .http()
      .post(`/complaints/${path.split('/').at(-1)}/files`)
      .set(khadija.headers)
      .attach('file', Buffer.from(`${ONE_PAGE}\n`), { filename: 'lettre.pdf' });
    expect(posted.status).toBe(303);
    const { body: tasks } = await khadija.get('/api/v1/tasks').expect(200);
    await khadija.post(`/api/v1/tasks/${tasks.tasks[0].id}/taking`).expect(204);
  }, 60_000);
  afterAll(() => mawa.stop());

  const NAMES = [
    'accused',
    'colleague',
    'administrator',
    'auditor',
    'officer',
    'operator',
    'programme',
    'focalOfTheHouse',
    'focalOnceThere',
    'focalStillThere',
    'focalAndAuditor',
    'focalAndAdministrator',
    'focalWithoutOrganisation',
  ];

  it('is there: its focal point reads the words, the files and who did what', async () => {
    const { body, text } = await khadija.get(`/api/v1/complaints/${id}?words=1`).expect(200);
    expect(text).toContain(WORDS);
    expect(body.trail.map(({ action }: { action: string }) => action)).toEqual(
      expect.arrayContaining(['complaints.taken_by_phone', 'complaints.read', 'documents.add']),
    );
    await khadija.get(`/api/v1/complaints/${id}/files/${fileId}`).expect(200);
    expect(await seenBy(khadija)).toEqual([id]);
    // Somebody was named: from then on the commission reads it as well.
    expect(await seenBy(readers.commission!)).toEqual([id]);
  });

  it.each(NAMES)('does not exist for %s, over any route, also without the policy', async (name) => {
    const reader = readers[name]!;
    for (const off of [false, true]) {
      const allows = off
        ? jest
            .spyOn(PermissionGuard.prototype as never, 'allows' as never)
            .mockReturnValue(true as never)
        : null;
      try {
        expect(await walk(reader, off)).toEqual([]);
      } finally {
        allows?.mockRestore();
      }
    }
  });

  it.each(NAMES)('has no row in any table for %s, under row level security alone', async (name) => {
    const found = await mawa.transactions.run(readers[name]!.actor, async (tx) => {
      const counts: string[] = [];
      for (const table of TABLES) {
        const privileged = table.startsWith('complaint_slips');
        if (privileged) continue; // no right to read it at all: below
        const [row] = await tx.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
        if (row!.n > 0) counts.push(`${table}: ${row!.n}`);
      }
      return counts;
    });
    expect(found).toEqual([]);
  });

  it('lets nobody read which slip belongs to what, not even its focal point', async () => {
    await expect(
      mawa.transactions.run(khadija.actor, (tx) => tx.query('SELECT * FROM complaint_slips')),
    ).rejects.toThrow(/permission denied/);
  });

  it('can be neither changed nor added to by them', async () => {
    const { userId } = readers.accused!.actor;
    for (const sql of [
      `UPDATE complaints SET handler_id = '${userId}'`,
      `DELETE FROM complaint_links`,
      `UPDATE complaint_checks SET finding = 'none', done_by = '${userId}', done_at = mawa_now()`,
    ]) {
      const rows = await mawa.transactions.run(readers.accused!.actor, (tx) =>
        tx.query(`${sql} RETURNING 1`),
      );
      expect([sql, rows]).toEqual([sql, []]);
    }
    for (const sql of [
      `INSERT INTO complaint_words (id, complaint_id, kind, author_id, text_sealed) VALUES ('${randomUUID()}', '${id}', 'answer', '${userId}', '\\x01')`,
      `INSERT INTO complaint_stages (complaint_id, from_stage, to_stage, by) VALUES ('${id}', 'acknowledged', 'closed', '${userId}')`,
      `INSERT INTO complaint_accused (id, complaint_id, what, user_id, named_by) VALUES ('${randomUUID()}', '${id}', 'user', '${userId}', '${userId}')`,
      `SELECT complaints_housekeeping()`,
      `SELECT complaint_tasks_follow('${id}')`,
      `SELECT * FROM complaint_tasks('${id}')`,
      `SELECT link_complaint('${id}', 'M-0000-000-0')`,
      `SELECT destroy_complaint('${id}')`,
      `SELECT * FROM complaint_readers('${id}')`,
    ]) {
      await expect(
        mawa.transactions.run(readers.accused!.actor, (tx) => tx.query(sql)),
      ).rejects.toThrow(
        /row-level security|not a complaint of this actor|not approved|not a step|not yours|permission denied/,
      );
    }
  });

  it('shows in no gap of the audit log’s numbers, though much was done with it', async () => {
    const { rows } = await mawa.admin.query<{ gap: string }>(
      `SELECT (max(seq) - min(seq) + 1 - count(*))::text AS gap FROM audit_log`,
    );
    expect(rows[0]!.gap).toBe('0');
    const { rows: trail } = await mawa.admin.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM complaint_trail',
    );
    expect(trail[0]!.n).toBeGreaterThan(8);
  });

  /** What of the complaint comes through; nothing where it answers as for an id that nobody has. */
  async function walk(reader: SignedIn, isEveryRouteOpen: boolean): Promise<string[]> {
    const problems: string[] = [];
    const secrets = [
      'Samira garde',
      '0661998877',
      'le gardien',
      'passeport-samira',
      'note-du-point-focal',
    ];
    const nil = randomUUID();
    const routes = mawa.app
      .get(DeclaredRoutes)
      .list()
      .filter(({ permission }) => permission !== 'public' && permission !== 'session:end');
    const ask = async (method: string, path: string, target: string) => {
      const address = path
        .replace(':fileId', target === id ? fileId : target)
        .replaceAll(/:[A-Za-z]+/g, target);
      const body = BODIES[path.split('/').at(-1)!] ?? {};
      if (method === 'GET') return reader.get(address).buffer(true);
      if (method === 'DELETE') return reader.delete(address);
      if (method === 'PUT') return reader.put(address, body);
      return path.startsWith('/api/') ? reader.post(address, body) : reader.submit(address, body);
    };
    for (const { method, path } of routes) {
      const about = /complaint/.test(path);
      // Elsewhere looking is enough: what changes there has its own walk.
      // It is looked at once, with every route open: what it then does not show, a route that refuses does not show either.
      if (!about && (!isEveryRouteOpen || method !== 'GET' || path.includes(':'))) continue;
      const one = await ask(method, path, id);
      const name = `${method} ${path}`;
      if (one.status >= 500) problems.push(`${name}: ${one.status}`);
      const text = one.text ?? '';
      for (const secret of secrets) if (text.includes(secret)) problems.push(`${name}: ${secret}`);
      if (!path.includes(':')) {
        if (text.includes(id)) problems.push(`${name}: the id`);
        continue;
      }
      const two = await ask(method, path, nil);
      const plain = (answer: string, asked: string) =>
        answer
          .replaceAll(asked, 'ASKED')
          .replaceAll(fileId, 'ASKED')
          .replaceAll(/"instance":"[^"]*"/g, '')
          .replaceAll(/_draft(?:=|&#x3D;|%3D)[0-9a-f-]{36}/g, 'DRAFT')
          .replaceAll(
            /(name="(?:csrf-token|_csrf|page-stamp|_page|_request|ticket)" (?:value|content)=")[^"]*/g,
            '$1',
          );
      if (one.status !== two.status || plain(text, id) !== plain(two.text ?? '', nil)) {
        problems.push(`${name}: ${one.status} ${two.status}`);
      }
    }
    return problems;
  }
});

const BODIES: Record<string, Record<string, string>> = {
  steps: { to: 'acknowledged' },
  answers: { text: 'x' },
  notes: { note: 'x' },
  measures: { measure: 'other' },
  check: { finding: 'none' },
  sorting: { kind: 'other' },
  accused: { what: 'unnamed', accusedName: 'x' },
  link: { caseNumber: 'M-0' },
  removal: { reason: 'wrong_file' },
};

const ONE_PAGE = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R/Size 4>>
%%EOF
`;

describe('who may read it', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let other: TestShelter;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    house = await aShelter(mawa, { A: { beds: 1 } });
    other = await aShelter(mawa, { A: { beds: 1 } });
  });
  afterAll(() => mawa.stop());
  beforeEach(() => mawa.clock.advance(60_000));

  /** All focal points of before step back, so that each case has its own. */
  beforeEach(async () => {
    await mawa.admin.query(
      `UPDATE user_roles SET ended_at = '2026-01-01Z' WHERE role = 'focal_point' AND ended_at IS NULL`,
    );
  });

  const write = async (more: object = {}) => {
    mawa.clock.advance(1000);
    const { body } = await say(mawa, { text: 'Un mot.', ...more }).expect(201);
    return { code: body.code as string, id: await theComplaint(mawa) };
  };
  const sees = async (reader: SignedIn, id: string) => (await seenBy(reader)).includes(id);
  const accuse = (reader: SignedIn, id: string, body: object) =>
    reader.post(`/api/v1/complaints/${id}/accused`, body).expect(201);

  it('every focal point of an agency or partner, not yet the commission', async () => {
    const [one, two, commission] = [
      await aFocalPoint(mawa),
      await aFocalPoint(mawa, 'partner'),
      await aFocalPoint(mawa, 'commission'),
    ];
    const { id } = await write();
    expect([await sees(one, id), await sees(two, id), await sees(commission, id)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('about the only focal point: it goes to the commission, and the accused sees nothing of it', async () => {
    const [only, commission] = [await aFocalPoint(mawa), await aFocalPoint(mawa, 'commission')];
    const { id, code } = await write({ about: 'focal_point' });
    expect([await sees(only, id), await sees(commission, id)]).toEqual([false, true]);
    const { body: tasks } = await commission.get('/api/v1/tasks').expect(200);
    expect(tasks.tasks).toMatchObject([{ kind: 'complaint_new', subjectId: id }]);
    expect((await only.get('/api/v1/tasks').expect(200)).body.tasks).toEqual([]);
    await commission.post(`/api/v1/complaints/${id}/steps`, { to: 'acknowledged' }).expect(204);
    const { body } = await withNumber(mawa, 'read', code).expect(200);
    expect(body.stage).toBe('acknowledged');
  });

  it('naming the only focal point, who had it in hand, takes it away from them at once', async () => {
    const only = await aFocalPoint(mawa);
    const { id } = await write();
    await only.post(`/api/v1/complaints/${id}/steps`, { to: 'acknowledged' }).expect(204);
    const commission = await aFocalPoint(mawa, 'commission');
    await accuse(only, id, { what: 'user', accusedUserId: only.actor.userId });
    expect([await sees(only, id), await sees(commission, id)]).toEqual([false, true]);
    expect((await only.get('/api/v1/tasks').expect(200)).body.tasks).toEqual([]);
    await only.get(`/api/v1/complaints/${id}`).expect(404);
    const { body } = await commission.get(`/api/v1/complaints/${id}`).expect(200);
    expect(body.complaint.handlerId).toBeNull();
    await commission.post(`/api/v1/complaints/${id}/taking`).expect(204);
  });

  it('with nobody left it waits unseen, and is there for whoever is named next', async () => {
    const only = await aFocalPoint(mawa);
    const { id } = await write();
    await accuse(only, id, {
      what: 'organisation',
      accusedOrganisationId: only.actor.organisationId,
    });
    expect(await sees(only, id)).toBe(false);
    const next = await aFocalPoint(mawa);
    expect(await sees(next, id)).toBe(true);
  });

  it('where somebody may be in danger two are told at once, the commission where there is one alone', async () => {
    const [only, commission] = [await aFocalPoint(mawa), await aFocalPoint(mawa, 'commission')];
    const { id } = await write({ kind: 'violence' });
    expect([await sees(only, id), await sees(commission, id)]).toEqual([true, true]);
    const second = await aFocalPoint(mawa);
    const later = await write({ child: 'yes' });
    expect([await sees(second, later.id), await sees(commission, later.id)]).toEqual([true, false]);
  });

  it('nobody of the house, of its organisation, or who will work there; of another house, yes', async () => {
    const manager = await mawa.signIn('shelter_manager', {
      shelterIds: [house.id],
      organisationId: await anOrganisation(mawa, 'partner'),
    });
    const organisationId = manager.actor.organisationId!;
    const sister = await mawa.signIn('focal_point', { organisationId });
    const soon = await aFocalPoint(mawa);
    const elsewhere = await aFocalPoint(mawa);
    await worked(mawa, elsewhere.actor.userId, other.id, '2022-01-01Z');
    const { id } = await write();
    await accuse(sister, id, { what: 'shelter', accusedShelterId: house.id });
    await mawa.admin.query(
      `INSERT INTO memberships (user_id, principal_kind, principal_id, from_at, given_by)
       VALUES ($1, 'shelter', $2, '2030-01-01Z', $3)`,
      [soon.actor.userId, house.id, SETUP_ACTOR.userId],
    );
    expect(await sees(soon, id)).toBe(false);
    expect([await sees(sister, id), await sees(elsewhere, id)]).toEqual([false, true]);
  });

  it('before anybody knows which house: none who ever worked in one of that region', async () => {
    const [free, once] = [await aFocalPoint(mawa), await aFocalPoint(mawa)];
    await worked(mawa, once.actor.userId, other.id, '2022-01-01Z');
    const [here, there, anywhere] = [
      await write({ region: '04' }),
      await write({ region: '09' }),
      await write(),
    ].map(({ id }) => id) as [string, string, string];
    const seen = await seenBy(once);
    expect(await seenBy(free)).toEqual(expect.arrayContaining([here, there, anywhere]));
    expect([here, there, anywhere].filter((one) => seen.includes(one))).toEqual([there]);
  });

  it('stepping aside is for good and needs no reason', async () => {
    const [one, two] = [await aFocalPoint(mawa), await aFocalPoint(mawa)];
    const { id } = await write();
    await one.post(`/api/v1/complaints/${id}/stepping-aside`).expect(204);
    expect([await sees(one, id), await sees(two, id)]).toEqual([false, true]);
  });

  it('an appeal goes to another: whoever answered sees nothing of it any more', async () => {
    const [one, two] = [await aFocalPoint(mawa), await aFocalPoint(mawa)];
    const { id, code } = await write();
    const path = `/api/v1/complaints/${id}`;
    await one.post(`${path}/steps`, { to: 'acknowledged' }).expect(204);
    await one.post(`${path}/answers`, { text: 'Ce n’est rien.', final: 'yes' }).expect(201);
    await withNumber(mawa, 'opinion', code, { satisfied: 'no' }).expect(200);
    const { body } = await withNumber(mawa, 'another', code).expect(200);
    expect(body).toMatchObject({ stage: 'appealed', mayAppeal: false });
    expect([await sees(one, id), await sees(two, id)]).toEqual([false, true]);
    await two.post(`${path}/steps`, { to: 'acknowledged' }).expect(204);
    await two
      .post(`${path}/answers`, { text: 'Nous nous étions trompés.', final: 'yes' })
      .expect(201);
    const { body: again } = await withNumber(mawa, 'another', code).expect(200);
    expect(again.stage).toBe('appealed');
    expect(await sees(two, id)).toBe(false);
  });
});

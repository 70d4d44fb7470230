import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { parse } from 'csv-parse/sync';
import { ROOT } from '../../modules/platform/config/root';
import { JobRunner } from '../../modules/platform/queue';
import { TABLES } from '../../modules/htcds/data/fields-2.0.data';
import { writeCsv } from '../../modules/htcds/files/csv.export';
import { writeXlsx } from '../../modules/htcds/files/xlsx.export';
import {
  EMPTY_ROWS,
  type HtcdsFile,
  type HtcdsRecord,
} from '../../modules/htcds/htcds-record.types';
import { yesTo } from '../consents/consent-answers';
import { aPartner, agrees, aPerson } from '../referrals/partners';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import {
  ALL_PARTS,
  asks,
  aProgramme,
  comparable,
  fetched,
  gridsOf,
  identityFor,
  makes,
  opened,
  recordsOf,
  SECRET,
  sends,
  UNTIL,
} from './fixture';

/** As IOM published it, read apart from our own list of fields. */
const official = (
  parse(readFileSync(join(ROOT, 'test/fixtures/standards/htcds-fields-2.0.csv')), {
    columns: true,
  }) as unknown as Record<string, string>[]
).map(({ section, prefix, field }) => ({ section: section!, name: `${prefix}${field}` }));

const aRecord = (rows: Partial<HtcdsRecord['rows']>, id = 'A-1'): HtcdsRecord => ({
  id,
  rows: { ...EMPTY_ROWS, ...rows },
});

/** As another organisation might send it: more than Mawa has places for. */
const THEIRS: HtcdsFile = {
  organisations: [
    {
      org_Name: 'Casa Aurora',
      org_ShippingCountry: 'ES',
      org_Phone: '+34911222333',
      org_Type: 'NGO',
    },
  ],
  records: [
    aRecord({
      prs: [
        {
          prs_Salutation: 'Mme',
          prs_FirstName: 'Fatou',
          prs_MiddleName: 'Binta',
          prs_SecondName: 'Sow',
          prs_Birthdate: '1999-02-03',
          prs_Gender: 'TransgenderFeminine',
          prs_MaritalStatus: 'Single',
          prs_NumberOfChildren: '1',
          prs_Citizenship: 'SN;GM',
          prs_PrimaryLanguage: 'wol',
          prs_SecondaryLanguage: 'kur',
          prs_Email: 'f@example.org',
          prs_HighestLevelOfEducation: 'PrimaryEducation',
          prs_MobilePhone: '+221771234567',
          prs_MailingCity: 'Thiès',
          prs_MailingCountry: 'SN',
          prs_MailingLatitude: '14.79',
        },
      ],
      vic: [
        {
          vic_TraffickingStatus: 'ActualVictimOfTrafficking',
          vic_TraffickingStatusDecisionMakingOrg: 'CourtOrProsecution',
          vic_AgeWhenTrafficked: '17',
          vic_TypeOfExploitation: 'ForcedLabour;ForcedBegging',
        },
      ],
      per: [{ per_RoleInProcess: 'Transporter;Exploiter', per_RoleDetails: 'conduisait la nuit' }],
      cas: [
        { cas_Status: 'Closed', cas_ReasonForCaseClosure: 'retour choisi', cas_CaseOwner: 'Inés' },
      ],
      ref: [
        {
          cas_ReferringOrganisation: 'Casa Aurora',
          cas_IncomingReferralDate: '2026-10-02',
          cas_ReasonForIncomingReferral: 'MigrationOrChangeOfLocation',
        },
      ],
      cco: [{ cco_CaseComment: '=1+1 dit-elle' }, { cco_CaseComment: 'deuxième note' }],
      hte: [
        { hte_Country: 'SN', hte_Type: 'Recruitment', hte_Date: '2016-05-01', hte_City: 'Thiès' },
        { hte_Country: 'MA', hte_State: 'MA-07', hte_Type: 'Exploitation' },
      ],
      spl: [
        { spl_Objectives: 'Lire', spl_Type: 'Education', spl_PlannedEndDate: '2027-01-15' },
        { spl_Objectives: 'Se soigner', spl_Type: 'Health', spl_ActualEndDate: '2026-09-01' },
      ],
      con: [{ con_Consent: 'TRUE' }],
    }),
  ],
};

describe('files of cases, out and in', () => {
  let mawa: TestApp;
  let fixture: Awaited<ReturnType<typeof aProgramme>>;
  let officer: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    await mawa.app.get(JobRunner).start({ concurrency: 1 });
    fixture = await aProgramme(mawa);
    officer = fixture.officer;
  });
  afterAll(() => mawa.stop());

  const count = async (table: string): Promise<number> =>
    (await mawa.admin.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]!.n;
  it('the head of each sheet is that of the published list, and a plain table has all 84', async () => {
    const { id } = await makes(officer, identityFor(fixture.recipient));
    const grids = await gridsOf(await fetched(officer, id));
    expect(grids.map(({ name }) => name)).toEqual([...TABLES]);
    expect(grids.flatMap(({ head }) => head.slice(1))).toEqual(official.map(({ name }) => name));
    expect(grids.map(({ head }) => head[0])).toEqual(TABLES.map(() => ''));
    const sections = [...new Set(official.map(({ section }) => section))];
    grids.forEach(({ head }, at) =>
      expect(head.slice(1)).toEqual(
        official.filter(({ section }) => section === sections[at]).map(({ name }) => name),
      ),
    );
    const csv = await opened(await fetched(officer, id, { format: 'csv', password: SECRET }));
    const [head, ...lines] = parse(csv, { bom: true }) as string[][];
    expect(head).toEqual(['', ...official.map(({ name }) => name)]);
    const own = lines.find((line) => line.includes('سلمى'))!;
    // What a spreadsheet would take for a formula has an apostrophe in front.
    expect(own[head!.indexOf('prs_MobilePhone')]).toBe("'+212612345678");
  });

  it('identities leave under a password alone, with nothing about them in the frame of the file', async () => {
    const { id } = await makes(officer, identityFor(fixture.recipient));
    const path = `/api/v1/htcds/exports/${id}/file`;
    for (const [password, code] of [
      [undefined, 'htcds.password_missing'],
      ['court', 'htcds.password_weak'],
      ['aaaaaaaaaaaaaaaaaaaa', 'htcds.password_weak'],
    ]) {
      const { status, body } = await officer.post(path, { format: 'xlsx', password });
      expect([status, body.code]).toEqual([422, code]);
    }
    const file = await fetched(officer, id);
    for (const word of ['سلمى', 'Salma', 'trafficking', 'Maison Atlas', 'victim']) {
      expect(file.includes(word)).toBe(false);
    }
    const { headers } = await officer.post(path, { format: 'xlsx', password: SECRET });
    expect(headers['content-disposition']).toContain('tables.zip');
    await expect(opened(file, 'un autre mot de passe')).rejects.toThrow();
    const book = new ExcelJS.Workbook();
    await book.xlsx.load((await opened(file)) as unknown as ArrayBuffer);
    expect([book.title, book.subject, book.company, book.lastModifiedBy ?? '']).toEqual(
      [book.title, book.subject, book.company, book.lastModifiedBy ?? ''].map((text) =>
        /سلمى|Nadia|htcds/i.test(text ?? '') ? 'named' : text,
      ),
    );
  });

  it('a file whose words lead to a house is not made, and which words is not said', async () => {
    const administrator = await mawa.signIn('administrator');
    const { body: house } = await administrator
      .post('/api/v1/shelters', {
        codeName: 'Maison Argane',
        region: '04',
        kind: 'emergency',
        receives: ['woman'],
        languages: ['ary'],
      })
      .expect(201);
    const { id } = await makes(
      officer,
      identityFor(fixture.recipient, { caseIds: [fixture.salma] }),
    );
    await fetched(officer, id);
    // A street in which Salma lived is, by chance, that of the house.
    const kept = await recordsOf(await fetched(officer, id));
    const told = kept.records[0]!.rows.cco[0]?.cco_CaseComment ?? '';
    expect(told).not.toBe('');
    await administrator
      .put(`/api/v1/shelters/${house.id}/address`, { address: told.slice(0, 60) })
      .expect(204);
    const refused = await officer
      .post(`/api/v1/htcds/exports/${id}/file`, { format: 'xlsx', password: SECRET })
      .expect(409);
    expect(refused.body.code).toBe('htcds.tells_place');
    expect(JSON.stringify(refused.body)).not.toContain(told.slice(0, 20));
    await mawa.admin.query('DELETE FROM shelter_addresses WHERE shelter_id = $1', [house.id]);
    await fetched(officer, id);
  });

  it('each person in it is a share until that day, and a row of the audit each time the file is made', async () => {
    const { id } = await makes(
      officer,
      identityFor(fixture.recipient, { caseIds: [fixture.salma] }),
    );
    const { rows } = await mawa.admin.query(
      `SELECT case_id, recipient_id, purpose, what, how, until_at FROM shares WHERE source_id = $1`,
      [id],
    );
    expect(rows).toEqual([
      {
        case_id: fixture.salma,
        recipient_id: fixture.recipient,
        purpose: 'sharing',
        how: 'file',
        what: ['facts', ...ALL_PARTS],
        until_at: new Date(`${UNTIL}T23:59:59Z`),
      },
    ]);
    await fetched(officer, id);
    await fetched(officer, id, { format: 'csv', password: SECRET });
    const { rows: audit } = await mawa.admin.query(
      `SELECT subject_ids, fields FROM audit_log WHERE action = 'htcds.export_identity' AND $1 = ANY (subject_ids)`,
      [id],
    );
    expect(audit).toHaveLength(2);
    expect(audit[0]).toMatchObject({ fields: ['facts', ...ALL_PARTS] });
    expect(audit[0].subject_ids).toContain(fixture.salma);
  });

  it('only what was ticked is told: without the account and the support their columns stay empty', async () => {
    const asked = { parts: [], caseIds: [fixture.salma] };
    const { id } = await makes(officer, identityFor(fixture.recipient, asked));
    const { records, organisations } = await recordsOf(await fetched(officer, id));
    const [{ rows }] = records as [HtcdsRecord];
    expect(rows.prs[0]).toMatchObject({ prs_FirstName: 'سلمى', prs_Birthdate: '1996-04-12' });
    expect(rows.prs[0]!.prs_MobilePhone).toBeUndefined();
    expect(rows.vic).toEqual([
      {
        vic_TraffickingStatus: 'PossibleVictimOfTrafficking',
        vic_TraffickingStatusDecisionMakingOrg: 'NGO',
      },
    ]);
    expect([rows.hte, rows.cco, rows.spl, rows.ref, rows.con, organisations].flat()).toEqual([]);
  });

  it('the same request twice makes one file; whoever made it fetches it, and nobody else', async () => {
    const asked = identityFor(fixture.recipient, { caseIds: [fixture.salma] });
    const first = await asks(officer, asked, 'export-once-1').expect(201);
    const again = await asks(officer, asked, 'export-once-1').expect(201);
    expect(again.body).toEqual(first.body);
    const colleague = await mawa.signIn('case_supervisor');
    const path = `/api/v1/htcds/exports/${first.body.id}`;
    await colleague.get(path).expect(404);
    await colleague.post(`${path}/file`, { format: 'xlsx', password: SECRET }).expect(404);
    // She holds nobody's file: whom the officer sees does not exist for her.
    const theirs = await colleague.get(`/api/v1/htcds/agreed?recipientId=${fixture.recipient}`);
    expect(theirs.body).toEqual([]);
    const none = await asks(colleague, asked);
    expect([none.status, none.body.code]).toEqual([409, 'htcds.nobody']);
  });

  it('other roles make and read none', async () => {
    for (const role of [
      'shelter_manager',
      'programme_officer',
      'partner_viewer',
      'auditor',
    ] as const) {
      const other = await mawa.signIn(
        role,
        role === 'partner_viewer' ? { organisationId: fixture.recipient } : {},
      );
      await asks(other, identityFor(fixture.recipient)).expect(403);
      await other.get('/htcds').expect(403);
      expect((await sends(mawa, other, Buffer.from('x'))).status).toBe(403);
    }
  });

  it('whoever does not agree is not in it and is only counted; who withdraws is not in the next file', async () => {
    const wanted = [fixture.salma, fixture.silent, fixture.child];
    const made = await makes(officer, identityFor(fixture.recipient, { caseIds: wanted }));
    expect(made).toMatchObject({ people: 2, leftOut: 1 });
    const page = await officer.get(`/htcds/exports/${made.id}`).expect(200);
    expect(page.text).toContain('2 personnes y figurent');
    expect(page.text).toContain('1 personne demandée n’y est pas');
    expect(page.text).not.toContain('Hajar');
    const other = await aPerson(officer, { names: { given: 'Rajae' }, birthDate: '1990-01-01' });
    const consent = await agrees(officer, other, fixture.recipient);
    const both = await makes(
      officer,
      identityFor(fixture.recipient, { caseIds: [fixture.salma, other] }),
    );
    const names = async (id: string) =>
      (await recordsOf(await fetched(officer, id))).records
        .map(({ rows }) => rows.prs[0]?.prs_FirstName)
        .sort();
    expect(await names(both.id)).toEqual(['Rajae', 'سلمى']);
    mawa.clock.advance(1000);
    await officer
      .post(`/api/v1/people/${other}/consents/${consent}/withdrawal`, { how: 'oral' })
      .expect(201);
    expect(await names(both.id)).toEqual(['سلمى']);
    const next = await makes(
      officer,
      identityFor(fixture.recipient, { caseIds: [fixture.salma, other] }),
    );
    expect(next).toMatchObject({ people: 1, leftOut: 1 });
    expect(await names(next.id)).toEqual(['سلمى']);
  });

  it('after its day it is made no more', async () => {
    const soon = identityFor(fixture.recipient, { caseIds: [fixture.salma], until: '2026-11-26' });
    const { id } = await makes(officer, soon);
    const past = await asks(officer, { ...soon, until: '2026-11-01' });
    expect([past.status, past.body.code]).toEqual([422, 'htcds.until_past']);
    const far = await asks(officer, { ...soon, until: '2027-12-01' });
    expect([far.status, far.body.code]).toEqual([422, 'htcds.until_far']);
    const before = mawa.clock.now();
    mawa.clock.advance(3 * 86_400_000);
    const later = await mawa.signInAs(officer.email);
    const over = await later.post(`/api/v1/htcds/exports/${id}/file`, {
      format: 'xlsx',
      password: SECRET,
    });
    expect([over.status, over.body.code]).toEqual([409, 'htcds.over']);
    mawa.clock.set(before);
  });

  it('an erased person appears in no file', async () => {
    const supervisor = await mawa.signIn('case_supervisor');
    const second = await mawa.signIn('case_supervisor');
    const id = await aPerson(supervisor, { names: { given: 'Effacée' }, birthDate: '1988-01-01' });
    await agrees(supervisor, id, fixture.recipient);
    const made = await makes(supervisor, identityFor(fixture.recipient));
    expect(made.people).toBe(1);
    const asked = await supervisor
      .post(`/api/v1/people/${id}/rights/erasure`, { reason: 'person_asked' })
      .expect(201);
    await second
      .post(`/api/v1/erasures/${asked.body.id}/decision`, { decision: 'approved' })
      .expect(200);
    for (let tries = 0; tries < 100; tries += 1) {
      const { rows } = await mawa.admin.query('SELECT done_at FROM erasures WHERE id = $1', [
        asked.body.id,
      ]);
      if (rows[0].done_at) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const gone = await supervisor.post(`/api/v1/htcds/exports/${made.id}/file`, {
      format: 'xlsx',
      password: SECRET,
    });
    expect([gone.status, gone.body.code]).toEqual([409, 'htcds.nobody']);
  });

  it('a case list is codes alone under numbers of its own, and not of fewer than five', async () => {
    const university = await aPartner(mawa, { name: 'Université de Fès' });
    const list = {
      class: 'case_list',
      recipientId: university,
      purpose: 'statistics',
      why: 'research',
      until: UNTIL,
    };
    const agree = (id: string) =>
      officer
        .post(`/api/v1/people/${id}/consents`, yesTo('statistics', { recipientId: university }))
        .expect(201);
    await agree(fixture.salma);
    for (const given of ['Une', 'Deux', 'Trois']) {
      await agree(
        await aPerson(officer, { names: { given }, birthDate: '1992-01-01', sex: 'female' }),
      );
    }
    const few = await asks(officer, list);
    expect([few.status, few.body.code]).toEqual([409, 'htcds.too_few']);
    await agree(await aPerson(officer, { names: { given: 'Quatre' }, birthDate: '1991-01-01' }));
    const { id, people } = await makes(officer, list);
    expect(people).toBe(5);
    const file = await fetched(officer, id, { format: 'xlsx' });
    const { organisations, records } = await recordsOf(file);
    expect(organisations).toEqual([]);
    const filled = new Set(
      records.flatMap(({ rows }) => Object.values(rows).flat().flatMap(Object.keys)),
    );
    for (const field of filled) {
      expect(field).not.toMatch(
        /Name|Birth|Phone|Email|Mailing|Identity|Title|Salutation|Location/,
      );
      expect(field).not.toMatch(
        /Date$|Details|Comment|City|State|Street|Owner|Worker|Objectives|Plan$/,
      );
    }
    const salma = records.find(({ rows }) => rows.vic[0]?.vic_AgeWhenTrafficked === '19')!;
    expect(salma.rows.hte.map(({ hte_Country }) => hte_Country)).toEqual(['MA', 'ES', 'MA']);
    expect(salma.rows.vic[0]!.vic_MethodsOfControl).toBe('TakesEarnings;WithholdsDocuments');
    const { rows: numbers } = await mawa.admin.query<{ n: string }>(
      'SELECT case_number AS n FROM cases WHERE case_number IS NOT NULL',
    );
    const cells = JSON.stringify(await gridsOf(file));
    for (const secret of [...numbers.map(({ n }) => n), 'سلمى', 'Khénifra', 'MA-05', '1996']) {
      expect(cells).not.toContain(secret);
    }
    const second = await makes(officer, list);
    const others = await recordsOf(await fetched(officer, second.id, { format: 'xlsx' }));
    expect(others.records.filter(({ id: one }) => records.some((r) => r.id === one))).toEqual([]);
  });

  it('what another organisation sends comes in and leaves again as it came, beside what Mawa itself keeps', async () => {
    const checked = await sends(mawa, officer, writeCsv(THEIRS), { act: 'check', name: 'a.csv' });
    expect(checked.status).toBe(200);
    const fields = (checked.body.kept as { field: string; count: number }[]).map(
      ({ field }) => field,
    );
    expect(fields).toEqual(
      expect.arrayContaining(['prs_MaritalStatus', 'per_RoleInProcess', 'con_Consent']),
    );
    expect(fields).not.toContain('prs_FirstName');
    const before = await count('consents');
    const { status } = await sends(mawa, officer, writeCsv(THEIRS), { name: 'a.csv' });
    expect(status).toBe(200);
    // Nobody here asked: a box in a file is no consent, and a referral of others is not sent on.
    expect(await count('consents')).toBe(before);
    const { rows } = await mawa.admin.query(
      `SELECT id, sex, nationality, stage FROM cases WHERE birth_year = 1999`,
    );
    expect(rows[0]).toMatchObject({ sex: 'other', nationality: 'SN', stage: 'closed' });
    const { rows: texts } = await mawa.admin.query(
      `SELECT count(*)::int AS n FROM htcds_received WHERE encode(said_sealed, 'escape') LIKE '%Binta%'`,
    );
    expect(texts[0].n).toBe(0);
    await agrees(officer, rows[0].id, fixture.recipient);
    const made = await makes(officer, identityFor(fixture.recipient, { caseIds: [rows[0].id] }));
    const given = comparable(await recordsOf(await fetched(officer, made.id)));
    const sent = comparable(THEIRS);
    const expected = {
      ...sent.records[0]!,
      cas: [{ ...sent.records[0]!.cas[0], cas_CaseOwner: 'Nadia Berrada' }],
    };
    expect(given).toEqual({ organisations: sent.organisations, records: [expected] });
    // What is put right in Mawa is what leaves then; the rest stays as it was sent.
    const { version } = (await officer.get(`/api/v1/people/${rows[0].id}/corrections`).expect(200))
      .body;
    await officer
      .post(`/api/v1/people/${rows[0].id}/corrections`, {
        version,
        why: 'mistake',
        person: { nationality: 'ML' },
      })
      .expect(201);
    const [after] = (await recordsOf(await fetched(officer, made.id))).records;
    expect(after!.rows.prs[0]).toEqual({ ...expected.prs[0], prs_Citizenship: 'ML' });
  });

  it('a file that is not right changes nothing, and each mistake is told by sheet, row and field', async () => {
    const before = await count('cases');
    const one: HtcdsFile = {
      organisations: [],
      records: [
        aRecord({ prs: [{ prs_FirstName: 'Lina', prs_Birthdate: '1990-01-01' }] }),
        aRecord(
          {
            prs: [{ prs_FirstName: '=1+1', prs_Birthdate: '2090-01-01', prs_Gender: 'Woman' }],
            vic: [{ vic_AgeWhenTrafficked: '12' }],
          },
          'A-2',
        ),
      ],
    };
    const { status, body } = await sends(mawa, officer, await writeXlsx(one), { name: 'a.xlsx' });
    expect(status).toBe(422);
    const told = body.errors as { code: string; field: string; detail?: string }[];
    expect(told.map(({ field, code }) => [field, code])).toEqual([
      ['prs.3.prs_Gender', 'htcds.not_value'],
    ]);
    const later = {
      ...one,
      records: [
        one.records[0]!,
        aRecord({ prs: [{ prs_FirstName: '=1+1', prs_Birthdate: '2090-01-01' }] }, 'A-2'),
      ],
    };
    const next = await sends(mawa, officer, writeCsv(later), { name: 'a.csv' });
    expect((next.body.errors as typeof told).map(({ field, code }) => [field, code])).toEqual([
      ['file.3.prs_Birthdate', 'people.born_in_future'],
      ['file.3.prs_FirstName', 'people.name_formula'],
    ]);
    for (const bytes of [Buffer.from('PK\x03\x04 rien'), Buffer.from([0xff, 0xfe, 0x00])]) {
      const broken = await sends(mawa, officer, bytes);
      expect([broken.status, broken.body.code]).toEqual([422, 'htcds.not_readable']);
    }
    const { id } = await makes(
      officer,
      identityFor(fixture.recipient, { caseIds: [fixture.salma] }),
    );
    const lockedFile = await fetched(officer, id);
    expect((await sends(mawa, officer, lockedFile)).body.code).toBe('htcds.password_needed');
    expect((await sends(mawa, officer, lockedFile, { password: 'faux' })).body.code).toBe(
      'htcds.password_wrong',
    );
    expect(await count('cases')).toBe(before);
  });

  it('the pages do the same, and say what is wrong beside the field', async () => {
    const found = await officer
      .get(`/htcds/new?class=identity&recipientId=${fixture.recipient}&purpose=statistics`)
      .expect(200);
    expect(found.text).toContain('Maison Atlas');
    const none = await officer.submit('/htcds/identity-forms', {
      recipientId: fixture.recipient,
      why: 'referral',
      until: UNTIL,
    });
    expect([none.status, none.text.includes('Personne n’est d’accord')]).toEqual([409, true]);
    const made = await officer
      .submit('/htcds/identity-forms', {
        recipientId: fixture.recipient,
        why: 'referral',
        until: UNTIL,
        caseIds: [fixture.salma],
        parts: ['contact'],
      })
      .expect(303);
    const page = await officer.get(made.headers.location as string).expect(200);
    const [, password] = /name="password"[^>]*value="([^"]+)"/.exec(page.text)!;
    expect(password).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    await officer
      .submit(`${made.headers.location}/file`, { format: 'xlsx', password: 'court' })
      .expect(422);
    const file = await officer
      .submit(`${made.headers.location}/file`, { format: 'xlsx', password: password! })
      .expect(200);
    expect(file.headers['content-type']).toContain('application/zip');
    const wrong = await sends(mawa, officer, Buffer.from('a,b\n1,2\n'), {
      act: 'check',
      name: 'a.csv',
      path: '/htcds/import',
    });
    expect(wrong.text).toContain('L’en-tête n’est pas celui de HTCDS 2.0');
    const right = await sends(mawa, officer, await writeXlsx(THEIRS), {
      act: 'check',
      name: 'a.xlsx',
      path: '/htcds/import',
    });
    expect(right.text).toContain('Le fichier est correct : 1 personne');
    expect(right.text).toContain('prs_MaritalStatus');
    await officer.get('/htcds').expect(200);
  });
});

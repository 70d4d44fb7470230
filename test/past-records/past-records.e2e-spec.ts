import ExcelJS from 'exceljs';
import { ImportOnce } from '../../modules/imports';
import { aShelter, aWoman, register, standsAt } from '../shelter-beds/house';
import { closeNight } from '../shelter-beds/house-days';
import { openedGrant } from '../grant-budgeting/samples';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const LISTS = ['past-services', 'past-referrals', 'past-trainings', 'past-follow-ups'] as const;
type List = (typeof LISTS)[number] | 'past-partner-places';
const HEADS: Readonly<Record<List, string>> = {
  'past-services': 'Dossier;Service;Date du service;Donné par;Quantité',
  'past-referrals': 'Dossier;Aide demandée;Date d’orientation;Fin de l’aide;Partenaire;Résultat',
  'past-trainings':
    'Dossier;Domaine de formation;Premier jour;Dernier jour;Organisme de formation;Résultat;Jours de présence',
  'past-follow-ups': 'Dossier;Suivi de;Date du suivi;Résultat',
  'past-partner-places': 'Partenaire;Aide;Premier jour;Dernier jour;Places',
};

describe('services, referrals, trainings and follow-ups of before Mawa', () => {
  let mawa: TestApp;
  let leila: SignedIn;
  const rows = async (sql: string, values: unknown[] = []) =>
    (await mawa.admin.query(sql, values)).rows;
  const count = async (table: string): Promise<number> =>
    (await rows(`SELECT count(*)::int AS n FROM ${table}`))[0].n;
  const send = (who: SignedIn, path: string, bytes: string | Buffer) => {
    const call = who.post(path, {});
    Object.assign(call, { _data: undefined }); // the helper wrote JSON; this is a file
    return call.type('text/csv').send(Buffer.from(bytes) as never);
  };
  const file = (list: List, ...lines: string[]): string =>
    `${[HEADS[list], ...lines].join('\n')}\n`;
  const bring = (who: SignedIn, list: List, ...lines: string[]) =>
    send(who, `/api/v1/imports/lists/${list}`, file(list, ...lines));
  const errorsOf = (body: { errors: { code: string; field: string }[] }) =>
    body.errors.map(({ code, field }) => `${field} ${code}`);
  const newPerson = async (facts = {}): Promise<{ id: string; caseNumber: string }> =>
    (await register(mawa, leila.actor, [aWoman(facts)]))[0]!;

  beforeAll(async () => {
    mawa = await startApp();
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    await openedGrant(mawa);
    leila = await mawa.signIn('reintegration_officer');
    await mawa.admin.query(
      `INSERT INTO organisations (code, kind, name, partner_type)
       VALUES ('ASSO-RABAT', 'partner', 'Association de Rabat', 'association'),
              ('ASSO-FES', 'partner', 'Même nom', 'association'),
              ('ASSO-OUJDA', 'partner', 'Même nom', 'association')`,
    );
  });
  afterAll(() => mawa.stop());

  it('come in for people by their earlier numbers, marked as brought in, charged to nothing', async () => {
    await send(
      leila,
      '/api/v1/imports/lists/people',
      'Nom;Ancien numéro\nSara;DT 2024/017\n',
    ).expect(200);
    const ledger = await count('ledger_entries');
    const files: [List, string][] = [
      ['past-services', 'dt-2024-017;Consultation médicale;03/02/2025;;2'],
      ['past-referrals', 'DT 2024/017;Soins médicaux;03/02/2025;05/03/2025;asso-rabat;Aide reçue'],
      [
        'past-trainings',
        'DT 2024/017;Informatique;03/02/2025;05/03/2025;Association de Rabat;Certificat obtenu;20',
      ],
      ['past-follow-ups', 'DT 2024/017;Emploi;03/06/2025;Jointe'],
    ];
    for (const [list, line] of files) {
      const { body } = await bring(leila, list, line).expect(200);
      expect(body).toMatchObject({ rows: 1, imported: 1 });
      expect(body.notes[0]).toContain('imputées à aucune subvention');
    }
    const kept = await rows(
      `SELECT p.kind, what, lower(days)::text AS "from", (upper(days) - 1)::text AS last, o.code AS organisation, outcome,
              quantity
         FROM past_records p LEFT JOIN organisations o ON o.id = p.organisation_id ORDER BY p.kind`,
    );
    expect(kept).toEqual([
      {
        kind: 'follow_up',
        what: 'work',
        from: '2025-06-03',
        last: '2025-06-03',
        organisation: null,
        outcome: 'reached',
        quantity: null,
      },
      {
        kind: 'referral',
        what: 'medical',
        from: '2025-02-03',
        last: '2025-03-05',
        organisation: 'ASSO-RABAT',
        outcome: 'completed',
        quantity: null,
      },
      {
        kind: 'service',
        what: 'medical_consultation',
        from: '2025-02-03',
        last: '2025-02-03',
        organisation: null,
        outcome: null,
        quantity: 2,
      },
      {
        kind: 'training',
        what: '06',
        from: '2025-02-03',
        last: '2025-03-05',
        organisation: 'ASSO-RABAT',
        outcome: 'certified',
        quantity: 20,
      },
    ]);
    expect(await count('ledger_entries')).toBe(ledger);
    expect(await count('services')).toBe(0);
    const [{ case_id: person }] = await rows('SELECT case_id FROM past_records LIMIT 1');
    const page = await leila.get(`/people/${person}`).expect(200);
    for (const words of [
      'Service d’avant Mawa, repris d’un fichier : ',
      'Orientation d’avant Mawa, reprise d’un fichier : Soins médicaux',
      'Formation d’avant Mawa, reprise d’un fichier : Informatique',
      'Certificat obtenu',
      'Suivi d’avant Mawa, repris d’un fichier : Emploi',
    ])
      expect(page.text).toContain(words);
    const other = await mawa.signIn('reintegration_officer');
    await other.get(`/people/${person}`).expect(404);
  });

  it('name their organisation in each language', async () => {
    await mawa.admin.query(
      `UPDATE organisations SET names = '{"ar": "جمعية الرباط", "en": "Rabat Association"}' WHERE code = 'ASSO-RABAT'`,
    );
    const { id, caseNumber } = await newPerson();
    await bring(
      leila,
      'past-trainings',
      `${caseNumber};Informatique;01/03/2024;31/03/2024;جمعية الرباط;;`,
      `${caseNumber};Informatique;01/05/2024;31/05/2024;rabat association;;`,
      `${caseNumber};Informatique;01/07/2024;31/07/2024;Association de Rabat;;`,
    ).expect(200);
    const kept = await rows(
      `SELECT o.code FROM past_records p JOIN organisations o ON o.id = p.organisation_id WHERE p.case_id = $1`,
      [id],
    );
    expect(kept.map(({ code }) => code)).toEqual(Array(3).fill('ASSO-RABAT'));
    const { body } = await bring(
      leila,
      'past-trainings',
      `${caseNumber};Informatique;01/09/2024;30/09/2024;Même nom;;`,
    ).expect(422);
    expect(errorsOf(body)).toEqual(['rows.2.organisation past.two_organisations']);
  });

  it('are refused by row with every reason, by kind, and nothing is written', async () => {
    const sara = await newPerson();
    const nora = await newPerson({ birthDate: '2001-05-02' });
    const other = await mawa.signIn('reintegration_officer');
    const [away] = await register(mawa, other.actor, [aWoman()]);
    await bring(
      leila,
      'past-trainings',
      `${sara.caseNumber};Informatique;01/03/2025;31/03/2025;;;`,
    ).expect(200);
    const before = await count('past_records');
    const lines = [
      `${sara.caseNumber};Informatique;31/03/2025;02/04/2025;;;`,
      `${nora.caseNumber};Informatique;01/06/2025;10/06/2025;;Terminée;`,
      `${nora.caseNumber};Informatique;10/06/2025;11/06/2025;;;`,
      `XX-1;sorcellerie;01/06/2025;;Nulle part;;`,
      `${sara.caseNumber};Informatique;10/06/2025;09/06/2025;Même nom;peut-être;2000`,
      `;;32/01/2025;01/01/25;;;x`,
      `${sara.caseNumber};Informatique;24/11/2026;10/12/2026;;;`,
      `${away!.caseNumber};Informatique;01/07/2025;;;;`,
      `${nora.caseNumber};Informatique;01/07/2000;;;;`,
    ];
    const { body } = await bring(leila, 'past-trainings', ...lines).expect(422);
    expect(errorsOf(body)).toEqual([
      'rows.2.from past.brought_before',
      'rows.4.from past.twice',
      'rows.5.person past.person',
      'rows.5.what past.what',
      'rows.5.organisation past.organisation',
      'rows.6.until past.ends_before',
      'rows.6.outcome imports.not_choice',
      'rows.6.quantity imports.not_whole',
      'rows.7.person common.required',
      'rows.7.what common.required',
      'rows.7.from imports.not_a_date',
      'rows.7.until imports.year_of_two_digits',
      'rows.7.quantity imports.not_whole',
      'rows.8.until past.in_future',
      'rows.9.person past.person',
      'rows.10.from past.before_birth',
    ]);
    expect(await count('past_records')).toBe(before);

    const { body: run } = await send(
      leila,
      '/api/v1/imports/lists/past-trainings/runs',
      file('past-trainings', ...lines),
    ).expect(201);
    const { body: seen } = await leila.get(`/api/v1/imports/runs/${run.id}`).expect(200);
    await leila
      .post(`/api/v1/imports/runs/${run.id}/columns`, { columns: seen.sketch.columns })
      .expect(200);
    const page = await leila.get(`/imports/${run.id}`).expect(200);
    for (const kind of [
      'En double dans le fichier',
      'Déjà repris d’un fichier',
      'Dates impossibles',
      'Personne, code ou organisation inconnus',
    ])
      expect(page.text).toContain(kind);
    expect(page.text).toContain(`/imports/${run.id}/rejected?rows=rejected`);
  });

  it('that Mawa has already, or in a closed period, are not brought in', async () => {
    const { id, caseNumber } = await newPerson();
    await mawa.admin.query(
      `INSERT INTO services (case_id, type_code, given_on, recorded_by)
       VALUES ($1, 'medical_consultation', '2026-11-20', $2)`,
      [id, leila.actor.userId],
    );
    await closeNight(mawa, '2026-11-01');
    const { body } = await bring(
      leila,
      'past-services',
      `${caseNumber};medical_consultation;20/11/2026;;`,
      `${caseNumber};medical_consultation;01/11/2026;;`,
      `${caseNumber};medical_consultation;31/10/2026;;`,
    ).expect(422);
    expect(errorsOf(body)).toEqual(['rows.2.from past.in_mawa', 'rows.3.from past.closed']);
    await bring(leila, 'past-services', `${caseNumber};medical_consultation;31/10/2026;;`).expect(
      200,
    );
  });

  it('come in once where two people bring the same at once', async () => {
    const { caseNumber } = await newPerson();
    const once = mawa.app.get(ImportOnce);
    const bytes = (place: number) =>
      Buffer.from(
        file('past-follow-ups', `${caseNumber};Emploi;03/06/2025;Jointe`) + '\n'.repeat(place),
      );
    const done = await Promise.all(
      [0, 1, 2].map((place) => once.run(leila.actor, 'past-follow-ups', bytes(place))),
    );
    expect(done.map(({ imported }) => imported).sort()).toEqual([0, 0, 1]);
    expect(done.flatMap(({ errors }) => errors.map(({ code }) => code))).toEqual([
      'past.brought_before',
      'past.brought_before',
    ]);
  });

  it('are taken back whole by whoever brought them; people are given them, and erasing keeps them under a number of nobody', async () => {
    const { caseNumber } = await newPerson();
    const before = await count('past_records');
    const { body } = await bring(
      leila,
      'past-services',
      `${caseNumber};medical_consultation;03/02/2024;;`,
    ).expect(200);
    expect(await count('past_records')).toBe(before + 1);
    const other = await mawa.signIn('reintegration_officer');
    await other.submit(`/imports/${body.runId}/undo`, {}).expect(404);
    await leila.submit(`/imports/${body.runId}/undo`, {}).expect(303);
    expect(await count('past_records')).toBe(before);
    const given = await rows(
      `SELECT given, erasure FROM person_tables WHERE name = 'past_records'`,
    );
    expect(given).toEqual([{ given: 'given', erasure: 'keep' }]);
  });

  it('are brought in by officers alone; their templates offer the words of today', async () => {
    const operator = await mawa.signIn('hotline_operator');
    for (const list of LISTS) {
      await bring(operator, list, 'x;y').expect(403);
      await operator.get(`/imports/lists/${list}/template`).expect(403);
    }
    const { body } = await leila
      .get('/imports/lists/past-referrals/template')
      .responseType('blob')
      .expect(200);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(body as never);
    const [sheet, help] = workbook.worksheets;
    expect(sheet!.getRow(1).values).toEqual([
      undefined,
      'Numéro de la personne *',
      'Aide demandée *',
      'Date d’orientation *',
      'Fin de l’aide',
      'Partenaire *',
      'Résultat',
    ]);
    expect(help!.getColumn('B').values).toContain('Soins médicaux');
    expect(help!.getColumn('E').values).toContain('Association de Rabat');
  });
});

describe('places that partners had before Mawa', () => {
  let mawa: TestApp;
  let leila: SignedIn;
  let partner: string;
  const send = (who: SignedIn, ...lines: string[]) => {
    const call = who.post('/api/v1/imports/lists/past-partner-places', {});
    Object.assign(call, { _data: undefined }); // the helper wrote JSON; this is a file
    return call
      .type('text/csv')
      .send(Buffer.from(`${[HEADS['past-partner-places'], ...lines].join('\n')}\n`) as never);
  };

  beforeAll(async () => {
    mawa = await startApp();
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    leila = await mawa.signIn('reintegration_officer');
    await aShelter(mawa, { A: { beds: 1 } });
    const { rows } = await mawa.admin.query(
      `INSERT INTO organisations (code, kind, name, partner_type)
       VALUES ('ASSO-RABAT', 'partner', 'Association de Rabat', 'association') RETURNING id`,
    );
    partner = rows[0].id;
  });
  afterAll(() => mawa.stop());

  it('name their partner in each language', async () => {
    await mawa.admin.query(
      `UPDATE organisations SET names = '{"ar": "جمعية الرباط", "en": "Rabat Association"}' WHERE code = 'ASSO-RABAT'`,
    );
    const { body } = await send(
      leila,
      'جمعية الرباط;Hébergement;01/01/2023;30/06/2023;12',
      'Rabat association;Hébergement;01/07/2023;31/12/2023;12',
    ).expect(200);
    expect(body).toMatchObject({ imported: 2 });
    await leila.delete(`/api/v1/imports/runs/${body.runId}`).expect(200);
  });

  it('come in by partner, kind of help and days, and stand on its page without one that could be taken', async () => {
    const { body } = await send(
      leila,
      'ASSO-RABAT;Hébergement;01/01/2025;31/12/2025;12',
      'Association de Rabat;Hébergement;01/01/2026;30/06/2026;0',
    ).expect(200);
    expect(body).toMatchObject({ imported: 2 });
    const page = await leila.get(`/partners/${partner}`).expect(200);
    expect(page.text).toContain('Places des partenaires d’avant Mawa');
    expect(page.text).toContain('12 places');
    const { body: api } = await leila.get(`/api/v1/partners/${partner}`).expect(200);
    expect(api.now).toEqual([]);
    expect(api.broughtIn).toMatchObject([
      { from: '2026-01-01', last: '2026-06-30', places: 0 },
      { from: '2025-01-01', last: '2025-12-31', places: 12 },
    ]);
  });

  it('are refused by row: twice, brought before, to come, or of nobody', async () => {
    const { body } = await send(
      leila,
      'ASSO-RABAT;Hébergement;31/12/2025;01/01/2026;12',
      'ASSO-RABAT;Soins médicaux;01/01/2025;31/01/2025;3',
      'ASSO-RABAT;Soins médicaux;31/01/2025;28/02/2025;3',
      'Personne;Rien;01/01/2025;31/01/2025;3',
      'ASSO-RABAT;Soins médicaux;01/01/2025;31/12/2026;1001',
    ).expect(422);
    const said = (body.errors as { field: string; code: string }[]).map(
      ({ field, code }) => `${field} ${code}`,
    );
    expect(said).toEqual([
      'rows.2.from past.brought_before',
      'rows.4.from past.twice',
      'rows.5.what past.what',
      'rows.5.organisation past.organisation',
      'rows.6.until past.in_future',
      'rows.6.places imports.not_whole',
    ]);
    const finance = await mawa.signIn('finance_officer');
    await send(finance, 'ASSO-RABAT;Hébergement;01/01/2024;31/01/2024;3').expect(404);
  });
});

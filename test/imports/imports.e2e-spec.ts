import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ExcelJS from 'exceljs';
import { HOUSEKEEPING_ACTOR } from '../../modules/platform/shared/actor';
import { enteredRate, ledgerHolds, openedGrant } from '../grant-budgeting/samples';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const CSV = 'text/csv';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

describe('lists that come as files', () => {
  let mawa: TestApp;
  let leila: SignedIn;
  let amal: SignedIn;
  const one = async (sql: string, values: unknown[] = []) =>
    (await mawa.admin.query(sql, values)).rows[0];
  const count = async (table: string): Promise<number> =>
    (await one(`SELECT count(*)::int AS n FROM ${table}`)).n;
  const send = (who: SignedIn, path: string, bytes: string | Buffer, type = CSV) => {
    const call = who.post(path, {});
    Object.assign(call, { _data: undefined }); // the helper wrote JSON; this is a file
    return call.type(type).send((typeof bytes === 'string' ? Buffer.from(bytes) : bytes) as never);
  };
  const opened = async (who: SignedIn, list: string, text: string): Promise<string> => {
    const { body } = await send(who, `/api/v1/imports/lists/${list}/runs`, text).expect(201);
    return body.id;
  };
  const bring = (who: SignedIn, list: string, text: string | Buffer, type = CSV) =>
    send(who, `/api/v1/imports/lists/${list}`, text, type);
  const undo = (who: SignedIn, id: string) => who.delete(`/api/v1/imports/runs/${id}`);

  beforeAll(async () => {
    mawa = await startApp();
    await openedGrant(mawa);
    await enteredRate(mawa, ['USD', 'MAD', '2026-11-01', '9.20']);
    leila = await mawa.signIn('reintegration_officer');
    amal = await mawa.signIn('administrator');
  });
  afterAll(() => mawa.stop());

  describe('step by step on the page', () => {
    it('a file is read, its columns are matched, it is tried out, brought in, and its key and bytes are gone', async () => {
      const before = await count('cases');
      const file = 'Nom;Prénom;Sexe;Ville préférée\nBen;Sara;F;Fès\nOmar;Ali;H;Safi\n';
      const upload = await leila
        .get('/imports')
        .expect(200)
        .then(({ text }) => text);
      expect(upload).toContain('Personnes accompagnées');
      expect(upload).not.toContain('Maisons, chambres et lits');
      const sent = await mawa
        .http()
        .post('/imports')
        .set(leila.headers)
        .field('_csrf', leila.headers['x-csrf-token']!)
        .field('list', 'people')
        .attach('file', Buffer.from(file), 'liste de Sara.csv')
        .expect(303);
      const path = sent.headers.location!;
      const id = path.split('/')[2]!;
      const { text } = await leila.get(path).expect(200);
      expect(text).toContain('Ville préférée');
      expect(text).toContain('1 colonne n’est pas reconnue');
      expect(
        await one('SELECT count(*)::int AS n FROM import_files WHERE run_id = $1', [id]),
      ).toEqual({ n: 1 });
      const columns = {
        'columns.0': 'family',
        'columns.1': 'given',
        'columns.2': 'sex',
        'columns.3': '-',
      };
      await leila.submit(`${path}/columns`, { ...columns, saveAs: 'Envoi de Fès' }).expect(303);
      expect(await count('cases')).toBe(before);
      const tried = await leila.get(path).expect(200);
      expect(tried.text).toContain('les 2 lignes peuvent être importées');
      await leila.submit(`${path}/import`, {}).expect(303);
      expect(await count('cases')).toBe(before + 2);
      const left = await one(
        `SELECT (SELECT count(*)::int FROM import_files WHERE run_id = $1) AS files,
                (SELECT count(*)::int FROM keys.record_keys WHERE record_id = $1) AS keys,
                (SELECT sealed FROM import_runs WHERE id = $1) AS sealed,
                (SELECT count(*)::int FROM import_rows WHERE run_id = $1) AS rows`,
        [id],
      );
      expect(left).toEqual({ files: 0, keys: 0, sealed: null, rows: 2 });
      const digest = createHash('sha256').update(file).digest('hex');
      const audit = await one(
        `SELECT subject_ids, fields FROM audit_log WHERE action = 'imports.import' AND $1 = ANY (subject_ids)`,
        [id],
      );
      expect(audit).toEqual({ subject_ids: [id], fields: [`sha256:${digest}`] });

      // The same file again is warned of; the mapping that was kept is found by itself.
      const again = await opened(leila, 'people', file);
      const page = await leila.get(`/imports/${again}`).expect(200);
      expect(page.text).toContain('déjà été importé');
      expect(page.text).toContain('Envoi de Fès');
      expect(page.text).not.toContain('n’est pas reconnue');
      await leila.submit(`/imports/${again}/leave`, {}).expect(303);
      expect(await one('SELECT state FROM import_runs WHERE id = $1', [again])).toEqual({
        state: 'left',
      });

      await leila.submit(`${path}/undo`, {}).expect(303);
      expect(await count('cases')).toBe(before);
      expect((await leila.get(path).expect(200)).text).toContain('import annulé');
    });

    it('a mapping onto an unknown field, or two columns onto one, is a sentence and changes nothing', async () => {
      const id = await opened(leila, 'people', 'A;B\nSara;Ben\n');
      const path = `/api/v1/imports/runs/${id}/columns`;
      const unknown = await leila.post(path, { columns: ['prenom', 'family'] }).expect(422);
      expect(unknown.body.errors).toMatchObject([
        { code: 'imports.unknown_field', field: 'columns.0' },
      ]);
      expect(unknown.body.errors[0].detail ?? JSON.stringify(unknown.body)).toContain(
        'n’existe pas dans cette liste',
      );
      const twice = await leila.post(path, { columns: ['family', 'family'] }).expect(422);
      expect(twice.body.errors).toMatchObject([{ code: 'imports.column_twice' }]);
      const page = await leila
        .submit(`/imports/${id}/columns`, { 'columns.0': 'family', 'columns.1': 'family' })
        .expect(422);
      expect(page.text).toContain('Gardez-en une');
      expect(await one('SELECT state FROM import_runs WHERE id = $1', [id])).toEqual({
        state: 'open',
      });
      await leila.post(`/api/v1/imports/runs/${id}/leave`).expect(204);
    });

    it('a file that nobody went on with is destroyed after a day, and another’s is never seen', async () => {
      const id = await opened(leila, 'people', 'Nom\nBen\n');
      const other = await mawa.signIn('reintegration_officer');
      await other.get(`/imports/${id}`).expect(404);
      await other.post(`/api/v1/imports/runs/${id}/import`).expect(404);
      mawa.clock.set('2026-11-25T23:11:00Z');
      await mawa.transactions.run(HOUSEKEEPING_ACTOR, (tx) => tx.query('SELECT prune_imports()'));
      mawa.clock.set('2026-11-24T23:20:00Z');
      expect(await one('SELECT count(*)::int AS n FROM import_files')).toEqual({ n: 0 });
      expect(await one('SELECT state FROM import_runs WHERE id = $1', [id])).toEqual({
        state: 'left',
      });
    });

    it('is for those who may: nobody else opens the page, the API or a list of others', async () => {
      const operator = await mawa.signIn('hotline_operator');
      await operator.get('/imports').expect(403);
      await operator.get('/api/v1/imports/runs').expect(403);
      await bring(leila, 'beds', 'Maison\nX\n').expect(404);
      await bring(amal, 'people', 'Nom\nX\n').expect(404);
    });
  });

  describe('people', () => {
    it('with whom somebody has worked since stay, and so do all others of the file', async () => {
      const { body } = await bring(
        leila,
        'people',
        'Nom;Prénom\nAlami;Nora\nIdrissi;Amine\n',
      ).expect(200);
      const { record_id: nora } = await one(
        'SELECT record_id FROM import_rows WHERE run_id = $1 AND row_number = 2',
        [body.runId],
      );
      await leila
        .post('/api/v1/services', { caseId: nora, typeCode: 'transport', givenOn: '2026-11-24' })
        .expect(201);
      const before = await count('cases');
      const refused = await undo(leila, body.runId).expect(422);
      expect(refused.body.errors).toMatchObject([{ code: 'imports.stays_used', field: 'rows.2' }]);
      expect(await count('cases')).toBe(before);
    });

    it('are taken back with their family, key, access and names, once, within three days', async () => {
      const file = 'Nom;Famille;Lien\nUne;F1;mère\nDeux;F1;fille\n';
      const { body } = await bring(leila, 'people', file).expect(200);
      const ids = (
        await mawa.admin.query('SELECT record_id FROM import_rows WHERE run_id = $1', [body.runId])
      ).rows.map(({ record_id }) => record_id as string);
      const stranger = await mawa.signIn('case_supervisor');
      await undo(stranger, body.runId).expect(404);
      await undo(leila, body.runId).expect(200);
      for (const [table, column] of [
        ['cases', 'id'],
        ['case_access', 'case_id'],
        ['case_seals', 'case_id'],
        ['keys.case_keys', 'case_id'],
        ['family_members', 'case_id'],
        ['stage_changes', 'case_id'],
        ['duplicate_waiting', 'case_id'],
      ])
        expect([
          table,
          (await one(`SELECT count(*)::int AS n FROM ${table} WHERE ${column} = ANY ($1)`, [ids]))
            .n,
        ]).toEqual([table, 0]);
      const log = readFileSync(join(dirname(mawa.env.keyFile), 'mawa.erasures.log'), 'utf8');
      for (const id of ids) expect(log).toContain(id);
      expect((await undo(leila, body.runId).expect(409)).body.code).toBe('imports.run_undone');
      const later = await bring(leila, 'people', 'Nom\nTrois\n').expect(200);
      mawa.clock.set('2026-11-28T00:00:00Z');
      const again = await mawa.signInAs(leila.email);
      expect((await undo(again, later.body.runId).expect(409)).body.code).toBe(
        'imports.undo_too_late',
      );
      mawa.clock.set('2026-11-24T23:30:00Z');
      leila = await mawa.signInAs(leila.email);
      amal = await mawa.signInAs(amal.email);
    });
  });

  it('a file is brought in once: whoever comes second with the same one is asked whether it is meant', async () => {
    const salma = await mawa.signIn('reintegration_officer');
    const file = 'Nom;Sexe;Langues\nTwice;F;darija\n';
    const before = await count('cases');
    const tried = [
      bring(leila, 'people', file),
      bring(salma, 'people', file),
      bring(leila, 'people', file),
    ];
    const answers = await Promise.all(tried);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422]);
    expect(answers.find(({ status }) => status === 422)!.body.errors[0]).toMatchObject({
      code: 'imports.before',
      detail: expect.stringContaining('déjà été importé'),
    });
    await bring(salma, 'people?dryRun=true', file).expect(422);
    // Of another's run nothing is told but that the file is known.
    const id = await opened(salma, 'people', file);
    const columns = ['family', 'sex', 'languages'];
    await salma.post(`/api/v1/imports/runs/${id}/columns`, { columns }).expect(200);
    const { text } = await salma.get(`/imports/${id}`).expect(200);
    expect(text).toContain('Ce même fichier a déjà été importé');
    const refused = await salma.submit(`/imports/${id}/import`, {}).expect(409);
    expect(refused.text).toContain('dites que vous voulez l’importer une deuxième fois');
    expect(await count('cases')).toBe(before + 1);
    await salma.submit(`/imports/${id}/import`, { again: 'true' }).expect(303);
    await bring(leila, 'people?again=true', file).expect(200);
    expect(await count('cases')).toBe(before + 3);
  });

  describe('organisations', () => {
    const FILE =
      'Code;Nom;Rôle;Type de partenaire;Région;Nom en arabe\nANAW;Anawatin;Partenaire;Association;Oriental;أناواتين\nSOS;Secours;partenaire;santé;;\n';
    it('are all added or none; what the database says stands beside its row; unused they are removed', async () => {
      const before = await count('organisations');
      const twice = await bring(amal, 'organisations', `${FILE}anaw;Encore;partenaire;;;\n`).expect(
        422,
      );
      expect(twice.body.errors).toMatchObject([
        { code: 'organisations.code_taken', field: 'rows.4.code' },
      ]);
      expect(await count('organisations')).toBe(before);
      const { body } = await bring(amal, 'organisations', FILE).expect(200);
      expect(body).toMatchObject({ rows: 2, imported: 2 });
      expect(
        await one(
          `SELECT name, names, partner_type, region FROM organisations WHERE code = 'ANAW'`,
        ),
      ).toEqual({
        name: 'Anawatin',
        names: { ar: 'أناواتين' },
        partner_type: 'association',
        region: '02',
      });
      const { id } = await one(`SELECT id FROM organisations WHERE code = 'SOS'`);
      const facts = { name: 'Secours social', country: 'MA', language: 'fr' };
      await amal.post(`/api/v1/organisations/${id}`, facts).expect(201);
      const kept = await undo(amal, body.runId).expect(422);
      expect(kept.body.errors).toMatchObject([{ code: 'imports.stays_changed', field: 'rows.3' }]);
      const third = await bring(amal, 'organisations', 'Code;Nom;Rôle\nTIER;Tiers;donateur\n');
      expect(third.status).toBe(422);
      const fine = await bring(amal, 'organisations', 'Code;Nom;Rôle\nTIER;Tiers;partner\n').expect(
        200,
      );
      const second = await mawa.signIn('administrator');
      await undo(second, fine.body.runId).expect(200);
      expect(await count('organisations')).toBe(before + 2);
    });
  });

  describe('beds', () => {
    const HEAD = 'Maison;Chambre;Lit;Pour qui;Région;Type de maison;Accueille\n';
    it('open the rooms and the house they need; in use they stay, unused all of it goes', async () => {
      const lacking = await bring(amal, 'beds', `${HEAD}Maison Amande;Bleue;1;women;;;\n`).expect(
        422,
      );
      expect(lacking.body.errors).toMatchObject([
        { code: 'inventory.needed_when_new', field: 'rows.2.region' },
      ]);
      const whole = `${HEAD}Maison Amande;Bleue;1;women;Oriental;emergency;"woman, girl"\nMaison Amande;Bleue;2;;;;\nMaison Amande;Verte;1;family;;;\n`;
      const { body } = await bring(amal, 'beds', whole).expect(200);
      const found = await one(
        `SELECT count(*)::int AS beds, count(DISTINCT r.id)::int AS rooms, s.region, s.receives
           FROM shelters s JOIN rooms r ON r.shelter_id = s.id JOIN beds b ON b.room_id = r.id
          WHERE s.code_name = 'Maison Amande' GROUP BY s.id`,
      );
      expect(found).toEqual({ beds: 3, rooms: 2, region: '02', receives: ['woman', 'girl'] });
      const more = await bring(amal, 'beds', 'Maison;Chambre;Lit\nmaison amande;bleue;3\n').expect(
        200,
      );
      const used = await undo(amal, body.runId).expect(422);
      expect(used.body.errors[0]).toMatchObject({ code: 'imports.stays_used' });
      await undo(amal, more.body.runId).expect(200);
      await undo(amal, body.runId).expect(200);
      expect(
        await one(`SELECT count(*)::int AS n FROM shelters WHERE code_name = 'Maison Amande'`),
      ).toEqual({ n: 0 });
    });
  });

  describe('services', () => {
    it('name their provider by its code, or by a name in each language that is of one alone', async () => {
      await mawa.admin.query(
        `INSERT INTO organisations (code, kind, name, names, created_at) VALUES
           ('LAURIER', 'partner', 'Association Laurier', '{"ar": "جمعية الغار", "en": "Laurel"}', now()),
           ('LAUREL', 'partner', 'Olivier', '{"fr": "Les oliviers"}', now()),
           ('OLIVE', 'partner', 'Olivier', NULL, now())`,
      );
      await bring(leila, 'people', 'Nom;Date d’enregistrement\nSix;03/10/2026\n').expect(200);
      const { case_number: number } = await one(
        `SELECT case_number FROM cases WHERE registered_on = '2026-10-03'`,
      );
      const given = (...providers: string[]) =>
        bring(
          leila,
          'services',
          `Numéro de dossier;Type de service;Donné le;Prestataire;Nombre\n${providers
            .map((provider, at) => `${number};transport;23/11/2026;${provider};${at + 1}`)
            .join('\n')}\n`,
        );
      const { body: wrong } = await given('Olivier', 'Acacia').expect(422);
      expect(
        wrong.errors.map(({ field, code }: { field: string; code: string }) => [field, code]),
      ).toEqual([
        ['rows.2.providerId', 'services.two_providers'],
        ['rows.3.providerId', 'services.unknown_provider'],
      ]);
      const { body } = await given('جمعية الغار', 'Laurel', 'LAURIER', 'les oliviers').expect(200);
      const { rows } = await mawa.admin.query(
        `SELECT o.code FROM services s JOIN organisations o ON o.id = s.provider_id
          WHERE s.given_on = '2026-11-23' ORDER BY s.quantity`,
      );
      expect(rows.map(({ code }) => code)).toEqual(['LAURIER', 'LAUREL', 'LAURIER', 'LAUREL']);
      await undo(leila, body.runId).expect(200);
    });

    it('are recorded and charged as by hand, and taken back with their charges reversed', async () => {
      await bring(leila, 'people', 'Nom;Date d’enregistrement\nQuatre;01/10/2026\n').expect(200);
      const { case_number: number } = await one(
        `SELECT case_number FROM cases WHERE registered_on = '2026-10-01'`,
      );
      const head = 'Numéro de dossier;Type de service;Donné le;Coût;Devise\n';
      const wrong = await bring(
        leila,
        'services',
        `${head}${number};transport;23/11/2026;"1 250,50";MAD\nM-0000-000-0;transport;23/11/2026;;\n${number};inconnu;23/11/2026;10;MAD\n${number};transport;01/09/2026;10;MAD\n`,
      ).expect(422);
      expect(
        wrong.body.errors.map(
          ({ field, code }: { field: string; code: string }) => `${field} ${code}`,
        ),
      ).toEqual(expect.arrayContaining(['rows.3.caseNumber services.unknown_case']));
      expect(await count('ledger_transactions')).toBe(0);
      const { body } = await bring(
        leila,
        'services',
        `${head}${number};transport;23/11/2026;"1 250,50";MAD\n${number};transport;24/11/2026;92;dh\n`,
      ).expect(200);
      const written = await one(
        `SELECT sum(cost_amount)::text AS cost, count(*)::int AS n FROM services WHERE given_on >= '2026-11-23' AND cost_amount IS NOT NULL`,
      );
      expect(written).toEqual({ cost: '1342.50', n: 2 });
      expect(await count('ledger_transactions')).toBe(2);
      await ledgerHolds(mawa.admin);
      await undo(leila, body.runId).expect(200);
      expect(await count('ledger_transactions')).toBe(4);
      await ledgerHolds(mawa.admin);
      expect(
        await one(
          'SELECT sum(amount)::text AS left FROM (SELECT account_id, sum(amount) AS amount FROM ledger_entries GROUP BY 1 HAVING sum(amount) <> 0) e',
        ),
      ).toEqual({ left: null });
    });
  });

  it('a workbook is read as it was stored: days as days, formulas by their value, and its template comes back', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('Liste');
    sheet.addRow(['Liste des personnes']);
    sheet.addRow(['Nom', 'Prénom', 'Date de naissance', 'Âge', 'Date d’enregistrement']);
    sheet.addRow([
      'Cinq',
      { formula: 'UPPER("x")', result: 'Rim' },
      new Date('1999-05-12T00:00:00Z'),
      27,
      '02/11/2026',
    ]);
    const bytes = Buffer.from(await book.xlsx.writeBuffer());
    const { body } = await bring(leila, 'people', bytes, XLSX).expect(200);
    expect(body).toMatchObject({ rows: 1, imported: 1 });
    expect(
      await one(
        `SELECT r.row_number, c.birth_year, c.registered_on::text FROM import_rows r JOIN cases c ON c.id = r.record_id WHERE r.run_id = $1`,
        [body.runId],
      ),
    ).toEqual({ row_number: 3, birth_year: 1999, registered_on: '2026-11-02' });
    const template = await leila
      .get('/imports/lists/people/template?format=xlsx')
      .buffer(true)
      .parse(asBytes as never)
      .expect(200);
    const empty = await bring(leila, 'people', template.body as Buffer, XLSX).expect(422);
    expect(empty.body.errors).toMatchObject([{ code: 'imports.no_rows' }]);
  });
});

const asBytes = (
  response: NodeJS.ReadableStream,
  done: (error: Error | null, body: Buffer) => void,
): void => {
  const parts: Buffer[] = [];
  response.on('data', (part: Buffer) => parts.push(part));
  response.on('end', () => done(null, Buffer.concat(parts)));
};

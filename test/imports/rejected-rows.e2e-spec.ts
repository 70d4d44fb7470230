import { randomBytes } from 'node:crypto';
import ExcelJS from 'exceljs';
import { newCaseNumber } from '../../modules/beneficiaries/case-number.rules';
import { openedGrant } from '../grant-budgeting/samples';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const CSV = 'text/csv';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

describe('the rejected rows of a file', () => {
  let mawa: TestApp;
  let leila: SignedIn;
  const count = async (table: string): Promise<number> =>
    (await mawa.admin.query(`SELECT count(*)::int AS n FROM ${table}`)).rows[0].n;
  const send = (who: SignedIn, path: string, bytes: Buffer, type = CSV) => {
    const call = who.post(path, {});
    Object.assign(call, { _data: undefined }); // the helper wrote JSON; this is a file
    return call.type(type).send(bytes as never);
  };
  const opened = async (list: string, bytes: Buffer, type = CSV): Promise<string> => {
    const { body } = await send(leila, `/api/v1/imports/lists/${list}/runs`, bytes, type).expect(
      201,
    );
    return body.id;
  };
  const tried = async (id: string): Promise<void> => {
    const { body } = await leila.get(`/api/v1/imports/runs/${id}`).expect(200);
    await leila
      .post(`/api/v1/imports/runs/${id}/columns`, { columns: body.sketch.columns })
      .expect(200);
  };
  const workbook = async (who: SignedIn, path: string): Promise<Buffer> => {
    const { body } = await who
      .get(path)
      .buffer(true)
      .parse((response, done) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('end', () => done(null, Buffer.concat(pieces)));
      })
      .expect(200);
    return body as Buffer;
  };
  const sheetOf = async (bytes: Buffer): Promise<ExcelJS.Worksheet> => {
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(bytes as never);
    return book.worksheets[0]!;
  };
  const rowsOf = (sheet: ExcelJS.Worksheet): (string | undefined)[][] =>
    sheet
      .getSheetValues()
      .flatMap((row) =>
        Array.isArray(row) ? [[...row].slice(1).map((cell) => cell as string | undefined)] : [],
      );

  const PEOPLE = Buffer.from(
    'Nom;Prénom;Né(e) le;Sexe\nBen;Sara;12/05/1999;F\nOmar;Ali;45/13/1999;peut-être\nZaki;Nora;01/02/2001;F\n',
  );

  beforeAll(async () => {
    mawa = await startApp();
    await openedGrant(mawa);
    leila = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());

  it('leave as a workbook with all errors of each, which comes in as it is once corrected', async () => {
    const before = await count('cases');
    const id = await opened('people', PEOPLE);
    await tried(id);
    const page = await leila.get(`/imports/${id}`).expect(200);
    expect(page.text).toContain('Une valeur illisible ou impossible');
    expect(page.text).toContain(`/imports/${id}/rejected?rows=rejected`);

    const bytes = await workbook(leila, `/imports/${id}/rejected`);
    const sheet = await sheetOf(bytes);
    expect(rowsOf(sheet)).toEqual([
      ['Erreurs à corriger', 'Nom', 'Prénom', 'Né(e) le', 'Sexe'],
      [undefined, 'Ben', 'Sara', '12/05/1999', 'F'],
      [
        'Né(e) le\u00a0: Ce n’est pas une date du calendrier. Écrivez jour/mois/année, par exemple 24/11/2026.\n' +
          'Sexe\u00a0: « peut-être » n’est pas dans la liste.',
        'Omar',
        'Ali',
        '45/13/1999',
        'peut-être',
      ],
      [undefined, 'Zaki', 'Nora', '01/02/2001', 'F'],
    ]);
    const wrong = sheet.getCell('D3');
    expect(wrong.fill).toMatchObject({ type: 'pattern', fgColor: { argb: 'FFFBEAE6' } });
    expect(JSON.stringify(wrong.note)).toContain('n’est pas une date du calendrier');
    expect(sheet.getCell('D2').fill).toMatchObject({ pattern: 'none' });

    sheet.getCell('D3').value = '12/12/1999';
    sheet.getCell('E3').value = 'H';
    const corrected = Buffer.from(await sheet.workbook.xlsx.writeBuffer());
    await send(leila, '/api/v1/imports/lists/people', corrected, XLSX).expect(200);
    expect(await count('cases')).toBe(before + 3);
    const { rows } = await mawa.admin.query(
      `SELECT count(*)::int AS n FROM audit_log WHERE action = 'imports.take_rejected' AND $1 = ANY (subject_ids)`,
      [id],
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('leave alone, and the others are imported where the person says so', async () => {
    const id = await opened('people', Buffer.concat([PEOPLE, Buffer.from('Amrani;Lina;;F\n')]));
    await tried(id);
    const sheet = await sheetOf(
      await workbook(leila, `/api/v1/imports/runs/${id}/rejected?rows=rejected`),
    );
    expect(rowsOf(sheet).map(([, family]) => family)).toEqual(['Nom', 'Omar']);
    const before = await count('cases');
    const all = await leila.post(`/api/v1/imports/runs/${id}/import`, {}).expect(200);
    expect(all.body.errors).toHaveLength(2);
    expect(await count('cases')).toBe(before);
    await leila.submit(`/imports/${id}/import`, { leaveOut: 'true' }).expect(303);
    expect(await count('cases')).toBe(before + 3);
    const { rows } = await mawa.admin.query('SELECT rows, written FROM import_runs WHERE id = $1', [
      id,
    ]);
    expect(rows).toEqual([{ rows: 4, written: 3 }]);
  });

  it('name what the file says wrongly and what the programme does not know in one answer', async () => {
    const unknown = newCaseNumber(randomBytes);
    const file = `Dossier;Service;Date\n${unknown};sorcellerie;24/11/2026\nx;transport;hier\n`;
    const { body } = await send(leila, '/api/v1/imports/lists/services', Buffer.from(file)).expect(
      422,
    );
    expect(body.errors.map((one: { field: string }) => one.field).sort()).toEqual([
      'rows.2.caseNumber',
      'rows.2.typeCode',
      'rows.3.caseNumber',
      'rows.3.givenOn',
    ]);
  });

  it('of somebody else leave for nobody', async () => {
    const id = await opened('people', PEOPLE);
    const other = await mawa.signIn('reintegration_officer');
    await other.get(`/imports/${id}/rejected`).expect(404);
    await other.get(`/api/v1/imports/runs/${id}/rejected`).expect(404);
    const operator = await mawa.signIn('hotline_operator');
    await operator.get(`/imports/${id}/rejected`).expect(403);
  });
});

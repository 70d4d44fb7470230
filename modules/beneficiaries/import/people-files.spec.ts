import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { ROOT } from '../../platform/config/root';
import { DomainError, FieldErrors } from '../../platform/shared/domain.errors';
import { checkRows } from '../../imports/check-rows.rules';
import { checkColumns, findColumns } from '../../imports/columns.rules';
import { knownHeadings } from '../../imports/import-lists.service';
import { tableOf } from '../../imports';
import type { NewPerson } from '../new-person.types';
import type { People } from '../people.service';
import { PeopleImport } from './people.import';

const TODAY = '2026-11-24';
const LIST = new PeopleImport(null as unknown as People);

/** As an import reads it, up to where it would be written. */
async function read(bytes: Buffer) {
  const none = { rows: [] as NewPerson[], rowNumbers: [] as number[] };
  try {
    const table = await tableOf(bytes, new Set(knownHeadings(LIST).keys()));
    const columns = findColumns(LIST, table.headings);
    checkColumns(LIST, table.headings, columns, ({ key }) => key);
    const { rows, errors } = await checkRows(LIST, table, columns, {
      today: TODAY,
      language: 'fr',
    });
    const { encoding, delimiter } = table;
    return {
      encoding,
      delimiter,
      errors,
      rowNumbers: rows.map(({ row }) => row),
      rows: rows.map(({ value }) => value as NewPerson),
    };
  } catch (error) {
    const all = error instanceof FieldErrors ? error.errors : [error as DomainError];
    const errors = all.map(({ code, params }) => ({ row: 0, code, params, column: null }));
    return { ...none, errors, encoding: null, delimiter: null };
  }
}
const file = (name: string) => read(readFileSync(join(ROOT, 'test/fixtures/import', name)));
const text = (content: string) => read(Buffer.from(content));
const codes = async (content: string | Buffer) =>
  (await read(Buffer.from(content as string))).errors.map(({ row, code }) => `${row}: ${code}`);

describe('a list of people as a file', () => {
  it('in UTF-8 with semicolons and French headings', async () => {
    const { rows, rowNumbers, errors, encoding, delimiter } = await file(
      'a-utf8-point-virgule.csv',
    );
    expect(errors).toEqual([]);
    expect({ encoding, delimiter, rowNumbers }).toEqual({
      encoding: 'utf-8',
      delimiter: ';',
      rowNumbers: [2, 3, 4, 5, 6],
    });
    expect(rows[0]).toEqual({
      names: { given: 'Zoubida', family: 'Benâmar', aliases: [] },
      sex: 'female',
      birthDate: '1991-07-14',
      birthYear: 1991,
      ageAtRegistration: null,
      ageCertainty: 'exact',
      nationality: 'MA',
      languages: ['ary'],
      registeredOn: '2026-10-03',
      regionRecruitment: '05',
      regionExploitation: '06',
      exploitation: { acts: [], means: [], purposes: ['sexual'] },
      accessNeed: null,
      pregnant: false,
      medical: true,
      phone: '+212600001001',
      safeContact: null,
      documents: [{ kind: 'national_id', number: 'ZZ100001' }],
      story: null,
      familyKey: 'F1',
      relation: 'self',
    });
    expect(rows[1]).toMatchObject({ familyKey: 'F1', relation: 'child', sex: 'male' });
    expect(rows[2]).toMatchObject({
      nationality: 'CI',
      languages: ['fra', 'dyu'],
      ageAtRegistration: 24,
      ageCertainty: 'declared',
      accessNeed: 'none',
      pregnant: true,
      regionRecruitment: 'abroad',
    });
    expect(rows[3]).toMatchObject({
      names: { given: null, family: null, aliases: ['Petit Moussa'] },
      sex: 'male',
      ageAtRegistration: 16,
      ageCertainty: 'estimated',
      nationality: 'GN',
    });
    expect(rows[4]).toMatchObject({
      birthDate: null,
      birthYear: 1988,
      ageCertainty: 'year',
      exploitation: { purposes: ['servitude', 'forced_labour'] },
      accessNeed: 'step_free',
      regionRecruitment: '05',
    });
  });

  it('in Windows-1252, headings in capitals without accents', async () => {
    const { rows, errors, encoding } = await file('b-windows-1252.csv');
    expect(errors).toEqual([]);
    expect(encoding).toBe('windows-1252');
    expect(rows.map(({ names }) => `${names.given} ${names.family}`)).toEqual([
      'Hélène Benaïssa',
      'Éloïse N’Guessan',
      'François Œuvrard',
    ]);
    expect(rows[1]).toMatchObject({ birthDate: '2001-12-25', nationality: 'CI' });
  });

  it('with a byte order mark, commas, English words and codes, and a story of two lines', async () => {
    const { rows, errors, delimiter } = await file('c-utf8-bom-virgule.csv');
    expect(errors).toEqual([]);
    expect(delimiter).toBe(',');
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({
      names: { family: 'Okafor' },
      birthDate: '2003-11-30',
      nationality: 'NG',
      languages: ['eng', 'ibo'],
      regionExploitation: '02',
      story: 'Arrivée par Oujda, sans papiers.\nElle demande "une seule chose" : dormir.',
    });
  });

  it('in Arabic, with Arabic digits and a few Latin words', async () => {
    const { rows, errors } = await file('d-arabe-et-mixte.csv');
    expect(errors).toEqual([]);
    expect(rows[0]).toMatchObject({
      sex: 'female',
      birthDate: '1999-05-12',
      nationality: 'MA',
      languages: ['ary'],
      phone: '+212600004001',
      exploitation: { purposes: ['sexual'] },
    });
    expect(rows[2]).toMatchObject({ ageAtRegistration: 16, languages: ['shi'] });
    expect(rows[3]).toMatchObject({ nationality: 'GN', languages: ['fra', 'ful'] });
  });

  it('with bad rows names each by number, column and reason, and keeps the good one', async () => {
    const { rows, rowNumbers, errors } = await file('e-lignes-fautives.csv');
    expect(rowNumbers).toEqual([2]);
    expect(rows).toHaveLength(1);
    expect(errors.map(({ row, code, column }) => [row, code, column])).toEqual([
      [3, 'people.born_too_long_ago', 'Date de naissance'],
      [4, 'people.unknown_code', 'Nationalité'],
      [4, 'people.unknown_code', 'Région d’exploitation'],
      [4, 'people.unknown_code', 'Forme d’exploitation'],
      [5, 'people.born_after_registration', 'Date de naissance'],
      [6, 'people.name_formula', 'Nom'],
      [7, 'people.name_too_long', 'Nom'],
      [8, 'imports.row_cells', null],
      [9, 'imports.same_row', null],
      [10, 'people.not_a_date', 'Date de naissance'],
      [10, 'people.not_a_date', 'Date d’enregistrement'],
      [10, 'people.phone', 'Téléphone'],
      [11, 'people.year_of_two_digits', 'Date de naissance'],
      [12, 'imports.unreadable_cell', 'Prénom'],
    ]);
  });

  it('that is a picture is said to be no table', async () =>
    expect(
      await codes(readFileSync(join(ROOT, 'test/fixtures/import/f-pas-un-tableau.bin'))),
    ).toEqual(['0: imports.not_a_table']));

  it('that is empty, without people or without a known heading says so', async () => {
    expect(await codes('PK\x03\x04abc')).toEqual(['0: imports.broken_workbook']);
    expect(await codes('')).toEqual(['0: imports.empty']);
    expect(await codes('\ufeff \n')).toEqual(['0: imports.empty']);
    expect(await codes('Nom;Prénom\n;\n')).toEqual(['0: imports.no_rows']);
    expect(await codes('Bonjour; ceci est une lettre.\nAu revoir.;')).toEqual([
      '0: imports.column_undecided',
      '0: imports.column_undecided',
    ]);
    expect(await codes(`Nom\n${'Sara\n'.repeat(25_001)}`)).toEqual(['0: imports.too_many_rows']);
  });

  it('with a heading nobody knows, twice, or none over a filled cell names it', async () => {
    const { errors } = await text('Nom;Couleur préférée\nA;bleu');
    expect(errors).toMatchObject([
      { code: 'imports.column_undecided', params: { column: 'Couleur préférée', place: 2 } },
    ]);
    expect(await codes('Nom;NOM\nA;B')).toEqual(['0: imports.column_undecided']);
    expect(await codes('Nom;;Sexe\nA;B;F')).toEqual(['2: imports.no_heading']);
  });

  it('with a quote that is never closed says where', async () =>
    expect((await text('Nom;Récit\nA;"oui\nB;non\n')).errors).toMatchObject([
      { code: 'imports.quotes', params: { row: 2 } },
    ]));

  it('keeps two people of whom only the age is known', async () =>
    expect((await text('Âge;Sexe\n16;F\n16;F')).rows).toHaveLength(2));

  it('registers today where no date is given', async () =>
    expect((await text('Prénom\nSara')).rows[0]!.registeredOn).toBe(TODAY));

  it('never breaks, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (bytes, headed) => {
        const content = headed
          ? Buffer.concat([Buffer.from('Nom;Âge\n'), bytes])
          : Buffer.from(bytes);
        const { rows, errors } = await read(content);
        return rows.length > 0 || errors.length > 0;
      }),
      { numRuns: 500 },
    );
  });
});

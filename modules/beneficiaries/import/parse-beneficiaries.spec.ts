import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { ROOT } from '../../../src/config/root';
import { parseBeneficiaries } from './parse-beneficiaries';

const TODAY = '2026-11-24';
const file = (name: string) =>
  parseBeneficiaries(readFileSync(join(ROOT, 'test/fixtures/import', name)), { today: TODAY });
const text = (content: string) => parseBeneficiaries(Buffer.from(content), { today: TODAY });
const codes = (content: string | Buffer) =>
  parseBeneficiaries(Buffer.from(content as string), { today: TODAY }).errors.map(
    ({ row, code }) => `${row}: ${code}`,
  );

describe('a list of people as a file', () => {
  it('in UTF-8 with semicolons and French headings', () => {
    const { rows, rowNumbers, errors, encoding, delimiter } = file('a-utf8-point-virgule.csv');
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

  it('in Windows-1252, headings in capitals without accents', () => {
    const { rows, errors, encoding } = file('b-windows-1252.csv');
    expect(errors).toEqual([]);
    expect(encoding).toBe('windows-1252');
    expect(rows.map(({ names }) => `${names.given} ${names.family}`)).toEqual([
      'Hélène Benaïssa',
      'Éloïse N’Guessan',
      'François Œuvrard',
    ]);
    expect(rows[1]).toMatchObject({ birthDate: '2001-12-25', nationality: 'CI' });
  });

  it('with a byte order mark, commas, English words and codes, and a story of two lines', () => {
    const { rows, errors, delimiter } = file('c-utf8-bom-virgule.csv');
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

  it('in Arabic, with Arabic digits and a few Latin words', () => {
    const { rows, errors } = file('d-arabe-et-mixte.csv');
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

  it('with bad rows names each by number, column and reason, and keeps the good one', () => {
    const { rows, rowNumbers, errors } = file('e-lignes-fautives.csv');
    expect(rowNumbers).toEqual([2]);
    expect(rows).toHaveLength(1);
    expect(errors.map(({ row, code, params }) => [row, code, params.column ?? null])).toEqual([
      [3, 'people.born_too_long_ago', 'Date de naissance'],
      [4, 'people.unknown_code', 'Nationalité'],
      [4, 'people.unknown_code', 'Région d’exploitation'],
      [4, 'people.unknown_code', 'Forme d’exploitation'],
      [5, 'people.born_after_registration', 'Date de naissance'],
      [6, 'people.name_formula', 'Nom'],
      [7, 'people.name_too_long', 'Nom'],
      [8, 'people.import_cells', null],
      [9, 'people.import_same_row', null],
      [10, 'people.not_a_date', 'Date de naissance'],
      [10, 'people.not_a_date', 'Date d’enregistrement'],
      [10, 'people.phone', 'Téléphone'],
      [11, 'people.year_of_two_digits', 'Date de naissance'],
      [12, 'people.unknown_code', 'Sexe'],
      [12, 'people.text_unreadable', 'Prénom'],
    ]);
  });

  it('that is a picture is said to be no table', () =>
    expect(file('f-pas-un-tableau.bin').errors).toEqual([
      { row: 0, code: 'people.import_not_a_table', params: {} },
    ]));

  it('that is a spreadsheet, empty, without people or without a known heading says so', () => {
    expect(codes('PK\x03\x04abc')).toEqual(['0: people.import_spreadsheet']);
    expect(codes('')).toEqual(['0: people.import_empty']);
    expect(codes('\ufeff \n')).toEqual(['0: people.import_empty']);
    expect(codes('Nom;Prénom\n;\n')).toEqual(['0: people.import_no_rows']);
    expect(codes('Bonjour, ceci est une lettre.\nAu revoir.')).toEqual([
      '0: people.import_no_known_column',
    ]);
    expect(codes(Buffer.alloc(11 * 1024 * 1024, 'a'))).toEqual(['0: people.import_too_large']);
    expect(codes(`Nom\n${'Sara\n'.repeat(10_001)}`)).toEqual(['0: people.import_too_many_rows']);
  });

  it('with a heading nobody knows, twice, or none over a filled cell names it', () => {
    expect(text('Nom;Couleur préférée\nA;bleu').errors).toEqual([
      {
        row: 1,
        code: 'people.import_unknown_column',
        params: { column: 'Couleur préférée', place: 2 },
      },
    ]);
    expect(codes('Nom;NOM\nA;B')).toEqual(['1: people.import_column_twice']);
    expect(codes('Nom;\nA;B')).toEqual(['2: people.import_no_heading']);
  });

  it('with a quote that is never closed says where', () =>
    expect(codes('Nom;Récit\nA;"oui\nB;non\n')[0]).toMatch(/people\.import_quotes$/));

  it('keeps two people of whom only the age is known', () =>
    expect(text('Âge;Sexe\n16;F\n16;F').rows).toHaveLength(2));

  it('registers today where no date is given', () =>
    expect(text('Prénom\nSara').rows[0]!.registeredOn).toBe(TODAY));

  it('never breaks, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, headed) => {
        const content = headed
          ? Buffer.concat([Buffer.from('Nom;Âge\n'), bytes])
          : Buffer.from(bytes);
        const { rows, errors } = parseBeneficiaries(content, { today: TODAY });
        return rows.length > 0 || errors.length > 0;
      }),
      { numRuns: 500 },
    );
  });
});

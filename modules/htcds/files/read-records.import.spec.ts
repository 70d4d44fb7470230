import ExcelJS from 'exceljs';
import { fieldsOf, SECTION_OF, type Table, TABLES } from '../data/fields-2.0.data';
import { EMPTY_ROWS, type HtcdsFile } from '../htcds-record.types';
import { readRecords } from './read-records.import';
import { readWorkbook } from './read-workbook.import';
import { writeXlsx } from './xlsx.export';

const LINA: HtcdsFile = {
  organisations: [],
  records: [{ id: 'A-1', rows: { ...EMPTY_ROWS, prs: [{ prs_FirstName: 'Lina' }] } }],
};

async function altered(change: (book: ExcelJS.Workbook) => void) {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load((await writeXlsx(LINA)) as unknown as ArrayBuffer);
  change(book);
  const { grids } = await readWorkbook(new Uint8Array(await book.xlsx.writeBuffer()));
  return readRecords(grids!);
}
const wrongIn = async (change: (book: ExcelJS.Workbook) => void): Promise<unknown[]> =>
  (await altered(change)).errors.map(({ sheet, row, column, code }) => [sheet, row, column, code]);

const LONG = 'a'.repeat(10_000);

/** One cell of the first person, or of another row, written by hand. */
const cell = (name: string, value: ExcelJS.CellValue, row = 2) =>
  wrongIn((book) => {
    const table = TABLES.find((one) => fieldsOf(one).some((field) => field.name === name))!;
    const at = fieldsOf(table).findIndex((field) => field.name === name);
    const line = book.getWorksheet(table)!.getRow(row);
    if (row > 1) line.getCell(1).value = 'A-1';
    line.getCell(at + 2).value = value;
  });

describe('a workbook of HTCDS 2.0', () => {
  it('is read as it was written; days and ticks may be real ones; sheets may have their long names', async () => {
    const { file, errors } = await altered((book) => {
      for (const table of TABLES) book.getWorksheet(table)!.name = SECTION_OF[table];
      const people = book.getWorksheet('Person')!;
      Object.assign(people.getCell('F2'), { value: new Date('1990-03-08Z'), numFmt: 'yyyy-mm-dd' });
      people.getCell('H2').value = false;
    });
    expect(errors).toEqual([]);
    expect(file.records[0]!.rows.prs).toEqual([
      { prs_FirstName: 'Lina', prs_Birthdate: '1990-03-08', prs_Deceased: 'FALSE' },
    ]);
  });

  it.each([
    ['prs_Gender', 'Woman', 'not_value'],
    ['prs_Birthdate', '31/12/1990', 'not_day'],
    ['prs_Birthdate', '1990-02-30', 'not_day'],
    ['prs_FirstName', 'ten thousand letters', 'cell_long'],
    ['prs_Citizenship', 'MA;MAR', 'not_country'],
    ['prs_PrimaryLanguage', 'French', 'not_language'],
    ['prs_MobilePhone', '0612345678', 'not_phone'],
    ['prs_Deceased', 'peut-être', 'not_checkbox'],
    ['prs_NumberOfChildren', '2.5', 'out_of_range'],
    ['vic_AgeWhenTrafficked', '121', 'out_of_range'],
    ['vic_MethodsOfControl', 'DebtBondage;Magic', 'not_value'],
    ['hte_Latitude', '95', 'out_of_range'],
    ['cas_OutgoingReferralDate', 'demain', 'not_day'],
  ])('%s may not say “%s”', async (name, value, code) => {
    const table: Table = name.startsWith('cas_Out') ? 'ref' : (name.slice(0, 3) as Table);
    const [first, ...more] = await cell(name, value === 'ten thousand letters' ? LONG : value);
    expect([first, more]).toEqual([[table, 2, name, `htcds.${code}`], []]);
  });

  it('has no formula, whatever it comes to', async () => {
    expect(await cell('prs_FirstName', { formula: '1+1', result: 'Lina' })).toEqual([
      ['prs', 2, 'prs_FirstName', 'htcds.formula'],
    ]);
  });

  it('has the head that was published, and every sheet once', async () => {
    expect(await cell('prs_SecondName', 'prs_LastName', 1)).toContainEqual([
      'prs',
      1,
      'prs_SecondName',
      'htcds.head_differs',
    ]);
    expect(await wrongIn((book) => book.removeWorksheet('con'))).toEqual([
      ['con', 0, null, 'htcds.sheet_missing'],
    ]);
    expect(
      await wrongIn((book) => book.addWorksheet('Feuille 2').addRows([['une'], ['deux']])),
    ).toEqual([['Feuille 2', 0, null, 'htcds.unknown_sheet']]);
    expect(
      await wrongIn((book) => (book.addWorksheet('Consent').getCell('A1').value = 'x')),
    ).toEqual([['Consent', 0, null, 'htcds.sheet_twice']]);
  });

  it('names each person once, and nobody in another sheet who is not among them', async () => {
    expect(await cell('prs_FirstName', 'Encore', 3)).toEqual([['prs', 3, null, 'htcds.id_twice']]);
    const add = (sheet: string, row: unknown[]) =>
      wrongIn((book) => void book.getWorksheet(sheet)!.addRow(row));
    expect(await add('spl', ['Z-9', 'Lire'])).toEqual([['spl', 2, null, 'htcds.id_unknown']]);
    expect(await add('spl', ['', 'Lire'])).toEqual([['spl', 2, null, 'htcds.id_missing']]);
    expect(await add('org', ['1', '', 'Fès'])).toEqual([
      ['org', 2, 'org_Name', 'htcds.organisation_unnamed'],
    ]);
    expect(await wrongIn((book) => void book.getWorksheet('prs')!.spliceRows(2, 1))).toEqual([
      ['', 0, null, 'htcds.no_row'],
    ]);
  });
});

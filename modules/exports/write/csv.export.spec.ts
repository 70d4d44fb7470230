import { CsvWriter } from './csv.export';
import { type Table, tableOf } from './table.rules';

const table = (words: Table['words'], language: Table['language'] = 'fr'): Table =>
  tableOf(
    [
      { key: 'note', label: 'exports:column.person', hxl: '#description', kind: 'text' },
      { key: 'cost', label: 'exports:column.person', hxl: '#value', kind: 'number' },
      { key: 'here', label: 'exports:column.person', hxl: '#status', kind: 'yes_no' },
      { key: 'spoken', label: 'exports:column.person', hxl: '#org+language', kind: 'codes' },
    ],
    new Map([
      [
        'spoken',
        new Map([
          ['fra', { fr: 'français', ar: 'الفرنسية', en: 'French' }],
          ['ara', { fr: 'arabe', ar: 'العربية', en: 'Arabic' }],
        ]),
      ],
    ]),
    language,
    words,
  );
const line = (text: string | null, words: Table['words'] = 'labels') =>
  new CsvWriter(table(words)).rows([[text, null, null, null]]);

describe('a line of a list', () => {
  it.each([
    ['=1+1', `'=1+1;;;\r\n`],
    ['+212600000000', `'+212600000000;;;\r\n`],
    ['-5', `'-5;;;\r\n`],
    ['@cmd', `'@cmd;;;\r\n`],
    ['\t=1', `'\t=1;;;\r\n`],
    ['\u200b=1', `'\u200b=1;;;\r\n`],
    ['a;b', '"a;b";;;\r\n'],
    ['dit "oui"', '"dit ""oui""";;;\r\n'],
    ['deux\nlignes', '"deux\nlignes";;;\r\n'],
    ['\u0000\u0007a', 'a;;;\r\n'],
    ['مريم', 'مريم;;;\r\n'],
    ['', ';;;\r\n'],
    [null, ';;;\r\n'],
  ])('holds %j as %j', (text, written) => {
    expect(line(text)).toBe(written);
  });

  it('holds ten thousand characters whole, and the same text twice alike', () => {
    const long = 'é'.repeat(10_000);
    expect(line(long)).toBe(`${long};;;\r\n`);
    const writer = new CsvWriter(table('labels'));
    const twice = writer.rows([
      ['=x', null, null, null],
      ['=x', null, null, null],
    ]);
    expect(twice).toBe(`'=x;;;\r\n'=x;;;\r\n`);
  });

  it('says numbers, truth and several codes as the reader does', () => {
    const rows = [['a', '-1250.50', 't', 'fra ara']];
    const said = (words: Table['words'], language?: Table['language']) =>
      new CsvWriter(table(words, language)).rows(rows);
    expect(said('labels')).toBe('a;-1250,50;oui;français · arabe\r\n');
    expect(said('labels', 'en')).toBe('a;-1250.50;yes;French · Arabic\r\n');
    expect(said('codes')).toBe('a,-1250.50,true,fra|ara\r\n');
  });
});

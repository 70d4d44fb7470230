import fc from 'fast-check';
import { ImportOnce } from '../../modules/imports';
import { aShelter, aWoman, register, standsAt } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const HEAD = ['Dossier', 'Foyer', 'Chambre', 'Lit', 'Chambre pour', 'Arrivée', 'Départ', 'Motif'];
const FIELDS = [
  'person',
  'shelter',
  'room',
  'bed',
  'roomMix',
  'arrivedOn',
  'leftOn',
  'destination',
] as const;
const FILES = 250;
const ROWS = 6;

/** What somebody writes wrongly in a cell, by column; each makes the row impossible. */
const WRONG: Readonly<Partial<Record<(typeof FIELDS)[number], readonly string[]>>> = {
  person: ['', 'M-0000-000-0', 'Sara', '=1+1', '﷽', "'; DROP TABLE cases; --", 'x'.repeat(61)],
  shelter: ['', 'Nulle part', '@SUM(A1)', 'مركز', 'x'.repeat(61)],
  bed: ['Z99', '+33', 'x'.repeat(21)],
  roomMix: ['nuage', '0', 'women;men'],
  arrivedOn: [
    '',
    '32/01/2025',
    '01/01/25',
    '2025-02-30',
    'hier',
    '01/01/1925',
    '45000',
    '٣٢/١/٢٠٢٥',
  ],
  leftOn: ['', '31/12/2999', '01/01/2001', '0', 'demain', '29/02/2025'],
  destination: ['sur la lune', '-1', '=A1'],
};
/** What is wrong with the file as a whole: the rows are never reached. */
const BROKEN: readonly ((text: string) => Buffer)[] = [
  (text) => Buffer.from(text.replace('Dossier', 'Machin')),
  (text) => Buffer.from(text.replace('Départ', 'Arrivée')),
  (text) => Buffer.from(text.replaceAll(';', '"')),
  (text) => Buffer.from(`${text}"ouvert`),
  (text) => Buffer.from(text.split('\n')[0]!),
  () => Buffer.from('\n\n\n'),
  () => Buffer.alloc(300),
  (text) => Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.from(text)]),
  (text) => Buffer.from(text.replaceAll('\n', '\u0000\n')),
];

describe('a malformed file of past stays', () => {
  let mawa: TestApp;
  let leila: SignedIn;
  let good: string[][];
  const textOf = (rows: readonly (readonly string[])[]): string =>
    `${[HEAD, ...rows].map((cells) => cells.map(cellOf).join(';')).join('\n')}\n`;
  const bring = (bytes: Buffer) => mawa.app.get(ImportOnce).run(leila.actor, 'past-stays', bytes);
  const written = async (): Promise<unknown> =>
    (
      await mawa.admin.query(
        `SELECT (SELECT count(*) FROM past_stays) AS stays, (SELECT count(*) FROM import_runs) AS runs,
                (SELECT count(*) FROM audit_log WHERE action LIKE 'stays.%') AS audit`,
      )
    ).rows[0];

  beforeAll(async () => {
    mawa = await startApp();
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    leila = await mawa.signIn('reintegration_officer');
    const house = await aShelter(mawa, { A: { beds: ROWS } });
    const { rows } = await mawa.admin.query('SELECT code_name FROM shelters WHERE id = $1', [
      house.id,
    ]);
    const people = await register(
      mawa,
      leila.actor,
      Array.from({ length: ROWS }, () => aWoman()),
      false,
    );
    good = people.map(({ caseNumber }, place) => [
      caseNumber,
      rows[0].code_name,
      'A',
      `A${place + 1}`,
      'femmes',
      '03/01/2025',
      '05/02/2025',
      '',
    ]);
  });
  afterAll(() => mawa.stop());

  it('is refused with the row, the field and words of each slip, and nothing of it is written', async () => {
    const slip = fc
      .constantFrom(...(Object.keys(WRONG) as (keyof typeof WRONG)[]))
      .chain((field) =>
        fc.record({
          field: fc.constant(field),
          value: fc.constantFrom(...WRONG[field]!),
          row: fc.nat(ROWS - 1),
        }),
      );
    const before = await written();
    await fc.assert(
      fc.asyncProperty(fc.array(slip, { minLength: 1, maxLength: 4 }), async (slips) => {
        const rows = good.map((cells) => [...cells]);
        for (const { field, value, row } of slips) rows[row]![FIELDS.indexOf(field)] = value;
        const { imported, errors } = await bring(Buffer.from(textOf(rows)));
        expect(imported).toBe(0);
        expect(await written()).toEqual(before);
        const bad = new Set(errors.map(({ row }) => row));
        for (const { row } of slips) expect(bad).toContain(row + 2);
        expect(bad.size).toBe(new Set(slips.map(({ row }) => row)).size);
        for (const { field, column, sentence } of errors) {
          expect(FIELDS).toContain(field);
          expect(HEAD).toContain(column);
          expect(sentence).toMatch(/\p{L}{3}/u);
          expect(sentence).not.toMatch(/errors\.|\{\{/);
        }
      }),
      { numRuns: FILES },
    );
  });

  it('that is no table, or lacks a column, is refused as a whole in words', async () => {
    const before = await written();
    for (const broken of BROKEN) {
      const { imported, errors } = await bring(broken(textOf(good)));
      expect(imported).toBe(0);
      expect(errors.length).toBeGreaterThan(0);
      for (const { sentence } of errors) expect(sentence).toMatch(/\p{L}{3}/u);
    }
    expect(await written()).toEqual(before);
  });

  it('is taken once it is good', async () => {
    expect(await bring(Buffer.from(textOf(good)))).toMatchObject({ imported: ROWS, errors: [] });
  });
});

const cellOf = (cell: string): string =>
  /[;"\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

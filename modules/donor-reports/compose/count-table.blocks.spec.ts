import type { Composer } from './composer';
import { rollUpSmallAnswers } from './count-table.blocks';

const read = (inside: boolean) =>
  ({ view: { inside }, head: { threshold: 5 }, say: (key: string) => key }) as unknown as Composer;
const rows = [
  { key: 'MA-01', label: 'Tanger', count: 30 },
  { key: 'MA-04', label: 'Rabat', count: 4 },
  { key: 'MA-06', label: 'Casablanca', count: 12 },
  { key: 'SN', label: 'Sénégal', count: 1 },
];

describe('answers without an end', () => {
  it('have their small ones put together for who is not of the programme: five rows of one are not distinguished', () => {
    expect(rollUpSmallAnswers(read(false), rows)).toEqual([
      { ...rows[0], least: 5 },
      { ...rows[2], least: 5 },
      { key: 'others', label: 'others', count: 5, least: 1 },
    ]);
  });

  it('of a closed list are planned with what every reader knows of the rows that are absent', () => {
    const regions = ['MA-01', 'MA-04', 'MA-06', 'MA-12'];
    expect(rollUpSmallAnswers(read(false), rows, regions).at(-1)).toEqual({
      key: 'others',
      label: 'others',
      count: 5,
      rolledUp: [
        { key: 'MA-04', count: 4 },
        { key: 'SN', count: 1 },
        { key: 'MA-12', count: 0 },
      ],
    });
  });

  it('are whole inside, and where none is small', () => {
    expect(rollUpSmallAnswers(read(true), rows)).toEqual(rows);
    expect(rollUpSmallAnswers(read(false), [rows[0]!])).toEqual([{ ...rows[0], least: 5 }]);
  });
});

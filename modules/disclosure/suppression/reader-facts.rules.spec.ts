import type { Column, Row, TableBlock } from '../../report-documents/document';
import { linesOf, figuresOf } from './document-figures.rules';
import { planSuppression } from './suppression-plan.rules';
import { READER_FACTS, type ReaderFact } from './reader-facts.rules';
import { documentWith } from '../../../test/unit/disclosure/document-with';

const DONOR = { threshold: 5, zeros: 'hide' } as const;
const name: Column = { key: 'name', header: 'Nom', type: 'text' };
const people = (additive: boolean): Column => ({
  key: 'people',
  header: 'Personnes',
  type: 'integer',
  disclosure: { role: 'count', additive },
});
const given: Column = {
  key: 'given',
  header: 'Services',
  type: 'integer',
  disclosure: { role: 'follows', of: ['people'], additive: true, atLeast: 'people' },
};
const row = (key: string, count: number, more: Partial<Row> = {}): Row => ({
  key,
  cells: { name: key, people: count },
  ...more,
});
const table = (columns: Column[], rows: Row[], total: Row): TableBlock => ({
  kind: 'table',
  key: 't',
  title: 'T',
  columns: [name, ...columns],
  rows,
  total,
});
/** What is hidden, by a planner that takes the reader to know all the facts, or all but one. */
const hidden = async (block: TableBlock, without?: ReaderFact): Promise<string[]> => {
  const facts = READER_FACTS.filter((fact) => fact !== without);
  const { marks } = await planSuppression(documentWith([block]), DONOR, undefined, facts);
  return [...marks.keys()].sort();
};

describe('what a reader knows besides the sums', () => {
  it('is that nobody has more people than services: seven people leave nothing for another service', async () => {
    const services = (key: string, both: [number, number]): Row => ({
      key,
      cells: { name: key, given: both[0], people: both[1] },
    });
    const block = table(
      [given, people(false)],
      [
        services('listening', [30, 20]),
        services('transport', [7, 7]),
        services('interpreter', [0, 0]),
      ],
      services('total', [37, 25]),
    );
    const plain = await hidden(block, 'people_within_given');
    expect(plain).not.toContain('t/transport/people');
    expect((await hidden(block)).length).toBeGreaterThan(plain.length);
  });

  it('is that whoever is not known stands in no other row', async () => {
    const block = table(
      [people(false)],
      [row('sexual', 30), row('labour', 4), row('unknown', 1, { unknown: true })],
      row('total', 33),
    );
    expect(await hidden(block, 'unknown_apart')).toEqual(['t/labour/people', 't/unknown/people']);
    expect(await hidden(block)).not.toEqual(['t/labour/people', 't/unknown/people']);
  });

  it('is that a row that bears a name counts no fewer than the threshold', async () => {
    const block = table(
      [people(true)],
      [row('MAR', 80), row('NGA', 6, { least: 5 }), row('unknown', 2, { unknown: true })],
      row('total', 88),
    );
    // Together 8: by its name NGA is 5 to 8, which is four numbers where five are promised.
    expect(await hidden(block, 'named_at_least')).toEqual(['t/NGA/people', 't/unknown/people']);
    expect(await hidden(block)).toContain('t/MAR/people');
  });

  it('is that each row put together in "others" counts fewer: sixteen over four are four each', async () => {
    const absent = ['a', 'b', 'c', 'd'].map((key) => ({ key, cells: { people: 4 } }));
    const block = table(
      [people(true)],
      [
        row('MA-01', 40),
        row('MA-02', 9),
        row('others', 16, { rolledUp: { below: 5, rows: absent } }),
      ],
      row('total', 65),
    );
    expect(await hidden(block, 'absent_below')).toEqual([]);
    expect(await hidden(block)).toContain('t/others/people');
    expect(figuresOf(documentWith([block])).filter(({ absent: one }) => one)).toHaveLength(4);
  });

  it('is taken for known only where it is true of the numbers', () => {
    const block = table(
      [people(false)],
      [row('sexual', 30), row('unknown', 5, { unknown: true })],
      row('total', 33),
    );
    expect(linesOf(documentWith([block]))).not.toContainEqual(
      expect.objectContaining({ parts: ['t/sexual/people', 't/unknown/people'], bound: 'least' }),
    );
  });
});

import { randomBytes, randomUUID } from 'node:crypto';
import { wrappedKeyAddress, newKey, seal } from '../../../modules/platform/shared/seal';
import { FOREIGN, MOROCCAN } from '../../../src/demo/synthetic-people/invented-names.data';
import {
  cannotBeOne,
  compare,
  significantPairs,
} from '../../../modules/beneficiaries/duplicates/duplicate.rules';
import {
  type ComparedPerson,
  findDuplicates,
} from '../../../modules/beneficiaries/duplicates/find-duplicates.rules';
import {
  knownNamesOf,
  matchNames,
} from '../../../modules/beneficiaries/duplicates/known-names.rules';

const master = randomBytes(32);
const in_ = (year: number, margin = 0) => ({ first: year, last: year, margin });

function person(names: { given?: string; family?: string }, facts: Partial<ComparedPerson> = {}) {
  const id = randomUUID();
  const key = newKey();
  const known = { given: null, family: null, aliases: [], ...names };
  return {
    row: {
      id,
      sex: null,
      born: null,
      nationality: null,
      families: [],
      waiting: false,
      ...facts,
      wrapped: seal(master, wrappedKeyAddress('case', id), key),
      sealed: seal(key, { table: 'case_seals', column: 'names', row: id }, JSON.stringify(known)),
    } satisfies ComparedPerson,
    known: knownNamesOf(known),
  };
}

/** A thousand people of common names, so that many are alike in a word and some in all. */
function crowd() {
  let seed = 7;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return (seed >>> 8) % below;
  };
  const stocks = [MOROCCAN, ...FOREIGN].map(({ names }) => names);
  return Array.from({ length: 600 }, () => {
    const { female, family } = stocks[random(3)]!;
    const spelt = (list: readonly (readonly [string, string])[]) =>
      list[random(list.length)]![random(2)];
    const birthYear = random(3) === 0 ? null : 1985 + random(20);
    return person(
      { given: spelt(female), family: random(8) === 0 ? undefined : spelt(family) },
      { born: birthYear === null ? null : in_(birthYear, 3), nationality: 'MA' },
    );
  });
}

describe('comparing everybody with everybody', () => {
  it('finds exactly what comparing each with each finds', () => {
    const people = crowd();
    const all = people.flatMap((one, place) =>
      people.slice(place + 1).flatMap((other) => {
        const [a, b] = one.row.id < other.row.id ? [one, other] : [other, one];
        if (cannotBeOne(a.row, b.row)) return [];
        const names = matchNames(a.known, b.known);
        const verdict = compare(a.row, b.row, { names, sameDocument: false });
        return verdict ? [{ a: a.row.id, b: b.row.id, ...verdict }] : [];
      }),
    );
    const byIds = (x: { a: string; b: string }, y: { a: string; b: string }) =>
      x.a.localeCompare(y.a) || x.b.localeCompare(y.b);
    const rows = people.map(({ row }) => row);
    const answer = findDuplicates({ masters: [master], people: rows, sameDocument: [], all: true });
    const significant = significantPairs(all);
    expect([...answer.pairs].sort(byIds)).toEqual(significant.sort(byIds));
    expect(answer.common).toBe(all.length - significant.length);
    expect(significant.length).toBeGreaterThan(20);
    const waiting = rows.map((row, place) => ({ ...row, waiting: place % 10 === 0 }));
    const some = findDuplicates({
      masters: [master],
      people: waiting,
      sameDocument: [],
      all: false,
    });
    const ids = new Set(waiting.filter((row) => row.waiting).map(({ id }) => id));
    const theirs = all.filter(({ a, b }) => ids.has(a) || ids.has(b));
    expect([...some.pairs].sort(byIds)).toEqual(significantPairs(theirs).sort(byIds));
  });

  it('finds one person across scripts and in another order, among those who wait alone', () => {
    const [known, again, other] = [
      person({ given: 'فاطمة الزهراء', family: 'بناني' }, { born: in_(1999) }),
      person({ given: 'Bennani', family: 'Fatimazahra' }, { born: in_(1999) }),
      person({ given: 'Fatima Zahra', family: 'Tazi' }, { born: in_(1999) }),
    ] as const;
    const people = [known.row, { ...again.row, waiting: true }, other.row];
    const [a, b] = [known.row.id, again.row.id].sort();
    const { pairs } = findDuplicates({ masters: [master], people, sameDocument: [], all: false });
    expect(pairs).toEqual([
      { a, b, strength: 'probable', reasons: ['names_alike', 'birth_year_same'] },
    ]);
    expect(
      findDuplicates({
        masters: [master],
        people: people.map((row) => ({ ...row, waiting: false })),
        sameDocument: [],
        all: false,
      }).pairs,
    ).toEqual([]);
  });

  it('goes on where somebody’s names do not open, and says how many', () => {
    const [one, two, three] = [
      person({ given: 'Awa', family: 'Sow' }),
      person({ given: 'Awa', family: 'Sow' }),
      person({ given: 'Awa' }),
    ];
    const people = [one!.row, two!.row, { ...three!.row, sealed: three!.row.sealed.subarray(1) }];
    const answer = findDuplicates({ masters: [master], people, sameDocument: [], all: true });
    expect(answer.pairs).toHaveLength(1);
    expect(answer.unread).toBe(1);
  });

  it('takes documents of people without a name into account', () => {
    const nameless = { wrapped: null, sealed: null };
    const [one, two] = [person({}).row, person({}).row].sort((x, y) => (x.id < y.id ? -1 : 1));
    const people = [
      { ...one!, ...nameless },
      { ...two!, ...nameless },
    ];
    const answer = findDuplicates({
      masters: [master],
      people,
      sameDocument: [[two!.id, one!.id]],
      all: false,
    });
    expect(answer.pairs).toEqual([
      { a: one!.id, b: two!.id, strength: 'probable', reasons: ['same_document'] },
    ]);
  });
});

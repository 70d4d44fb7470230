import {
  type BedFact,
  destinationsOf,
  entriesOf,
  leaversOf,
  lengthsOfLeavers,
  lengthsOfPresent,
  returnsOf,
  type StayFact,
  staysOf,
  turnoverOf,
  vacancyOf,
} from './house.rules';

const slept = (
  person: number,
  from: string,
  until: string | null,
  more: Partial<StayFact> = {},
): StayFact => ({
  person,
  from,
  until,
  shelterId: 'argane',
  bedId: `bed-${person}`,
  destination: until === null ? null : 'left',
  ...more,
});
const SEPTEMBER = { from: '2026-09-01', until: '2026-10-01' };

describe('a stay', () => {
  it('goes on in another bed, and in another house', () => {
    const stays = staysOf([
      slept(1, '2026-09-10', '2026-09-20', { bedId: 'b', shelterId: 'tizi' }),
      slept(1, '2026-09-01', '2026-09-10', { destination: 'moved' }),
      slept(2, '2026-09-05', null),
    ]);
    expect(stays).toEqual([
      { person: 1, from: '2026-09-01', until: '2026-09-20', destination: 'left' },
      { person: 2, from: '2026-09-05', until: null, destination: null },
    ]);
  });

  it('is another after a night away', () => {
    const stays = staysOf([
      slept(1, '2026-09-01', '2026-09-04'),
      slept(1, '2026-09-05', '2026-09-06'),
    ]);
    expect(stays.map(({ from }) => from)).toEqual(['2026-09-01', '2026-09-05']);
  });
});

describe('how long people stay', () => {
  const stays = staysOf([
    slept(1, '2026-08-30', '2026-09-02'), // 3 nights, two of them before September
    slept(2, '2026-09-01', '2026-09-05'), // 4
    slept(3, '2026-09-01', '2026-09-30'), // 29
    slept(4, '2026-09-10', '2026-10-01'), // leaves on the first day after it
    slept(5, '2026-09-28', null),
    slept(6, '2026-09-30', null),
    slept(7, '2026-08-01', '2026-09-01'), // left on the first day
  ]);

  it('counts the whole stay of whoever left, the entry night with it and the exit day not', () => {
    expect(leaversOf(stays, SEPTEMBER).map(({ person }) => person)).toEqual([1, 2, 3, 7]);
    // 3 + 4 + 29 + 31 = 67
    expect(lengthsOfLeavers(stays, SEPTEMBER)).toEqual({ people: 4, mean: 16.75, median: 16.5 });
  });

  it('counts whoever is there on the last night up to and with it', () => {
    // 21, 3 and 1 nights: whoever leaves on 1 October slept there on 30 September.
    expect(lengthsOfPresent(stays, '2026-10-01')).toEqual({ people: 3, mean: 25 / 3, median: 3 });
  });

  it('says nothing of two people but that they are two', () => {
    const two = staysOf([
      slept(1, '2026-09-01', '2026-09-02'),
      slept(2, '2026-09-01', '2026-09-09'),
    ]);
    expect(lengthsOfLeavers(two, SEPTEMBER)).toEqual({ people: 2, mean: null, median: null });
  });
});

it('turnover is exits by the beds of an average night', () => {
  expect(turnoverOf(6, 90, 30)).toBe(2);
  expect(turnoverOf(6, 0, 30)).toBeNull();
  expect(turnoverOf(6, 90, 0)).toBeNull();
});

describe('how long a bed stays empty', () => {
  const bed = (blocked: BedFact['blocked'] = []): BedFact[] => [
    { bedId: 'bed', shelterId: 'argane', blocked },
  ];
  const people = [
    slept(1, '2026-08-01', '2026-08-30', { bedId: 'bed' }),
    slept(2, '2026-09-04', '2026-09-10', { bedId: 'bed' }),
    slept(3, '2026-09-10', '2026-09-20', { bedId: 'bed' }),
    slept(4, '2026-10-05', null, { bedId: 'bed' }),
  ];

  it('is the mean over those who came within the period', () => {
    // 30 August to 4 September: five; then none. Who came in October is October's.
    expect(vacancyOf(bed(), people, SEPTEMBER)).toEqual({ gaps: 2, days: 2.5 });
  });

  it('leaves out the nights on which nobody could have slept there', () => {
    const repaired = bed([{ from: '2026-08-20', until: '2026-09-01' }]);
    // Two of the five were before the end of the repairs.
    expect(vacancyOf(repaired, people, SEPTEMBER)).toEqual({ gaps: 2, days: 1.5 });
  });

  it('is not known of a bed to which nobody came', () => {
    expect(vacancyOf(bed(), people.slice(0, 1), SEPTEMBER)).toEqual({ gaps: 0, days: null });
  });
});

it('destinations of one or two people stand together', () => {
  const left = (destination: string | null, people: number) =>
    Array.from({ length: people }, (_, person) => ({
      person,
      from: '2026-09-01',
      until: '2026-09-09',
      destination,
    }));
  expect(destinationsOf([...left('left', 3), ...left('moved', 2), ...left(null, 1)])).toEqual([
    { destination: 'left', people: 3 },
    { destination: 'few', people: 3 },
  ]);
});

describe('who came back within six months', () => {
  const stays = staysOf([
    // All left in March 2026: their six months end in September.
    ...[1, 2, 3, 4].map((person) => slept(person, '2026-02-01', '2026-03-15')),
    slept(1, '2026-03-20', '2026-03-22'), // within the week: has not left
    slept(2, '2026-09-15', null), // on the last day
    slept(3, '2026-09-16', null), // a day late
    slept(4, '2026-04-01', '2026-04-02'),
    slept(5, '2026-02-01', '2026-04-15'), // whose months end in October
  ]);

  it('is counted over those whose months ended within the period', () => {
    expect(returnsOf(stays, entriesOf(stays), SEPTEMBER, 6)).toEqual({
      months: 6,
      left: 4,
      returned: 2,
    });
  });

  it('is not released for fewer than three', () => {
    const october = { from: '2026-10-01', until: '2026-11-01' };
    expect(returnsOf(stays, entriesOf(stays), october, 6)).toEqual({
      months: 6,
      left: 1,
      returned: null,
    });
  });
});

import fc from 'fast-check';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { impossibleNights, overlappingRows, type RowNights } from './past-stays.rules';

const TODAY = '2026-11-24';
const wrong = (arrivedOn: CivilDate, leftOn: CivilDate) =>
  impossibleNights({ arrivedOn, leftOn }, TODAY);
const row = (number: number, key: string, arrivedOn: CivilDate, leftOn: CivilDate): RowNights => ({
  row: number,
  key,
  arrivedOn,
  leftOn,
});

describe('a stay of before Mawa', () => {
  it('has a night, is over, and is not of another century', () => {
    expect(wrong('2025-03-01', '2025-03-02')).toBeNull();
    expect(wrong('2025-03-01', TODAY)).toBeNull();
    expect(wrong('2025-03-01', '2025-03-01')).toEqual({
      code: 'stays.past_no_night',
      field: 'leftOn',
    });
    expect(wrong('2025-03-02', '2025-03-01')?.code).toBe('stays.past_no_night');
    expect(wrong('2025-03-01', '2026-11-25')?.code).toBe('stays.past_in_future');
    expect(wrong('1925-03-01', '1925-04-01')?.code).toBe('stays.past_too_early');
    expect(wrong('2005-03-01', '2025-03-01')?.code).toBe('stays.past_too_long');
  });

  it('that begins on the day another ended shares no night with it', () => {
    expect(
      overlappingRows([
        row(2, 'Sara', '2025-01-01', '2025-02-01'),
        row(3, 'Sara', '2025-02-01', '2025-03-01'),
        row(4, 'Nora', '2025-01-15', '2025-02-15'),
      ]),
    ).toEqual([]);
  });

  it('within a longer one is named with the longer one, whichever row comes first in the file', () => {
    expect(
      overlappingRows([
        row(2, 'Sara', '2025-02-01', '2025-02-10'),
        row(3, 'Sara', '2025-01-01', '2025-06-01'),
        row(4, 'Sara', '2025-05-31', '2025-06-02'),
        row(5, 'Sara', '2025-06-02', '2025-06-03'),
      ]),
    ).toEqual([
      { row: 2, first: 3 },
      { row: 4, first: 3 },
    ]);
  });

  it('is refused exactly where two rows have a night in common', () => {
    const stay = fc.record({
      key: fc.constantFrom('Sara', 'Nora'),
      start: fc.integer({ min: 0, max: 40 }),
      nights: fc.integer({ min: 1, max: 6 }),
    });
    fc.assert(
      fc.property(fc.array(stay, { maxLength: 12 }), (stays) => {
        const rows = stays.map(({ key, start, nights }, place) => {
          const from = addDays('2025-01-01', start);
          return row(place + 2, key, from, addDays(from, nights));
        });
        const nightsOf = new Map<string, number>();
        for (const { key, start, nights } of stays)
          for (let night = start; night < start + nights; night += 1)
            nightsOf.set(`${key} ${night}`, (nightsOf.get(`${key} ${night}`) ?? 0) + 1);
        const isTwice = [...nightsOf.values()].some((count) => count > 1);
        expect(overlappingRows(rows).length > 0).toBe(isTwice);
      }),
    );
  });
});

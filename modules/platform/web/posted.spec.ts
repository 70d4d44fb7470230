import { plainToInstance } from 'class-transformer';
import { Whole, WholeNumbers } from './posted';

class Posted {
  @Whole(4)
  count: unknown;

  @WholeNumbers()
  days: unknown;
}
const read = (count: unknown) => plainToInstance(Posted, { count }).count;

describe('a whole number of a form', () => {
  it('is read in Latin, Arabic-Indic and Persian digits', () => {
    expect(['12', '١٢', '۱۲', '007', ' 8 ', '1 250'].map(read)).toEqual([12, 12, 12, 7, 8, 1250]);
    expect(['-3', '−٣', '-0'].map(read)).toEqual([-3, -3, 0]);
  });

  it('stays as it was written where it is none, or longer than expected', () => {
    const other = ['douze', '1.5', '--3', '12 5', '١٢٣٤٥', '12 ans', '', null, 7];
    expect(other.map(read)).toEqual(other);
  });

  it('is one of several where boxes were ticked', () => {
    const days = (posted: unknown) => plainToInstance(Posted, { days: posted }).days;
    expect([days('٣'), days(['1', '٥']), days([2, 'mardi'])]).toEqual([[3], [1, 5], [2, 'mardi']]);
    expect(days(undefined)).toBeUndefined();
  });
});

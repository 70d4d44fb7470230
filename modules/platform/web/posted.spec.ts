import { plainToInstance } from 'class-transformer';
import { Whole } from './posted';

class Posted {
  @Whole(4)
  count: unknown;
}
const read = (count: unknown) => plainToInstance(Posted, { count }).count;

describe('a whole number of a form', () => {
  it('is read in Latin, Arabic-Indic and Persian digits', () => {
    expect(['12', '١٢', '۱۲', '007'].map(read)).toEqual([12, 12, 12, 7]);
  });

  it('stays as it was written where it is none, or longer than expected', () => {
    const other = ['douze', '1.5', '-3', '١٢٣٤٥', '12 ans', '', null, 7];
    expect(other.map(read)).toEqual(other);
  });
});

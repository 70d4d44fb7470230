import { typedNumber } from './typed-number.rules';

describe('an amount as people type it', () => {
  it.each([
    ['1250', '1250'],
    ['1250,5', '1250.5'],
    ['1 250,50', '1250.50'],
    ['1\u202f250,50', '1250.50'],
    ['1.250,50', '1250.50'],
    ['1,250.50', '1250.50'],
    ['١٢٥٠٫٥٠', '1250.50'],
    ['\u20661.250,50\u2069', '1250.50'],
    ['12 345 678,90', '12345678.90'],
  ])('"%s" is read as %s', (typed, read) => expect(typedNumber(typed)).toBe(read));

  it.each(['1,250', '1.250', '1,2,3', '12.345', '-5', 'mille', '1e3', ''])(
    '"%s" is not guessed',
    (typed) => expect(typedNumber(typed)).toBe(typed),
  );

  it('has as many decimals as a rate needs', () => {
    expect(typedNumber('0,10869565', 8)).toBe('0.10869565');
  });
});

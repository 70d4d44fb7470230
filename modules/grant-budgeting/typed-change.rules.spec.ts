import { typedChange } from './typed-change.rules';

describe('a change as people type it', () => {
  it.each([
    ['-1250,5', '-1250.5'],
    ['−1 250,50', '-1250.50'],
    ['+ 300', '300'],
    ['300', '300'],
    ['\u2066−١٢٥٠٫٥٠\u2069', '-1250.50'],
    ['', '0'],
    ['  ', '0'],
  ])('"%s" is read as %s', (typed, read) => expect(typedChange(typed)).toBe(read));

  it.each(['--5', '1,250', 'moins 5', '5-'])('"%s" is not guessed', (typed) =>
    expect(typedChange(typed)).toBe(typed),
  );
});

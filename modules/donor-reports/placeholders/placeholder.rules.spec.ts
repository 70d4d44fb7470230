import { filled, placeholdersIn } from './placeholder.rules';

describe('figures named in a text', () => {
  const figures = new Map([
    ['people.served', '52'],
    ['beds-by-shelter/a/people', '<5'],
  ]);

  it('become what the reader of that version sees, each time', () => {
    expect(filled('{people.served} personnes, dont {people.served} accueillies.', figures)).toBe(
      '52 personnes, dont 52 accueillies.',
    );
    expect(filled('À Argane : {beds-by-shelter/a/people}.', figures)).toBe('À Argane : <5.');
  });

  it('are left as written where they stand for nothing', () => {
    expect(filled('{people.servd}', figures)).toBe('{people.servd}');
    expect(filled('Une { accolade } et {} et {{people.served}}', figures)).toBe(
      'Une { accolade } et {} et {52}',
    );
  });

  it('are found once each', () => {
    expect(placeholdersIn('{a.b} {a.b} {c} {1} { d }')).toEqual(['a.b', 'c']);
  });
});

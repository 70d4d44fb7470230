import { meetsAllCriteria, evidenceKindOf, mayBeCurrent } from './portfolio.rules';

const judged = (letters: string) => {
  const [authentic, sufficient, valid, current] = [...letters].map((letter) => letter === 'y');
  return { authentic: authentic!, sufficient: sufficient!, valid: valid!, current: current! };
};

describe('a piece of evidence', () => {
  it('holds where all four hold, and else not', () => {
    expect(meetsAllCriteria(judged('yyyy'))).toBe(true);
    for (const letters of ['nyyy', 'ynyy', 'yyny', 'yyyn', 'nnnn']) {
      expect(meetsAllCriteria(judged(letters))).toBe(false);
    }
  });

  it('is direct, indirect or historical by what it is', () => {
    expect(evidenceKindOf('work_sample')).toBe('direct');
    expect(evidenceKindOf('client')).toBe('indirect');
    expect(evidenceKindOf('certificate')).toBe('historical');
  });

  it('is current up to the day so many years back', () => {
    expect(mayBeCurrent('2021-11-24', '2026-11-24', 5)).toBe(true);
    expect(mayBeCurrent('2021-11-23', '2026-11-24', 5)).toBe(false);
    expect(mayBeCurrent('2027-02-28', '2028-02-29', 1)).toBe(true);
    expect(mayBeCurrent('2027-02-27', '2028-02-29', 1)).toBe(false);
  });
});

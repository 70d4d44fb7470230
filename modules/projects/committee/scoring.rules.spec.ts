import { type Score, scoreProject } from './scoring.rules';

const CRITERIA = [
  { code: 'viability', weight: 60 },
  { code: 'skills', weight: 40 },
];
const by = (userId: string, viability: number, skills: number): Score[] => [
  { userId, criterion: 'viability', points: viability },
  { userId, criterion: 'skills', points: skills },
];

describe('what a committee scored', () => {
  it('is each member’s weighted mean, and the mean of these', () => {
    const found = scoreProject(
      CRITERIA,
      [...by('a', 5, 3), ...by('b', 4, 2), ...by('c', 2, 3)],
      [],
    );
    // (5×60 + 3×40) ÷ 100 = 4.20; 3.20; 2.40; together 3.2667
    expect(found.members).toEqual([
      { userId: 'a', mean: 420 },
      { userId: 'b', mean: 320 },
      { userId: 'c', mean: 240 },
    ]);
    expect(found.mean).toBe(327);
    expect(found.criteria).toEqual([
      { code: 'viability', weight: 60, points: [5, 4, 2], mean: 367 },
      { code: 'skills', weight: 40, points: [3, 2, 3], mean: 267 },
    ]);
  });

  it('counts nothing of whoever withdrew', () => {
    const found = scoreProject(CRITERIA, [...by('a', 5, 5), ...by('b', 1, 1)], ['b']);
    expect(found).toMatchObject({ mean: 500, members: [{ userId: 'a' }] });
  });

  it('is nothing before somebody scored', () => {
    expect(scoreProject(CRITERIA, [], []).mean).toBeNull();
  });
});

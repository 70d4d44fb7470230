import { allowanceFor, type Mark, presenceOf, dropoutRisksOf } from './attendance.rules';

const rule = { stipend: '60.00', transport: '20.00', paysExcused: false };
/** p present, a absent, e excused, from 1 October on. */
const days = (letters: string) =>
  [...letters].map((letter, place) => ({
    on: `2026-10-${String(place + 1).padStart(2, '0')}`,
    mark: ({ p: 'present', a: 'absent', e: 'excused' } as Record<string, Mark>)[letter]!,
  }));
const rules = { absencesInARow: 2, leastPresence: 80 };

describe('the allowance of a day', () => {
  it('is stipend and way for who was present', () => {
    expect(allowanceFor('present', rule)).toEqual({ stipend: '60.00', transport: '20.00' });
  });
  it('is nothing for who was absent, whatever the course pays', () => {
    expect(allowanceFor('absent', { ...rule, paysExcused: true })).toEqual({
      stipend: '0.00',
      transport: '0.00',
    });
  });
  it('is the stipend without the way for who was excused, where the course pays that', () => {
    expect(allowanceFor('excused', rule)).toEqual({ stipend: '0.00', transport: '0.00' });
    expect(allowanceFor('excused', { ...rule, paysExcused: true })).toEqual({
      stipend: '60.00',
      transport: '0.00',
    });
  });
});

describe('the share of presence', () => {
  it.each([
    ['', null],
    ['ee', null],
    ['pppa', 75],
    ['ppa', 67],
    ['pepe', 100],
    ['aaa', 0],
  ])('of %p is %p', (letters, share) => {
    expect(presenceOf(days(letters))).toBe(share);
  });
});

describe('signs that somebody may leave', () => {
  it.each([
    ['pppppppp', []],
    // One absence of five is eighty in a hundred: not under it.
    ['ppppa', []],
    [
      'ppppaa',
      [
        { kind: 'absences', count: 2 },
        { kind: 'presence', share: 67 },
      ],
    ],
    // Excused days neither break a row of absences nor count.
    ['ppppppppaea', [{ kind: 'absences', count: 2 }]],
    // She came back: the row is over, the share stays.
    ['paap', [{ kind: 'presence', share: 50 }]],
    ['pa', []],
    ['aa', [{ kind: 'absences', count: 2 }]],
    ['eee', []],
  ])('after %p are %j', (letters, signs) => {
    expect(dropoutRisksOf(days(letters), rules)).toEqual(signs);
  });

  it('follow the days, not the order in which they were written', () => {
    expect(dropoutRisksOf(days('ppppppppaa').reverse(), rules)).toEqual([
      { kind: 'absences', count: 2 },
    ]);
  });
});

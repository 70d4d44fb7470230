import { satisfactionOf } from './satisfaction.rules';

const type = (typeCode: string, people: number, answers: number, sum: number, declined = 0) => ({
  typeCode,
  name: typeCode,
  people,
  answers,
  sum,
  declined,
});

describe('how people found what they were given', () => {
  it('is a mean to one decimal, half a tenth goes up', () => {
    // 3, 4, 4, 5, 5, 5 : 26 of 6 is 4.33; 4, 4, 4, 5 : 17 of 4 is 4.25.
    const { byType, mean, answers } = satisfactionOf([
      type('transport', 4, 6, 26, 2),
      type('medicines', 4, 4, 17),
    ]);
    expect(byType).toEqual([
      { typeCode: 'transport', name: 'transport', answers: 6, declined: 2, mean: '4.3' },
      { typeCode: 'medicines', name: 'medicines', answers: 4, declined: 0, mean: '4.3' },
    ]);
    expect([mean, answers]).toEqual(['4.3', 10]);
  });

  it('is not released for two people, nor can it be computed from the difference', () => {
    const { byType, others, mean, answers } = satisfactionOf([
      type('transport', 3, 3, 12),
      type('medicines', 2, 9, 9),
      type('cash', 1, 1, 1),
    ]);
    expect(byType.map(({ typeCode }) => typeCode)).toEqual(['transport']);
    expect(others).toEqual({ types: 2 });
    expect([mean, answers]).toEqual(['4.0', 3]); // of transport alone
  });

  it('of nobody is nothing', () =>
    expect(satisfactionOf([])).toEqual({ byType: [], others: null, mean: null, answers: 0 }));
});

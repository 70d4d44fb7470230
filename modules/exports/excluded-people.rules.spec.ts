import { roundedExclusion } from './excluded-people.rules';

describe('how many people were left out', () => {
  it.each([
    [0, { few: false, about: 0 }],
    [1, { few: true, about: 0 }],
    [4, { few: true, about: 0 }],
    [5, { few: false, about: 5 }],
    [7, { few: false, about: 5 }],
    [8, { few: false, about: 10 }],
    [212, { few: false, about: 210 }],
  ])('of %i is said as %j', (people, said) => {
    expect(roundedExclusion(people)).toEqual(said);
  });
});

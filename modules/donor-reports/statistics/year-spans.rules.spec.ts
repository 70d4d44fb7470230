import { joinYears, leastPeople, spanLabel, spanOf } from './year-spans.rules';

const years = (...people: number[]) => people.map((one, at) => ({ year: 2019 + at, people: one }));

describe('years that are released together', () => {
  it('years of few people are joined until they have enough, from the oldest on', () => {
    const spans = joinYears(years(0, 0, 0, 0, 3, 69, 247), 20, []);
    expect(spans.map(spanLabel)).toEqual(['2019–2024', '2025']);
    expect(joinYears(years(30, 2, 40), 20, []).map(spanLabel)).toEqual(['2019', '2020–2021']);
  });

  it('years at the end that are still too few wait, and are not joined to the group before them', () => {
    const spans = joinYears(years(40, 19), 20, []);
    expect(spans.map(spanLabel)).toEqual(['2019']);
    expect(spanOf(spans, 2020)).toBeNull();
    expect(joinYears(years(0, 3), 20, [])).toEqual([]);
  });

  it('a group that was released keeps its years, whatever is found out later', () => {
    const released = [{ first: 2019, last: 2021 }];
    for (const people of [years(50, 50, 50, 25), years(0, 1, 2, 25)]) {
      expect(joinYears(people, 20, released).map(spanLabel)).toEqual(['2019–2021', '2022']);
    }
  });

  it('years before a released group that are too few are in none', () => {
    const spans = joinYears(years(3, 2, 60), 20, [{ first: 2021, last: 2021 }]);
    expect(spans.map(spanLabel)).toEqual(['2021']);
  });

  it('of every single year that is not alone as many numbers stay possible as people are needed', () => {
    const least = leastPeople(3);
    const most = 30;
    const worlds: number[][] = [];
    for (let a = 0; a < most; a += 1)
      for (let b = 0; b < most; b += 1) for (let c = 0; c < most; c += 1) worlds.push([a, b, c]);
    const seen = (world: number[]) =>
      JSON.stringify(
        joinYears(years(...world), least, []).map((span) => [
          span,
          world.slice(span.first - 2019, span.last - 2018).reduce((sum, one) => sum + one, 0),
        ]),
      );
    const possible = new Map<string, Set<number>[]>();
    for (const world of worlds) {
      const sets = possible.get(seen(world)) ?? [new Set(), new Set(), new Set()];
      world.forEach((people, at) => sets[at]!.add(people));
      possible.set(seen(world), sets);
    }
    for (const [view, sets] of possible) {
      const shown = JSON.parse(view) as [{ first: number; last: number }, number][];
      sets.forEach((numbers, at) => {
        const alone = shown.some(([{ first, last }]) => first === last && first === 2019 + at);
        const sum = shown.reduce((all, [, people]) => all + people, 0);
        // Sums near the end of the worlds that are tried are cut off by them.
        if (!alone && sum < most) expect(numbers.size).toBeGreaterThanOrEqual(least);
      });
    }
  });
});

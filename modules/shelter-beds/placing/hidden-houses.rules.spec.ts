import { groupsOf, hiddenHouses, type NetworkHouse } from './hidden-houses.rules';

const WOMEN = ['woman', 'girl', 'boy'];
const house = (id: string, receives: readonly string[] = WOMEN): NetworkHouse => ({ id, receives });
const SIX = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => house(id));
const hide = (barred: string[], more: { exact?: string[]; houses?: NetworkHouse[] } = {}) => {
  const { hidden, reserve } = hiddenHouses({
    houses: more.houses ?? SIX,
    barred: new Set(barred),
    exact: new Set(more.exact ?? []),
    groupSize: 3,
  });
  return { hidden: [...hidden].sort().join(''), reserve: [...reserve].sort().join('') };
};

describe('houses close in groups', () => {
  it('whichever house of a group is barred, the same houses are hidden', () => {
    expect(['a', 'b', 'c'].map((id) => hide([id]).hidden)).toEqual(['abc', 'abc', 'abc']);
    expect(['d', 'e', 'f'].map((id) => hide([id]).hidden)).toEqual(['def', 'def', 'def']);
    expect(hide([])).toEqual({ hidden: '', reserve: '' });
  });

  it('houses of a group receive the same people, whatever the order in which they are read', () => {
    const mixed = [
      house('m', ['man']),
      ...SIX.slice(0, 3),
      house('n', ['man']),
      house('o', ['man']),
    ];
    const ids = (houses: readonly NetworkHouse[]) =>
      groupsOf(houses, 3).map((group) => group.map(({ id }) => id).join(''));
    expect(ids(mixed)).toEqual(['abc', 'mno']);
    expect(ids([...mixed].reverse())).toEqual(['abc', 'mno']);
  });

  it('what is left over stands with the group before it, so that no house is alone', () => {
    expect(groupsOf(SIX.slice(0, 5), 3).map((group) => group.length)).toEqual([5]);
    expect(groupsOf(SIX.slice(0, 4), 3).map((group) => group.length)).toEqual([4]);
    expect(groupsOf(SIX.slice(0, 2), 3).map((group) => group.length)).toEqual([2]);
  });

  it('one house at most is kept in reserve, and two remain that cannot be distinguished', () => {
    expect(['a', 'b', 'c'].map((id) => hide([id]).reserve)).toEqual(['b', 'a', 'a']);
    expect(hide(['a', 'b', 'c']).reserve).toBe('');
  });

  it('whoever works in one of them has that house as it is, and no other is opened', () => {
    expect(hide(['a'], { exact: ['b'] })).toEqual({ hidden: 'ac', reserve: '' });
    expect(hide(['a'], { exact: ['a'] })).toEqual({ hidden: 'abc', reserve: '' });
  });

  it('a group of one hides the barred house alone', () => {
    const { hidden } = hiddenHouses({
      houses: SIX,
      barred: new Set(['b']),
      exact: new Set<string>(),
      groupSize: 1,
    });
    expect([...hidden]).toEqual(['b']);
  });
});

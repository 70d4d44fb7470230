import { familyTree, impliedLinks, type TreePerson } from './family-tree.rules';

const one = (id: string, relation: string | null = null): TreePerson => ({
  id,
  label: id,
  word: '',
  relation,
});
const levels = (tree: ReturnType<typeof familyTree>) =>
  Object.fromEntries(tree.nodes.map(({ id, y }) => [id, y]));

describe('the picture of a family', () => {
  const people = [one('mother', 'self'), one('girl', 'child'), one('boy', 'child')];

  it('has the mother above her children, by links or by what was said at registering', () => {
    const linked = familyTree(
      people,
      [
        { kind: 'parent_of', from: 'mother', to: 'girl' },
        { kind: 'sibling', from: 'boy', to: 'girl' },
      ],
      'mother',
    );
    const { mother, girl, boy } = levels(linked);
    expect(girl).toBe(boy);
    expect(mother).toBeLessThan(girl!);
    expect(levels(familyTree(people, [], 'girl'))).toEqual(levels(linked));
    expect(linked.nodes.find(({ id }) => id === 'mother')!.self).toBe(true);
    expect(linked.lines).toHaveLength(2);
  });

  it('puts a grandmother above both, and a fellow victim beside the person', () => {
    const tree = familyTree(
      [...people, one('grandmother'), one('fellow')],
      [
        { kind: 'parent_of', from: 'grandmother', to: 'mother' },
        { kind: 'co_victim', from: 'fellow', to: 'mother' },
      ],
      'mother',
    );
    const { grandmother, mother, girl, fellow } = levels(tree);
    expect([grandmother! < mother!, mother! < girl!, fellow === mother]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('overlaps nobody, stays on its sheet and is its own mirror image from right to left', () => {
    const links = [{ kind: 'couple' as const, from: 'mother', to: 'father' }];
    const all = [...people, one('father')];
    const [ltr, rtl] = [familyTree(all, links, 'mother'), familyTree(all, links, 'mother', true)];
    for (const tree of [ltr, rtl]) {
      for (const a of tree.nodes) {
        expect(a.x).toBeGreaterThanOrEqual(0);
        expect(a.x + 132).toBeLessThanOrEqual(tree.width);
        for (const b of tree.nodes) {
          if (a !== b && a.y === b.y) expect(Math.abs(a.x - b.x)).toBeGreaterThanOrEqual(132);
        }
      }
    }
    const xOf = (tree: typeof ltr) => tree.nodes.map(({ x }) => x);
    expect(xOf(rtl)).toEqual(xOf(ltr).map((x) => ltr.width - x - 132));
  });

  it('draws what was said at registering, where no link says more', () => {
    const family = [
      { id: 'mother', relation: 'self' },
      { id: 'girl', relation: 'child' },
      { id: 'granny', relation: 'parent' },
      { id: 'friend', relation: 'companion' },
    ];
    expect(impliedLinks(family)).toEqual([
      { kind: 'parent_of', from: 'mother', to: 'girl' },
      { kind: 'parent_of', from: 'granny', to: 'mother' },
    ]);
    expect(impliedLinks(family.slice(1))).toEqual([]);
  });

  it('draws no line to somebody who is not in it', () => {
    const tree = familyTree(people, [{ kind: 'sibling', from: 'girl', to: 'hidden' }], 'girl');
    expect(tree.lines).toEqual([]);
  });
});

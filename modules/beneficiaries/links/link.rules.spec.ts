import {
  coupleAlert,
  impossible,
  type LinkedAge,
  directLink,
  relationBy,
  linkChoiceOf,
} from './link.rules';

const born = (year: number, age = 2026 - year): LinkedAge => ({
  low: age,
  high: age,
  bornFrom: year,
  bornUntil: year,
});
const aged = (low: number, high: number): LinkedAge => ({
  low,
  high,
  bornFrom: 2026 - high - 1,
  bornUntil: 2026 - low,
});
const unknown: LinkedAge = { low: null, high: null, bornFrom: null, bornUntil: null };
const codeOf = (...asked: Parameters<typeof impossible>) => impossible(...asked)?.code ?? null;

describe('a link between two people', () => {
  it('is one row, whichever end it is said from', () => {
    expect(directLink('child_of', 'b', 'a')).toEqual(directLink('parent_of', 'a', 'b'));
    expect(directLink('ward_of', 'b', 'a')).toEqual(directLink('guardian_of', 'a', 'b'));
    expect(directLink('sibling', 'b', 'a')).toEqual(directLink('sibling', 'a', 'b'));
    expect(directLink('couple', 'b', 'a')).toEqual({ kind: 'couple', from: 'a', to: 'b' });
  });

  it('is named from the side of each person', () => {
    const row = directLink('parent_of', 'mother', 'child');
    expect([linkChoiceOf(row, 'mother'), linkChoiceOf(row, 'child')]).toEqual([
      'parent_of',
      'child_of',
    ]);
    const siblings = directLink('sibling', 'b', 'a');
    expect([linkChoiceOf(siblings, 'a'), linkChoiceOf(siblings, 'b')]).toEqual([
      'sibling',
      'sibling',
    ]);
  });

  it('makes no child as old as its parent, by years that are known', () => {
    expect(codeOf('parent_of', born(1990), born(2015))).toBeNull();
    expect(codeOf('parent_of', born(1990), born(1985))).toBe('links.child_is_younger');
    expect(codeOf('parent_of', born(1990), born(1990))).toBe('links.child_is_younger');
    expect(codeOf('parent_of', aged(20, 20), aged(25, 25))).toBe('links.child_is_younger');
    expect(codeOf('parent_of', aged(20, 24), aged(19, 23))).toBeNull(); // it can be, if hardly
    expect(codeOf('parent_of', unknown, born(1985))).toBeNull();
    expect(codeOf('sibling', born(1990), born(1985))).toBeNull();
  });

  it('makes no guardian of a child, nor of somebody who may be one', () => {
    expect(codeOf('guardian_of', born(1990), born(2015))).toBeNull();
    expect(codeOf('guardian_of', born(2012), born(2015))).toBe('links.guardian_is_child');
    expect(codeOf('guardian_of', aged(16, 19), born(2015))).toBe('links.guardian_age_unknown');
    expect(codeOf('guardian_of', unknown, born(2015))).toBe('links.guardian_age_unknown');
  });

  it('of a couple is an alert where one of them is a child, or may be', () => {
    expect(coupleAlert([born(1990), born(1988)])).toBeNull();
    expect(coupleAlert([born(1990), born(2010)])).toBe('child');
    expect(coupleAlert([born(1990), aged(16, 19)])).toBe('perhaps');
    expect(coupleAlert([born(1990), null])).toBe('perhaps');
    expect(coupleAlert([aged(16, 19), born(2010)])).toBe('child');
  });

  it('gives whoever joins the family a place in it', () => {
    expect(relationBy('parent_of', 'to', true)).toBe('child');
    expect(relationBy('parent_of', 'from', true)).toBe('parent');
    expect(relationBy('couple', 'to', true)).toBe('spouse');
    expect(relationBy('sibling', 'to', false)).toBe('other_relative');
    expect(relationBy('guardian_of', 'to', true)).toBe('companion');
  });
});

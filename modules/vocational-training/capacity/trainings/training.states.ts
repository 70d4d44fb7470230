/**
 * The way of a training of officials: which step follows which. The same stands in `capacity_transitions`, which a
 * trigger holds; a test compares the two.
 */
export const STATES = ['planned', 'held', 'called_off'] as const;
export type State = (typeof STATES)[number];

const NEXT: Readonly<Partial<Record<State | 'new', readonly State[]>>> = {
  new: ['planned'],
  planned: ['held', 'called_off'],
};
export const nextOf = (from: State | 'new'): readonly State[] => NEXT[from] ?? [];

export const CALLED_OFF_FOR = [
  'few_people',
  'no_trainer',
  'no_money',
  'security',
  'other',
] as const;

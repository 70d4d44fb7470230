/**
 * Which step of a track follows which, by door, and what each asks for. Written once, like a merged
 * migration; `modules/voluntary-return/track.states.ts` says the same, and a test compares the two.
 */
export const RETURN_TRANSITIONS: readonly (readonly [door: string, from: string, to: string])[] = [
  ['return', 'new', 'counselling'],
  ['return', 'counselling', 'preparing'],
  ['return', 'counselling', 'withdrawn'],
  ['return', 'counselling', 'stopped'],
  ['return', 'preparing', 'travelling'],
  ['return', 'preparing', 'counselling'],
  ['return', 'preparing', 'withdrawn'],
  ['return', 'preparing', 'stopped'],
  ['return', 'travelling', 'arrived'],
  ['return', 'travelling', 'preparing'],
  ['return', 'travelling', 'withdrawn'],
  ['return', 'arrived', 'reintegrating'],
  ['return', 'arrived', 'withdrawn'],
  ['return', 'reintegrating', 'completed'],
  ['return', 'reintegrating', 'withdrawn'],
  ['home', 'new', 'counselling'],
  ['home', 'counselling', 'reintegrating'],
  ['home', 'counselling', 'withdrawn'],
  ['home', 'counselling', 'stopped'],
  ['home', 'reintegrating', 'completed'],
  ['home', 'reintegrating', 'withdrawn'],
];

const DECIDED = [
  'counselling',
  'topics',
  'decision',
  'best_interests',
  'cooling_off',
  'family',
  'tracing',
  'risk',
] as const;

/** In the order in which they are said. A departure asks for the decision anew: it may have been taken back. */
export const RETURN_NEEDS: readonly (readonly [
  door: string,
  from: string,
  to: string,
  needs: readonly string[],
])[] = [
  ['return', 'counselling', 'preparing', DECIDED],
  ['return', 'preparing', 'travelling', [...DECIDED, 'document', 'fitness']],
  ['home', 'counselling', 'reintegrating', DECIDED],
  ['return', 'reintegrating', 'completed', ['year']],
  ['home', 'reintegrating', 'completed', ['year']],
];

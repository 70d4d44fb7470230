/**
 * Which step of a return track follows which, for a return to a country of origin and for a way home after a
 * shelter, and what a step needs first; triggers read the same in `return_transitions` and `return_needs`.
 */
import type { TableRows } from '../insert-rows';
import { inOrder, stepRows } from './steps';

export const RETURN_STEPS = {
  return: {
    new: ['counselling'],
    counselling: ['preparing', 'withdrawn', 'stopped'],
    preparing: ['travelling', 'counselling', 'withdrawn', 'stopped'],
    travelling: ['arrived', 'preparing', 'withdrawn'],
    arrived: ['reintegrating', 'withdrawn'],
    reintegrating: ['completed', 'withdrawn'],
  },
  home: {
    new: ['counselling'],
    counselling: ['reintegrating', 'withdrawn', 'stopped'],
    reintegrating: ['completed', 'withdrawn'],
  },
} as const;

/** What a decision to return stands on. */
const DECISION = [
  'counselling',
  'topics',
  'decision',
  'best_interests',
  'cooling_off',
  'family',
  'tracing',
  'risk',
] as const;

interface StepNeeds {
  readonly door: keyof typeof RETURN_STEPS;
  readonly from: string;
  readonly to: string;
  /** In the order in which a page names them; the first one has the place `firstPlace`, 1 where it is left out. */
  readonly needs: readonly string[];
  readonly firstPlace?: number;
}

export const RETURN_NEEDS: readonly StepNeeds[] = [
  { door: 'return', from: 'counselling', to: 'preparing', needs: DECISION },
  {
    door: 'return',
    from: 'preparing',
    to: 'travelling',
    // The decision is asked for again: it may have been taken back.
    needs: [...DECISION, 'document', 'fitness'],
  },
  {
    door: 'return',
    from: 'preparing',
    to: 'travelling',
    needs: ['journey', 'day', 'escort', 'formalities'],
    firstPlace: 101,
  },
  { door: 'return', from: 'arrived', to: 'reintegrating', needs: ['reception', 'confirmation'] },
  { door: 'return', from: 'reintegrating', to: 'completed', needs: ['year', 'outcome'] },
  { door: 'home', from: 'counselling', to: 'reintegrating', needs: DECISION },
  { door: 'home', from: 'reintegrating', to: 'completed', needs: ['year', 'outcome'] },
];

export const RETURN_TRANSITION_ROWS: readonly TableRows[] = [
  [
    'return_transitions',
    inOrder(
      Object.entries(RETURN_STEPS).flatMap(([door, steps]) =>
        stepRows(steps).map((row) => ({ door, ...row })),
      ),
    ),
  ],
  [
    'return_needs',
    RETURN_NEEDS.flatMap(({ door, from, to, needs, firstPlace = 1 }) =>
      needs.map((need, index) => ({
        door,
        from_state: from,
        to_state: to,
        need,
        place: firstPlace + index,
      })),
    ),
  ],
];

/**
 * States of a training of officials. The transitions are in migrations/data/transitions, from which
 * `capacity_transitions` is filled.
 */
import { CAPACITY_STEPS } from '../../../migrations/data/transitions/capacity';

export const STATES = ['planned', 'held', 'cancelled'] as const;
export type State = (typeof STATES)[number];

const TRANSITIONS: Readonly<Partial<Record<State | 'new', readonly State[]>>> = CAPACITY_STEPS;
export const nextOf = (from: State | 'new'): readonly State[] => TRANSITIONS[from] ?? [];

export const CANCELLATION_REASONS = [
  'few_people',
  'no_trainer',
  'no_money',
  'security',
  'other',
] as const;

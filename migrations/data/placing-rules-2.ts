import { PLACING_RULES_1 } from './placing-rules-1';

/** The second edition of the rules of placing, as it was put in force; never changed afterwards. */
export const PLACING_RULES_2 = {
  ...PLACING_RULES_1,
  points: { ...PLACING_RULES_1.points, near_place: 4, far_from_place: -2 },
  weighs: [...PLACING_RULES_1.weighs, 'near'],
};

/**
 * What sessions, allowances and figures rest on, which stays as it is once a session has begun; the trigger
 * training_course_keeps_changes refuses the same.
 */
export const FIXED_ONCE_BEGUN: readonly string[] = [
  'providerId',
  'level',
  'field',
  'trade',
  'language',
  'costPerPlace',
  'currency',
  'stipend',
  'transport',
  'paysExcused',
  'lineId',
];

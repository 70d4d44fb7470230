/**
 * Fields that sessions, allowances and figures depend on and that are fixed once a session has begun; the trigger
 * training_course_keeps_changes enforces the same.
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

export const ERASURE_REASONS = [
  'person_asked',
  'retention_ended',
  'entered_in_error',
  'court_order',
] as const;
export type ErasureReason = (typeof ERASURE_REASONS)[number];

export const HOLD_REASONS = [
  'court_order',
  'proceedings',
  'complaint',
  'audit',
  'person_asked',
] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

export const REQUEST_KINDS = ['access', 'rectification', 'erasure', 'objection'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

export const REQUEST_OUTCOMES = ['done', 'in_part', 'refused', 'withdrawn'] as const;
export type RequestOutcome = (typeof REQUEST_OUTCOMES)[number];

/** What must be done before a person is erased (erasure_obstacles), with the error code of each. */
export const ERASURE_OBSTACLE_CODES = {
  in_a_bed: 'rights.in_a_bed',
  legal_hold: 'rights.legal_hold',
  partner_not_told: 'rights.partner_not_told',
} as const;
export type ErasureObstacle = keyof typeof ERASURE_OBSTACLE_CODES;

/** Lists that somebody owns and edits; they stand in the database, each in versions. */
export const OWNED_LISTS = [
  'motives',
  'control_methods',
  'recruiter_relations',
  'recruitment_methods',
  'platforms',
  'exploitation_types',
  'sexual_exploitation_types',
  'labour_sectors',
  'exploitation_channels',
  'arrival_reasons',
  'block_reasons',
  'exit_destinations',
  'missing_first_steps',
  'incident_kinds',
  'visit_purposes',
  'house_items',
  'extension_reasons',
  'referral_services',
  'referral_declines',
  'call_types',
  'protection_measures',
  'court_order_kinds',
  'missed_service_reasons',
  'return_topics',
  'travel_documents',
  'exit_formalities',
  'isced_levels',
  'isced_fields',
  'occupation_groups',
  'training_dropout_reasons',
  'reintegration_help',
  'instalment_conditions',
] as const;
export type OwnedListName = (typeof OWNED_LISTS)[number];

export const isOwnedList = (name: string): name is OwnedListName =>
  (OWNED_LISTS as readonly string[]).includes(name);

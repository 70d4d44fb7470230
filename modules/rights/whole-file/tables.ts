/** Every table that keeps something about a person, and whether it is part of what the person is given. */
import type { RecordKind } from '../../access';
import type { Tx } from '../../../src/database/transactions';

/** In the order of the file. A test compares both lists with the database: no table is forgotten. */
export const GIVEN = [
  'cases',
  'case_seals',
  'case_exploitation',
  'case_classifications',
  'htcds_kept',
  'stage_changes',
  'stage_notes',
  'case_corrections',
  'case_former_values',
  'age_assessments',
  'documents',
  'consents',
  'shares',
  'help_asked',
  'help_answers',
  'referrals',
  'referral_steps',
  'rights_requests',
  'request_people',
  'booking_people',
  'bed_notes',
  'stay_exits',
  'stay_extensions',
  'stay_leaves',
  'nights_away',
  'house_outings',
  'items_issued',
  'services',
  'service_appointments',
  'service_attendance',
  'service_ratings',
  'plans',
  'plan_progress',
  'assessments',
  'proceedings',
  'protection_measures',
  'legal_steps',
  'return_tracks',
  'training_orientations',
  'training_enrolments',
  'work_applications',
  'work_placements',
  'recognition_procedures',
  'project_people',
] as const;

/** Part of a record above, and of the person through it. */
export const FOLLOWING = [
  'plan_goals',
  'plan_steps',
  'case_classification_answers',
  'case_classification_places',
  'assessment_answers',
  'assessment_facts',
  'assessment_results',
  'assessment_states',
  'assessment_decisions',
  'proceeding_contacts',
  'hearings',
  'court_orders',
  'compensation_amounts',
  'court_summaries',
  'return_steps',
  'return_counselling',
  'return_decisions',
  'return_family',
  'return_risks',
  'return_risk_decisions',
  'return_documents',
  'return_document_steps',
  'return_fitness',
  'return_follow_ups',
  'return_surveys',
  'return_satisfactions',
  'return_outcomes',
  'return_journeys',
  'return_legs',
  'return_checks',
  'return_arrivals',
  'training_choices',
  'training_steps',
  'training_attendance',
  'training_allowances',
  'training_assessments',
  'training_certificates',
  'work_application_steps',
  'work_placement_steps',
  'work_follow_ups',
  'work_alert_answers',
  'recognition_steps',
  'recognition_evidence',
  'recognition_assessors',
  'recognition_declarations',
  'recognition_judgements',
  'recognition_results',
  'recognition_gaps',
  'recognition_fees',
  'return_plan_versions',
  'return_plan_items',
  'return_plan_ends',
  'return_plan_agreements',
  'return_plan_money',
  'return_instalments',
  'return_plan_requests',
  'return_instalment_steps',
] as const;

/**
 * Of the projects that the person is in: theirs together with others, of whom nothing is told. What members of a
 * committee scored is the work of colleagues.
 */
export const THROUGH_A_PROJECT = [
  'projects',
  'project_steps',
  'project_plans',
  'project_plan_lines',
  'project_decisions',
  'project_tranches',
  'project_milestones',
  'project_payments',
  'project_receipts',
  'project_answers',
  'project_assets',
  'project_asset_steps',
  'project_visits',
  'project_reviews',
] as const;

/** Kept back, each for its reason: other people could be harmed or found, or it says nothing of the person. */
export const KEPT_BACK: Readonly<Record<string, string>> = {
  consent_standing: 'says again which of the consents counts',
  arrival_agreements: 'names colleagues; shown on the timeline',
  bed_move_parts: 'says again from which bed to which; both stays are given',
  roll_calls: 'each press of the night; the nights away are given',
  missing_people: 'the work of colleagues; shown on the timeline',
  missing_steps: 'the work of colleagues',
  incident_people: 'leads to others who were there; the text is of the house',
  arrival_reviews: 'names colleagues; shown on the timeline',
  break_glass: 'names colleagues; shown on the timeline',
  case_blocks: 'protects the person from a colleague, who must not learn of it',
  case_named: 'names colleagues',
  case_restrictions: 'a measure of protection',
  case_access: 'names colleagues; the person is told by whom on request',
  call_links: 'leads to a call, and whoever called may be somebody else; shown on the timeline',
  complaint_links:
    'leads to what the person said of others, which those who hold the file must not learn',
  duplicate_pairs: 'likens the person to somebody else',
  duplicate_told: 'the work of colleagues',
  duplicate_waiting: 'says only that the file is to be compared',
  case_merges: 'names colleagues; shown on the timeline',
  case_merge_before: 'what stands in the file again, kept to undo a joining',
  document_digests: 'a digest of what is given in full',
  family_members: 'leads to the files of others',
  case_links: 'leads to the files of others',
  case_networks: 'protects the person and others from a network',
  family_changes: 'leads to the files of others',
  override_rules: 'the work of colleagues; shown on the stay',
  network_apart: 'protects the person and others from a network',
  keep_apart: 'protects somebody else',
  legal_holds: 'a matter of proceedings',
  partner_links: 'a digest of a link and how often it was opened; what it showed is given',
  service_appointment_changes: 'names colleagues; how each appointment ended is given',
  tasks: 'the work of colleagues',
};

/** What erasing leaves nothing of that is counted. */
const DESTROYED: readonly (typeof GIVEN)[number][] = [
  'cases',
  'case_seals',
  'help_asked',
  'help_answers',
];

/** Tables whose texts lie under a key of their record: which kind, and which column names it. */
export const UNDER_A_RECORD: Readonly<
  Record<string, { readonly kind: RecordKind; readonly column: string }>
> = {
  referral_steps: { kind: 'referral', column: 'referral_id' },
  ...Object.fromEntries(
    THROUGH_A_PROJECT.map((table) => [
      table,
      { kind: 'project', column: table === 'projects' ? 'id' : 'project_id' },
    ]),
  ),
};

export interface TableCount {
  readonly table: string;
  readonly count: number;
}

export type Row = Readonly<Record<string, unknown>>;

const keyColumn = (table: string): string => (table === 'cases' ? 'id' : 'case_id');

/** The rows of a table about this person, in all files of theirs, as far as the actor may see them. */
export const rowsOf = (
  tx: Tx,
  table: (typeof GIVEN | typeof FOLLOWING | typeof THROUGH_A_PROJECT)[number],
  files: readonly string[],
): Promise<Row[]> => tx.query<Row>(`SELECT * FROM ${table} t WHERE ${ofPerson(table)}`, [files]);

const ofPerson = (table: string): string =>
  (THROUGH_A_PROJECT as readonly string[]).includes(table)
    ? `t.${table === 'projects' ? 'id' : 'project_id'} IN (SELECT p.project_id FROM project_people p WHERE p.case_id = ANY ($1))`
    : `t.${keyColumn(table)} = ANY ($1)`;

/** What stays as numbers when the person is erased; what is destroyed with it is not counted. */
export async function countRows(tx: Tx, files: readonly string[]): Promise<TableCount[]> {
  const counted = GIVEN.filter((table) => !DESTROYED.includes(table));
  const [row] = await tx.query<Record<string, number>>(
    `SELECT ${counted.map((table) => `(SELECT count(*)::int FROM ${table} WHERE case_id = ANY ($1)) AS ${table}`).join(', ')}`,
    [files],
  );
  return counted.map((table) => ({ table, count: row![table]! })).filter(({ count }) => count > 0);
}

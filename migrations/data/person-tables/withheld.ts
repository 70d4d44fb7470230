/**
 * Tables that the person is not given, each for its reason: other people could be harmed or found, or it says nothing
 * of the person.
 */
import type { WithheldTable } from './description';

export const WITHHELD_TABLES = {
  'keys.case_keys': { erasure: { by: 'wipe_case' }, why: 'opens what is given' },
  'keys.record_keys': { erasure: { by: 'wipe_case' }, why: 'opens what is given' },
  consent_standing: {
    erasure: 'keep',
    codes: ['purpose'],
    why: 'says again which of the consents counts',
  },
  arrival_agreements: {
    erasure: 'keep',
    codes: ['reason', 'list_version'],
    why: 'names colleagues; shown on the timeline',
  },
  bed_move_parts: {
    erasure: 'keep',
    why: 'says again from which bed to which; both stays are given',
  },
  roll_calls: { erasure: 'keep', why: 'each press of the night; the nights away are given' },
  missing_people: { erasure: 'keep', why: 'the work of colleagues; shown on the timeline' },
  missing_steps: { erasure: 'keep', codes: ['step'], why: 'the work of colleagues' },
  incident_people: {
    erasure: 'keep',
    why: 'leads to others who were there; the text is of the house',
  },
  arrival_reviews: { erasure: 'keep', why: 'names colleagues; shown on the timeline' },
  break_glass: {
    erasure: 'keep',
    sealed: ['note', 'review_note'],
    why: 'names colleagues; shown on the timeline',
  },
  case_blocks: {
    erasure: 'keep',
    sealed: ['reason'],
    why: 'protects the person from a colleague, who must not learn of it',
  },
  case_named: { erasure: 'keep', why: 'names colleagues' },
  case_restrictions: { erasure: 'keep', sealed: ['reason'], why: 'a measure of protection' },
  case_access: {
    erasure: 'delete',
    joined: true,
    why: 'names colleagues; the person is told by whom on request',
  },
  call_links: {
    erasure: 'delete',
    closed: true,
    why: 'leads to a call, and whoever called may be somebody else; shown on the timeline',
  },
  complaint_links: {
    erasure: 'delete',
    why: 'leads to what the person said of others, which those who hold the file must not learn',
  },
  duplicate_pairs: {
    columns: ['case_id', 'other_id'],
    erasure: 'delete',
    why: 'likens the person to somebody else',
  },
  duplicate_notices: { erasure: 'cascade', why: 'the work of colleagues' },
  duplicate_waiting: { erasure: 'delete', why: 'says only that the file is to be compared' },
  case_merges: {
    columns: ['case_id', 'into_id'],
    erasure: { replace: { families: '{}' } },
    joined: true,
    why: 'names colleagues; shown on the timeline',
  },
  case_merge_before: {
    erasure: 'delete',
    joined: true,
    why: 'what stands in the file again, kept to undo a joining',
  },
  document_digests: { erasure: 'delete', why: 'a digest of what is given in full' },
  family_members: {
    erasure: 'delete',
    closed: true,
    joined: true,
    why: 'leads to the files of others',
  },
  case_links: {
    columns: ['from_case', 'to_case'],
    erasure: 'delete',
    why: 'leads to the files of others',
  },
  case_networks: {
    erasure: 'delete',
    closed: true,
    why: 'protects the person and others from a network',
  },
  family_changes: { erasure: 'delete', why: 'leads to the files of others' },
  override_rules: {
    erasure: 'keep',
    codes: ['code'],
    why: 'the work of colleagues; shown on the stay',
  },
  network_apart: {
    erasure: 'delete',
    closed: true,
    why: 'protects the person and others from a network',
  },
  keep_apart: {
    columns: ['case_id', 'from_case_id'],
    erasure: 'delete',
    closed: true,
    why: 'protects somebody else',
  },
  legal_holds: { erasure: 'keep', closed: true, why: 'a matter of proceedings' },
  partner_links: {
    erasure: { by: 'wipe_case' },
    codes: ['kind'],
    digests: ['digest'],
    why: 'a digest of a link and how often it was opened; what it showed is given',
  },
  service_appointment_changes: {
    erasure: 'keep',
    codes: ['from_state', 'to_state', 'reason'],
    why: 'names colleagues; how each appointment ended is given',
  },
  tasks: {
    erasure: { by: 'wipe_case' },
    codes: ['kind', 'for_role', 'ended_by'],
    sealed: ['title'],
    joined: true,
    why: 'the work of colleagues',
  },
  plan_states: {
    erasure: 'keep',
    codes: ['from_state'],
    sealed: ['note'],
    closed: true,
    why: 'the steps of a plan, with names of colleagues; each plan is given',
  },
  plan_writers: { erasure: 'keep', why: 'names colleagues' },
  accused_counts: {
    erasure: 'keep',
    codes: ['nationality'],
    why: 'counts of others, who are accused',
  },
  duplicate_states: {
    columns: ['pair_id'],
    through: 'duplicate_pairs',
    erasure: 'cascade',
    why: 'the work of colleagues',
  },
  task_changes: {
    columns: ['task_id'],
    through: 'tasks',
    erasure: 'keep',
    codes: ['reason'],
    why: 'the work of colleagues',
  },
  share_notices: {
    columns: ['share_id'],
    through: 'shares',
    erasure: 'keep',
    numbers: ['reference'],
    why: 'what a partner is told when a share ends; the share is given',
  },
  referral_sheets: {
    columns: ['referral_id'],
    through: 'referrals',
    erasure: 'keep',
    sealed: ['sealed'],
    why: 'the copy that a partner reads; what it says is given with the referral',
  },
  document_pieces: {
    columns: ['document_id'],
    through: 'documents',
    erasure: 'keep',
    sealed: ['sealed'],
    why: 'the content of documents, which are handed over as documents',
  },
  case_merge_seals: {
    columns: ['merge_id'],
    through: 'case_merge_before',
    erasure: 'cascade',
    joined: true,
    why: 'what stands in the file again, kept to undo a joining',
  },
  calls: {
    columns: ['id'],
    through: 'call_links',
    erasure: { by: 'erase_calls_of_person' },
    codes: ['type', 'language', 'region'],
    why: 'whoever called may be somebody else',
  },
  call_backs: {
    columns: ['call_id'],
    through: 'calls',
    erasure: { by: 'erase_calls_of_person' },
    why: 'whoever called may be somebody else',
  },
  project_scores: {
    columns: ['project_id'],
    through: 'project_people',
    erasure: { blank: ['reason'] },
    codes: ['criterion'],
    why: 'what members of a committee scored is the work of colleagues',
  },
  erasures: {
    erasure: { by: 'erase_case' },
    digests: ['number_digest', 'other_digests'],
    why: 'names colleagues; that it was asked is a request, which is given',
  },
  board_hidings: {
    erasure: 'delete',
    joined: true,
    why: 'protects the person, and names colleagues',
  },
  training_appointments: {
    erasure: 'keep',
    why: 'says for which training an appointment is; both are given',
  },
} as const satisfies Readonly<Record<string, WithheldTable>>;

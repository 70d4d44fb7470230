/**
 * Acts that functions of the database write down, where no key is: their rows have no mac and are protected from when
 * they are sealed on. Action and outcome. `test/audit/audit-chain.e2e-spec.ts` reads them from the functions.
 */
export const ACTS_OF_FUNCTIONS: ReadonlySet<string> = new Set([
  'beds.lapse done',
  'blind.already_placed done',
  'blind.apart done',
  'blind.barred done',
  'blind.caseload done',
  'blind.duplicates done',
  'blind.identity_scan done',
  'blind.open_separation_tasks done',
  'blind.receipt_used done',
  'blind.same_document done',
  'blind.same_document refused',
  'blind.shelter_scan done',
  'blind.stays_to_review done',
  'blind.strangers done',
  'call_backs.expire done',
  'call_backs.prune done',
  'calls.prune done',
  'duplicates.propose done',
  'imports.expire done',
  'intakes.expire done',
  'people.break_glass refused',
  'people.read_break_glass done',
  'records.prune done',
  'requests.expire done',
]);

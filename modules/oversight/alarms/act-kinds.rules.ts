/** Kinds of reading actions in the audit log, for the reading alarms. */
export type ActKind =
  | 'file'
  | 'list'
  | 'search'
  | 'export'
  | 'break_glass'
  | 'refused'
  | 'other_browser'
  | 'other_network'
  | 'new_network'
  | 'other';

const EXPORT =
  /^(exports\.take|rights\.whole_file|people\.take_readers|audit\.export|house-figures\.export|htcds\.(make_export|export_case_list|export_identity)|analyses\.take_\w+|documents\.zip|imports\.take_rejected)$/;
const SEARCH = /^(people\.search|people\.pick|assessments\.search|rights\.asked_by_number)$/;
const BY_ACTION: Readonly<Record<string, ActKind>> = {
  'session.other_browser': 'other_browser',
  'session.other_network': 'other_network',
  'token.new_network': 'new_network',
  'people.break_glass': 'break_glass',
};
/** Pages of many people: seeing a name in a list is no opening of a file. */
const LIST =
  /\.(list\w*|board|departures|choose_\w+|planned|search)$|^(day|house|nights|imports|past|duplicates)\./;

/**
 * Actions that are no reading: they begin a case with what the author knows, or show an auditor who read a case, not
 * the case.
 */
const NO_READING =
  /^(people\.register|intakes\.register|calls\.open_and_hold|audit\.\w+|alarms\.\w+)$/;

export function kindOfAct(action: string, outcome: string): ActKind {
  if (action === 'session.other_browser') return 'other_browser';
  if (outcome !== 'done') return 'refused';
  if (BY_ACTION[action]) return BY_ACTION[action];
  if (EXPORT.test(action)) return 'export';
  if (SEARCH.test(action)) return 'search';
  if (LIST.test(action)) return 'list';
  if (NO_READING.test(action)) return 'other';
  return 'file';
}

/**
 * Acts that the list of readers shows as work on the file and no more. They are on what the whole file withholds
 * (`withheld.ts`): words of a network, of another's file or of a measure of protection harm or warn somebody.
 */
import { ACTS } from '../../oversight';

const GROUPS = new Set([
  'alarms',
  'audit',
  'blind',
  'call_backs',
  'callers',
  'calls',
  'complaints',
  'duplicates',
  'incidents',
  'links',
  'networks',
  'refusals',
]);

const SINGLE = new Set([
  'legal.count_accused',
  'people.ask_lift',
  'people.block',
  'people.end_keep_apart',
  'people.keep_apart',
  'people.keep_restriction',
  'people.lift_block',
  'people.lift_restriction',
  'people.name',
  'people.restrict',
  'people.unname',
  'rights.end_hold',
  'rights.set_hold',
]);

const KNOWN = new Set(ACTS);

/** Also of what is no act: a refusal names its route or permission. */
export const isWithheld = (action: string): boolean =>
  !KNOWN.has(action) || SINGLE.has(action) || GROUPS.has(action.split('.')[0]!);

/**
 * Which facts of two files go on in one: what one file alone knows is taken over, languages are put
 * together, and where they contradict each other somebody chooses, fact by fact.
 */
import {
  ageCountedIn,
  AGES,
  type CorrectableField,
  fieldsWith,
  type FieldsWith,
  isSame,
  knowsAge,
  type NewPerson,
} from '../beneficiaries';

export type FieldGroup = 'names' | 'age' | FieldsWith<'joined'>;
export const GROUP_NAMES: readonly FieldGroup[] = ['names', 'age', ...fieldsWith('joined')];
/** Fields chosen together because they express one fact. */
export const fieldsOf = (group: FieldGroup): readonly CorrectableField[] =>
  group === 'age' ? AGES : [group];

export type JoinSide = 'into' | 'from';

export interface FieldGroupChoice {
  readonly group: FieldGroup;
  /** Proposed side: the one that protects the person or is more certain; otherwise the continuing case. */
  readonly proposed: JoinSide;
}

/** Facts in which two cases differ. */
export const contradictions = (into: NewPerson, from: NewPerson): FieldGroupChoice[] =>
  GROUP_NAMES.filter(
    (group) => knows(into, group) && knows(from, group) && !agree(into, from, group),
  ).map((group) => ({ group, proposed: proposedFor(group, into, from) }));

/** Facts of the joined file that go on: those chosen, and those that the other does not know. */
export function takenOver(
  into: NewPerson,
  from: NewPerson,
  chosen: Readonly<Partial<Record<FieldGroup, JoinSide>>>,
): Partial<NewPerson> {
  const taken: Partial<NewPerson> = {};
  for (const group of GROUP_NAMES) {
    if (!knows(from, group) || agree(into, from, group)) continue;
    if (knows(into, group) && chosen[group] !== 'from') continue;
    Object.assign(taken, group === 'age' ? ageCountedIn(into, from) : only(from, group));
  }
  const languages = [...new Set([...into.languages, ...from.languages])];
  if (languages.length > into.languages.length) taken.languages = languages;
  return taken;
}

const only = (person: NewPerson, group: FieldGroup): Partial<NewPerson> =>
  Object.fromEntries(fieldsOf(group).map((field) => [field, person[field]]));

function knows(person: NewPerson, group: FieldGroup): boolean {
  if (group === 'age') return knowsAge(person);
  return fieldsOf(group).some((field) => !isSame(person[field], null));
}

/** Ages agree if they mean the same date or year, whenever they were recorded. */
const agree = (a: NewPerson, b: NewPerson, group: FieldGroup): boolean =>
  group === 'age'
    ? isSame(ageCountedIn(a, b), only(a, 'age'))
    : fieldsOf(group).every((field) => isSame(a[field], b[field]));

const SURE = ['unknown', 'estimated', 'declared', 'year', 'assessed', 'exact'];
const sureness = ({ ageCertainty, bornBetween }: NewPerson): number =>
  SURE.indexOf(bornBetween ? 'assessed' : ageCertainty);

function proposedFor(group: FieldGroup, into: NewPerson, from: NewPerson): JoinSide {
  if (group === 'age') return sureness(from) > sureness(into) ? 'from' : 'into';
  // A call that one file forbids is not made because the other allows it.
  if (group === 'safeContact')
    return from.safeContact?.mayCall === false && into.safeContact?.mayCall !== false
      ? 'from'
      : 'into';
  if (group === 'accessNeed') return from.accessNeed === 'step_free' ? 'from' : 'into';
  return 'into';
}

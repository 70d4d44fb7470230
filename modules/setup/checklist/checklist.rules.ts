/** What a programme needs before its first night, and what each missing thing prevents. Facts in, items out. */
import type { Role } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';

export const CONFIRMED_SUBJECTS = ['key_copy', 'mail', 'lists', 'texts'] as const;
export type ConfirmedSubject = (typeof CONFIRMED_SUBJECTS)[number];

/** Accounts that hold a role: at work (confirmed, password chosen), or waiting for one of the two. */
export interface RoleCount {
  readonly role: Role;
  readonly working: number;
  readonly waiting: number;
}

export interface ShelterFacts {
  readonly name: string;
  readonly rooms: number;
  /** Beds in service tonight. */
  readonly beds: number;
  readonly managers: number;
  /** A price of tonight. */
  readonly priced: boolean;
}

export interface Confirmation {
  readonly subject: ConfirmedSubject;
  /** The key file that was copied, of `key_copy`. */
  readonly keyFile: string | null;
  readonly by: string;
  readonly at: Date;
}

export interface SetupFacts {
  readonly roles: readonly RoleCount[];
  readonly organisations: { readonly agencies: number; readonly donors: number };
  readonly shelters: readonly ShelterFacts[];
  /** `current`: of which the period holds today. `waiting`: proposed and not confirmed. */
  readonly grants: { readonly all: number; readonly current: number; readonly waiting: number };
  readonly unitCosts: number;
  /** First night on which a bed was in service. */
  readonly firstNight: CivilDate | null;
  readonly lastClosedNight: CivilDate | null;
  /** The night that has to be closed by now. */
  readonly dueNight: CivilDate;
  readonly confirmations: readonly Confirmation[];
  /** The key file in use. */
  readonly keyFile: string;
  /** One was made whole within the last day. */
  readonly hasRecentBackup: boolean;
  readonly hasProgrammeName: boolean;
  readonly hasPublicAddress: boolean;
  readonly hasMailServer: boolean;
}

/** `later`: nothing to do yet. `optional`: the programme can do without. */
export type ItemState = 'done' | 'missing' | 'later' | 'optional';

export interface Missing {
  /** A sentence below `setup:missing.`. */
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
}

export interface ChecklistItem {
  readonly key: string;
  readonly part: Part;
  readonly state: ItemState;
  readonly missing: readonly Missing[];
  readonly confirmation: Confirmation | null;
}

export const PARTS = ['security', 'places', 'people', 'money', 'words', 'nights'] as const;
export type Part = (typeof PARTS)[number];

/** One of each is needed; managers are counted by shelter. */
const ROLES_NEEDED = [
  'reintegration_officer',
  'case_supervisor',
  'programme_officer',
  'finance_officer',
  'focal_point',
  'auditor',
] as const satisfies readonly Role[];
const ADMINISTRATORS_NEEDED = 2;

export function checklistOf(facts: SetupFacts): ChecklistItem[] {
  return [
    administrators(facts),
    keyCopy(facts),
    item('programme_name', 'security', facts.hasProgrammeName ? [] : [missing('programme_name')]),
    item('public_address', 'security', facts.hasPublicAddress ? [] : [missing('public_address')]),
    mail(facts),
    item('backup', 'security', facts.hasRecentBackup ? [] : [missing('backup')]),
    organisations(facts),
    shelters(facts),
    shelterManagers(facts),
    ...ROLES_NEEDED.map((role) => roleHolder(facts, role)),
    grant(facts),
    nightRates(facts),
    item('unit_costs', 'money', facts.unitCosts > 0 ? [] : [missing('unit_costs')]),
    looked(facts, 'lists'),
    looked(facts, 'texts'),
    lastNight(facts),
  ];
}

/** Nothing is left to do: the list leaves the first page. */
export const isComplete = (items: readonly ChecklistItem[]): boolean =>
  items.every(({ state }) => state === 'done' || state === 'optional');

const missing = (key: string, params: Missing['params'] = {}): Missing => ({ key, params });

function item(
  key: string,
  part: Part,
  gaps: readonly Missing[],
  confirmation: Confirmation | null = null,
): ChecklistItem {
  const state = gaps.length === 0 ? 'done' : 'missing';
  return { key, part, state, missing: gaps, confirmation };
}

const later = (key: string, part: Part): ChecklistItem => ({
  ...item(key, part, []),
  state: 'later',
});

const countOf = ({ roles }: SetupFacts, role: Role): RoleCount =>
  roles.find((one) => one.role === role) ?? { role, working: 0, waiting: 0 };

const confirmed = ({ confirmations }: SetupFacts, subject: ConfirmedSubject) =>
  confirmations.find((one) => one.subject === subject) ?? null;

function administrators(facts: SetupFacts): ChecklistItem {
  const { working, waiting } = countOf(facts, 'administrator');
  if (working >= ADMINISTRATORS_NEEDED) return item('administrators', 'security', []);
  const gaps = [missing('administrators', { working, needed: ADMINISTRATORS_NEEDED })];
  if (waiting > 0) gaps.push(missing('waiting', { waiting }));
  return item('administrators', 'security', gaps);
}

/** A copy of another key file opens nothing. */
function keyCopy(facts: SetupFacts): ChecklistItem {
  const said = confirmed(facts, 'key_copy');
  if (said?.keyFile === facts.keyFile) return item('key_copy', 'security', [], said);
  return item('key_copy', 'security', [missing(said ? 'key_copy_of_another' : 'key_copy')]);
}

function mail(facts: SetupFacts): ChecklistItem {
  if (!facts.hasMailServer) {
    return { ...item('mail', 'security', [missing('mail_server')]), state: 'optional' };
  }
  const said = confirmed(facts, 'mail');
  return item('mail', 'security', said ? [] : [missing('mail_test')], said);
}

function organisations({ organisations: { agencies, donors } }: SetupFacts): ChecklistItem {
  const gaps: Missing[] = [];
  if (agencies === 0) gaps.push(missing('agency'));
  if (donors === 0) gaps.push(missing('donor'));
  return item('organisations', 'places', gaps);
}

function shelters({ shelters: all }: SetupFacts): ChecklistItem {
  if (all.length === 0) return item('shelters', 'places', [missing('shelter')]);
  const gaps = all
    .filter(({ beds }) => beds === 0)
    .map(({ name, rooms }) => missing(rooms === 0 ? 'rooms' : 'beds', { name }));
  return item('shelters', 'places', gaps);
}

function shelterManagers(facts: SetupFacts): ChecklistItem {
  if (facts.shelters.length === 0) return later('shelter_managers', 'people');
  const gaps = facts.shelters
    .filter(({ managers }) => managers === 0)
    .map(({ name }) => missing('manager', { name }));
  const { waiting } = countOf(facts, 'shelter_manager');
  if (gaps.length > 0 && waiting > 0) gaps.push(missing('waiting', { waiting }));
  return item('shelter_managers', 'people', gaps);
}

function roleHolder(facts: SetupFacts, role: Role): ChecklistItem {
  const { working, waiting } = countOf(facts, role);
  if (working > 0) return item(role, 'people', []);
  const gap = waiting > 0 ? missing('waiting', { waiting }) : missing('nobody');
  return item(role, 'people', [gap]);
}

function grant({ grants: { all, current, waiting } }: SetupFacts): ChecklistItem {
  if (current > 0) return item('grant', 'money', []);
  if (waiting > 0) return item('grant', 'money', [missing('grant_waiting', { waiting })]);
  return item('grant', 'money', [missing(all === 0 ? 'grant' : 'grant_of_other_days')]);
}

function nightRates({ shelters: all, grants }: SetupFacts): ChecklistItem {
  if (all.length === 0 || grants.all === 0) return later('night_rates', 'money');
  const gaps = all
    .filter(({ priced }) => !priced)
    .map(({ name }) => missing('night_rate', { name }));
  return item('night_rates', 'money', gaps);
}

function looked(facts: SetupFacts, subject: 'lists' | 'texts'): ChecklistItem {
  const said = confirmed(facts, subject);
  return item(subject, 'words', said ? [] : [missing(subject)], said);
}

function lastNight({ firstNight, lastClosedNight, dueNight }: SetupFacts): ChecklistItem {
  if (firstNight === null || firstNight > dueNight) return later('last_night', 'nights');
  const isClosed = lastClosedNight !== null && lastClosedNight >= dueNight;
  return item('last_night', 'nights', isClosed ? [] : [missing('last_night', { night: dueNight })]);
}

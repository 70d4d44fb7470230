import { checklistOf, isComplete, type SetupFacts } from './checklist.rules';

const at = new Date('2026-11-24T09:00:00Z');
const roles = [
  'administrator',
  'shelter_manager',
  'reintegration_officer',
  'case_supervisor',
  'programme_officer',
  'finance_officer',
  'focal_point',
  'auditor',
] as const;
const COMPLETE: SetupFacts = {
  roles: roles.map((role) => ({ role, working: 2, waiting: 0 })),
  organisations: { agencies: 1, donors: 1 },
  shelters: [{ name: 'Jasmin', rooms: 2, beds: 4, managers: 1, priced: true }],
  grants: { all: 1, current: 1, waiting: 0 },
  unitCosts: 3,
  firstNight: '2026-11-01',
  lastClosedNight: '2026-11-23',
  dueNight: '2026-11-23',
  confirmations: [
    { subject: 'key_copy', keyFile: 'abc', by: 'Salma', at },
    { subject: 'mail', keyFile: null, by: 'Salma', at },
    { subject: 'lists', keyFile: null, by: 'Salma', at },
    { subject: 'texts', keyFile: null, by: 'Salma', at },
  ],
  keyFile: 'abc',
  hasRecentBackup: true,
  hasProgrammeName: true,
  hasPublicAddress: true,
  hasMailServer: true,
};
const EMPTY: SetupFacts = {
  roles: [],
  organisations: { agencies: 0, donors: 0 },
  shelters: [],
  grants: { all: 0, current: 0, waiting: 0 },
  unitCosts: 0,
  firstNight: null,
  lastClosedNight: null,
  dueNight: '2026-11-23',
  confirmations: [],
  keyFile: 'abc',
  hasRecentBackup: false,
  hasProgrammeName: false,
  hasPublicAddress: false,
  hasMailServer: false,
};

const statesOf = (facts: SetupFacts) =>
  Object.fromEntries(checklistOf(facts).map(({ key, state }) => [key, state]));
const missingOf = (facts: SetupFacts, key: string) =>
  checklistOf(facts)
    .find((item) => item.key === key)!
    .missing.map((gap) => [gap.key, gap.params]);

describe('the check list of the first hour', () => {
  it('of an empty installation names what is missing, and what comes later', () => {
    expect(statesOf(EMPTY)).toEqual({
      administrators: 'missing',
      key_copy: 'missing',
      programme_name: 'missing',
      public_address: 'missing',
      mail: 'optional',
      backup: 'missing',
      organisations: 'missing',
      shelters: 'missing',
      shelter_managers: 'later',
      reintegration_officer: 'missing',
      case_supervisor: 'missing',
      programme_officer: 'missing',
      finance_officer: 'missing',
      focal_point: 'missing',
      auditor: 'missing',
      grant: 'missing',
      night_rates: 'later',
      unit_costs: 'missing',
      lists: 'missing',
      texts: 'missing',
      last_night: 'later',
    });
    expect(missingOf(EMPTY, 'organisations')).toEqual([
      ['agency', {}],
      ['donor', {}],
    ]);
    expect(isComplete(checklistOf(EMPTY))).toBe(false);
  });

  it('is complete once each point is done, with or without mail', () => {
    expect(new Set(Object.values(statesOf(COMPLETE)))).toEqual(new Set(['done']));
    expect(isComplete(checklistOf(COMPLETE))).toBe(true);
    expect(isComplete(checklistOf({ ...COMPLETE, hasMailServer: false }))).toBe(true);
  });

  it('counts an administrator who has no password yet as waiting', () => {
    const one = [{ role: 'administrator' as const, working: 1, waiting: 1 }];
    expect(missingOf({ ...COMPLETE, roles: one }, 'administrators')).toEqual([
      ['administrators', { working: 1, needed: 2 }],
      ['waiting', { waiting: 1 }],
    ]);
  });

  it('names each shelter without room, bed, manager or price', () => {
    const shelters = [
      ...COMPLETE.shelters,
      { name: 'Olivier', rooms: 0, beds: 0, managers: 0, priced: false },
      { name: 'Cèdre', rooms: 1, beds: 0, managers: 1, priced: true },
    ];
    const facts = { ...COMPLETE, shelters };
    expect(missingOf(facts, 'shelters')).toEqual([
      ['rooms', { name: 'Olivier' }],
      ['beds', { name: 'Cèdre' }],
    ]);
    expect(missingOf(facts, 'shelter_managers')).toEqual([['manager', { name: 'Olivier' }]]);
    expect(missingOf(facts, 'night_rates')).toEqual([['night_rate', { name: 'Olivier' }]]);
  });

  it('knows a grant whose period holds today from one of other days', () => {
    const past = { ...COMPLETE, grants: { all: 1, current: 0, waiting: 0 } };
    expect(missingOf(past, 'grant')).toEqual([['grant_of_other_days', {}]]);
    expect(missingOf(EMPTY, 'grant')).toEqual([['grant', {}]]);
    const proposed = { ...EMPTY, grants: { all: 0, current: 0, waiting: 1 } };
    expect(missingOf(proposed, 'grant')).toEqual([['grant_waiting', { waiting: 1 }]]);
  });

  it('asks for a new copy once another key file is in use', () => {
    const facts = { ...COMPLETE, keyFile: 'def' };
    expect(missingOf(facts, 'key_copy')).toEqual([['key_copy_of_another', {}]]);
  });

  it('waits for the first night, then wants each one closed', () => {
    const tonight = { ...COMPLETE, firstNight: '2026-11-24', lastClosedNight: null };
    expect(statesOf(tonight).last_night).toBe('later');
    const never = { ...COMPLETE, firstNight: '2026-11-23', lastClosedNight: null };
    expect(missingOf(never, 'last_night')).toEqual([['last_night', { night: '2026-11-23' }]]);
    const behind = { ...COMPLETE, lastClosedNight: '2026-11-22' };
    expect(statesOf(behind).last_night).toBe('missing');
  });
});

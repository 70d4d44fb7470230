/** What days and nights in a house leave behind of the people who live there: a row in each of its tables. */
import type { SignedIn, TestApp } from '../support/app';
import type { FixtureIds } from './route-fixtures';

interface Lived {
  readonly mawa: TestApp;
  readonly manager: SignedIn;
  readonly house: string;
  readonly words: string;
}

/** Answers the help of each that still waits. */
export async function addHouseRecords(
  lived: Lived,
  hidden: readonly FixtureIds[],
): Promise<string[]> {
  const { mawa, manager, house } = lived;
  const administrator = await mawa.signIn('administrator');
  await administrator.post(`/api/v1/shelters/${house}/stay-limits`, { nights: 90 }).expect(201);
  await manager.post(`/api/v1/houses/${house}/items/switch`, { on: true }).expect(201);
  for (const asked of hidden) await daysOf(lived, asked);
  return behind(lived, hidden as [FixtureIds, FixtureIds]);
}

/** Missed and found again, away for a night to come, out for an hour; something given and something that happened. */
async function daysOf(
  { manager, house, words }: Lived,
  { person, booking }: FixtureIds,
): Promise<void> {
  const calls = [{ bookingId: booking, presence: 'missing' }];
  const { body } = await manager.post(`/api/v1/houses/${house}/roll`, { calls }).expect(201);
  const path = `/api/v1/missing/${body.missing[0]}`;
  await manager.post(`${path}/steps`, { step: 'look_in_the_house' }).expect(201);
  await manager.post(`${path}/end`, { outcome: 'returned' }).expect(201);
  const leave = { from: '2026-11-28', backOn: '2026-11-29' };
  await manager.post(`/api/v1/bookings/${booking}/leaves`, leave).expect(201);
  const out = await manager.post(`/api/v1/bookings/${booking}/outings`).expect(201);
  await manager.post(`/api/v1/outings/${out.body.id}/return`).expect(201);
  const given = { item: 'hygiene_kit', caseIds: [person] };
  await manager.post(`/api/v1/houses/${house}/items`, given).expect(201);
  const incident = { kind: 'threat', severity: 'minor', text: words, caseIds: [person] };
  await manager.post(`/api/v1/houses/${house}/incidents`, incident).expect(201);
  const more = { nights: 20, why: 'hearing_near', note: words };
  await manager.post(`/api/v1/bookings/${booking}/extensions`, more).expect(201);
}

/** What these two did not live through, and what stands beside it: a swap, an exit taken back, a rule set aside, a call about them. */
async function behind(
  { mawa: { admin }, manager }: Lived,
  [mother, child]: [FixtureIds, FixtureIds],
): Promise<string[]> {
  const at = '2026-11-24T20:00:00Z';
  const by = manager.actor.userId;
  const { rows } = await admin.query<{ id: string }>(
    `INSERT INTO bed_moves (kind, night, by, at) VALUES ('swap', '2026-11-24', $1, $2) RETURNING id`,
    [by, at],
  );
  const { rows: asks } = await admin.query<{ id: string }>(
    `INSERT INTO override_asks (request_id, rule_set, until, asked_by, asked_at)
     SELECT $1, max(version), '2026-12-01', $2, $3 FROM rule_sets RETURNING id`,
    [mother.request, by, at],
  );
  const { rows: calls } = await admin.query<{ id: string }>(
    `INSERT INTO calls (id, taken_by, began_at, saved_at, ended_at, outcome)
     VALUES (gen_random_uuid(), $1, $2, $2, $2, 'informed') RETURNING id`,
    [by, at],
  );
  const waiting: string[] = [];
  for (const [one, other] of [
    [mother, child],
    [child, mother],
  ] as const) {
    await admin.query(
      `INSERT INTO bed_move_parts (move_id, case_id, from_booking, to_booking) VALUES ($1, $2, $3, $4)`,
      [rows[0]!.id, one.person, other.booking, one.booking],
    );
    await admin.query(
      `INSERT INTO call_links (call_id, case_id, called_at, how, at, by) VALUES ($1, $2, $3, 'linked', $3, $4)`,
      [calls[0]!.id, one.person, at, by],
    );
    const { rows: help } = await admin.query<{ id: string; service: string }>(
      `INSERT INTO help_asked (case_id, service, list_version, urgent, asked_at, asked_by, due_at)
       SELECT $1, s, 1, false, $2, $3, $2 FROM unnest(ARRAY['legal', 'papers']) s RETURNING id, service`,
      [one.person, at, by],
    );
    const of = (service: string) => help.find((row) => row.service === service)!.id;
    await admin.query(
      `INSERT INTO help_answers (help_id, case_id, how, at, by) VALUES ($1, $2, 'given_here', $3, $4)`,
      [of('papers'), one.person, at, by],
    );
    waiting.push(of('legal'));
    await admin.query(
      `INSERT INTO stay_exits (booking_id, case_id, left_on, by, at, undone_by, undone_at)
       VALUES ($1, $2, '2026-11-24', $3, $4, $3, $4)`,
      [one.booking, one.person, by, at],
    );
    await admin.query(
      `INSERT INTO past_stays (case_id, shelter_id, nights, by, at)
       SELECT $2, k.shelter_id, '[2025-01-03,2025-02-05)', $3, $4 FROM bookings k WHERE k.id = $1`,
      [one.booking, one.person, by, at],
    );
    await admin.query(
      `INSERT INTO past_records (id, case_id, kind, what, days, outcome, by, at)
       VALUES (gen_random_uuid(), $1, 'follow_up', 'care', '[2025-03-01,2025-03-02)', 'reached', $2, $3)`,
      [one.person, by, at],
    );
    await admin.query(
      `INSERT INTO earlier_numbers (case_id, number, by, at) VALUES ($1, $2, $3, $4)`,
      [one.person, `1/${one.person.slice(0, 8)}`, by, at],
    );
    await admin.query(
      `INSERT INTO nights_away (booking_id, night, case_id, why) VALUES ($1, '2026-11-28', $2, 'leave') ON CONFLICT DO NOTHING`,
      [one.booking, one.person],
    );
    await admin.query(
      `INSERT INTO override_rules (ask_id, asked_by, booking_id, case_id, rule, code)
       VALUES ($1, $2, $3, $4, 'bunk', 'child_in_upper_bunk')`,
      [asks[0]!.id, by, one.booking, one.person],
    );
  }
  return waiting;
}

/** Present state of the rows whose ids a report keeps, read as `mawa_figures`, without names. */
import { asFigures, type Tx } from '../../platform/database/transactions';
import type { RowsToday } from './moved-figures.rules';
import { kindOfGroup, type RowKind, type Sources } from '../trace/figure-basis.rules';

type IdsByKind = Record<RowKind, string[]>;

interface DayOfRow {
  readonly id: string;
  readonly from: string;
  readonly until: string | null;
}

const EXISTING = `
  SELECT id::text, erased_at IS NOT NULL AS erased FROM cases WHERE id = ANY ($1::uuid[])
  UNION ALL SELECT id::text, false FROM services WHERE id = ANY ($2::uuid[])
  UNION ALL SELECT id::text, false FROM past_records WHERE id = ANY ($2::uuid[])
  UNION ALL SELECT id::text, false FROM bookings WHERE id = ANY ($3::uuid[])
  UNION ALL SELECT id::text, false FROM past_stays WHERE id = ANY ($3::uuid[])
  UNION ALL SELECT id::text, false FROM ledger_transactions WHERE id = ANY ($4::uuid[])`;

const PEOPLE = `
  SELECT id::text, case_id::text AS "caseId" FROM services WHERE id = ANY ($1::uuid[])
  UNION ALL SELECT id::text, case_id::text FROM past_records WHERE id = ANY ($1::uuid[])
  UNION ALL SELECT booking_id::text, case_id::text FROM booking_people WHERE booking_id = ANY ($2::uuid[])
  UNION ALL SELECT id::text, case_id::text FROM past_stays WHERE id = ANY ($2::uuid[])`;

const DAYS = `
  SELECT id::text, lower(nights)::text AS "from", upper(nights)::text AS until FROM bookings WHERE id = ANY ($1::uuid[])
  UNION ALL SELECT id::text, lower(nights)::text, upper(nights)::text FROM past_stays WHERE id = ANY ($1::uuid[])
  UNION ALL SELECT id::text, booked_on::text, NULL FROM ledger_transactions WHERE id = ANY ($2::uuid[])`;

/** `until` is the end of the period: joining counts as it did when that was closed. */
export function rowsToday(
  tx: Tx,
  then: Sources,
  now: Sources,
  { until, since }: { until: string; since: Date },
): Promise<RowsToday> {
  const apart = onOneSide(then, now);
  return asFigures(tx, async () => {
    const { people, services, stays, ledger } = apart;
    const there = await tx.query<{ id: string; erased: boolean }>(EXISTING, [
      people,
      services,
      stays,
      ledger,
    ]);
    const of = await tx.query<{ id: string; caseId: string }>(PEOPLE, [services, stays]);
    const days = await tx.query<DayOfRow>(DAYS, [stays, ledger]);
    const joined = await tx.query<{ caseId: string; person: string }>(
      'SELECT case_id::text AS "caseId", person_id::text AS person FROM mawa_merged($1)',
      [until],
    );
    const parted = await tx.query<{ caseId: string; into: string }>(
      `SELECT case_id::text AS "caseId", into_id::text AS into FROM case_merges WHERE undone_at > $1`,
      [since],
    );
    const existing = new Set(there.map(({ id }) => id));
    return {
      gone: new Set(Object.values(apart).flatMap((ids) => ids.filter((id) => !existing.has(id)))),
      erased: new Set(there.filter(({ erased }) => erased).map(({ id }) => id)),
      joined: new Map(joined.map(({ caseId, person }) => [caseId, person])),
      parted: new Set(parted.flatMap(({ caseId, into }) => [caseId, into])),
      peopleOf: grouped(of),
      days: new Map(days.map(({ id, ...day }) => [id, day])),
    };
  });
}

function onOneSide(then: Sources, now: Sources): IdsByKind {
  const apart: Record<RowKind, Set<string>> = {
    people: new Set(),
    stays: new Set(),
    services: new Set(),
    ledger: new Set(),
  };
  for (const group of new Set([...Object.keys(then), ...Object.keys(now)])) {
    const kind = kindOfGroup(group);
    if (!kind) continue;
    const [before, today] = [new Set(then[group] ?? []), new Set(now[group] ?? [])];
    for (const id of before) if (!today.has(id)) apart[kind].add(id);
    for (const id of today) if (!before.has(id)) apart[kind].add(id);
  }
  return Object.fromEntries(
    Object.entries(apart).map(([kind, ids]) => [kind, [...ids]]),
  ) as IdsByKind;
}

function grouped(rows: readonly { id: string; caseId: string }[]): Map<string, string[]> {
  const people = new Map<string, string[]>();
  for (const { id, caseId } of rows) people.set(id, [...(people.get(id) ?? []), caseId]);
  return people;
}

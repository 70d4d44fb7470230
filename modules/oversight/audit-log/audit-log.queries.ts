/** The rows of the audit log that a question asks for. */
import type { CivilDate } from '../../platform/shared/nights.rules';
import { addDays } from '../../platform/shared/nights.rules';
import { ACTS } from './audit-acts.data';
import type { AuditFilterDto } from './audit-filter.dto';

/** How far back a question goes that names neither an account nor a record. */
export const USUAL_DAYS = 31;

export interface AuditQuestion {
  readonly values: readonly unknown[];
  /** The first day; null: since ever. */
  readonly from: CivilDate | null;
}

/**
 * From the table `audit_log a`, in eleven values. Planned with them each time, so that what is not asked for is left out.
 * Acts are compared as a list and records through a function, since a policy that reads the row lets no other operator
 * use an index.
 */
export const ASKED_ROWS = `($1::uuid IS NULL OR a.actor_id = $1)
     AND ($2::text[] IS NULL OR a.action = ANY ($2))
     AND ($3::text IS NULL OR a.action LIKE $3 || '%')
     AND ($4::uuid IS NULL OR a.actor_id IN (SELECT w.id FROM users w WHERE w.organisation_id = $4))
     AND ($5::text IS NULL OR a.subject_kind = $5)
     AND ($6::uuid IS NULL OR a.seq = ANY (
       (SELECT audit_rows_of($6, mawa_day_begins($7::date), mawa_day_begins($8::date + 1)))::bigint[]))
     AND ($7::date IS NULL OR a.at >= mawa_day_begins($7))
     AND ($8::date IS NULL OR a.at < mawa_day_begins($8 + 1))
     AND ($9::text IS NULL OR a.outcome = $9)
     AND ($10::text IS NULL OR a.origin = $10)
     AND ($11::bigint IS NULL OR a.at <= (SELECT b.at FROM audit_log b WHERE b.seq = $11)
       AND (a.at < (SELECT b.at FROM audit_log b WHERE b.seq = $11) OR a.seq < $11))`;

export function questionOf(filter: AuditFilterDto, today: CivilDate): AuditQuestion {
  const { who, action, organisation, kind, id, day, outcome, origin, before } = filter;
  const to = day ?? filter.to ?? null;
  const usual = who || id ? null : addDays(to ?? today, -USUAL_DAYS);
  const from = day ?? filter.from ?? usual;
  const acts = action ? actsOf(action) : [];
  const values = [
    who,
    acts.length > 0 ? acts : null,
    acts.length > 0 ? null : action && literally(action),
    organisation,
    kind,
    id,
    from,
    to,
    outcome,
    origin,
    before,
  ];
  return { values: values.map((value) => value ?? null), from };
}

/** An act means itself alone, what begins several means all of them. */
const actsOf = (action: string): readonly string[] =>
  ACTS.includes(action) ? [action] : ACTS.filter((act) => act.startsWith(action));

const literally = (text: string): string => text.replaceAll(/[\\%_]/g, String.raw`\$&`);

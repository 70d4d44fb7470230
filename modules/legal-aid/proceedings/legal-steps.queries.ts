import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { PersonRecords } from '../../beneficiaries';
import { mustNotBeInFuture } from '../legal.errors';

export type LegalSubject = 'proceeding' | 'hearing' | 'measure' | 'order';

export interface NewLegalStep {
  readonly from: string;
  readonly to: string;
  readonly on: CivilDate;
  readonly detail?: string | null;
  /** Last day of a measure. */
  readonly untilOn?: CivilDate | null;
  readonly note?: string | null;
}

/** The one way in which a state changes. */
export async function insertLegalStep(
  records: PersonRecords,
  tx: Tx,
  of: LegalSubject,
  recordId: string,
  caseId: string,
  step: NewLegalStep,
): Promise<string> {
  mustNotBeInFuture(tx, step.on);
  return records.insert(
    tx,
    'legal_steps',
    caseId,
    {
      [`${of}_id`]: recordId,
      from_state: step.from,
      to_state: step.to,
      on_day: step.on,
      detail: step.detail ?? null,
      until_on: step.untilOn ?? null,
    },
    step.note,
  );
}

/** A proceeding of this case or of one joined to it, with the case under whose key it is sealed. */
export const loadProceeding = (records: PersonRecords, tx: Tx, caseId: string, id: string) =>
  records.find<{ state: string; track: string; officerId: string }>(
    tx,
    'proceedings',
    caseId,
    id,
    'state, track, officer_id AS "officerId"',
  );

/** The next legal steps of everything that moves, from the table that the trigger holds to. */
export async function loadTransitions(
  tx: Tx,
): Promise<(of: LegalSubject, track: string, from: string) => string[]> {
  const rows = await tx.query<{ of: LegalSubject; track: string; from: string; to: string }>(
    'SELECT of, track, from_state AS "from", to_state AS "to" FROM legal_transitions ORDER BY place',
  );
  return (of, track, from) =>
    rows
      .filter((row) => row.of === of && row.track === track && row.from === from)
      .map(({ to }) => to);
}

/** The rows of the plan of a track; amounts are row level security's to show. */
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { Dimension, HelpLevel, MoneyState } from './plan.rules';

interface AuthoredRow {
  readonly id: string;
  readonly caseId: string;
  readonly note: Buffer | null;
  readonly by: string;
  readonly at: Date;
}
const AUTHORED_COLUMNS =
  'x.id, x.case_id AS "caseId", x.note, localized_name(u.name, u.names) AS by, x.at';
const BY = 'JOIN users u ON u.id = x.by';

export interface VersionRow {
  readonly id: string;
  readonly number: number;
  readonly by: string;
  readonly at: Date;
}
export const versionsOf = (tx: Tx, trackId: string): Promise<VersionRow[]> =>
  tx.query<VersionRow>(
    `SELECT x.id, x.number::int AS number, localized_name(u.name, u.names) AS by, x.at FROM return_plan_versions x ${BY}
      WHERE x.track_id = $1 ORDER BY x.number`,
    [trackId],
  );

export interface AgreementRow extends AuthoredRow {
  readonly versionId: string;
  readonly on: CivilDate;
  readonly voice: string;
  readonly agreedBy: string;
}
export const agreementsOf = (tx: Tx, trackId: string): Promise<AgreementRow[]> =>
  tx.query<AgreementRow>(
    `SELECT ${AUTHORED_COLUMNS}, x.version_id AS "versionId", x.agreed_on::text AS "on", x.voice, x.agreed_by AS "agreedBy"
       FROM return_plan_agreements x ${BY} WHERE x.track_id = $1 ORDER BY x.place`,
    [trackId],
  );

export interface ItemRow extends AuthoredRow {
  readonly versionId: string;
  readonly dimension: Dimension;
  readonly level: HelpLevel;
  readonly kind: string;
  readonly listVersion: number;
}
export const itemsOf = (tx: Tx, trackId: string): Promise<ItemRow[]> =>
  tx.query<ItemRow>(
    `SELECT ${AUTHORED_COLUMNS}, x.version_id AS "versionId", x.dimension, x.level, x.kind, x.list_version AS "listVersion"
       FROM return_plan_items x ${BY} WHERE x.track_id = $1 ORDER BY x.place`,
    [trackId],
  );

export interface EndRow extends AuthoredRow {
  readonly versionId: string;
  readonly itemId: string;
  readonly reason: string;
}
export const endsOf = (tx: Tx, trackId: string): Promise<EndRow[]> =>
  tx.query<EndRow>(
    `SELECT ${AUTHORED_COLUMNS}, x.version_id AS "versionId", x.item_id AS "itemId", x.reason
       FROM return_plan_ends x ${BY} WHERE x.track_id = $1 ORDER BY x.place`,
    [trackId],
  );

export interface MoneyRow {
  readonly itemId: string;
  readonly lineId: string;
  readonly lineCode: string;
  readonly amount: string;
  readonly currency: string;
  /** Commitment of the latest request; null before the first. */
  readonly commitmentId: string | null;
  readonly commitment: number | null;
  readonly state: MoneyState;
}
/** Items with the latest request and its state. */
export const moneyRowsOf = (tx: Tx, trackId: string): Promise<MoneyRow[]> =>
  tx.query<MoneyRow>(
    `SELECT x.item_id AS "itemId", x.line_id AS "lineId", l.code AS "lineCode", x.amount, trim(x.currency) AS currency,
            r.commitment_id AS "commitmentId", c.number::int AS commitment, t.state
       FROM return_plan_money x JOIN budget_lines l ON l.id = x.line_id
       LEFT JOIN LATERAL (SELECT q.commitment_id FROM return_plan_requests q WHERE q.item_id = x.item_id ORDER BY q.place DESC LIMIT 1) r ON true
       LEFT JOIN commitments c ON c.id = r.commitment_id LEFT JOIN commitment_totals t ON t.commitment_id = r.commitment_id
      WHERE x.track_id = $1`,
    [trackId],
  );

export interface InstalmentRow extends AuthoredRow {
  readonly itemId: string;
  readonly form: 'cash' | 'kind';
  readonly dueOn: CivilDate;
  readonly amount: string;
  readonly condition: string;
  readonly listVersion: number;
}
export const instalmentsOf = (tx: Tx, trackId: string): Promise<InstalmentRow[]> =>
  tx.query<InstalmentRow>(
    `SELECT ${AUTHORED_COLUMNS}, x.item_id AS "itemId", x.form, x.due_on::text AS "dueOn", x.amount, x.condition,
            x.list_version AS "listVersion"
       FROM return_instalments x ${BY} WHERE x.track_id = $1 ORDER BY x.due_on, x.place`,
    [trackId],
  );

export interface InstalmentStepRow extends AuthoredRow {
  readonly itemId: string;
  readonly instalmentId: string | null;
  readonly step: 'paid' | 'cancelled' | 'released' | 'undone';
  readonly amount: string;
  readonly on: CivilDate;
  readonly metOn: CivilDate | null;
  readonly receipt: string | null;
  readonly documentId: string | null;
  readonly reason: string | null;
  readonly undoes: string | null;
  readonly undone: boolean;
  readonly receivedStep: string | null;
  readonly paidStep: string | null;
}
export const instalmentStepsOf = (tx: Tx, trackId: string): Promise<InstalmentStepRow[]> =>
  tx.query<InstalmentStepRow>(
    `SELECT ${AUTHORED_COLUMNS}, x.item_id AS "itemId", x.instalment_id AS "instalmentId", x.step, x.amount, x.on_day::text AS "on",
            x.met_on::text AS "metOn", x.receipt, x.document_id AS "documentId", x.reason, x.undoes,
            EXISTS (SELECT 1 FROM return_instalment_steps y WHERE y.undoes = x.id) AS undone,
            x.received_step AS "receivedStep", x.paid_step AS "paidStep"
       FROM return_instalment_steps x ${BY} WHERE x.track_id = $1 ORDER BY x.place`,
    [trackId],
  );

/** The day since when a plan is due: arrival, or leaving the shelter. */
export async function planStartOf(tx: Tx, trackId: string): Promise<CivilDate | null> {
  const [row] = await tx.query<{ since: CivilDate | null }>(
    `SELECT coalesce(t.left_on, (SELECT max(s.on_day) FROM return_steps s WHERE s.track_id = t.id AND s.to_state = 'arrived'))::text AS since
       FROM return_tracks t WHERE t.id = $1`,
    [trackId],
  );
  return row?.since ?? null;
}

/** Items and ends of a plan, which are only ever added: the number tells whether it was changed since it was read. */
export async function countPlanChanges(tx: Tx, trackId: string): Promise<number> {
  const [row] = await tx.query<{ changes: number }>(
    `SELECT ((SELECT count(*) FROM return_plan_items WHERE track_id = $1)
           + (SELECT count(*) FROM return_plan_ends WHERE track_id = $1))::int AS changes`,
    [trackId],
  );
  return row!.changes;
}

/** Changes of a plan, its agreement, its money and the end of its track wait for each other. */
export const lockTrack = (tx: Tx, trackId: string): Promise<unknown> =>
  tx.query('SELECT return_lock_track($1)', [trackId]);

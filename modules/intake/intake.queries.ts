/** Rows of intakes held by the actor (row-level security). */
import type { Tx } from '../platform/database/transactions';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import type { IntakeStep } from './intake.rules';

export interface IntakeRow {
  readonly id: string;
  readonly begunAt: Date;
  readonly begunBy: string;
  readonly savedAt: Date;
  /** Deleted at this time unless somebody continues it. */
  readonly keptUntil: Date;
  readonly revision: number;
  /** Last edited step. */
  readonly step: IntakeStep;
  readonly people: number;
  readonly outcome: 'registered' | 'cancelled' | 'expired' | null;
}

const COLUMNS = `i.id, i.begun_at AS "begunAt", localized_name(b.name, b.names) AS "begunBy", i.saved_at AS "savedAt",
  i.saved_at + make_interval(days => mawa_setting('intake_keep_days')::int) AS "keptUntil",
  i.revision, i.step, i.people, i.outcome`;

/** The last touched first. */
export const openIntakes = (tx: Tx): Promise<IntakeRow[]> =>
  tx.query<IntakeRow>(
    `SELECT ${COLUMNS} FROM intakes i JOIN users b ON b.id = i.begun_by
      WHERE i.ended_at IS NULL ORDER BY i.saved_at DESC, i.id LIMIT 100`,
  );

/** In the actor's hand and not ended. */
export async function mustBeOpen(
  tx: Tx,
  id: string,
  lock = false,
): Promise<IntakeRow & { sealed: Buffer | null }> {
  const [row] = await tx.query<IntakeRow & { sealed: Buffer | null }>(
    `SELECT ${COLUMNS}, i.sealed FROM intakes i JOIN users b ON b.id = i.begun_by
      WHERE i.id = $1 ${lock ? 'FOR UPDATE OF i' : ''}`,
    [id],
  );
  if (!row) throw notFound();
  if (row.outcome) throw new DomainError('conflict', 'intake.ended');
  return row;
}

export const insertIntake = (tx: Tx, id: string, step: IntakeStep): Promise<unknown> =>
  tx.query('INSERT INTO intakes (id, begun_by, holder_id, step) VALUES ($1, $2, $2, $3)', [
    id,
    tx.actor.userId,
    step,
  ]);

export const updateIntake = (
  tx: Tx,
  id: string,
  saved: { revision: number; step: IntakeStep; people: number; sealed: Buffer },
): Promise<unknown> =>
  tx.query(
    `UPDATE intakes SET revision = $2, step = $3, people = $4, sealed = $5, saved_at = mawa_now() WHERE id = $1`,
    [id, saved.revision, saved.step, saved.people, saved.sealed],
  );

/** Closes reminders when the intake is continued. */
export const closeReminders = (tx: Tx, id: string): Promise<unknown> =>
  tx.query(
    `UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
      WHERE kind IN ('intake_ends', 'intake_handed') AND subject_id = $1 AND done_at IS NULL`,
    [id],
  );

export interface HandOver {
  readonly from: string;
  readonly to: string;
  readonly at: Date;
}

export const handOversOf = (tx: Tx, id: string): Promise<HandOver[]> =>
  tx.query<HandOver>(
    `SELECT localized_name(f.name, f.names) AS "from", localized_name(t.name, t.names) AS "to", h.at FROM intake_hand_overs h
       JOIN users f ON f.id = h.from_user JOIN users t ON t.id = h.to_user
      WHERE h.intake_id = $1 ORDER BY h.at`,
    [id],
  );

/** Colleagues who may register people: to them an intake can be handed. */
export const listRegistrars = (tx: Tx): Promise<{ id: string; name: string }[]> =>
  tx.query(
    `SELECT u.id, localized_name(u.name, u.names) AS name FROM users u
      WHERE u.active AND NOT u.system AND NOT u.service AND u.id <> mawa_actor()
        AND EXISTS (SELECT 1 FROM current_roles r WHERE r.user_id = u.id AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL
              AND r.role IN ('shelter_manager', 'reintegration_officer', 'case_supervisor'))
      ORDER BY localized_name(u.name, u.names), u.id`,
  );

import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';

/** Serialises planning for the same enrolment. */
export const lockServices = (tx: Tx, enrolmentId: string) =>
  tx.execute('SELECT pg_advisory_xact_lock(hashtextextended($1, 7))', [
    `training services ${enrolmentId}`,
  ]);

/** The days on which a service of this kind is planned for an enrolment. */
export async function plannedDays(
  tx: Tx,
  enrolmentId: string,
  typeCode: string,
): Promise<ReadonlySet<CivilDate>> {
  const rows = await tx.query<{ day: CivilDate }>(
    `SELECT s.due_on::text AS day FROM training_appointments t JOIN service_appointments s ON s.id = t.appointment_id
      WHERE t.enrolment_id = $1 AND s.type_code = $2 AND s.state = 'planned'`,
    [enrolmentId, typeCode],
  );
  return new Set(rows.map(({ day }) => day));
}

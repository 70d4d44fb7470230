/** Checks before a service is recorded or planned. */
import type { Tx } from '../platform/database/transactions';
import { notFound } from '../platform/shared/domain.errors';
import { addDays, type CivilDate } from '../platform/shared/nights.rules';
import { settingOf } from '../plans';
import { beforeRegistration, notFirstContact, unknownProvider } from './services.errors';

/** Plain decimal text with two decimals at most, above `low` and not above `high`. */
export const isBetween = (text: string, low: number, high: number): boolean =>
  /^\d{1,8}(\.\d{1,2})?$/.test(text) && Number(text) > low && Number(text) <= high;

/** The actor may see the care of the case `c`. */
export const IN_CARE = `EXISTS (SELECT 1 FROM case_access a
        WHERE a.case_id = c.id AND a.parts @> ARRAY['care', 'facts'] AND a.from_at <= mawa_now()
          AND (a.until_at IS NULL OR a.until_at > mawa_now()))`;

/** The day of registration of somebody whose care the actor may see; otherwise "not found". */
export async function registrationOf(tx: Tx, caseId: string): Promise<CivilDate> {
  const [row] = await tx.query<{ registeredOn: CivilDate }>(
    `SELECT c.registered_on::text AS "registeredOn" FROM cases c
      WHERE c.id = $1 AND ${IN_CARE}`,
    [caseId],
  );
  if (!row) throw notFound();
  return row.registeredOn;
}

/**
 * Services begin with the registration. Up to `first_contact_days` before, they are accepted if the author confirms
 * that it was the first contact.
 */
export async function mustNotPrecede(
  tx: Tx,
  { givenOn, firstContact }: { readonly givenOn: CivilDate; readonly firstContact?: boolean },
  registeredOn: CivilDate,
): Promise<void> {
  if (givenOn >= registeredOn) return;
  const days = await settingOf(tx, 'first_contact_days', 7);
  if (givenOn < addDays(registeredOn, -days)) throw beforeRegistration(registeredOn, days);
  if (!firstContact) throw notFirstContact(registeredOn);
}

export async function mustExist(tx: Tx, organisationId: string): Promise<void> {
  const found = await tx.query('SELECT 1 FROM organisations WHERE id = $1 AND active', [
    organisationId,
  ]);
  if (found.length === 0) throw unknownProvider();
}

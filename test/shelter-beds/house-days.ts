/** A house in which people live, for the tests of its days and nights. */
import { NightClosing } from '../../modules/shelter-beds';
import type { NewPerson } from '../../modules/beneficiaries';
import { NIGHT_CLOSING } from '../../modules/platform/shared/actor';
import type { SignedIn, TestApp } from '../support/app';
import { aRequest, aWoman, inBeds } from './house';

export interface Stay {
  readonly id: string;
  readonly caseId: string;
  readonly caseNumber: string;
}

/** Days go by, and nobody has to sign in again. */
export async function timeIs(mawa: TestApp, instant: string) {
  mawa.clock.set(instant);
  await mawa.admin.query(
    `UPDATE sessions SET seen_at = $1::timestamptz, expires_at = $1::timestamptz + interval '12 hours'`,
    [instant],
  );
}

/** Asked for, held, promised and checked in by the use cases. */
export async function comesToStay(
  mawa: TestApp,
  { officer, manager }: { officer: SignedIn; manager: SignedIn },
  bedId: string,
  {
    person = aWoman(),
    nights = null,
    from = '2026-11-24',
  }: { person?: NewPerson; nights?: number | null; from?: string } = {},
): Promise<Stay> {
  const request = await aRequest(mawa, officer, [person], { neededFrom: from, nights });
  const held = await officer
    .post(`/api/v1/bed-requests/${request.id}/holds`, {
      placements: inBeds(request.caseIds, [bedId]),
    })
    .expect(201);
  await officer.post(`/api/v1/bed-requests/${request.id}/promise`).expect(201);
  const id = held.body.bookings[0].id as string;
  await manager.post(`/api/v1/bookings/${id}/check-in`).expect(201);
  return { id, caseId: request.caseIds[0]!, caseNumber: request.caseNumbers[0]! };
}

export const closeNight = (mawa: TestApp, night: string) =>
  mawa.transactions.run(NIGHT_CLOSING, (tx) => mawa.app.get(NightClosing).closeNight(tx, night));

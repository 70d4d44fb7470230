/** One answer about one person and one night, with all that follows from it. */
import { isFound } from '../bookings/found';
import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../src/database/transactions';
import { DomainError } from '../../../src/shared/domain-error';
import { contains, type CivilDate } from '../../../src/shared/nights';
import type { Booking } from '../bookings/bookings.store';
import { tellEachHolder } from '../bookings/exits';
import type { Away } from '../nights/away';
import { NightCorrections } from '../nights/night-corrections';
import { isANightToCall, type Presence } from './roll.rules';

@Injectable()
export class PresenceOfANight {
  constructor(private readonly corrections: NightCorrections) {}

  /** The id of the absence that somebody has to look after, where it is one. */
  async say(
    tx: Tx,
    stay: Booking,
    night: CivilDate,
    presence: Presence,
  ): Promise<{ missingId: string | null }> {
    mustBeTheirs(tx, stay, night);
    await tx.query(
      `INSERT INTO roll_calls (booking_id, case_id, night, presence, by) VALUES ($1, $2, $3, $4, mawa_actor())`,
      [stay.id, stay.caseId, night, presence],
    );
    await this.setAway(tx, stay, night, presence === 'here' ? null : presence);
    if (presence === 'missing') return { missingId: await isMissing(tx, stay, night) };
    await isFound(tx, stay.caseId!, 'returned');
    if (presence === 'here') await isBack(tx, stay.caseId!, night);
    return { missingId: null };
  }

  /** The one row that says a bed was kept and not slept in; a closed night is charged or reversed. */
  async setAway(tx: Tx, stay: Booking, night: CivilDate, why: Away | null): Promise<void> {
    const [before] = await tx.query(
      'SELECT 1 FROM nights_away WHERE booking_id = $1 AND night = $2',
      [stay.id, night],
    );
    if (why === null) {
      if (!before) return;
      await tx.query('DELETE FROM nights_away WHERE booking_id = $1 AND night = $2', [
        stay.id,
        night,
      ]);
      await this.corrections.settlePresence(tx, stay, night, true);
      return;
    }
    await tx.query(
      `INSERT INTO nights_away (booking_id, night, case_id, why) VALUES ($1, $2, $3, $4)
       ON CONFLICT (booking_id, night) DO UPDATE SET why = excluded.why`,
      [stay.id, night, stay.caseId, why],
    );
    if (!before) await this.corrections.settlePresence(tx, stay, night, false);
  }
}

function mustBeTheirs(tx: Tx, { state, nights }: Booking, night: CivilDate): void {
  if (!isANightToCall(night, tx.tonight)) {
    throw new DomainError('invalid', 'house.not_a_night_to_call', { night }, 'night');
  }
  const stillThere = state === 'stay' && night === tx.tonight && night >= nights.from;
  const slept = (state === 'stay' || state === 'ended') && contains(nights, night);
  if (!stillThere && !slept) throw new DomainError('conflict', 'house.not_their_night', { night });
}

/** Once while it lasts; those who are responsible hear at once, each who holds the case among them. */
async function isMissing(tx: Tx, { id, caseId }: Booking, night: CivilDate): Promise<string> {
  const [known] = await tx.query<{ id: string }>(
    'SELECT id FROM missing_people WHERE case_id = $1 AND ended_at IS NULL',
    [caseId],
  );
  if (known) return known.id;
  const [made] = await tx.query<{ id: string }>(
    `INSERT INTO missing_people (booking_id, case_id, since_night, noticed_by)
     VALUES ($1, $2, $3, mawa_actor()) RETURNING id`,
    [id, caseId, night],
  );
  const subjectId = made!.id;
  await tx.query(
    `SELECT add_task('person_missing', $1, $2, 'shelter_manager', NULL, mawa_now()),
            add_task('missing_to_supervise', $1, $2, 'case_supervisor', NULL, mawa_now())`,
    [caseId, subjectId],
  );
  await tellEachHolder(tx, 'person_missing', { caseId: caseId!, subjectId }, tx.now);
  return subjectId;
}

/** Back earlier than agreed: the rest of the leave is not away. */
async function isBack(tx: Tx, caseId: string, night: CivilDate): Promise<void> {
  const ended = await tx.query<{ bookingId: string }>(
    `UPDATE stay_leaves SET ended_at = mawa_now(), ended_by = mawa_actor()
      WHERE case_id = $1 AND ended_at IS NULL AND nights @> $2::date RETURNING booking_id AS "bookingId"`,
    [caseId, night],
  );
  if (ended.length === 0) return;
  await tx.query(
    `DELETE FROM nights_away WHERE case_id = $1 AND why = 'leave' AND night > $2::date AND night >= mawa_tonight()`,
    [caseId, night],
  );
}

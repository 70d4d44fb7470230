/** One answer about one person and one night, with all that follows from it. */
import {
  closeAbsence,
  loadBooking,
  type Booking,
  openTaskForEachHolder,
  type AbsenceKind,
  NightCorrections,
} from '../shelter-beds';
import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/transactions';
import { DomainError } from '../platform/shared/domain.errors';
import { contains, toDateRange, type CivilDate } from '../platform/shared/nights.rules';
import { isCallableNight, nightsWithout, type Presence } from './roll.rules';

export interface PresenceResult {
  readonly missingId: string | null;
  readonly leaveKept: boolean;
}

@Injectable()
export class NightPresences {
  constructor(private readonly corrections: NightCorrections) {}

  /**
   * The id of the absence that somebody has to look after, where it is one; `leaveKept`: the answer was about a past
   * night of a leave that goes on.
   */
  async record(
    tx: Tx,
    stay: Booking,
    night: CivilDate,
    presence: Presence,
  ): Promise<PresenceResult> {
    mustBeTheirs(tx, stay, night);
    await writeMark(tx, stay, night, presence);
    await this.setAway(tx, stay, night, presence === 'here' ? null : presence);
    if (presence === 'missing') {
      return { missingId: await isMissing(tx, stay, night), leaveKept: false };
    }
    if (await endsAbsence(tx, stay.caseId!, night)) {
      await closeAbsence(tx, stay.caseId!, presence === 'here' ? 'returned' : 'safe_elsewhere');
    }
    if (presence !== 'here') return { missingId: null, leaveKept: false };
    return { missingId: null, ...(await isBack(tx, stay.caseId!, night)) };
  }

  /**
   * The absence was noted by mistake: each of its nights has the mark back that stood before, and
   * where nothing stood, the night is what an agreed leave makes of it.
   */
  async undoMissing(tx: Tx, caseId: string, sinceNight: CivilDate): Promise<void> {
    const nights = await tx.query<{ bookingId: string; night: CivilDate; onLeave: boolean }>(
      `SELECT a.booking_id AS "bookingId", a.night::text AS night,
              EXISTS (SELECT FROM stay_leaves l WHERE l.case_id = a.case_id AND l.ended_at IS NULL AND l.nights @> a.night) AS "onLeave"
         FROM nights_away a JOIN booking_people bp ON bp.booking_id = a.booking_id
        WHERE a.case_id = $1 AND a.why = 'missing' AND a.night >= $2 ORDER BY a.night`,
      [caseId, sinceNight],
    );
    for (const { bookingId, night, onLeave } of nights) {
      const stay = await loadBooking(tx, bookingId);
      const { last, before } = await marksOf(tx, stay, night);
      if (last === 'missing') await writeMark(tx, stay, night, before);
      const away = before === 'leave' || (before === null && onLeave);
      await this.setAway(tx, stay, night, away ? 'leave' : null);
    }
  }

  /** Safe elsewhere: a night that was noted as missing is an absence with the bed kept. */
  async awayWithNews(tx: Tx, stay: Booking, night: CivilDate): Promise<void> {
    const { last } = await marksOf(tx, stay, night);
    if (last === 'missing') await this.record(tx, stay, night, 'leave');
  }

  /** Sets or removes the row of a night away with the bed kept; a closed night is charged or reversed. */
  async setAway(tx: Tx, stay: Booking, night: CivilDate, why: AbsenceKind | null): Promise<void> {
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
  if (!isCallableNight(night, tx.tonight)) {
    throw new DomainError('invalid', 'house.not_a_night_to_call', { night }, 'night');
  }
  const stillThere = state === 'stay' && night === tx.tonight && night >= nights.from;
  const slept = (state === 'stay' || state === 'ended') && contains(nights, night);
  if (!stillThere && !slept) throw new DomainError('conflict', 'house.not_their_night', { night });
}

/** The last mark of a night, and the last one that was not "missing"; a mark taken back is none. */
async function marksOf(
  tx: Tx,
  { id }: Booking,
  night: CivilDate,
): Promise<{ last: Presence | null; before: Presence | null }> {
  const marks = await tx.query<{ presence: Presence | null }>(
    'SELECT presence FROM roll_calls WHERE booking_id = $1 AND night = $2 ORDER BY id DESC',
    [id, night],
  );
  const before = marks.find(({ presence }) => presence !== 'missing');
  return { last: marks[0]?.presence ?? null, before: before?.presence ?? null };
}

/** Null takes the last mark of the night back. */
async function writeMark(
  tx: Tx,
  { id, caseId }: Booking,
  night: CivilDate,
  presence: Presence | null,
): Promise<void> {
  await tx.query(
    `INSERT INTO roll_calls (booking_id, case_id, night, presence, by) VALUES ($1, $2, $3, $4, mawa_actor())`,
    [id, caseId, night, presence],
  );
}

/**
 * Records a missing person once while it lasts; the responsible colleagues, including case holders, get a task at once.
 */
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
  await openTaskForEachHolder(tx, 'person_missing', { caseId: caseId!, subjectId }, tx.now);
  return subjectId;
}

/** Somebody is still looked for where the answer is about a night before the absence, or a later one is missed too. */
async function endsAbsence(tx: Tx, caseId: string, night: CivilDate): Promise<boolean> {
  const [over] = await tx.query(
    `SELECT 1 FROM missing_people x WHERE x.case_id = $1 AND x.ended_at IS NULL AND x.since_night <= $2::date
        AND NOT EXISTS (SELECT FROM nights_away a WHERE a.case_id = x.case_id AND a.why = 'missing' AND a.night > $2::date)`,
    [caseId, night],
  );
  return over !== undefined;
}

/**
 * Seen tonight: the outing of the register is over, and so is the leave; its nights to come are not away. Seen on a
 * past night: that night alone is taken out of the leave.
 */
async function isBack(tx: Tx, caseId: string, night: CivilDate): Promise<{ leaveKept: boolean }> {
  if (night < tx.tonight) return { leaveKept: await takeOutOfLeave(tx, caseId, night) };
  await tx.query(
    `UPDATE house_outings SET back_at = mawa_now(), back_noted_by = mawa_actor()
      WHERE case_id = $1 AND back_at IS NULL`,
    [caseId],
  );
  await tx.query(
    `WITH ended AS (
       UPDATE stay_leaves SET ended_at = mawa_now(), ended_by = mawa_actor()
        WHERE case_id = $1 AND ended_at IS NULL AND nights @> $2::date RETURNING nights)
     DELETE FROM nights_away a USING ended l
      WHERE a.case_id = $1 AND a.why = 'leave' AND l.nights @> a.night AND a.night > $2::date`,
    [caseId, night],
  );
  return { leaveKept: false };
}

/**
 * A leave with a night taken out is two leaves, agreed by the same colleague at the same time; the mark of the roll
 * says who corrected it. True where nights of tonight or later are left of it.
 */
async function takeOutOfLeave(tx: Tx, caseId: string, night: CivilDate): Promise<boolean> {
  const [leave] = await tx.query<{ id: string; from: CivilDate; until: CivilDate }>(
    `SELECT id, lower(nights)::text AS "from", upper(nights)::text AS until FROM stay_leaves
      WHERE case_id = $1 AND ended_at IS NULL AND nights @> $2::date FOR UPDATE`,
    [caseId, night],
  );
  if (!leave) return false;
  const [first, second] = nightsWithout(leave, night);
  if (!first) {
    await tx.query(
      'UPDATE stay_leaves SET ended_at = mawa_now(), ended_by = mawa_actor() WHERE id = $1',
      [leave.id],
    );
    return false;
  }
  await tx.query('UPDATE stay_leaves SET nights = $2::daterange WHERE id = $1', [
    leave.id,
    toDateRange(first),
  ]);
  if (second) {
    await tx.query(
      `INSERT INTO stay_leaves (booking_id, case_id, nights, by, at)
       SELECT booking_id, case_id, $2::daterange, by, at FROM stay_leaves WHERE id = $1`,
      [leave.id, toDateRange(second)],
    );
  }
  return (second ?? first).until > tx.tonight;
}

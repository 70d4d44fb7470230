import { randomBytes, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Keys } from '../../access';
import { record } from '../../audit';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { programmeTime } from '../../platform/database/programme-time';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { addDays, isCivilDate, type CivilDate } from '../../platform/shared/nights.rules';
import { formatDate } from '../../platform/web/format';
import { endOfDay } from '../../plans';
import { closureOn, lastCourtDayBefore, mustBeOpenCourt } from '../courts/courts.queries';
import { insertLegalStep, loadProceeding } from '../proceedings/legal-steps.queries';
import { translateLegalErrors } from '../legal.errors';
import {
  CORRECTED_DETAIL,
  feedCodeFrom,
  HEARING_DETAILS,
  type HearingKind,
  instantOf,
} from '../legal.rules';
import { sealedAddressOf } from '../sealed-fields.data';
import { mustBeOpen } from '../proceedings/proceedings.service';
import { PersonRecords } from '../../beneficiaries';

export interface NewHearing {
  readonly courtId: string;
  readonly day: CivilDate;
  /** `HH:MM`, by the programme's time. */
  readonly time: string;
  readonly kind: HearingKind;
  readonly personExpected?: boolean | null;
  readonly place?: string | null;
  readonly note?: string | null;
}

export interface HearingEnd {
  readonly to: 'held' | 'adjourned' | 'cancelled' | 'planned';
  readonly on?: CivilDate;
  readonly detail: string;
  readonly note?: string | null;
  /** For adjourned hearings: the next date. */
  readonly next?: { readonly day: CivilDate; readonly time: string };
}

/** What of a hearing may have been entered by mistake. */
export type HearingCorrection = Pick<NewHearing, 'courtId' | 'day' | 'time'>;

const FURTHEST_YEARS = 3;

/** Hearings: set for a day on which the court sits, and how each ended. */
@Injectable()
export class Hearings {
  constructor(
    private readonly transactions: Transactions,
    private readonly records: PersonRecords,
    private readonly keys: Keys,
    @Inject(ENV) private readonly env: Env,
  ) {}

  set(
    actor: Actor,
    caseId: string,
    proceedingId: string,
    given: NewHearing,
    requestId: string | null = null,
  ): Promise<{ id: string; code: string }> {
    return this.transactions.once(
      actor,
      {
        useCase: 'legal.hearing',
        body: this.keys.bodyDigest({ caseId, proceedingId, ...given }),
        requestId,
      },
      (tx) => this.setIn(tx, caseId, proceedingId, given),
    );
  }

  async setIn(
    tx: Tx,
    caseId: string,
    proceedingId: string,
    given: NewHearing,
  ): Promise<{ id: string; code: string }> {
    await this.records.mustWrite(tx, caseId);
    const {
      caseId: file,
      state,
      officerId,
    } = await loadProceeding(this.records, tx, caseId, proceedingId);
    mustBeOpen(state);
    const made = await this.insert(tx, { file, proceedingId, officerId, from: null }, given);
    await record(tx, { action: 'legal.set_hearing', kind: 'case', ids: [file, made.id] });
    return made;
  }

  /**
   * Another day, hour or court of a hearing that was entered by mistake, before its hour. The wrong row stays, as
   * cancelled, with its values; the right one is a hearing of its own, with the same room, note and participants.
   */
  correct(
    actor: Actor,
    caseId: string,
    proceedingId: string,
    id: string,
    given: HearingCorrection,
  ): Promise<{ id: string; code: string }> {
    return this.transactions.run(actor, async (tx) => {
      await this.records.mustWrite(tx, caseId);
      const proceeding = await loadProceeding(this.records, tx, caseId, proceedingId);
      const { caseId: file, officerId } = proceeding;
      mustBeOpen(proceeding.state);
      const hearing = await loadHearing(tx, proceedingId, id);
      if (hearing.state !== 'planned') throw new DomainError('conflict', 'legal.moved_on');
      if (hearing.startsAt <= tx.now) throw new DomainError('conflict', 'legal.hearing_is_over');
      const startsAt = await this.mustBeSet(tx, given, '');
      if (given.courtId === hearing.courtId && +startsAt === +hearing.startsAt) {
        throw new DomainError('invalid', 'legal.same_hearing', {}, 'day');
      }
      const [place, note] = await this.records.opened(tx, [
        { caseId: file, place: sealedAddressOf.hearingPlace(id), sealed: hearing.sealedPlace },
        { caseId: file, place: sealedAddressOf.hearingNote(id), sealed: hearing.sealedNote },
      ]);
      await insertLegalStep(this.records, tx, 'hearing', id, file, {
        from: 'planned',
        to: 'cancelled',
        on: tx.today,
        detail: CORRECTED_DETAIL,
      });
      const made = await this.insert(
        tx,
        { file, proceedingId, officerId, from: id },
        { ...hearing, ...given, place: place ?? null, note: note ?? null },
      );
      await record(tx, { action: 'legal.correct_hearing', kind: 'case', ids: [file, id, made.id] });
      return made;
    });
  }

  /** Held, cancelled, or adjourned to another day in the same act. */
  end(
    actor: Actor,
    caseId: string,
    proceedingId: string,
    id: string,
    given: HearingEnd,
  ): Promise<{ id: string; next: { id: string; code: string } | null }> {
    return this.transactions.run(actor, async (tx) => {
      await this.records.mustWrite(tx, caseId);
      const proceeding = await loadProceeding(this.records, tx, caseId, proceedingId);
      const { caseId: file, officerId } = proceeding;
      const hearing = await loadHearing(tx, proceedingId, id);
      const { to, detail, note } = given;
      if (to === 'planned') mustBeOpen(proceeding.state);
      if (!HEARING_DETAILS[to]?.includes(detail)) {
        throw new DomainError('invalid', 'common.not_choice', { field: 'detail' }, 'detail');
      }
      if (to === 'held' && hearing.startsAt > tx.now) {
        throw new DomainError('invalid', 'legal.not_held_yet', {}, 'to');
      }
      if (to === 'adjourned' && !given.next) {
        throw new DomainError('invalid', 'legal.adjourned_to_when', {}, 'next.day');
      }
      const on = given.on ?? (hearing.day < tx.today ? hearing.day : tx.today);
      await insertLegalStep(this.records, tx, 'hearing', id, file, {
        from: hearing.state,
        to,
        on,
        detail,
        note,
      });
      if (to === 'planned') await this.remind(tx, file, id, hearing, officerId);
      const next = given.next && to === 'adjourned' ? { ...hearing, ...given.next } : null;
      const made = next
        ? await this.insert(tx, { file, proceedingId, officerId, from: id }, next, 'next.')
        : null;
      await record(tx, {
        action: 'legal.end_hearing',
        kind: 'case',
        ids: [file, id, ...(made ? [made.id] : [])],
        fields: [to, detail],
      });
      return { id, next: made };
    });
  }

  private async insert(
    tx: Tx,
    of: { file: string; proceedingId: string; officerId: string; from: string | null },
    given: NewHearing,
    prefix = '',
  ): Promise<{ id: string; code: string }> {
    const startsAt = await this.mustBeSet(tx, given, prefix);
    const id = randomUUID();
    const code = feedCodeFrom(randomBytes(8));
    await translateLegalErrors(
      tx.query(
        `INSERT INTO hearings (id, proceeding_id, case_id, court_id, starts_at, kind, person_expected, adjourned_from, place, note, code)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          id,
          of.proceedingId,
          of.file,
          given.courtId,
          startsAt,
          given.kind,
          given.personExpected ?? null,
          of.from,
          await this.records.sealed(tx, of.file, sealedAddressOf.hearingPlace(id), given.place),
          await this.records.sealed(tx, of.file, sealedAddressOf.hearingNote(id), given.note),
          code,
        ],
      ),
    );
    await insertLegalStep(this.records, tx, 'hearing', id, of.file, {
      from: 'new',
      to: 'planned',
      on: tx.today,
    });
    await this.remind(tx, of.file, id, { ...given, startsAt }, of.officerId);
    return { id, code };
  }

  /** A day on which this court sits, not behind us and not in the far future. */
  private async mustBeSet(
    tx: Tx,
    { courtId, day, time }: HearingCorrection,
    prefix: string,
  ): Promise<Date> {
    const refuse = (code: string, field: string, params = {}) =>
      new DomainError('invalid', code, params, prefix + field);
    if (!isCivilDate(day)) throw refuse('common.not_date', 'day');
    if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) throw refuse('legal.not_a_time', 'time');
    if (day < addDays(tx.today, -366)) throw refuse('legal.too_long_ago', 'day');
    if (day > addDays(tx.today, FURTHEST_YEARS * 366)) throw refuse('legal.too_far_ahead', 'day');
    await mustBeOpenCourt(tx, courtId);
    const closed = await closureOn(tx, courtId, day);
    if (closed === 'weekend') throw refuse('legal.court_weekend', 'day');
    if (closed) {
      const { language } = tx.actor;
      const params = { day: formatDate(day, language), why: closed[language] };
      throw refuse('legal.court_closed', 'day', params);
    }
    return instantOf(day, time, programmeTime(this.env));
  }

  /**
   * Opens a task for the colleague who follows the hearing, due at the end of the last court day before it, or by the
   * hearing itself if that day has passed; none for past hearings.
   */
  private async remind(
    tx: Tx,
    file: string,
    id: string,
    { courtId, day, startsAt }: Pick<ExistingHearing, 'courtId' | 'day' | 'startsAt'>,
    officerId: string,
  ): Promise<void> {
    if (startsAt <= tx.now) return;
    const before = await lastCourtDayBefore(tx, courtId, day);
    const due = before < tx.today ? startsAt : endOfDay(before, programmeTime(this.env));
    await tx.query(`SELECT set_task('hearing', $1, $2, $3, $4)`, [file, id, officerId, due]);
  }
}

interface ExistingHearing extends NewHearing {
  readonly state: string;
  readonly startsAt: Date;
  readonly sealedPlace: Buffer | null;
  readonly sealedNote: Buffer | null;
}

/** Data copied to the next date of an adjourned hearing: court, kind and participants; room and note are not. */
async function loadHearing(tx: Tx, proceedingId: string, id: string): Promise<ExistingHearing> {
  const [row] = await tx.query<ExistingHearing>(
    `SELECT state, starts_at AS "startsAt", day::text AS day, court_id AS "courtId", kind, person_expected AS "personExpected", '' AS time,
            place AS "sealedPlace", note AS "sealedNote"
       FROM hearings WHERE id = $1 AND proceeding_id = $2`,
    [id, proceedingId],
  );
  if (!row) throw notFound();
  return row;
}

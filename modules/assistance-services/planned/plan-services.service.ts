import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keys, open, seal } from '../../access';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { serviceTypes } from '../catalogue.queries';
import { isBetween, mustExist, registrationOf } from '../service-checks.queries';
import { badQuantity, unknownType } from '../services.errors';
import { translateAppointmentErrors } from './appointment.errors';
import { checkDay, MAX_IN_SERIES, type Repeat, seriesDays } from './appointment.rules';
import { LocalTime } from './local-time.service';

export interface NewAppointment {
  readonly caseId: string;
  readonly typeCode: string;
  readonly dueOn: CivilDate;
  /** "14:30". */
  readonly dueAt?: string;
  readonly quantity?: string;
  readonly providerId?: string;
  /** Sealed under the person's own key. */
  readonly note?: string;
  readonly repeat?: Repeat;
}

export interface PlannedAppointments {
  readonly ids: string[];
  readonly seriesId: string | null;
}

export const appointmentNote = (id: string) => ({
  table: 'service_appointments',
  column: 'note',
  row: id,
});

/** Plans services: one appointment, or a series at equal intervals. */
@Injectable()
export class PlanServices {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: LocalTime,
    private readonly keys: Keys,
  ) {}

  plan(
    actor: Actor,
    asked: NewAppointment,
    requestId: string | null = null,
  ): Promise<PlannedAppointments> {
    return this.transactions.once(
      actor,
      { useCase: 'services.plan', body: asked, requestId },
      (tx) => this.planIn(tx, asked),
    );
  }

  /** `replaces`: the missed appointment that this one replaces; `field`: form field of the day. */
  async planIn(
    tx: Tx,
    asked: NewAppointment,
    { replaces = null, field = 'dueOn' }: { replaces?: string | null; field?: string } = {},
  ): Promise<PlannedAppointments> {
    const { dueOn, dueAt, repeat } = asked;
    await this.checkIn(tx, asked, field);
    const days = repeat ? seriesDays(dueOn, checkedRepeat(repeat)) : [dueOn];
    if (repeat) checkDay(days.at(-1)!, dueAt, this.clock.of(tx), 'repeat.times');
    return this.writeIn(tx, asked, days, replaces);
  }

  /** Plans the same service on each of these days, in series of the maximum length. */
  async planOnDaysIn(
    tx: Tx,
    asked: Omit<NewAppointment, 'dueOn' | 'repeat'>,
    days: readonly CivilDate[],
  ): Promise<readonly string[]> {
    const ids: string[] = [];
    for (let at = 0; at < days.length; at += MAX_IN_SERIES) {
      const some = days.slice(at, at + MAX_IN_SERIES);
      const [dueOn] = some;
      await this.checkIn(tx, { ...asked, dueOn: dueOn! }, 'from');
      checkDay(some.at(-1)!, asked.dueAt, this.clock.of(tx), 'from');
      ids.push(...(await this.writeIn(tx, { ...asked, dueOn: dueOn! }, some, null)).ids);
    }
    return ids;
  }

  private async checkIn(
    tx: Tx,
    { caseId, typeCode, dueOn, dueAt, quantity = '1', providerId }: NewAppointment,
    field: string,
  ): Promise<void> {
    checkDay(dueOn, dueAt, this.clock.of(tx), field);
    if (!isBetween(quantity, 0, 10_000)) throw badQuantity();
    await registrationOf(tx, caseId);
    const type = (await serviceTypes(tx)).find(({ code }) => code === typeCode);
    if (!type?.active) throw unknownType();
    if (providerId) await mustExist(tx, providerId);
  }

  private async writeIn(
    tx: Tx,
    asked: NewAppointment,
    days: readonly CivilDate[],
    replaces: string | null,
  ): Promise<PlannedAppointments> {
    const { caseId, typeCode, dueAt, quantity = '1', providerId } = asked;
    const seriesId = days.length > 1 ? randomUUID() : null;
    const rows = days.map((day, at) => ({ id: randomUUID(), day, place: seriesId && at + 1 }));
    const key = asked.note?.trim() ? await this.keys.caseKey(tx, caseId) : null;
    if (asked.note?.trim() && !key) throw notFound();
    await translateAppointmentErrors(() =>
      tx.query(
        `INSERT INTO service_appointments (id, case_id, type_code, due_on, due_at, quantity, provider_id, series_id,
           series_place, note_sealed, planned_by, replaces)
         SELECT r.id, $1, $2, r.day, $3::time, $4, $5, $6, r.place, r.note, $7, $12
           FROM unnest($8::uuid[], $9::date[], $10::smallint[], $11::bytea[]) AS r (id, day, place, note)`,
        [
          caseId,
          typeCode,
          dueAt ?? null,
          quantity,
          providerId ?? null,
          seriesId,
          tx.actor.userId,
          rows.map(({ id }) => id),
          rows.map(({ day }) => day),
          rows.map(({ place }) => place),
          rows.map(({ id }) => key && seal(key, appointmentNote(id), asked.note!.trim())),
          replaces,
        ],
      ),
    );
    const ids = rows.map(({ id }) => id);
    await record(tx, {
      action: 'services.plan',
      kind: 'service_appointment',
      ids: [...ids, caseId],
    });
    return { ids, seriesId };
  }

  /** Note of an appointment, for the one that replaces it; internal only. */
  async noteIn(tx: Tx, id: string): Promise<string | null> {
    const [row] = await tx.query<{ caseId: string; sealed: Buffer | null }>(
      'SELECT case_id AS "caseId", note_sealed AS sealed FROM service_appointments WHERE id = $1',
      [id],
    );
    const key = row?.sealed ? await this.keys.caseKey(tx, row.caseId) : null;
    return row?.sealed && key ? open(key, appointmentNote(id), row.sealed).toString('utf8') : null;
  }

  /** Cancels the appointments of a series from a day on. Returns how many. */
  endSeries(
    actor: Actor,
    seriesId: string,
    from: CivilDate | null = null,
    requestId: string | null = null,
  ): Promise<{ ended: number }> {
    return this.transactions.once(
      actor,
      { useCase: 'services.end_series', body: { seriesId, from }, requestId },
      (tx) => this.endSeriesIn(tx, seriesId, from),
    );
  }

  private async endSeriesIn(tx: Tx, seriesId: string, from: CivilDate | null) {
    const [known] = await tx.query('SELECT 1 FROM service_appointments WHERE series_id = $1', [
      seriesId,
    ]);
    if (!known) throw notFound();
    const ended = await tx.query<{ id: string }>(
      `UPDATE service_appointments SET state = 'cancelled', reason = 'series_ended', answered_by = $2, answered_at = mawa_now()
        WHERE id IN (SELECT id FROM service_appointments
           WHERE series_id = $1 AND state = 'planned' AND due_on >= $3 ORDER BY id FOR UPDATE)
        RETURNING id`,
      [seriesId, tx.actor.userId, from ?? tx.today],
    );
    const ids = ended.map(({ id }) => id);
    if (ids.length > 0) {
      await record(tx, { action: 'services.end_series', kind: 'service_appointment', ids });
    }
    return { ended: ids.length };
  }
}

function checkedRepeat(repeat: Repeat): Repeat {
  const whole = (value: number, low: number, high: number) =>
    Number.isInteger(value) && value >= low && value <= high;
  const { times, everyDays } = repeat;
  if (!whole(times, 1, MAX_IN_SERIES)) {
    throw new DomainError('invalid', 'appointments.bad_times', {}, 'repeat.times');
  }
  if (!whole(everyDays, 1, 366)) {
    throw new DomainError('invalid', 'appointments.bad_days', {}, 'repeat.everyDays');
  }
  return repeat;
}

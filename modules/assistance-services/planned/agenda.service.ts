import { Injectable } from '@nestjs/common';
import { record, recordReading } from '../../audit';
import { type Labels, Lists, publicHolidaysIn, type WordsOf } from '../../reference-lists';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import {
  answeredToday,
  appointmentOf,
  type AppointmentChange,
  type AppointmentFilter,
  type AppointmentRow,
  changesOf,
  waitingUntil,
} from './appointment.queries';
import { urgencyOf } from './appointment.rules';
import { PlanServices } from './plan-services.service';
import { LocalTime } from './local-time.service';

export interface AgendaDay {
  readonly day: CivilDate;
  /** The name of a public holiday. */
  readonly holiday: Labels | null;
  readonly rows: readonly AppointmentRow[];
}

export interface Agenda {
  readonly today: CivilDate;
  readonly until: CivilDate;
  /** Past appointments without an outcome, longest waiting first. */
  readonly late: readonly AppointmentRow[];
  readonly dueToday: readonly AppointmentRow[];
  readonly holidayToday: Labels | null;
  readonly coming: readonly AgendaDay[];
  readonly answered: readonly AppointmentRow[];
  /** Total up to that day, including those not shown. */
  readonly total: number;
}

const DAYS = 14;

/** Agenda of planned services: future, today, and past without an outcome. */
@Injectable()
export class ServiceAgenda {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: LocalTime,
    private readonly lists: Lists,
    private readonly planning: PlanServices,
  ) {}

  of(actor: Actor, filter: AppointmentFilter & { days?: number } = {}): Promise<Agenda> {
    return this.transactions.run(actor, (tx) => this.ofIn(tx, filter));
  }

  async ofIn(
    tx: Tx,
    { days = DAYS, ...filter }: AppointmentFilter & { days?: number },
  ): Promise<Agenda> {
    const until = addDays(tx.today, days);
    const moment = this.clock.of(tx);
    const { rows, total } = await waitingUntil(tx, until, filter);
    const answered = await answeredToday(tx, filter);
    const holidays = await publicHolidaysIn(tx, tx.today, until);
    await recordReading(
      tx,
      'services.list_planned',
      [...rows, ...answered].map(({ caseId }) => caseId),
    );
    const pick = (urgency: string) => rows.filter((row) => urgencyOf(row, moment) === urgency);
    const coming = pick('coming');
    const byDay = [...new Set(coming.map(({ dueOn }) => dueOn))].map((day) => ({
      day,
      holiday: holidays.get(day) ?? null,
      rows: coming.filter(({ dueOn }) => dueOn === day),
    }));
    return {
      today: tx.today,
      until,
      late: pick('late'),
      dueToday: pick('today'),
      holidayToday: holidays.get(tx.today) ?? null,
      coming: byDay,
      answered,
      total,
    };
  }

  one(
    actor: Actor,
    id: string,
  ): Promise<{ appointment: AppointmentRow; changes: AppointmentChange[]; words: WordsOf }> {
    return this.transactions.run(actor, async (tx) => {
      const appointment = await appointmentOf(tx, id);
      if (!appointment) throw notFound();
      await recordReading(tx, 'services.read_planned', [appointment.caseId]);
      return {
        appointment,
        changes: await changesOf(tx, id),
        words: await this.reasonWords(tx, [appointment]),
      };
    });
  }

  /** The words of why something was missed, in the version that they were chosen from. */
  reasonWords(tx: Tx, rows: readonly AppointmentRow[]): Promise<WordsOf> {
    const missed = rows.filter(({ state }) => state === 'missed');
    return this.lists.words(
      tx,
      missed.map(({ reason, reasonVersion }) => ({
        list: 'missed_service_reasons',
        version: reasonVersion!,
        code: reason!,
      })),
    );
  }

  /** A deliberate "show": the reading is recorded. */
  note(actor: Actor, id: string): Promise<{ note: string }> {
    return this.transactions.run(actor, async (tx) => {
      const appointment = await appointmentOf(tx, id);
      const note = appointment && (await this.planning.noteIn(tx, id));
      if (!note) throw notFound();
      await record(tx, {
        action: 'services.read_note',
        kind: 'service_appointment',
        ids: [id, appointment.caseId],
        fields: ['note'],
      });
      return { note };
    });
  }
}

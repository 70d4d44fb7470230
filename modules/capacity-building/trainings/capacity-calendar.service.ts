import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/shared/actor';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { CapacityActions } from '../capacity-actions.service';
import { trainingsIn, type TrainingRow } from './trainings.queries';
import { monthAfter } from '../../platform/shared/periods.rules';

export interface CapacityMonths {
  readonly from: CivilDate;
  /** The last day, counted. */
  readonly until: CivilDate;
  readonly today: CivilDate;
  readonly trainings: readonly TrainingRow[];
}

const MONTHS = 6;

/** The trainings of six months: from the one asked for, else from four months back, so that what was held is seen. */
@Injectable()
export class CapacityCalendar {
  constructor(private readonly acts: CapacityActions) {}

  of(actor: Actor, month: string | null): Promise<CapacityMonths> {
    return this.acts.run(actor, async (tx) => {
      const first = month ?? monthAfter(tx.today.slice(0, 7), -4);
      const from = `${first}-01`;
      const until = addDays(`${monthAfter(first, MONTHS)}-01`, -1);
      return { from, until, today: tx.today, trainings: await trainingsIn(tx, { from, until }) };
    });
  }
}

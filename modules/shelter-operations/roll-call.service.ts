import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { loadBooking, lockStays, NightCorrections } from '../shelter-beds';
import { nightRulesOn, type NightRules } from '../shelter-inventory';
import type { RollCallDto } from './house.dto';
import { NightPresences } from './night-presence.service';
import { ResidentNames } from './resident-names.service';
import { groupResidents } from './resident-groups.rules';
import { houseOf, residentsOf, type House, type ResidentRow } from './residents.queries';
import { isCallableNight, isOfTheRest, type Presence, type Tally } from './roll.rules';

export interface Resident extends ResidentRow {
  readonly name: string | null;
  readonly presence: Presence | null;
}
export interface Roll {
  readonly house: House;
  /** How its night goes. */
  readonly rules: NightRules | null;
  readonly night: CivilDate;
  readonly tonight: CivilDate;
  readonly tally: Tally;
  readonly people: readonly Resident[];
  readonly expected: readonly Resident[];
  /** Number of beds of people whom the reader may not see. */
  readonly others: number;
}

export interface RollCallResult {
  readonly night: CivilDate;
  readonly called: number;
  /** Ids of the reports that somebody is missing. */
  readonly missing: readonly string[];
  /** Authorised absences that go on after "here" was noted for one of their past nights. */
  readonly leavesKept: number;
}

/** The roll of a house: everybody of the night on one screen, one press each. */
@Injectable()
export class RollCall {
  constructor(
    private readonly transactions: Transactions,
    private readonly corrections: NightCorrections,
    private readonly presence: NightPresences,
    private readonly names: ResidentNames,
  ) {}

  of(actor: Actor, shelterId: string, night?: CivilDate): Promise<Roll> {
    return this.transactions.runWithKeptPlans(actor, (tx) => this.ofIn(tx, shelterId, night));
  }

  async ofIn(tx: Tx, shelterId: string, night: CivilDate = tx.tonight): Promise<Roll> {
    if (!isCallableNight(night, tx.tonight)) {
      await houseOf(tx, shelterId);
      throw new DomainError('invalid', 'house.not_a_night_to_call', { night }, 'night');
    }
    const [house, rows, rules] = await Promise.all([
      houseOf(tx, shelterId),
      residentsOf(tx, shelterId, night),
      nightRulesOn(tx, night),
    ]);
    const names = await this.names.of(
      tx,
      rows.map(({ caseId }) => caseId),
    );
    const { people, expected, others, tally } = groupResidents(
      rows.map((row) => ({ ...row, name: (row.caseId && names.get(row.caseId)) || null })),
    );
    return {
      house,
      rules: rules.get(shelterId) ?? null,
      night,
      tonight: tx.tonight,
      tally,
      people,
      expected,
      others,
    };
  }

  /**
   * Records presence of one or more people; `rest` marks all others without an entry as present, except those out by
   * the register or due back from a leave.
   */
  call(actor: Actor, shelterId: string, body: RollCallDto, repeatId: string | null = null) {
    return this.transactions.once(
      actor,
      { useCase: 'house.call', body: { shelterId, ...body }, requestId: repeatId },
      (tx) => this.callIn(tx, shelterId, body),
    );
  }

  private async callIn(
    tx: Tx,
    shelterId: string,
    { night = tx.tonight, calls, rest }: RollCallDto,
  ): Promise<RollCallResult> {
    await houseOf(tx, shelterId);
    await this.corrections.shareClosingLock(tx);
    const said = [...(calls ?? [])];
    const called = said.map(({ bookingId }) => bookingId);
    const residents = rest ? await residentsOf(tx, shelterId, night) : [];
    const locked = new Set([...called, ...residents.map(({ bookingId }) => bookingId)]);
    await lockStays(tx, [...locked]);
    if (rest) {
      // Read under the locks: a colleague may have called somebody missing a moment ago.
      const { people } = await this.ofIn(tx, shelterId, night);
      for (const one of people) {
        const { bookingId } = one;
        if (isOfTheRest(one) && locked.has(bookingId) && !called.includes(bookingId))
          said.push({ bookingId, presence: 'here' });
      }
    }
    const missing: string[] = [];
    let leavesKept = 0;
    for (const { bookingId, presence } of said) {
      const stay = await loadBooking(tx, bookingId);
      if (stay.shelterId !== shelterId) throw new DomainError('not_found', 'common.not_found');
      const { missingId, leaveKept } = await this.presence.record(tx, stay, night, presence);
      if (missingId) missing.push(missingId);
      if (leaveKept) leavesKept += 1;
    }
    const ids = said.map(({ bookingId }) => bookingId);
    await record(tx, { action: 'house.call', kind: 'booking', ids, fields: [night] });
    return { night, called: said.length, missing, leavesKept };
  }
}

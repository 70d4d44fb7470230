import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';

/** Nights that will be charged, not yet charged, by shelter: how many people sleep there. */
export interface BookedNights {
  readonly shelterId: string;
  readonly night: CivilDate;
  readonly people: number;
}

export interface NightWindow {
  /** The first night, and the first after the last. */
  readonly from: CivilDate;
  readonly until: CivilDate;
  /** How many nights of a stay without a planned exit are counted from tonight on. */
  readonly openStayNights: number;
}

export type BookedNightsSource = (tx: Tx, ahead: NightWindow) => Promise<BookedNights[]>;

/** A port: modules whose bookings become costs say how many are booked, and never of whom. */
@Injectable()
export class BookedAhead {
  private readonly sources: BookedNightsSource[] = [];

  add(source: BookedNightsSource): void {
    this.sources.push(source);
  }

  async nights(tx: Tx, ahead: NightWindow): Promise<BookedNights[]> {
    const all: BookedNights[] = [];
    for (const source of this.sources) all.push(...(await source(tx, ahead)));
    return all;
  }
}

import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/shared/actor';

/** Charges what is still to be charged, each in a transaction of its own; answers how many it did. */
export type ChargeSource = (actor: Actor) => Promise<number>;

/**
 * A port: a fact whose rate was not known when it happened waits for one. Modules that record facts
 * add how theirs are charged, and a new rate charges them all.
 */
@Injectable()
export class WaitingCharges {
  private readonly sources: ChargeSource[] = [];

  add(source: ChargeSource): void {
    this.sources.push(source);
  }

  async chargeAll(actor: Actor): Promise<number> {
    let charged = 0;
    for (const source of this.sources) charged += await source(actor);
    return charged;
  }
}

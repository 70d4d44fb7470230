import { Injectable } from '@nestjs/common';
import { type HiddenContact, hiddenIn, type HiddenKind } from './hidden-words.rules';
import { HouseList, type Outgoing } from './house-list';
import { Tries } from './tries';
import type { Actor } from '../../src/shared/actor';

export const NO_CONTACT: HiddenContact = { phones: [], words: [] };

/** Whether a text that leaves the house tells where somebody is hidden, or how she is reached. */
@Injectable()
export class HiddenPlaces {
  constructor(
    private readonly houses: HouseList,
    private readonly tries: Tries,
  ) {}

  /**
   * Compares in transactions of its own: call it outside one. After five texts of a day that told of a
   * house the writer is refused until tomorrow.
   */
  async toldIn(
    writer: Actor,
    outgoing: Outgoing,
    texts: readonly string[],
    contact = NO_CONTACT,
  ): Promise<HiddenKind | null> {
    await this.tries.trying(writer);
    const told = hiddenIn(texts, await this.houses.for(outgoing), contact);
    if (told !== 'place') await this.tries.toldNothing(writer);
    return told;
  }
}

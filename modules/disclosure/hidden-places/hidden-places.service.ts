import { Injectable } from '@nestjs/common';
import { type HiddenContact, findHiddenWords, type HiddenKind } from './hidden-words.rules';
import { HiddenPlaceSources, type OutgoingDocument } from './hidden-place-sources.service';
import { AttemptLimiter } from './attempt-limiter.service';
import type { Actor } from '../../platform/shared/actor';

export const NO_CONTACT: HiddenContact = { phones: [], words: [] };

/** Whether an outgoing text discloses where somebody is sheltered, or how she is reached. */
@Injectable()
export class HiddenPlaces {
  constructor(
    private readonly houses: HiddenPlaceSources,
    private readonly attempts: AttemptLimiter,
  ) {}

  /**
   * Compares in transactions of its own: call it outside one. After five texts of a day that disclosed a
   * house the writer is refused until tomorrow.
   */
  async findDisclosure(
    writer: Actor,
    outgoing: OutgoingDocument,
    texts: readonly string[],
    contact = NO_CONTACT,
  ): Promise<HiddenKind | null> {
    await this.attempts.countAttempt(writer);
    const found = findHiddenWords(texts, await this.houses.for(outgoing), contact);
    if (found !== 'place') await this.attempts.refundAttempt(writer);
    return found;
  }
}

import { Injectable } from '@nestjs/common';
import { People } from '../beneficiaries';
import type { Tx } from '../platform/database/transactions';
import { DomainError } from '../platform/shared/domain.errors';
import type { State } from './track-states.rules';
import type { TrackHead } from './track-access.queries';

const MAJORITY = 18;
const DECISION_DEPENDENT_STATES: readonly State[] = ['preparing', 'travelling', 'reintegrating'];

/** Whether a person decides for herself: by the exact date where it is known, else by the range it leaves. */
@Injectable()
export class ReturnDeciders {
  constructor(private readonly people: People) {}

  /** An age that is not known counts as a child's. */
  async isAsChild(tx: Tx, caseId: string): Promise<boolean> {
    const [fact] = await this.people.placementFacts(tx, [caseId], tx.today);
    return fact!.ageLow === null || fact!.ageLow < MAJORITY;
  }

  /** Requires a new decision if the person came of age since a guardian decided, or was found to be a child. */
  async mustStillDecide(tx: Tx, caseId: string, track: TrackHead, to: State): Promise<void> {
    if (
      !DECISION_DEPENDENT_STATES.includes(to) ||
      track.state === 'travelling' ||
      track.state === 'arrived'
    )
      return;
    const [decision] = await tx.query<{ asChild: boolean }>(
      'SELECT as_child AS "asChild" FROM return_decisions WHERE track_id = $1 ORDER BY place DESC LIMIT 1',
      [track.id],
    );
    if (!decision) return; // the gate says that nobody decided
    if (decision.asChild !== (await this.isAsChild(tx, caseId))) {
      throw new DomainError('conflict', 'returns.decides_anew', {}, 'to');
    }
  }
}

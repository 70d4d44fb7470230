import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Lists } from '../../reference-lists';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../../platform/shared/nights.rules';
import { type OfferRow, offersIn } from './employers.queries';
import { Employers } from './employers.service';
import { translateWorkErrors } from '../work.errors';
import type { WagePeriod } from '../floors/wage-floor.rules';

export interface NewOffer {
  /** As the employer says it; nothing of the programme. */
  readonly title: string;
  /** Code of the list occupation_groups: major groups of ISCO-08. */
  readonly occupation: string;
  readonly places: number;
  readonly hoursAWeek: string;
  readonly wage: string;
  readonly wagePeriod: WagePeriod;
  readonly from: CivilDate;
  readonly until: CivilDate;
}

/** What employers offer; each place of an offer is held by one person. */
@Injectable()
export class Offers {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: Lists,
    private readonly employers: Employers,
  ) {}

  /** Those that hold today or later. */
  open(actor: Actor): Promise<OfferRow[]> {
    return this.transactions.run(actor, (tx) => offersIn(tx, { from: tx.today }));
  }

  add(
    actor: Actor,
    employerId: string,
    given: NewOffer,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const once = { useCase: 'work.add_offer', body: { employerId, ...given }, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      await this.employers.headIn(tx, employerId);
      const version = await this.lists.chosenFrom(
        tx,
        'occupation_groups',
        given.occupation,
        'occupation',
      );
      for (const day of ['from', 'until'] as const) {
        if (!isCivilDate(given[day])) throw new DomainError('invalid', 'common.not_date', {}, day);
      }
      const id = randomUUID();
      await translateWorkErrors(
        tx.query(
          `INSERT INTO work_offers (id, employer_id, title, occupation, occupation_version, places, hours_a_week, wage, wage_period, from_day, until_day)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
          [
            id,
            employerId,
            given.title.trim(),
            given.occupation,
            version,
            given.places,
            given.hoursAWeek,
            given.wage,
            given.wagePeriod,
            given.from,
            given.until,
          ],
        ),
      );
      await record(tx, { action: 'work.add_offer', kind: 'work_offer', ids: [id, employerId] });
      return { id };
    });
  }
}

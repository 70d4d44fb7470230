import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Lists } from '../../reference-lists';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../../platform/shared/nights.rules';
import { type OfferRow, offersIn } from './employers.queries';
import { Employers } from './employers.service';
import { translateWorkErrors } from '../work.errors';
import type { WagePeriod } from '../floors/wage-floor.rules';

export interface NewOffer {
  /** Title as the employer uses it, without a hint at the programme. */
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

export interface ChangedOffer extends NewOffer {
  /** As it was read. */
  readonly revision: number;
}

/** Job offers of employers; each place is held by one person at most. */
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
      const id = randomUUID();
      await translateWorkErrors(
        tx.query(
          `INSERT INTO work_offers (id, title, occupation, occupation_version, places, hours_a_week, wage, wage_period, from_day, until_day, employer_id)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
          [...(await this.columnsOf(tx, id, given, null)), employerId],
        ),
      );
      await record(tx, { action: 'work.add_offer', kind: 'work_offer', ids: [id, employerId] });
      return { id };
    });
  }
  /** Places that are held stay; what was agreed in a placement does not change. Refused where somebody else saved since `revision`. */
  change(actor: Actor, id: string, given: ChangedOffer): Promise<{ employerId: string }> {
    return this.transactions.run(actor, async (tx) => {
      const before = await this.oneIn(tx, id);
      const changed = await translateWorkErrors(
        tx.query(
          `UPDATE work_offers SET title = $2, occupation = $3, occupation_version = $4, places = $5, hours_a_week = $6, wage = $7,
                  wage_period = $8, from_day = $9, until_day = $10, revision = revision + 1
            WHERE id = $1 AND revision = $11 RETURNING id`,
          [...(await this.columnsOf(tx, id, given, before)), given.revision],
        ),
      );
      if (changed.length === 0) throw new DomainError('conflict', 'work.saved_by_another');
      const ids = [id, before.employerId];
      await record(tx, { action: 'work.change_offer', kind: 'work_offer', ids });
      return { employerId: before.employerId };
    });
  }

  async oneIn(tx: Tx, id: string): Promise<OfferRow> {
    const [offer] = await offersIn(tx, { ids: [id] });
    if (!offer) throw notFound();
    return offer;
  }

  /** Columns for INSERT and UPDATE; an occupation that the offer already has may have left the list. */
  private async columnsOf(tx: Tx, id: string, given: NewOffer, before: OfferRow | null) {
    const { occupation } = given;
    const version =
      before?.occupation === occupation
        ? before.occupationVersion
        : await this.lists.chosenFrom(tx, 'occupation_groups', occupation, 'occupation');
    for (const day of ['from', 'until'] as const) {
      if (!isCivilDate(given[day])) throw new DomainError('invalid', 'common.not_date', {}, day);
    }
    return [
      id,
      given.title.trim(),
      occupation,
      version,
      given.places,
      given.hoursAWeek,
      given.wage,
      given.wagePeriod,
      given.from,
      given.until,
    ];
  }
}

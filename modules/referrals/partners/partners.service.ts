import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { type Organisation, Organisations } from '../../organisations';
import { Lists } from '../../reference-lists';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import {
  type CapacityReportChannel,
  capacityHistory,
  currentCapacity,
  type ServiceCapacityRow,
} from './partners.queries';
import { pastPlacesOf, type PastPlacesRow } from './past-places.queries';

export interface CapacityReport {
  /** Code of the list referral_services. */
  readonly service: string;
  /** 0 is full; null where people are taken and nobody counts. */
  readonly places: number | null;
  readonly waitingDays: number | null;
  readonly how: CapacityReportChannel;
}

export interface PartnerWithPlaces extends Organisation {
  readonly now: readonly ServiceCapacityRow[];
}

/** How many places a partner has for what: rows with their day, the last one counts. */
@Injectable()
export class Partners {
  constructor(
    private readonly transactions: Transactions,
    private readonly organisations: Organisations,
    private readonly lists: Lists,
  ) {}

  list(actor: Actor): Promise<PartnerWithPlaces[]> {
    return this.transactions.run(actor, async (tx) => {
      const places = await currentCapacity(tx, null);
      return (await this.organisations.listIn(tx))
        .map((one) => ({
          ...one,
          now: places.filter(({ organisationId }) => organisationId === one.id),
        }))
        .filter(({ kind, active, now }) => active && (kind === 'partner' || now.length > 0));
    });
  }

  one(
    actor: Actor,
    id: string,
  ): Promise<
    PartnerWithPlaces & {
      readonly before: ServiceCapacityRow[];
      /** Past places imported from a file. */
      readonly broughtIn: PastPlacesRow[];
    }
  > {
    return this.transactions.run(actor, async (tx) => {
      const organisation = await this.organisations.oneIn(tx, id);
      const [now, before] = [await currentCapacity(tx, id), await capacityHistory(tx, id)];
      return { ...organisation, now, before, broughtIn: await pastPlacesOf(tx, id) };
    });
  }

  /** Capacity of the actor's own organisation. */
  own(actor: Actor): Promise<ServiceCapacityRow[]> {
    return this.transactions.run(actor, (tx) => currentCapacity(tx, ownOrganisation(actor)));
  }

  noteOwn(actor: Actor, noted: Omit<CapacityReport, 'how'>, requestId: string | null = null) {
    return this.note(actor, ownOrganisation(actor), { ...noted, how: 'account' }, requestId);
  }

  note(
    actor: Actor,
    id: string,
    noted: CapacityReport,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'partners.note_places', body: { id, ...noted }, requestId },
      (tx) => this.noteIn(tx, id, noted),
    );
  }

  async noteIn(
    tx: Tx,
    organisationId: string,
    { service, places, waitingDays, how }: CapacityReport,
  ): Promise<{ id: string }> {
    await this.organisations.oneIn(tx, organisationId);
    const version = await this.lists.chosenFrom(tx, 'referral_services', service, 'service');
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO partner_places (organisation_id, service, list_version, places, waiting_days, how)
       VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
      [organisationId, service, version, places, waitingDays, how],
    );
    await record(tx, {
      action: 'partners.note_places',
      kind: 'organisation',
      ids: [organisationId],
      fields: [service],
    });
    return row!;
  }
}

function ownOrganisation({ organisationId, roles }: Actor): string {
  if (organisationId === null || !roles.includes('partner_viewer')) throw notFound();
  return organisationId;
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { may } from '../../access';
import { recordReading } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { type ApartRow, apartOf } from '../access/keep-apart.service';
import { CaseTabs } from '../case-tabs.service';
import { CaseTimeline } from '../case-timeline.service';
import { partsWrittenBy } from '../people.queries';
import { People } from '../people.service';
import { allowedParts } from '../show-identity.service';
import { coupleAlertOf } from './couple-alert.queries';
import { familiesOf, linksAmong, linksOf, type LinkRow, type Member } from './link.queries';
import type { LinkKind } from './link.rules';
import { NetworkLinks, type NetworksOfPerson } from './network-links.service';
import { familyTimelineEntries, linkTimelineEntries } from './link-timeline.queries';

export interface LinksOfPerson {
  readonly caseNumber: string;
  readonly families: readonly { readonly id: string; readonly members: readonly Member[] }[];
  readonly links: readonly LinkRow[];
  /** Between all of these people: for the picture. */
  readonly among: readonly {
    readonly kind: LinkKind;
    readonly from: string;
    readonly to: string;
  }[];
  readonly coupleAlert: 'child' | 'perhaps' | null;
  /** People kept apart from this person; null for readers without the part `story`. */
  readonly keptApart: readonly ApartRow[] | null;
  /** Null for those who keep no networks, or do not read the story. */
  readonly networks: NetworksOfPerson | null;
  readonly mayChange: boolean;
}

/** All links of a person to people whom the actor may see. */
@Injectable()
export class ReadLinks implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly networks: NetworkLinks,
    private readonly tabs: CaseTabs,
    private readonly timeline: CaseTimeline,
  ) {}

  onModuleInit(): void {
    this.timeline.add(linkTimelineEntries);
    this.timeline.add(familyTimelineEntries);
    this.tabs.add({
      key: 'links',
      label: 'links:tab',
      icon: 'users-group',
      permission: 'links:read',
      part: 'facts',
      order: 12,
    });
  }

  of(actor: Actor, caseId: string): Promise<LinksOfPerson> {
    return this.transactions.run(actor, (tx) => this.ofIn(tx, caseId));
  }

  private async ofIn(tx: Tx, caseId: string): Promise<LinksOfPerson> {
    const { caseNumber } = await this.people.find(tx, caseId);
    const story = (await allowedParts(tx, caseId, ['story'])).length > 0;
    const members = await familiesOf(tx, caseId);
    const links = await linksOf(tx, caseId);
    const standing = links.filter(({ endedAt }) => endedAt === null);
    const ids = [caseId, ...members.map(({ id }) => id), ...standing.map((one) => one.otherId)];
    await recordReading(tx, 'links.read', ids);
    return {
      caseNumber,
      families: [...new Set(members.map(({ familyId }) => familyId))].map((id) => ({
        id,
        members: members.filter(({ familyId }) => familyId === id),
      })),
      links,
      among: await linksAmong(tx, caseId, [...new Set(ids)]),
      coupleAlert: await coupleAlertOf(tx, caseId),
      keptApart: story && may(tx.actor, 'people:keep-apart') ? await apartOf(tx, caseId) : null,
      networks: story && may(tx.actor, 'networks:keep') ? await this.networks.of(tx, caseId) : null,
      mayChange:
        may(tx.actor, 'links:make') && (await partsWrittenBy(tx, caseId)).includes('facts'),
    };
  }
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { recordReading } from '../audit';
import { CaseTabs, People } from '../beneficiaries';
import { Transactions } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { Erasures, type Consequences, type Erasure } from './erasures.service';
import { LegalHolds, type LegalHold } from './legal-holds.service';
import { RightsRequests, type RightsRequest } from './rights-requests.service';

export interface RightsOfPerson {
  readonly caseNumber: string;
  readonly languages: readonly string[];
  readonly requests: readonly RightsRequest[];
  readonly holds: readonly LegalHold[];
  readonly erasure: Erasure | null;
  readonly consequences: Consequences;
}

/** Page of a person's rights, in one transaction. */
@Injectable()
export class RightsPage implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly requests: RightsRequests,
    private readonly holds: LegalHolds,
    private readonly erasures: Erasures,
    private readonly tabs: CaseTabs,
  ) {}

  onModuleInit(): void {
    this.tabs.add({
      key: 'rights',
      label: 'rights:tab',
      icon: 'scale',
      permission: 'rights:handle',
      part: 'care',
      order: 90,
    });
  }

  of(actor: Actor, caseId: string): Promise<RightsOfPerson> {
    return this.transactions.run(actor, async (tx) => {
      const { caseNumber, languages } = await this.people.find(tx, caseId);
      await recordReading(tx, 'rights.read', [caseId]);
      return {
        caseNumber,
        languages,
        requests: await this.requests.of(tx, caseId),
        holds: await this.holds.of(tx, caseId),
        erasure: await this.erasures.openOf(tx, caseId),
        consequences: await this.erasures.consequences(tx, caseId),
      };
    });
  }
}

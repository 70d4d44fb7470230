import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/transactions';
import type { DisclosedPart } from './export-list.types';
import type { Recipient, ExportPurpose } from './recipients.rules';

export interface RecipientOrganisation {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

/** Port: consents needed for exported lists, and the people who gave them. */
export interface ExportConsentRule {
  /** Organisations to which data can be disclosed. */
  organisations(tx: Tx): Promise<readonly RecipientOrganisation[]>;
  /** A query for the files of all who agree, at this instant, that their lines go there; `bind` places a value. */
  agreed(to: Exclude<Recipient, { kind: 'office' }>, bind: (value: unknown) => string): string;
  /** Enters a disclosure in the register for each person; answers the reference of each disclosure by person. */
  recordDisclosure(tx: Tx, telling: ListDisclosure): Promise<PersonReferences>;
}

export interface ListDisclosure {
  readonly exportId: string;
  readonly organisationId: string;
  readonly people: readonly string[];
  readonly parts: readonly DisclosedPart[];
  readonly why: ExportPurpose;
}

/** Reference of each person for a recipient, used instead of an identity by both sides. */
export type PersonReferences = ReadonlyMap<string, string>;

/** A port: without it no list about people leaves the office. */
@Injectable()
export class ExportConsents {
  private rule: ExportConsentRule | null = null;

  use(rule: ExportConsentRule): void {
    this.rule = rule;
  }

  organisations(tx: Tx): Promise<readonly RecipientOrganisation[]> {
    return this.rule ? this.rule.organisations(tx) : Promise.resolve([]);
  }

  agreed(to: Exclude<Recipient, { kind: 'office' }>, bind: (value: unknown) => string): string {
    return this.rule ? this.rule.agreed(to, bind) : 'SELECT NULL::uuid WHERE false';
  }

  recordDisclosure(tx: Tx, telling: ListDisclosure): Promise<PersonReferences> {
    if (!this.rule) throw new Error('no module records what is disclosed to whom');
    return this.rule.recordDisclosure(tx, telling);
  }
}

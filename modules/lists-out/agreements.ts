import { Injectable } from '@nestjs/common';
import type { Tx } from '../../src/database/transactions';
import type { Recipient } from './recipients';

export interface OrganisationToChoose {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

/** What lists that go out need of consents: who is asked for, and who of the people said yes. */
export interface ExportAgreements {
  /** Organisations that something can be told to. */
  organisations(tx: Tx): Promise<readonly OrganisationToChoose[]>;
  /** A query for the files of all who agree, at this instant, that their lines go there; `bind` places a value. */
  agreed(to: Exclude<Recipient, { kind: 'office' }>, bind: (value: unknown) => string): string;
}

/** A port: without it no list about people leaves the office. */
@Injectable()
export class Agreements {
  private rule: ExportAgreements | null = null;

  use(rule: ExportAgreements): void {
    this.rule = rule;
  }

  organisations(tx: Tx): Promise<readonly OrganisationToChoose[]> {
    return this.rule ? this.rule.organisations(tx) : Promise.resolve([]);
  }

  agreed(to: Exclude<Recipient, { kind: 'office' }>, bind: (value: unknown) => string): string {
    return this.rule ? this.rule.agreed(to, bind) : 'SELECT NULL::uuid WHERE false';
  }
}

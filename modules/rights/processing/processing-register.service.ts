import { Injectable } from '@nestjs/common';
import { rolesThatMay } from '../../access';
import { Transactions } from '../../platform/database/transactions';
import type { Actor, Role } from '../../platform/shared/actor';
import {
  type KeptUntil,
  LEGAL_BASES,
  type LegalBasis,
  PROCESSING_ACTIVITIES,
  SENSITIVE_CONDITIONS,
  type SensitiveCondition,
} from './processing-activities.data';

/** Who is responsible, as the setting `data_controller` has it: null where nothing was entered. */
export interface DataController {
  readonly name: string | null;
  readonly address: string | null;
  readonly contact: string | null;
  readonly officer: string | null;
  readonly receipts: string | null;
}

/** A setting of keeping: how many of its unit (days, months, years) are in force. */
export interface KeepingPeriod {
  readonly setting: string;
  /** Which part of the setting; empty where it has one alone. */
  readonly part: string;
  readonly unit: string;
  readonly count: number;
}

/** Law 09-08 names it in its article 4, without a code of its own. */
export interface EntryBasis {
  readonly code: LegalBasis;
  /** "6(1)(a)". */
  readonly gdpr: string;
}

export interface EntryCondition {
  readonly code: SensitiveCondition;
  /** "9(2)(a)". */
  readonly gdpr: string;
}

export interface ProcessingEntry {
  readonly code: string;
  readonly legalBasis: EntryBasis;
  /** Null: no sensitive data. */
  readonly sensitiveData: EntryCondition | null;
  readonly readers: readonly Role[];
  readonly isSealed: boolean;
  readonly keptUntil: KeptUntil;
  readonly periods: readonly KeepingPeriod[];
}

/** Recipient of data about people within the last year: an organisation, or research without a name. */
export interface DataRecipient {
  readonly id: string | null;
  readonly name: string | null;
  /** Kind of the organisation; or `research`. */
  readonly kind: string;
  readonly country: string | null;
  /** Whether a share is in force. */
  readonly hasShare: boolean;
  /** End of the latest share, past or future. */
  readonly sharedUntil: Date | null;
  /** Time of the latest exported list of people. */
  readonly lastListAt: Date | null;
}

export interface ProcessingRegister {
  readonly controller: DataController;
  readonly entries: readonly ProcessingEntry[];
  readonly recipients: readonly DataRecipient[];
}

/** Register of processing (GDPR article 30, law 09-08), computed from roles, settings, shares and exports. */
@Injectable()
export class ProcessingRegisters {
  constructor(private readonly transactions: Transactions) {}

  read(actor: Actor): Promise<ProcessingRegister> {
    return this.transactions.run(actor, async (tx) => {
      const [controller] = await tx.query<DataController>(
        `SELECT c.name, c.address, c.contact, c.officer, c.receipts
           FROM jsonb_to_record(mawa_setting('data_controller'))
             AS c (name text, address text, contact text, officer text, receipts text)`,
      );
      const periods = await tx.query<KeepingPeriod>(
        `SELECT d.key AS setting, p.part ->> 'path' AS part, p.part ->> 'unit' AS unit,
                (mawa_setting(d.key) #>> string_to_array(p.part ->> 'path', '.'))::int AS count
           FROM setting_definitions d
          CROSS JOIN LATERAL jsonb_array_elements(d.shape -> 'parts') WITH ORDINALITY AS p (part, place)
          WHERE d.key = ANY ($1) ORDER BY d.place, p.place`,
        [PROCESSING_ACTIVITIES.flatMap(({ keptBy }) => keptBy)],
      );
      const recipients = await tx.query<DataRecipient>(
        `SELECT id, name, kind, country, has_share AS "hasShare", shared_until AS "sharedUntil",
                last_list_at AS "lastListAt"
           FROM recipients_of_data()`,
      );
      const entries = PROCESSING_ACTIVITIES.map((activity) => ({
        code: activity.code,
        legalBasis: { code: activity.basis, gdpr: `6(1)(${LEGAL_BASES[activity.basis]})` },
        sensitiveData: activity.sensitive && {
          code: activity.sensitive,
          gdpr: `9(2)(${SENSITIVE_CONDITIONS[activity.sensitive]})`,
        },
        readers: [...new Set(activity.readBy.flatMap(rolesThatMay))],
        isSealed: activity.isSealed,
        keptUntil: activity.keptUntil,
        periods: periods.filter(({ setting }) => activity.keptBy.includes(setting)),
      }));
      return { controller: controller!, entries, recipients };
    });
  }
}

import { Injectable } from '@nestjs/common';
import { Transactions } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import type { LocalisedName } from '../grant-budgeting';
import { agreedLines, type AgreedLine } from './agreement-lock.queries';

interface Days {
  readonly reference: string;
  readonly organisation: string;
  readonly currency: string;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
}

/** Choices of the forms of cash transfers. */
@Injectable()
export class PartnerChoices {
  constructor(private readonly transactions: Transactions) {}

  forAgreement(actor: Actor) {
    return this.transactions.run(actor, async (tx) => {
      const grants = await tx.query<{ value: string; label: string }>(
        'SELECT id AS value, code AS label FROM grants ORDER BY code',
      );
      const organisations = await tx.query<{ value: string; label: string }>(
        `SELECT id AS value, localized_name(name, names) AS label FROM organisations WHERE active AND kind <> 'donor' ORDER BY label`,
      );
      const lines = await tx.query<{ lineId: string; code: string; name: LocalisedName }>(
        'SELECT l.id AS "lineId", l.code, l.name FROM budget_lines l JOIN grants g ON g.id = l.grant_id ORDER BY g.code, l.code',
      );
      return { grants, organisations, lines };
    });
  }

  /** Its days and lines, as far as the reader sees it. */
  partner(
    actor: Actor,
    id: string,
  ): Promise<{ partner: Days; lines: AgreedLine[]; today: CivilDate }> {
    return this.transactions.run(actor, async (tx) => {
      const [partner] = await tx.query<Days>(
        `SELECT a.reference, localized_name(o.name, o.names) AS organisation, a.currency, a.starts_on::text AS "startsOn", a.ends_on::text AS "endsOn"
           FROM agreements a JOIN organisations o ON o.id = a.organisation_id WHERE a.id = $1 AND a.amount IS NOT NULL`,
        [id],
      );
      if (!partner) throw notFound();
      return { partner, lines: await agreedLines(tx, id), today: tx.today };
    });
  }
}

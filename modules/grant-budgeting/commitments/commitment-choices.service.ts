import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import type { LocalisedName } from '../grants/grant-definition.types';
import { availableOf } from './commitment.rules';
import { formatMoney } from '../../platform/web/format';

/** What the forms of commitments and agreements let one choose from; a line says what it still holds. */
@Injectable()
export class CommitmentChoices {
  constructor(private readonly transactions: Transactions) {}

  forCommitment(actor: Actor, language: Language) {
    return this.transactions.run(actor, async (tx) => {
      const lines = await tx.query<{
        id: string;
        code: string;
        name: LocalisedName;
        amount: string;
        currency: string;
        on: { spent: string; committed: string };
      }>(
        `SELECT l.id, l.code, l.name, l.amount, g.currency,
                (SELECT json_object_agg(a.kind, b.balance::text) FROM ledger_accounts a JOIN ledger_balances b ON b.account_id = a.id
                  WHERE a.line_id = l.id) AS on
           FROM budget_lines l JOIN grants g ON g.id = l.grant_id
          WHERE $1::date BETWEEN g.starts_on AND g.ends_on ORDER BY g.code, l.code`,
        [tx.today],
      );
      const agreements = await tx.query<{ id: string; reference: string; name: string }>(
        `SELECT a.id, a.reference, localized_name(o.name, o.names) AS name FROM agreements a JOIN organisations o ON o.id = a.organisation_id
          WHERE a.ends_on >= $1 ORDER BY a.reference`,
        [tx.today],
      );
      const suppliers = await tx.query<{ name: string }>(
        'SELECT name FROM suppliers ORDER BY name_key LIMIT 500',
      );
      return {
        lines: lines.map(({ id, code, name, amount, currency, on }) => {
          const left = availableOf(amount, on.committed, on.spent).toFixed(2);
          const rest = formatMoney(left, currency, language);
          return { value: id, label: `${code} · ${name[language]} (${rest})` };
        }),
        agreements: agreements.map(({ id, reference, name }) => ({
          value: id,
          label: `${reference} · ${name}`,
        })),
        suppliers: suppliers.map(({ name }) => name),
      };
    });
  }

  forAgreement(actor: Actor) {
    return this.transactions.run(actor, async (tx) => {
      const grants = await tx.query<{ value: string; label: string }>(
        'SELECT id AS value, code AS label FROM grants ORDER BY code',
      );
      const organisations = await tx.query<{ value: string; label: string }>(
        `SELECT id AS value, localized_name(name, names) AS label FROM organisations WHERE active AND kind <> 'donor' ORDER BY label`,
      );
      return { grants, organisations };
    });
  }
}

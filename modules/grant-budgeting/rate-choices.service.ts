import { Injectable } from '@nestjs/common';
import { Transactions } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import type { LocalisedName } from './grants/grant-definition.types';

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Shelters and lines to choose from when the price of a night is set. */
@Injectable()
export class RateChoices {
  constructor(private readonly transactions: Transactions) {}

  of(actor: Actor, language: Language): Promise<{ shelters: Choice[]; lines: Choice[] }> {
    return this.transactions.run(actor, async (tx) => {
      const shelters = await tx.query<{ id: string; name: string }>(
        'SELECT id, localized_name(code_name, names) AS name FROM shelters WHERE active ORDER BY name',
      );
      const lines = await tx.query<{ id: string; code: string; name: LocalisedName }>(
        'SELECT id, code, name FROM budget_lines ORDER BY code',
      );
      return {
        shelters: shelters.map(({ id, name }) => ({ value: id, label: name })),
        lines: lines.map(({ id, code, name }) => ({
          value: id,
          label: `${code} · ${name[language]}`,
        })),
      };
    });
  }
}

import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { translate } from '../../platform/web/i18n';
import type { Flash } from '../../platform/web/request';

interface Absence {
  readonly userId: string;
  readonly name: string;
  readonly deputy: string;
  /** The last day. */
  readonly until: CivilDate;
}

/**
 * Absent colleagues, with their deputies and dates, shown when a case or a task is given to a colleague. Nothing is
 * refused.
 */
@Injectable()
export class AbsentColleagues {
  constructor(private readonly transactions: Transactions) {}

  /** Choices of colleagues; the name of an absent one is followed by the last day of the absence and the deputy. */
  async choices(
    actor: Actor,
    language: Language,
    colleagues: readonly { readonly id: string; readonly name: string }[],
  ): Promise<{ value: string; label: string }[]> {
    const absences = await this.of(
      actor,
      colleagues.map(({ id }) => id),
    );
    return colleagues.map(({ id, name }) => {
      const absence = absences.get(id);
      return {
        value: id,
        label: absence ? translate(language, 'absences:choice', { ...absence }) : name,
      };
    });
  }

  /** Message after an action, with the absence of the colleague to whom something was given. */
  async messageAfter(
    actor: Actor,
    language: Language,
    userId: string | null | undefined,
    flash: Flash,
  ): Promise<Flash> {
    const absence = userId ? (await this.of(actor, [userId])).get(userId) : undefined;
    if (!absence) return flash;
    const { name, deputy, until } = absence;
    const done = translate(language, flash.key, flash.params);
    return { kind: 'warning', key: 'absences:given', params: { done, name, deputy, until } };
  }

  private of(actor: Actor, userIds: readonly string[]): Promise<Map<string, Absence>> {
    return this.transactions.run(actor, async (tx) => {
      const rows = await absencesOf(tx, userIds);
      return new Map(rows.map((row) => [row.userId, row]));
    });
  }
}

const absencesOf = (tx: Tx, userIds: readonly string[]): Promise<Absence[]> =>
  tx.query<Absence>(
    `SELECT d.user_id AS "userId", localized_name(a.name, a.names) AS name, localized_name(p.name, p.names) AS deputy,
            mawa_day(d.until_at - interval '1 microsecond')::text AS until
       FROM current_deputies d JOIN users a ON a.id = d.user_id JOIN users p ON p.id = d.deputy_id
      WHERE d.user_id = ANY ($1)`,
    [userIds],
  );

import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { constraintTranslator } from '../../platform/database/constraint-errors';
import { Transactions, type Tx } from '../../platform/database/transactions';
import { instantOf } from '../../platform/database/typed-instant';
import type { Actor, Role } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { BreachTexts } from './breach-texts.service';
import type { NewBreachDto } from './breach.dto';
import type { BreachState } from './breach.rules';

export interface OwnReport {
  readonly id: string;
  readonly reportedAt: Date;
  readonly state: BreachState;
}

interface Colleague {
  readonly id: string;
  readonly name: string;
}

const OUTSIDE_ROLES: ReadonlySet<Role> = new Set<Role>([
  'partner_viewer',
  'donor_viewer',
  'commission_officer',
]);

const translated = constraintTranslator({
  breach_is_handled: ['conflict', 'breaches.handled_by_nobody'],
  breach_hidden_from_deciders: ['invalid', 'breaches.decides_not', 'hiddenFrom'],
});

/** Breaches as colleagues notice them: anybody with an account reports one, and follows whether it is dealt with. */
@Injectable()
export class BreachReports {
  constructor(
    private readonly transactions: Transactions,
    private readonly texts: BreachTexts,
  ) {}

  /** Reports of the actor, latest first. */
  own(actor: Actor): Promise<OwnReport[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<OwnReport>(
        `SELECT id, reported_at AS "reportedAt", state FROM breaches WHERE reported_by = mawa_actor()
          ORDER BY reported_at DESC, id LIMIT 20`,
      ),
    );
  }

  /**
   * Colleagues who decide on breaches: a report about one of them is kept from that one. Accounts of partners, donors and
   * the commission see none of their names.
   */
  async deciders(actor: Actor): Promise<Colleague[]> {
    if (actor.roles.every((role) => OUTSIDE_ROLES.has(role))) return [];
    return this.transactions.run(actor, (tx) =>
      tx.query<Colleague>(
        `SELECT u.id, localized_name(u.name, u.names) AS name FROM users u
          WHERE u.id <> mawa_actor() AND decides_on_breaches(u.id) ORDER BY 2, 1`,
      ),
    );
  }

  /** Whether the actor reads the alarm from which they would report. */
  seesAlarm(actor: Actor, alarmId: string): Promise<boolean> {
    return this.transactions.run(actor, (tx) => readsAlarm(tx, alarmId));
  }

  /**
   * An alarm that the actor does not read is left out: the report matters more.
   * Errors: `breaches.in_the_past`, `breaches.happened_after`, `breaches.handled_by_nobody`, `breaches.decides_not`.
   */
  report(actor: Actor, body: NewBreachDto, requestId: string | null): Promise<{ id: string }> {
    return translated(
      this.transactions.once(actor, { useCase: 'breaches.report', body, requestId }, (tx) =>
        this.reportIn(tx, body),
      ),
    );
  }

  private async reportIn(tx: Tx, body: NewBreachDto): Promise<{ id: string }> {
    const noticedAt = await pastInstant(tx, body.noticedAt, 'noticedAt');
    const happenedAt = body.happenedAt
      ? await pastInstant(tx, body.happenedAt, 'happenedAt')
      : null;
    if (happenedAt && happenedAt > noticedAt) {
      throw new DomainError('invalid', 'breaches.happened_after', {}, 'happenedAt');
    }
    const isFromAlarm = body.alarmId !== undefined && (await readsAlarm(tx, body.alarmId));
    const id = randomUUID();
    const sealed = await this.texts.sealNew(tx, id, body.text);
    await tx.query(
      `INSERT INTO breaches (id, noticed_at, happened_at, kinds, data_kinds, people_count, danger, alarm_id, text_sealed,
         hidden_from)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        id,
        noticedAt,
        happenedAt,
        [...new Set(body.kinds)],
        [...new Set(body.dataKinds)],
        body.peopleCount ?? null,
        body.danger,
        isFromAlarm ? body.alarmId : null,
        sealed,
        body.hiddenFrom ?? [],
      ],
    );
    await record(tx, { action: 'breaches.report', kind: 'breach', ids: [id] });
    return { id };
  }
}

async function readsAlarm(tx: Tx, alarmId: string): Promise<boolean> {
  const rows = await tx.query('SELECT 1 AS seen FROM reading_alarms WHERE id = $1', [alarmId]);
  return rows.length > 0;
}

/** A posted instant, now where it is left out. Error: `breaches.in_the_past`. */
export async function pastInstant(tx: Tx, text: string | undefined, field: string): Promise<Date> {
  if (text === undefined) return tx.now;
  const at = await instantOf(tx, text);
  if (Number.isNaN(at.getTime()) || at > tx.now) {
    throw new DomainError('invalid', 'breaches.in_the_past', {}, field);
  }
  return at;
}

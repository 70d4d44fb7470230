import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { constraintTranslator } from '../../platform/database/constraint-errors';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { mustAnswerFor } from '../access/gate.errors';
import { parseCaseNumber } from '../case-number.rules';
import { PickPeople } from '../pick/pick-people.service';
import { personByNumber, type PersonRow } from '../people.queries';
import { People } from '../people.service';
import { Families } from './families.service';
import { linkOf } from './link.queries';
import {
  type EndReason,
  impossible,
  type LinkChoice,
  type LinkedAge,
  directLink,
} from './link.rules';

export interface NewLink {
  readonly kind: LinkChoice;
  readonly otherCaseId: string;
  readonly since?: CivilDate | null;
}

const translateLinkErrors = constraintTranslator({
  case_links_once: ['conflict', 'links.already', 'kind'],
  case_links_no_circle: ['invalid', 'links.circle', 'kind'],
  case_links_child_is_younger: ['invalid', 'links.child_is_younger', 'kind'],
  case_links_guardian_is_adult: ['invalid', 'links.guardian_is_child', 'kind'],
});

/** Links between two people, by those who answer for both. */
@Injectable()
export class CaseLinks {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly families: Families,
    private readonly picks: PickPeople,
  ) {}

  add(
    actor: Actor,
    caseId: string,
    link: NewLink,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'links.add', body: { caseId, ...link }, requestId },
      (tx) => this.addIn(tx, caseId, link),
    );
  }

  /** By those who answer for both; the family stays as it is until somebody leaves it. */
  end(actor: Actor, caseId: string, id: string, reason: EndReason): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.people.find(tx, caseId);
      const link = await linkOf(tx, caseId, id);
      if (!link) throw notFound();
      await mustAnswerFor(tx, this.people, link.from);
      await mustAnswerFor(tx, this.people, link.to);
      const ended = await tx.query(
        `UPDATE case_links SET ended_at = mawa_now(), ended_by = mawa_actor(), end_reason = $2
          WHERE id = $1 AND ended_at IS NULL RETURNING 1`,
        [id, reason],
      );
      if (ended.length === 0) throw new DomainError('conflict', 'links.ended');
      const ids = [link.from, link.to, id];
      await record(tx, { action: 'links.end', kind: 'case', ids, fields: [link.kind] });
    });
  }

  /** The case that a field of a page means; one that cannot be seen is answered as one that does not exist. */
  async numbered(actor: Actor, typed: string, field: string): Promise<string> {
    const number = parseCaseNumber(await this.picks.numberOf(actor, typed, field));
    const found =
      number === null
        ? null
        : await this.transactions.run(actor, (tx) => personByNumber(tx, number));
    if (!found) throw new DomainError('invalid', 'people.case_number', {}, field);
    return found.id;
  }

  private async addIn(
    tx: Tx,
    caseId: string,
    { kind: choice, otherCaseId, since = null }: NewLink,
  ): Promise<{ id: string }> {
    if (caseId === otherCaseId) throw new DomainError('invalid', 'links.self', {}, 'otherCaseId');
    const own = await this.people.find(tx, caseId);
    const other = await this.people.find(tx, otherCaseId);
    await tx.query('SELECT placing_locks($1, $2)', [[], [caseId, otherCaseId]]);
    await mustAnswerFor(tx, this.people, caseId);
    await mustAnswerFor(tx, this.people, otherCaseId);
    if (since !== null && since > tx.today) {
      throw new DomainError('invalid', 'links.since_in_future', {}, 'since');
    }
    const link = directLink(choice, caseId, otherCaseId);
    const ages = await this.agesOf(tx, [own, other]);
    const refusal = impossible(link.kind, ages.get(link.from)!, ages.get(link.to)!);
    if (refusal) throw refusal;
    const id = await insertLink(tx, link, since);
    await this.families.bind(tx, link, caseId);
    const ids = [link.from, link.to, id];
    await record(tx, { action: 'links.add', kind: 'case', ids, fields: [link.kind] });
    return { id };
  }

  private async agesOf(tx: Tx, rows: readonly PersonRow[]): Promise<Map<string, LinkedAge>> {
    const ids = rows.map(({ id }) => id);
    const facts = await this.people.placementFacts(tx, ids, tx.today);
    const year = Number(tx.today.slice(0, 4));
    return new Map(
      facts.map(({ caseId, ageLow: low, ageHigh: high }) => {
        const { birthYear, ageCertainty } = rows.find(({ id }) => id === caseId)!;
        const sure = birthYear !== null && ageCertainty !== 'estimated' ? birthYear : null;
        const bornFrom = sure ?? (high === null ? null : year - high - 1);
        const bornUntil = sure ?? (low === null ? null : year - low);
        return [caseId, { low, high, bornFrom, bornUntil }];
      }),
    );
  }
}

async function insertLink(
  tx: Tx,
  { kind, from, to }: ReturnType<typeof directLink>,
  since: CivilDate | null,
): Promise<string> {
  const [row] = await translateLinkErrors(
    tx.query<{ id: string }>(
      `INSERT INTO case_links (kind, from_case, to_case, since, made_by) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
      [kind, from, to, since, tx.actor.userId],
    ),
  );
  return row!.id;
}

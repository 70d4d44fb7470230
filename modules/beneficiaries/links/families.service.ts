import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { isCode } from '../../reference-lists';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { mustAnswerFor } from '../access/gate.errors';
import { People } from '../people.service';
import {
  familiesOf,
  insertMember,
  linksAmong,
  type Member,
  recordJoin,
  removeMember,
} from './link.queries';
import { type EndReason, FAMILY_LINK_KINDS, type DirectedLink, relationBy } from './link.rules';

/**
 * Families. Placement reads membership only (docs/placement-rules.md): family links and the actions here write it, and
 * its origin is stored beside it.
 */
@Injectable()
export class Families {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
  ) {}

  /** Somebody more in a family of this person; a new one where there is none yet. */
  join(
    actor: Actor,
    caseId: string,
    joining: { otherCaseId: string; relation: string; familyId?: string | null },
  ): Promise<{ familyId: string }> {
    return this.transactions.run(actor, async (tx) => {
      const { otherCaseId, relation, familyId = null } = joining;
      await this.hold(tx, [caseId, otherCaseId]);
      if (caseId === otherCaseId) {
        throw new DomainError('invalid', 'links.self', {}, 'otherCaseId');
      }
      if (!isCode('relations', relation) || relation === 'self') {
        throw new DomainError('invalid', 'common.not_choice', {}, 'relation');
      }
      const own = await familiesOf(tx, caseId);
      if (familyId !== null && !own.some((one) => one.familyId === familyId)) throw notFound();
      const family = familyId ?? referenceFamily(own, caseId)?.familyId ?? null;
      if (own.some((one) => one.id === otherCaseId && one.familyId === family)) {
        throw new DomainError('conflict', 'links.in_the_family', {}, 'otherCaseId');
      }
      const id = await this.add(tx, family, caseId, otherCaseId, relation);
      await record(tx, { action: 'families.join', kind: 'case', ids: [otherCaseId, caseId] });
      return { familyId: id };
    });
  }

  /** Removes a member. Refused while a link binds the person to somebody who stays; that link has to be ended first. */
  leave(actor: Actor, caseId: string, familyId: string, reason: EndReason): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.hold(tx, [caseId]);
      await this.part(tx, familyId, [caseId], caseId);
      await this.remove(tx, familyId, [caseId], reason);
      await record(tx, { action: 'families.leave', kind: 'case', ids: [caseId] });
    });
  }

  /** Some of a family go together: one family becomes two, in one act. */
  split(
    actor: Actor,
    caseId: string,
    familyId: string,
    goers: readonly string[],
  ): Promise<{ familyId: string }> {
    return this.transactions.run(actor, async (tx) => {
      const going = [...new Set(goers)];
      if (going.length < 2) throw new DomainError('invalid', 'links.split_two', {}, 'caseIds');
      await this.hold(tx, going);
      const members = await this.part(tx, familyId, going, caseId);
      if (members.length === going.length) {
        throw new DomainError('invalid', 'links.split_all', {}, 'caseIds');
      }
      await this.remove(tx, familyId, going, 'split');
      const id = randomUUID();
      for (const [place, goer] of going.entries()) {
        const was = members.find((one) => one.id === goer)!.relation;
        const relation = place === 0 ? 'self' : was === 'self' ? 'companion' : was;
        await insertMember(tx, id, goer, relation);
        await recordJoin(tx, id, goer, relation);
      }
      await record(tx, { action: 'families.split', kind: 'case', ids: going });
      return { familyId: id };
    });
  }

  /** Makes the two ends of a family link members of one family, in the same transaction. */
  async bind(tx: Tx, { kind, from, to }: DirectedLink, selfId: string): Promise<void> {
    if (!FAMILY_LINK_KINDS.includes(kind)) return;
    const [ofFrom, ofTo] = [await familiesOf(tx, from), await familiesOf(tx, to)];
    if (ofFrom.some(({ id }) => id === to)) return;
    const directed = kind === 'parent_of' || kind === 'guardian_of';
    // A child joins its parent, a ward its guardian, others the person on whose page the link was made; if only the
    // other one has a family, that family is joined.
    const first = directed ? from : selfId;
    const [own, others] = first === from ? [ofFrom, ofTo] : [ofTo, ofFrom];
    const anchor = own.length === 0 && others.length > 0 ? (first === from ? to : from) : first;
    const joins = anchor === from ? 'to' : 'from';
    const family = referenceFamily(anchor === from ? ofFrom : ofTo, anchor);
    const isReference = family === null || family.relation === 'self';
    const relation = relationBy(kind, joins, isReference);
    await this.add(tx, family?.familyId ?? null, anchor, joins === 'to' ? to : from, relation);
  }

  private async add(
    tx: Tx,
    family: string | null,
    anchor: string,
    joining: string,
    relation: string,
  ): Promise<string> {
    const id = family ?? randomUUID();
    if (family === null) {
      await insertMember(tx, id, anchor, 'self');
      await recordJoin(tx, id, anchor, 'self');
    }
    await insertMember(tx, id, joining, relation);
    await recordJoin(tx, id, joining, relation);
    return id;
  }

  /** The family as the actor sees it; those who go are in it, and nothing binds them to who stays. */
  private async part(
    tx: Tx,
    familyId: string,
    going: readonly string[],
    caseId: string,
  ): Promise<Member[]> {
    const members = (await familiesOf(tx, caseId)).filter((one) => one.familyId === familyId);
    if (members.length === 0) throw notFound();
    if (going.some((goer) => !members.some(({ id }) => id === goer))) {
      throw new DomainError('invalid', 'common.not_choice', {}, 'caseIds');
    }
    const links = await linksAmong(
      tx,
      caseId,
      members.map(({ id }) => id),
    );
    const binds = links.find(
      ({ kind, from, to }) =>
        FAMILY_LINK_KINDS.includes(kind) && going.includes(from) !== going.includes(to),
    );
    if (binds) {
      const stays = going.includes(binds.from) ? binds.to : binds.from;
      const number = members.find(({ id }) => id === stays)!.caseNumber;
      throw new DomainError('conflict', 'links.bound', { number });
    }
    return members;
  }

  private async remove(
    tx: Tx,
    familyId: string,
    going: readonly string[],
    reason: EndReason | 'split',
  ): Promise<void> {
    for (const goer of going) {
      if (!(await removeMember(tx, familyId, goer, reason))) throw notFound();
    }
  }

  /** Those who answer for all of them; a placement under way and this act never miss each other. */
  private async hold(tx: Tx, caseIds: readonly string[]): Promise<void> {
    for (const id of caseIds) await this.people.find(tx, id);
    await tx.query('SELECT placing_locks($1, $2)', [[], caseIds]);
    for (const id of caseIds) await mustAnswerFor(tx, this.people, id);
  }
}

/** The family in which somebody is the reference person, or else any that they are in. */
function referenceFamily(members: readonly Member[], caseId: string): Member | null {
  const own = members.filter(({ id }) => id === caseId);
  return own.find(({ relation }) => relation === 'self') ?? own[0] ?? null;
}

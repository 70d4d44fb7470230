import { Injectable } from '@nestjs/common';
import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { may } from '../../access';
import { recordReading } from '../../audit';
import { count, rateLimiter } from '../../platform/database/rate-limiter';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import type { FormState } from '../../platform/web/forms';
import { ListedNames } from '../listed-names/listed-names.service';
import { type FoundPerson, type SearchOptions, SearchPeople } from '../search-people.service';
import { type PickableRow, ownAmong, recentlyOpened } from './pick.queries';
import { isNumberShaped, ownFirst, wholeNumberOf } from './pick.rules';

export interface PickablePerson extends PickableRow {
  /** Null where none is known, or it is not for the actor. */
  readonly name: string | null;
  /** The actor is responsible for the person. */
  readonly own: boolean;
}

export interface PickList {
  readonly people: readonly PickablePerson[];
  /** How many fit; `people` holds the nearest. */
  readonly matched: number;
}

/** The most that a list beside a field shows. */
export const MOST_PICKED = 8;

/** Searches while somebody is chosen, per account: a fast typist needs a third of it. */
const PICKS = { points: 40, duration: 60 };

/** Finds a person for a form field, by case number, part of it, or name; only among cases that the actor may see. */
@Injectable()
export class PickPeople {
  private readonly limiter: RateLimiterPostgres;

  constructor(
    dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly search: SearchPeople,
    private readonly names: ListedNames,
  ) {
    this.limiter = rateLimiter(dataSource, 'pick', PICKS);
  }

  /** The actor's own caseload first. Names are opened and recorded as a search opens them. */
  async find(
    actor: Actor,
    words: string,
    options: Pick<SearchOptions, 'isTyping' | 'signal'> = {},
  ): Promise<PickList> {
    await count(this.limiter, actor.userId, 'people.pick_often');
    const { found, matched } = await this.search.runTyped(actor, words, {
      ...options,
      act: 'people.pick',
    });
    if (found.length === 0) return { people: [], matched };
    const people = await this.transactions.run(actor, (tx) => this.described(tx, found));
    return { people, matched };
  }

  /** The last cases that the actor opened and may still see; no name is opened. */
  recent(actor: Actor): Promise<readonly PickableRow[]> {
    return this.transactions.run(actor, async (tx) => {
      const people = await recentlyOpened(tx, MOST_PICKED);
      await recordReading(
        tx,
        'people.list_recent',
        people.map(({ id }) => id),
      );
      return people;
    });
  }

  /**
   * The case number that a form's field means. What has the shape of a number is handed on as it is: the use case
   * refuses it in its own words. Anything else is never guessed: one person who fits is asked about too.
   */
  async numberOf(actor: Actor, typed: string, field: string): Promise<string> {
    const whole = wholeNumberOf(typed);
    if (whole !== null) return whole;
    if (isNumberShaped(typed) || !may(actor, 'people:list')) return typed;
    const { matched } = await this.find(actor, typed).catch((error: unknown) => {
      throw atField(error, field);
    });
    if (matched === 0) throw new DomainError('invalid', 'people.pick_none', {}, field);
    if (matched === 1) throw new DomainError('invalid', 'people.pick_confirm', {}, field);
    throw new DomainError('invalid', 'people.pick_choose', { count: matched }, field);
  }

  /** For a form that is shown again: who fits each of these fields that was refused, by the name of the field. */
  async choices(
    actor: Actor,
    { errors, values }: FormState,
    fields: readonly string[],
  ): Promise<Record<string, readonly PickablePerson[]>> {
    const lists: Record<string, readonly PickablePerson[]> = {};
    for (const field of fields) {
      const typed = values[field];
      if (!errors[field] || typeof typed !== 'string' || typed.trim() === '') continue;
      if (isNumberShaped(typed) || !may(actor, 'people:list')) continue;
      try {
        lists[field] = (await this.find(actor, typed)).people;
      } catch (error) {
        // The message beside the field says it already.
        if (!(error instanceof DomainError)) throw error;
      }
    }
    return lists;
  }

  private async described(tx: Tx, found: readonly FoundPerson[]): Promise<PickablePerson[]> {
    const own = await ownAmong(
      tx,
      found.map(({ id }) => id),
    );
    const shown = ownFirst(found, own).slice(0, MOST_PICKED);
    // People found by number: the search has not decrypted their names.
    const names = await this.names.openIn(
      tx,
      shown.filter(({ name }) => name === null).map(({ id }) => id),
    );
    return shown.map(({ id, caseNumber, name, stage }) => ({
      id,
      caseNumber,
      stage,
      name: name ?? names.get(id) ?? null,
      own: own.has(id),
    }));
  }
}

const atField = (error: unknown, field: string): unknown =>
  error instanceof DomainError && ['invalid', 'too_many'].includes(error.kind)
    ? new DomainError(error.kind, error.code, error.params, field)
    : error;

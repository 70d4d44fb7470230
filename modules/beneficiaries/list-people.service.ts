import { Injectable } from '@nestjs/common';
import { maySeePart } from '../access';
import { recordReading } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { displayName } from './display-name.words';
import { ListedNames } from './listed-names/listed-names.service';
import {
  listPeople,
  type NextTask,
  nextTasksOf,
  type PeopleFilter,
  type PeoplePage,
  type PersonRow,
} from './people.queries';
import type { AgeRange } from './person.rules';
import { ageInClear } from './registration.rules';

export interface ListedPerson extends PersonRow {
  /** Completed years today, from what is known in clear. */
  readonly age: AgeRange | null;
  /** Present only if the session shows names; null if unknown or not permitted. */
  readonly name?: string | null;
  /** First task; null if there is none or it is not visible to the reader. */
  readonly nextTask: NextTask | null;
}

/** The list of people: coded facts, names only when asked for; one audit row for all shown. */
@Injectable()
export class ListPeople {
  constructor(
    private readonly transactions: Transactions,
    private readonly names: ListedNames,
  ) {}

  run(
    actor: Actor,
    filter: PeopleFilter,
    { after = null, names = false }: { after?: string | null; names?: boolean } = {},
  ): Promise<Omit<PeoplePage, 'people'> & { people: ListedPerson[] }> {
    return this.transactions.run(actor, async (tx) => {
      const page = await listPeople(tx, filter, after);
      // Lists never contain health data, for any reader.
      const next = await this.nextTasks(tx, page.people);
      const people = page.people.map((person) => ({
        ...person,
        medical: null,
        age: ageInClear(person, tx.today),
        nextTask: next.get(person.id) ?? null,
      }));
      const ids = people.map(({ id }) => id);
      await recordReading(tx, 'people.list', ids);
      if (!names || !maySeePart(actor, 'identity')) return { ...page, people };
      const named = await this.names.openIn(tx, ids, { nameOf: displayName });
      return {
        ...page,
        people: people.map((person) => ({ ...person, name: named.get(person.id) ?? null })),
      };
    });
  }

  private nextTasks(tx: Tx, people: readonly PersonRow[]): Promise<Map<string, NextTask>> {
    if (!maySeePart(tx.actor, 'care')) return Promise.resolve(new Map());
    return nextTasksOf(
      tx,
      people.map(({ id }) => id),
    );
  }
}

import { Injectable } from '@nestjs/common';
import {
  type AskedSearch,
  type SearchHit,
  type SearchSource,
  SearchSources,
  type SearchWords,
} from '../../search';
import { Transactions } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { personByNumber } from '../people.queries';
import { PickPeople } from './pick-people.service';
import { isNumberShaped, wholeNumberOf } from './pick.rules';
import { type PickChoice, pickChoices } from './pick.view';

/** People in the search at the top of each page: as a form finds them, the own caseload first. */
@Injectable()
export class PeopleSearchSource implements SearchSource {
  readonly key = 'people';
  readonly permission = 'people:list';
  readonly order = 10;
  readonly allPath = '/people/search';

  constructor(
    sources: SearchSources,
    private readonly transactions: Transactions,
    private readonly picks: PickPeople,
  ) {
    sources.register(this);
  }

  async find(
    actor: Actor,
    { typed }: SearchWords,
    language: Language,
    asked: AskedSearch,
  ): Promise<SearchHit[]> {
    const { people } = await this.picks.find(actor, typed, asked);
    return hitsOf(people, language);
  }

  /** A whole number opens its file; one that is not found is answered by the search of people, which knows what to do. */
  async open(actor: Actor, typed: string): Promise<string | null> {
    const number = wholeNumberOf(typed);
    const person =
      number && (await this.transactions.run(actor, (tx) => personByNumber(tx, number)));
    if (person) return `/people/${person.id}`;
    return number !== null || isNumberShaped(typed) ? this.allPath : null;
  }

  async recent(actor: Actor, language: Language): Promise<SearchHit[]> {
    return hitsOf(await this.picks.recent(actor), language);
  }
}

function hitsOf(people: Parameters<typeof pickChoices>[0], language: Language): SearchHit[] {
  return pickChoices(people, language).map(({ caseNumber, name, stage }: PickChoice, place) => ({
    path: `/people/${people[place]!.id}`,
    label: name ?? '',
    caseNumber,
    detail: stage,
  }));
}

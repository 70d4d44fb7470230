import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { KEY_FILE, mastersOf, maySeePart, type KeyFile } from '../access';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { KeyedConcurrencyLimit } from '../platform/shared/keyed-concurrency-limit';
import { runInWorker, WorkerTimeout } from '../platform/shared/worker';
import { parseCaseNumber, parseNumberBeginning } from './case-number.rules';
import { parseEarlierNumber } from './earlier-number.rules';
import { peopleByEarlierNumber } from './earlier-numbers.queries';
import { personByNumber, type PersonRow } from './people.queries';
import { asPickedNumber, wholeNumberOf } from './pick/pick.rules';
import type { SearchAnswer, SearchedNames, SearchWork } from './search-names.rules';

export interface FoundPerson {
  readonly id: string;
  readonly caseNumber: string;
  /** Null where the person was found by a number: no name was opened. */
  readonly name: string | null;
  /** Where the person was found by a number of before Mawa. */
  readonly earlierNumber?: string;
  readonly score: number;
  readonly stage: PersonRow['stage'];
  readonly registeredOn: string;
}

export interface SearchResult {
  readonly found: readonly FoundPerson[];
  /** How many there are in all; `found` holds the nearest, or those after them. */
  readonly matched: number;
  /** Where the next page begins; null on the last. */
  readonly next: number | null;
}

/** The act in the audit log: a search of the search page, or one made while somebody is chosen in a form. */
export type SearchAct = 'people.search' | 'people.pick';

export interface SearchOptions {
  readonly from?: number;
  readonly act?: SearchAct;
  /** The words are being typed: the search for them ends where others of the account follow. */
  readonly isTyping?: boolean;
  /** Ends the search: no name is opened any more. */
  readonly signal?: AbortSignal;
}

const LIMIT = 50;
const LONGEST = 100;
const TIMEOUT_MS = 20_000;

/** Searches decrypt all names visible to the actor: one search per account and two per process at a time. */
const turns = new KeyedConcurrencyLimit(2);

/** By account, the search for the words that it typed last. */
const typing = new Map<string, AbortController>();

/** Begins the search of typed words, and ends the one before. */
function beginTyping(userId: string): AbortController {
  typing.get(userId)?.abort();
  const begun = new AbortController();
  typing.set(userId, begun);
  return begun;
}

/** Nobody waits for it any more, or another window of the account searches for what is typed there. */
const givenUp = () => new DomainError('too_many', 'people.search_replaced');

/** Search by case number, earlier number, or name over the encrypted names of visible people. */
@Injectable()
export class SearchPeople {
  constructor(
    private readonly transactions: Transactions,
    @Inject(KEY_FILE) private readonly keyFile: KeyFile,
  ) {}

  /** The words as they are searched for; throws what is wrong with them. */
  check(words: string): string {
    const query = words.trim();
    if (query.length > LONGEST) {
      throw new DomainError('invalid', 'people.search_long', { max: LONGEST }, 'q');
    }
    const isNumber = parseCaseNumber(query) !== null || parseNumberBeginning(query) !== null;
    if (!isNumber && parseEarlierNumber(query) === null && !isLikeName(query)) {
      throw new DomainError('invalid', 'people.search_short', {}, 'q');
    }
    return query;
  }

  /** As `run`; a number or its beginning may lack its M, and what no number begins with may be a name. */
  async runTyped(actor: Actor, typed: string, options: SearchOptions = {}): Promise<SearchResult> {
    const number = wholeNumberOf(typed) ?? asPickedNumber(typed);
    if (number !== null) {
      const result = await this.run(actor, number, options);
      if (result.matched > 0 || number === typed.trim() || wholeNumberOf(typed) !== null)
        return result;
    }
    return this.run(actor, typed, options);
  }

  async run(
    actor: Actor,
    words: string,
    { from = 0, act = 'people.search', isTyping = false, signal }: SearchOptions = {},
  ): Promise<SearchResult> {
    const query = this.check(words);
    const caseNumber = parseCaseNumber(query);
    const beginning = parseNumberBeginning(query);
    if (caseNumber !== null) {
      return this.transactions.run(actor, (tx) => this.byNumber(tx, caseNumber, act));
    }
    const earlier = parseEarlierNumber(query);
    const byEarlier = async (): Promise<SearchResult | null> =>
      earlier === null
        ? null
        : this.transactions.run(actor, (tx) => this.byEarlierNumber(tx, earlier, from, act));
    if (beginning !== null) {
      const found = await this.transactions.run(actor, (tx) =>
        this.byBeginning(tx, beginning, from, act),
      );
      return found.matched > 0 ? found : ((await byEarlier()) ?? found);
    }
    const found = await byEarlier();
    if (found) return found;
    const typed = isTyping ? beginTyping(actor.userId) : null;
    const ending = AbortSignal.any([signal, typed?.signal].filter((one) => one !== undefined));
    try {
      // Outside of the transaction, so that waiting searches hold no connection.
      return await turns.run(actor.userId, () => {
        if (ending.aborted) throw givenUp();
        return this.transactions.run(actor, (tx) => this.byName(tx, query, from, act, ending));
      });
    } finally {
      if (typed && typing.get(actor.userId) === typed) typing.delete(actor.userId);
    }
  }

  /** Visible people by the beginning of a case number. */
  private async byBeginning(
    tx: Tx,
    beginning: string,
    from: number,
    act: SearchAct,
  ): Promise<SearchResult> {
    const rows = await tx.query<Omit<FoundPerson, 'name' | 'score'> & { matched: number }>(
      `SELECT id, case_number AS "caseNumber", stage, registered_on::text AS "registeredOn", count(*) OVER ()::int AS matched
         FROM cases WHERE case_number LIKE $1 || '%' AND merged_into IS NULL ORDER BY case_number LIMIT $2 OFFSET $3`,
      [beginning, LIMIT, from],
    );
    return foundByNumber(tx, rows, from, act);
  }

  /** Null where nobody has it: a name may have a digit in it, and is searched for next. */
  private async byEarlierNumber(
    tx: Tx,
    number: string,
    from: number,
    act: SearchAct,
  ): Promise<SearchResult | null> {
    const rows = await peopleByEarlierNumber(tx, number, { limit: LIMIT, from });
    if (rows.length === 0 && isLikeName(number)) return null;
    return foundByNumber(tx, rows, from, act);
  }

  private async byNumber(tx: Tx, caseNumber: string, act: SearchAct): Promise<SearchResult> {
    const person = await personByNumber(tx, caseNumber);
    await note(tx, act, person ? [person.id] : [], 1);
    if (!person) return { found: [], matched: 0, next: null };
    const { id, stage, registeredOn } = person;
    return {
      found: [{ id, caseNumber: person.caseNumber, name: null, score: 1, stage, registeredOn }],
      matched: 1,
      next: null,
    };
  }

  private async byName(
    tx: Tx,
    query: string,
    from: number,
    act: SearchAct,
    ending: AbortSignal,
  ): Promise<SearchResult> {
    if (!maySeePart(tx.actor, 'identity')) {
      throw new DomainError('forbidden', 'people.part_not_yours');
    }
    const rows = await this.sealedNames(tx, ending);
    const { found, matched } = await this.match(query, tx.actor.language, from, rows, ending);
    const people = await tx.query<Omit<FoundPerson, 'name' | 'score'>>(
      `SELECT id, case_number AS "caseNumber", stage, registered_on::text AS "registeredOn"
         FROM cases WHERE id = ANY ($1)`,
      [found.map(({ id }) => id)],
    );
    const byId = new Map(people.map((person) => [person.id, person]));
    const shown = found.flatMap(({ id, name, score }) => {
      const person = byId.get(id);
      return person ? [{ ...person, name, score }] : [];
    });
    await note(
      tx,
      act,
      shown.map(({ id }) => id),
      rows.length,
    );
    const until = from + LIMIT;
    return { found: shown, matched, next: matched > until ? until : null };
  }

  /** Cancelled in PostgreSQL when the search ends, since it takes long for many cases. */
  private async sealedNames(tx: Tx, ending: AbortSignal): Promise<SearchedNames[]> {
    try {
      return await this.transactions.queryUntilAborted(tx, ending, () =>
        tx.query<SearchedNames>(
          `SELECT s.case_id AS id, coalesce(c.merged_into, s.case_id) AS person, k.wrapped, s.sealed
             FROM case_seals s JOIN keys.case_keys k ON k.case_id = s.case_id
             LEFT JOIN cases c ON c.id = s.case_id AND c.merged_into IS NOT NULL WHERE s.field = 'names'`,
        ),
      );
    } catch (error) {
      throw ending.aborted ? givenUp() : error;
    }
  }

  private async match(
    query: string,
    language: Language,
    from: number,
    rows: readonly SearchedNames[],
    ending: AbortSignal,
  ): Promise<SearchAnswer> {
    if (ending.aborted) throw givenUp();
    if (rows.length === 0) return { found: [], matched: 0 };
    const masters = mastersOf(this.keyFile);
    const work: SearchWork = { query, language, from, limit: LIMIT, masters, rows };
    try {
      return await runInWorker<SearchAnswer>(join(__dirname, 'search.worker'), work, {
        timeoutMs: TIMEOUT_MS,
        signal: ending,
      });
    } catch (error) {
      if (ending.aborted) throw givenUp();
      if (!(error instanceof WorkerTimeout)) throw error;
      throw new DomainError('unavailable', 'people.search_slow');
    }
  }
}

/** A page of people found without opening a name. */
async function foundByNumber(
  tx: Tx,
  rows: readonly (Omit<FoundPerson, 'name' | 'score'> & { readonly matched: number })[],
  from: number,
  act: SearchAct,
): Promise<SearchResult> {
  const matched = rows[0]?.matched ?? 0;
  const found = rows.map(({ matched: _all, ...person }) => ({ ...person, name: null, score: 1 }));
  await note(
    tx,
    act,
    found.map(({ id }) => id),
    matched,
  );
  return { found, matched, next: matched > from + LIMIT ? from + LIMIT : null };
}

const isLikeName = (words: string): boolean => /\p{L}.*\p{L}/u.test(words);

/** One row for a search: how many names were scanned and which ids were shown, never the words. */
const note = (tx: Tx, action: SearchAct, ids: string[], scanned: number): Promise<void> =>
  record(tx, { action, kind: 'case', ids, fields: [`scanned:${scanned}`] });

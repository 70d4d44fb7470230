/** Sources of the search and their results. */
import type { Permission } from '../access';
import type { Actor, Language } from '../platform/shared/actor';
import type { SearchWords } from './search-words.rules';

export interface SearchHit {
  readonly path: string;
  readonly label: string;
  /** A case number, kept in one piece and left to right. */
  readonly caseNumber?: string;
  readonly detail?: string | null;
}

/** How a search is asked for. */
export interface AskedSearch {
  /** Words that are being typed: the last of an account count. */
  readonly isTyping?: boolean;
  /** Aborted where nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

/** Search of one module, for accounts with its permission. */
export interface SearchSource {
  /** The heading: `search:source.KEY`. */
  readonly key: string;
  readonly permission: Permission;
  /** People first (10), pages last (90). */
  readonly order: number;
  /** By the rights of the actor, the nearest first; words and texts are compared by `words.isIn`. */
  find(
    actor: Actor,
    words: SearchWords,
    language: Language,
    asked: AskedSearch,
  ): Promise<readonly SearchHit[]>;
  /** The page that these words name exactly, so that it is opened at once. */
  open?(actor: Actor, typed: string): Promise<string | null>;
  /** Items that the actor opened last. */
  recent?(actor: Actor, language: Language): Promise<readonly SearchHit[]>;
  /** Page with all results. */
  readonly allPath?: string;
}

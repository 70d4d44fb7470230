import { Injectable } from '@nestjs/common';
import { may } from '../access';
import type { Actor, Language } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { keyOfCode, translate } from '../platform/web/i18n';
import { pagesFound } from './pages-found.view';
import type { AskedSearch, SearchHit, SearchSource } from './search-source.types';
import { searchWords, type SearchWords } from './search-words.rules';

/** The most that is shown of one source. */
const MOST_HITS = 5;

export interface SearchGroup {
  readonly key: string;
  readonly heading: string;
  readonly hits: readonly SearchHit[];
  /** Why it could not search. */
  readonly sentence: string | null;
  readonly allPath: string | null;
}

interface WholeSearch {
  readonly words: SearchWords;
  readonly actor: Actor;
  readonly language: Language;
  readonly asked: AskedSearch;
}

/** A port: each module that has something to find registers a source. */
@Injectable()
export class SearchSources {
  private readonly sources: SearchSource[] = [];

  register(source: SearchSource): void {
    this.sources.push(source);
    this.sources.sort((a, b) => a.order - b.order || a.key.localeCompare(b.key));
  }

  /** The words as they are searched for; throws what is wrong with them. */
  check(typed: string): SearchWords {
    const words = searchWords(typed);
    if (words === null) throw new DomainError('invalid', 'search.words', {}, 'q');
    return words;
  }

  /** Groups with something in them, or with a sentence about why not. */
  async find(
    actor: Actor,
    typed: string,
    language: Language,
    asked: AskedSearch,
  ): Promise<SearchGroup[]> {
    const words = this.check(typed);
    const groups: SearchGroup[] = [];
    // One after another: a search holds one connection, not one for each source.
    for (const source of this.of(actor)) {
      if (asked.signal?.aborted) break;
      groups.push(await this.group(source, { words, actor, language, asked }));
    }
    const pages = pagesFound(actor, words, language).slice(0, MOST_HITS);
    return [...groups, groupOf('pages', language, pages)].filter(
      ({ hits, sentence }) => hits.length > 0 || sentence !== null,
    );
  }

  async recent(actor: Actor, language: Language): Promise<SearchGroup[]> {
    const groups: SearchGroup[] = [];
    for (const source of this.of(actor)) {
      const hits = (await source.recent?.(actor, language)) ?? [];
      if (hits.length > 0) groups.push(groupOf('recent', language, hits));
    }
    return groups;
  }

  /** Where the words lead at once, or null. */
  async open(actor: Actor, typed: string): Promise<string | null> {
    for (const source of this.of(actor)) {
      const path = await source.open?.(actor, typed);
      if (path) return path;
    }
    return null;
  }

  private of(actor: Actor): readonly SearchSource[] {
    return this.sources.filter(({ permission }) => may(actor, permission));
  }

  private async group(
    source: SearchSource,
    { words, actor, language, asked }: WholeSearch,
  ): Promise<SearchGroup> {
    const { key, allPath } = source;
    try {
      const hits = await source.find(actor, words, language, asked);
      return { ...groupOf(key, language, hits.slice(0, MOST_HITS)), allPath: allPath ?? null };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      // If one source is rate-limited or too slow, the results of the others are shown with a message.
      const isSaid = ['too_many', 'unavailable'].includes(error.kind);
      const sentence = isSaid ? translate(language, keyOfCode(error.code), error.params) : null;
      return { ...groupOf(key, language, []), sentence };
    }
  }
}

const groupOf = (key: string, language: Language, hits: readonly SearchHit[]): SearchGroup => ({
  key,
  heading: translate(language, `search:source.${key}`),
  hits,
  sentence: null,
  allPath: null,
});

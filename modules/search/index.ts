/** One search over what each module keeps: people, houses, partners, reports, settings, pages. */
export type { AskedSearch, SearchHit, SearchSource } from './search-source.types';
export { SearchSources } from './search-sources.service';
export { SearchModule } from './search.module';
export { type SearchWords } from './search-words.rules';

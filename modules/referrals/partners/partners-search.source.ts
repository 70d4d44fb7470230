import { Injectable } from '@nestjs/common';
import { type SearchHit, type SearchSource, SearchSources, type SearchWords } from '../../search';
import type { Actor } from '../../platform/shared/actor';
import { everyName } from '../../platform/shared/local-names';
import { Partners } from './partners.service';

/** Search in partners by name or code; their services are on their page. */
@Injectable()
export class PartnersSearchSource implements SearchSource {
  readonly key = 'partners';
  readonly permission = 'partners:read';
  readonly order = 30;
  readonly allPath = '/partners';

  constructor(
    sources: SearchSources,
    private readonly partners: Partners,
  ) {
    sources.register(this);
  }

  async find(actor: Actor, words: SearchWords): Promise<SearchHit[]> {
    const found = (await this.partners.list(actor)).filter(({ plainName, names, code }) =>
      words.isIn(...everyName(plainName, names), code),
    );
    return found.map(({ id, name }) => ({ path: `/partners/${id}`, label: name }));
  }
}

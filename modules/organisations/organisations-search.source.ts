import { Injectable } from '@nestjs/common';
import { type SearchHit, type SearchSource, SearchSources, type SearchWords } from '../search';
import type { Actor } from '../platform/shared/actor';
import { everyName } from '../platform/shared/local-names';
import { Organisations } from './organisations.service';

/** Organisations by name or code, for those who manage them. */
@Injectable()
export class OrganisationsSearchSource implements SearchSource {
  readonly key = 'organisations';
  readonly permission = 'organisations:manage';
  readonly order = 40;

  constructor(
    sources: SearchSources,
    private readonly organisations: Organisations,
  ) {
    sources.register(this);
  }

  async find(actor: Actor, words: SearchWords): Promise<SearchHit[]> {
    const found = (await this.organisations.list(actor)).filter(({ plainName, names, code }) =>
      words.isIn(...everyName(plainName, names), code),
    );
    return found.map(({ id, name, code }) => ({
      path: `/admin/organisations/${id}`,
      label: name,
      detail: code,
    }));
  }
}

import { Injectable } from '@nestjs/common';
import { type SearchHit, type SearchSource, SearchSources, type SearchWords } from '../search';
import { Transactions } from '../platform/database/transactions';
import { type Actor, type Language, LANGUAGES } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import { settingName } from './setting.view';
import { definitionsIn } from './settings.queries';
import { ownPage, SETTINGS_PATH } from './settings.view';

/** Settings by their name in any language. */
@Injectable()
export class SettingsSearchSource implements SearchSource {
  readonly key = 'settings';
  readonly permission = 'settings:read';
  readonly order = 60;
  readonly allPath = SETTINGS_PATH;

  constructor(
    sources: SearchSources,
    private readonly transactions: Transactions,
  ) {
    sources.register(this);
  }

  async find(actor: Actor, words: SearchWords, language: Language): Promise<SearchHit[]> {
    const definitions = await this.transactions.read(actor, (tx) => definitionsIn(tx));
    const found = definitions.filter(({ key }) =>
      LANGUAGES.some((one) => words.isIn(settingName(key, one))),
    );
    return found.map((definition) => ({
      path: ownPage(definition, actor) ?? `${SETTINGS_PATH}/${definition.key}`,
      label: settingName(definition.key, language),
      detail: translate(language, `settings:area.${definition.area}`),
    }));
  }
}

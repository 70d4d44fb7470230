/** Which tables everybody may have of a quarter: built as those of reports are (block-catalogue.data.ts), for another audience. */
import { LANGUAGES } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import type {
  DefinedSection,
  FigureBlock,
  ReportDefinition,
  LocalizedText,
} from '../../donor-reports';
import { inEachLanguage } from '../../platform/shared/in-each-language';

/** No house, no line of the budget, no partner. */
export const OPEN_TABLES: Readonly<Record<string, readonly FigureBlock[]>> = {
  people: ['people-by-age', 'people-by-origin', 'people-by-purpose'],
  help: ['beds-by-month', 'services-by-type', 'referrals', 'training', 'work', 'officials-trained'],
  results: ['results-matrix', 'indicators-by-sex'],
  money: ['budget-by-category', 'budget-by-outcome'],
};

export const inEach = (key: string, params: object = {}): LocalizedText =>
  inEachLanguage((language) => translate(language, `open-data:${key}`, { ...params }));

export const quarterDefinition = (): ReportDefinition => ({
  kind: 'open-data',
  title: inEach('title'),
  subtitle: inEach('lead'),
  preparedBy: inEach('prepared_by'),
  agency: null,
  money: 'all',
  fileStem: 'mawa-open-data',
  // Who has left statistics is left out, as for every reader outside; the threshold is that of open data.
  audience: 'donor',
  every: 'quarter',
  due: { days: 0 },
  languages: [...LANGUAGES],
  sections: Object.entries(OPEN_TABLES).map(([key, blocks]): DefinedSection => ({
    key,
    title: inEach(`section.${key}`),
    blocks: blocks.map((block) => ({ block })),
  })),
});

/** Definition of the dashboard, made of the same blocks as reports. */
import { LANGUAGES } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import type { FigureBlock, LocalizedText, ReportDefinition } from '../report-definition.types';
import { inEachLanguage } from '../../platform/shared/in-each-language';

const SECTIONS = {
  people: ['key-figures', 'people-pyramid', 'people-by-age'],
  beds: ['occupancy-chart', 'beds-by-month'],
  services: ['services-chart', 'services-by-type'],
  training: ['training-flow', 'training'],
  returns: ['returns', 'follow-ups'],
  money: ['budget-chart', 'budget-by-line'],
  indicators: ['indicator-targets', 'results-matrix'],
  regions: ['calls-map', 'calls-by-region'],
} as const satisfies Readonly<Record<string, readonly FigureBlock[]>>;
export type DashboardSection = keyof typeof SECTIONS;

const words = (key: string): LocalizedText =>
  inEachLanguage((language) => translate(language, `dashboard:${key}`));

export const dashboardDefinition = (): ReportDefinition => ({
  kind: 'dashboard',
  title: words('title'),
  subtitle: words('lead'),
  preparedBy: words('title'),
  agency: null,
  money: 'all',
  fileStem: 'mawa-dashboard',
  audience: 'inside',
  every: 'quarter',
  due: { days: 0 },
  languages: LANGUAGES,
  sections: Object.entries(SECTIONS).map(([key, blocks]) => ({
    key,
    title: words(`section.${key}`),
    blocks: blocks.map((block) => ({ block })),
  })),
});

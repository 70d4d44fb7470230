import { addDays } from '../../../src/shared/nights';
import { quarterOf } from '../../../src/shared/quarters';
import { checkDocument, directionOf, standardLabels } from '../document';
import type { Block, ReportDocument } from '../document';
import type { BlockName } from '../report-definition';
import { bedsByMonth, bedsByShelter, bedsChart } from './beds.blocks';
import { Composer, type Composition } from './context';
import { beyondBudget, budgetByLine, budgetChart, grantShares, grantSteps } from './money.blocks';
import { peopleByAge, peopleByOrigin, peopleByPurpose, peopleChart } from './people.blocks';
import { servicesByType, servicesChart } from './services.blocks';
import { keyFigures, method, narratives, readingNote } from './text.blocks';

const BUILDERS: Readonly<Record<BlockName, (to: Composer) => Block[]>> = {
  'key-figures': keyFigures,
  'reading-note': readingNote,
  ...narratives,
  'people-chart': peopleChart,
  'people-by-age': peopleByAge,
  'people-by-origin': peopleByOrigin,
  'people-by-purpose': peopleByPurpose,
  'beds-chart': bedsChart,
  'beds-by-month': bedsByMonth,
  'beds-by-shelter': bedsByShelter,
  'services-chart': servicesChart,
  'services-by-type': servicesByType,
  'budget-chart': budgetChart,
  'budget-by-line': budgetByLine,
  'beyond-budget': beyondBudget,
  'grant-steps': grantSteps,
  'grant-shares': grantShares,
  method,
};

/** Figures and narrative become the whole report in one language; nothing is hidden yet. */
export function composeReport(composition: Composition): ReportDocument {
  const to = new Composer(composition);
  const blocks = composition.definition.sections.flatMap(({ key, blocks: names }): Block[] => {
    const body = names.flatMap((name) => BUILDERS[name](to));
    if (body.length === 0) return [];
    return [{ kind: 'heading', key, level: 1, text: to.say(`section.${key}`) }, ...body];
  });
  const document: ReportDocument = {
    format: 'mawa-report/1',
    labels: standardLabels(composition.language),
    meta: metaOf(to),
    blocks,
  };
  checkDocument(document);
  return document;
}

/** Neutral, e.g. `mawa-iom-2026-q3`. */
export const fileStemOf = (stem: string, from: string): string =>
  `${stem}-${quarterOf(from).code.toLowerCase()}`;

function metaOf(to: Composer): ReportDocument['meta'] {
  const { from, until } = to.period;
  const { number, year } = quarterOf(from);
  const { grant } = to.figures.budget;
  return {
    key: fileStemOf(to.definition.fileStem, from),
    kind: to.definition.kind,
    programme: to.head.programme,
    title: to.say('title'),
    subtitle: to.say('subtitle'),
    period: { from, to: addDays(until, -1), label: to.say(`quarter.${number}`, { year }) },
    language: to.language,
    direction: directionOf(to.language),
    audience: {
      key: to.definition.audience.key,
      label: to.say(`audience.${to.definition.audience.key}`),
    },
    version: to.head.version,
    preparedFor: to.head.donor,
    preparedBy: to.say(`agency.${to.definition.agency}`),
    date: to.head.date,
    facts: [
      { label: to.say('fact.grant'), value: grant.code },
      { label: to.say('fact.grant_title'), value: grant.title },
      { label: to.say('fact.budget'), value: to.money(grant.amount) },
      {
        label: to.say('fact.status'),
        value: to.say(to.head.approved ? 'fact.approved' : 'fact.draft'),
      },
    ],
    synthetic: to.head.synthetic,
  };
}

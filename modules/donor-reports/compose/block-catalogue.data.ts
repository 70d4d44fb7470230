/** Every table and picture that a report may hold: what it needs, and who builds it. */
import type { Block } from '../../report-documents';
import type { Part } from '../figures/report.figures';
import {
  type FigureBlock,
  figureBlocksOf,
  type ReportDefinition,
} from '../report-definition.types';
import { bedsByMonth, bedsByShelter, bedsChart } from './beds.blocks';
import { broughtIn, pathwayWithBroughtIn, withBroughtIn } from './brought-in.blocks';
import type { Composer } from './composer';
import { sf425, sf425Indirect } from './federal.blocks';
import { traffickingProfile } from './trafficking-profile.blocks';
import { indicatorsBySex, performanceIndicators, resultsMatrix } from './indicator.blocks';
import { accusedBy, compensation, proceedings } from './legal.blocks';
import { beyondBudget, budgetByLine, budgetChart, grantShares, grantSteps } from './money.blocks';
import { budgetBy } from './money-cuts.blocks';
import { partnerAdvances } from './partner.blocks';
import {
  indicatorTargets,
  occupancyChart,
  peoplePyramid,
  placesMap,
  trainingFlow,
} from './pictures.blocks';
import { peopleByAge, peopleByOrigin, peopleByPurpose, peopleChart } from './people.blocks';
import { periodComparison } from './period-comparison.blocks';
import { servicesByType, servicesChart } from './services.blocks';
import { awardFacts, keyFigures, method, readingNote } from './text.blocks';
import { followUps, officialsTrained, referrals, training, work } from './pathway.blocks';
import {
  callsByRegion,
  callsByType,
  callsMap,
  houseStays,
  indicatorsOverTime,
  projects,
  returns,
} from './returns-and-hotline.blocks';

interface Entry {
  readonly needs: readonly Part[];
  readonly build: (to: Composer) => Block[];
}
const made = (build: Entry['build'], ...needs: readonly Part[]): Entry => ({ needs, build });

/** Parts that count what was brought in from before Mawa where a definition asks for it. */
const COUNTS_PAST: ReadonlySet<Part> = new Set<Part>([
  'people',
  'beds',
  'services',
  'former',
  'indicators',
  'referrals',
  'training',
  'followUps',
  'broughtIn',
  'history',
]);
/** Parts whose imported rows are counted like any other. */
const AS_ENTERED: ReadonlySet<Part> = new Set<Part>(['how', 'officials']);
/** Blocks of amounts from the ledger, in which opening balances are. */
const MONEY: ReadonlySet<FigureBlock> = new Set<FigureBlock>([
  'budget-by-line',
  'budget-by-class',
  'budget-by-category',
  'budget-by-outcome',
  'budget-by-partner',
  'beyond-budget',
  'sf-425',
  'sf-425-indirect',
]);

/**
 * What a table notes about imported past records if the definition counts them; null for texts without such figures.
 */
export type PastOfBlock = 'counted' | 'none' | 'as_entered' | 'money' | null;

export function pastOfBlock(block: FigureBlock): PastOfBlock {
  if (MONEY.has(block)) return 'money';
  const { needs } = CATALOGUE[block];
  if (needs.length === 0 || needs.includes('partner')) return null;
  if (needs.some((part) => COUNTS_PAST.has(part))) return 'counted';
  return needs.some((part) => AS_ENTERED.has(part)) ? 'as_entered' : 'none';
}

export const CATALOGUE: Readonly<Record<FigureBlock, Entry>> = {
  'key-figures': made(keyFigures, 'people', 'beds', 'services'),
  'since-last-period': made(periodComparison, 'people', 'beds', 'services', 'former'),
  'reading-note': made(readingNote),
  'people-chart': made(peopleChart, 'people'),
  'people-pyramid': made(peoplePyramid, 'people'),
  'people-by-age': made(peopleByAge, 'people'),
  'people-by-origin': made(peopleByOrigin, 'people'),
  'people-by-purpose': made(peopleByPurpose, 'people'),
  'beds-chart': made(bedsChart, 'beds', 'people'),
  'occupancy-chart': made(occupancyChart, 'beds', 'people'),
  'beds-by-month': made(bedsByMonth, 'beds', 'people'),
  'beds-by-shelter': made(bedsByShelter, 'beds', 'people'),
  'services-chart': made(servicesChart, 'services', 'people'),
  'services-by-type': made(servicesByType, 'services', 'people'),
  'indicator-targets': made(indicatorTargets, 'indicators'),
  'results-matrix': made(resultsMatrix, 'indicators'),
  'performance-indicators': made(performanceIndicators, 'indicators'),
  'indicators-by-sex': made(indicatorsBySex, 'indicators'),
  referrals: made(referrals, 'referrals'),
  'training-flow': made(trainingFlow, 'training'),
  training: made(training, 'training'),
  work: made(work, 'work'),
  'follow-ups': made(followUps, 'followUps'),
  'officials-trained': made(officialsTrained, 'officials'),
  returns: made(returns, 'returns'),
  'calls-by-type': made(callsByType, 'hotline'),
  'calls-by-region': made(callsByRegion, 'hotline'),
  'calls-map': made(callsMap, 'hotline'),
  projects: made(projects, 'projects'),
  'house-stays': made(houseStays, 'houses'),
  'brought-in': made(broughtIn, 'broughtIn'),
  'with-brought-in': made(withBroughtIn, 'people', 'beds', 'services', 'broughtIn'),
  'pathway-with-brought-in': made(
    pathwayWithBroughtIn,
    'referrals',
    'training',
    'followUps',
    'broughtIn',
  ),
  'indicators-over-time': made(indicatorsOverTime, 'history'),
  'how-acts': made(traffickingProfile('acts'), 'how'),
  'how-means': made(traffickingProfile('means'), 'how'),
  'how-purposes': made(traffickingProfile('purposes'), 'how'),
  'how-forms': made(traffickingProfile('forms'), 'how'),
  'how-motives': made(traffickingProfile('motives'), 'how'),
  'how-recruited': made(traffickingProfile('recruitmentMethods'), 'how'),
  'recruited-map': made(placesMap('recruitment'), 'how'),
  'exploited-map': made(placesMap('exploitation'), 'how'),
  'where-recruited': made(traffickingProfile('recruitment'), 'how'),
  'where-exploited': made(traffickingProfile('exploitation'), 'how'),
  'accused-by-sex': made(accusedBy('sex'), 'legal'),
  'accused-by-age': made(accusedBy('ageGroup'), 'legal'),
  'accused-by-nationality': made(accusedBy('nationality'), 'legal'),
  'accused-by-education': made(accusedBy('education'), 'legal'),
  proceedings: made(proceedings, 'legal'),
  compensation: made(compensation, 'legal'),
  'budget-chart': made(budgetChart),
  'budget-by-line': made(budgetByLine),
  'budget-by-class': made(budgetBy('class'), 'cuts'),
  'budget-by-category': made(budgetBy('unsdg'), 'cuts'),
  'budget-by-outcome': made(budgetBy('outcome'), 'cuts'),
  'budget-by-partner': made(budgetBy('partner'), 'cuts'),
  'beyond-budget': made(beyondBudget),
  'grant-steps': made(grantSteps),
  'grant-shares': made(grantShares),
  'sf-425': made(sf425, 'federal'),
  'sf-425-indirect': made(sf425Indirect, 'federal'),
  'partner-advances': made(partnerAdvances, 'partner'),
  'award-facts': made(awardFacts),
  method: made(method),
};

/** Parts that a definition needs, each once, in the order of the catalogue. */
export function partsOf(definition: ReportDefinition): Part[] {
  const wanted = new Set(figureBlocksOf(definition));
  const needed = Object.entries(CATALOGUE).flatMap(([block, { needs }]) =>
    wanted.has(block as FigureBlock) ? needs : [],
  );
  return [...new Set(needed)];
}

const FINANCIAL_PARTS: ReadonlySet<Part> = new Set<Part>(['cuts', 'federal', 'partner']);

/** Whether all its figures are amounts: of the ledger, or of a partner's account. */
export function isFinancial(definition: ReportDefinition): boolean {
  const parts = partsOf(definition);
  return (
    (parts.includes('partner') || figureBlocksOf(definition).some((block) => MONEY.has(block))) &&
    parts.every((part) => FINANCIAL_PARTS.has(part))
  );
}

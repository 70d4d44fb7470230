/** The grant as an IATI 2.03 activity; elements stand in the order of the schema. Partners appear as one, places not at all. */
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { IatiFacts, IatiOrganisation } from './iati-facts.types';
import { iatiResults } from './iati-results.export';
import { narratives } from './iati-narratives.export';
import { iatiTransactions } from './iati-transactions.export';
import { element, textElement, writeXml, type XmlElement } from './xml.export';

/** ActivityStatus: implementation, finalisation, closed. */
const STATUS = { pipeline: '1', running: '2', closed: '4' } as const;

export function writeIati(facts: IatiFacts): Buffer {
  const activity = element(
    'iati-activity',
    {
      'last-updated-datetime': `${facts.today}T00:00:00Z`,
      'xml:lang': facts.codes.language,
      'default-currency': facts.grant.currency,
      hierarchy: '1',
    },
    [
      ...about(facts),
      ...organisations(facts),
      ...time(facts),
      ...classified(facts),
      ...budgets(facts),
      ...iatiTransactions(facts),
      ...related(facts),
      ...iatiResults(facts),
    ],
  );
  const root = element(
    'iati-activities',
    { version: '2.03', 'generated-datetime': `${facts.today}T00:00:00Z` },
    [activity],
  );
  return Buffer.from(writeXml(root), 'utf8');
}

const identifierOf = ({ reporting }: IatiFacts, code: string): string =>
  `${reporting.ref}-${code.replace(/[\s/&|?]+/g, '-')}`;

/** RelatedActivityType: co-funded. Its results are published there. */
const CO_FUNDED = '4';
const related = (facts: IatiFacts): XmlElement[] =>
  facts.resultsOf.map((code) =>
    element('related-activity', { type: CO_FUNDED, ref: identifierOf(facts, code) }),
  );

function about(facts: IatiFacts): XmlElement[] {
  const { reporting, threshold, synthetic, resultsOf } = facts;
  const activities = resultsOf.map((code) => identifierOf(facts, code)).join(', ');
  const description = (type: string, key: string) =>
    element('description', { type }, narratives(facts.say(key, { threshold, activities }), facts));
  return [
    textElement('iati-identifier', identifierOf(facts, facts.grant.code)),
    element('reporting-org', { ref: reporting.ref, type: reporting.type }, [
      textElement('narrative', reporting.name),
    ]),
    element('title', {}, narratives(facts.grant.title, facts)),
    description('1', synthetic ? 'iati.synthetic' : 'iati.general'),
    description('2', 'iati.objectives'),
    description('3', 'iati.groups'),
    description('4', 'iati.protection'),
    description('4', 'iati.money'),
    ...(facts.resultsOf.length > 0 ? [description('4', 'iati.results_elsewhere')] : []),
  ];
}

/** OrganisationRole: who funds, who answers for it, who carries it out. */
function organisations({ funding, reporting, implementing }: IatiFacts): XmlElement[] {
  const with_ = (one: IatiOrganisation, role: string) =>
    element(
      'participating-org',
      { role, ref: one.ref, type: one.type, 'crs-channel-code': one.channel },
      [textElement('narrative', one.name)],
    );
  return [
    with_(funding, '1'),
    with_(reporting, '2'),
    ...implementing.map((one) => with_(one, '4')),
  ];
}

function time({ grant, until, today, codes }: IatiFacts): XmlElement[] {
  const date = (type: string, day: CivilDate) =>
    element('activity-date', { type, 'iso-date': day });
  const ended = grant.endsOn < until && grant.endsOn < today;
  const begun = grant.startsOn <= today;
  const status = ended ? STATUS.closed : begun ? STATUS.running : STATUS.pipeline;
  return [
    element('activity-status', { code: status }),
    date('1', grant.startsOn),
    ...(begun ? [date('2', grant.startsOn)] : []),
    date('3', grant.endsOn),
    ...(ended ? [date('4', grant.endsOn)] : []),
    element('activity-scope', { code: codes.scope }),
    element('recipient-country', { code: codes.country }),
  ];
}

function classified({ codes }: IatiFacts): XmlElement[] {
  const single = codes.sectors.length === 1;
  return [
    ...codes.sectors.map(({ code, percentage }) =>
      element('sector', { vocabulary: '1', code, percentage: single ? null : percentage }),
    ),
    ...codes.sdgGoals.map((code) => element('tag', { vocabulary: '2', code })),
    ...codes.sdgTargets.map((code) => element('tag', { vocabulary: '3', code })),
    ...codes.markers.map(({ code, significance }) =>
      element('policy-marker', { vocabulary: '1', code, significance }),
    ),
    element('collaboration-type', { code: codes.collaboration }),
    element('default-flow-type', { code: codes.flow }),
    element('default-finance-type', { code: codes.finance }),
    element('default-aid-type', { vocabulary: '1', code: codes.aid }),
    element('default-tied-status', { code: codes.tied }),
  ];
}

const budgets = ({ money, grant }: IatiFacts): XmlElement[] =>
  money.budgets.map(({ from, to, amount, planned }) =>
    element('budget', { type: planned ? '2' : '1', status: planned ? '2' : '1' }, [
      element('period-start', { 'iso-date': from }),
      element('period-end', { 'iso-date': to }),
      textElement('value', amount, { currency: grant.currency, 'value-date': from }),
    ]),
  );

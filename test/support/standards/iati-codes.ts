/** Codes of an activity against the lists that they are of. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { DOMParser } from '@xmldom/xmldom';
import { useNamespaces } from 'xpath';
import { ROOT } from '../../../modules/platform/config/root';

const FOLDER = join(ROOT, 'test/fixtures/standards/iati/codelists');

/** Where a code stands, and of which list it is. */
const WHERE: Readonly<Record<string, string>> = {
  '/iati-activities/@version': 'Version',
  '//reporting-org/@type': 'OrganisationType',
  '//participating-org/@type': 'OrganisationType',
  '//provider-org/@type': 'OrganisationType',
  '//receiver-org/@type': 'OrganisationType',
  '//participating-org/@role': 'OrganisationRole',
  '//iati-activity/description/@type': 'DescriptionType',
  '//activity-status/@code': 'ActivityStatus',
  '//activity-date/@type': 'ActivityDateType',
  '//activity-scope/@code': 'ActivityScope',
  '//sector/@vocabulary': 'SectorVocabulary',
  "//sector[@vocabulary='1']/@code": 'Sector',
  '//tag/@vocabulary': 'TagVocabulary',
  '//policy-marker/@vocabulary': 'PolicyMarkerVocabulary',
  '//policy-marker/@code': 'PolicyMarker',
  '//policy-marker/@significance': 'PolicySignificance',
  '//collaboration-type/@code': 'CollaborationType',
  '//default-flow-type/@code': 'FlowType',
  '//default-finance-type/@code': 'FinanceType',
  '//default-aid-type/@vocabulary': 'AidTypeVocabulary',
  "//default-aid-type[@vocabulary='1']/@code": 'AidType',
  '//default-tied-status/@code': 'TiedStatus',
  '//budget/@type': 'BudgetType',
  '//budget/@status': 'BudgetStatus',
  '//transaction-type/@code': 'TransactionType',
  '//related-activity/@type': 'RelatedActivityType',
  '//result/@type': 'ResultType',
  '//indicator/@measure': 'IndicatorMeasure',
  '//reference/@vocabulary': 'IndicatorVocabulary',
};

const select = useNamespaces({ xml: 'http://www.w3.org/XML/1998/namespace' });
const read = (text: string) => new DOMParser().parseFromString(text, 'text/xml') as unknown as Node;
const texts = (path: string, node: Node): string[] => {
  const found = select(path, node);
  return Array.isArray(found) ? found.map((one) => one.nodeValue ?? one.textContent ?? '') : [];
};

const lists = new Map<string, ReadonlySet<string>>();
function codesOf(list: string): ReadonlySet<string> {
  const known = lists.get(list);
  if (known) return known;
  const codes =
    list === 'Sector'
      ? parse<{ code: string; status: string }>(readFileSync(join(FOLDER, 'Sector.csv')), {
          columns: true,
        })
          .filter(({ status }) => status === 'active')
          .map(({ code }) => code)
      : texts('//codelist-item/code', read(readFileSync(join(FOLDER, `${list}.xml`), 'utf8')));
  lists.set(list, new Set(codes));
  return lists.get(list)!;
}

/** "TransactionType: 99", of each code that its list does not have. */
export function unknownCodes(xml: string): { unknown: string[]; checked: number } {
  const document = read(xml);
  const unknown: string[] = [];
  let checked = 0;
  for (const [path, list] of Object.entries(WHERE)) {
    for (const code of texts(path, document)) {
      checked += 1;
      if (!codesOf(list).has(code)) unknown.push(`${list}: ${code}`);
    }
  }
  return { unknown, checked };
}

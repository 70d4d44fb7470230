import type {
  IatiFacts,
  IatiOrganisation,
  IatiText,
} from '../../../modules/open-data/iati/iati-facts.types';
import type { PublishedAmount } from '../../../modules/open-data/money/publish-money.rules';
import { writeIati } from '../../../modules/open-data/iati/iati-activity.export';
import { inEach } from '../../../modules/open-data/publication/quarter-definition.data';
import { IATI_ACTIVITY, AGENCY_REFERENCES } from '../../../migrations/data/open-data';
import { unknownCodes } from '../../support/standards/iati-codes';
import { brokenRules, ruleNumbers } from '../../support/standards/iati-rules';
import { schemaErrors } from '../../support/standards/iati-schema';

const words = (text: string): IatiText => ({ fr: text, ar: text, en: text });
const known = (code: string): IatiOrganisation => {
  const { ref, type, channel } = AGENCY_REFERENCES.find((one) => one.code === code)!;
  return { code, name: `Organisation ${code}`, ref, type: String(type), channel };
};
const NOW = new Date('2026-11-24T12:00:00Z');

const published = (
  type: PublishedAmount['type'],
  from: string,
  amount: string,
  more: Partial<PublishedAmount> = {},
): PublishedAmount => ({ type, from, amount, currency: 'USD', category: null, ...more });

const FACTS: IatiFacts = {
  codes: IATI_ACTIVITY,
  grant: {
    code: 'JTIP-MAR',
    title: { fr: 'Abri', ar: 'مأوى', en: 'Shelter & <help>' },
    currency: 'USD',
    amount: '2500000.00',
    startsOn: '2025-01-01',
    endsOn: '2027-12-31',
  },
  reporting: known('IOM'),
  funding: known('JTIP'),
  implementing: [known('IOM'), known('UNODC'), known('ILO')],
  until: '2026-10-01',
  today: '2026-11-24',
  money: {
    published: [
      published('11', '2025-01-01', '2500000.00'),
      published('11', '2026-04-01', '-100000.00'),
      published('1', '2025-01-01', '700000.00'),
      published('2', '2025-04-01', '900000.00', { currency: 'MAD' }),
      published('3', '2025-07-01', '45000.00'),
      published('4', '2026-07-01', '1234.56', { category: '4' }),
      published('4', '2026-07-01', '-10.00'),
    ],
    budgets: [
      { from: '2025-01-01', to: '2025-12-31', amount: '833333.33', planned: true },
      { from: '2026-01-01', to: '2026-12-31', amount: '833333.33', planned: true },
      { from: '2027-01-01', to: '2027-12-31', amount: '833333.34', planned: true },
    ],
  },
  categories: new Map([['4', words('Contractual services')]]),
  indicators: [
    {
      level: 'output',
      framework: 'dos',
      code: 'PS.5.1-28',
      title: words('First responders trained'),
      unit: 'people',
      ascending: true,
      baseline: { value: '12', on: '2024-12-31' },
      periods: [
        {
          from: '2026-07-01',
          to: '2026-09-30',
          target: '30',
          hidden: 1,
          actuals: [{ value: '28' }, { value: '17', sex: 'female', age: '18+' }],
        },
      ],
    },
    {
      level: 'goal',
      framework: 'sdg',
      code: '16.2.2',
      title: words('Victims per 100,000'),
      unit: 'rate',
      ascending: false,
      baseline: null,
      periods: [{ from: '2026-07-01', to: '2026-09-30', target: '0.4', actuals: [], hidden: 0 }],
    },
    {
      level: 'outcome',
      framework: 'project',
      code: 'B.1',
      title: words('Occupancy'),
      unit: 'percent',
      ascending: true,
      baseline: null,
      periods: [
        {
          from: '2026-07-01',
          to: '2026-09-30',
          target: null,
          actuals: [{ value: '81.2' }],
          hidden: 0,
        },
      ],
    },
  ],
  threshold: 11,
  synthetic: false,
  say: inEach,
  resultsOf: [],
};
const XML = writeIati(FACTS).toString('utf8');
const idsIn = (xml: string) => [...new Set(brokenRules(xml, NOW).map(({ id }) => id))].sort();
/** Each change must be there to be made. */
const changed = (from: string | RegExp, to: string, xml = XML): string => {
  const other = xml.replace(from, to);
  if (other === xml) throw new Error(`nothing was changed: ${String(from)}`);
  return other;
};

/** One act against each rule that can be broken in a file of this shape; what is broken must be told by its number. */
const CONTROLS: Readonly<Record<string, () => string>> = {
  '1.1.3': () => changed(/<iati-identifier>.*?</, '<iati-identifier>XM-DAC-47066<'),
  '1.1.21': () => changed('<iati-identifier>XM-DAC-47066-', '<iati-identifier>XM-DAC-1-'),
  '1.3.13': () => changed('JTIP-MAR</iati-identifier>', 'JTIP/MAR</iati-identifier>'),
  '1.3.1': () => changed('JTIP-MAR</iati-identifier>', 'JTIP-MAR </iati-identifier>'),
  '1.14.8': () => changed('reporting-org ref="XM-DAC-47066"', 'reporting-org ref="XX-DAC-47066"'),
  '1.14.13': () => changed('reporting-org ref="XM-DAC-47066"', 'reporting-org ref="XM?47066"'),
  '1.14.1': () => changed('reporting-org ref="XM-DAC-47066"', 'reporting-org ref=" XM-DAC-47066"'),
  '1.16.1': () => withOther('type="B1" ref=" OLD-1"'),
  '1.6.1': () => withOther('type="A3" ref="OLD-1 "'),
  '1.7.1': () => changed('<result ', '<related-activity type="1" ref=" X-1"/><result '),
  '6.8.1': () => withOther('type="A1" ref="X"', '<owner-org/>'),
  '1.11.1': () => withOther('type="A1" ref="X"', '<owner-org ref=" GB-1"/>'),
  '1.11.13': () => withOther('type="A1" ref="X"', '<owner-org ref="GB/1"/>'),
  '6.11.1': () => changed(/<activity-date type="[12]".*?\/>/g, ''),
  '6.2.2': () => changed(/<sector .*?\/>/, ''),
  '4.1.1': () => changed(' xml:lang="en"', ''),
  '6.7.2': () => inOneTransaction(changed(/<sector .*?\/>/, ''), SECTOR),
  '6.6.2': () => inOneTransaction(XML, SECTOR),
  '7.8.1': () => changed(' currency="USD"', '', changed(' default-currency="USD"', '')),
  '11.1.1': () => changed('last-updated-datetime="2026', 'last-updated-datetime="2031'),
  '11.1.2': () => changed('type="3" iso-date="2027', 'type="3" iso-date="2024'),
  '11.1.3': () => withEnd('2024-12-31'),
  '11.1.4': () => changed('type="2" iso-date="2025', 'type="2" iso-date="2031'),
  '11.1.5': () => withEnd('2031-12-31'),
  '11.2.1': () => changed(/transaction-date iso-date="2026/, 'transaction-date iso-date="2031'),
  '11.2.2': () => changed(/value-date="2026-09/, 'value-date="2031-09'),
  '2.1.1': () => withSectors('<sector vocabulary="1" code="15180"/>'),
  '2.1.2': () => withSectors('', '60', '30'),
  '2.1.4': () => changed('code="15190"', 'code="15190" percentage="60"'),
  '2.2.1': () => changed(/(<sector .*?\/>)/, '$1<sector vocabulary="99" code="A"/>'),
  '102.1.1': () => changed('<sector vocabulary="1"', '<sector vocabulary="2"'),
  '12.3.1': () => changed('code="15190"', 'code="15190" percentage="101"'),
  '3.1.1': () => withCountries('<recipient-country code="TN"/>'),
  '3.1.2': () => withCountries('', '60', '30'),
  '3.1.4': () => changed('country code="MA"', 'country code="MA" percentage="60"'),
  '12.1.1': () => changed('country code="MA"', 'country code="MA" percentage="101"'),
  '3.4.1': () => withRegions('<recipient-region vocabulary="1" code="189"/>'.repeat(2)),
  '3.4.2': () => withRegions('<recipient-region vocabulary="1" code="189" percentage="40"/>'),
  '3.4.4': () =>
    changed(
      /<recipient-country .*?\/>/,
      '<recipient-region vocabulary="1" code="189" percentage="40"/>',
    ),
  '3.6.2': () => inOneTransaction(XML, '<recipient-country code="MA"/>'),
  '3.7.1': () => changed(/<recipient-country .*?\/>/, ''),
  '3.7.2': () => changed(/<recipient-country .*?\/>/, ''),
  '7.9.1': () => withItems('<budget-item code="1"/><budget-item code="2"/>'),
  '7.9.2': () =>
    withItems('<budget-item code="1" percentage="5"/><budget-item code="2" percentage="5"/>'),
  '7.9.4': () => withItems('<budget-item code="1" percentage="5"/>'),
  '12.2.1': () => withItems('<budget-item code="1" percentage="105"/>'),
  '107.1.1': () => changed('<default-aid-type vocabulary="1"', '<default-aid-type vocabulary="2"'),
  '107.1.2': () => changed(/(<default-aid-type .*?\/>)/, '$1$1'),
  '107.2.1': () => inOneTransaction(XML, '<aid-type vocabulary="2" code="1"/>'),
  '107.2.2': () => inOneTransaction(XML, '<aid-type code="C01"/><aid-type code="B01"/>'),
  '6.9.1': () => emptied('provider-org'),
  '1.10.1': () => changed('provider-org ref="', 'provider-org ref=" '),
  '1.10.13': () => changed('provider-org ref="', 'provider-org ref="?'),
  '1.4.1': () => changed('<provider-org ', '<provider-org provider-activity-id=" x" '),
  '6.9.2': () => emptied('receiver-org'),
  '1.15.1': () => changed('receiver-org ref="', 'receiver-org ref=" '),
  '1.15.13': () => changed('receiver-org ref="', 'receiver-org ref="&amp;'),
  '1.5.1': () => changed('<receiver-org ', '<receiver-org receiver-activity-id="x " '),
  '6.14.1': () => changed(/ significance="1"/, ''),
  '6.13.1': () => changed('<policy-marker vocabulary="1"', '<policy-marker vocabulary="99"'),
  '6.10.1': () => emptied('participating-org'),
  '1.8.1': () => changed('participating-org role="1" ref="', 'participating-org role="1" ref=" '),
  '1.8.13': () => changed('participating-org role="1" ref="', 'participating-org role="1" ref="|'),
  '1.9.1': () => changed('<participating-org ', '<participating-org activity-id=" x" '),
  '8.6.3': () => changed('period-end iso-date="2025-12-31"', 'period-end iso-date="2024-12-31"'),
  '7.5.3': () => changed('period-end iso-date="2025-12-31"', 'period-end iso-date="2026-01-02"'),
  '8.11.1': () => changed(/(<result type="3".*?>)/, '$1<reference vocabulary="9" code="x"/>'),
  '8.6.1': () => changed('period-end iso-date="2026-09-30"', 'period-end iso-date="2026-06-30"'),
  '8.8.1': () => changed(' value="12"', ''),
  '8.8.2': () => changed(' value="12"', ' value="twelve"'),
  '8.8.3': () => qualitative('<baseline year="2024" value="12"/>'),
  '8.9.1': () => changed('<target value="30"/>', '<target/>'),
  '8.9.2': () => changed('<target value="30"/>', '<target value="thirty"/>'),
  '8.9.3': () => qualitative(''),
  '8.10.1': () => changed('<actual value="28"/>', '<actual/>'),
  '8.10.2': () => changed('<actual value="28"/>', '<actual value="many"/>'),
  '8.10.3': () => changed('measure="2"', 'measure="5"'),
  '4.3.1': () => changed(/<title>[\s\S]*?<\/title>/, '<title><narrative></narrative></title>'),
  '4.4.1': () => changed(/(<description type="1">)[\s\S]*?(<\/description>)/, '$1$2'),
};
const SECTOR = '<sector code="15190"/>';
const withOther = (attributes: string, inside = '') =>
  changed(
    '<activity-status',
    `<other-identifier ${attributes}>${inside}</other-identifier><activity-status`,
  );
const withEnd = (day: string) =>
  changed('<activity-scope', `<activity-date type="4" iso-date="${day}"/><activity-scope`);
const inOneTransaction = (xml: string, inside: string) =>
  changed('</transaction>', `${inside}</transaction>`, xml);
const two = (element: string, first: string, second: string, one = '', other = '') =>
  `<${element} vocabulary="1" code="${first}" percentage="${one}"/><${element} vocabulary="1" code="${second}" percentage="${other}"/>`;
const withSectors = (more: string, one?: string, other?: string) =>
  one && other
    ? changed(/<sector .*?\/>/, two('sector', '15190', '15180', one, other))
    : changed(/(<sector .*?\/>)/, `$1${more}`);
const withCountries = (more: string, one?: string, other?: string) =>
  one && other
    ? changed(
        /<recipient-country .*?\/>/,
        two('recipient-country', 'MA', 'TN', one, other).replaceAll(' vocabulary="1"', ''),
      )
    : changed(/(<recipient-country .*?\/>)/, `$1${more}`);
const withRegions = (more: string) => changed(/(<recipient-country .*?\/>)/, `$1${more}`);
const withItems = (inside: string) =>
  changed(
    '<policy-marker',
    `<country-budget-items vocabulary="2">${inside}</country-budget-items><policy-marker`,
  );
const emptied = (name: string) =>
  changed(new RegExp(`<${name}[^>]*>[\\s\\S]*?</${name}>`), `<${name}/>`);
const qualitative = (more: string) =>
  changed('measure="1"', 'measure="5"').replace('<period>', `${more}<period>`);

describe('the activity of the grant in IATI 2.03', () => {
  it('is valid by the schema, breaks no rule and has no code that its list does not have', async () => {
    expect(await schemaErrors(XML)).toEqual([]);
    expect(brokenRules(XML, NOW)).toEqual([]);
    const { unknown, checked } = unknownCodes(XML);
    expect(unknown).toEqual([]);
    expect(checked).toBeGreaterThan(40);
  });

  it('holds every type of transaction, and neither a place nor a narrower word for partners', () => {
    const types = [...XML.matchAll(/<transaction-type code="(\d+)"/g)].map((match) => match[1]);
    expect(types).toEqual(['11', '11', '1', '2', '3', '4', '4']);
    expect(XML).not.toContain('<location');
    expect(XML).toContain('<value currency="MAD" value-date="2025-06-30">900000.00</value>');
    expect(XML).toContain('Shelter &amp; &lt;help&gt;');
    expect(XML).toContain('1 number is hidden (&lt;11) to protect people.');
  });

  it('tells the award on its first day, what it became since as a difference, and small categories together', () => {
    const texts = [...XML.matchAll(/<transaction>[\s\S]*?<\/transaction>/g)].map(([text]) => text);
    expect(texts[0]).toContain('<transaction-date iso-date="2025-01-01"/>');
    expect(texts[1]).toContain('<transaction-date iso-date="2026-06-30"/>');
    expect(texts[1]).toContain('-100000.00');
    expect(texts[6]).toContain('Several categories together');
    expect(XML).toContain('when at least three stand behind the amount');
  });

  it('refers to the grant with which results were told first, and stays valid', async () => {
    const xml = writeIati({ ...FACTS, indicators: [], resultsOf: ['JTIP MAR 1'] }).toString('utf8');
    expect(xml).toContain('<related-activity type="4" ref="XM-DAC-47066-JTIP-MAR-1"/>');
    expect(xml).toContain('are published with it: XM-DAC-47066-JTIP-MAR-1.');
    expect(xml).not.toContain('<result ');
    expect(await schemaErrors(xml)).toEqual([]);
    expect(brokenRules(xml, NOW)).toEqual([]);
    expect(unknownCodes(xml).unknown).toEqual([]);
  });

  it('would be caught, were it not valid', async () => {
    const wrong = [
      changed('<activity-status', '<activity-scope code="4"/><activity-status'),
      changed(' version="2.03"', ''),
      changed('iso-date="2027-12-31"', 'iso-date="31/12/2027"'),
      changed('<value ', '<amount ').replace('</value>', '</amount>'),
    ];
    for (const xml of wrong) expect((await schemaErrors(xml)).length).toBeGreaterThan(0);
    expect(
      unknownCodes(changed('transaction-type code="11"', 'transaction-type code="14"')).unknown,
    ).toEqual(['TransactionType: 14']);
  });

  it.each(ruleNumbers())('would be caught, were rule %s broken', (id) => {
    expect(CONTROLS[id]).toBeDefined();
    expect(idsIn(CONTROLS[id]!())).toContain(id);
  });
});

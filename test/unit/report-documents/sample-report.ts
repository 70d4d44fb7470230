/** A made-up quarter, whole in each language: the specimen for renderers. No figure is real. */
import Decimal from 'decimal.js';
import type {
  Block,
  Language,
  ReportDocument,
  Row,
} from '../../../modules/report-documents/document';
import { directionOf, standardLabels } from '../../../modules/report-documents/document';

type Words = readonly [fr: string, ar: string, en: string];

export function sampleReport(language: Language): ReportDocument {
  const say = ([fr, ar, en]: Words): string => ({ fr, ar, en })[language];
  return {
    format: 'mawa-report/1',
    labels: standardLabels(language),
    meta: {
      key: 'specimen-2026-t3',
      kind: 'iom-quarterly',
      programme: say([
        'Programme d’hébergement et de réintégration des victimes de la traite',
        'برنامج إيواء ضحايا الاتجار بالبشر وإعادة إدماجهم',
        'Shelter and reintegration programme for victims of trafficking',
      ]),
      title: say([
        'Rapport trimestriel de l’OIM',
        'التقرير الفصلي للمنظمة الدولية للهجرة',
        'IOM quarterly report',
      ]),
      subtitle: say([
        'Personnes accompagnées, lits, services et dépenses',
        'الأشخاص المواكَبون والأسرّة والخدمات والنفقات',
        'People supported, beds, services and spending',
      ]),
      period: {
        from: '2026-07-01',
        to: '2026-09-30',
        label: say(['Juillet – septembre 2026', 'يوليوز – شتنبر 2026', 'July – September 2026']),
      },
      language,
      direction: directionOf(language),
      audience: { key: 'donor', label: say(['Bailleur', 'الجهة المانحة', 'Donor']) },
      version: '1.0',
      preparedFor: say([
        'Bureau de lutte contre la traite des personnes (J/TIP)',
        'مكتب مكافحة الاتجار بالأشخاص (J/TIP)',
        'Office to Monitor and Combat Trafficking in Persons (J/TIP)',
      ]),
      preparedBy: say(['OIM Maroc', 'المنظمة الدولية للهجرة بالمغرب', 'IOM Morocco']),
      date: '2026-10-20',
      facts: [
        { label: say(['Subvention', 'المنحة', 'Grant']), value: 'S-SJTIP-26-GR-0000' },
        {
          label: say(['Statut', 'الحالة', 'Status']),
          value: say(['Approuvé', 'معتمد', 'Approved']),
        },
      ],
      synthetic: true,
    },
    blocks: [...summary(say), ...people(say), ...beds(say), ...services(say), ...money(say)],
  };
}

type Say = (words: Words) => string;

function summary(say: Say): Block[] {
  return [
    {
      kind: 'heading',
      key: 'summary',
      level: 1,
      text: say(['L’essentiel', 'الخلاصة', 'At a glance']),
    },
    {
      kind: 'kpis',
      key: 'summary-figures',
      items: [
        {
          key: 'people',
          label: say(['personnes accompagnées', 'شخصاً تمت مواكبتهم', 'people supported']),
          value: 90,
          type: 'integer',
          figure: 'people.served',
          disclosure: { role: 'count' },
        },
        {
          key: 'nights',
          label: say(['nuitées', 'ليلة إيواء', 'bed-nights']),
          value: 4424,
          type: 'integer',
        },
        {
          key: 'occupancy',
          label: say(['taux d’occupation', 'نسبة الإشغال', 'occupancy']),
          value: '0.8128',
          type: 'percent',
        },
        {
          key: 'spent',
          label: say(['dépensés au trimestre', 'نفقات الفصل', 'spent in the quarter']),
          value: '133536.96',
          type: 'money',
          currency: 'USD',
        },
      ],
    },
    {
      kind: 'narrative',
      key: 'summary-text',
      paragraphs: [
        say([
          'Au troisième trimestre 2026, les trois maisons du réseau ont accueilli des femmes, des hommes et des enfants orientés par la ligne d’écoute, les cellules de prise en charge des tribunaux et les associations partenaires. L’occupation a progressé chaque mois sans que la capacité soit dépassée.',
          'خلال الفصل الثالث من سنة 2026، استقبلت الدور الثلاث للشبكة نساءً ورجالاً وأطفالاً أحالهم خط الاستماع وخلايا التكفل بالمحاكم والجمعيات الشريكة. وارتفعت نسبة الإشغال كل شهر دون تجاوز الطاقة الاستيعابية.',
          'In the third quarter of 2026 the three houses of the network received women, men and children referred by the hotline, the care units of the courts and partner associations. Occupancy rose month by month without exceeding capacity.',
        ]),
        say([
          'Le soutien psychologique reste le service le plus demandé. La formation professionnelle a repris en septembre avec deux nouveaux ateliers ; la demande de places familiales dépasse encore l’offre.',
          'ويبقى الدعم النفسي الخدمة الأكثر طلباً. واستؤنف التكوين المهني في شتنبر بورشتين جديدتين، فيما لا يزال الطلب على أماكن الأسر يفوق العرض.',
          'Psychological support remains the service most asked for. Vocational training resumed in September with two new workshops; demand for family places still exceeds supply.',
        ]),
      ],
    },
    {
      kind: 'callout',
      key: 'summary-note',
      tone: 'info',
      title: say(['Lire les tableaux', 'قراءة الجداول', 'Reading the tables']),
      text: say([
        'Les petits effectifs sont masqués afin que personne ne puisse être reconnu. Les totaux restent exacts.',
        'تُحجب الأعداد الصغيرة حتى لا يمكن التعرف على أي شخص، وتبقى المجاميع دقيقة.',
        'Small counts are hidden so that nobody can be recognised. Totals remain exact.',
      ]),
    },
    {
      kind: 'section',
      key: 'in-arabic',
      language: 'ar',
      direction: 'rtl',
      blocks: [
        { kind: 'heading', key: 'in-arabic-title', level: 2, text: 'ملخص بالعربية' },
        {
          kind: 'narrative',
          key: 'in-arabic-text',
          paragraphs: [
            'بلغ عدد ليالي الإيواء 4 424 ليلة بنسبة إشغال 81,3 %، وبلغت النفقات 133 536,96 USD خلال الفصل الثالث.',
          ],
        },
      ],
    },
  ];
}

const AGES: readonly (readonly [key: string, words: Words, women: number, men: number])[] = [
  ['0-11', ['Moins de 12 ans', 'أقل من 12 سنة', 'Under 12'], 6, 5],
  ['12-17', ['12 à 17 ans', 'من 12 إلى 17 سنة', '12 to 17'], 9, 7],
  ['18-24', ['18 à 24 ans', 'من 18 إلى 24 سنة', '18 to 24'], 21, 6],
  ['25-34', ['25 à 34 ans', 'من 25 إلى 34 سنة', '25 to 34'], 17, 5],
  ['35-49', ['35 à 49 ans', 'من 35 إلى 49 سنة', '35 to 49'], 8, 3],
  ['50+', ['50 ans et plus', '50 سنة فأكثر', '50 and over'], 2, 0],
];
const UNKNOWN: Words = ['Non connu', 'غير معروف', 'Not known'];

function people(say: Say): Block[] {
  const row = (key: string, label: string, women: number, men: number): Row => ({
    key,
    cells: { age: label, women, men, total: women + men },
  });
  return [
    {
      kind: 'heading',
      key: 'people',
      level: 1,
      text: say(['Personnes accompagnées', 'الأشخاص المواكَبون', 'People supported']),
    },
    {
      kind: 'narrative',
      key: 'people-text',
      paragraphs: [
        say([
          'Est comptée toute personne qui a dormi au moins une nuit dans une maison ou reçu au moins un service au cours de la période. Chaque personne est comptée une seule fois. L’âge est celui de l’enregistrement.',
          'يُحتسب كل شخص قضى ليلة واحدة على الأقل في إحدى الدور أو تلقى خدمة واحدة على الأقل خلال الفترة. ويُحتسب كل شخص مرة واحدة فقط، والسن هو السن عند التسجيل.',
          'Anyone who slept at least one night in a house or received at least one service in the period is counted. Each person is counted once. Age is age at registration.',
        ]),
      ],
    },
    {
      kind: 'chart',
      key: 'people-chart',
      shape: 'stacked',
      title: {
        text: say([
          'Les 18 à 24 ans forment le groupe le plus nombreux',
          'الفئة من 18 إلى 24 سنة هي الأكبر عدداً',
          'People aged 18 to 24 are the largest group',
        ]),
        figures: ['people-by-age/18-24/total', 'people-by-age/25-34/total'],
        otherwise: say([
          'Personnes accompagnées selon l’âge et le sexe',
          'الأشخاص المواكَبون حسب السن والجنس',
          'People supported by age and sex',
        ]),
      },
      alt: say([
        'Barres empilées : personnes accompagnées selon l’âge, femmes et hommes. Les chiffres sont dans le tableau qui suit.',
        'أعمدة مكدسة: الأشخاص المواكَبون حسب السن، نساء ورجال. الأرقام في الجدول الموالي.',
        'Stacked bars: people supported by age, women and men. The figures are in the table that follows.',
      ]),
      table: 'people-by-age',
      category: 'age',
      series: [
        { column: 'women', label: say(['Femmes et filles', 'نساء وفتيات', 'Women and girls']) },
        { column: 'men', label: say(['Hommes et garçons', 'رجال وفتيان', 'Men and boys']) },
      ],
    },
    {
      kind: 'table',
      key: 'people-by-age',
      title: say([
        'Personnes accompagnées selon le sexe et l’âge',
        'الأشخاص المواكَبون حسب الجنس والسن',
        'People supported by sex and age',
      ]),
      columns: [
        { key: 'age', header: say(['Âge', 'السن', 'Age']), type: 'text' },
        {
          key: 'women',
          header: say(['Femmes et filles', 'نساء وفتيات', 'Women and girls']),
          type: 'integer',
          disclosure: { role: 'count', additive: true },
        },
        {
          key: 'men',
          header: say(['Hommes et garçons', 'رجال وفتيان', 'Men and boys']),
          type: 'integer',
          disclosure: { role: 'count', additive: true },
        },
        {
          key: 'total',
          header: say(['Total', 'المجموع', 'Total']),
          type: 'integer',
          disclosure: { role: 'count', additive: true },
        },
      ],
      rowTotal: { column: 'total', parts: ['women', 'men'] },
      rows: [
        ...AGES.map(([key, words, women, men]) => row(key, say(words), women, men)),
        { ...row('unknown', say(UNKNOWN), 1, 0), unknown: true },
      ],
      total: {
        ...row('total', say(['Total', 'المجموع', 'Total']), 64, 26),
        figures: { total: 'people.served' },
      },
      breakdown: true,
      denominator: say([
        '90 personnes accompagnées au cours du trimestre.',
        '90 شخصاً تمت مواكبتهم خلال الفصل.',
        '90 people supported in the quarter.',
      ]),
    },
  ];
}

const SHELTERS = [
  {
    key: 'argane',
    name: ['Maison Argane', 'دار أركان', 'Argane House'] as Words,
    people: 38,
    months: [598, 640, 655],
    beds: 24,
    blocked: 46,
  },
  {
    key: 'safran',
    name: ['Maison Safran', 'دار الزعفران', 'Saffron House'] as Words,
    people: 31,
    months: [489, 512, 526],
    beds: 20,
    blocked: 0,
  },
  {
    key: 'cedre',
    name: ['Maison Cèdre', 'دار الأرز', 'Cedar House'] as Words,
    people: 17,
    months: [310, 342, 352],
    beds: 16,
    blocked: 31,
  },
];
const MONTHS: readonly Words[] = [
  ['Juillet', 'يوليوز', 'July'],
  ['Août', 'غشت', 'August'],
  ['Septembre', 'شتنبر', 'September'],
];
const ratio = (part: Decimal.Value, whole: Decimal.Value): string =>
  new Decimal(part).div(whole).toFixed(4);

function beds(say: Say): Block[] {
  const shelterRow = (
    key: string,
    name: string,
    people: number,
    used: number,
    open: number,
  ): Row => ({ key, cells: { shelter: name, people, used, open, occupancy: ratio(used, open) } });
  const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
  const open = SHELTERS.map((shelter) => shelter.beds * 92 - shelter.blocked);
  const used = SHELTERS.map((shelter) => sum(shelter.months));
  const total = say(['Total', 'المجموع', 'Total']);
  return [
    {
      kind: 'heading',
      key: 'beds',
      level: 1,
      text: say(['Lits et nuitées', 'الأسرّة وليالي الإيواء', 'Beds and nights']),
    },
    {
      kind: 'chart',
      key: 'nights-chart',
      shape: 'stacked',
      title: say([
        'Les nuitées ont augmenté chaque mois dans les trois maisons',
        'ارتفع عدد ليالي الإيواء كل شهر في الدور الثلاث',
        'Bed-nights rose every month in all three houses',
      ]),
      alt: say([
        'Barres empilées : nuitées par mois et par maison, de juillet à septembre.',
        'أعمدة مكدسة: ليالي الإيواء حسب الشهر والدار، من يوليوز إلى شتنبر.',
        'Stacked bars: bed-nights by month and house, July to September.',
      ]),
      table: 'nights-by-month',
      category: 'month',
      series: SHELTERS.map((shelter) => ({ column: shelter.key, label: say(shelter.name) })),
    },
    {
      kind: 'table',
      key: 'nights-by-month',
      title: say([
        'Nuitées par mois et par maison',
        'ليالي الإيواء حسب الشهر والدار',
        'Bed-nights by month and house',
      ]),
      columns: [
        { key: 'month', header: say(['Mois', 'الشهر', 'Month']), type: 'text' },
        ...SHELTERS.map((shelter) => ({
          key: shelter.key,
          header: say(shelter.name),
          type: 'integer' as const,
        })),
        { key: 'total', header: total, type: 'integer' },
      ],
      rowTotal: { column: 'total', parts: SHELTERS.map((shelter) => shelter.key) },
      rows: MONTHS.map((words, month) => ({
        key: `m${month}`,
        cells: {
          month: say(words),
          ...Object.fromEntries(SHELTERS.map((shelter) => [shelter.key, shelter.months[month]!])),
          total: sum(SHELTERS.map((shelter) => shelter.months[month]!)),
        },
      })),
      total: {
        key: 'total',
        cells: {
          month: total,
          ...Object.fromEntries(SHELTERS.map((shelter, i) => [shelter.key, used[i]!])),
          total: sum(used),
        },
      },
    },
    {
      kind: 'heading',
      key: 'occupancy',
      level: 2,
      text: say(['Occupation', 'الإشغال', 'Occupancy']),
    },
    {
      kind: 'chart',
      key: 'occupancy-chart',
      shape: 'bar',
      horizontal: true,
      title: say([
        'La Maison Cèdre garde des places libres',
        'دار الأرز ما زالت تتوفر على أماكن شاغرة',
        'Cedar House still has free places',
      ]),
      alt: say([
        'Barres : taux d’occupation de chaque maison.',
        'أعمدة: نسبة إشغال كل دار.',
        'Bars: occupancy of each house.',
      ]),
      table: 'beds-by-shelter',
      category: 'shelter',
      series: [{ column: 'occupancy', label: say(['Occupation', 'الإشغال', 'Occupancy']) }],
    },
    {
      kind: 'table',
      key: 'beds-by-shelter',
      title: say([
        'Nuitées et occupation par maison',
        'ليالي الإيواء والإشغال حسب الدار',
        'Bed-nights and occupancy by house',
      ]),
      columns: [
        { key: 'shelter', header: say(['Maison', 'الدار', 'House']), type: 'text' },
        {
          key: 'people',
          header: say(['Personnes', 'الأشخاص', 'People']),
          type: 'integer',
          disclosure: { role: 'count' },
        },
        {
          key: 'used',
          header: say(['Nuitées', 'ليالي الإيواء', 'Bed-nights']),
          type: 'integer',
          disclosure: { role: 'follows', of: ['people'], additive: true },
        },
        {
          key: 'open',
          header: say(['Nuits-lits ouvertes', 'الليالي المتاحة', 'Nights open']),
          type: 'integer',
        },
        {
          key: 'occupancy',
          header: say(['Occupation', 'الإشغال', 'Occupancy']),
          type: 'percent',
          disclosure: { role: 'follows', of: ['people'] },
        },
      ],
      rows: SHELTERS.map((shelter, i) =>
        shelterRow(shelter.key, say(shelter.name), shelter.people, used[i]!, open[i]!),
      ),
      total: shelterRow('total', total, 83, sum(used), sum(open)),
      notes: [
        say([
          'Une personne hébergée dans deux maisons est comptée dans chacune et une seule fois au total. Les lits hors service sont retirés des nuits-lits ouvertes.',
          'الشخص الذي أقام في دارين يُحتسب في كل منهما ومرة واحدة في المجموع. وتُستثنى الأسرّة خارج الخدمة من الليالي المتاحة.',
          'A person who stayed in two houses is counted in each and once in the total. Beds out of service are taken out of the nights open.',
        ]),
      ],
    },
  ];
}

const SERVICES: readonly (readonly [
  key: string,
  words: Words,
  given: number,
  people: number,
  cost: string,
])[] = [
  [
    'psychological',
    ['Soutien psychologique', 'الدعم النفسي', 'Psychological support'],
    312,
    71,
    '9840.00',
  ],
  ['medical', ['Soins médicaux', 'الرعاية الطبية', 'Medical care'], 148, 58, '12415.50'],
  ['legal', ['Assistance juridique', 'المساعدة القانونية', 'Legal aid'], 96, 41, '8230.00'],
  ['interpreting', ['Interprétation', 'الترجمة الفورية', 'Interpreting'], 61, 23, '3050.00'],
  [
    'training',
    ['Formation professionnelle', 'التكوين المهني', 'Vocational training'],
    44,
    18,
    '14300.00',
  ],
  ['housing', ['Aide au logement', 'دعم السكن', 'Housing support'], 12, 7, '6120.00'],
  ['return', ['Retour volontaire', 'العودة الطوعية', 'Voluntary return'], 3, 3, '3275.40'],
];

function services(say: Say): Block[] {
  const row = (key: string, label: string, given: number, people: number, cost: string): Row => ({
    key,
    cells: { service: label, given, people, cost },
  });
  return [
    {
      kind: 'heading',
      key: 'services',
      level: 1,
      text: say(['Services rendus', 'الخدمات المقدمة', 'Services given']),
    },
    {
      kind: 'chart',
      key: 'services-chart',
      shape: 'bar',
      horizontal: true,
      title: say([
        'Le soutien psychologique est le service le plus demandé',
        'الدعم النفسي هو الخدمة الأكثر طلباً',
        'Psychological support is the service most asked for',
      ]),
      alt: say([
        'Barres : nombre de services rendus par type. Les chiffres sont dans le tableau qui suit.',
        'أعمدة: عدد الخدمات المقدمة حسب النوع. الأرقام في الجدول الموالي.',
        'Bars: services given by type. The figures are in the table that follows.',
      ]),
      table: 'services-by-type',
      category: 'service',
      series: [{ column: 'given', label: say(['Services', 'الخدمات', 'Services']) }],
    },
    {
      kind: 'table',
      key: 'services-by-type',
      title: say(['Services par type', 'الخدمات حسب النوع', 'Services by type']),
      columns: [
        { key: 'service', header: say(['Service', 'الخدمة', 'Service']), type: 'text' },
        {
          key: 'given',
          header: say(['Services rendus', 'الخدمات المقدمة', 'Services given']),
          type: 'integer',
          disclosure: { role: 'follows', of: ['people'], additive: true },
        },
        {
          key: 'people',
          header: say(['Personnes', 'الأشخاص', 'People']),
          type: 'integer',
          disclosure: { role: 'count' },
        },
        {
          key: 'cost',
          header: say(['Coût', 'الكلفة', 'Cost']),
          type: 'money',
          currency: 'USD',
          disclosure: { role: 'follows', of: ['people'], additive: true },
        },
      ],
      rows: [
        ...SERVICES.map(([key, words, ...rest]) => row(key, say(words), ...rest)),
        {
          ...row('unknown', say(['Non précisé', 'غير محدد', 'Not stated']), 6, 5, '1210.00'),
          unknown: true,
        },
      ],
      total: row('total', say(['Total', 'المجموع', 'Total']), 682, 84, '58440.90'),
      breakdown: true,
      denominator: say([
        '84 personnes ont reçu au moins un service ; une personne peut en recevoir plusieurs.',
        'تلقى 84 شخصاً خدمة واحدة على الأقل، ويمكن لشخص واحد أن يتلقى عدة خدمات.',
        '84 people received at least one service; one person may receive several.',
      ]),
    },
  ];
}

const LINES: readonly (readonly [
  key: string,
  words: Words,
  budget: string,
  quarter: string,
  spent: string,
])[] = [
  ['shelter', ['Hébergement', 'الإيواء', 'Shelter'], '520000.00', '66360.00', '198450.00'],
  [
    'direct',
    ['Assistance directe', 'المساعدة المباشرة', 'Direct assistance'],
    '310000.00',
    '25515.50',
    '74120.35',
  ],
  [
    'legal',
    [
      'Assistance juridique et judiciaire',
      'المساعدة القانونية والقضائية',
      'Legal and judicial assistance',
    ],
    '145046.73',
    '8230.00',
    '26980.00',
  ],
  [
    'return',
    ['Retour volontaire', 'العودة الطوعية', 'Voluntary return'],
    '120000.00',
    '4275.40',
    '19840.75',
  ],
  [
    'training',
    ['Formation et réintégration', 'التكوين وإعادة الإدماج', 'Training and reintegration'],
    '190000.00',
    '20420.00',
    '61330.00',
  ],
];

function money(say: Say): Block[] {
  const row = (
    key: string,
    label: string,
    budget: string,
    quarter: string,
    spent: string,
  ): Row => ({
    key,
    cells: {
      line: label,
      budget,
      quarter,
      spent,
      left: new Decimal(budget).minus(spent).toFixed(2),
      burn: ratio(spent, budget),
    },
  });
  const usd = { type: 'money' as const, currency: 'USD' };
  return [
    {
      kind: 'heading',
      key: 'money',
      level: 1,
      text: say(['Budget et dépenses', 'الميزانية والنفقات', 'Budget and spending']),
    },
    {
      kind: 'chart',
      key: 'money-chart',
      shape: 'bar',
      horizontal: true,
      title: say([
        'L’hébergement est la ligne la plus engagée',
        'بند الإيواء هو الأكثر استهلاكاً',
        'Shelter is the line most used',
      ]),
      alt: say([
        'Barres : budget et dépenses cumulées par ligne budgétaire.',
        'أعمدة: الميزانية والنفقات المتراكمة حسب البند.',
        'Bars: budget and spending to date by budget line.',
      ]),
      table: 'budget',
      category: 'line',
      rows: LINES.map(([key]) => key),
      series: [
        { column: 'budget', label: say(['Budget', 'الميزانية', 'Budget']) },
        {
          column: 'spent',
          label: say(['Dépensé à ce jour', 'المصروف إلى اليوم', 'Spent to date']),
        },
      ],
    },
    {
      kind: 'table',
      key: 'budget',
      title: say([
        'Budget de l’OIM et dépenses',
        'ميزانية المنظمة الدولية للهجرة ونفقاتها',
        'IOM budget and spending',
      ]),
      columns: [
        { key: 'line', header: say(['Ligne', 'البند', 'Line']), type: 'text' },
        { key: 'budget', header: say(['Budget', 'الميزانية', 'Budget']), ...usd },
        { key: 'quarter', header: say(['Trimestre', 'الفصل', 'Quarter']), ...usd },
        { key: 'spent', header: say(['À ce jour', 'إلى اليوم', 'To date']), ...usd },
        { key: 'left', header: say(['Reste', 'المتبقي', 'Left']), ...usd },
        { key: 'burn', header: say(['Consommé', 'المستهلك', 'Used']), type: 'percent' },
      ],
      rows: [
        ...LINES.map(([key, words, ...amounts]) => row(key, say(words), ...amounts)),
        {
          ...row(
            'subtotal',
            say(['Coûts directs', 'التكاليف المباشرة', 'Direct costs']),
            '1285046.73',
            '124800.90',
            '380721.10',
          ),
          sums: LINES.map(([key]) => key),
          emphasis: 'strong',
        },
        row(
          'support',
          say(['Frais d’appui (7 %)', 'تكاليف الدعم (7 %)', 'Support costs (7%)']),
          '89953.27',
          '8736.06',
          '26650.48',
        ),
      ],
      total: row(
        'total',
        say(['Total', 'المجموع', 'Total']),
        '1375000.00',
        '133536.96',
        '407371.58',
      ),
      notes: [
        say([
          'Les frais d’appui sont calculés à 7 % des coûts directs et arrondis au centime.',
          'تُحتسب تكاليف الدعم بنسبة 7 % من التكاليف المباشرة وتُقرَّب إلى السنتيم.',
          'Support costs are 7% of direct costs, rounded to the cent.',
        ]),
        say([
          'Les dépenses en dirhams sont converties au taux opérationnel des Nations Unies du jour de l’opération : 1 250,00 MAD = 125,63 USD au mar. 1 sept. 2026.',
          'تُحوَّل النفقات بالدرهم حسب سعر الأمم المتحدة المعمول به يوم العملية: 1 250,00 MAD = 125,63 USD بتاريخ 1 شتنبر 2026.',
          'Spending in dirhams is converted at the UN operational rate of the day: 1,250.00 MAD = 125.63 USD on Tue 1 Sep 2026.',
        ]),
      ],
    },
    {
      kind: 'table',
      key: 'shares',
      title: say([
        'Répartition de la subvention après frais',
        'توزيع المنحة بعد الرسوم',
        'Shares of the grant after the fee',
      ]),
      columns: [
        { key: 'agency', header: say(['Agence', 'الوكالة', 'Agency']), type: 'text' },
        {
          key: 'direct',
          header: say(['Coûts directs', 'التكاليف المباشرة', 'Direct costs']),
          ...usd,
        },
        { key: 'support', header: say(['Frais d’appui', 'تكاليف الدعم', 'Support costs']), ...usd },
        { key: 'total', header: say(['Total', 'المجموع', 'Total']), ...usd },
      ],
      rowTotal: { column: 'total', parts: ['direct', 'support'] },
      rows: [
        {
          key: 'iom',
          cells: {
            agency: say(['OIM', 'المنظمة الدولية للهجرة', 'IOM']),
            direct: '1285046.73',
            support: '89953.27',
            total: '1375000.00',
          },
        },
        {
          key: 'unodc',
          cells: {
            agency: say(['ONUDC', 'مكتب الأمم المتحدة المعني بالمخدرات والجريمة', 'UNODC']),
            direct: '560747.66',
            support: '39252.34',
            total: '600000.00',
          },
        },
        {
          key: 'ilo',
          cells: {
            agency: say(['OIT', 'منظمة العمل الدولية', 'ILO']),
            direct: '467289.72',
            support: '32710.28',
            total: '500000.00',
          },
        },
      ],
      total: {
        key: 'total',
        cells: {
          agency: say(['Total', 'المجموع', 'Total']),
          direct: '2313084.11',
          support: '161915.89',
          total: '2475000.00',
        },
      },
      notes: [
        say([
          'Parts indicatives, inventées pour ce spécimen.',
          'حصص توضيحية مختلقة لهذا النموذج.',
          'Indicative shares, invented for this specimen.',
        ]),
      ],
    },
    {
      kind: 'callout',
      key: 'money-callout',
      tone: 'warning',
      title: say(['À suivre', 'للمتابعة', 'To watch']),
      text: say([
        'Le retour volontaire avance plus lentement que prévu : deux dossiers attendent des documents de voyage.',
        'تتقدم العودة الطوعية بوتيرة أبطأ من المتوقع: ملفان ينتظران وثائق السفر.',
        'Voluntary return advances more slowly than planned: travel documents are awaited.',
      ]),
    },
  ];
}

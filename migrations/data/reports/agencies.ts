/** What the agencies of the United Nations report, each in its own order. */
import {
  AT_A_GLANCE,
  BEDS,
  CHALLENGES,
  choice,
  figures,
  ILO,
  IOM,
  LANGUAGES,
  METHOD,
  MONEY,
  MUST_SUMMARY,
  narrative,
  PROGRESS,
  REINTEGRATION,
  SERVED,
  type ReportDefinition,
  type ReportSection,
  SERVICES,
  section,
  SUMMARY,
  UNODC,
  words,
} from './definition-parts';

const PEOPLE = section(
  'people',
  SERVED,
  figures('people-chart', 'people-by-age', 'people-by-origin', 'people-by-purpose'),
);
const PYRAMID = section(
  'people',
  SERVED,
  figures('people-pyramid', 'people-by-age', 'people-by-origin', 'people-by-purpose'),
);
const RISKS = narrative(
  'risks',
  words('Risques et hypothèses', 'المخاطر والفرضيات', 'Risks and assumptions'),
);
const GENDER = narrative(
  'gender',
  words('Genre et droits humains', 'النوع الاجتماعي وحقوق الإنسان', 'Gender and human rights'),
);
const NEXT = narrative('next', words('Période suivante', 'الفترة المقبلة', 'Next period'));
const LESSONS = narrative(
  'lessons',
  words('Leçons apprises', 'الدروس المستخلصة', 'Lessons learned'),
);
const SUSTAINABILITY = narrative(
  'sustainability',
  words('Pérennité', 'الاستدامة', 'Sustainability'),
);

const QUARTERLY: ReportDefinition = {
  source: 'Sections of the IOM interim report for which the programme has figures',
  verified: 'unverified',
  body: {
    kind: 'iom-quarterly',
    title: words(
      'Rapport trimestriel de l’OIM',
      'التقرير الفصلي للمنظمة الدولية للهجرة',
      'IOM quarterly report',
    ),
    subtitle: words(
      'Personnes accompagnées, lits, services et dépenses',
      'الأشخاص المواكَبون والأسرّة والخدمات والنفقات',
      'People supported, beds, services and spending',
    ),
    preparedBy: IOM,
    agency: 'IOM',
    money: 'all',
    fileStem: 'mawa-iom',
    audience: 'donor',
    every: 'quarter',
    due: { days: 30 },
    languages: LANGUAGES,
    usualLanguages: ['en'],
    sections: [
      section('summary', AT_A_GLANCE, figures('key-figures'), SUMMARY, figures('reading-note')),
      PEOPLE,
      section('beds', BEDS, figures('beds-chart', 'beds-by-month', 'beds-by-shelter')),
      section('services', SERVICES, figures('services-chart', 'services-by-type')),
      section(
        'narrative',
        words(
          'Avancement, difficultés et suite',
          'التقدم والصعوبات وما يليها',
          'Progress, challenges and next steps',
        ),
        PROGRESS,
        CHALLENGES,
        narrative('next', words('Trimestre suivant', 'الفصل المقبل', 'Next quarter'), {
          hint: words('Ce qui est prévu ensuite.', 'ما هو مقرر لاحقاً.', 'What comes next.'),
        }),
      ),
      section(
        'money',
        MONEY,
        figures('budget-chart', 'budget-by-line', 'beyond-budget', 'grant-steps', 'grant-shares'),
      ),
      METHOD,
    ],
  },
};

const background = section(
  'background',
  words('Contexte', 'السياق', 'Background'),
  narrative('background', words('Contexte', 'السياق', 'Background'), { heading: false }),
);
const iomMiddle: readonly ReportSection[] = [
  section(
    'results',
    words('Matrice des résultats', 'مصفوفة النتائج', 'Results matrix'),
    figures('indicator-targets', 'results-matrix', 'indicators-by-sex'),
    PROGRESS,
  ),
  PYRAMID,
  section('beds', BEDS, figures('occupancy-chart', 'beds-by-month')),
  section('services', SERVICES, figures('services-by-type', 'referrals')),
  section(
    'challenges',
    words('Difficultés et actions', 'الصعوبات والإجراءات', 'Challenges and actions'),
    { ...CHALLENGES, heading: false },
  ),
];
const iomMoney = section(
  'money',
  words('Dépenses et usage des fonds', 'النفقات واستعمال الأموال', 'Expenditure and use of funds'),
  figures('budget-chart', 'budget-by-line', 'budget-by-partner', 'beyond-budget'),
);
const IOM_SOURCE =
  'IOM donor report, sections as commonly described; the template itself was not read';

const IOM_INTERIM: ReportDefinition = {
  source: IOM_SOURCE,
  verified: 'unverified',
  body: {
    kind: 'iom-interim',
    title: words(
      'Rapport intermédiaire de l’OIM au bailleur',
      'التقرير المرحلي للمنظمة الدولية للهجرة إلى المانح',
      'IOM interim report to the donor',
    ),
    subtitle: words('Résultats et dépenses', 'النتائج والنفقات', 'Results and expenditure'),
    preparedBy: IOM,
    agency: 'IOM',
    money: 'agency',
    fileStem: 'mawa-iom-interim',
    audience: 'donor',
    every: 'half_year',
    due: { days: 30 },
    languages: LANGUAGES,
    usualLanguages: ['en'],
    sections: [
      section(
        'summary',
        words('Résumé exécutif', 'ملخص تنفيذي', 'Executive summary'),
        figures('award-facts', 'key-figures'),
        MUST_SUMMARY,
        figures('reading-note'),
      ),
      background,
      ...iomMiddle,
      iomMoney,
      METHOD,
    ],
  },
};

const IOM_FINAL: ReportDefinition = {
  source: IOM_SOURCE,
  verified: 'unverified',
  body: {
    kind: 'iom-final',
    title: words(
      'Rapport final de l’OIM au bailleur',
      'التقرير النهائي للمنظمة الدولية للهجرة إلى المانح',
      'IOM final report to the donor',
    ),
    subtitle: words(
      'Toute la durée de la subvention',
      'مدة المنحة كلها',
      'The whole duration of the grant',
    ),
    preparedBy: IOM,
    agency: 'IOM',
    money: 'agency',
    fileStem: 'mawa-iom-final',
    audience: 'donor',
    every: 'grant',
    due: { days: 90 },
    languages: LANGUAGES,
    usualLanguages: ['en'],
    sections: [
      section(
        'summary',
        words('Résumé exécutif', 'ملخص تنفيذي', 'Executive summary'),
        figures('award-facts', 'key-figures'),
        MUST_SUMMARY,
        figures('reading-note'),
      ),
      background,
      ...iomMiddle,
      section(
        'lessons',
        words('Pérennité et leçons', 'الاستدامة والدروس', 'Sustainability and lessons'),
        SUSTAINABILITY,
        LESSONS,
      ),
      iomMoney,
      METHOD,
    ],
  },
};

const UNODC_PROGRESS: ReportDefinition = {
  source:
    'UNODC project progress report as commonly described; cover of the project document template of 14 November 2011',
  verified: 'partly',
  body: {
    kind: 'unodc-progress',
    title: words(
      'Rapport d’avancement de l’ONUDC',
      'تقرير تقدم مكتب الأمم المتحدة المعني بالمخدرات والجريمة',
      'UNODC project progress report',
    ),
    subtitle: words(
      'Réponse pénale, formation des acteurs, protection',
      'الاستجابة الجنائية وتكوين الفاعلين والحماية',
      'Criminal justice response, training, protection',
    ),
    preparedBy: UNODC,
    agency: 'UNODC',
    money: 'agency',
    fileStem: 'mawa-unodc',
    audience: 'donor',
    every: 'half_year',
    due: { days: 30 },
    languages: LANGUAGES,
    usualLanguages: ['en'],
    sections: [
      section(
        'summary',
        AT_A_GLANCE,
        figures('award-facts'),
        MUST_SUMMARY,
        figures('reading-note'),
      ),
      section(
        'progress',
        words(
          'Progrès vers l’objectif, les effets et les produits',
          'التقدم نحو الهدف والنواتج والمخرجات',
          'Progress towards objective, outcomes and outputs',
        ),
        figures('indicator-targets', 'results-matrix', 'officials-trained', 'indicators-by-sex'),
        PROGRESS,
      ),
      section(
        'justice',
        words('Justice', 'العدالة', 'Justice'),
        figures('proceedings', 'accused-by-sex', 'compensation'),
      ),
      section(
        'context',
        words(
          'Difficultés, risques et partenariats',
          'الصعوبات والمخاطر والشراكات',
          'Challenges, risks and partnerships',
        ),
        CHALLENGES,
        RISKS,
        narrative('partnerships', words('Partenariats', 'الشراكات', 'Partnerships')),
        GENDER,
      ),
      section('money', MONEY, figures('budget-chart', 'budget-by-line')),
      section('next', words('Période suivante', 'الفترة المقبلة', 'Next period'), {
        ...NEXT,
        heading: false,
      }),
      METHOD,
    ],
  },
};

/** The four degrees of the ILO's own rating. */
const RATINGS = [
  ['highly-satisfactory', words('Très satisfaisant', 'مُرضٍ جدا', 'Highly satisfactory')],
  ['satisfactory', words('Satisfaisant', 'مُرضٍ', 'Satisfactory')],
  ['unsatisfactory', words('Insatisfaisant', 'غير مُرضٍ', 'Unsatisfactory')],
  ['very-unsatisfactory', words('Très insatisfaisant', 'غير مُرضٍ إطلاقا', 'Very unsatisfactory')],
] as const;

const ILO_PROGRESS: ReportDefinition = {
  source:
    'ILO development cooperation progress report as commonly described; the template itself was not read',
  verified: 'unverified',
  body: {
    kind: 'ilo-progress',
    title: words(
      'Rapport d’avancement de l’OIT',
      'تقرير تقدم منظمة العمل الدولية',
      'ILO progress report',
    ),
    subtitle: words(
      'Compétences, emploi et projets sociaux',
      'المهارات والتشغيل والمشاريع الاجتماعية',
      'Skills, employment and social projects',
    ),
    preparedBy: ILO,
    agency: 'ILO',
    money: 'agency',
    fileStem: 'mawa-ilo',
    audience: 'donor',
    every: 'half_year',
    due: { days: 30 },
    languages: LANGUAGES,
    usualLanguages: ['en'],
    sections: [
      section(
        'summary',
        AT_A_GLANCE,
        figures('award-facts'),
        MUST_SUMMARY,
        figures('reading-note'),
      ),
      section(
        'objectives',
        words(
          'Progrès par objectif immédiat et produit',
          'التقدم حسب الهدف المباشر والمخرج',
          'Progress by immediate objective and output',
        ),
        figures('indicator-targets', 'results-matrix'),
        choice(
          'delivery',
          words('Exécution des produits', 'إنجاز المخرجات', 'Delivery of outputs'),
          RATINGS,
        ),
        PROGRESS,
      ),
      section('reintegration', REINTEGRATION, figures('training-flow', 'training', 'work')),
      section(
        'risks',
        words('Risques et hypothèses', 'المخاطر والفرضيات', 'Risks and assumptions'),
        { ...RISKS, heading: false },
      ),
      section(
        'principles',
        words(
          'Genre, normes et dialogue social',
          'النوع الاجتماعي والمعايير والحوار الاجتماعي',
          'Gender, standards and social dialogue',
        ),
        GENDER,
        narrative(
          'standards',
          words(
            'Normes du travail et dialogue social',
            'معايير العمل والحوار الاجتماعي',
            'Labour standards and social dialogue',
          ),
        ),
      ),
      section(
        'lessons',
        words('Pérennité et leçons', 'الاستدامة والدروس', 'Sustainability and lessons'),
        SUSTAINABILITY,
        LESSONS,
      ),
      section(
        'rating',
        words('Appréciation générale', 'التقدير العام', 'Overall rating'),
        choice(
          'overall',
          words('Appréciation générale', 'التقدير العام', 'Overall rating'),
          RATINGS,
        ),
      ),
      section('money', MONEY, figures('budget-chart', 'budget-by-line')),
      METHOD,
    ],
  },
};

export const AGENCIES: readonly ReportDefinition[] = [
  QUARTERLY,
  IOM_INTERIM,
  IOM_FINAL,
  UNODC_PROGRESS,
  ILO_PROGRESS,
];

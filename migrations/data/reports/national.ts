/** What the commission, the joint programme, partners and the programme itself read. */
import {
  AT_A_GLANCE,
  BEDS,
  CHALLENGES,
  figures,
  LANGUAGES,
  METHOD,
  MONEY,
  MUST_SUMMARY,
  narrative,
  PROGRAMME,
  PROGRESS,
  REINTEGRATION,
  RESULTS,
  SERVED,
  type ReportDefinition,
  SERVICES,
  section,
  SUMMARY,
  words,
} from './definition-parts';

const COMMISSION: ReportDefinition = {
  source:
    'What the first annual report of the national commission tells, by the press of February 2024; no template was found. Law 27-14, articles 448-1 and following',
  verified: 'partly',
  body: {
    kind: 'commission-annual',
    title: words(
      'Statistiques annuelles pour la commission nationale',
      'الإحصائيات السنوية للجنة الوطنية',
      'Annual statistics for the national commission',
    ),
    subtitle: words(
      'Victimes, formes, moyens, lieux et poursuites',
      'الضحايا والأشكال والوسائل والأماكن والمتابعات',
      'Victims, forms, means, places and prosecutions',
    ),
    preparedBy: PROGRAMME,
    agency: null,
    money: 'all',
    fileStem: 'mawa-commission',
    audience: 'commission',
    every: 'year',
    due: { day: '03-31' },
    languages: LANGUAGES,
    sections: [
      section('summary', AT_A_GLANCE, SUMMARY, figures('reading-note')),
      section(
        'people',
        words('Victimes accompagnées', 'الضحايا المواكَبون', 'Victims supported'),
        figures('people-pyramid', 'people-by-age', 'people-by-origin'),
      ),
      section(
        'law',
        words(
          'Actes, moyens et formes d’exploitation',
          'الأفعال والوسائل وأشكال الاستغلال',
          'Acts, means and forms of exploitation',
        ),
        figures('how-acts', 'how-means', 'how-purposes', 'how-forms', 'how-motives'),
      ),
      section(
        'places',
        words(
          'Lieux de recrutement et d’exploitation',
          'أماكن الاستقطاب والاستغلال',
          'Places of recruitment and exploitation',
        ),
        figures(
          'recruited-map',
          'where-recruited',
          'exploited-map',
          'where-exploited',
          'how-recruited',
        ),
      ),
      section(
        'justice',
        words('Poursuites et accusés', 'المتابعات والمتهمون', 'Prosecutions and accused'),
        figures(
          'proceedings',
          'accused-by-sex',
          'accused-by-age',
          'accused-by-nationality',
          'accused-by-education',
          'compensation',
        ),
      ),
      METHOD,
    ],
  },
};

const JOINT_NARRATIVE: ReportDefinition = {
  source:
    'MPTF Office narrative report: front page of the format of 2012; date of the MDTF Office guidance. The body as commonly described',
  verified: 'partly',
  body: {
    kind: 'un-joint-narrative',
    title: words(
      'Rapport narratif du programme conjoint',
      'التقرير السردي للبرنامج المشترك',
      'Joint programme narrative report',
    ),
    subtitle: words(
      'Rapport annuel des agences des Nations Unies',
      'التقرير السنوي لوكالات الأمم المتحدة',
      'Annual report of the United Nations agencies',
    ),
    preparedBy: PROGRAMME,
    agency: null,
    money: 'all',
    fileStem: 'mawa-joint-narrative',
    audience: 'donor',
    every: 'year',
    due: { day: '03-31' },
    languages: LANGUAGES,
    sections: [
      section(
        'front',
        words('Première page', 'الصفحة الأولى', 'Front page'),
        figures('award-facts', 'grant-shares'),
      ),
      section(
        'summary',
        words('Résumé exécutif', 'ملخص تنفيذي', 'Executive summary'),
        figures('key-figures'),
        MUST_SUMMARY,
        figures('reading-note'),
      ),
      section(
        'purpose',
        words('I. Objet', 'أولا. الغرض', 'I. Purpose'),
        narrative('purpose', words('Objet', 'الغرض', 'Purpose'), { heading: false }),
      ),
      section(
        'results',
        words('II. Résultats', 'ثانيا. النتائج', 'II. Results'),
        PROGRESS,
        figures('indicator-targets', 'results-matrix', 'indicators-by-sex'),
        narrative(
          'variances',
          words('Raisons des écarts', 'أسباب الفوارق', 'Reasons for variance'),
        ),
      ),
      section('people', SERVED, figures('people-pyramid', 'people-by-age', 'people-by-origin')),
      section('reintegration', REINTEGRATION, figures('training-flow', 'training', 'work')),
      section(
        'evaluation',
        words('III. Autres évaluations', 'ثالثا. تقييمات أخرى', 'III. Other evaluation'),
        narrative('evaluation', words('Évaluations', 'التقييمات', 'Evaluation'), {
          heading: false,
        }),
      ),
      section(
        'revisions',
        words(
          'IV. Révisions du programme',
          'رابعا. مراجعات البرنامج',
          'IV. Programmatic revisions',
        ),
        narrative('revisions', words('Révisions', 'المراجعات', 'Revisions'), { heading: false }),
      ),
      section(
        'resources',
        words('V. Ressources', 'خامسا. الموارد', 'V. Resources'),
        figures('budget-by-category'),
      ),
      METHOD,
    ],
  },
};

const JOINT_FINANCIAL: ReportDefinition = {
  source: 'UNSDG harmonised categories; date of the MDTF Office guidance',
  verified: 'partly',
  body: {
    kind: 'un-joint-financial',
    title: words(
      'Rapport financier du programme conjoint',
      'التقرير المالي للبرنامج المشترك',
      'Joint programme financial report',
    ),
    subtitle: words(
      'Par catégorie harmonisée et par agence',
      'حسب الفئة المنسقة والوكالة',
      'By harmonised category and by agency',
    ),
    preparedBy: PROGRAMME,
    agency: null,
    money: 'all',
    fileStem: 'mawa-joint-financial',
    audience: 'donor',
    every: 'year',
    due: { day: '04-30' },
    languages: LANGUAGES,
    sections: [
      section(
        'front',
        words('Première page', 'الصفحة الأولى', 'Front page'),
        figures('award-facts'),
      ),
      section(
        'categories',
        words('Catégories harmonisées', 'الفئات المنسقة', 'Harmonised categories'),
        figures('budget-by-category'),
      ),
      section(
        'agencies',
        words('Par agence', 'حسب الوكالة', 'By agency'),
        figures('grant-steps', 'grant-shares', 'budget-chart', 'budget-by-line', 'beyond-budget'),
      ),
      section(
        'remarks',
        words('Remarques', 'ملاحظات', 'Remarks'),
        narrative('remarks', words('Remarques', 'ملاحظات', 'Remarks'), { heading: false }),
      ),
    ],
  },
};

const PARTNER: ReportDefinition = {
  source: 'The programme’s own, after the columns of the HACT FACE form',
  verified: 'own',
  body: {
    kind: 'partner-statement',
    title: words(
      'Relevé de compte du partenaire',
      'كشف حساب الشريك',
      'Statement of account of a partner',
    ),
    subtitle: words(
      'Avances, dépenses acceptées et solde',
      'التسبيقات والنفقات المقبولة والرصيد',
      'Advances, accepted expenditure and balance',
    ),
    preparedBy: PROGRAMME,
    agency: null,
    money: 'all',
    fileStem: 'mawa-partner',
    audience: 'partner',
    every: 'quarter',
    due: { days: 15 },
    languages: LANGUAGES,
    sections: [
      section(
        'account',
        words('Le compte', 'الحساب', 'The account'),
        figures('partner-advances'),
        narrative('remarks', words('Remarques', 'ملاحظات', 'Remarks')),
      ),
    ],
  },
};

const MONTHLY: ReportDefinition = {
  source: 'The programme’s own',
  verified: 'own',
  body: {
    kind: 'internal-monthly',
    title: words('Rapport mensuel interne', 'التقرير الشهري الداخلي', 'Internal monthly report'),
    subtitle: words(
      'Pour l’équipe du programme, sans masquage',
      'لفريق البرنامج، دون إخفاء',
      'For the programme’s own team, nothing hidden',
    ),
    preparedBy: PROGRAMME,
    agency: null,
    money: 'all',
    fileStem: 'mawa-monthly',
    audience: 'inside',
    every: 'month',
    due: { days: 10 },
    languages: ['fr', 'ar', 'en'],
    sections: [
      section('summary', AT_A_GLANCE, figures('key-figures', 'since-last-period'), SUMMARY),
      section(
        'people',
        SERVED,
        figures('people-pyramid', 'people-by-age', 'people-by-origin', 'people-by-purpose'),
      ),
      section('beds', BEDS, figures('beds-by-shelter')),
      section('services', SERVICES, figures('services-chart', 'services-by-type', 'referrals')),
      section('reintegration', REINTEGRATION, figures('training-flow', 'training', 'work')),
      section('results', RESULTS, figures('indicator-targets', 'results-matrix')),
      section(
        'money',
        MONEY,
        figures('budget-chart', 'budget-by-line', 'budget-by-outcome', 'beyond-budget'),
      ),
      section('challenges', words('À suivre', 'للمتابعة', 'To watch'), CHALLENGES),
    ],
  },
};

export const NATIONAL: readonly ReportDefinition[] = [
  COMMISSION,
  JOINT_NARRATIVE,
  JOINT_FINANCIAL,
  PARTNER,
  MONTHLY,
];

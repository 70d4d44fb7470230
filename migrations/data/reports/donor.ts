/** What the United States donor asks for: the performance report and the federal financial report. */
import {
  choice,
  figures,
  LANGUAGES,
  METHOD,
  MUST_SUMMARY,
  narrative,
  PROGRAMME,
  SERVED,
  type ReportDefinition,
  section,
  words,
} from './definition-parts';

const YES_OR_NO = [
  ['no', words('Non', 'لا', 'No')],
  ['yes', words('Oui', 'نعم', 'Yes')],
] as const;
const COVER = words('Page de garde', 'صفحة الغلاف', 'Cover page');

export const DONOR: readonly ReportDefinition[] = [
  {
    source:
      'SF-PPR and SF-PPR-B, forms of the US Office of Management and Budget; dates of 2 CFR 200.329',
    verified: 'verified',
    body: {
      kind: 'sf-ppr',
      title: words(
        'Rapport de performance (SF-PPR)',
        'تقرير الأداء (SF-PPR)',
        'Performance progress report (SF-PPR)',
      ),
      subtitle: words(
        'Avec la partie B : indicateurs de performance',
        'مع الجزء ب: مؤشرات الأداء',
        'With part B: program indicators',
      ),
      preparedBy: PROGRAMME,
      agency: null,
      money: 'all',
      fileStem: 'mawa-sf-ppr',
      audience: 'donor',
      every: 'quarter',
      due: { days: 30 },
      languages: LANGUAGES,
      usualLanguages: ['en'],
      sections: [
        section(
          'cover',
          COVER,
          figures('award-facts'),
          choice(
            'final',
            words('8. Rapport final ?', '8. تقرير نهائي؟', '8. Final report?'),
            YES_OR_NO,
          ),
          choice('frequency', words('9. Fréquence', '9. الدورية', '9. Frequency'), [
            ['quarterly', words('Trimestrielle', 'فصلية', 'Quarterly')],
            ['semi-annual', words('Semestrielle', 'نصف سنوية', 'Semi-annual')],
            ['annual', words('Annuelle', 'سنوية', 'Annual')],
            ['other', words('Autre', 'أخرى', 'Other')],
          ]),
        ),
        section(
          'narrative',
          words('10. Récit de performance', '10. سرد الأداء', '10. Performance narrative'),
          MUST_SUMMARY,
          figures('key-figures', 'reading-note'),
          narrative('accomplishments', words('Réalisations', 'الإنجازات', 'Accomplishments'), {
            hint: words(
              'Objectif par objectif : ce qui était prévu, ce qui a été fait.',
              'هدفا هدفا: ما كان مقررا وما أُنجز.',
              'Objective by objective: what was planned, what was done.',
            ),
            required: true,
          }),
          narrative(
            'variances',
            words('Écarts et raisons', 'الفوارق وأسبابها', 'Variances and reasons'),
            {
              hint: words(
                'Pourquoi une cible n’est pas atteinte, et ce qui sera fait.',
                'سبب عدم بلوغ هدف ما، وما سيُفعل.',
                'Why a target was not met, and what will be done.',
              ),
            },
          ),
          narrative('next', words('Période suivante', 'الفترة المقبلة', 'Next period')),
        ),
        section(
          'part-b',
          words(
            'Partie B : indicateurs de performance',
            'الجزء ب: مؤشرات الأداء',
            'Part B: program indicators',
          ),
          figures('performance-indicators', 'indicators-by-sex'),
        ),
        section(
          'people',
          SERVED,
          figures('people-pyramid', 'people-by-age', 'people-by-origin', 'people-by-purpose'),
        ),
        METHOD,
      ],
    },
  },
  {
    source: 'SF-425, form of the US Office of Management and Budget; dates of 2 CFR 200.328',
    verified: 'verified',
    body: {
      kind: 'sf-425',
      title: words(
        'Rapport financier fédéral (SF-425)',
        'التقرير المالي الفدرالي (SF-425)',
        'Federal financial report (SF-425)',
      ),
      subtitle: words(
        'Cumulé depuis le début de la subvention',
        'تراكمي منذ بداية المنحة',
        'Cumulative from the start of the award',
      ),
      preparedBy: PROGRAMME,
      agency: null,
      money: 'all',
      fileStem: 'mawa-sf-425',
      audience: 'donor',
      every: 'quarter',
      due: { days: 30 },
      languages: LANGUAGES,
      usualLanguages: ['en'],
      sections: [
        section('cover', COVER, figures('award-facts')),
        section(
          'lines',
          words('10. Transactions', '10. المعاملات', '10. Transactions'),
          figures('sf-425'),
        ),
        section(
          'indirect',
          words('11. Coûts indirects', '11. التكاليف غير المباشرة', '11. Indirect expense'),
          figures('sf-425-indirect'),
        ),
        section(
          'classes',
          words('Par classe de coûts', 'حسب فئة التكاليف', 'By object class'),
          figures('budget-by-class', 'beyond-budget'),
        ),
        section(
          'remarks',
          words('12. Remarques', '12. ملاحظات', '12. Remarks'),
          narrative('remarks', words('Remarques', 'ملاحظات', 'Remarks'), { heading: false }),
        ),
      ],
    },
  },
];

/** Short words to write a definition of a report with; the shape is that of modules/donor-reports/report-definition.types.ts. */
export type Words = Readonly<Record<'fr' | 'ar' | 'en', string>>;
export const words = (fr: string, ar: string, en: string): Words => ({ fr, ar, en });

export interface ReportBlock {
  readonly block: string;
  readonly key?: string;
  readonly title?: Words;
  readonly heading?: boolean;
  readonly hint?: Words | null;
  readonly text?: Words;
  readonly required?: boolean;
  readonly options?: readonly { readonly code: string; readonly label: Words }[];
}
export interface ReportSection {
  readonly key: string;
  readonly title: Words;
  readonly blocks: readonly ReportBlock[];
}
export interface ReportDefinition {
  readonly body: {
    readonly kind: string;
    readonly title: Words;
    readonly subtitle: Words;
    readonly preparedBy: Words;
    readonly agency: string | null;
    readonly money: 'all' | 'agency';
    readonly fileStem: string;
    readonly audience: 'donor' | 'commission' | 'partner' | 'public' | 'inside';
    readonly every: 'month' | 'quarter' | 'half_year' | 'year' | 'grant';
    readonly due: { readonly days: number } | { readonly day: string };
    readonly languages: readonly ('fr' | 'ar' | 'en')[];
    /** Those that its readers use, proposed when a report is prepared. */
    readonly usualLanguages?: readonly ('fr' | 'ar' | 'en')[];
    readonly sections: readonly ReportSection[];
  };
  readonly source: string;
  readonly verified: 'verified' | 'partly' | 'unverified' | 'own';
}

export const LANGUAGES = ['fr', 'ar', 'en'] as const;
export const figures = (...names: readonly string[]): ReportBlock[] =>
  names.map((block) => ({ block }));

interface NarrativeOptions {
  readonly hint?: Words;
  readonly required?: boolean;
  readonly heading?: boolean;
}
export const narrative = (
  key: string,
  title: Words,
  { hint, required = false, heading = true }: NarrativeOptions = {},
): ReportBlock => ({ block: 'narrative', key, title, heading, hint: hint ?? null, required });

export const choice = (
  key: string,
  title: Words,
  options: readonly (readonly [code: string, label: Words])[],
): ReportBlock => ({
  block: 'choice',
  key,
  title,
  required: true,
  options: options.map(([code, label]) => ({ code, label })),
});

export const section = (
  key: string,
  title: Words,
  ...blocks: readonly (ReportBlock | readonly ReportBlock[])[]
): ReportSection => ({ key, title, blocks: blocks.flat() });

export const IOM = words(
  'Organisation internationale pour les migrations (OIM)',
  'المنظمة الدولية للهجرة',
  'International Organization for Migration (IOM)',
);
export const UNODC = words(
  'Office des Nations Unies contre la drogue et le crime (ONUDC)',
  'مكتب الأمم المتحدة المعني بالمخدرات والجريمة',
  'United Nations Office on Drugs and Crime (UNODC)',
);
export const ILO = words(
  'Organisation internationale du travail (OIT)',
  'منظمة العمل الدولية',
  'International Labour Organization (ILO)',
);
export const PROGRAMME = words('Le programme', 'البرنامج', 'The programme');

export const SUMMARY = narrative('summary', words('Résumé', 'ملخص', 'Summary'), {
  hint: words(
    'L’essentiel de la période, sans aucun nom.',
    'خلاصة الفترة دون ذكر أي اسم.',
    'The period in short, without any name.',
  ),
  heading: false,
});
export const MUST_SUMMARY: ReportBlock = { ...SUMMARY, required: true };
export const PROGRESS = narrative('progress', words('Avancement', 'التقدم المحرز', 'Progress'), {
  hint: words(
    'Ce qui a avancé par rapport au plan.',
    'ما تحقق مقارنة بالخطة.',
    'What moved forward, against the plan.',
  ),
});
export const CHALLENGES = narrative(
  'challenges',
  words('Difficultés et réponses', 'الصعوبات والاستجابات', 'Challenges and responses'),
  {
    hint: words(
      'Ce qui a freiné et ce qui a été fait.',
      'ما أعاق العمل وما تم القيام به.',
      'What held things back and what was done.',
    ),
  },
);
export const METHOD = section(
  'method',
  words('Méthode et définitions', 'المنهجية والتعاريف', 'Method and definitions'),
  figures('method'),
);
export const AT_A_GLANCE = words('L’essentiel', 'الخلاصة', 'At a glance');
export const SERVED = words('Personnes accompagnées', 'الأشخاص المواكَبون', 'People supported');
export const BEDS = words(
  'Nuitées et occupation',
  'ليالي الإيواء والإشغال',
  'Bed-nights and occupancy',
);
export const SERVICES = words('Services rendus', 'الخدمات المقدمة', 'Services given');
export const MONEY = words('Budget et dépenses', 'الميزانية والنفقات', 'Budget and spending');
export const RESULTS = words('Résultats', 'النتائج', 'Results');
export const REINTEGRATION = words(
  'Formation, emploi et réintégration',
  'التكوين والتشغيل وإعادة الإدماج',
  'Training, work and reintegration',
);

/**
 * Indicators that the programme begins with. `verified` where code, title and disaggregation stand in a public
 * document that was read; the others are the programme's own, to be confirmed with each partner.
 */
import { randomUUID } from 'node:crypto';
import type { TableRows } from './insert-rows';
import { FIRST_DAY } from './system-accounts';

interface SeededIndicator {
  readonly framework: string;
  readonly code: string;
  readonly level: 'goal' | 'outcome' | 'output';
  readonly title: Readonly<Record<'fr' | 'ar' | 'en', string>>;
  readonly unit: 'people' | 'count' | 'nights' | 'percent' | 'rate';
  /** Null: entered by hand. */
  readonly measure: string | null;
  readonly split: readonly string[];
  readonly source: string;
  readonly verified: boolean;
}

const PS5 = 'USG standard indicators, PS.5, guidance of February 2023';

const INDICATORS: readonly SeededIndicator[] = [
  {
    framework: 'sdg',
    code: '16.2.2',
    level: 'goal',
    unit: 'rate',
    measure: null,
    title: {
      fr: 'Victimes de la traite détectées pour 100 000 habitants, par sexe, âge et forme d’exploitation',
      ar: 'ضحايا الاتجار المكتشفون لكل 100 ألف نسمة، حسب الجنس والسن وشكل الاستغلال',
      en: 'Detected victims of trafficking per 100,000 people, by sex, age and form of exploitation',
    },
    split: ['sex', 'age'],
    source: 'SDG global indicator framework',
    verified: true,
  },
  {
    framework: 'dos',
    code: 'PS.5.1-29',
    level: 'outcome',
    unit: 'people',
    title: {
      fr: 'Victimes orientées vers des services de protection',
      ar: 'الضحايا المحالون على خدمات الحماية',
      en: 'Victims referred for protection services',
    },
    measure: 'people_referred',
    split: [],
    source: PS5,
    verified: true,
  },
  {
    framework: 'dos',
    code: 'PS.5.1-28',
    level: 'output',
    unit: 'people',
    title: {
      fr: 'Premiers intervenants formés à l’identification des victimes',
      ar: 'المتدخلون الأوائل المكوَّنون على التعرف على الضحايا',
      en: 'First responders trained on victim identification',
    },
    measure: 'first_responders_trained',
    split: ['sex'],
    source: PS5,
    verified: true,
  },
  {
    framework: 'dos',
    code: 'PS.5.3-15',
    level: 'output',
    unit: 'people',
    title: {
      fr: 'Personnes formées à la prévention de la traite',
      ar: 'الأشخاص المكوَّنون في مجال الوقاية من الاتجار',
      en: 'People trained in the prevention of human trafficking',
    },
    measure: 'trained_in_prevention',
    split: ['sex'],
    source: PS5,
    verified: true,
  },
  {
    framework: 'project',
    code: 'A.1',
    level: 'outcome',
    unit: 'people',
    title: {
      fr: 'Personnes accompagnées',
      ar: 'الأشخاص المستفيدون من المواكبة',
      en: 'People served',
    },
    measure: 'people_served',
    split: ['sex'],
    source: 'programme',
    verified: false,
  },
  {
    framework: 'project',
    code: 'A.2',
    level: 'output',
    unit: 'people',
    title: { fr: 'Personnes hébergées', ar: 'الأشخاص المستفيدون من الإيواء', en: 'People sheltered' },
    measure: 'people_sheltered',
    split: [],
    source: 'programme',
    verified: false,
  },
  {
    framework: 'project',
    code: 'A.3',
    level: 'output',
    unit: 'nights',
    title: {
      fr: 'Nuits d’hébergement assurées',
      ar: 'ليالي الإيواء المقدمة',
      en: 'Nights of shelter given',
    },
    measure: 'bed_nights',
    split: [],
    source: 'programme',
    verified: false,
  },
  {
    framework: 'project',
    code: 'A.4',
    level: 'output',
    unit: 'percent',
    title: { fr: 'Occupation des lits', ar: 'نسبة شغل الأسرّة', en: 'Occupancy of beds' },
    measure: 'occupancy',
    split: [],
    source: 'programme',
    verified: false,
  },
  {
    framework: 'project',
    code: 'A.5',
    level: 'output',
    unit: 'count',
    title: { fr: 'Services rendus', ar: 'الخدمات المقدمة', en: 'Services given' },
    measure: 'services_given',
    split: [],
    source: 'programme',
    verified: false,
  },
  {
    framework: 'project',
    code: 'B.1',
    level: 'output',
    unit: 'count',
    title: {
      fr: 'Certificats de formation obtenus',
      ar: 'شهادات التكوين المحصل عليها',
      en: 'Training certificates earned',
    },
    measure: 'certified',
    split: [],
    source: 'programme',
    verified: false,
  },
  {
    framework: 'project',
    code: 'B.2',
    level: 'outcome',
    unit: 'people',
    title: {
      fr: 'Personnes au travail pour la première fois',
      ar: 'الأشخاص الذين بدؤوا عملا لأول مرة',
      en: 'People in work for the first time',
    },
    measure: 'placed',
    split: [],
    source: 'programme',
    verified: false,
  },
  {
    framework: 'project',
    code: 'B.3',
    level: 'goal',
    unit: 'percent',
    title: {
      fr: 'Personnes encore au travail six mois après',
      ar: 'الأشخاص الذين لا يزالون في العمل بعد ستة أشهر',
      en: 'People still in work six months on',
    },
    measure: 'retained_6',
    split: [],
    source: 'programme',
    verified: false,
  },
];

/** An indicator and its first edition are one row, which names itself as its root. */
function indicatorRow({ title, measure, split, ...indicator }: SeededIndicator) {
  const id = randomUUID();
  return {
    id,
    root_id: id,
    edition: 1,
    framework: indicator.framework,
    code: indicator.code,
    level: indicator.level,
    title,
    unit: indicator.unit,
    measure,
    split,
    source: indicator.source,
    verified: indicator.verified,
    by: null,
    at: FIRST_DAY,
  };
}

export const indicatorRows = (): TableRows => ['indicators', INDICATORS.map(indicatorRow)];

import type { Language } from '../platform/shared/actor';

export type Unit = 'session' | 'item' | 'hour' | 'day' | 'trip';
export type Category =
  | 'health'
  | 'psychosocial'
  | 'legal'
  | 'material'
  | 'education'
  | 'mobility'
  | 'livelihood';

export interface ServiceTypeDefinition {
  readonly code: string;
  readonly category: Category;
  readonly name: Readonly<Record<Language, string>>;
  readonly unit: Unit;
  /** The budget line that its cost goes to, by the code that the grant gives it. */
  readonly lineCode: string;
}

/**
 * Types of services, edition 2026-11, defined by the programme. A programme changes them in the database (other budget
 * line, no longer in use); a past service keeps its type.
 */
export const SERVICE_TYPES: readonly ServiceTypeDefinition[] = [
  {
    code: 'medical_consultation',
    category: 'health',
    name: { fr: 'Consultation médicale', ar: 'استشارة طبية', en: 'Medical consultation' },
    unit: 'session',
    lineCode: 'IOM-2.1',
  },
  {
    code: 'medicines',
    category: 'health',
    name: { fr: 'Médicaments et examens', ar: 'أدوية وفحوصات', en: 'Medicines and tests' },
    unit: 'item',
    lineCode: 'IOM-2.1',
  },
  {
    code: 'psychological_session',
    category: 'psychosocial',
    name: {
      fr: 'Séance de soutien psychologique',
      ar: 'جلسة دعم نفسي',
      en: 'Psychological session',
    },
    unit: 'session',
    lineCode: 'IOM-2.2',
  },
  {
    code: 'social_follow_up',
    category: 'psychosocial',
    name: {
      fr: 'Entretien de suivi social',
      ar: 'مقابلة مواكبة اجتماعية',
      en: 'Social follow-up talk',
    },
    unit: 'session',
    lineCode: 'IOM-2.2',
  },
  {
    code: 'legal_consultation',
    category: 'legal',
    name: { fr: 'Consultation juridique', ar: 'استشارة قانونية', en: 'Legal consultation' },
    unit: 'session',
    lineCode: 'UNODC-1.1',
  },
  {
    code: 'administrative_papers',
    category: 'legal',
    name: { fr: 'Documents administratifs', ar: 'وثائق إدارية', en: 'Administrative papers' },
    unit: 'item',
    lineCode: 'UNODC-1.1',
  },
  {
    code: 'interpretation',
    category: 'legal',
    name: { fr: 'Interprétation', ar: 'ترجمة فورية', en: 'Interpretation' },
    unit: 'hour',
    lineCode: 'UNODC-1.2',
  },
  {
    code: 'material_kit',
    category: 'material',
    name: {
      fr: 'Trousse de première nécessité',
      ar: 'حقيبة المستلزمات الأساسية',
      en: 'Material kit',
    },
    unit: 'item',
    lineCode: 'IOM-2.3',
  },
  {
    code: 'cash_assistance',
    category: 'material',
    name: { fr: 'Aide financière', ar: 'مساعدة مالية', en: 'Cash assistance' },
    unit: 'item',
    lineCode: 'IOM-2.3',
  },
  {
    code: 'education_support',
    category: 'education',
    name: { fr: 'Appui à la scolarité', ar: 'دعم التمدرس', en: 'Education support' },
    unit: 'item',
    lineCode: 'ILO-1.2',
  },
  {
    code: 'child_care',
    category: 'education',
    name: { fr: 'Garde d’enfants', ar: 'حضانة الأطفال', en: 'Child care' },
    unit: 'day',
    lineCode: 'ILO-1.2',
  },
  {
    code: 'vocational_course',
    category: 'livelihood',
    name: {
      fr: 'Journée de formation professionnelle',
      ar: 'يوم تكوين مهني',
      en: 'Day of vocational training',
    },
    unit: 'day',
    lineCode: 'ILO-1.1',
  },
  {
    code: 'job_support',
    category: 'livelihood',
    name: { fr: 'Appui à l’emploi', ar: 'دعم التشغيل', en: 'Support towards work' },
    unit: 'item',
    lineCode: 'ILO-2.1',
  },
  {
    code: 'transport',
    category: 'mobility',
    name: { fr: 'Transport', ar: 'نقل', en: 'Transport' },
    unit: 'trip',
    lineCode: 'IOM-3.1',
  },
  {
    code: 'return_ticket',
    category: 'mobility',
    name: {
      fr: 'Billet de retour volontaire',
      ar: 'تذكرة العودة الطوعية',
      en: 'Voluntary return ticket',
    },
    unit: 'trip',
    lineCode: 'IOM-3.2',
  },
];

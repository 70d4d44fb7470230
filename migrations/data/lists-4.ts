/**
 * First editions of the lists of referring people. Like a merged migration it is never edited:
 * another wording, another code is a new version, drafted and approved in the application.
 */
import type { PlainList } from './seed-lists';

export const LISTS_4: readonly PlainList[] = [
  {
    name: 'referral_services',
    ownerRole: 'programme_officer',
    source: 'Programme list: the kinds of help that the programme’s partners give',
    items: [
      { code: 'medical', fr: 'Soins médicaux', ar: 'علاج طبي', en: 'Medical care' },
      {
        code: 'psychological',
        fr: 'Soutien psychologique',
        ar: 'دعم نفسي',
        en: 'Psychological support',
      },
      { code: 'legal', fr: 'Aide juridique', ar: 'مساعدة قانونية', en: 'Legal aid' },
      { code: 'papers', fr: 'Papiers et séjour', ar: 'وثائق وإقامة', en: 'Papers and residence' },
      { code: 'shelter', fr: 'Hébergement', ar: 'إيواء', en: 'Shelter' },
      { code: 'material', fr: 'Aide matérielle', ar: 'مساعدة مادية', en: 'Material help' },
      { code: 'education', fr: 'École et cours', ar: 'مدرسة ودروس', en: 'School and classes' },
      { code: 'child_care', fr: 'Garde d’enfants', ar: 'رعاية الأطفال', en: 'Child care' },
      {
        code: 'training',
        fr: 'Formation professionnelle',
        ar: 'تكوين مهني',
        en: 'Vocational training',
      },
      { code: 'job', fr: 'Emploi', ar: 'شغل', en: 'Employment' },
      {
        code: 'return',
        fr: 'Retour et accueil',
        ar: 'العودة والاستقبال',
        en: 'Return and reception',
      },
      { code: 'other_help', fr: 'Autre aide', ar: 'مساعدة أخرى', en: 'Other help' },
    ],
  },
  {
    name: 'referral_declines',
    ownerRole: 'programme_officer',
    source: 'Programme list: why a partner cannot take somebody',
    items: [
      { code: 'full', fr: 'Plus de place', ar: 'لا يوجد مكان', en: 'No place left' },
      {
        code: 'not_our_service',
        fr: 'Nous ne faisons pas cela',
        ar: 'لا نقدم هذه الخدمة',
        en: 'We do not do this',
      },
      {
        code: 'not_our_people',
        fr: 'Âge, sexe ou situation que nous ne recevons pas',
        ar: 'السن أو الجنس أو الوضعية لا نستقبلها',
        en: 'An age, sex or situation we do not receive',
      },
      { code: 'too_far', fr: 'Trop loin', ar: 'بعيد جدا', en: 'Too far' },
      {
        code: 'language',
        fr: 'Personne ne parle la langue',
        ar: 'لا أحد يتكلم اللغة',
        en: 'Nobody speaks the language',
      },
      {
        code: 'known_already',
        fr: 'Déjà suivie par nous',
        ar: 'نتابعها من قبل',
        en: 'Already with us',
      },
      { code: 'other_reason', fr: 'Autre raison', ar: 'سبب آخر', en: 'Another reason' },
    ],
  },
];

/** Services that people are referred to, and why a partner declines. */
import { item, type ReferenceList } from './reference-list';

export const REFERRAL_LISTS: readonly ReferenceList[] = [
  {
    name: 'referral_services',
    ownerRole: 'programme_officer',
    source: 'Programme list: the kinds of help that the programme’s partners give',
    items: [
      item('medical', 'Soins médicaux', 'علاج طبي', 'Medical care'),
      item('psychological', 'Soutien psychologique', 'دعم نفسي', 'Psychological support'),
      item('legal', 'Aide juridique', 'مساعدة قانونية', 'Legal aid'),
      item('papers', 'Papiers et séjour', 'وثائق وإقامة', 'Papers and residence'),
      item('shelter', 'Hébergement', 'إيواء', 'Shelter'),
      item('material', 'Aide matérielle', 'مساعدة مادية', 'Material help'),
      item('education', 'École et cours', 'مدرسة ودروس', 'School and classes'),
      item('child_care', 'Garde d’enfants', 'رعاية الأطفال', 'Child care'),
      item('training', 'Formation professionnelle', 'تكوين مهني', 'Vocational training'),
      item('job', 'Emploi', 'شغل', 'Employment'),
      item('return', 'Retour et accueil', 'العودة والاستقبال', 'Return and reception'),
      item('other_help', 'Autre aide', 'مساعدة أخرى', 'Other help'),
    ],
  },
  {
    name: 'referral_declines',
    ownerRole: 'programme_officer',
    source: 'Programme list: why a partner cannot take somebody',
    items: [
      item('full', 'Plus de place', 'لا يوجد مكان', 'No place left'),
      item('not_our_service', 'Nous ne faisons pas cela', 'لا نقدم هذه الخدمة', 'We do not do this'),
      item(
        'not_our_people',
        'Âge, sexe ou situation que nous ne recevons pas',
        'السن أو الجنس أو الوضعية لا نستقبلها',
        'An age, sex or situation we do not receive',
      ),
      item('too_far', 'Trop loin', 'بعيد جدا', 'Too far'),
      item(
        'language',
        'Personne ne parle la langue',
        'لا أحد يتكلم اللغة',
        'Nobody speaks the language',
      ),
      item('known_already', 'Déjà suivie par nous', 'نتابعها من قبل', 'Already with us'),
      item('other_reason', 'Autre raison', 'سبب آخر', 'Another reason'),
    ],
  },
];

/** Kinds of help of a reintegration plan, and the conditions of an instalment. */
import { item, type ReferenceList } from './reference-list';

export const REINTEGRATION_LISTS: readonly ReferenceList[] = [
  {
    name: 'reintegration_help',
    ownerRole: 'programme_officer',
    source:
      'Programme list, on the usual kinds of help of reintegration programmes; the codes are the programme’s own and in no standard',
    items: [
      item(
        'cash',
        'Argent pour les besoins immédiats',
        'نقود للحاجات العاجلة',
        'Cash for immediate needs',
      ),
      item(
        'start_up',
        'Démarrage d’une activité, en nature',
        'انطلاق نشاط مدر للدخل، عينا',
        'Start-up of a business, in kind',
      ),
      item('training', 'Formation professionnelle', 'تكوين مهني', 'Vocational training'),
      item('education', 'Scolarité et études', 'الدراسة والتعليم', 'Schooling and studies'),
      item('job_placement', 'Accès à un emploi', 'الولوج إلى شغل', 'Placement in a job'),
      item('housing', 'Logement', 'السكن', 'Housing'),
      item('medical', 'Soins de santé', 'الرعاية الصحية', 'Health care'),
      item(
        'psychosocial',
        'Soutien psychologique et social',
        'الدعم النفسي والاجتماعي',
        'Psychological and social support',
      ),
      item('legal_documents', 'Droits et documents', 'الحقوق والوثائق', 'Rights and documents'),
      item('child_care', 'Garde d’enfants', 'رعاية الأطفال', 'Child care'),
      item(
        'community_project',
        'Projet pour la communauté',
        'مشروع لفائدة الجماعة',
        'Community project',
      ),
    ],
  },
  {
    name: 'instalment_conditions',
    ownerRole: 'programme_officer',
    source:
      'Programme list: what has to be so before an instalment of a reintegration plan is handed over; invented until the programme gives its own',
    items: [
      item('unconditional', 'Sans condition', 'بدون شرط', 'No condition'),
      item(
        'met',
        'Un rendez-vous de suivi a eu lieu',
        'تم موعد للتتبع',
        'A follow-up meeting took place',
      ),
      item('quotes', 'Devis reçus', 'توفر عروض أثمان', 'Quotations received'),
      item('enrolled', 'Inscription faite', 'تم التسجيل', 'Enrolled'),
      item(
        'attends',
        'Formation ou école suivie',
        'مواظبة على التكوين أو الدراسة',
        'Attends the training or the school',
      ),
      item('lease', 'Bail signé', 'توقيع عقد الكراء', 'Lease signed'),
      item(
        'opened',
        'Activité déclarée ou ouverte',
        'التصريح بالنشاط أو افتتاحه',
        'Business declared or opened',
      ),
      item(
        'accounted',
        'Reçus de la tranche précédente remis',
        'تسليم وصولات الدفعة السابقة',
        'Receipts of the instalment before handed in',
      ),
      item('papers', 'Document obtenu', 'الحصول على الوثيقة', 'Document obtained'),
    ],
  },
];

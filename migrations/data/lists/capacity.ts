/** What officials are trained in, and the institutions where they work. */
import { item, type ReferenceList } from './reference-list';

export const CAPACITY_LISTS: readonly ReferenceList[] = [
  {
    name: 'capacity_topics',
    ownerRole: 'programme_officer',
    source: 'Programme list: what those who meet victims are trained in',
    items: [
      item(
        'identification',
        'Identification des victimes',
        'التعرف على الضحايا',
        'Identification of victims',
      ),
      item('prevention', 'Prévention', 'الوقاية', 'Prevention'),
      item('protection', 'Protection et orientation', 'الحماية والإحالة', 'Protection and referral'),
      item('trauma', 'Accueil et traumatisme', 'الاستقبال والصدمة', 'Reception and trauma'),
      item('children', 'Enfants victimes', 'الأطفال الضحايا', 'Child victims'),
      item('investigation', 'Enquête', 'البحث', 'Investigation'),
      item('prosecution', 'Poursuites et procès', 'المتابعة والمحاكمة', 'Prosecution and trial'),
      item('labour', 'Travail forcé', 'العمل القسري', 'Forced labour'),
      item('data', 'Données et confidentialité', 'المعطيات والسرية', 'Data and confidentiality'),
      item('other', 'Autre', 'موضوع آخر', 'Other'),
    ],
  },
  {
    name: 'institution_kinds',
    ownerRole: 'programme_officer',
    source: 'Programme list: institutions of those who are trained',
    items: [
      item('police', 'Police', 'الشرطة', 'Police'),
      item('gendarmerie', 'Gendarmerie', 'الدرك', 'Gendarmerie'),
      item('judge', 'Juges', 'القضاة', 'Judges'),
      item('prosecutor', 'Procureurs', 'النيابة العامة', 'Prosecutors'),
      item('labour_inspection', 'Inspection du travail', 'مفتشية الشغل', 'Labour inspection'),
      item('health', 'Santé', 'الصحة', 'Health'),
      item('social', 'Action sociale', 'العمل الاجتماعي', 'Social services'),
      item('border_customs', 'Frontières et douane', 'الحدود والجمارك', 'Borders and customs'),
      item('civil_society', 'Société civile', 'المجتمع المدني', 'Civil society'),
      item('other', 'Autre', 'جهة أخرى', 'Other'),
    ],
  },
];

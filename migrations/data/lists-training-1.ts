/**
 * First editions of the lists of training: levels and fields of education, groups of occupations, why
 * somebody left a course. Like a merged migration it is never edited: another wording is a new version.
 */
import type { PlainList } from './seed-lists';

const item = (code: string, fr: string, ar: string, en: string) => ({ code, fr, ar, en });

export const LISTS_TRAINING: readonly PlainList[] = [
  {
    name: 'isced_levels',
    ownerRole: 'programme_officer',
    source: 'Levels of ISCED 2011 (UNESCO); names of levels 0 to 8, own translation into Arabic',
    items: [
      item('0', 'Éducation de la petite enfance', 'تعليم الطفولة المبكرة', 'Early childhood'),
      item('1', 'Primaire', 'التعليم الابتدائي', 'Primary'),
      item('2', 'Collège (secondaire inférieur)', 'التعليم الإعدادي', 'Lower secondary'),
      item('3', 'Lycée (secondaire supérieur)', 'التعليم الثانوي', 'Upper secondary'),
      item(
        '4',
        'Post-secondaire non supérieur',
        'ما بعد الثانوي غير العالي',
        'Post-secondary non-tertiary',
      ),
      item('5', 'Supérieur de cycle court', 'التعليم العالي قصير المدة', 'Short-cycle tertiary'),
      item('6', 'Licence ou équivalent', 'الإجازة أو ما يعادلها', 'Bachelor or equivalent'),
      item('7', 'Master ou équivalent', 'الماستر أو ما يعادله', 'Master or equivalent'),
      item('8', 'Doctorat ou équivalent', 'الدكتوراه أو ما يعادلها', 'Doctoral or equivalent'),
    ],
  },
  {
    name: 'isced_fields',
    ownerRole: 'programme_officer',
    source: 'Broad fields of ISCED-F 2013 (UNESCO), codes 00 to 10; own translation into Arabic',
    items: [
      item('00', 'Programmes généraux', 'برامج عامة', 'Generic programmes'),
      item('01', 'Éducation', 'التربية والتعليم', 'Education'),
      item('02', 'Lettres et arts', 'الآداب والفنون', 'Arts and humanities'),
      item(
        '03',
        'Sciences sociales et journalisme',
        'العلوم الاجتماعية والصحافة',
        'Social sciences and journalism',
      ),
      item(
        '04',
        'Commerce, administration et droit',
        'التجارة والإدارة والقانون',
        'Business, administration and law',
      ),
      item(
        '05',
        'Sciences naturelles et mathématiques',
        'العلوم الطبيعية والرياضيات',
        'Natural sciences and mathematics',
      ),
      item('06', 'Informatique', 'المعلوميات', 'Information and communication'),
      item(
        '07',
        'Ingénierie, fabrication et construction',
        'الهندسة والصناعة والبناء',
        'Engineering, manufacturing and construction',
      ),
      item(
        '08',
        'Agriculture, forêt, pêche et soins aux animaux',
        'الفلاحة والغابات والصيد والبيطرة',
        'Agriculture, forestry, fisheries and veterinary',
      ),
      item('09', 'Santé et protection sociale', 'الصحة والرعاية الاجتماعية', 'Health and welfare'),
      item('10', 'Services', 'الخدمات', 'Services'),
    ],
  },
  {
    name: 'occupation_groups',
    ownerRole: 'programme_officer',
    source: 'Major groups of ISCO-08 (ILO), codes 0 to 9; own translation into Arabic',
    items: [
      item('1', 'Encadrement et direction', 'التدبير والإدارة', 'Managers'),
      item('2', 'Professions intellectuelles', 'المهن الفكرية والعلمية', 'Professionals'),
      item(
        '3',
        'Techniciens et assimilés',
        'التقنيون ومن في حكمهم',
        'Technicians and associate professionals',
      ),
      item('4', 'Employés de bureau', 'العمل المكتبي', 'Clerical support'),
      item('5', 'Services et vente', 'الخدمات والبيع', 'Service and sales'),
      item(
        '6',
        'Agriculture, forêt et pêche qualifiées',
        'الفلاحة والغابات والصيد المؤهل',
        'Skilled agriculture, forestry and fishery',
      ),
      item('7', 'Métiers et artisanat', 'الحرف والصناعة التقليدية', 'Craft and related trades'),
      item(
        '8',
        'Conduite d’installations et assemblage',
        'تشغيل الآلات والتركيب',
        'Plant and machine operators',
      ),
      item('9', 'Métiers élémentaires', 'مهن أولية', 'Elementary occupations'),
      item('0', 'Forces armées', 'القوات المسلحة', 'Armed forces'),
    ],
  },
  {
    name: 'training_dropout_reasons',
    ownerRole: 'programme_officer',
    source: 'Programme list: why somebody left a course before its end',
    items: [
      item('work', 'A trouvé un travail', 'وجدت عملا', 'Found work'),
      item('health', 'Santé', 'الصحة', 'Health'),
      item('child_care', 'Garde des enfants', 'رعاية الأطفال', 'Child care'),
      item(
        'transport',
        'Trajet trop long ou trop cher',
        'التنقل طويل أو مكلف',
        'Journey too long or too dear',
      ),
      item(
        'safety',
        'Ne s’y sent pas en sécurité',
        'لا تشعر بالأمان هناك',
        'Does not feel safe there',
      ),
      item(
        'moved',
        'A quitté la ville ou le pays',
        'غادرت المدينة أو البلد',
        'Left the town or the country',
      ),
      item(
        'not_suited',
        'La formation ne convient pas',
        'التكوين غير مناسب',
        'The course does not suit',
      ),
      item('family', 'Raisons de famille', 'أسباب عائلية', 'Family'),
      item(
        'out_of_reach',
        'N’a plus pu être jointe',
        'تعذر الاتصال بها',
        'Could not be reached any more',
      ),
      item('not_said', 'Ne souhaite pas le dire', 'لا ترغب في قول ذلك', 'Does not wish to say'),
    ],
  },
];

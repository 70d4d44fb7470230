/**
 * First editions of the lists of the life in a house. Like a merged migration it is never edited:
 * another wording, another code is a new version, drafted and approved in the application.
 */
import type { PlainList } from './seed-lists';

type Range = 'homeless' | 'institutional' | 'temporary' | 'permanent' | 'other';
interface Item {
  readonly code: string;
  readonly fr: string;
  readonly ar: string;
  readonly en: string;
  readonly hud?: number | null;
  readonly range?: Range;
}
interface List extends PlainList {
  readonly items: readonly Item[];
}

const RANGES: readonly Range[] = ['other', 'homeless', 'institutional', 'temporary', 'permanent'];
/** HUD's number says the range; a destination of our own says it itself. */
const to = (
  code: string,
  hud: number | Range,
  fr: string,
  ar: string,
  en: string,
): Item & { readonly range: Range } => ({
  ...{ code, fr, ar, en },
  hud: typeof hud === 'number' ? hud : null,
  range: typeof hud === 'number' ? RANGES[Math.floor(hud / 100)]! : hud,
});

export const LISTS_2: readonly List[] = [
  {
    name: 'exit_destinations',
    ownerRole: 'programme_officer',
    source:
      'Programme list on HUD HMIS destinations 2026 (number and range kept beside each code), with destinations of our own',
    items: [
      to(
        'family_permanent',
        422,
        'Chez sa famille, pour y rester',
        'عند أسرته للإقامة',
        'With family, to stay',
      ),
      to(
        'friends_permanent',
        423,
        'Chez des proches, pour y rester',
        'عند أقارب أو أصدقاء للإقامة',
        'With friends, to stay',
      ),
      to(
        'rental_alone',
        410,
        'Logement loué, sans aide',
        'مسكن مكترى دون دعم',
        'Rented home, no subsidy',
      ),
      to(
        'rental_helped',
        435,
        'Logement loué, avec une aide',
        'مسكن مكترى بدعم',
        'Rented home, with subsidy',
      ),
      to('own_home', 411, 'Logement à soi', 'مسكن في ملكه', 'Own home'),
      to(
        'country_assisted',
        'other',
        'Retour au pays, avec une aide',
        'العودة إلى البلد بمساعدة',
        'Returned to country of origin, assisted',
      ),
      to(
        'country_unassisted',
        'other',
        'Retour au pays, sans aide',
        'العودة إلى البلد دون مساعدة',
        'Returned to country of origin, unassisted',
      ),
      to(
        'network_shelter',
        'temporary',
        'Autre maison du réseau',
        'دار أخرى من الشبكة',
        'Another shelter of the network',
      ),
      to(
        'other_shelter',
        101,
        'Hébergement d’urgence hors du réseau',
        'إيواء مستعجل خارج الشبكة',
        'Emergency shelter outside the network',
      ),
      to('transitional', 302, 'Hébergement de transition', 'إيواء انتقالي', 'Transitional housing'),
      to(
        'family_temporary',
        312,
        'Chez sa famille, pour un temps',
        'عند أسرته لمدة',
        'With family, for a time',
      ),
      to(
        'friends_temporary',
        313,
        'Chez des proches, pour un temps',
        'عند أقارب أو أصدقاء لمدة',
        'With friends, for a time',
      ),
      to('hotel', 314, 'Hôtel, à ses frais', 'فندق على نفقته', 'Hotel, self-paid'),
      to('host_home', 332, 'Famille d’accueil pour adulte', 'أسرة مضيفة لراشد', 'Host home'),
      to(
        'child_protection',
        'institutional',
        'Placement de protection de l’enfance',
        'إيداع في إطار حماية الطفولة',
        'Child-protection placement',
      ),
      to(
        'foster_care',
        215,
        'Famille ou foyer d’accueil d’enfants',
        'أسرة أو دار لرعاية الأطفال',
        'Foster care or foster group home',
      ),
      to('hospital', 206, 'Hôpital', 'مستشفى', 'Hospital'),
      to(
        'psychiatric',
        204,
        'Hôpital psychiatrique',
        'مستشفى للأمراض النفسية',
        'Psychiatric hospital',
      ),
      to('substance_care', 205, 'Soins des addictions', 'علاج الإدمان', 'Substance treatment'),
      to(
        'long_term_care',
        225,
        'Établissement de soins au long cours',
        'مؤسسة للرعاية الطويلة',
        'Long-term care',
      ),
      to('detention', 207, 'Prison ou rétention', 'سجن أو احتجاز', 'Jail or detention'),
      to(
        'street',
        116,
        'Lieu non fait pour habiter',
        'مكان غير صالح للسكن',
        'Place not meant for habitation',
      ),
      to(
        'left_without_notice',
        'other',
        'Départ sans prévenir',
        'مغادرة دون إخبار',
        'Left without notice',
      ),
      to('deceased', 24, 'Décès', 'وفاة', 'Deceased'),
      to(
        'no_interview',
        30,
        'Pas d’entretien de sortie',
        'لم تجر مقابلة الخروج',
        'No exit interview',
      ),
      to(
        'does_not_know',
        8,
        'La personne ne le sait pas',
        'الشخص لا يعرف',
        'The person does not know',
      ),
      to(
        'prefers_not_to_say',
        9,
        'La personne préfère ne pas le dire',
        'يفضل الشخص عدم الجواب',
        'Prefers not to say',
      ),
      to('other', 17, 'Autre', 'وجهة أخرى', 'Other'),
    ],
  },
  {
    name: 'missing_first_steps',
    ownerRole: 'programme_officer',
    source: 'Programme list: what is done first when somebody is not in the house, in this order',
    items: [
      {
        code: 'look_in_the_house',
        fr: 'Chercher dans toute la maison, cour et sanitaires compris',
        ar: 'البحث في الدار كلها، مع الفناء والمرافق',
        en: 'Look through the whole house, yard and bathrooms included',
      },
      {
        code: 'ask_those_near',
        fr: 'Demander calmement à celles et ceux qui partagent la chambre',
        ar: 'سؤال من يتقاسمون الغرفة بهدوء',
        en: 'Calmly ask those who share the room',
      },
      {
        code: 'safe_contact',
        fr: 'Appeler par le moyen sûr noté au dossier, et par lui seul',
        ar: 'الاتصال بالوسيلة الآمنة المسجلة في الملف وحدها',
        en: 'Call by the safe contact on file, and by no other',
      },
      {
        code: 'tell_on_call',
        fr: 'Prévenir la personne d’astreinte',
        ar: 'إخبار المسؤول المداوم',
        en: 'Tell whoever is on call',
      },
      {
        code: 'check_the_danger',
        fr: 'Relire les dangers connus : réseau, menaces, santé',
        ar: 'مراجعة الأخطار المعروفة: الشبكة، التهديدات، الصحة',
        en: 'Read the known dangers again: network, threats, health',
      },
      {
        code: 'child_authorities',
        fr: 'Enfant : prévenir aussitôt le parquet et la protection de l’enfance',
        ar: 'طفل: إخبار النيابة العامة وحماية الطفولة فورا',
        en: 'A child: tell the prosecutor and child protection at once',
      },
      {
        code: 'decide_police',
        fr: 'Adulte : décider à deux s’il faut prévenir la police ; partir est son droit',
        ar: 'راشد: يقرر شخصان هل يجب إخبار الشرطة؛ المغادرة من حقه',
        en: 'An adult: decide by two whether to tell the police; leaving is their right',
      },
      {
        code: 'keep_the_bed',
        fr: 'Garder le lit et les affaires',
        ar: 'الاحتفاظ بالسرير والأغراض',
        en: 'Keep the bed and the belongings',
      },
    ],
  },
  {
    name: 'extension_reasons',
    ownerRole: 'programme_officer',
    source: 'Programme list: why somebody stays longer than the house allows',
    items: [
      {
        code: 'no_safe_place',
        fr: 'Aucun lieu sûr pour la suite',
        ar: 'لا يوجد مكان آمن بعد',
        en: 'No safe place to go to yet',
      },
      {
        code: 'hearing_near',
        fr: 'Audience ou procédure proche',
        ar: 'جلسة أو مسطرة قريبة',
        en: 'A hearing or procedure is near',
      },
      { code: 'health_care', fr: 'Soins en cours', ar: 'علاج جار', en: 'Care under way' },
      {
        code: 'return_prepared',
        fr: 'Retour au pays en préparation',
        ar: 'العودة إلى البلد قيد الإعداد',
        en: 'Return being prepared',
      },
      {
        code: 'training_ends',
        fr: 'Formation ou emploi qui commence',
        ar: 'تكوين أو عمل على وشك البدء',
        en: 'Training or work about to begin',
      },
      {
        code: 'child_interest',
        fr: 'Intérêt de l’enfant',
        ar: 'مصلحة الطفل',
        en: 'Interest of the child',
      },
      { code: 'other', fr: 'Autre', ar: 'سبب آخر', en: 'Other' },
    ],
  },
  {
    name: 'incident_kinds',
    ownerRole: 'programme_officer',
    source: 'Programme list: what happens in a house',
    items: [
      { code: 'health', fr: 'Malaise ou accident', ar: 'وعكة أو حادثة', en: 'Illness or accident' },
      { code: 'self_harm', fr: 'Mise en danger de soi', ar: 'إيذاء النفس', en: 'Harm to oneself' },
      {
        code: 'conflict',
        fr: 'Conflit entre résidentes ou résidents',
        ar: 'نزاع بين المقيمين',
        en: 'Conflict between residents',
      },
      { code: 'violence', fr: 'Violence', ar: 'عنف', en: 'Violence' },
      {
        code: 'intrusion',
        fr: 'Intrusion ou personne inconnue aux abords',
        ar: 'تسلل أو شخص غريب في المحيط',
        en: 'Intrusion or a stranger near the house',
      },
      { code: 'threat', fr: 'Menace reçue', ar: 'تهديد', en: 'Threat received' },
      {
        code: 'place_known',
        fr: 'Le lieu est peut-être connu',
        ar: 'ربما أصبح المكان معروفا',
        en: 'The place may be known',
      },
      {
        code: 'loss_damage',
        fr: 'Perte, vol ou dégât',
        ar: 'ضياع أو سرقة أو ضرر',
        en: 'Loss, theft or damage',
      },
      {
        code: 'fire_water_power',
        fr: 'Feu, eau ou courant',
        ar: 'حريق أو ماء أو كهرباء',
        en: 'Fire, water or power',
      },
      { code: 'other', fr: 'Autre', ar: 'أمر آخر', en: 'Other' },
    ],
  },
  {
    name: 'visit_purposes',
    ownerRole: 'administrator',
    source: 'Programme list: why somebody who does not live in the house enters it',
    items: [
      { code: 'care', fr: 'Soins', ar: 'علاج', en: 'Health care' },
      {
        code: 'legal',
        fr: 'Avocat ou interprète',
        ar: 'محام أو ترجمان',
        en: 'Lawyer or interpreter',
      },
      {
        code: 'partner',
        fr: 'Association ou agence partenaire',
        ar: 'جمعية أو وكالة شريكة',
        en: 'Partner organisation',
      },
      { code: 'authority', fr: 'Autorité', ar: 'سلطة', en: 'Authority' },
      {
        code: 'repair',
        fr: 'Réparation ou livraison',
        ar: 'إصلاح أو توصيل',
        en: 'Repair or delivery',
      },
      {
        code: 'relative',
        fr: 'Proche, visite convenue',
        ar: 'قريب، زيارة متفق عليها',
        en: 'Relative, agreed visit',
      },
      { code: 'other', fr: 'Autre', ar: 'سبب آخر', en: 'Other' },
    ],
  },
  {
    name: 'house_items',
    ownerRole: 'administrator',
    source: 'Programme list: what a house gives out',
    items: [
      { code: 'breakfast', fr: 'Petit-déjeuner', ar: 'فطور', en: 'Breakfast' },
      { code: 'lunch', fr: 'Déjeuner', ar: 'غداء', en: 'Lunch' },
      { code: 'dinner', fr: 'Dîner', ar: 'عشاء', en: 'Dinner' },
      { code: 'hygiene_kit', fr: 'Trousse d’hygiène', ar: 'حقيبة النظافة', en: 'Hygiene kit' },
      { code: 'baby_kit', fr: 'Trousse pour bébé', ar: 'حقيبة الرضيع', en: 'Baby kit' },
      { code: 'clothes', fr: 'Vêtements', ar: 'ملابس', en: 'Clothes' },
      { code: 'bedding', fr: 'Draps et couvertures', ar: 'أغطية ومفروشات', en: 'Bedding' },
      { code: 'phone_card', fr: 'Recharge de téléphone', ar: 'تعبئة هاتف', en: 'Phone credit' },
      { code: 'transport', fr: 'Ticket de transport', ar: 'تذكرة نقل', en: 'Transport ticket' },
      {
        code: 'school_kit',
        fr: 'Fournitures scolaires',
        ar: 'لوازم مدرسية',
        en: 'School supplies',
      },
    ],
  },
];

/** Where somebody goes on leaving a house, with the number of the destination in HUD HMIS 2026 and its range. */
import type { ListItem, ReferenceList } from './reference-list';

type DestinationRange = 'homeless' | 'institutional' | 'temporary' | 'permanent' | 'other';
interface ExitDestination extends ListItem {
  readonly hud: number | null;
  readonly range: DestinationRange;
}

interface ExitDestinationList extends ReferenceList {
  readonly items: readonly ExitDestination[];
}

/** By the hundreds of HUD's number. */
const RANGES: readonly DestinationRange[] = [
  'other',
  'homeless',
  'institutional',
  'temporary',
  'permanent',
];

/** HUD's number says the range; a destination that HUD does not have says it itself. */
const to = (
  code: string,
  hud: number | DestinationRange,
  fr: string,
  ar: string,
  en: string,
): ExitDestination => ({
  code,
  fr,
  ar,
  en,
  hud: typeof hud === 'number' ? hud : null,
  range: typeof hud === 'number' ? RANGES[Math.floor(hud / 100)]! : hud,
});

export const EXIT_DESTINATIONS: ExitDestinationList = {
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
      'مركز آخر من الشبكة',
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
};

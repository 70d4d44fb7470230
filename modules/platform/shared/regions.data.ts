import type { Language } from './actor';

interface Region {
  /** As in ISO 3166-2:MA. */
  readonly code: string;
  readonly labels: Readonly<Record<Language, string>>;
}

const region = (code: string, french: string, arabic: string): Region => ({
  code,
  labels: { fr: french, ar: arabic, en: french },
});

/** The twelve regions of Morocco, of the division of 2015. */
export const MOROCCAN_REGIONS: readonly Region[] = [
  region('01', 'Tanger-Tétouan-Al Hoceïma', 'طنجة - تطوان - الحسيمة'),
  region('02', 'L’Oriental', 'الشرق'),
  region('03', 'Fès-Meknès', 'فاس - مكناس'),
  region('04', 'Rabat-Salé-Kénitra', 'الرباط - سلا - القنيطرة'),
  region('05', 'Béni Mellal-Khénifra', 'بني ملال - خنيفرة'),
  region('06', 'Casablanca-Settat', 'الدار البيضاء - سطات'),
  region('07', 'Marrakech-Safi', 'مراكش - آسفي'),
  region('08', 'Drâa-Tafilalet', 'درعة - تافيلالت'),
  region('09', 'Souss-Massa', 'سوس - ماسة'),
  region('10', 'Guelmim-Oued Noun', 'كلميم - واد نون'),
  region('11', 'Laâyoune-Sakia El Hamra', 'العيون - الساقية الحمراء'),
  region('12', 'Dakhla-Oued Ed-Dahab', 'الداخلة - وادي الذهب'),
];

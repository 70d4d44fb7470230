/**
 * Names of months and days as Morocco writes them. Written out because the tables of one Node
 * release abbreviate differently from the next, and a date in a report must not change with it.
 */
import type { Language } from '../shared/actor';

interface CalendarNames {
  readonly months: readonly string[];
  readonly shortMonths: readonly string[];
  /** Sunday first, as `weekday()` counts. */
  readonly days: readonly string[];
  readonly shortDays: readonly string[];
  /** One letter, for narrow columns. */
  readonly dayLetters: readonly string[];
}

const split = (text: string): string[] => text.split(' ');

const arabicMonths = split('يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر');
const arabicDays = split('الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت');

export const CALENDAR_NAMES: Record<Language, CalendarNames> = {
  fr: {
    months: split(
      'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
    ),
    shortMonths: split('janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.'),
    days: split('dimanche lundi mardi mercredi jeudi vendredi samedi'),
    shortDays: split('dim. lun. mar. mer. jeu. ven. sam.'),
    dayLetters: split('D L M M J V S'),
  },
  ar: {
    months: arabicMonths,
    shortMonths: arabicMonths,
    days: arabicDays,
    shortDays: split('أحد اثنين ثلاثاء أربعاء خميس جمعة سبت'),
    dayLetters: split('ح ن ث ر خ ج س'),
  },
  en: {
    months: split(
      'January February March April May June July August September October November December',
    ),
    shortMonths: split('Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec'),
    days: split('Sunday Monday Tuesday Wednesday Thursday Friday Saturday'),
    shortDays: split('Sun Mon Tue Wed Thu Fri Sat'),
    dayLetters: split('S M T W T F S'),
  },
};

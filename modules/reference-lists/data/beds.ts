import { type CodedList, item } from './types';

const SOURCE = 'Programme list';
const VERSION = '2026-11/1';
const own = (...items: CodedList['items']): CodedList => ({
  version: VERSION,
  source: SOURCE,
  items,
});

/** Why somebody is received before anybody who follows the case has agreed to the shelter. */
export const arrivalReasons = own(
  item(
    'at_the_door',
    'La personne est à la porte',
    'الشخص حاضر عند الباب',
    'The person is at the door',
  ),
  item(
    'police_brought',
    'Amenée par la police ou la justice',
    'أحضرته الشرطة أو القضاء',
    'Brought by police or court',
  ),
  item(
    'no_one_reachable',
    'Personne n’est joignable',
    'تعذر الاتصال بأي مسؤول',
    'No one can be reached',
  ),
  item(
    'immediate_danger',
    'Danger immédiat ailleurs',
    'خطر داهم في مكان آخر',
    'Immediate danger elsewhere',
  ),
);

/** What is the matter with a bed. */
export const blockReasons = own(
  item('repair', 'Réparation', 'إصلاح', 'Repair'),
  item('cleaning', 'Nettoyage ou désinfection', 'تنظيف أو تعقيم', 'Cleaning or disinfection'),
  item('works', 'Travaux dans la chambre', 'أشغال في الغرفة', 'Works in the room'),
  item(
    'water_or_power',
    'Panne d’eau ou de courant',
    'انقطاع الماء أو الكهرباء',
    'No water or power',
  ),
  item('isolation', 'Chambre gardée vide', 'غرفة تبقى فارغة', 'Room kept empty'),
  item('staff', 'Équipe trop réduite', 'نقص في الفريق', 'Not enough staff'),
  item('other', 'Autre', 'سبب آخر', 'Other'),
);

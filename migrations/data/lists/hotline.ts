/** What a call to the hotline turns out to be. */
import { item, type ReferenceList } from './reference-list';

export const HOTLINE_LISTS: readonly ReferenceList[] = [
  {
    name: 'call_types',
    ownerRole: 'programme_officer',
    source: 'Programme list: what a call to the free number turns out to be',
    items: [
      item('information', 'Information', 'استفسار', 'Information'),
      item('emergency', 'Urgence', 'حالة مستعجلة', 'Emergency'),
      item(
        'follow_up',
        'Suivi d’une situation connue',
        'متابعة وضعية معروفة',
        'Follow-up of a known situation',
      ),
      item(
        'third_party',
        'Signalement par un tiers',
        'تبليغ من طرف شخص آخر',
        'Report by a third person',
      ),
      item('silent', 'Appel silencieux', 'مكالمة صامتة', 'Silent call'),
      item('wrong_number', 'Faux numéro', 'رقم خاطئ', 'Wrong number'),
      item('prank', 'Appel fantaisiste', 'مكالمة عبثية', 'Prank call'),
      item('other', 'Autre', 'غير ذلك', 'Other'),
    ],
  },
];

/**
 * First edition of the list of the free number. Like a merged migration it is never edited: another
 * wording, another code is a new version, drafted and approved in the application.
 */
import type { PlainList } from './seed-lists';

export const LISTS_3: readonly PlainList[] = [
  {
    name: 'call_types',
    ownerRole: 'programme_officer',
    source: 'Programme list: what a call to the free number turns out to be',
    items: [
      { code: 'information', fr: 'Information', ar: 'استفسار', en: 'Information' },
      { code: 'emergency', fr: 'Urgence', ar: 'حالة مستعجلة', en: 'Emergency' },
      {
        code: 'follow_up',
        fr: 'Suivi d’une situation connue',
        ar: 'متابعة وضعية معروفة',
        en: 'Follow-up of a known situation',
      },
      {
        code: 'third_party',
        fr: 'Signalement par un tiers',
        ar: 'تبليغ من طرف شخص آخر',
        en: 'Report by a third person',
      },
      { code: 'silent', fr: 'Appel silencieux', ar: 'مكالمة صامتة', en: 'Silent call' },
      { code: 'wrong_number', fr: 'Faux numéro', ar: 'رقم خاطئ', en: 'Wrong number' },
      { code: 'prank', fr: 'Appel malveillant', ar: 'مكالمة عبثية', en: 'Prank call' },
      { code: 'other', fr: 'Autre', ar: 'غير ذلك', en: 'Other' },
    ],
  },
];

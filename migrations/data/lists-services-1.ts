/**
 * First edition of why an appointment was missed. Like a merged migration it is never edited: another
 * wording, another code is a new version, drafted and approved in the application.
 */
import type { PlainList } from './seed-lists';

export const LISTS_SERVICES_1: readonly PlainList[] = [
  {
    name: 'missed_service_reasons',
    ownerRole: 'programme_officer',
    source: 'Programme list: why an appointment did not take place',
    items: [
      {
        code: 'person_absent',
        fr: 'La personne n’est pas venue',
        ar: 'لم يحضر الشخص',
        en: 'The person did not come',
      },
      {
        code: 'refused',
        fr: 'La personne ne l’a pas souhaité',
        ar: 'لم يرغب الشخص في ذلك',
        en: 'The person did not want it',
      },
      {
        code: 'provider_absent',
        fr: 'Le prestataire n’était pas là',
        ar: 'لم يكن مقدم الخدمة حاضرا',
        en: 'The provider was not there',
      },
      {
        code: 'unsafe',
        fr: 'Y aller n’était pas sûr',
        ar: 'لم يكن الذهاب آمنا',
        en: 'Going was not safe',
      },
      { code: 'other', fr: 'Autre', ar: 'سبب آخر', en: 'Other' },
    ],
  },
];

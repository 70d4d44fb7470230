/** Why an appointment did not take place. */
import { item, type ReferenceList } from './reference-list';

export const SERVICE_LISTS: readonly ReferenceList[] = [
  {
    name: 'missed_service_reasons',
    ownerRole: 'programme_officer',
    source: 'Programme list: why an appointment did not take place',
    items: [
      item(
        'person_absent',
        'La personne n’est pas venue',
        'لم يحضر الشخص',
        'The person did not come',
      ),
      item(
        'refused',
        'La personne ne l’a pas souhaité',
        'لم يرغب الشخص في ذلك',
        'The person did not want it',
      ),
      item(
        'provider_absent',
        'Le prestataire n’était pas là',
        'لم يكن مقدم الخدمة حاضرا',
        'The provider was not there',
      ),
      item('unsafe', 'Y aller n’était pas sûr', 'لم يكن الذهاب آمنا', 'Going was not safe'),
      item('other', 'Autre', 'سبب آخر', 'Other'),
    ],
  },
];

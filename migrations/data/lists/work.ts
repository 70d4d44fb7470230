/** Why a job ended. */
import { item, type ReferenceList } from './reference-list';

export const WORK_LISTS: readonly ReferenceList[] = [
  {
    name: 'work_end_reasons',
    ownerRole: 'programme_officer',
    source: 'Programme list: why a job ended',
    items: [
      item('chose_to_leave', 'A choisi de partir', 'اختارت المغادرة', 'Chose to leave'),
      item('better_job', 'Un meilleur travail', 'عمل أفضل', 'A better job'),
      item('dismissed', 'Renvoi', 'الفصل من العمل', 'Dismissed'),
      item('contract_ended', 'Fin du contrat', 'انتهاء العقد', 'The contract ended'),
      item('unsafe', 'Travail dangereux ou abusif', 'عمل خطير أو مسيء', 'Unsafe or abusive work'),
      item('business_closed', 'L’entreprise a fermé', 'أغلقت المقاولة', 'The business closed'),
      item('health', 'Santé', 'الصحة', 'Health'),
      item('family', 'Raisons de famille', 'أسباب عائلية', 'Family'),
      item('training', 'Reprend une formation', 'العودة إلى التكوين', 'Goes back to training'),
      item(
        'moved',
        'A quitté la ville ou le pays',
        'مغادرة المدينة أو البلد',
        'Left the town or the country',
      ),
      item(
        'out_of_reach',
        'N’a plus pu être jointe',
        'تعذر الاتصال',
        'Could not be reached any more',
      ),
      item('not_said', 'Ne souhaite pas le dire', 'لا رغبة في قول ذلك', 'Does not wish to say'),
    ],
  },
];

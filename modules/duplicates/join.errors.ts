/** Errors for obstacles to joining or separating two cases. */
import { constraintTranslator } from '../platform/database/constraint-errors';

export const translateJoinErrors = constraintTranslator({
  booking_people_one_person_once: ['conflict', 'duplicates.two_beds'],
  booking_people_one_active: ['conflict', 'duplicates.two_beds'],
  request_people_one_open: ['conflict', 'duplicates.two_requests'],
  joined_consents_differ: ['conflict', 'duplicates.consents_differ'],
  joined_while_erased: ['conflict', 'duplicates.erasure_asked'],
  case_named_a_manager: ['conflict', 'duplicates.name_a_manager'],
  joined_are_linked: ['conflict', 'duplicates.are_linked'],
  joined_are_kept_apart: ['conflict', 'duplicates.are_kept_apart'],
  part_the_later_first: ['conflict', 'duplicates.later_first'],
  case_keeps_a_holder: ['conflict', 'duplicates.no_holder'],
  '42501': ['forbidden', 'duplicates.needs_both'],
});

/** Services, referrals, trainings and follow-ups of before Mawa, brought in from files. */
export { pastRecordFigures, type PastRecordFigures } from './brought-in.figures';
export {
  PAST_CERTIFICATES,
  PAST_COMPLETIONS,
  PAST_DROPOUTS,
  PAST_ENROLMENTS,
  PAST_FOLLOW_UPS,
  PAST_REFERRALS,
  PAST_REFERRALS_COMPLETED,
  PAST_SERVICES,
} from './past-records.facts';
export { PastRecordsModule } from './past-records.module';

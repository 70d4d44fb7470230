/** Services, referrals, trainings and follow-ups of before Mawa, brought in from files. */
export { pastRecordFigures, type PastRecordFigures } from './brought-in.figures';
export { PAST_SERVICES } from './past-services.facts';
export { PastRecordsModule } from './past-records.module';

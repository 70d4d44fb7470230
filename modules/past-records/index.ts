/** Services, referrals, trainings and follow-ups of before Mawa, brought in from files. */
export { pastRecordFigures, type PastRecordFigures } from './brought-in.figures';
export { PastRecordsModule } from './past-records.module';

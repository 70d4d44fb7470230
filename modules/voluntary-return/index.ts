/** One track from a free decision to a life that holds: return to a country of origin, or reintegration at home. */
export { ReturnArrivals } from './arrivals.service';
export { ReturnCounselling } from './counselling.service';
export { ReturnJourneys } from './journeys.service';
export { ReturnPreparing } from './preparing.service';
export { ReturnRisks } from './return-risks.service';
export { Tracks, type NewTrack } from './tracks.service';
export { VoluntaryReturnModule } from './voluntary-return.module';

/** One track from a free decision to a life that holds: return to a country of origin, or reintegration at home. */
export { ArrivalRequests } from './arrival-requests.service';

export { FollowUps, type NewFollowUp } from './follow-up/follow-ups.service';
export { Outcomes } from './outcome/outcomes.service';
export { Surveys } from './survey/surveys.service';

export { ReturnCounselling } from './counselling.service';
export { returnFigures, type ReturnFigures } from './return.figures';
export { ReturnJourneys } from './journeys.service';
export {
  AgreePlan,
  DraftPlan,
  instalmentsPaidOnTime,
  PayInstalments,
  plansMadeOnTime,
  type NewPlanItem,
} from './plan';
export {
  type PartnerRequestPage,
  type PartnerLink,
  type NewPartnerRequest,
  PartnerRequests,
} from './partner-requests.service';
export { ReturnPreparation } from './preparation.service';
export { ReturnRisks } from './return-risks.service';
export { ShelterExits, type ShelterExit } from './shelter-exits.service';
export { ReturnsHousekeeping } from './returns.schedule';
export { Tracks } from './tracks.service';
export { VoluntaryReturnModule } from './voluntary-return.module';
export { ARRIVED, DEPARTED, RETURN_FOLLOW_UPS } from './return-facts.figures';

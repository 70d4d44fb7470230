/** The free number: calls, safe call-backs, and the one way from a call to a bed and to other help. */
export { CallBacks } from './call-backs.service';
export { CallerBlocks } from './caller-blocks.service';
export {
  type BedProposals,
  type EmergencyBedRequest,
  EmergencyBeds,
  type HeldBeds,
  type BedRequestStatus,
} from './emergency-beds.service';
export { FurtherHelp, type HelpRequest, type HelpKind } from './further-help.service';
export { type HotlineFigures, hotlineFigures } from './hotline.figures';
export { HotlineModule } from './hotline.module';
export { OpenFromCall } from './open-from-call.service';
export { TakeCalls } from './take-calls.service';
export { CALLS } from './call-facts.figures';

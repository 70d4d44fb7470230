/** The free number: calls, safe call-backs, and the one way from a call to a bed and to other help. */
export { CallBacks } from './call-backs.service';
export { Callers } from './callers.service';
export {
  type BedProposals,
  type BedsAsked,
  EmergencyBeds,
  type HeldBeds,
  type RequestStands,
} from './emergency-beds';
export { FurtherHelp, type HelpNeeded, type KindOfHelp } from './further-help';
export { type LineFigures, lineFigures } from './hotline.figures';
export { HotlineModule } from './hotline.module';
export { OpenFromCall } from './open-from-call.service';
export { TakeCalls } from './take-calls.service';
export { CALLS } from './call.facts';

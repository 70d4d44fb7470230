/** Referrals to partners: with a place and a consent, answered by an account or by a one-time link. */
export { ReferralsModule } from './referrals.module';
export { LinkSlips, type LinkSlip } from './link-slip.view';
export { type HelpNeed, HelpRequests } from './help/help-requests.service';
export {
  type PartnerLinkAccess,
  type LinkFacts,
  type LinkPage,
  LinkPages,
  type LinkQuestion,
  type LinkSheet,
  type ProgressUpdate,
  type PartnerAnswer,
  type PartnerProgress,
} from './links/link-pages.service';
export { LinkLimits } from './links/link-limits.service';
export { newLinkNumber, parseLinkNumber } from './links/link-number.rules';
export { type CreatedLink, type NewPartnerLink, PartnerLinks } from './links/partner-links.service';
export { type CapacityReport, Partners } from './partners/partners.service';
export { ReceivedReferrals } from './received.service';
export { referralFigures, type ReferralFigures } from './referral.figures';
export { Referrals } from './referrals.service';
export { type NewReferral, SendReferrals } from './send-referral.service';
export { ReferralHousekeeping } from './referrals.schedule';
export { REFERRALS_SENT } from './referral.facts';

/** Referrals to partners: with a place and a consent, answered by an account or by a one-time link. */
export { ReferralsModule } from './referrals.module';
export { HandLinks, type HandedLink } from './hand-link';
export { type AskedHelp, HelpAsked } from './help/help-asked.service';
export {
  type HeldLink,
  type LinkFacts,
  type LinkPage,
  LinkPages,
  type LinkQuestion,
  type LinkSheet,
  type News,
  type PartnerAnswer,
  type PartnerNews,
} from './links/link-pages';
export { LinkLimits } from './links/link-limits';
export { newLinkNumber, parseLinkNumber } from './links/link-number.rules';
export { type MadeLink, type NewPartnerLink, PartnerLinks } from './links/partner-links.service';
export { type NotedPlaces, Partners } from './partners/partners.service';
export { ReceivedReferrals } from './received.service';
export { referralFigures, type ReferralFigures } from './referral.figures';
export { Referrals } from './referrals.service';
export { type NewReferral, SendReferrals } from './send-referral.service';
export { TendReferrals } from './tend-referrals';
export { REFERRALS_SENT } from './referral.facts';

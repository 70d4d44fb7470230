/** Referrals to partners: with a place and a consent, answered by an account or by a one-time link. */
export { ReferralsModule } from './referrals.module';
export { LinkSlips } from './link-slip.view';
export { HelpRequests } from './help/help-requests.service';
export { type LinkPage, LinkPages } from './links/link-pages.service';
export { LinkLimits } from './links/link-limits.service';
export { newLinkNumber, parseLinkNumber } from './links/link-number.rules';
export { PartnerLinks } from './links/partner-links.service';
export { Partners } from './partners/partners.service';

export { referralFigures, type ReferralFigures } from './referral.figures';
export { Referrals } from './referrals.service';
export { SendReferrals } from './send-referral.service';
export { ReferralHousekeeping } from './referrals.schedule';
export { REFERRALS_SENT } from './referral.facts';

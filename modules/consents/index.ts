/** What a person agreed to, refused or withdrew, and what was disclosed to whom under it. */
export { ConsentsModule } from './consents.module';
export { Consents, type NewConsent } from './consents.service';
export { ConsentTexts } from './consent-texts.service';
export {
  agreedRecipients,
  consentsOf,
  type AgreedRecipient,
  liveConsent,
  type Consent,
  type LiveConsent,
} from './consents.queries';
export {
  CHANNELS,
  consentOfHtcds,
  DECISIONS,
  CONSENT_MODES,
  CONSENT_POINTS,
  PURPOSES,
  type ConsentPoints,
  type Purpose,
} from './consents.rules';
export {
  ShareEnds,
  type DependentShare,
  type ShareEnd,
  type ConsentTopic,
} from './share-ends.service';
export { liveShares, type Share } from './shares.queries';
export { Shares, type NewShare } from './shares.service';
export { type ShareReason, SHARE_REASONS } from './shares.rules';
export { Withdrawals } from './withdrawals.service';

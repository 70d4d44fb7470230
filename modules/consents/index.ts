/** What a person agreed to, refused or withdrew, and what was told to whom under it. */
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
  HOWS,
  POINTS,
  PURPOSES,
  type Points,
  type Purpose,
} from './consents.rules';
export { ShareEnds, type RestingOnIt, type ShareEnd, type Topic } from './share-ends';
export { liveShares, type Share } from './shares.queries';
export { Shares, type NewShare } from './shares.service';
export { type Why, WHYS } from './shares.rules';
export { Withdrawals } from './withdrawals.service';

/** Consents given, refused or withdrawn, and disclosures under them. */
export { ConsentsModule } from './consents.module';
export { Consents } from './consents.service';

export { agreedRecipients, consentsOf, type Consent } from './consents.queries';
export {
  CHANNELS,
  consentOfHtcds,
  DECISIONS,
  CONSENT_POINTS,
  type ConsentPoints,
  type Purpose,
} from './consents.rules';
export { ShareEnds, type ConsentTopic } from './share-ends.service';
export { type Share } from './shares.queries';
export { Shares } from './shares.service';
export { type ShareReason, SHARE_REASONS } from './shares.rules';

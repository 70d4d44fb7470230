/** What a person agreed to, refused or withdrew: for which purpose, with whom, explained by whom. */
export { ConsentsModule } from './consents.module';
export { Consents, type Consent, type NewConsent } from './consents.service';
export { DECISIONS, HOWS, PURPOSES } from './consents.rules';

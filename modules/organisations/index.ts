/** Agencies, commission, partners and donors of the programme. */
export { OrganisationsModule } from './organisations.module';
export {
  ORGANISATION_KINDS,
  Organisations,
  type NewOrganisation,
  type Organisation,
  type OrganisationFacts,
  type OrganisationKind,
  PARTNER_TYPES,
  type PartnerType,
} from './organisations.service';

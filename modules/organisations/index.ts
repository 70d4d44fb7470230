/** Agencies, commission, partners and donors of the programme. */
export { OrganisationsModule } from './organisations.module';
export {
  Organisations,
  type NewOrganisation,
  type Organisation,
  type OrganisationFacts,
  PARTNER_TYPES,
  type PartnerType,
} from './organisations.service';

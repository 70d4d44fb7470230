/** Agencies, commission, partners and donors of the programme. */
export { OrganisationsModule } from './organisations.module';
export {
  ORGANISATION_KINDS,
  Organisations,
  type NewOrganisation,
  type Organisation,
  type OrganisationKind,
} from './organisations.service';

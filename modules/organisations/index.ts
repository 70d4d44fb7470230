/** Agencies, commission, partners and donors of the programme. */
export { OrganisationsModule } from './organisations.module';
export { Organisations, type Organisation, type OrganisationFacts } from './organisations.service';

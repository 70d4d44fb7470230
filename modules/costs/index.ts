/** What help costs: a unit of it against its standard, a person by their way, an outcome; all from the ledger. */
export { CostsModule } from './costs.module';

export { UnitCosts } from './standards/unit-costs.service';

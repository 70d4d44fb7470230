/** Costs of help: per unit against the expected cost, per person, per outcome; all from the ledger. */
export { CostsModule } from './costs.module';

export { UnitCosts } from './standards/unit-costs.service';

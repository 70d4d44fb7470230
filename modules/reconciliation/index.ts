/** Reconciliation of agencies' own ledgers with the ledger of a grant, month by month: matches, open items with reasons, signatures. */
export { agenciesNotSigned } from './agencies-not-signed.queries';
export { MatchLedgers } from './match-ledgers.service';
export { Reconciliation } from './reconciliation.queries';
export { SignMonth } from './sign-month.service';
export { ReconciliationModule } from './reconciliation.module';

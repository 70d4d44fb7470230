/** The grant, its lines and rates, and the double-entry ledger that every cost goes through. */
export { budgetFigures, type BudgetFigures, type Period } from './budget.figures';
export { Agreements } from './commitments/agreements.service';
export { DecideCommitment } from './commitments/decide-commitment.service';
export { RequestCommitment, type NewCommitment } from './commitments/request-commitment.service';
export { TakeStep, type Taken } from './commitments/take-step.service';
export { GrantBudgetingModule } from './grant-budgeting.module';
export { openGrant, type GrantDefinition, type OpenedGrant } from './grant-setup';
export { JTIP_GRANT } from './jtip-grant';
export type { Source } from './ledger.posting';
export { Ledger, tellFinance, type Charge, type Charged } from './ledger.service';
export { CURRENCIES, evenly, sumOf, toCent, written, type Currency } from './money.rules';
export { nightRateOf, setNightRate, type NightRate } from './night-rates';
export { BudgetPlans, type NewPlan } from './plan/plan.service';
export { ExchangeRates, type NewRate } from './rates.service';
export { DecideRevision } from './revisions/decide-revision.service';
export { ProposeRevision, type NewRevision } from './revisions/propose-revision.service';
export { typedNumber } from './typed-number';
export { WaitingCharges, type ChargeWaiting } from './waiting-charges';

/** Cash transfers to implementing partners (HACT): agreements and their ratings, advances, reports of use (FACE), refunds, reimbursements, spot checks. */
export { partnerAccounts, type PartnerAccount } from './partner-accounts.figures';
export { Advances } from './advances.service';
export { CheckReturns } from './check-returns.service';
export { PartnerAgreements } from './partner-agreements.service';
export { PartnerRefunds } from './partner-refunds.service';
export { PartnerReturns } from './partner-returns.service';
export { CashTransfersModule } from './cash-transfers.module';

/** The grant, its lines and rates, and the double-entry ledger that every cost goes through. */
export { type BudgetCuts, budgetCuts } from './budget-cuts.rules';
export { budgetFigures, type BudgetFigures, type BudgetLineFigures } from './budget.figures';

export { Agreements, type NewAgreement } from './commitments/agreements.service';
export { DecideCommitment } from './commitments/decide-commitment.service';
export { PlanFunding, type PlanLine } from './commitments/plan-funding.service';
export { RequestCommitment } from './commitments/request-commitment.service';
export { TakeStep, type StepInput } from './commitments/take-step.service';
export { openingFigures, type OpeningFigures } from './openings/opening.queries';
export { countOfFiles } from './files/money-files.service';
export { DonorMoney } from './federal/donor-money.service';
export { sf425On } from './federal/sf425.queries';
export { reconciledLines } from './federal/reconciled-lines.rules';
export { LETTERS, type Sf425 } from './federal/sf425.rules';
export { BookedAhead, type NightWindow, type BookedNights } from './forecast/booked-ahead.service';
export { withPostedValues, type PostedFields } from './posted-values.form';
export { GrantBudgetingModule } from './grant-budgeting.module';
export {
  type BudgetOfYear,
  type FlowTotal,
  type FlowType,
  openBudgets,
  type OpenFlow,
  openFlows,
  openTotals,
} from './open-money.figures';
export { AmendGrantDto, ChangeGrantDto, GrantDefinitionDto } from './dto/grants.dto';
export type { GrantDefinition, LocalisedName } from './grants/grant-definition.types';
export type { GrantDraft } from './grants/grant-draft.rules';
export { readGrantFile } from './grants/grant-file.service';
export { GrantChanges, type StateChange } from './grants/grant-changes.service';
export { GrantHistory } from './grants/grant-history.queries';
export { GrantProposals } from './grants/grant-proposals.service';
export { grantTemplate } from './grants/grant-template.data';
export { grantWorkbook } from './grants/grant-workbook.export';
export { openGrant, type OpenedGrant } from './grants/open-grant.queries';
export { JTIP_GRANT } from './jtip-grant.data';
export {
  type Source,
  type SourceKind,
  entriesOfSource,
  lockAccounts,
  post,
  reversalEntries,
  type Entry,
  type PartnerKind,
  lineBudget,
} from './ledger-posting.queries';
export { Ledger, openFinanceTask, type Charge, type PayingLines } from './ledger.service';
export {
  CURRENCIES,
  splitEvenly,
  sumOf,
  toCent,
  written,
  type Currency,
  convert,
  type Amount,
  type Rate,
  convertPart,
  splitByAvailable,
} from './money.rules';
export { nightRateOf, type NightRate } from './night-rates.queries';
export { BudgetPlans, type NewPlan } from './plan/plan.service';
export { ExchangeRates } from './rates.service';
export { DecideRevision } from './revisions/decide-revision.service';
export { ProposeRevision } from './revisions/propose-revision.service';
export { typedNumber } from './typed-number.rules';
export { WaitingCharges } from './waiting-charges.service';
export { computed, headRow, layOut, MONEY, moneySheet } from './workbooks/sheet.export';
export { MONEY_SPENT } from './spent.facts';
export {
  parseMonth,
  refuseOtherTotals,
  isTotalCell,
  parseSignedMoney,
  parseMoney,
} from './money-import.rules';
export { signedMoney } from './revisions/revision.view';
export { MakeAgreementDto } from './dto/commitments.dto';
export { CommitmentChoices } from './commitments/commitment-choices.service';
export { rateForChoice } from './commitments/commitment-lock.queries';
export {
  ACCEPTED_UNDER_AGREEMENT,
  adjustReservation,
  reserveForAgreement,
  lockAgreementAccounts,
} from './commitments/agreement-reserve.queries';
export { refuseClosedDay } from './commitments/commitment-steps.queries';
export { SUBMISSIONS_TO_CHECK } from './home/submissions-to-check.queries';

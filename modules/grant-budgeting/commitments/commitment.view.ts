import type { Actor, Language } from '../../platform/shared/actor';
import { formatNumber } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import { may } from '../../access';
import {
  actsOf,
  isDecision,
  openInvoices,
  undoable,
  type CommitmentAct,
} from './commitment-acts.rules';
import { money } from './commitment.errors';
import type { CommitmentRow, WholeCommitment } from './commitments.queries';
import { REFUSAL_REASONS } from './decide-commitment.service';
import { CANCELLATION_REASONS } from './order-commitment.service';
import { UNDO_REASONS } from './pay-commitment.service';
import { WITHDRAWAL_REASONS } from './request-commitment.service';

const REASONS: Partial<Record<CommitmentAct, readonly string[]>> = {
  refused: REFUSAL_REASONS,
  withdrawn: WITHDRAWAL_REASONS,
  cancelled: CANCELLATION_REASONS,
  undone: UNDO_REASONS,
};

const DANGERS: ReadonlySet<CommitmentAct> = new Set([
  'refused',
  'withdrawn',
  'cancelled',
  'undone',
]);

const STAGES = ['requested', 'approved', 'committed', 'received', 'invoiced', 'paid'] as const;

/** Money of reintegration plans has no supplier of its own: its name is the same for all, in the reader's language. */
export const supplierOf = (
  { origin, supplier }: Pick<CommitmentRow, 'origin' | 'supplier'>,
  language: Language,
): string => (origin === 'plan' ? translate(language, 'budget:commitments.plans') : supplier);

/** One commitment with the one form that is asked for, or the likely one. */
export function commitmentModel(
  whole: WholeCommitment,
  actor: Actor,
  language: Language,
  asked: string | undefined,
) {
  const words = (key: string, params = {}) =>
    translate(language, `budget:commitments.${key}`, params);
  const reader = {
    makes: may(actor, 'commitments:make'),
    approves: may(actor, 'commitments:approve'),
  };
  const acts = actsOf(whole, reader);
  // What takes something back is opened by nobody who did not ask for it.
  const act = acts.find((one) => one === asked) ?? acts.find((one) => !DANGERS.has(one));
  const { currency, grantCurrency, progress } = whole;
  const inGrant = (amount: string) => money(amount, grantCurrency);
  const line = {
    left: inGrant(whole.line.left),
    budget: inGrant(whole.line.budget),
    committed: inGrant(whole.line.committed),
    spent: inGrant(whole.line.spent),
  };
  const invoices = act === 'paid' ? openInvoices(whole) : [];
  const rest = { received: progress.toReceive, invoiced: progress.toInvoice, paid: progress.toPay };
  return {
    ...whole,
    title: words('one', { ...whole, supplier: supplierOf(whole, language) }),
    lead: words('one_lead', {
      purpose: whole.purpose,
      line: `${whole.lineCode} · ${whole.lineName[language]}`,
    }),
    lineNow: words('line_now', { line: whole.lineCode, ...line }),
    isWaiting: whole.state === 'requested' && whole.mine && !acts.includes('approved'),
    trail: STAGES.map((stage) => ({
      stage,
      label: words(`stages.${stage}`),
      ...stageReached(whole, stage),
    })),
    act: act && {
      name: act,
      label: words(`act.${act}`),
      follows: words(`act_follows.${act}`, { amount: money(whole.estimate, grantCurrency) }),
      path: `/budget/commitments/${whole.id}/${isDecision(act) ? 'decisions' : 'steps'}`,
      field: isDecision(act) ? 'decision' : 'step',
      danger: DANGERS.has(act),
      reasons: REASONS[act]?.map((value) => ({ value, label: words(`reasons.${value}`) })),
      delivery: act === 'received' || act === 'invoiced' || act === 'paid',
      hint: act in rest ? words('rest_hint', { rest: money(rest[act as 'paid'], currency) }) : null,
      // What is left, as most papers say; of several invoices it would be the sum.
      amount:
        act in rest && invoices.length < 2 ? formatNumber(rest[act as 'paid'], language, 2) : null,
      invoiceId: invoices.length === 1 ? invoices[0]!.id : null,
      invoices:
        act === 'paid' &&
        invoices.map(({ id, document, rest }) => ({
          value: id,
          label: words('invoice_choice', { document, rest: money(rest!, currency) }),
        })),
      undoable:
        act === 'undone' &&
        undoable(whole).map(({ id, step, on, amount }) => ({
          value: id,
          label: words('undo_choice', {
            step: words(`stages.${step}`),
            on,
            amount: money(amount!, currency),
          }),
        })),
    },
    others: [
      ...acts
        .filter((one) => one !== act)
        .map((one) => ({
          label: words(`act.${one}`),
          path: `/budget/commitments/${whole.id}?act=${one}#next`,
        })),
      ...(reader.makes && whole.origin !== 'plan' && ['refused', 'withdrawn'].includes(whole.state)
        ? [{ label: words('ask_again'), path: `/budget/commitments/new?like=${whole.id}` }]
        : []),
    ],
  };
}

/** Whether a stage is reached, and by how much of the order. */
function stageReached(whole: WholeCommitment, stage: (typeof STAGES)[number]) {
  const { steps, currency } = whole;
  const amounts = {
    committed: whole.committed,
    received: whole.received,
    invoiced: whole.invoiced,
    paid: whole.paid,
  };
  if (stage in amounts) {
    const amount = amounts[stage as keyof typeof amounts];
    return { reached: amount !== '0.00', amount, currency };
  }
  if (stage === 'approved')
    return { reached: whole.state === 'approved' || whole.state === 'committed' };
  return { reached: steps.some(({ step }) => step === stage) };
}

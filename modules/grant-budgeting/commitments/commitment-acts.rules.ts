/** What this reader may do next with a commitment, the likely one first: the page offers no more than that. */
import { toCent } from '../money.rules';
import type { WholeCommitment } from './commitments.queries';
import type { Decision } from './decide-commitment.service';
import type { ManualStep } from './take-step.service';

export type CommitmentAct = ManualStep | Decision;

interface CommitmentReader {
  readonly makes: boolean;
  readonly approves: boolean;
}

export const isDecision = (act: CommitmentAct): act is Decision =>
  act === 'approved' || act === 'refused' || act === 'over_agreed';

export function actsOf(
  whole: WholeCommitment,
  { makes, approves }: CommitmentReader,
): CommitmentAct[] {
  const { state, mine, progress } = whole;
  const decides: CommitmentAct[] = approves && !mine ? decisionsOf(whole) : [];
  if (!makes || whole.origin === 'plan') return decides;
  const left = (rest: string) => toCent(rest).greaterThan(0);
  switch (state) {
    case 'planned':
      return ['requested', 'withdrawn'];
    case 'requested':
      return [...decides, 'withdrawn'];
    case 'approved':
      return ['committed', ...decides, 'withdrawn'];
    case 'committed':
      return [
        ...(left(progress.toPay) ? (['paid'] as const) : []),
        ...(left(progress.toInvoice) ? (['invoiced'] as const) : []),
        ...(left(progress.toReceive) ? (['received', 'cancelled'] as const) : []),
        ...(undoable(whole).length > 0 ? (['undone'] as const) : []),
      ];
    default:
      return [];
  }
}

function decisionsOf({ state, estimate, line }: WholeCommitment): CommitmentAct[] {
  if (state === 'requested') return ['approved', 'refused'];
  const isShort = state === 'approved' && toCent(estimate).greaterThan(line.left);
  return isShort ? ['over_agreed'] : [];
}

/** Deliveries, payments, and invoices that nothing is paid of. */
export const undoable = ({ steps }: WholeCommitment) =>
  steps.filter(
    ({ step, undone, amount, rest }) =>
      !undone &&
      (step === 'received' || step === 'paid' || (step === 'invoiced' && rest === amount)),
  );

export const openInvoices = ({ steps }: WholeCommitment) =>
  steps.filter(
    ({ step, undone, rest }) => step === 'invoiced' && !undone && toCent(rest!).greaterThan(0),
  );

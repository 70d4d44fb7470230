/** What waits for a second person, on a page that a setting has of its own. */
import type { Actor } from '../platform/shared/actor';
import type { CivilDate } from '../platform/shared/nights.rules';
import type { SettingProposal } from './settings.queries';
import type { Settings } from './settings.service';
import { decisionForms } from './settings.view';

export interface ProposedLine {
  /** Empty where the text says it all. */
  readonly label: string;
  readonly text: string;
}

/** What a page says after something was proposed that another person confirms. */
export const proposedNotice = { kind: 'success', key: 'settings:done.proposed' } as const;

/** `linesOf`: what one proposal says, line by line. */
export const waitingModel = (
  { definition, proposals }: Awaited<ReturnType<Settings['waiting']>>,
  actor: Actor,
  linesOf: (value: never, from: CivilDate) => readonly ProposedLine[],
) =>
  proposals.map((proposal: SettingProposal) => ({
    ...proposal,
    lines: linesOf(proposal.value as never, proposal.fromDay),
    hasDay: true,
    ...decisionForms(proposal, definition, actor),
  }));

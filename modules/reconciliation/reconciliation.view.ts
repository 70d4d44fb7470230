import type { Language } from '../platform/shared/actor';
import { formatMoney, formatMonthOfYear } from '../platform/web/format';
import { translate } from '../platform/web/i18n';
import { sumOf, written, signedMoney } from '../grant-budgeting';
import { BRIDGE, bridgePicture } from './bridge-picture.view';
import type { Part } from './bridge.rules';
import type { Proposal } from './matching.rules';
import { REASONS, type OurOpenItem, type TheirOpenItem } from './open-items.queries';
import type { AgencyMonths, MonthStep, Statement } from './reconciliation.queries';
import { MONTH_REASONS } from './sign-month.service';

const say = (language: Language, key: string, params: object = {}) =>
  translate(language, `reconcile:${key}`, { ...params });

export const pathOf = (
  { grantId, organisationId }: { grantId: string; organisationId: string },
  month: string,
): string => `/budget/reconciliation/${grantId}/${organisationId}/${month.slice(0, 7)}`;

export const agencyModel = (agency: AgencyMonths, language: Language) => ({
  ...agency,
  months: agency.months.map((one) => ({
    ...one,
    label: formatMonthOfYear(one.month, language),
    path: pathOf(agency, one.month),
    difference: signedMoney(
      written(sumOf([one.ours]).minus(one.theirs)),
      agency.currency,
      language,
    ),
    stateWords: say(
      language,
      one.state === 'open' && agency.lockedUntil !== null && one.month <= agency.lockedUntil
        ? 'state.covered'
        : `state.${one.state}`,
    ),
    hasNoFile: one.rows === 0,
  })),
});

const partWords = ({ part, reason }: Part, language: Language): string =>
  say(language, reason === null ? `part.${part}_none` : `part.${part}`, {
    reason: reason === null ? '' : say(language, `reason.${reason}`),
  });

export function bridgeModel({ bridge, currency, code }: Statement, language: Language) {
  const { blocks, links, isCut } = bridgePicture(bridge, language === 'ar');
  return {
    ...BRIDGE,
    links,
    isCut,
    label: say(language, 'picture', {
      ours: formatMoney(bridge.ours, currency, language),
      theirs: formatMoney(bridge.theirs, currency, language),
      agency: code,
    }),
    blocks: blocks.map((block) => ({
      ...block,
      words: block.part
        ? say(
            language,
            block.part.reason === null ? 'unexplained' : `reason_short.${block.part.reason}`,
          )
        : block.kind === 'ours'
          ? say(language, 'ours')
          : code,
      side: block.part ? say(language, `side.${block.part.part}`) : null,
      sum: block.part ? signedMoney(block.amount, currency, language) : null,
    })),
    rows: bridge.parts.map((part) => ({
      ...part,
      words: partWords(part, language),
      isUnexplained: part.reason === null,
      moves: signedMoney(written(sumOf([part.amount]).negated()), currency, language),
    })),
  };
}

/**
 * Minimum number of entries of a line and month that are shown as a group: nights, and other entries without a
 * reference.
 */
const TOGETHER = { nights: 3, others: 12 } as const;
export const ITEMS_SHOWN = 300;

export function ourRows(items: readonly OurOpenItem[], language: Language) {
  const groups = new Map<string, OurOpenItem[]>();
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  const kindWords = (kind: string) => translate(language, `budget:source.${kind}`);
  return [...groups.values()]
    .flatMap((group) => {
      const first = group[0]!;
      const most = first.sourceKind === 'bed-night' ? TOGETHER.nights : TOGETHER.others;
      if (group.length < most || group.some(({ reference }) => reference !== null)) {
        return group.map((item) => ({
          ...item,
          count: 1,
          what: kindWords(item.sourceKind),
          isGroup: false,
        }));
      }
      const reasons = new Set(group.map(({ reason }) => reason));
      return [
        {
          ...first,
          key: first.group,
          isGroup: true,
          count: group.length,
          document: null,
          reference: null,
          amount: written(sumOf(group.map(({ amount }) => amount))),
          reason: reasons.size === 1 ? first.reason : null,
          what: kindWords(first.sourceKind),
          until: group.at(-1)!.on,
        },
      ];
    })
    .map((item) => ({
      ...item,
      reasonWords: item.reason && say(language, `reason.${item.reason}`),
      inWords: [
        item.what,
        item.isGroup ? say(language, 'entries', { count: item.count }) : item.reference,
      ]
        .filter(Boolean)
        .join(' · '),
    }));
}

export const theirRows = (items: readonly TheirOpenItem[], month: string, language: Language) =>
  items.map((item) => ({
    ...item,
    isCarried: item.month < month,
    reasonWords: item.reason && say(language, `reason.${item.reason}`),
  }));

/** Proposals with the items of both sides. */
export function proposalRows(
  proposals: readonly Proposal[],
  { ours, theirs, currency }: Statement,
  language: Language,
) {
  const own = new Map(ours.map((item) => [item.key, item]));
  const rows = new Map(theirs.map((item) => [item.key, item]));
  const sumIn = (keys: readonly string[], items: ReadonlyMap<string, { amount: string }>) =>
    written(sumOf(keys.map((key) => items.get(key)!.amount)));
  return proposals.map((proposal) => {
    const first = proposal.ours[0] === undefined ? null : own.get(proposal.ours[0])!;
    const their = proposal.theirs[0] === undefined ? null : rows.get(proposal.theirs[0])!;
    const isGroup = proposal.how === 'group' && first !== null;
    return {
      ...proposal,
      howWords: say(language, `how.${proposal.how}`),
      keys: isGroup ? [first.group, ...proposal.theirs] : [...proposal.ours, ...proposal.theirs],
      ourSide: first && {
        words: translate(language, `budget:source.${first.sourceKind}`),
        line: first.line,
        reference: first.reference,
        on: first.on,
        count: proposal.ours.length,
        amount: sumIn(proposal.ours, own),
        several: proposal.ours.length > 1,
      },
      theirSide: their && {
        reference: their.reference,
        on: their.on,
        line: their.line,
        count: proposal.theirs.length,
        amount: sumIn(proposal.theirs, rows),
        several: proposal.theirs.length > 1,
      },
      differs: proposal.reason !== null,
      differenceWords: signedMoney(proposal.difference, currency, language),
      reasonWords: proposal.reason && say(language, `reason.${proposal.reason}`),
    };
  });
}

export const reasonChoices = (language: Language) =>
  REASONS.map((value) => ({ value, label: say(language, `reason.${value}`) }));
export const monthReasonChoices = (language: Language) =>
  MONTH_REASONS.map((value) => ({ value, label: say(language, `month_reason.${value}`) }));

export interface StepOffer {
  readonly step: MonthStep;
  readonly label: string;
  readonly needsReason: boolean;
  readonly isMain: boolean;
}

/** Next steps that this reader may take with the month, the main one first. */
export function stepsOffered(
  { state, mine, isOver, bridge }: Statement,
  { maySign, mayMatch }: { maySign: boolean; mayMatch: boolean },
  language: Language,
): StepOffer[] {
  if (!maySign) return [];
  const offer = (step: MonthStep, isMain: boolean, needsReason = false): StepOffer => ({
    step,
    isMain,
    needsReason,
    label: say(language, `act.${step}`),
  });
  switch (state) {
    case 'open':
      return mayMatch && isOver && bridge.unexplainedItems === 0 ? [offer('prepared', true)] : [];
    case 'prepared':
      return [...(mine ? [] : [offer('signed', true)]), offer('returned', false, true)];
    case 'signed':
      return [offer('unlock_asked', false, true)];
    case 'unlocking':
      return [...(mine ? [] : [offer('unlocked', true)]), offer('unlock_refused', false)];
  }
}

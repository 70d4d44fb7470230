/** What was told of the ledger, quarter by quarter: TransactionType 11, 1, 2, 3 and 4. */
import type { CivilDate } from '../../../../src/shared/nights';
import { quarterOf } from '../../../../src/shared/quarters';
import { addDays } from '../../../../src/shared/nights';
import { narratives } from './narratives';
import type { ToldAmount } from '../money/tell-money.rules';
import type { IatiFacts, IatiOrganisation, Words } from './facts';
import { element, textElement, type XmlElement } from './xml';

interface Told {
  readonly type: string;
  readonly on: CivilDate;
  readonly amount: string;
  readonly currency: string;
  readonly words: Words;
  readonly provider: IatiOrganisation;
  /** An organisation, or all partners as one; of spending there is none. */
  readonly receiver: IatiOrganisation | Words | null;
}

export function iatiTransactions(facts: IatiFacts): XmlElement[] {
  return facts.money.told.map((one) => transaction(toldOf(one, facts), facts));
}

function toldOf(one: ToldAmount, facts: IatiFacts): Told {
  const { type, amount, currency } = one;
  return {
    type,
    amount,
    currency,
    on: dayOf(one, facts),
    words: wordsOf(one, facts),
    ...between(type, facts),
  };
}

/** The award on the first day of the grant; all else, and what an award became since, as the quarter ends. */
const dayOf = (one: ToldAmount, facts: IatiFacts): CivilDate =>
  isFirstAward(one, facts) ? facts.grant.startsOn : addDays(quarterOf(one.from).until, -1);

const isFirstAward = ({ type, from }: ToldAmount, { grant: { startsOn } }: IatiFacts): boolean =>
  type === '11' && from === quarterOf(startsOn).from;

const WORDS = { '1': 'received', '2': 'committed', '3': 'disbursed' } as const;

function wordsOf(one: ToldAmount, facts: IatiFacts): Words {
  const { type, category } = one;
  const { say, categories } = facts;
  if (type === '11') return say(isFirstAward(one, facts) ? 'iati.award' : 'iati.award_changed');
  if (type !== '4') return say(`iati.${WORDS[type]}`);
  if (category === null) return say('iati.together');
  return categories.get(category) ?? say('iati.spent');
}

function between(
  type: ToldAmount['type'],
  { funding, reporting, say }: IatiFacts,
): Pick<Told, 'provider' | 'receiver'> {
  if (type === '11' || type === '1') return { provider: funding, receiver: reporting };
  return { provider: reporting, receiver: type === '4' ? null : say('iati.partners') };
}

function transaction(told: Told, facts: IatiFacts): XmlElement {
  const { type, on, amount, currency, words, provider, receiver } = told;
  return element('transaction', {}, [
    element('transaction-type', { code: type }),
    element('transaction-date', { 'iso-date': on }),
    textElement('value', amount, { currency, 'value-date': on }),
    element('description', {}, narratives(words, facts)),
    organisation('provider-org', provider),
    ...(receiver === null
      ? []
      : 'ref' in receiver
        ? [organisation('receiver-org', receiver)]
        : [element('receiver-org', {}, narratives(receiver, facts))]),
  ]);
}

const organisation = (name: string, { ref, type, name: words }: IatiOrganisation): XmlElement =>
  element(name, { ref, type }, [textElement('narrative', words)]);

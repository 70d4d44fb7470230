/** Published amounts of the ledger, quarter by quarter: TransactionType 11, 1, 2, 3 and 4. */
import type { CivilDate } from '../../platform/shared/nights.rules';
import { quarterOf } from '../../platform/shared/quarters.rules';
import { addDays } from '../../platform/shared/nights.rules';
import { narratives } from './iati-narratives.export';
import type { PublishedAmount } from '../money/publish-money.rules';
import type { IatiFacts, IatiOrganisation, IatiText } from './iati-facts.types';
import { element, textElement, type XmlElement } from './xml.export';

interface IatiTransaction {
  readonly type: string;
  readonly on: CivilDate;
  readonly amount: string;
  readonly currency: string;
  readonly words: IatiText;
  readonly provider: IatiOrganisation;
  /** An organisation, or all partners as one; of spending there is none. */
  readonly receiver: IatiOrganisation | IatiText | null;
}

export function iatiTransactions(facts: IatiFacts): XmlElement[] {
  return facts.money.published.map((one) => transaction(iatiTransactionOf(one, facts), facts));
}

function iatiTransactionOf(one: PublishedAmount, facts: IatiFacts): IatiTransaction {
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
const dayOf = (one: PublishedAmount, facts: IatiFacts): CivilDate =>
  isFirstAward(one, facts) ? facts.grant.startsOn : addDays(quarterOf(one.from).until, -1);

const isFirstAward = (
  { type, from }: PublishedAmount,
  { grant: { startsOn } }: IatiFacts,
): boolean => type === '11' && from === quarterOf(startsOn).from;

const WORDS = { '1': 'received', '2': 'committed', '3': 'disbursed' } as const;

function wordsOf(one: PublishedAmount, facts: IatiFacts): IatiText {
  const { type, category } = one;
  const { say, categories } = facts;
  if (type === '11') return say(isFirstAward(one, facts) ? 'iati.award' : 'iati.award_changed');
  if (type !== '4') return say(`iati.${WORDS[type]}`);
  if (category === null) return say('iati.together');
  return categories.get(category) ?? say('iati.spent');
}

function between(
  type: PublishedAmount['type'],
  { funding, reporting, say }: IatiFacts,
): Pick<IatiTransaction, 'provider' | 'receiver'> {
  if (type === '11' || type === '1') return { provider: funding, receiver: reporting };
  return { provider: reporting, receiver: type === '4' ? null : say('iati.partners') };
}

function transaction(published: IatiTransaction, facts: IatiFacts): XmlElement {
  const { type, on, amount, currency, words, provider, receiver } = published;
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

/** The ledger's own figures, added up by quarter: TransactionType 11, 1, 2, 3 and 4. */
import type { CivilDate } from '../../../../src/shared/nights';
import { quarterOf } from '../../../../src/shared/quarters';
import { addDays } from '../../../../src/shared/nights';
import { narratives } from './narratives';
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
  return toldOf(facts).map((told) => transaction(told, facts));
}

function toldOf({ money, grant, funding, reporting, categories, say, today }: IatiFacts): Told[] {
  const partners = say('iati.partners');
  const own = { provider: reporting, receiver: null };
  const received = { provider: funding, receiver: reporting };
  const paid = { provider: reporting, receiver: partners };
  const award = { amount: grant.amount, currency: grant.currency };
  const at = <T extends { readonly from: CivilDate }>({ from, ...rest }: T) => ({
    on: addDays(quarterOf(from).until, -1),
    ...rest,
  });
  return [
    ...(grant.startsOn <= today
      ? [{ type: '11', on: grant.startsOn, ...award, words: say('iati.award'), ...received }]
      : []),
    ...money.received.map((one) => ({
      ...{ type: '1', ...at(one), words: say('iati.received'), ...received },
    })),
    ...money.committed.map((one) => ({
      ...{ type: '2', ...at(one), words: say('iati.committed'), ...paid },
    })),
    ...money.disbursed.map((one) => ({
      ...{ type: '3', ...at(one), words: say('iati.disbursed'), ...paid },
    })),
    ...money.spent.map(({ category, ...one }) => ({
      ...{ type: '4', ...at(one), words: categories.get(category) ?? say('iati.spent'), ...own },
    })),
  ];
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

import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate, Nights } from '../../platform/shared/nights.rules';
import type { TrialDto } from '../dto/placing-rules.dto';
import { settingsOf } from '../placing/age.rules';
import type { Candidate } from '../placing/candidate.rules';
import { readEmptyNetwork } from '../placing/network.queries';
import { bedsWithout } from '../placing/placing-assembly.rules';
import type { BedFacts, Party, Reason, Verdict } from '../placing/placing.types';
import { formatReason, formatVerdict, type FormattedReason } from '../placing/reasons.words';
import { draftOf, rulesInForce } from '../placing/rule-sets.queries';
import { countChanges, compareRules, type BedComparison } from './trial.rules';

export interface TrialVerdict {
  readonly verdict: Verdict;
  readonly verdictText: string;
  readonly score: number | null;
}
export interface TrialResult {
  readonly from: CivilDate;
  readonly until: CivilDate | null;
  /** The version in force, and the draft beside it; the same twice where there is no draft. */
  readonly before: number;
  readonly after: number;
  readonly hasDraft: boolean;
  /** False for those who do not read the calendar: then every bed is tried as if it were free. */
  readonly withCalendar: boolean;
  readonly counts: ReturnType<typeof countChanges>;
  readonly beds: readonly {
    readonly bedId: string;
    readonly label: string;
    readonly roomName: string;
    readonly codeName: string;
    /** Index of the synthetic person that this verdict is for; null if the bed is not proposed. */
    readonly person: number | null;
    readonly change: BedComparison['change'];
    readonly before: TrialVerdict;
    readonly after: TrialVerdict;
    readonly gone: readonly FormattedReason[];
    readonly added: readonly FormattedReason[];
    readonly reasons: readonly FormattedReason[];
  }[];
}

const MOST_NIGHTS_AHEAD = 366;

/** Tries rules on people who are made up. It reads beds and the calendar, and nothing of any case. */
@Injectable()
export class RuleTrials {
  constructor(private readonly transactions: Transactions) {}

  run(actor: Actor, trial: TrialDto): Promise<TrialResult> {
    return this.transactions.run(actor, async (tx) => {
      const { from, until = null } = trial;
      const nights = { from, until };
      if (until !== null && until <= from) {
        throw new DomainError('invalid', 'beds.ends_before_it_begins', {}, 'until');
      }
      if (from < tx.tonight || daysAhead(tx.tonight, from) > MOST_NIGHTS_AHEAD) {
        throw new DomainError('invalid', 'beds.needed_from_range', {}, 'from');
      }
      const inForce = await rulesInForce(tx);
      const draft = await draftOf(tx);
      const network = await readEmptyNetwork(tx, nights);
      const beds = bedsWithout(network, nights);
      const party = partyOf(trial, nights);
      const tried = compareRules(
        party,
        beds,
        settingsOf(inForce.rules, network.openNights),
        settingsOf((draft ?? inForce).rules, network.openNights),
      );
      const known = new Map(beds.map((bed) => [bed.bedId, bed]));
      return {
        ...nights,
        before: inForce.version,
        after: (draft ?? inForce).version,
        hasDraft: draft !== null,
        withCalendar: network.withCalendar,
        counts: countChanges(tried),
        beds: tried.map((one) => trialBedModel(one, known.get(one.bedId)!, actor.language)),
      };
    });
  }
}

const daysAhead = (a: CivilDate, b: CivilDate): number =>
  (Date.parse(b) - Date.parse(a)) / 86_400_000;

function partyOf({ people, related = false }: TrialDto, nights: Nights): Party {
  return {
    members: people.map(
      ({ sex = 'unknown', age, birthday, need = null, language = null }, index) => ({
        caseId: `person-${index + 1}`,
        sex: sex === 'unknown' ? null : sex,
        age:
          age === undefined
            ? null
            : {
                low: age,
                high: age,
                later: birthday ? [{ on: birthday, low: age + 1, high: age + 1 }] : [],
              },
        accessNeed: need,
        language,
      }),
    ),
    related: related || people.length === 1,
    nights,
    urgency: 'planned',
  };
}

function trialBedModel(
  tried: BedComparison,
  bed: BedFacts,
  language: Language,
): TrialResult['beds'][number] {
  const { bedId, change, before, after, gone, added } = tried;
  const { label, roomName, codeName } = bed;
  const say = (reasons: readonly Reason[]) => reasons.map((one) => formatReason(one, language));
  return {
    bedId,
    label,
    roomName,
    codeName,
    change,
    person: numberOf(after),
    before: answerOf(before, language),
    after: answerOf(after, language),
    gone: say(gone),
    added: say(added),
    reasons: say(after.reasons),
  };
}

const numberOf = ({ caseId }: Candidate): number | null =>
  caseId === null ? null : Number(caseId.slice('person-'.length));

const answerOf = ({ verdict, score }: Candidate, language: Language): TrialVerdict => ({
  verdict,
  verdictText: formatVerdict(verdict, language),
  score,
});

import { Injectable } from '@nestjs/common';
import { may } from '../../access';
import { Transactions } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { joinWords } from '../../platform/shared/punctuation.words';
import { newForm, type FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, type PageView } from '../../platform/web/page-response';
import type { OverridePeriodDto } from '../dto/override.dto';
import { FindCandidates, type BedCandidate } from '../placing/candidates.service';
import { describeSex } from '../requests/people.words';
import { BedRequests } from '../requests/requests.service';
import type { OverrideFigures } from './overrides.figures';
import type { OverrideRow } from './overrides.queries';
import { mayAnswer, Overrides } from './overrides.service';

const LAST_DAYS = 90;
const DEFAULT_NIGHTS = 7;

/** Pages of overrides. */
@Injectable()
export class OverridePages {
  constructor(
    private readonly transactions: Transactions,
    private readonly overrides: Overrides,
    private readonly requests: BedRequests,
    private readonly candidates: FindCandidates,
  ) {}

  async figures(
    actor: Actor,
    { from, until }: OverridePeriodDto,
  ): Promise<{ from: CivilDate; until: CivilDate } & OverrideFigures> {
    const today = await this.transactions.run(actor, (tx) => Promise.resolve(tx.today));
    const end = until ?? addDays(today, 1);
    const begin = from ?? addDays(end, -LAST_DAYS);
    if (begin >= end) throw new DomainError('invalid', 'beds.ends_before_it_begins', {}, 'until');
    const period = { from: begin, until: end };
    return { ...period, ...(await this.overrides.figures(actor, period)) };
  }

  async all(actor: Actor, language: Language, form: FormState = newForm()): Promise<PageView> {
    const rows = await this.overrides.list(actor);
    const figures = may(actor, 'overrides:count') ? await this.figures(actor, {}) : null;
    return page('overrides/all', {
      title: translate(language, 'overrides:title'),
      form,
      waiting: rows
        .filter(({ state }) => state === 'asked')
        .map((one) => overrideModel(one, actor)),
      standing: rows
        .filter(({ state }) => state === 'agreed' || state === 'expired')
        .map((one) => overrideModel(one, actor)),
      past: rows
        .filter(({ state }) => !['asked', 'agreed', 'expired'].includes(state))
        .map((one) => overrideModel(one, actor)),
      figures: figures && figuresModel(figures, language),
    });
  }

  /** A bed for each person of the request, the one that was pressed first. */
  async ask(
    actor: Actor,
    language: Language,
    requestId: string,
    bedId: string | null,
    form: FormState | null = null,
  ): Promise<PageView> {
    const request = await this.requests.one(actor, requestId);
    const { beds, from } = await this.candidates.forRequest(actor, requestId);
    const offered = beds.filter(isOffered);
    const choices = offered.map((bed) => ({ value: bed.bedId, label: labelOf(bed) }));
    const pressed = offered.find((bed) => bed.bedId === bedId);
    const first = request.people.findIndex(({ caseId }) => caseId === pressed?.caseId);
    return page('overrides/ask', {
      title: translate(language, 'overrides:ask_title'),
      request,
      form: form ?? newForm(),
      people: request.people.map(({ caseId, sex, ageLow, ageHigh }, index) => ({
        caseId,
        ageLow,
        ageHigh,
        number: index + 1,
        who: describeSex({ sex, ageHigh }, (key, params) => translate(language, key, params)),
        bedField: `placements.${index}.bedId`,
        caseField: `placements.${index}.caseId`,
        value: pressed && index === Math.max(first, 0) ? pressed.bedId : '',
      })),
      choices,
      until: addDays(from, DEFAULT_NIGHTS),
      against: pressed?.reasons.filter(({ sign, hard }) => hard && sign === 'against') ?? [],
    });
  }
}

/** Free and in service, and forbidden by nothing that nobody may set aside. */
const isOffered = ({ verdict, mayBeSetAside }: BedCandidate): boolean =>
  verdict === 'fits' || verdict === 'ask' || (verdict === 'no' && mayBeSetAside);

const labelOf = ({ codeName, roomName, label, verdictText }: BedCandidate): string =>
  `${codeName} · ${roomName} ${label} · ${verdictText}`;

export function overrideModel(row: OverrideRow, actor: Actor) {
  const beds = [...new Set(row.rules.map(({ room, bed }) => `${room} ${bed}`))];
  const codes = [...new Set(row.rules.map(({ code }) => code))];
  return {
    ...row,
    place: `${row.shelter} · ${joinWords(beds, actor.language)}`,
    path: `/beds/bookings/${row.rules[0]!.bookingId}`,
    why: codes.map((code) => translate(actor.language, `placement:reasons.${code}`)),
    mayAnswer: mayAnswer(actor, row),
    mine: row.askedById === actor.userId,
  };
}

/** Each rule with a bar as long as it was set aside often. */
function figuresModel(
  figures: OverrideFigures & { readonly until: CivilDate },
  language: Language,
): object {
  const most = Math.max(1, ...figures.byRule.map(({ made }) => made));
  return {
    ...figures,
    lastDay: addDays(figures.until, -1),
    byRule: figures.byRule.map(({ rule, made }) => ({
      made,
      label: translate(language, `placement:rules.${rule}`),
      width: (100 * made) / most,
    })),
  };
}

/** Page of a person's training: pathway, proposals with reasons, stages of each enrolment. */
import { may } from '../../access';
import { labelOf } from '../../reference-lists';
import type { Actor, Language } from '../../platform/shared/actor';
import { formatDate, formatMoney } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import { marksInWords, presenceWords, dropoutRiskWords } from '../attendance/register.view';
import { cancellationWords } from '../cancellation/cancellation.view';
import { courseLine, type CourseWords, sessionFacts } from '../courses/course.view';
import type { Session } from '../courses/courses.queries';
import { EXPECTED_STATES, isOver, enrolmentPathwayOf } from '../enrolments/enrolment-states.rules';
import type { Reason } from '../orientation/ranking.rules';
import { trainingWords } from '../training.words';
import { stationStateAt } from './pathway.rules';
import type { Enrolment, Orientation, TrainingOfPerson } from './read-training.service';
import type { Choice } from '../../platform/web/form-fields';

/** As many as one reads; the calendar shows all. */
const SHOWN = 6;

export function fileModel(
  actor: Actor,
  language: Language,
  file: TrainingOfPerson,
  codes: CourseWords,
) {
  const words = trainingWords(language);
  const path = `/people/${file.person.id}/training`;
  const isClosed = file.person.stage === 'closed';
  const mayWrite = file.mayWrite && may(actor, 'training:write');
  /** A closed file begins nothing; what was begun before is still brought to its end. */
  const begins = mayWrite && !isClosed;
  const last = file.orientations.at(-1) ?? null;
  const when = (page: string, allowed = true) => (begins && allowed ? `${path}/${page}` : null);
  const chosen = last?.choices.at(-1) ?? null;
  return {
    title: words('title', { number: file.person.caseNumber }),
    filePath: `/people/${file.person.id}`,
    isClosed,
    orientationFirst: begins && last === null,
    paths: {
      orient: when('orientations/new'),
      choose: last && when(`orientations/${last.id}/choice/new`),
      enrol: when('enrolments/new', last !== null),
      recognition: `${path}/recognition`,
    },
    primary:
      last === null
        ? 'orient'
        : chosen === null
          ? 'choose'
          : file.enrolments.some(({ state }) => !isOver(state))
            ? null
            : 'enrol',
    columns: pathModel(actor, file, language),
    journey: journeyModel(file, language),
    orientation: last && orientationModel(last, file, codes, language),
    former: file.orientations.length - (last ? 1 : 0),
    choice: chosen && {
      ...chosen,
      label: words(`choice.${chosen.choice}`),
      session: chosenSessionModel(file, chosen.sessionId, language),
    },
    proposals: open(file)
      .slice(0, SHOWN)
      .map(({ offer, score, apart, ...why }) => ({
        ...sessionFacts(offer, language),
        id: offer.id,
        course: offer.course,
        startsOn: offer.startsOn,
        endsOn: offer.endsOn,
        line: courseLine(offer.course, codes, language),
        score,
        apart,
        for: why.for.map((reason) => reasonWords(reason, offer, codes, language)),
        against: why.against.map((reason) => reasonWords(reason, offer, codes, language)),
        enrolPath: when(`enrolments/new?session=${offer.id}`, !apart),
      })),
    enrolments: file.enrolments.map((one) => ({
      ...enrolmentModel(one, file, language, mayWrite, path),
      servicesPath:
        begins && may(actor, 'services:record') && EXPECTED_STATES.includes(one.state)
          ? `${path}/enrolments/${one.id}/services/new`
          : null,
    })),
  };
}

/** Proposals without present enrolments. */
const open = ({ proposals, enrolments }: TrainingOfPerson) =>
  proposals.filter(({ offer }) =>
    enrolments.every(
      ({ sessionId, state }) =>
        sessionId !== offer.id || state === 'withdrawn' || state === 'dropped_out',
    ),
  );

const STATION_OF = {
  orientation: { icon: 'message-circle', page: 'training', needs: 'training:read' },
  training: { icon: 'school', page: 'training', needs: 'training:read' },
  recognition: { icon: 'certificate', page: 'training/recognition', needs: 'training:read' },
  work: { icon: 'briefcase', page: 'work', needs: 'work:read' },
  project: { icon: 'building-store', page: 'projects', needs: 'projects:read' },
} as const;
const COLUMNS = [['orientation'], ['training', 'recognition'], ['work', 'project']] as const;

/** Orientation, then training or recognition, then work or business; a station that is not the reader's is left out. */
function pathModel(actor: Actor, { person, stood }: TrainingOfPerson, language: Language) {
  const words = trainingWords(language);
  return COLUMNS.map((stations) => ({
    stations: stations
      .filter((station) => may(actor, STATION_OF[station].needs))
      .map((station) => {
        const { icon, page } = STATION_OF[station];
        const is = stationStateAt(station, stood);
        const last = stood.find((one) => one.station === station);
        const state = last?.state
          ? translate(language, `${OWNERS[station]}:state.${last.state}`)
          : null;
        return {
          icon,
          is,
          on: last?.on ?? null,
          label: words(`path.${station}`),
          description: state ?? words(`way.${is}`),
          path: page === 'training' ? null : `/people/${person.id}/${page}`,
        };
      }),
  })).filter(({ stations }) => stations.length > 0);
}
const OWNERS = {
  orientation: 'training',
  training: 'training',
  recognition: 'recognition',
  work: 'work',
  project: 'projects',
} as const;

/** From orientation over the choice to the last certificate: the whole way in one line. */
function journeyModel(file: TrainingOfPerson, language: Language) {
  const words = trainingWords(language);
  const last = file.orientations.at(-1);
  const chosen = file.orientations.flatMap(({ choices }) => choices).at(-1);
  const [enrolment] = file.enrolments;
  const step = (key: string, on: string | null, is: string) => ({
    label: words(`journey.${key}`),
    on,
    is,
    words: words(`way.${is}`),
  });
  const reached = (on: string | null | undefined) => (on ? 'done' : 'ahead');
  const start = [
    step('oriented', last?.on ?? null, reached(last?.on)),
    step('chose', chosen?.on ?? null, reached(chosen?.on)),
  ];
  return [...start, ...(enrolment ? pathwayModel(enrolment, language) : [])];
}

function pathwayModel({ state, steps }: Enrolment, language: Language) {
  const words = trainingWords(language);
  return enrolmentPathwayOf(state, steps).map((one) => ({
    on: one.on,
    is: one.is,
    label: words(`state.${one.state}`),
    words: words(`way.${one.is}`),
  }));
}

function orientationModel(
  one: Orientation,
  file: TrainingOfPerson,
  codes: CourseWords,
  language: Language,
) {
  const words = trainingWords(language);
  const said = (list: string, version: number, all: readonly string[]) =>
    all.map((code) => file.wordsOf({ list, version, code }, language)).join(' · ');
  const fact = (key: string, value: string) => ({ label: words(`field.${key}`), value });
  return {
    on: one.on,
    by: one.by,
    note: one.note,
    facts: [
      fact(
        'trades',
        said(
          'training_trades',
          one.tradesVersion!,
          one.trades.map(({ code }) => code),
        ),
      ),
      // In the words of the form, in which a field is called by its trades.
      fact(
        'interests',
        one.interests
          .map(
            (code) =>
              codes.trades.get(code)?.[language] ?? said('isced_fields', one.fieldsVersion, [code]),
          )
          .join(' · '),
      ),
      fact(
        'schooling',
        one.schooling === null
          ? words('hint.not_known')
          : said('isced_levels', one.levelsVersion, [one.schooling]),
      ),
      fact(
        'languages',
        one.languages.map((code) => labelOf('languages', code, language)).join(' · '),
      ),
      fact('experience', said('occupation_groups', one.occupationsVersion, one.experience)),
      fact('needs', one.needs.map((need) => words(`need.${need}`)).join(' · ')),
      fact('avoids', one.avoids.map((code) => labelOf('regions', code, language)).join(' · ')),
    ].filter(({ value }) => value !== ''),
  };
}

function chosenSessionModel(file: TrainingOfPerson, sessionId: string | null, language: Language) {
  const found =
    file.proposals.find(({ offer }) => offer.id === sessionId)?.offer ??
    file.enrolments.find((one) => one.sessionId === sessionId)?.session;
  return found ? sessionLabel(found, language) : null;
}

const sessionLabel = (session: Session, language: Language): string =>
  `${session.course.title} · ${formatDate(session.startsOn, language)} · ${session.course.provider}`;

/** Open sessions in the order of the ranking; empty without an orientation. */
export const sessionChoices = (file: TrainingOfPerson, language: Language): Choice[] =>
  open(file).map(({ offer, apart }) => ({
    value: offer.id,
    label: [
      sessionLabel(offer, language),
      sessionFacts(offer, language).placesLabel,
      ...(apart ? [trainingWords(language)('apart')] : []),
    ].join(' · '),
  }));

/** A reason with what it is about: the trade that is wished, the need that is met or not. */
export function reasonWords(
  { code, of }: Reason,
  offer: Session,
  codes: CourseWords,
  language: Language,
): string {
  const words = trainingWords(language);
  if (code === 'trade' || code === 'near_trade') {
    const trade = String(of);
    return words(`reason.${code}`, { trade: codes.trades.get(trade)?.[language] ?? trade });
  }
  if (code === 'access' || code === 'no_access') {
    return words(`reason.${code}`, { need: words(`access.${of}`) });
  }
  if (code === 'language' || code === 'no_language') {
    return words(`reason.${code}`, {
      language: labelOf('languages', offer.course.language, language),
    });
  }
  if (code === 'place' || code === 'line') return words(`reason.${code}`, { count: of });
  return words(`reason.${code}`);
}

function enrolmentModel(
  one: Enrolment,
  file: TrainingOfPerson,
  language: Language,
  writes: boolean,
  path: string,
) {
  const words = trainingWords(language);
  const own = `${path}/enrolments/${one.id}`;
  const when = (page: string, allowed: boolean) => (writes && allowed ? `${own}/${page}` : null);
  const { currency } = one.session.course;
  const result = one.assessments.at(-1) ?? null;
  const ended = one.steps.at(-1)!;
  return {
    ...one,
    ...sessionFacts(one.session, language),
    stateLabel: words(`state.${one.state}`),
    over: isOver(one.state),
    way: pathwayModel(one, language),
    turnLabel: one.turn > 0 ? words('turn', { count: one.turn }) : null,
    offerLabel: one.offerUntil && words('offer_until', { day: one.offerUntil }),
    reasonLabel: reasonOf(ended, one.session, file, language),
    remark: ended.to === 'cancelled' ? (one.session.cancelled?.remark ?? null) : null,
    squares: marksInWords(one.marks, language),
    presenceLabel: presenceWords(one.presence, language),
    signLabels: dropoutRiskWords(one.signs, language),
    paidLabel:
      one.paid &&
      words('paid', {
        stipends: formatMoney(one.paid.stipends, currency, language),
        transport: formatMoney(one.paid.transport, currency, language),
      }),
    servicesLabel:
      one.servicesPlanned > 0 ? words('services_planned', { count: one.servicesPlanned }) : null,
    plannedPath: `/people/${file.person.id}/services`,
    result: result && {
      ...result,
      label: words(`result.${result.result}`),
      good: result.result === 'passed',
    },
    certificateLabel:
      one.certificate &&
      words(one.certificate.withdrawnOn ? 'certificate_withdrawn' : 'certificate_issued', {
        number: one.certificate.number,
        day: one.certificate.withdrawnOn ?? one.certificate.issuedOn,
      }),
    notes: one.steps.flatMap(({ note, on, by }) => (note ? [{ note, on, by }] : [])),
    paths: {
      step: when('steps/new', one.next.length > 0),
      assess: when('assessments/new', one.state === 'started' || one.state === 'completed'),
      certify: when('certificate/new', one.state === 'completed' && result?.result === 'passed'),
      print: one.certificate && !one.certificate.withdrawnOn ? `${own}/certificate` : null,
      withdraw: when(
        'certificate/withdrawal/new',
        one.certificate !== null && !one.certificate.withdrawnOn,
      ),
    },
  };
}

function reasonOf(
  step: Enrolment['steps'][number],
  { cancelled }: Session,
  file: TrainingOfPerson,
  language: Language,
) {
  const { reason, listVersion, to } = step;
  if (to === 'cancelled' && cancelled) {
    return `${cancellationWords(cancelled, language)} ${trainingWords(language)('cancellation.no_leaving')}`;
  }
  if (reason === null) return null;
  return to === 'dropped_out' && listVersion !== null
    ? file.wordsOf(
        { list: 'training_dropout_reasons', version: listVersion, code: reason },
        language,
      )
    : trainingWords(language)(`withdrawal.${reason}`);
}

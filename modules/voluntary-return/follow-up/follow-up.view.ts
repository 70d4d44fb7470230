/** The page of the year after: the calendar as a line, the answers, the survey wheels, the outcome. */
import type { Language } from '../../platform/shared/actor';
import { joinWords } from '../../platform/shared/punctuation.words';
import { formatNumber } from '../../platform/web/format';
import type { Track } from '../read-tracks.service';
import { type Bands, bandOf, type Dimension, DIMENSIONS } from '../survey/survey.rules';
import { wheelOf } from '../survey/wheel-picture.view';
import { followUpFields } from './follow-up.form';
import { requiresUrgentHelp, type FollowUpMarkState, SATISFACTIONS } from './follow-up.rules';

const DRAWN: Readonly<Record<FollowUpMarkState, 'done' | 'now' | 'ahead' | 'end'>> = {
  ahead: 'ahead',
  open: 'now',
  reached: 'done',
  reached_late: 'done',
  refused: 'end',
  unsafe: 'end',
  lost: 'end',
};

/** Null before there is a time after. */
export function followUpModel(track: Track, bands: Bands, language: Language, path: string | null) {
  const { words } = followUpFields(language);
  if (track.marks.length === 0) return null;
  const outcome = track.outcomes.at(-1) ?? null;
  const when = (page: string) => (path ? `${path}/${page}/new` : null);
  const asked = track.marks.some(({ state }) => state !== 'ahead' && state !== 'reached');
  return {
    since: track.marks[0]!.base,
    way: track.marks.map((mark) => ({
      state: `mark-${mark.months}`,
      is: DRAWN[mark.state],
      on: mark.dueOn,
      label: words('months', { count: mark.months }),
      words: words(`mark.${mark.state}`),
    })),
    paths: {
      followUp: asked ? when('follow-ups') : null,
      survey: when('surveys'),
      satisfaction: when('satisfactions'),
      outcome: when('outcomes'),
    },
    followUps: track.followUps
      .toReversed()
      .map((one) => ({
        ...one,
        label: words('follow_up', { count: one.months, reach: words(`reach.${one.outcome}`) }),
        reached: one.outcome === 'reached',
        grave: requiresUrgentHelp(one),
        line: followUpItem(one, words, language),
        felt:
          one.outcome === 'reached'
            ? DIMENSIONS.map((dimension) => ({
                name: words(`dimension.${dimension}`),
                felt: one[dimension]!,
                label: words(`felt.${one[dimension]}`),
              }))
            : [],
      })),
    surveys: track.surveys.map((one) => ({
      id: one.id,
      on: one.on,
      composite: one.composite === null ? null : scoreWords(one.composite, language),
      band: one.composite && words(`band.${bandOf(one.composite, bands)}`),
      need: one.composite && bandOf(one.composite, bands),
      answered: words('answered', { count: one.answered, of: one.scored }),
      wheel: wheelOf(one, [bands.high, bands.low]),
      scores: DIMENSIONS.map((dimension: Dimension) => ({
        dimension,
        name: words(`dimension.${dimension}`),
        score: one[dimension] === null ? words('no_score') : scoreWords(one[dimension], language),
      })),
    })),
    official: track.surveys.every(({ standing }) => standing === 'loaded'),
    satisfactions: track.satisfactions
      .toReversed()
      .map((one) => ({
        ...one,
        label:
          one.total === null
            ? words('satisfaction_part', {
                count: SATISFACTIONS.filter((name) => one.answers[name] != null).length,
              })
            : words('satisfaction_total', { total: one.total }),
      })),
    outcome: outcome && {
      ...outcome,
      label: words(`outcome.${outcome.outcome}`),
      good: outcome.outcome === 'sustained' || outcome.outcome === 'moved_by_choice',
      otherwise:
        outcome.outcome !== outcome.proposed &&
        words('outcome_proposed', { outcome: words(`outcome.${outcome.proposed}`) }),
    },
  };
}

/** Two decimals, as such scores are read. */
const scoreWords = (score: string, language: Language): string => formatNumber(score, language, 2);

function followUpItem(
  one: Track['followUps'][number],
  words: (key: string, params?: object) => string,
  language: Language,
) {
  const parts = [words(`mode.${one.mode}`)];
  if (one.why) parts.push(words(`why.${one.why}`));
  if (one.nextOn) parts.push(words('next_try', { day: one.nextOn }));
  if (one.moved && one.moved !== 'no' && one.moved !== 'not_told')
    parts.push(words(`moved.${one.moved}`));
  if (one.retrafficked && one.retrafficked !== 'no_sign') {
    parts.push(words(`retrafficked.${one.retrafficked}`));
  }
  if (one.inDanger && one.inDanger !== 'no') parts.push(words(`danger.${one.inDanger}`));
  if (one.supports?.length) {
    const supports = joinWords(
      one.supports.map((code) => words(`support.${code}`)),
      language,
    );
    parts.push(words('supported', { supports }));
  }
  return parts.join(' · ');
}

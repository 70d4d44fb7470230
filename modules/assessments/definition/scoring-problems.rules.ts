/** Problems of the scoring: gaps between bands, groups without indicators. */
import { eachQuestion, type Path, type ReportProblem } from './definition-reader.rules';
import {
  type Band,
  type FormDefinition,
  type PointsScoring,
  questionsOf,
  type IndicatorScoring,
  STRENGTHS,
} from './definition-schema.rules';
import { isScored, rangeOf } from './scoring.rules';

export function checkBands(
  form: FormDefinition,
  { bands }: PointsScoring,
  wrong: ReportProblem,
): void {
  const path = (at: number, ...more: Path): Path => ['scoring', 'bands', at, ...more];
  bands.forEach((band: Band, at) => {
    if (bands.findIndex(({ id }) => id === band.id) < at) {
      wrong('duplicate', path(at, 'id'), { id: band.id });
    }
    if (band.from > band.to) wrong('band_turned', path(at), { id: band.id });
    const before = bands[at - 1];
    if (!before) return;
    if (band.from > before.to + 1) {
      wrong('band_hole', path(at, 'from'), { from: before.to + 1, to: band.from - 1 });
    }
    if (band.from <= before.to) {
      wrong('band_overlap', path(at, 'from'), { one: before.id, other: band.id });
    }
  });
  const asked = questionsOf(form).filter((question) => !question.retired && isScored(question));
  if (asked.length === 0) wrong('nothing_scored', ['scoring']);
  const lowest = asked.reduce((sum, question) => sum + Math.min(0, rangeOf(question).low), 0);
  const highest = asked.reduce((sum, question) => sum + Math.max(0, rangeOf(question).high), 0);
  if (bands[0]!.from > lowest)
    wrong('band_hole', path(0, 'from'), { from: lowest, to: bands[0]!.from - 1 });
  const last = bands.length - 1;
  if (bands[last]!.to < highest) {
    wrong('band_hole', path(last, 'to'), { from: bands[last]!.to + 1, to: highest });
  }
  eachQuestion(form, ({ atLeast = {} }, at) => {
    for (const [code, band] of Object.entries(atLeast)) {
      if (!bands.some(({ id }) => id === band))
        wrong('unknown_band', [...at, 'atLeast', code], { band });
    }
  });
}

export function checkGroups(
  form: FormDefinition,
  { groups, mustHave }: IndicatorScoring,
  wrong: ReportProblem,
): void {
  const ids = groups.map(({ id }) => id);
  groups.forEach(({ id, rule }, at) => {
    if (ids.indexOf(id) < at) wrong('duplicate', ['scoring', 'groups', at, 'id'], { id });
    rule?.forEach((combination, place) => {
      if (Object.values(combination).every((count) => count === undefined)) {
        wrong('empty_rule', ['scoring', 'groups', at, 'rule', place]);
      }
    });
  });
  if (mustHave !== undefined && !ids.includes(mustHave)) {
    wrong('unknown_group', ['scoring', 'mustHave'], { group: mustHave });
  }
  const used = new Set<string>();
  eachQuestion(form, ({ sign, retired }, path) => {
    if (!sign) return;
    const group = groups.find(({ id }) => id === sign.group);
    if (!group) return wrong('unknown_group', [...path, 'sign', 'group'], { group: sign.group });
    if (group.rule && !sign.strength) {
      wrong('needs_strength', [...path, 'sign'], { values: STRENGTHS.join(', ') });
    }
    if (!retired) used.add(group.id);
  });
  groups.forEach(({ id }, at) => {
    if (!used.has(id)) wrong('empty_group', ['scoring', 'groups', at], { group: id });
  });
}

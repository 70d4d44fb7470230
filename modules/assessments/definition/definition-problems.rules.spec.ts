import { problemsOf } from './definition-problems.rules';
import { readDefinition } from './definition-reader.rules';
import { scaleOf, type DefinitionSource } from './definition-schema.rules';
import { BANDS, byPoints, DELPHI, form, question, say, written } from './samples.data';

type DefinitionInput = DefinitionSource;
const found = (some: DefinitionInput) => {
  const { form: read, problems } = readDefinition(some);
  expect(problems).toEqual([]);
  return problemsOf(read!).map(({ code, path, params }) => [code, path.join('.'), params]);
};
const shapes = (some: unknown) =>
  readDefinition(some).problems.map(({ code, path, params }) => [code, path.join('.'), params]);

describe('the shape of a form', () => {
  it('names what does not belong, what is missing and what is of another kind', () => {
    const whole = written([question('a')]);
    expect(shapes({ ...whole, colour: 'red' })).toEqual([
      ['unknown_key', 'colour', { key: 'colour' }],
    ]);
    expect(shapes({ ...whole, title: undefined })).toEqual([
      ['missing', 'title', { key: 'title' }],
    ]);
    expect(shapes({ ...whole, kind: 'horoscope' })).toEqual([
      ['one_of', 'kind', { values: 'needs, risk, vulnerability, best_interests, screening' }],
    ]);
    expect(shapes({ ...whole, sections: 'none' })).toEqual([['type_array', 'sections', {}]]);
    expect(shapes({ ...whole, sections: [] })).toEqual([['too_few', 'sections', { limit: 1 }]]);
    expect(shapes('x')).toEqual([['type_object', '', {}]]);
  });

  it.each<[string, object, unknown[]]>([
    ['id', { id: 'Été' }, ['bad_id', 'sections.0.questions.0.id', {}]],
    ['points', { points: { yes: 0.5 } }, ['type_whole', 'sections.0.questions.0.points.yes', {}]],
    ['weight', { weight: 11 }, ['too_big', 'sections.0.questions.0.weight', { limit: 10 }]],
    [
      'showIf',
      { showIf: { field: 'a' } },
      ['condition_shape', 'sections.0.questions.0.showIf', {}],
    ],
    [
      'code',
      { showIf: 'a = 1 or drop table' },
      ['condition_shape', 'sections.0.questions.0.showIf', {}],
    ],
  ])('finds a wrong %s at its place', (_name, more, expected) => {
    expect(shapes(written([{ ...question('a'), ...more } as never]))).toEqual([expected]);
  });
});

describe('what keeps a form from being approved', () => {
  const Q = 'sections.0.questions';

  it('nothing, where all is there', () => {
    expect(found(written([question('a', { points: { yes: 3 } })], byPoints))).toEqual([]);
  });

  it('a language that is missing, wherever it is', () => {
    const some = written([question('a', { label: { fr: 'A', ar: ' ', en: 'A' }, help: say('') })]);
    expect(
      found({ ...some, sections: [{ ...some.sections[0]!, title: { fr: 'x', ar: 'x' } }] }),
    ).toEqual([
      ['missing_language', 'sections.0.title.en', { language: 'en' }],
      ['missing_language', `${Q}.0.label.ar`, { language: 'ar' }],
      ['missing_language', `${Q}.0.help.fr`, { language: 'fr' }],
    ]);
  });

  it('an id that stands twice', () => {
    expect(found(written([question('a'), question('b'), question('a')]))).toEqual([
      ['duplicate', `${Q}.2.id`, { id: 'a' }],
    ]);
    const options = ['x', 'x'].map((code) => ({ code, label: say(code) }));
    expect(found(written([question('a', { kind: 'one', options })]))).toEqual([
      ['duplicate', `${Q}.0.options.1.code`, { id: 'x' }],
    ]);
  });

  it('a field that was something else before', () => {
    const { form: read } = readDefinition(written([question('age', { kind: 'text' })]));
    expect(problemsOf(read!, new Map([['age', 'number']]))).toEqual([
      {
        code: 'field_changed',
        params: { field: 'age', before: 'number' },
        path: ['sections', 0, 'questions', 0, 'kind'],
      },
    ]);
  });

  it('a condition on a question that is not there, comes later, is retired or has no choices', () => {
    const asks = (field: string, is = 'yes') => ({ showIf: { field, is } });
    expect(found(written([question('a', asks('z'))]))).toEqual([
      ['unknown_field', `${Q}.0.showIf`, { field: 'z' }],
    ]);
    expect(found(written([question('a', asks('b')), question('b')]))).toEqual([
      ['asked_later', `${Q}.0.showIf`, { field: 'b' }],
    ]);
    expect(found(written([question('a', { retired: true }), question('b', asks('a'))]))).toEqual([
      ['retired_field', `${Q}.1.showIf`, { field: 'a' }],
    ]);
    expect(found(written([question('a', { kind: 'text' }), question('b', asks('a'))]))).toEqual([
      ['condition_on_text', `${Q}.1.showIf`, { field: 'a' }],
    ]);
    const deep = { any: [{ all: [{ field: 'a', is: ['yes', 'perhaps'] }] }] };
    expect(found(written([question('a'), question('b', { showIf: deep })]))).toEqual([
      ['unknown_code', `${Q}.1.showIf.any.0.all.0`, { code: 'perhaps' }],
    ]);
  });

  it('conditions that wait for each other, named in a round', () => {
    const round = written([
      question('a', { showIf: { field: 'c', is: 'yes' } }),
      question('b', { showIf: { field: 'a', is: 'yes' } }),
      question('c', { showIf: { field: 'b', is: 'yes' } }),
    ]);
    expect(found(round)).toEqual([['loop', `${Q}.0.showIf`, { fields: 'a → c → b → a' }]]);
    expect(found(written([question('a', { showIf: { field: 'a', is: 'yes' } })]))).toEqual([
      ['loop', `${Q}.0.showIf`, { fields: 'a → a' }],
    ]);
  });

  it('bands with a hole, over each other, or too short for what can be reached', () => {
    const scored = [question('a', { points: { yes: 10 } }), question('b', { points: { yes: -2 } })];
    const bands = (edges: [number, number][]) =>
      written(scored, {
        scoring: {
          by: 'points',
          bands: edges.map(([from, to], at) => ({ ...BANDS[at]!, from, to })),
        },
      });
    expect(
      found(
        bands([
          [-2, 3],
          [5, 10],
        ]),
      ),
    ).toEqual([['band_hole', 'scoring.bands.1.from', { from: 4, to: 4 }]]);
    expect(
      found(
        bands([
          [-2, 3],
          [3, 10],
        ]),
      ),
    ).toEqual([['band_overlap', 'scoring.bands.1.from', { one: 'low', other: 'moderate' }]]);
    expect(
      found(
        bands([
          [0, 3],
          [4, 8],
        ]),
      ),
    ).toEqual([
      ['band_hole', 'scoring.bands.0.from', { from: -2, to: -1 }],
      ['band_hole', 'scoring.bands.1.to', { from: 9, to: 10 }],
    ]);
    expect(
      found(
        bands([
          [-2, 3],
          [9, 4],
          [10, 10],
        ]),
      ).map(([code]) => code),
    ).toEqual(['band_turned', 'band_hole', 'band_hole']);
    expect(found(written([question('a')], byPoints))).toEqual([['nothing_scored', 'scoring', {}]]);
  });

  it('attributes that do not belong to the kind of question', () => {
    const options = [
      { code: 'x', label: say('x') },
      { code: 'y', label: say('y') },
    ];
    const codes = (more: object) =>
      found(written([question('a', more as never)], byPoints)).map(([code]) => code);
    expect(codes({ kind: 'one', points: { x: 1 } })).toEqual(['needs_options', 'unknown_code']);
    expect(codes({ options, points: { yes: 1 } })).toEqual(['no_options']);
    expect(codes({ kind: 'number', steps: [{ from: 0, points: 1 }] })).toEqual(['needs_bounds']);
    expect(codes({ kind: 'scale', min: 0, max: 20, steps: [{ from: 0, points: 1 }] })).toEqual([
      'scale_too_long',
    ]);
    // A mistyped bound is reported without iterating over the range.
    const slip = {
      kind: 'scale',
      min: -1_000_000,
      max: 1_000_000,
      steps: [{ from: 0, points: 1 }],
    };
    expect(codes(slip)).toEqual(['scale_too_long']);
    expect(scaleOf(-1_000_000, 1_000_000)).toHaveLength(101);
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`k${at}`, 1]));
    const read = readDefinition(written([question('a', { points: many } as never)], byPoints));
    expect([read.form, read.problems.map(({ code }) => code)]).toEqual([null, ['too_many']]);
    expect(codes({ kind: 'number', min: 5, max: 1, steps: [{ from: 0, points: 1 }] })).toEqual([
      'bounds_turned',
    ]);
    expect(codes({ kind: 'text', fact: true, points: { yes: 1 } })).toEqual([
      'fact_not_coded',
      'no_points',
      'unknown_code',
    ]);
    expect(codes({ points: { yes: 1 }, atLeast: { yes: 'astral' } })).toEqual(['unknown_band']);
  });

  it('signs without a group, a strength, or a reading of what they mean', () => {
    const signs = (more: object, mustHave?: string) =>
      found(
        written([question('a', { sign: { group: 'g', ...more } as never })], {
          scoring: { by: 'signs', groups: [{ id: 'g', title: say('G'), rule: DELPHI }], mustHave },
        }),
      ).map(([code]) => code);
    expect(signs({ strength: 'strong' })).toEqual([]);
    expect(signs({})).toEqual(['needs_strength']);
    expect(signs({ strength: 'strong' }, 'h')).toEqual(['unknown_group']);
    expect(signs({ group: 'h', strength: 'weak' })).toEqual(['unknown_group', 'empty_group']);
    expect(found(written([question('a')], { kind: 'screening' })).map(([code]) => code)).toEqual([
      'screening_reading',
      'screening_decision',
    ]);
  });

  it('a form read again says the same', () => {
    const some = form([question('a', { points: { yes: 3 } })], byPoints);
    expect(readDefinition(JSON.parse(JSON.stringify(some))).form).toEqual(some);
  });
});

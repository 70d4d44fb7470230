import fc from 'fast-check';
import type { Answers } from './answers.rules';
import { shownFields, shownSections, visibilities } from './conditions.rules';
import type { Condition } from './definition-schema.rules';
import { form, question } from './samples.data';

const yes = { value: 'yes' };
const no = { value: 'no' };

describe('which questions are put', () => {
  const children = form([
    question('has_children'),
    question('children_here', { showIf: { field: 'has_children', is: 'yes' } }),
    question('who_keeps_them', {
      kind: 'one',
      options: ['family', 'nobody', 'stranger'].map((code) => ({
        code,
        label: { fr: code, ar: code, en: code },
      })),
      showIf: { field: 'children_here', is: 'no' },
    }),
    question('worried', {
      showIf: {
        any: [
          { field: 'who_keeps_them', is: ['nobody', 'stranger'] },
          {
            all: [
              { field: 'has_children', is: 'yes' },
              { field: 'children_here', is: 'yes' },
            ],
          },
        ],
      },
    }),
  ]);
  const shown = (answers: Answers) => [...shownFields(children, 'adult', answers)];

  it.each<[string, Answers, string[]]>([
    ['nothing said', {}, ['has_children']],
    ['no children', { has_children: no }, ['has_children']],
    ['children', { has_children: yes }, ['has_children', 'children_here']],
    [
      'children elsewhere',
      { has_children: yes, children_here: no },
      ['has_children', 'children_here', 'who_keeps_them'],
    ],
    [
      'with a stranger',
      { has_children: yes, children_here: no, who_keeps_them: { value: 'stranger' } },
      ['has_children', 'children_here', 'who_keeps_them', 'worried'],
    ],
    [
      'children here',
      { has_children: yes, children_here: yes },
      ['has_children', 'children_here', 'worried'],
    ],
  ])('%s', (_name, answers, expected) => {
    expect(shown(answers)).toEqual(expected);
  });

  it('an answer to a question that is not put any more counts for nothing', () => {
    const changed = { has_children: no, children_here: no, who_keeps_them: { value: 'stranger' } };
    expect(shown(changed)).toEqual(['has_children']);
  });

  it('distinguishes hidden questions from questions that wait for an answer', () => {
    expect(Object.fromEntries(visibilities(children, 'adult', { has_children: yes }))).toEqual({
      has_children: 'shown',
      children_here: 'shown',
      who_keeps_them: 'open',
      worried: 'open',
    });
    expect(visibilities(children, 'adult', { has_children: no }).get('worried')).toBe('hidden');
  });

  it('declined or not known is no answer: what hangs on it is not put', () => {
    expect(shown({ has_children: { gap: 'declined' } })).toEqual(['has_children']);
  });

  it('asks of children and adults what is theirs, and all of it where the age is not known', () => {
    const both = form([
      question('a', { for: 'child' }),
      question('b', { for: 'adult' }),
      question('c'),
      question('d', { retired: true }),
    ]);
    expect([...shownFields(both, 'child', {})]).toEqual(['a', 'c']);
    expect([...shownFields(both, 'adult', {})]).toEqual(['b', 'c']);
    expect([...shownFields(both, 'unknown', {})]).toEqual(['a', 'b', 'c']);
  });

  it('leaves out a section in which nothing is put', () => {
    const two = { ...children, sections: [...children.sections] };
    two.sections.push({ ...children.sections[0]!, id: 'two', questions: [] });
    expect(shownSections(two, 'adult', {}).map(({ id }) => id)).toEqual(['one']);
  });
});

describe('whatever the conditions and the answers', () => {
  const IDS = ['q0', 'q1', 'q2', 'q3', 'q4'];
  const test = (before: readonly string[]): fc.Arbitrary<Condition> =>
    fc.record({ field: fc.constantFrom(...before), is: fc.constantFrom('yes', 'no') });
  const condition = (before: readonly string[]): fc.Arbitrary<Condition> =>
    fc.oneof(
      test(before),
      fc.record({ all: fc.array(test(before), { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(test(before), { minLength: 1, maxLength: 3 }) }),
    );
  const forms = fc
    .tuple(
      ...IDS.slice(1).map((_, at) =>
        fc.option(condition(IDS.slice(0, at + 1)), { nil: undefined }),
      ),
    )
    .map((conditions) =>
      form(IDS.map((id, at) => question(id, { showIf: at > 0 ? conditions[at - 1] : undefined }))),
    );
  const answers: fc.Arbitrary<Answers> = fc.dictionary(
    fc.constantFrom(...IDS),
    fc.constantFrom<Answers[string]>(yes, no, { gap: 'declined' }),
  );
  /** Written apart from the engine, straight from the words of the rule. */
  const isTrue = (asked: Condition, said: Answers, put: ReadonlySet<string>): boolean =>
    'field' in asked
      ? put.has(asked.field) && (said[asked.field] as { value?: string })?.value === asked.is
      : 'all' in asked
        ? asked.all.every((one) => isTrue(one, said, put))
        : asked.any.some((one) => isTrue(one, said, put));

  it('no question is put whose condition is false, and none is kept back whose condition is true', () => {
    fc.assert(
      fc.property(forms, answers, (some, said) => {
        const put = shownFields(some, 'adult', said);
        for (const { id, showIf } of some.sections[0]!.questions) {
          expect([id, put.has(id)]).toEqual([id, showIf ? isTrue(showIf, said, put) : true]);
        }
      }),
      { numRuns: 500 },
    );
  });
});

import { DomainError } from '../../platform/shared/domain.errors';
import { readDefinition } from './definition-reader.rules';
import { type FormDefinition, questionsOf } from './definition-schema.rules';
import {
  addQuestion,
  addSection,
  type EditedDefinition,
  changeQuestion,
  moveQuestion,
  moveSection,
  removeQuestion,
  removeSection,
  retireQuestion,
} from './edit.rules';
import { form, question, say } from './samples.data';

const start = (): FormDefinition => {
  const one = form([question('a'), question('b', { showIf: { field: 'a', is: 'yes' } })]);
  return { ...one, sections: [...one.sections, { ...one.sections[0]!, id: 'two', questions: [] }] };
};
/** Through the gate, as a draft goes. */
const kept = (changed: EditedDefinition): FormDefinition => readDefinition(changed).form!;
const order = ({ sections }: FormDefinition) =>
  sections.map(({ id, questions }) => [id, ...questions.map((one) => one.id)].join(' '));
const refused = (act: () => unknown): string => {
  try {
    act();
    return '';
  } catch (error) {
    return (error as DomainError).code;
  }
};

describe('changing a draft', () => {
  it('puts sections and questions in, and never an id twice', () => {
    const more = kept(
      addQuestion(kept(addSection(start(), 'three')), 'three', { id: 'c', kind: 'one' }),
    );
    expect(order(more)).toEqual(['one a b', 'two', 'three c']);
    expect(questionsOf(more).at(-1)).toMatchObject({
      kind: 'one',
      options: [{ code: 'a' }, { code: 'b' }],
    });
    expect(refused(() => addSection(start(), 'two'))).toBe('assessments.id_taken');
    expect(refused(() => addQuestion(start(), 'two', { id: 'a', kind: 'text' }))).toBe(
      'assessments.id_taken',
    );
    expect(refused(() => addQuestion(start(), 'nowhere', { id: 'x', kind: 'text' }))).toBe(
      'common.not_found',
    );
  });

  it('moves a question within its section, and past its end into the next', () => {
    expect(order(kept(moveQuestion(start(), 'b', 'up')))).toEqual(['one b a', 'two']);
    expect(order(kept(moveQuestion(start(), 'b', 'down')))).toEqual(['one a', 'two b']);
    const back = kept(moveQuestion(kept(moveQuestion(start(), 'b', 'down')), 'b', 'up'));
    expect(order(back)).toEqual(['one a b', 'two']);
    expect(order(kept(moveQuestion(start(), 'a', 'up')))).toEqual(['one a b', 'two']);
    expect(order(kept(moveSection(start(), 'two', 'up')))).toEqual(['two', 'one a b']);
  });

  it('takes what is left out for gone, and keeps the id whatever was sent', () => {
    const changed = kept(
      changeQuestion(start(), 'b', { id: 'z', label: say('Autrement'), showIf: undefined }),
    );
    expect(questionsOf(changed)[1]).toEqual({
      ...questionsOf(form([question('b', { label: say('Autrement') })]))[0],
    });
  });

  it('retires what was in force, and removes only what never was', () => {
    expect(questionsOf(kept(retireQuestion(start(), 'b', true)))[1]).toMatchObject({
      retired: true,
    });
    expect(refused(() => removeQuestion(start(), 'b', new Set(['b'])))).toBe(
      'assessments.retire_it',
    );
    expect(refused(() => removeQuestion(start(), 'a', new Set()))).toBe(
      'assessments.condition_needs_it',
    );
    expect(order(kept(removeQuestion(start(), 'b', new Set())))).toEqual(['one a', 'two']);
    expect(refused(() => removeSection(start(), 'one'))).toBe('assessments.section_not_empty');
    expect(order(kept(removeSection(start(), 'two')))).toEqual(['one a b']);
  });
});

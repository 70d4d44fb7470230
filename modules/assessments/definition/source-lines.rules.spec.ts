import { readDefinition } from './definition-reader.rules';
import { question, written } from './samples.data';
import { readSource, sourceOf } from './source-lines.rules';

describe('the text of a form', () => {
  it('says on which line something stands', () => {
    const some = { ...written([question('a'), question('b', { weight: 99 })]) };
    const text = sourceOf(some);
    const { value, problems, lineOf } = readSource(text);
    expect(problems).toEqual([]);
    const [found] = readDefinition(value).problems;
    expect(found).toMatchObject({ code: 'too_big' });
    const line = lineOf(found!.path);
    expect(text.split('\n')[line - 1]).toContain('"weight": 99');
  });

  it('says where the text stops being one', () => {
    const { value, problems } = readSource('{\n  "form": "x",\n  "kind" "risk"\n}');
    expect(value).toBeUndefined();
    expect(problems).toEqual([{ code: 'not_json', params: {}, path: [], line: 3 }]);
    expect(readSource('').problems).toMatchObject([{ code: 'not_json', line: 1 }]);
    expect(readSource('{"a": 1,}').problems).toMatchObject([{ code: 'not_json' }]);
    expect(readSource('{} // quietly').problems).toMatchObject([{ code: 'not_json' }]);
  });

  it('leads to the nearest place where something is missing', () => {
    const text = '{\n  "sections": [\n    { "id": "one" }\n  ]\n}';
    expect(readSource(text).lineOf(['sections', 0, 'questions', 3])).toBe(3);
    expect(readSource(text).lineOf(['title'])).toBe(1);
  });
});

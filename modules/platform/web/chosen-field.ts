/**
 * A text field whose text fitted several things comes back with them as radio buttons beside it: `<name>-choice` is the
 * button that was pressed, `<name>-asked` the text for which the buttons were offered.
 */
const CHOICE = '-choice';
const ASKED = '-asked';

/** The choice stands in the field, unless another text was typed since; the two helping fields are gone. */
export function withChosen(posted: Record<string, unknown>): Record<string, unknown> {
  const helping = (name: string) => name.endsWith(CHOICE) || name.endsWith(ASKED);
  const fields = Object.fromEntries(Object.entries(posted).filter(([name]) => !helping(name)));
  for (const [name, choice] of Object.entries(posted)) {
    if (!name.endsWith(CHOICE) || typeof choice !== 'string' || choice === '') continue;
    const field = name.slice(0, -CHOICE.length);
    const { [field]: typed = '', [`${field}${ASKED}`]: asked } = posted;
    if (Object.hasOwn(posted, field) && (typed === asked || typed === '')) fields[field] = choice;
  }
  return fields;
}
